package opportunity_test

import (
	"testing"

	"qiju/internal/sales/opportunity"
)

func TestTheNextGateChecksAnEarlierCondition(t *testing.T) {
	t.Parallel()
	reviews := []opportunity.Review{
		{ID: "rev_1", Run: "run_1", Gate: "G1", State: "decided", Word: "conditional", Condition: "补工商核验", ConditionDue: "2026-10-01"},
		{ID: "rev_2", Run: "run_1", Gate: "G1", State: "withdrawn", Word: "conditional", Condition: "从未成立"},
		{ID: "rev_3", Run: "run_1", Gate: "G1", State: "decided", Word: "conditional", Condition: "已经满足", ConditionMet: true},
		{ID: "rev_4", Run: "run_0", Gate: "G1", State: "decided", Word: "conditional", Condition: "另一次流程"},
		{ID: "rev_5", Run: "run_1", Gate: "G1", State: "decided", Word: "go"},
	}
	open := opportunity.OpenConditions(reviews, "run_1")
	if len(open) != 1 || open[0].ID != "rev_1" {
		t.Fatalf("open = %+v, want rev_1 alone", open)
	}
	if f := opportunity.Refusal("G2", opportunity.JudgeConditions(open, nil)); f == nil || len(f.Parts) != 1 || f.Parts[0].Key != "gate.requirement.earlier_condition" {
		t.Errorf("refusal = %+v, want the earlier condition", f)
	}
	if f := opportunity.Refusal("G2", opportunity.JudgeConditions(open, []opportunity.ReviewID{"rev_1"})); f != nil {
		t.Errorf("refusal = %+v, want none once it is stated to be met", f)
	}
}
