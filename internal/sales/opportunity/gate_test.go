package opportunity_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"qiju/internal/base/fault"
	"qiju/internal/condition"
	"qiju/internal/sales/opportunity"
)

func parse(t *testing.T, src string) *condition.Expr {
	t.Helper()
	e, err := condition.Parse(src)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return e
}

// conditions returns every condition of a shipped chart, and the conjuncts of
// the go exit of each of its gates.
func conditions(t *testing.T, chart string) (all []*condition.Expr, gates map[string][]*condition.Expr) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../../examples/charts", chart+".flow"))
	if err != nil {
		t.Fatal(err)
	}
	node := regexp.MustCompile(`^([A-Z]\w*) [▲⬛◐]`)
	when := regexp.MustCompile(`(?:^\s*|\s)(?:当|直到|一旦) (.+)$`)
	gates = map[string][]*condition.Expr{}
	current, isGo := "", false
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\n")
		if m := node.FindStringSubmatch(line); m != nil {
			current = m[1]
		}
		if strings.Contains(line, "=>") {
			isGo = strings.HasSuffix(line, "通行")
			if isGo {
				gates[current] = nil
			}
		}
		if m := when.FindStringSubmatch(line); m != nil && !strings.HasPrefix(strings.TrimSpace(line), "☐") {
			e := parse(t, m[1])
			all = append(all, e)
			if isGo {
				gates[current] = e.Conjuncts()
			}
			isGo = false
		}
	}
	return all, gates
}

func TestCatalogueKnowsEveryFactOfTheShippedCharts(t *testing.T) {
	t.Parallel()

	c, err := opportunity.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, chart := range []string{"F1", "F1b", "F2", "F3", "F4", "F5", "F6", "F7"} {
		all, _ := conditions(t, chart)
		for _, e := range all {
			seen++
			if problems := e.Check(c); len(problems) > 0 {
				t.Errorf("%s: %s: %v", chart, e, problems)
			}
		}
	}
	if seen < 12 {
		t.Errorf("only %d conditions found", seen)
	}
	if _, ok := c.Fact("应收.到期日"); !ok {
		t.Error("F8 waits for 应收.到期日")
	}
}

func playbook(t *testing.T) opportunity.Playbook {
	t.Helper()
	p, err := opportunity.ParsePlaybook(opportunity.DefaultPlaybook())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestDefaultPlaybookFitsTheShippedChart(t *testing.T) {
	t.Parallel()

	_, gates := conditions(t, "F2")
	if len(gates) != 5 {
		t.Fatalf("F2 has %d gates in the test, want 5", len(gates))
	}
	p := playbook(t)
	if err := p.Fits("F2", gates); err != nil {
		t.Errorf("got %v", fault.Of(err).Parts)
	}
	for _, stage := range []string{"S1", "S2", "S3", "S4", "S5"} {
		if len(p.PlaysOf(stage)) == 0 || len(p.FocusOf(stage)) == 0 {
			t.Errorf("stage %s has no plays or no focus", stage)
		}
	}
}

func TestPlaybookThatMissesAConditionDoesNotFit(t *testing.T) {
	t.Parallel()

	p := playbook(t)
	gates := map[string][]*condition.Expr{"G1": parse(t, "客户.价值分 >= 50 且 商机.预算已批").Conjuncts()}
	f := fault.Of(p.Fits("F2", gates))
	if f == nil {
		t.Fatal("a condition without a requirement fits")
	}
	var keys []string
	for _, part := range f.Parts {
		keys = append(keys, part.Key)
	}
	if !slices.Contains(keys, "playbook.unowned") || !slices.Contains(keys, "playbook.unused") {
		t.Errorf("got %v", keys)
	}
	f = fault.Of(p.Fits("F9", map[string][]*condition.Expr{"G1": gates["G1"]}))
	if f == nil || f.Parts[0].Key != "playbook.gate_missing" {
		t.Errorf("unknown chart: got %v", f)
	}
}

func TestPlaybookRefusesWhatIsNone(t *testing.T) {
	t.Parallel()

	req := func(s string) string {
		return `{"charts":[{"chart":"F2","gates":[{"gate":"G1","requirements":[` + s + `]}]}]}`
	}
	tests := []struct{ name, body, key string }{
		{"no JSON", `{`, "playbook.json"},
		{"no code", req(`{"code":"","text":{"zh":"甲"},"facts":["a.b"],"repair":"need"}`), "playbook.code"},
		{"no facts", req(`{"code":"a","text":{"zh":"甲"},"facts":[],"repair":"need"}`), "playbook.empty"},
		{"unknown repair", req(`{"code":"a","text":{"zh":"甲"},"facts":["a.b"],"repair":"pray"}`), "playbook.repair"},
		{
			"a fact in two requirements",
			req(`{"code":"a","text":{"zh":"甲"},"facts":["a.b"],"repair":"need"},{"code":"b","text":{"zh":"乙"},"facts":["a.b"],"repair":"need"}`),
			"playbook.fact_twice",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := opportunity.ParsePlaybook([]byte(tt.body))
			f := fault.Of(err)
			if f == nil || f.Kind != fault.Invalid || (f.Key != tt.key && (len(f.Parts) != 1 || f.Parts[0].Key != tt.key)) {
				t.Errorf("got %v, want %s", f, tt.key)
			}
		})
	}
}

