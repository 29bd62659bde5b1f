package opportunity

import (
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/condition"
)

// Conjunct is one operand of the top-level "and" of a gate's go condition, with
// its outcome.
type Conjunct struct {
	Chinese string // canonical Chinese form
	Facts   []string
	Verdict condition.Verdict
	Missing []string
	Used    condition.Facts
}

// MeetState says whether a requirement is met.
type MeetState string

// The states of a requirement.
const (
	Met          MeetState = "met"
	Unmet        MeetState = "unmet"
	Undetermined MeetState = "undetermined" // a fact is not known
)

// OtherRequirement is the code under which conditions stand that the playbook
// gives to no requirement.
const OtherRequirement = "other"

// RequirementResult is a requirement of a gate as it stands.
type RequirementResult struct {
	Code   string
	Text   i18n.Text
	State  MeetState
	Parts  []RequirementPart
	Repair RepairKind // of the first part that is not met, else of the requirement
}

// RequirementPart is one fact of a requirement: what it is and what it is to
// be, in signs that need no language ("65%", "≥ 80%", "✓", "—" for unknown).
type RequirementPart struct {
	Fact    string
	Have    string
	Want    string
	Met     bool
	Unknown bool
}

// Judge groups the outcomes of a gate's conditions into its requirements, in
// the playbook's order. A requirement is unmet when one of its conditions is
// false, undetermined when none is false and one is undetermined. Requirements
// that the chart does not ask are left out; conditions that the playbook does
// not know stand under [OtherRequirement], so that none gets lost.
func Judge(requirements []Requirement, conjuncts []Conjunct) []RequirementResult {
	byCode := map[string][]Conjunct{}
	for _, c := range conjuncts {
		code := OtherRequirement
		if r, ok := owner(requirements, c.Facts); ok {
			code = r.Code
		}
		byCode[code] = append(byCode[code], c)
	}
	other := Requirement{Code: OtherRequirement, Text: text("其他条件", "Other conditions"), Repair: RepairState}
	results := []RequirementResult{}
	for _, r := range append(slices.Clone(requirements), other) {
		if parts := byCode[r.Code]; len(parts) > 0 {
			results = append(results, judge(r, parts))
		}
	}
	return results
}

func judge(r Requirement, conjuncts []Conjunct) RequirementResult {
	result := RequirementResult{Code: r.Code, Text: r.Text, State: Met, Repair: r.Repair}
	for _, c := range conjuncts {
		state := stateOf(c.Verdict)
		if state == Unmet || (state == Undetermined && result.State == Met) {
			result.State = state
		}
		result.Parts = append(result.Parts, partsOf(c)...)
	}
	for _, p := range result.Parts {
		if !p.Met {
			if kind, ok := r.Repairs[p.Fact]; ok {
				result.Repair = kind
			}
			break
		}
	}
	return result
}

func stateOf(v condition.Verdict) MeetState {
	switch v {
	case condition.True:
		return Met
	case condition.False:
		return Unmet
	case condition.Undetermined:
		return Undetermined
	}
	return Undetermined
}

// partsOf returns one part for each fact of a condition. All parts of one
// condition are met together, but facts that are missing are marked.
func partsOf(c Conjunct) []RequirementPart {
	parts := make([]RequirementPart, 0, len(c.Facts))
	for _, fact := range c.Facts {
		have := used(c.Used, fact)
		parts = append(parts, RequirementPart{
			Fact: fact, Have: shown(fact, have), Want: wanted(c, fact), Met: c.Verdict == condition.True,
			Unknown: have.Kind() == condition.UnknownKind,
		})
	}
	return parts
}

// used returns the value that a condition read for a fact. Values of functions
// stand under their whole call: `有红旗("R1")` for "有红旗()".
func used(facts condition.Facts, fact string) condition.Value {
	if name, call := strings.CutSuffix(fact, "()"); call {
		for key, v := range facts {
			if strings.HasPrefix(key, name+"(") {
				return v
			}
		}
	}
	return facts[fact]
}

