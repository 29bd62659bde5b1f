package opportunity_test

import (
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"qiju/internal/base/fault"
	"qiju/internal/condition"
	"qiju/internal/sales/opportunity"
)

// keys returns the message keys of the parts of a fault.
func keys(err error) []string {
	f := fault.Of(err)
	if f == nil {
		return nil
	}
	var out []string
	for _, p := range f.Parts {
		out = append(out, p.Key)
	}
	return out
}

// TestS2_4_ReviewNamesTheNextFocus holds the gate outcomes of domain §5.6.
func TestS2_4_ReviewNamesTheNextFocus(t *testing.T) {
	t.Parallel()

	focus := []string{"补高层互访"}
	tests := []struct {
		name   string
		review opportunity.Review
		want   []string
	}{
		{"go with a focus", opportunity.Review{Word: "go", NextFocus: focus}, nil},
		{"go without a focus", opportunity.Review{Word: "go", NextFocus: []string{" "}}, []string{"review.focus"}},
		{"go with four points", opportunity.Review{Word: "go", NextFocus: []string{"a", "b", "c", "d"}}, []string{"review.focus_many"}},
		{"conditional with everything", opportunity.Review{Word: "conditional", NextFocus: focus, Condition: "测试报告", ConditionDue: "2026-10-15"}, nil},
		{"conditional without condition and day", opportunity.Review{Word: "conditional", NextFocus: focus}, []string{"review.condition", "review.condition_due"}},
		{"conditional with a day that is none", opportunity.Review{Word: "conditional", NextFocus: focus, Condition: "x", ConditionDue: "2026-02-30"}, []string{"opportunity.date"}},
		{"return with a node and a reason", opportunity.Review{Word: "return", ReturnTo: "D2", Reason: "补高层互访"}, nil},
		{"return without a reason", opportunity.Review{Word: "return"}, []string{"review.reason"}},
		{"suspend with a trigger alone", opportunity.Review{Word: "suspend", Trigger: "新预算"}, []string{"review.revisit"}},
		{"suspend with a day", opportunity.Review{Word: "suspend", RevisitOn: "2027-01-04"}, nil},
		{"suspend without a day", opportunity.Review{Word: "suspend"}, []string{"review.revisit"}},
		{"terminate with code and restart", opportunity.Review{Word: "terminate", ReasonCode: "L5.1", Restart: "换采购总监后"}, nil},
		{"terminate with an unknown code", opportunity.Review{Word: "terminate", ReasonCode: "L99"}, []string{"review.reason_code", "review.restart"}},
		{"override with a long reason", opportunity.Review{Word: "go", NextFocus: focus, Override: true, Reason: "客户停线在即,先走后补"}, nil},
		{"override with a short reason", opportunity.Review{Word: "go", NextFocus: focus, Override: true, Reason: "急"}, []string{"review.override_reason"}},
		{"override of a return", opportunity.Review{Word: "return", ReturnTo: "D2", Override: true, Reason: "客户停线在即,先走后补"}, []string{"review.override_word"}},
		{"no word", opportunity.Review{}, []string{"review.word"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := keys(tt.review.Validate())
			if len(got) != len(tt.want) {
				t.Fatalf("got %v, want %v", got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("got %v, want %v", got, tt.want)
				}
			}
		})
	}
}