func judge(t *testing.T, gate string, in opportunity.Inputs) []opportunity.RequirementResult {
	t.Helper()
	_, gates := conditions(t, "F2")
	env := opportunity.Facts(in)
	var conjuncts []opportunity.Conjunct
	for _, e := range gates[gate] {
		r := e.Test(env)
		conjuncts = append(conjuncts, opportunity.Conjunct{Chinese: e.Chinese(), Facts: e.Paths(), Verdict: r.Verdict, Missing: r.Missing, Used: r.Used})
	}
	return opportunity.Judge(playbook(t).Requirements("F2", gate), conjuncts)
}

func states(results []opportunity.RequirementResult) string {
	words := make([]string, len(results))
	for i, r := range results {
		words[i] = r.Code + " " + string(r.State)
	}
	return strings.Join(words, ", ")
}

func ptr(n int) *int { return &n }

// readyForG2 is a deal that meets the four conditions of the source.
func readyForG2() opportunity.Inputs {
	return opportunity.Inputs{
		Opportunity: opportunity.Opportunity{Need: opportunity.Need{Spec: "LH-RG 80", Volume: "500", NeededOn: "2026-11-30"}},
		Account:     opportunity.AccountFacts{Known: true, Scored: true, Value: decimal.MustParse("74.0"), Completeness: decimal.MustParse("0.72")},
		Group:       opportunity.GroupFacts{Known: true, Weighed: true, Identified: decimal.MustParse("0.85")},
		Coaches:     opportunity.CoachFacts{Known: true, Qualified: 1},
		Samples:     []opportunity.SampleFacts{{State: "preparing"}, {State: "testing"}},
	}
}

// TestS2_10_GateTwoAsksTheFourOfTheSource switches each of the four off.
func TestS2_10_GateTwoAsksTheFourOfTheSource(t *testing.T) {
	t.Parallel()

	const all = "coach_settled met, sample_delivered met, information_sufficient met, need_clear met"
	tests := []struct {
		name   string
		change func(*opportunity.Inputs)
		want   string
		repair opportunity.RepairKind
	}{
		{"all four are met", func(*opportunity.Inputs) {}, all, ""},
		{
			"no coach", func(in *opportunity.Inputs) { in.Coaches.Qualified = 0 },
			strings.Replace(all, "coach_settled met", "coach_settled unmet", 1), opportunity.RepairCoach,
		},
		{
			"no sample delivered", func(in *opportunity.Inputs) { in.Samples = []opportunity.SampleFacts{{State: "sent"}} },
			strings.Replace(all, "sample_delivered met", "sample_delivered unmet", 1), opportunity.RepairSample,
		},
		{
			"the dossier is thin", func(in *opportunity.Inputs) { in.Account.Completeness = decimal.MustParse("0.6999999") },
			strings.Replace(all, "sufficient met", "sufficient unmet", 1), opportunity.RepairDossier,
		},
		{
			"deciders are not identified", func(in *opportunity.Inputs) { in.Group.Identified = decimal.MustParse("0.79") },
			strings.Replace(all, "sufficient met", "sufficient unmet", 1), opportunity.RepairContacts,
		},
		{
			"the time is open", func(in *opportunity.Inputs) { in.Opportunity.Need.NeededOn = "" },
			strings.Replace(all, "need_clear met", "need_clear unmet", 1), opportunity.RepairNeed,
		},
		{
			"nothing is known without an account", func(in *opportunity.Inputs) {
				in.Account, in.Group, in.Coaches = opportunity.AccountFacts{}, opportunity.GroupFacts{}, opportunity.CoachFacts{}
			},
			"coach_settled undetermined, sample_delivered met, information_sufficient undetermined, need_clear met", opportunity.RepairCoach,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := readyForG2()
			tt.change(&in)
			results := judge(t, "G2", in)
			if got := states(results); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			for _, r := range results {
				if r.State != opportunity.Met {
					if r.Repair != tt.repair {
						t.Errorf("repair: got %s, want %s", r.Repair, tt.repair)
					}
					break
				}
			}
		})
	}
}

