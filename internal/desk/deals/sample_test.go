package deals_test

import (
	"slices"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/desk/deals"
	"qiju/internal/engine"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// deviations returns the deviations that the main run noted.
func (s *story) deviations() []engine.Entry {
	s.Helper()
	var found []engine.Entry
	err := s.server.Store.View(s.Context(), func(r store.Reader) error {
		entries, err := r.Journal(s.Context(), engine.RunID(s.now().Run))
		for _, e := range entries {
			if e.Kind == engine.Deviated {
				found = append(found, e)
			}
		}
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return found
}

// TestS2_23_ADeliveredSampleCompletesItsNode is the leading document: the node
// that waits completes in the transaction of the delivery.
func TestS2_23_ADeliveredSampleCompletesItsNode(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toS2()
	x := s.sample("standard_within_allowance", "send")
	if s.live() != "B1 B2 B3" || x.Number != "SMP202609-0001" || x.Round != 1 {
		t.Fatalf("sent %+v, deal at %s, want B1 to wait", x, s.live())
	}
	task := s.task("B1")
	_, err := s.deals.Complete(t.Context(), s.as("owner"), task.ID, task.Rev, "")
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("completing B1 by hand = %v, want Conflict: the document leads", err)
	}
	x = s.advance(x, "deliver")
	if s.live() != "B2 B3" || x.DeliveredOn != "2026-09-21" {
		t.Errorf("delivered on %s, deal at %s, want B1 complete", x.DeliveredOn, s.live())
	}
	if got := s.deviations(); len(got) != 0 {
		t.Errorf("deviations = %+v, want none", got)
	}
	if lines := s.audit(); lines[0].Act != "advance-sample" || lines[1].Act != "advance-sample" {
		t.Errorf("audit = %s, %s, want one line for the delivery and all that followed", lines[0].Act, lines[1].Act)
	}
}

func TestADeliveryThatNobodyWaitsForIsADeviation(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	x := s.sample(delivery()...)
	if got := s.stored(t.Context(), x.ID); got.State != "delivered" || s.live() != "A1" {
		t.Fatalf("sample = %s, deal at %s, want the act to stand and the deal at A1", got.State, s.live())
	}
	got := s.deviations()
	if len(got) != 1 || got[0].Doc != "样品申请单" || got[0].DocState != "已送达" {
		t.Fatalf("deviations = %+v, want the delivery", got)
	}
	history := must[[]deals.Event](s)(s.deals.History(t.Context(), s.as("owner"), s.id))
	if !slices.ContainsFunc(history, func(e deals.Event) bool { return e.Kind == string(engine.Deviated) }) {
		t.Errorf("history = %+v, want the deviation in it", history)
	}
	s.toS2()
	if s.live() != "B2 B3" {
		t.Errorf("later the deal stands at %s, want B1 complete at once: the sample is delivered", s.live())
	}
}

func TestASampleMovesAsItsLifecycleAllows(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	x := s.sample()
	_, err := s.deals.AdvanceSample(t.Context(), s.as("owner"), x.ID, x.Rev, deals.SampleMove{Event: "deliver"})
	wantFault(t, "delivering what was not sent", err, fault.Conflict, "sample.event_illegal")
	_, err = s.deals.AdvanceSample(t.Context(), s.as("owner"), x.ID, x.Rev, deals.SampleMove{Event: "vanish"})
	wantFault(t, "an event that is none", err, fault.Conflict, "sample.event_illegal")
	for seen, key := range map[int64]string{0: "fault.unconditional", 9: "fault.stale"} {
		_, err = s.deals.AdvanceSample(t.Context(), s.as("owner"), x.ID, seen, deals.SampleMove{Event: "not_standard"})
		if keyOf(err) != key {
			t.Errorf("at revision %d = %v, want %s", seen, err, key)
		}
	}
	_, err = s.deals.AdvanceSample(t.Context(), s.as("other_team"), x.ID, x.Rev, deals.SampleMove{Event: "not_standard"})
	wantFault(t, "another team", err, fault.NotFound, "fault.not_found")
	_, err = s.deals.AdvanceSample(t.Context(), s.as("finance"), x.ID, x.Rev, deals.SampleMove{Event: "not_standard"})
	wantFault(t, "finance", err, fault.Denied, "fault.denied")
	rows := must[[]deals.SampleView](s)(s.deals.Samples(t.Context(), s.as("finance"), s.id))
	if len(rows) != 1 || rows[0].StateText.ZH != "申请" || len(rows[0].Events) != 0 {
		t.Errorf("samples for finance = %+v, want one without events", rows)
	}
}

func TestASampleNeedsToSayWhatItIs(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	_, err := s.deals.CreateSample(t.Context(), s.as("owner"), s.id, deals.SampleDraft{What: " "})
	if f := fault.Of(err); f == nil || len(f.Parts) != 1 || f.Parts[0].Field != "what" {
		t.Errorf("CreateSample = %v, want Invalid on what", err)
	}
	first, second := s.sample(), s.sample()
	if first.Round != 1 || second.Round != 2 || first.Number == second.Number {
		t.Errorf("samples = %s round %d, %s round %d, want two rounds", first.Number, first.Round, second.Number, second.Round)
	}
}

func TestASampleMovesWhileTheDealIsSuspended(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toS2()
	x := s.sample("standard_within_allowance", "send")
	s.complete("owner", "B2", "B3")
	if s.live() != "B1" {
		t.Fatalf("deal at %s, want B1", s.live())
	}
	s.advance(x, "deliver")
	s.decide("head", deals.Verdict{Gate: "G2", Word: engine.Suspend, RevisitOn: "2027-01-15", Trigger: "预算批复"})
	x = s.stored(t.Context(), x.ID)
	if x = s.advance(x, "start_test"); x.State != "testing" || s.now().State != opportunity.Suspended {
		t.Errorf("sample = %s, deal = %s, want testing in a suspended deal", x.State, s.now().State)
	}
}
