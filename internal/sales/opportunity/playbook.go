package opportunity

import (
	_ "embed"
	"encoding/json"
	"slices"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/condition"
)

// Playbook is how the department plays the chart: the requirements behind the
// conditions of its gates, and what one usually does in each stage. It is data
// that the department edits, versioned (S1.3).
type Playbook struct {
	Charts []ChartPlay `json:"charts"`
	Traps  []i18n.Text `json:"traps"` // 误区清单 (S1.9, domain §4.7)
}

// ChartPlay is the part of a playbook about one chart.
type ChartPlay struct {
	Chart  string      `json:"chart"` // "F2"
	Gates  []GatePlay  `json:"gates"`
	Ends   []EndPlay   `json:"ends"`
	Stages []StagePlay `json:"stages"`
}

// EndPlay says how a deal ended whose run last came through a node.
type EndPlay struct {
	Node  string `json:"node"`
	State State  `json:"state"`
}

// GatePlay names what a gate requires.
type GatePlay struct {
	Gate         string        `json:"gate"` // node id, "G2"
	Requirements []Requirement `json:"requirements"`
}

// Requirement groups conditions of a gate under one name, such as the four of
// G2 that the source gives (S2.10). A condition belongs to the requirement that
// names all its facts.
type Requirement struct {
	Code    string                `json:"code"`
	Text    i18n.Text             `json:"text"`
	Facts   []string              `json:"facts"` // paths; functions as "有红旗()"
	Repair  RepairKind            `json:"repair"`
	Repairs map[string]RepairKind `json:"repairs,omitempty"` // where one fact is mended otherwise than the rest
}

// RepairKind is the kind of act that mends an unmet requirement.
type RepairKind string

// The kinds of repair.
const (
	RepairCoach    RepairKind = "coach"      // settle a coach
	RepairSample   RepairKind = "sample"     // deliver a sample
	RepairContacts RepairKind = "contacts"   // identify and win members of the decision group
	RepairDossier  RepairKind = "dossier"    // fill and verify the dossier
	RepairNeed     RepairKind = "need"       // assess the need
	RepairFlags    RepairKind = "flags"      // clear the red flags
	RepairScore    RepairKind = "score"      // score the account
	RepairState    RepairKind = "state-fact" // state the fact, with evidence
)

// StagePlay is what one usually does in a stage, and what the stage's next
// focus usually is.
type StagePlay struct {
	Stage string      `json:"stage"` // "S2"
	Plays []i18n.Text `json:"plays"`
	Focus []i18n.Text `json:"focus"` // suggestions for the next focus at its gate
}

//go:embed playbook.json
var defaultPlaybook []byte

// DefaultPlaybook returns the playbook that a new installation starts with, as
// JSON.
func DefaultPlaybook() []byte { return slices.Clone(defaultPlaybook) }

// ParsePlaybook reads a playbook. It returns a fault.Invalid for what is no
// playbook: wrong JSON, empty or double codes, requirements without text or
// facts, unknown repairs.
func ParsePlaybook(body []byte) (Playbook, error) {
	var p Playbook
	if err := json.Unmarshal(body, &p); err != nil {
		return Playbook{}, &fault.Error{Kind: fault.Invalid, Key: "playbook.json", Err: err}
	}
	var w wrongs
	for _, c := range p.Charts {
		w.add(c.Chart == "", "charts", "playbook.chart", nil)
		for _, g := range c.Gates {
			g.check(&w)
		}
	}
	if err := w.fault(); err != nil {
		return Playbook{}, err
	}
	return p, nil
}

func (g GatePlay) check(w *wrongs) {
	w.add(g.Gate == "", "gates", "playbook.gate", nil)
	codes, facts := map[string]bool{}, map[string]bool{}
	for _, r := range g.Requirements {
		args := fault.Args{"gate": g.Gate, "code": r.Code}
		w.add(r.Code == "" || codes[r.Code], "requirements", "playbook.code", args)
		w.add(r.Text.IsZero() || len(r.Facts) == 0, "requirements", "playbook.empty", args)
		w.add(!r.Repair.known(), "requirements", "playbook.repair", args)
		for _, kind := range r.Repairs {
			w.add(!kind.known(), "requirements", "playbook.repair", args)
		}
		for _, f := range r.Facts {
			w.add(facts[f], "requirements", "playbook.fact_twice", fault.Args{"gate": g.Gate, "fact": f})
			facts[f] = true
		}
		codes[r.Code] = true
	}
}

func (k RepairKind) known() bool {
	switch k {
	case RepairCoach, RepairSample, RepairContacts, RepairDossier, RepairNeed, RepairFlags, RepairScore, RepairState:
		return true
	case RepairCondition: // of the gate mechanism, not of a playbook
		return false
	}
	return false
}

// Requirements returns the requirements of a gate, none for one that the
// playbook does not know.
func (p Playbook) Requirements(chart, gate string) []Requirement {
	for _, g := range p.chart(chart).Gates {
		if g.Gate == gate {
			return g.Requirements
		}
	}
	return nil
}

// Ended returns the state of a deal whose run of chart ended, from the nodes
// that it came through, newest first. A run that came through none of the nodes
// that the playbook names was terminated.
func (p Playbook) Ended(chart string, nodes []string) State {
	for _, n := range nodes {
		for _, e := range p.chart(chart).Ends {
			if e.Node == n {
				return e.State
			}
		}
	}
	return Terminated
}

// PlaysOf returns the practices of a stage of the development process. The ids
// of stages are looked for in the charts in order.
func (p Playbook) PlaysOf(stage string) []i18n.Text { return p.stage(stage).Plays }

// FocusOf returns suggestions for the next focus at the end of a stage.
func (p Playbook) FocusOf(stage string) []i18n.Text { return p.stage(stage).Focus }

func (p Playbook) chart(id string) ChartPlay {
	for _, c := range p.Charts {
		if c.Chart == id {
			return c
		}
	}
	return ChartPlay{}
}

func (p Playbook) stage(id string) StagePlay {
	for _, c := range p.Charts {
		for _, s := range c.Stages {
			if s.Stage == id {
				return s
			}
		}
	}
	return StagePlay{}
}

// Fits returns a fault.Invalid unless every condition of every gate of the
// chart belongs to exactly one requirement and every requirement has one. gates
// holds the conjuncts of the go exits by gate.
func (p Playbook) Fits(chart string, gates map[string][]*condition.Expr) error {
	var w wrongs
	for _, g := range p.chart(chart).Gates {
		used := map[string]bool{}
		for _, e := range gates[g.Gate] {
			r, ok := owner(g.Requirements, e.Paths())
			w.add(!ok, "gates", "playbook.unowned", fault.Args{"gate": g.Gate, "condition": e.Chinese()})
			used[r.Code] = true
		}
		for _, r := range g.Requirements {
			w.add(!used[r.Code], "gates", "playbook.unused", fault.Args{"gate": g.Gate, "code": r.Code})
		}
	}
	for gate, conjuncts := range gates {
		missing := len(conjuncts) > 0 && p.Requirements(chart, gate) == nil
		w.add(missing, "gates", "playbook.gate_missing", fault.Args{"gate": gate})
	}
	return w.fault()
}

// owner returns the requirement that names all the facts. Parsing made sure
// that a fact stands in one requirement of a gate only.
func owner(requirements []Requirement, facts []string) (Requirement, bool) {
	if len(facts) == 0 {
		return Requirement{}, false
	}
	for _, r := range requirements {
		if !slices.ContainsFunc(facts, func(f string) bool { return !slices.Contains(r.Facts, f) }) {
			return r, true
		}
	}
	return Requirement{}, false
}
