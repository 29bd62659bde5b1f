package deals

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/sales/account"
	"qiju/internal/sales/lifecycle"
	"qiju/internal/sales/opportunity"
)

// sampleDoc is the document that a sample is, as charts name it.
const sampleDoc = "样品申请单"

// sampleTable is the lifecycle of samples (domain.md appendix F).
const sampleTable = "sample"

// SampleDraft are the fields of a sample request that a person writes.
type SampleDraft struct {
	Product  string `json:"product,omitempty"`
	What     string `json:"what"`
	Quantity string `json:"quantity"`
	Standard string `json:"standard,omitempty"`
}

// CreateSample registers a sample request (S2.23).
func (d *Deals) CreateSample(ctx context.Context, by desk.Caller, id opportunity.ID, q SampleDraft) (opportunity.Sample, error) {
	if strings.TrimSpace(q.What) == "" {
		return opportunity.Sample{}, fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("what", "field.required", nil))
	}
	table, _ := d.tables.Table(sampleTable)
	var s opportunity.Sample
	err := d.desk.Act(ctx, by, access.CreateSample, func(ctx context.Context, t *desk.Turn) error {
		o, err := load(ctx, &t.Glance, t.Tx, id)
		if err != nil {
			return err
		}
		if err := alive(o); err != nil {
			return err
		}
		if err := productExists(ctx, t, q.Product); err != nil {
			return err
		}
		earlier, err := t.SamplesOf(ctx, id)
		if err != nil {
			return err
		}
		month := strings.ReplaceAll(string(d.desk.Today(t.Now))[:7], "-", "")
		n, err := t.NextNumber(ctx, "SMP"+month)
		if err != nil {
			return err
		}
		s, err = t.PutSample(ctx, opportunity.Sample{
			ID: opportunity.SampleID(t.New("smp")), Opportunity: id, Number: fmt.Sprintf("SMP%s-%04d", month, n), Round: nextRound(earlier),
			Product: q.Product, What: q.What, Quantity: q.Quantity, Standard: q.Standard, State: table.Start().Code,
			By: by.Staff, CreatedAt: t.Now, UpdatedAt: t.Now,
		})
		if err != nil {
			return err
		}
		return t.Record("sample", string(s.ID), accounts.KeyOf(o), nil, s, "")
	})
	return s, err
}

// nextRound returns the round of a new sample: one more than the last.
func nextRound(earlier []opportunity.Sample) int {
	last := 0
	for _, x := range earlier {
		last = max(last, x.Round)
	}
	return last + 1
}

// SampleMove is an event of a sample's lifecycle.
type SampleMove struct {
	Event  string     `json:"event"`        // English code of the event
	On     clock.Date `json:"on,omitempty"` // day of the event in the company's zone, tomorrow at the latest; "" for today
	Result string     `json:"result,omitempty"`
	Note   string     `json:"note,omitempty"`
}

// check refuses a day that is none, or that has not come: tomorrow is let pass
// for readers east of the company.
func (m SampleMove) check(today clock.Date) error {
	if m.On == "" {
		return nil
	}
	if _, ok := clock.ParseDate(string(m.On)); !ok {
		return fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("on", "field.not_a_date", nil))
	}
	if m.On > today.AddDays(1) {
		return fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("on", "field.out_of_range", nil))
	}
	return nil
}

// AdvanceSample lets an event happen to a sample, as its lifecycle allows: the
// event must be one of those that leave its state, the caller must be who the
// lifecycle names, and the conditions of the event must hold. Nobody approves a
// sample that they asked for or whose deal they command. Putting a sample on
// hold and voiding it are not offered.
//
// A node of the deal's chart that waits for the new state completes in the same
// transaction; if none waits the run notes a deviation (decisions §1.3).
func (d *Deals) AdvanceSample(ctx context.Context, by desk.Caller, id opportunity.SampleID, rev int64, m SampleMove) (opportunity.Sample, error) {
	var out opportunity.Sample
	err := d.desk.Act(ctx, by, access.AdvanceSample, func(ctx context.Context, t *desk.Turn) error {
		t.Asked("sample", string(id))
		s, err := t.Sample(ctx, id)
		if err != nil {
			return err
		}
		o, err := load(ctx, &t.Glance, t.Tx, s.Opportunity)
		if err != nil {
			return err
		}
		if err := desk.Fresh(rev, s.Rev); err != nil {
			return err
		}
		today := d.desk.Today(t.Now)
		if err := m.check(today); err != nil {
			return err
		}
		e, err := d.event(ctx, &t.Glance, o, s, m)
		if err != nil {
			return err
		}
		before := s
		if out, err = t.PutSample(ctx, moved(s, e, m, t.Now, today)); err != nil {
			return err
		}
		if err := d.documentReached(ctx, t, o, sampleDoc, e.To.Name); err != nil {
			return err
		}
		return t.Record("sample", string(id), accounts.KeyOf(o), before, out, m.Note)
	})
	return out, err
}

