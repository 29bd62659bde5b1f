package deals_test

import (
	"slices"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/desk/deals"
	"qiju/internal/engine"
	"qiju/internal/sales/opportunity"
)

// codes returns the requirements that a refusal names.
func codes(err error) []string {
	var list []string
	for _, p := range fault.Of(err).Parts {
		code, _ := p.Args["code"].(string)
		list = append(list, code)
	}
	slices.Sort(list)
	return list
}

func TestS2_4_TheFirstGateRefusesAndNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toG1()
	_, err := s.deals.Propose(t.Context(), s.as("owner"), s.id, s.now().Rev, goOn("G1"))
	wantFault(t, "Propose", err, fault.Gate, "gate.refused")
	if got := codes(err); !slices.Equal(got, []string{"need_score", "value_score"}) {
		t.Errorf("unmet = %v, want need_score and value_score", got)
	}
	_, err = s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, goOn("G1"))
	wantFault(t, "DecideGate", err, fault.Gate, "gate.refused")
	if s.live() != "G1" {
		t.Errorf("the deal stands at %s, want G1", s.live())
	}
	refused := 0
	for _, l := range s.audit() {
		if l.Refused == "gate.refused" {
			refused++
		}
	}
	if refused != 2 {
		t.Errorf("audit holds %d refusals, want 2", refused)
	}
}

func TestARedFlagClosesTheFirstGate(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.promising()
	s.toG1()
	must[opportunity.Opportunity](s)(s.deals.Flag(t.Context(), s.as("owner"), s.id, s.now().Rev, []string{"R2"}))
	_, err := s.deals.Propose(t.Context(), s.as("owner"), s.id, s.now().Rev, goOn("G1"))
	wantFault(t, "Propose", err, fault.Gate, "gate.refused")
	if got := codes(err); !slices.Equal(got, []string{"red_flags"}) {
		t.Errorf("unmet = %v, want red_flags", got)
	}
}

func TestAProposalIsConfirmedByTheHead(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.promising()
	s.toG1()
	r := must[opportunity.Review](s)(s.deals.Propose(t.Context(), s.as("owner"), s.id, s.now().Rev, goOn("G1")))
	if r.State != "proposed" || r.ProposedBy != s.staff("owner") || len(r.Unmet) != 0 || s.live() != "G1" {
		t.Fatalf("proposal = %+v at %s, want it to wait at G1", r, s.live())
	}
	v := goOn("G1")
	v.Proposal = r.ID
	got := s.decide("head", v)
	if got.Review.ID != r.ID || got.Review.State != "decided" || got.Review.DecidedBy != s.staff("head") || got.Opportunity.Stage != "S2" {
		t.Errorf("decided = %+v in %s, want the proposal decided and the deal in S2", got.Review, got.Opportunity.Stage)
	}
	if s.live() != "B1 B2 B3" {
		t.Errorf("after G1 = %s, want B1, B2 and B3 side by side", s.live())
	}
	_, err := s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, v)
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("deciding again = %v, want Conflict", err)
	}
}

func TestNobodyDecidesTheirOwnProposal(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.promising()
	s.toG1()
	r := must[opportunity.Review](s)(s.deals.Propose(t.Context(), s.as("head"), s.id, s.now().Rev, goOn("G1")))
	v := goOn("G1")
	v.Proposal = r.ID
	_, err := s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, v)
	wantFault(t, "the head on the head's proposal", err, fault.Denied, "gate.self_approval")
	for _, column := range []string{"owner", "seller", "finance", "auditor"} {
		_, err := s.deals.DecideGate(t.Context(), s.as(column), s.id, s.now().Rev, v)
		if !fault.Is(err, fault.Denied) {
			t.Errorf("%s = %v, want Denied", column, err)
		}
	}
	if s.live() != "G1" {
		t.Errorf("the deal stands at %s, want G1", s.live())
	}
	s.decide("executive", v)
	if s.now().Stage != "S2" {
		t.Errorf("stage = %s, want S2: a superior decides", s.now().Stage)
	}
}

func TestAProposalIsTakenBackByWhoMadeIt(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.promising()
	s.toG1()
	r := must[opportunity.Review](s)(s.deals.Propose(t.Context(), s.as("owner"), s.id, s.now().Rev, goOn("G1")))
	_, err := s.deals.Withdraw(t.Context(), s.as("seller"), s.id, r.Rev, r.ID)
	wantFault(t, "the co-seller", err, fault.Denied, "gate.not_your_proposal")
	must[opportunity.Review](s)(s.deals.Withdraw(t.Context(), s.as("owner"), s.id, r.Rev, r.ID))
	_, err = s.deals.Withdraw(t.Context(), s.as("owner"), s.id, r.Rev, r.ID)
	wantFault(t, "twice", err, fault.Conflict, "gate.not_proposed")
	v := goOn("G1")
	v.Proposal = r.ID
	_, err = s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, v)
	wantFault(t, "deciding what was taken back", err, fault.Conflict, "gate.not_proposed")
}