// shown writes a value with signs. Shares are cut, not rounded: what falls short
// of a threshold never looks as if it reached it.
func shown(fact string, v condition.Value) string {
	if yes, ok := v.AsBool(); ok {
		return sign(yes)
	}
	n, ok := v.AsNumber()
	switch {
	case v.Kind() == condition.UnknownKind || v.Kind() == condition.NilKind:
		return "—"
	case !ok:
		return v.String()
	case isRate(fact):
		if percent, err := n.Mul(decimal.MustNew(100, 0)); err == nil {
			return percent.Trunc(2).Trim(0).String() + "%"
		}
	}
	return n.Trunc(3).Trim(0).String()
}

func sign(yes bool) string {
	if yes {
		return "✓"
	}
	return "✗"
}

func isRate(path string) bool {
	return slices.ContainsFunc(FactTable(), func(f condition.Fact) bool { return f.Path == path && f.Type == condition.RateType })
}

// wanted writes what a condition asks of a fact: the sign and the value of a
// comparison, a tick for a plain yes, else the whole condition.
func wanted(c Conjunct, fact string) string {
	rest, plain := strings.CutPrefix(c.Chinese, fact)
	switch {
	case c.Chinese == fact:
		return "✓"
	case c.Chinese == "非 "+fact || (strings.HasSuffix(fact, "()") && strings.HasPrefix(c.Chinese, "非 "+strings.TrimSuffix(fact, ")"))):
		return "✗"
	case plain && len(c.Facts) == 1 && strings.HasPrefix(rest, " "):
		return signs(strings.TrimSpace(rest))
	default:
		return signs(c.Chinese)
	}
}

func signs(s string) string {
	return strings.NewReplacer(">=", "≥", "<=", "≤", "!=", "≠", "不属于", "∉", "属于", "∈").Replace(s)
}

// Refusal returns the fault with which a gate refuses to go on: fault.Gate with
// one part for each requirement that is not met, and in it one for each fact.
// It returns nil when every requirement is met.
func Refusal(gate string, results []RequirementResult) *fault.Error {
	var unmet []*fault.Error
	for _, r := range results {
		if r.State != Met {
			unmet = append(unmet, r.refusal())
		}
	}
	if len(unmet) == 0 {
		return nil
	}
	return fault.New(fault.Gate, "gate.refused", fault.Args{"gate": gate, "count": len(unmet)}).With(unmet...)
}

func (r RequirementResult) refusal() *fault.Error {
	var parts []*fault.Error
	var have, want []string
	var missing []i18n.Text
	for _, p := range r.Parts {
		if p.Met {
			continue
		}
		name := nameOf(p.Fact)
		key := "gate.part.unmet"
		if p.Unknown {
			key = "gate.part.unknown"
		}
		parts = append(parts, fault.New(fault.Gate, key, fault.Args{"fact": name, "path": p.Fact, "have": p.Have, "want": p.Want}))
		have, want, missing = append(have, p.Have), append(want, p.Want), append(missing, name)
	}
	return fault.New(fault.Gate, requirementKey(r.Code), fault.Args{
		"code": r.Code, "text": r.Text, "state": string(r.State), "repair": string(r.Repair), "have": slices.Compact(have), "want": slices.Compact(want), "missing": missing,
	}).With(parts...)
}

// requirementKey returns the message of a requirement. Those that a department
// added itself have no message of their own and show their text.
func requirementKey(code string) string {
	switch code {
	case "need_score", "value_score", "red_flags",
		"coach_settled", "sample_delivered", "information_sufficient", "need_clear",
		"action_level", "barriers_owned", "budget_approved", "plan_complete",
		"support_index", "economic_buyer", "no_veto", "penetration", EarlierCondition:
		return "gate.requirement." + code
	default:
		return "gate.requirement." + OtherRequirement
	}
}

func nameOf(path string) i18n.Text {
	for _, f := range FactTable() {
		if f.Path == path {
			return text(strings.ReplaceAll(f.Path, ".", " "), f.EN)
		}
	}
	for _, f := range FuncTable() {
		if path == f.Name+"()" {
			return text(f.Name, f.EN)
		}
	}
	return i18n.Text{ZH: path}
}
