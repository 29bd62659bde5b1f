package deals

import (
	"context"
	"slices"
	"strings"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/engine"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// Verdict is a gate review as a person writes it (domain §5.6).
type Verdict struct {
	Gate           string                 `json:"gate"`
	Word           engine.Word            `json:"word"`
	Opinion        string                 `json:"opinion"`
	NextFocus      []string               `json:"nextFocus"`
	ExpectedEffect string                 `json:"expectedEffect,omitempty"`
	Condition      string                 `json:"condition,omitempty"`
	ConditionDue   clock.Date             `json:"conditionDue,omitempty"`
	ReturnTo       string                 `json:"returnTo,omitempty"`
	MeetsEarlier   []opportunity.ReviewID `json:"meetsEarlier,omitempty" doc:"Earlier conditional reviews whose condition is met now."`
	RevisitOn      clock.Date             `json:"revisitOn,omitempty"`
	Trigger        string                 `json:"trigger,omitempty"`
	ReasonCode     string                 `json:"reasonCode,omitempty"`
	Restart        string                 `json:"restart,omitempty"`
	Override       bool                   `json:"override,omitempty"`
	Reason         string                 `json:"reason,omitempty"`
	Proposal       opportunity.ReviewID   `json:"proposal,omitempty"`
}

func (q Verdict) review(o opportunity.Opportunity) opportunity.Review {
	focus := []string{}
	for _, f := range q.NextFocus {
		if f = strings.TrimSpace(f); f != "" {
			focus = append(focus, f)
		}
	}
	return opportunity.Review{
		Opportunity: o.ID, Run: o.Run, Gate: q.Gate, Word: string(q.Word), Opinion: strings.TrimSpace(q.Opinion), NextFocus: focus,
		ExpectedEffect: q.ExpectedEffect, Condition: q.Condition, ConditionDue: q.ConditionDue, ReturnTo: q.ReturnTo,
		RevisitOn: q.RevisitOn, Trigger: q.Trigger, ReasonCode: q.ReasonCode, Restart: q.Restart, Override: q.Override,
		Reason: strings.TrimSpace(q.Reason), MeetsEarlier: q.MeetsEarlier,
	}
}

// Decided is what a decision at a gate left behind.
type Decided struct {
	Review      opportunity.Review      `json:"review"`
	Opportunity opportunity.Opportunity `json:"opportunity"`
}

// judged is a gate at the moment of an act.
type judged struct {
	task    store.Task
	results []opportunity.RequirementResult
	score   int
	facts   engine.Evaluation
	items   []opportunity.EvidenceID
}

// judge weighs the live gate of a deal: the one gate function that stands
// behind web, API, command line and imports.
func (d *Deals) judge(ctx context.Context, t *desk.Turn, o opportunity.Opportunity, r opportunity.Review) (judged, error) {
	gate := r.Gate
	var j judged
	m, err := d.enter(ctx, &t.Glance, o)
	if err != nil {
		return j, err
	}
	if m.rel == nil {
		return j, fault.New(fault.Conflict, "opportunity.no_run", nil)
	}
	for _, task := range m.tasks {
		if task.Node == gate && m.rel.IsGate(gate) {
			j.task = task
		}
	}
	if j.task.ID == "" {
		return j, fault.New(fault.Conflict, "gate.not_live", fault.Args{"gate": gate})
	}
	a, err := m.assess(ctx, gate, r.MeetsEarlier)
	if err != nil {
		return j, err
	}
	j.results, j.score, j.facts, j.items = a.results, a.score, a.evaluation, a.evidence
	return j, nil
}

// check refuses a go that the requirements do not allow, naming each that is
// not met.
func (j judged) check(gate string, r opportunity.Review) error {
	if r.Word != string(engine.Go) && r.Word != string(engine.Conditional) || r.Override {
		return nil
	}
	if f := opportunity.Refusal(gate, j.results); f != nil {
		return f
	}
	return nil
}

// Propose submits a review for confirmation by who decides the gate. A go that
// the requirements do not allow is refused at once (422 gate.refused).
func (d *Deals) Propose(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, q Verdict) (opportunity.Review, error) {
	q.Override = false
	var out opportunity.Review
	err := d.desk.Act(ctx, by, access.ProposeGate, func(ctx context.Context, t *desk.Turn) error {
		o, err := d.open(ctx, t, id, rev)
		if err != nil {
			return err
		}
		r := q.review(o)
		if err := r.Validate(); err != nil {
			return err
		}
		j, err := d.judge(ctx, t, o, r)
		if err != nil {
			return err
		}
		if err := j.check(q.Gate, r); err != nil {
			return err
		}
		earlier, err := proposals(ctx, t, o, q.Gate)
		if err != nil {
			return err
		}
		superseded, err := supersede(ctx, t, earlier)
		if err != nil {
			return err
		}
		j.fill(&r)
		r.ID, r.State, r.ProposedBy, r.ProposedAt = opportunity.ReviewID(t.New("rev")), opportunity.ReviewProposed, by.Staff, t.Now
		if out, err = t.PutReview(ctx, r); err != nil {
			return err
		}
		o.UpdatedAt = t.Now
		if _, err := t.PutOpportunity(ctx, o); err != nil { // a review is of one revision of the deal
			return err
		}
		return t.Record("review", string(out.ID), accounts.KeyOf(o), replaced(superseded), toldReview(out), "")
	})
	return out, err
}

// replaced is what the audit says of the proposals whose place another took; nil
// for none.
func replaced(superseded []opportunity.ReviewID) any {
	if len(superseded) == 0 {
		return nil
	}
	return map[string]any{"superseded": superseded}
}

// fill notes what the review was made on.
func (j judged) fill(r *opportunity.Review) {
	r.Score, r.Facts, r.Evidence, r.Unmet = j.score, j.facts.Used, j.items, []string{}
	*r = r.Disclose(func(class string) bool { return class != string(access.Personal) }) // decisions §2.4
	for _, x := range j.results {
		if x.State != opportunity.Met {
			r.Unmet = append(r.Unmet, x.Code)
		}
	}
}

// proposals returns the proposals at a gate that wait to be decided.
func proposals(ctx context.Context, t *desk.Turn, o opportunity.Opportunity, gate string) ([]opportunity.Review, error) {
	reviews, err := t.ReviewsOf(ctx, o.ID)
	return slices.DeleteFunc(reviews, func(r opportunity.Review) bool {
		return r.Gate != gate || r.State != opportunity.ReviewProposed
	}), err
}

// supersede withdraws proposals whose place another review takes, and returns
// their ids.
func supersede(ctx context.Context, t *desk.Turn, waiting []opportunity.Review) ([]opportunity.ReviewID, error) {
	var ids []opportunity.ReviewID
	for _, r := range waiting {
		r.State = opportunity.ReviewWithdrawn
		if _, err := t.PutReview(ctx, r); err != nil {
			return ids, err
		}
		ids = append(ids, r.ID)
	}
	return ids, nil
}

// Withdraw takes a proposal back before it is decided. Only who made it may; rev
// is that of the proposal.
func (d *Deals) Withdraw(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, review opportunity.ReviewID) (opportunity.Review, error) {
	var out opportunity.Review
	err := d.desk.Act(ctx, by, access.WithdrawGate, func(ctx context.Context, t *desk.Turn) error {
		o, err := load(ctx, &t.Glance, t.Tx, id)
		if err != nil {
			return err
		}
		r, err := t.Review(ctx, review)
		if err != nil {
			return err
		}
		switch {
		case r.Opportunity != id:
			return fault.New(fault.NotFound, "fault.not_found", nil)
		case r.State != opportunity.ReviewProposed:
			return fault.New(fault.Conflict, "gate.not_proposed", nil)
		case r.ProposedBy != by.Staff:
			return fault.New(fault.Denied, "gate.not_your_proposal", nil)
		}
		if err := desk.Fresh(rev, r.Rev); err != nil {
			return err
		}
		before := r
		r.State = opportunity.ReviewWithdrawn
		if out, err = t.PutReview(ctx, r); err != nil {
			return err
		}
		return t.Record("review", string(review), accounts.KeyOf(o), toldReview(before), toldReview(out), "")
	})
	return out, err
}

// DecideGate decides a gate: go, conditional go, return, suspend or terminate.
// Nobody decides what they proposed or command themselves. A go against unmet
// requirements needs an override with a reason; it shows on the chart.
func (d *Deals) DecideGate(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, q Verdict) (Decided, error) {
	var out Decided
	err := d.desk.Act(ctx, by, access.DecideGate, func(ctx context.Context, t *desk.Turn) error {
		o, err := d.open(ctx, t, id, rev)
		if err != nil {
			return err
		}
		if o.Commander == by.Staff && !by.IsSystem() {
			return fault.New(fault.Denied, "gate.self_approval", nil)
		}
		r := q.review(o)
		if err := r.Validate(); err != nil {
			return err
		}
		if r, err = d.confirm(ctx, t, o, q, r); err != nil {
			return err
		}
		if out, err = d.settle(ctx, t, o, r); err != nil {
			return err
		}
		return t.Record("opportunity", string(id), accounts.KeyOf(o), map[string]any{"stage": o.Stage, "state": o.State},
			map[string]any{"review": toldReview(out.Review), "stage": out.Opportunity.Stage, "state": out.Opportunity.State}, r.Reason)
	})
	return out, err
}

// confirm joins the decision with the proposal that it answers. A decision that
// answers none takes the place of the proposals that wait, but never of one's
// own.
func (d *Deals) confirm(ctx context.Context, t *desk.Turn, o opportunity.Opportunity, q Verdict, r opportunity.Review) (opportunity.Review, error) {
	if q.Proposal == "" {
		waiting, err := proposals(ctx, t, o, q.Gate)
		if err != nil {
			return r, err
		}
		if slices.ContainsFunc(waiting, func(p opportunity.Review) bool { return p.ProposedBy == t.By.Staff }) && !t.By.IsSystem() {
			return r, fault.New(fault.Denied, "gate.self_approval", nil)
		}
		r.ID = opportunity.ReviewID(t.New("rev"))
		_, err = supersede(ctx, t, waiting)
		return r, err
	}
	p, err := t.Review(ctx, q.Proposal)
	if err != nil {
		return r, err
	}
	switch {
	case p.Opportunity != o.ID || p.Gate != q.Gate:
		return r, fault.New(fault.NotFound, "fault.not_found", nil)
	case p.State != opportunity.ReviewProposed:
		return r, fault.New(fault.Conflict, "gate.not_proposed", nil)
	case p.ProposedBy == t.By.Staff:
		return r, fault.New(fault.Denied, "gate.self_approval", nil)
	}
	r.ID, r.Rev, r.ProposedBy, r.ProposedAt = p.ID, p.Rev, p.ProposedBy, p.ProposedAt
	return r, nil
}

// settle moves the run and stores review and deal.
func (d *Deals) settle(ctx context.Context, t *desk.Turn, o opportunity.Opportunity, r opportunity.Review) (Decided, error) {
	j, err := d.judge(ctx, t, o, r)
	if err != nil {
		return Decided{}, err
	}
	if err := j.check(r.Gate, r); err != nil {
		return Decided{}, err
	}
	j.fill(&r)
	if len(r.Unmet) == 0 {
		r.Override = false
	}
	next, err := d.apply(ctx, t, o, engine.Gate{
		Token: j.task.Token, Word: engine.Word(r.Word), To: r.ReturnTo, Override: r.Override, Reason: r.Reason,
		Condition: r.Condition, ConditionDue: r.ConditionDue, RevisitOn: r.RevisitOn, Trigger: r.Trigger,
	})
	if err != nil {
		return Decided{}, err
	}
	if err := meet(ctx, t, o, r.MeetsEarlier); err != nil {
		return Decided{}, err
	}
	r.State, r.DecidedBy, r.DecidedAt = "decided", t.By.Staff, t.Now
	stored, err := t.PutReview(ctx, r)
	return Decided{Review: stored, Opportunity: next}, err
}

// meet marks the conditions of earlier reviews as met; only those of this run
// that still wait can be.
func meet(ctx context.Context, t *desk.Turn, o opportunity.Opportunity, met []opportunity.ReviewID) error {
	if len(met) == 0 {
		return nil
	}
	reviews, err := t.ReviewsOf(ctx, o.ID)
	if err != nil {
		return err
	}
	for _, r := range opportunity.OpenConditions(reviews, o.Run) {
		if !slices.Contains(met, r.ID) {
			continue
		}
		r.ConditionMet = true
		if _, err := t.PutReview(ctx, r); err != nil {
			return err
		}
	}
	return nil
}