func TestALaterProposalTakesThePlaceOfTheEarlierOne(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.promising()
	s.toG1()
	first := must[opportunity.Review](s)(s.deals.Propose(t.Context(), s.as("owner"), s.id, s.now().Rev, goOn("G1")))
	second := must[opportunity.Review](s)(s.deals.Propose(t.Context(), s.as("seller"), s.id, s.now().Rev, goOn("G1")))
	g := must[deals.GateView](s)(s.deals.Gate(t.Context(), s.as("head"), s.id, "G1"))
	if g.Proposal == nil || g.Proposal.ID != second.ID || !g.MayDecide || g.State != "live" {
		t.Errorf("gate = %+v, want it to wait with the later proposal", g)
	}
	v := goOn("G1")
	v.Proposal = first.ID
	_, err := s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, v)
	wantFault(t, "deciding the earlier one", err, fault.Conflict, "gate.not_proposed")
}

func TestAnOverrideIsASignedException(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toG1()
	v := goOn("G1")
	v.Override, v.Reason = true, "太短"
	_, err := s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, v)
	if !fault.Is(err, fault.Invalid) {
		t.Errorf("with a reason of two characters = %v, want Invalid", err)
	}
	v.Reason = "客户邀请提前送样,情况已核实"
	_, err = s.deals.Propose(t.Context(), s.as("owner"), s.id, s.now().Rev, v)
	wantFault(t, "a proposal cannot override", err, fault.Gate, "gate.refused")
	got := s.decide("head", v)
	if !got.Review.Override || !slices.Equal(got.Review.Unmet, []string{"need_score", "value_score"}) {
		t.Errorf("review = %+v, want the exception with what was not met", got.Review)
	}
	room := must[deals.WarRoom](s)(s.deals.Room(t.Context(), s.as("owner"), s.id))
	if room.Run.Counts.Overridden != 1 {
		t.Errorf("the war room counts %d exceptions, want 1", room.Run.Counts.Overridden)
	}
	history := must[[]deals.Event](s)(s.deals.History(t.Context(), s.as("owner"), s.id))
	if !slices.ContainsFunc(history, func(e deals.Event) bool { return e.Override && e.Node == "G1" && e.Detail == v.Reason }) {
		t.Errorf("history = %+v, want the exception with its reason", history)
	}
}

func TestAnOverrideWithoutNeedIsNone(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.promising()
	s.toG1()
	v := goOn("G1")
	v.Override, v.Reason = true, "以防万一,先写上一句理由"
	if got := s.decide("head", v); got.Review.Override {
		t.Errorf("review = %+v, want no exception: everything was met", got.Review)
	}
}

func TestAConditionalGoKeepsItsCondition(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toG1()
	v := goOn("G1")
	v.Word, v.Condition = engine.Conditional, "补齐供应商格局表"
	_, err := s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, v)
	if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || len(f.Parts) != 1 || f.Parts[0].Field != "conditionDue" {
		t.Errorf("without a day = %v, want Invalid on conditionDue", err)
	}
	v.ConditionDue = "2026-10-15"
	_, err = s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, v)
	wantFault(t, "a condition does not replace what the gate asks", err, fault.Gate, "gate.refused")
	s.promising()
	got := s.decide("head", v)
	if got.Review.Condition != v.Condition || got.Review.ConditionDue != v.ConditionDue || got.Opportunity.Stage != "S2" {
		t.Errorf("review = %+v in %s, want S2 with the condition", got.Review, got.Opportunity.Stage)
	}
}

func TestASuspendedDealWaitsUntilItIsResumed(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toG1()
	s.decide("head", deals.Verdict{Gate: "G1", Word: engine.Suspend, RevisitOn: "2027-01-15", Trigger: "预算批复"})
	if o := s.now(); o.State != opportunity.Suspended || s.run().State != engine.Suspended {
		t.Fatalf("deal = %s, run = %s, want both suspended", o.State, s.run().State)
	}
	_, err := s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, deals.Verdict{Gate: "G1", Word: engine.End, ReasonCode: "L1", Restart: "扩产"})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("deciding while suspended = %v, want Conflict", err)
	}
	room := must[deals.WarRoom](s)(s.deals.Room(t.Context(), s.as("owner"), s.id))
	if room.Run.Revisit != "2027-01-15" || room.Run.Trigger != "预算批复" || len(room.Live) != 0 {
		t.Errorf("war room = %+v, want the day and the trigger and nothing live", room.Run)
	}
	_, err = s.deals.Resume(t.Context(), s.as("other_team"), s.id, s.now().Rev)
	wantFault(t, "a stranger", err, fault.NotFound, "fault.not_found")
	must[opportunity.Opportunity](s)(s.deals.Resume(t.Context(), s.as("owner"), s.id, s.now().Rev))
	if s.now().State != opportunity.Open || s.live() != "G1" {
		t.Errorf("resumed = %s at %s, want it open at G1", s.now().State, s.live())
	}
	if _, err := s.deals.Resume(t.Context(), s.as("owner"), s.id, s.now().Rev); !fault.Is(err, fault.Conflict) {
		t.Errorf("resuming what runs = %v, want Conflict", err)
	}
}