// event returns the event of a move that the caller may let happen.
func (d *Deals) event(ctx context.Context, g *desk.Glance, o opportunity.Opportunity, s opportunity.Sample, m SampleMove) (lifecycle.Event, error) {
	table, _ := d.tables.Table(sampleTable)
	events := table.Events(s.State)
	i := slices.IndexFunc(events, func(e lifecycle.Event) bool { return e.Code == m.Event })
	if i < 0 {
		return lifecycle.Event{}, fault.New(fault.Conflict, "sample.event_illegal", fault.Args{"event": m.Event, "state": s.State})
	}
	st, err := d.stance(ctx, g, o)
	if err != nil {
		return lifecycle.Event{}, err
	}
	return events[i], st.mayMove(s, events[i], m.Note)
}

// stance returns how the caller stands to a deal.
func (d *Deals) stance(ctx context.Context, g *desk.Glance, o opportunity.Opportunity) (stance, error) {
	dir, err := directory(ctx, g)
	if err != nil || o.Account == "" {
		return stanceTo(g, dir, o, ""), err
	}
	a, err := g.Account(ctx, account.ID(o.Account))
	return stanceTo(g, dir, o, a.Owner), err
}

// improvement is the event that begins another round of the same sample.
const improvement = "improve"

// moved is a sample after an event.
func moved(s opportunity.Sample, e lifecycle.Event, m SampleMove, now clock.Instant, today clock.Date) opportunity.Sample {
	s.State, s.UpdatedAt = e.To.Code, now
	if m.Result != "" {
		s.Result = m.Result
	}
	if e.Code == improvement {
		s.Round++
	}
	if opportunity.SampleDelivered(s.State) && s.DeliveredOn == "" {
		if s.DeliveredOn = m.On; s.DeliveredOn == "" {
			s.DeliveredOn = today
		}
	}
	return s
}

// documentReached passes the new state of a document on to the deal's runs.
func (d *Deals) documentReached(ctx context.Context, t *desk.Turn, o opportunity.Opportunity, doc string, state i18n.Text) error {
	if ended(o) {
		return nil
	}
	f, err := d.frame(ctx, t, o, d.desk.Today(t.Now))
	if err != nil {
		return err
	}
	if err := d.book.DocumentReached(ctx, t, doc, state.ZH, f); err != nil {
		return err
	}
	_, err = d.caughtUp(ctx, t, o)
	return err
}

// Samples returns the samples of a deal with the events that may come next and
// are the reader's.
func (d *Deals) Samples(ctx context.Context, by desk.Caller, id opportunity.ID) ([]SampleView, error) {
	table, _ := d.tables.Table(sampleTable)
	var rows []SampleView
	err := d.desk.Look(ctx, by, access.ListSamples, func(ctx context.Context, g *desk.Glance) error {
		o, err := load(ctx, g, g, id)
		if err != nil {
			return err
		}
		rel, err := g.Relation(ctx, accounts.KeyOf(o))
		if err != nil {
			return err
		}
		list, err := g.SamplesOf(ctx, id)
		if err != nil {
			return err
		}
		st, err := d.stance(ctx, g, o)
		if err != nil {
			return err
		}
		for _, s := range list {
			v := SampleView{Sample: s, StateText: table.State(s.State).Name, Events: []EventView{}}
			for _, e := range table.Events(s.State) {
				if g.Could(access.AdvanceSample, rel) && st.mayMove(s, e, "stated") == nil {
					v.Events = append(v.Events, EventView{Code: e.Code, Text: e.Name})
				}
			}
			rows = append(rows, v)
		}
		return nil
	})
	return rows, err
}

// SampleView is a sample with the text of its state.
type SampleView struct {
	opportunity.Sample
	StateText i18n.Text   `json:"stateText"`
	Events    []EventView `json:"events"`
}

// EventView is an event that may happen next.
type EventView struct {
	Code string    `json:"code"`
	Text i18n.Text `json:"text"`
}
