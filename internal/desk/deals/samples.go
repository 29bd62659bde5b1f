package deals

import (
	"context"
	"fmt"
	"strings"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
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
			ID: opportunity.SampleID(t.New("smp")), Opportunity: id, Number: fmt.Sprintf("SMP%s-%04d", month, n), Round: len(earlier) + 1,
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

// SampleMove is an event of a sample's lifecycle.
type SampleMove struct {
	Event  string     `json:"event"` // English code of the event
	On     clock.Date `json:"on,omitempty"`
	Result string     `json:"result,omitempty"`
	Note   string     `json:"note,omitempty"`
}

// AdvanceSample lets an event happen to a sample, as its lifecycle allows. A
// node of the deal's chart that waits for the new state completes in the same
// transaction; if none waits the run notes a deviation (decisions §1.3).
func (d *Deals) AdvanceSample(ctx context.Context, by desk.Caller, id opportunity.SampleID, rev int64, m SampleMove) (opportunity.Sample, error) {
	table, _ := d.tables.Table(sampleTable)
	var out opportunity.Sample
	err := d.desk.Act(ctx, by, access.AdvanceSample, func(ctx context.Context, t *desk.Turn) error {
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
		next, _, ok := table.Next(s.State, m.Event)
		if !ok {
			return fault.New(fault.Conflict, "sample.event_illegal", fault.Args{"event": m.Event, "state": s.State})
		}
		before := s
		s.State, s.UpdatedAt = next.Code, t.Now
		if m.Result != "" {
			s.Result = m.Result
		}
		if opportunity.SampleDelivered(s.State) && s.DeliveredOn == "" {
			if s.DeliveredOn = m.On; s.DeliveredOn == "" {
				s.DeliveredOn = d.desk.Today(t.Now)
			}
		}
		if out, err = t.PutSample(ctx, s); err != nil {
			return err
		}
		if err := d.documentReached(ctx, t, o, sampleDoc, next.Name); err != nil {
			return err
		}
		return t.Record("sample", string(id), accounts.KeyOf(o), before, out, m.Note)
	})
	return out, err
}

// documentReached passes the new state of a document on to the deal's runs.
func (d *Deals) documentReached(ctx context.Context, t *desk.Turn, o opportunity.Opportunity, doc string, state i18n.Text) error {
	if ended := alive(o) != nil; ended {
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

// Samples returns the samples of a deal with the events that may come next.
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
		for _, s := range list {
			v := SampleView{Sample: s, StateText: table.State(s.State).Name, Events: []EventView{}}
			if g.Could(access.AdvanceSample, rel) && alive(o) == nil {
				for _, e := range table.Events(s.State) {
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