func TestATerminatedDealEndsWithItsNote(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toG1()
	s.decide("head", deals.Verdict{Gate: "G1", Word: engine.End, ReasonCode: "L1.1", Restart: "客户扩产时"})
	if s.live() != "Z2" || s.now().State != opportunity.Open {
		t.Fatalf("after terminate = %s %s, want the note Z2 to be written", s.now().State, s.live())
	}
	s.complete("owner", "Z2")
	o := s.now()
	if o.State != opportunity.Terminated || o.ClosedOn != "2026-09-21" || s.live() != "" || s.run().EndNode != "NO" {
		t.Errorf("deal = %s on %s at %q, want it terminated today", o.State, o.ClosedOn, s.live())
	}
	_, err := s.deals.Flag(t.Context(), s.as("owner"), s.id, o.Rev, []string{"R1"})
	wantFault(t, "an act on an ended deal", err, fault.Conflict, "opportunity.ended")
	_, err = s.deals.AddEvidence(t.Context(), s.as("owner"), s.id, deals.Proof{Node: "A1", Item: "工商信息核验", Kind: opportunity.TextEvidence, Text: "x"})
	wantFault(t, "evidence on an ended deal", err, fault.Conflict, "opportunity.ended")
}

// TestOnReturnWhatStillHoldsCompletesAtOnce sends a deal back from G2: the
// sample has been delivered, so its node completes by itself (note N1 of F2).
func TestOnReturnWhatStillHoldsCompletesAtOnce(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toS2()
	s.sample(delivery()...)
	s.complete("owner", "B2", "B3")
	s.decide("head", deals.Verdict{Gate: "G2", Word: engine.Return, Reason: "决策人还没找齐"})
	if s.live() != "G2a" {
		t.Fatalf("after return = %s, want the question G2a", s.live())
	}
	ask := s.task("G2a")
	_, err := s.deals.Decide(t.Context(), s.as("seller"), ask.ID, ask.Rev, exit(s, "G2a", "M1"), "")
	wantFault(t, "the co-seller", err, fault.Denied, "task.not_yours")
	must[opportunity.Opportunity](s)(s.deals.Decide(t.Context(), s.as("head"), ask.ID, ask.Rev, exit(s, "G2a", "M1"), "再补一轮"))
	if s.live() != "B2 B3" {
		t.Errorf("after one more round = %s, want B2 and B3: the sample is still delivered", s.live())
	}
	room := must[deals.WarRoom](s)(s.deals.Room(t.Context(), s.as("owner"), s.id))
	if room.Run.Counts.Returned != 1 {
		t.Errorf("the war room counts %d returns, want 1", room.Run.Counts.Returned)
	}
}

// exit returns the exit of a live decision that leads to a node.
func exit(s *story, node, to string) string {
	s.Helper()
	room := must[deals.WarRoom](s)(s.deals.Room(s.Context(), s.as("head"), s.id))
	for _, l := range room.Live {
		for _, e := range l.Exits {
			if l.Node == node && e.To == to {
				return e.Edge
			}
		}
	}
	s.Fatalf("%s has no exit to %s", node, to)
	return ""
}

func TestAReturnNamesWhereAndWhy(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toG1()
	v := deals.Verdict{Gate: "G1", Word: engine.Return}
	_, err := s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, v)
	if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || len(f.Parts) != 1 || f.Parts[0].Field != "reason" {
		t.Errorf("a bare return = %v, want Invalid on reason", err)
	}
	v.Reason = "先评估"
	_, err = s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, v)
	wantFault(t, "a return to nowhere from a gate that draws none", err, fault.Invalid, "engine.return_nowhere")
	v.ReturnTo = "C1"
	if _, err := s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, v); !fault.Is(err, fault.Invalid) {
		t.Errorf("a return to where it never was = %v, want Invalid", err)
	}
	v.ReturnTo = "A2"
	s.decide("head", v)
	if s.live() != "A2" || s.now().Stage != "S1" {
		t.Errorf("after return = %s, want A2", s.live())
	}
}

func TestAGateThatIsNotLiveIsNotDecided(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	_, err := s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, goOn("G2"))
	wantFault(t, "a gate ahead", err, fault.Conflict, "gate.not_live")
	_, err = s.deals.Propose(t.Context(), s.as("owner"), s.id, s.now().Rev, goOn("A1"))
	wantFault(t, "a node that is no gate", err, fault.Conflict, "gate.not_live")
	g := must[deals.GateView](s)(s.deals.Gate(t.Context(), s.as("owner"), s.id, "G2"))
	if g.State != "ahead" || g.MayPropose || len(g.Decisions) != 0 {
		t.Errorf("gate = %+v, want it ahead without offers", g)
	}
}