func TestNobodyDecidesTheirOwnProposal(t *testing.T) {
	t.Parallel()

	r := opportunity.Review{ProposedBy: "shao"}
	tests := []struct {
		name, by string
		head     bool
		want     string
	}{
		{"the head decides", "wenren", true, ""},
		{"a seller does not", "bai", false, "review.head_only"},
		{"who proposed does not", "shao", true, "review.self_approval"},
		{"who commands does not", "gu", true, "review.self_approval"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := r.DecidedWithin(tt.by, "gu", tt.head)
			if f := fault.Of(err); (f == nil) != (tt.want == "") || (f != nil && (f.Key != tt.want || f.Kind != fault.Denied)) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// TestS2_16_UrgencyNeedsEvidence holds §5.1.
func TestS2_16_UrgencyNeedsEvidence(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		need opportunity.Need
		want []string
	}{
		{"an empty assessment is a beginning", opportunity.Need{}, nil},
		{"urgency 2 needs none", opportunity.Need{Urgency: ptr(2)}, nil},
		{"urgency 3 needs evidence", opportunity.Need{Urgency: ptr(3)}, []string{"need.urgency_evidence"}},
		{"urgency 3 with evidence", opportunity.Need{Urgency: ptr(3), UrgencyWhy: "合同 12 月到期"}, nil},
		{"scores run to 5", opportunity.Need{Structure: ptr(6), Plan: ptr(-1), Strength: ptr(5)}, []string{"need.range", "need.range"}},
		{"codes come from the lists", opportunity.Need{Reason: "whim", Method: "framework"}, []string{"need.reason_unknown"}},
		{"days exist", opportunity.Need{NeededOn: "soon"}, []string{"opportunity.date"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := keys(tt.need.Validate())
			if len(got) != len(tt.want) || (len(got) > 0 && got[0] != tt.want[0]) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestRedFlagsAreKnownAndStandOnce(t *testing.T) {
	t.Parallel()

	if err := opportunity.ValidateRedFlags([]string{"R1", "R15"}); err != nil {
		t.Errorf("got %v", err)
	}
	if got := keys(opportunity.ValidateRedFlags([]string{"R1", "R1", "R16"})); len(got) != 2 {
		t.Errorf("got %v", got)
	}
	for _, f := range opportunity.RedFlags() {
		if want := f.Code == "R9" || f.Code == "R10"; f.Restricted != want {
			t.Errorf("%s: restricted %t, want %t", f.Code, f.Restricted, want)
		}
	}
}

func TestStatementFitsItsFact(t *testing.T) {
	t.Parallel()

	c, err := opportunity.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, path string
		value      condition.Value
		evidence   string
		want       string
	}{
		{"a yes", "商机.预算已批", condition.Bool(true), "批复 0917", ""},
		{"a level of the list", "商机.行动等级", condition.Text("II"), "评估表", ""},
		{"a level outside the list", "商机.行动等级", condition.Text("V"), "评估表", "fact.value"},
		{"a share above 1", "战略计划.完成率", condition.Int(70), "计划表", "fact.value"},
		{"a number for a yes", "商机.预算已批", condition.Int(1), "批复", "fact.value"},
		{"a negative count", "壁垒.四级以上无人负责数", condition.Int(-1), "清单", "fact.value"},
		{"a day that is none", "投标.标书发布日", condition.DateOf("2026-13-01"), "公告", "fact.value"},
		{"a reckoned fact", "客户.价值分", condition.Int(99), "我看", "fact.not_entered"},
		{"an unknown fact", "商机.运气", condition.Bool(true), "我看", "fact.unknown"},
		{"no evidence", "商机.预算已批", condition.Bool(true), " ", "fact.evidence"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := keys(opportunity.ValidateStatement(c, tt.path, tt.value, tt.evidence))
			if (tt.want == "" && len(got) > 0) || (tt.want != "" && (len(got) != 1 || got[0] != tt.want)) {
				t.Errorf("got %v, want %q", got, tt.want)
			}
		})
	}
	if !opportunity.StatedByHead("商机.预算已批") || opportunity.StatedByHead("战略计划.完成率") {
		t.Error("approvals are stated by heads, the rest by sellers")
	}
}

// TestS2_11_ExpectedNetValueOfA02 is domain §11.4.7.
func TestS2_11_ExpectedNetValueOfA02(t *testing.T) {
	t.Parallel()

	e := opportunity.NewEstimate(decimal.MustParse("0.45"), decimal.MustParse("896000"), decimal.MustParse("180000"))
	w, err := e.Worth()
	if err != nil {
		t.Fatal(err)
	}
	if w.Value.String() != "2186240.00" || w.Net.String() != "803808.00" || w.Ratio.String() != "4.47" || w.Level != opportunity.LevelII {
		t.Errorf("got value %s, net %s, ratio %s, level %s", w.Value, w.Net, w.Ratio, w.Level)
	}
}

func TestActionLevelsFollowTheirRules(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name         string
		margin, cost string
		ordered      bool
		want         opportunity.Level
	}{
		{"1.5 m at five times the cost", "1800000", "300000", false, opportunity.LevelI},
		{"1.5 m at less than five times", "1900000", "400000", false, opportunity.LevelII},
		{"0.5 m at three times", "700000", "150000", false, opportunity.LevelII},
		{"a little above the cost", "200000", "90000", false, opportunity.LevelIII},
		{"nothing is left", "100000", "100000", false, opportunity.LevelIV},
		{"less than the cost comes back", "150000", "80000", false, opportunity.LevelIV},
		{"the general manager orders it", "100000", "100000", true, opportunity.LevelI},
		{"no cost at all", "600000", "0", false, opportunity.LevelII},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := opportunity.Estimate{
				Likelihood: decimal.MustParse("1"), Margin: decimal.MustParse(tt.margin), Cost: decimal.MustParse(tt.cost), Years: 1, Ordered: tt.ordered,
			}
			w, err := e.Worth()
			if err != nil || w.Level != tt.want {
				t.Errorf("got %s (%v), want %s", w.Level, err, tt.want)
			}
		})
	}
	bad := opportunity.Estimate{Likelihood: decimal.MustParse("1.1"), Margin: decimal.MustParse("-1"), Cost: decimal.MustParse("-1")}
	if _, err := bad.Worth(); len(keys(err)) != 4 {
		t.Errorf("wrong estimate: got %v", keys(err))
	}
	huge := opportunity.NewEstimate(decimal.MustParse("1"), decimal.MustParse("9999999999999999999"), decimal.MustParse("1"))
	if _, err := huge.Worth(); !fault.Is(err, fault.Invalid) {
		t.Errorf("huge estimate: got %v", err)
	}
}

func TestLikelihoodIsTheMeanOfEightFactors(t *testing.T) {
	t.Parallel()

	got, err := opportunity.Likelihood([]int{3, 2, 2, 3, 2, 1, 2, 3})
	if err != nil || got.String() != "0.45" {
		t.Errorf("got %s (%v), want 0.45", got, err)
	}
	if _, err := opportunity.Likelihood([]int{6}); len(keys(err)) != 2 {
		t.Errorf("wrong factors: got %v", keys(err))
	}
}

func TestEvidenceScoreRoundsHalfUp(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct{ done, total, want int }{{0, 10, 0}, {1, 8, 13}, {2, 3, 67}, {10, 10, 100}, {0, 0, 100}, {9, 8, 100}} {
		if got := opportunity.EvidenceScore(tt.done, tt.total); got != tt.want {
			t.Errorf("%d of %d: got %d, want %d", tt.done, tt.total, got, tt.want)
		}
	}
}

func TestTermsHaveBothLanguagesAndStandOnce(t *testing.T) {
	t.Parallel()

	for name, list := range opportunity.Tables() {
		seen := map[string]bool{}
		for _, x := range list {
			if seen[x.Code] || x.Text.ZH == "" || x.Text.EN == "" {
				t.Errorf("%s: %q stands twice or lacks a language", name, x.Code)
			}
			seen[x.Code] = true
		}
	}
	for _, b := range opportunity.Barriers() {
		if want := b.Code[1] == '1' || b.Code[1] == '2'; b.Tangible != want {
			t.Errorf("%s: tangible %t", b.Code, b.Tangible)
		}
	}
	if len(opportunity.Barriers()) != 21 || len(opportunity.RedFlags()) != 15 || len(opportunity.Reasons()) != 14 {
		t.Error("a table of the source lost a line")
	}
}

func TestSampleCountsAsDeliveredFromItsReceiptOn(t *testing.T) {
	t.Parallel()

	for state, want := range map[string]bool{
		"requested": false, "technical_review": false, "pending_approval": false, "preparing": false, "sent": false,
		"delivered": true, "testing": true, "approved": true, "terminated": false,
	} {
		if got := opportunity.SampleDelivered(state); got != want {
			t.Errorf("%s: got %t, want %t", state, got, want)
		}
	}
	disposed := opportunity.Inputs{Samples: []opportunity.SampleFacts{{State: "disposed", DeliveredOn: "2026-09-01"}}}
	if got := opportunity.Facts(disposed).Facts["样品.已送达"].String(); got != condition.Bool(true).String() {
		t.Errorf("disposed after delivery: got %s", got)
	}
}

func TestActionLevelIsMonotoneInTheMargin(t *testing.T) {
	t.Parallel()

	order := map[opportunity.Level]int{opportunity.LevelIV: 0, opportunity.LevelIII: 1, opportunity.LevelII: 2, opportunity.LevelI: 3}
	rapid.Check(t, func(t *rapid.T) {
		margin := rapid.Int64Range(0, 10_000_000).Draw(t, "margin")
		more := margin + rapid.Int64Range(0, 10_000_000).Draw(t, "more")
		cost := decimal.MustNew(rapid.Int64Range(0, 1_000_000).Draw(t, "cost"), 0)
		likelihood := decimal.MustNew(rapid.Int64Range(0, 100).Draw(t, "likelihood"), 2)
		a, err1 := opportunity.NewEstimate(likelihood, decimal.MustNew(margin, 0), cost).Worth()
		b, err2 := opportunity.NewEstimate(likelihood, decimal.MustNew(more, 0), cost).Worth()
		if err1 != nil || err2 != nil || order[b.Level] < order[a.Level] {
			t.Fatalf("margin %d gives %s, %d gives %s (%v, %v)", margin, a.Level, more, b.Level, err1, err2)
		}
	})
}
