package deals_test

import (
	"slices"
	"testing"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/desk/deals"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
)

// engineer hires somebody of the technical post.
func (s *story) engineer() desk.Caller {
	s.Helper()
	p, err := s.server.Hire(s.Context(), department.Staff{Username: "engineer", Post: department.Technical, Department: "dep_sales"})
	if err != nil {
		s.Fatal(err)
	}
	return p.Caller()
}

func (s *story) move(by desk.Caller, x opportunity.Sample, event string) (opportunity.Sample, error) {
	return s.deals.AdvanceSample(s.Context(), by, x.ID, x.Rev, deals.SampleMove{Event: event})
}

// TestASampleIsMovedByWhomItsLifecycleNames goes from the request to the
// approval and asks everybody who is not named.
func TestASampleIsMovedByWhomItsLifecycleNames(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	engineer := s.engineer()
	x := s.sample()
	refuse := func(event, key string, columns ...string) {
		t.Helper()
		for _, c := range columns {
			_, err := s.move(s.as(c), x, event)
			wantFault(t, event+" by "+c, err, fault.Denied, key)
		}
	}
	step := func(by desk.Caller, event string) {
		t.Helper()
		x = must[opportunity.Sample](s)(s.move(by, x, event))
	}
	refuse("not_standard", "sample.not_your_role", "owner", "head", "back_office")
	refuse("standard_within_allowance", "sample.not_your_role", "seller", "back_office")
	step(engineer, "not_standard")
	refuse("feasible", "sample.not_your_role", "owner", "head")
	step(engineer, "feasible")
	refuse("approve", "sample.self_approval", "owner")
	refuse("refuse", "sample.self_approval", "owner")
	refuse("approve", "sample.not_your_role", "seller", "back_office")
	step(s.as("head"), "approve")
	refuse("send", "sample.not_your_role", "owner", "seller")
	step(s.as("head"), "send") // the back office is of the head's department
	if x.State != "sent" {
		t.Errorf("sample = %s, want sent", x.State)
	}
}

func TestNobodyApprovesASampleThatTheyAskedFor(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	engineer := s.engineer()
	x := must[opportunity.Sample](s)(s.deals.CreateSample(t.Context(), s.as("head"), s.id, deals.SampleDraft{What: "样机"}))
	for _, e := range []string{"not_standard", "feasible"} {
		x = must[opportunity.Sample](s)(s.move(engineer, x, e))
	}
	_, err := s.move(s.as("head"), x, "approve")
	wantFault(t, "approving the own request", err, fault.Denied, "sample.self_approval")
	must[opportunity.Sample](s)(s.move(s.as("executive"), x, "approve"))
}

func TestSamplesOfferOnlyWhatTheReaderMayDo(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.sample()
	engineer := s.engineer()
	offers := func(by desk.Caller) []string {
		t.Helper()
		var codes []string
		for _, e := range must[[]deals.SampleView](s)(s.deals.Samples(t.Context(), by, s.id))[0].Events {
			codes = append(codes, e.Code)
		}
		return codes
	}
	for name, tt := range map[string]struct {
		by   desk.Caller
		want []string
	}{
		"the owner":       {s.as("owner"), []string{"standard_within_allowance"}},
		"the engineer":    {engineer, []string{"not_standard"}},
		"the back office": {s.as("back_office"), nil},
		"the co-seller":   {s.as("seller"), nil},
	} {
		if got := offers(tt.by); !slices.Equal(got, tt.want) {
			t.Errorf("%s is offered %v, want %v", name, got, tt.want)
		}
	}
}

func TestASampleEndsAfterThreeRounds(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	engineer := s.engineer()
	x := s.sample(delivery()...)
	for round := 2; round <= 3; round++ {
		x = s.advance(x, "start_test")
		x = must[opportunity.Sample](s)(s.move(engineer, x, "improve"))
		if x.Round != round {
			t.Fatalf("round = %d, want %d", x.Round, round)
		}
		x = s.advance(x, "send", "deliver")
	}
	x = s.advance(x, "start_test")
	_, err := s.move(engineer, x, "improve")
	wantFault(t, "a fourth round", err, fault.Conflict, "sample.guard_unmet")
	must[opportunity.Sample](s)(s.move(s.as("head"), x, "give_up"))
}

func TestASampleIsNeitherPutOnHoldNorVoided(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	x := s.sample()
	for _, e := range []string{"hold", "void", "resume"} {
		_, err := s.move(s.as("head"), x, e)
		wantFault(t, e, err, fault.Conflict, "sample.event_illegal")
	}
}

func TestTheDayOfASampleIsADayThatHasCome(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	x := s.sample("standard_within_allowance", "send")
	deliver := func(on clock.Date) (opportunity.Sample, error) {
		return s.deals.AdvanceSample(t.Context(), s.as("back_office"), x.ID, x.Rev, deals.SampleMove{Event: "deliver", On: on})
	}
	for on, key := range map[clock.Date]string{"2026-13-01": "field.not_a_date", "soon": "field.not_a_date", "2026-09-23": "field.out_of_range"} {
		_, err := deliver(on)
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || len(f.Parts) != 1 || f.Parts[0].Field != "on" || f.Parts[0].Key != key {
			t.Errorf("delivered on %s = %v, want %s", on, err, key)
		}
	}
	if x = must[opportunity.Sample](s)(deliver("2026-09-20")); x.DeliveredOn != "2026-09-20" {
		t.Errorf("delivered on %s, want 2026-09-20", x.DeliveredOn)
	}
}