// TestS2_21_RedFlagStopsTheDealAtGateOne holds §5.1.
func TestS2_21_RedFlagStopsTheDealAtGateOne(t *testing.T) {
	t.Parallel()

	in := readyForG2()
	in.Opportunity.Need.Structure, in.Opportunity.Need.Plan, in.Opportunity.Need.Strength = ptr(3), ptr(2), ptr(2)
	if got := states(judge(t, "G1", in)); got != "need_score met, value_score met, red_flags met" {
		t.Errorf("got %s", got)
	}
	in.Opportunity.RedFlags = []string{"R7", "R2"}
	results := judge(t, "G1", in)
	if got := states(results); got != "need_score met, value_score met, red_flags unmet" {
		t.Errorf("with R2: got %s", got)
	}
	if p := results[2].Parts[0]; p.Have != "✓" || p.Want != "✗" {
		t.Errorf("red flag: got have %q, want %q", p.Have, p.Want)
	}
	in.Opportunity.Need.Plan = nil
	results = judge(t, "G1", in)
	if results[0].State != opportunity.Undetermined || !results[0].Parts[1].Unknown || results[0].Parts[1].Have != "—" {
		t.Errorf("without a plan score: got %+v", results[0])
	}
}

// TestS2_12_GateFourOfA08FailsOnThreeCounts is domain §11.4.6.
func TestS2_12_GateFourOfA08FailsOnThreeCounts(t *testing.T) {
	t.Parallel()

	in := opportunity.Inputs{Group: opportunity.GroupFacts{
		Known: true, Weighed: true, Identified: decimal.MustParse("1"), Penetration: decimal.MustParse("0.6"),
		SupportIndex: decimal.MustParse("0.365"), Economic: ptr(0), VetoesAgainst: 1,
	}}
	results := judge(t, "G4", in)
	if got := states(results); got != "support_index unmet, economic_buyer unmet, no_veto unmet, penetration met" {
		t.Errorf("got %s", got)
	}
	f := opportunity.Refusal("G4", results)
	if f == nil || f.Kind != fault.Gate || f.Key != "gate.refused" || len(f.Parts) != 3 || f.Args["count"] != 3 {
		t.Fatalf("got %v", f)
	}
	if p := f.Parts[0]; p.Key != "gate.requirement.support_index" || p.Parts[0].Args["have"] != "0.365" || p.Parts[0].Args["want"] != "≥ 0.4" {
		t.Errorf("got %s %v", p.Key, p.Parts[0].Args)
	}
	if opportunity.Refusal("G4", results[3:]) != nil {
		t.Error("a gate whose requirements are met refuses")
	}
}

func TestUnknownVetoLeavesGateFourOpen(t *testing.T) {
	t.Parallel()

	in := opportunity.Inputs{Group: opportunity.GroupFacts{Known: true, Weighed: true, VetoesUndisclosed: 1}}
	for _, r := range judge(t, "G4", in) {
		if r.Code == "no_veto" && r.State != opportunity.Undetermined {
			t.Errorf("got %s, want undetermined", r.State)
		}
	}
}

func TestGateThreeReadsStatementsAndReckonsTheLevel(t *testing.T) {
	t.Parallel()

	say := func(v condition.Value) opportunity.Statement {
		return opportunity.Statement{Value: v, Evidence: "minutes"}
	}
	in := opportunity.Inputs{Opportunity: opportunity.Opportunity{Stated: map[string]opportunity.Statement{
		"商机.成交可能性": say(condition.Number(decimal.MustParse("0.45"))), "商机.年毛利": say(condition.Int(896_000)),
		"商机.预期费用": say(condition.Int(180_000)), "商机.行动等级": say(condition.Text("IV")), "商机.预算已批": say(condition.Bool(true)),
		"壁垒.四级以上无人负责数": say(condition.Int(0)), "战略计划.完成率": say(condition.Number(decimal.MustParse("0.7"))),
		"客户.价值分": say(condition.Int(100)),
	}}}
	if got := states(judge(t, "G3", in)); got != "action_level met, barriers_owned met, budget_approved met, plan_complete met" {
		t.Errorf("got %s", got)
	}
	env := opportunity.Facts(in)
	if got := env.Facts["商机.期望净值"].String(); got != "803808" {
		t.Errorf("net value: got %s, want 803808", got)
	}
	if _, there := env.Facts["客户.价值分"]; there {
		t.Error("somebody stated a fact that is reckoned")
	}
}

func TestConditionOutsideThePlaybookIsNotLost(t *testing.T) {
	t.Parallel()

	e := parse(t, "商机.金额 >= 100")
	results := opportunity.Judge(nil, []opportunity.Conjunct{{Chinese: e.Chinese(), Facts: e.Paths(), Verdict: condition.False}})
	if got := states(results); got != "other unmet" {
		t.Errorf("got %s", got)
	}
	if f := opportunity.Refusal("G1", results); f.Parts[0].Key != "gate.requirement.other" {
		t.Errorf("got %s", f.Parts[0].Key)
	}
}
