package deals_test

import (
	"slices"
	"testing"

	"qiju/internal/desk/deals"
	"qiju/internal/engine"
	"qiju/internal/sales/opportunity"
)

func TestTheNextGateChecksTheConditionOfAConditionalGo(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toG1()
	s.promising()
	v := goOn("G1")
	v.Word, v.Condition, v.ConditionDue = engine.Conditional, "补齐供应商格局表", "2026-10-15"
	first := s.decide("head", v).Review
	s.informed()
	s.sample(delivery()...)
	s.complete("owner", "B2", "B3")

	view := must[deals.GateView](s)(s.deals.Gate(t.Context(), s.as("owner"), s.id, "G2"))
	if len(view.Conditions) != 1 || view.Conditions[0].Review != first.ID || view.Conditions[0].Text != v.Condition {
		t.Fatalf("conditions = %+v, want the one of G1", view.Conditions)
	}
	_, err := s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, goOn("G2"))
	if !slices.Contains(codes(err), opportunity.EarlierCondition) {
		t.Fatalf("refusal names %v, want the earlier condition", codes(err))
	}
	next := goOn("G2")
	next.MeetsEarlier = []opportunity.ReviewID{first.ID}
	if got := s.decide("head", next); got.Opportunity.Stage != "S3" {
		t.Errorf("stage = %s, want S3 once the condition is stated to be met", got.Opportunity.Stage)
	}
	after := must[deals.GateView](s)(s.deals.Gate(t.Context(), s.as("owner"), s.id, "G3"))
	if len(after.Conditions) != 0 {
		t.Errorf("conditions at G3 = %+v, want none left", after.Conditions)
	}
}
