package deals

import (
	"context"
	"slices"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/engine"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// Event is one line of the history of a deal.
type Event struct {
	ID       string        `json:"id"`
	At       clock.Instant `json:"at"`
	By       *Ref          `json:"by,omitempty"`
	Kind     string        `json:"kind"`
	Node     string        `json:"node,omitempty"`
	Text     i18n.Text     `json:"text"`
	Detail   string        `json:"detail,omitempty"`
	Override bool          `json:"override,omitempty"`
}

// History returns what happened on a deal, newest first: the journal of its
// runs and the acts on its records.
func (d *Deals) History(ctx context.Context, by desk.Caller, id opportunity.ID) ([]Event, error) {
	events := []Event{}
	err := d.desk.Look(ctx, by, access.ListHistory, func(ctx context.Context, g *desk.Glance) error {
		o, err := load(ctx, g, g, id)
		if err != nil {
			return err
		}
		m, err := d.enter(ctx, g, o)
		if err != nil {
			return err
		}
		if m.rel != nil {
			if err := m.journal(ctx, &events); err != nil {
				return err
			}
		}
		if err := m.acts(ctx, &events); err != nil {
			return err
		}
		slices.SortStableFunc(events, func(a, b Event) int { return int(b.At - a.At) })
		return nil
	})
	return events, err
}

// journal adds the entries of the main run that tell a person something.
func (m *room) journal(ctx context.Context, events *[]Event) error {
	entries, err := m.g.Journal(ctx, m.run.ID)
	if err != nil {
		return err
	}
	slices.Reverse(entries)
	for _, e := range entries {
		key := "history." + string(e.Kind)
		args := fault.Args{"node": e.Node, "text": m.textOf(e.Node)}
		event := Event{ID: string(m.run.ID) + "." + itoa(e.Seq), At: e.At, By: m.person(e.By), Kind: string(e.Kind), Node: e.Node}
		switch e.Kind {
		case engine.Started, engine.Completed, engine.Placed, engine.Returned, engine.Paused, engine.Resumed, engine.Failed, engine.Ran, engine.Unlinked:
		case engine.Decided:
			if e.Decision != nil {
				args["word"] = m.d.wordText(e.Decision.Word)
				event.Override, event.Detail = e.Decision.Override, e.Decision.Reason
				if e.Decision.Word == engine.Choose {
					key = "history.chosen"
					if edge := m.rel.Edge(e.Decision.Edge); edge != nil {
						args["exit"] = edge.Text
					}
				}
			}
		case engine.LinkedRun:
			if e.Link != nil {
				args["chart"] = e.Link.Chart
			}
		case engine.Deviated:
			args["doc"], args["state"] = e.Doc, e.DocState
		case engine.Entered, engine.Moved, engine.Joined, engine.Finished:
			continue
		}
		if e.Kind == engine.Completed && e.Doc != "" {
			key, args["doc"], args["state"] = "history.documented", e.Doc, e.DocState
		}
		event.Text = m.reason(key, args).Text
		*events = append(*events, event)
	}
	return nil
}

func (m *room) textOf(node string) i18n.Text {
	if n := m.rel.Node(node); n != nil {
		return n.Text
	}
	return i18n.Text{}
}

// acts adds the audit lines of the deal's records, which say what the journal
// does not: evidence, samples, reviews, changes of fields, refusals.
func (m *room) acts(ctx context.Context, events *[]Event) error {
	q := store.AuditQuery{Key: accounts.KeyOf(m.o)}
	q.Limit = 200
	p, err := m.g.Audit(ctx, access.Everything("history of a visible deal"), q)
	if err != nil {
		return err
	}
	mine := map[string]bool{string(m.o.ID): true}
	for _, e := range m.evidence {
		mine[string(e.ID)] = true
	}
	samples, err := m.g.SamplesOf(ctx, m.o.ID)
	if err != nil {
		return err
	}
	for _, s := range samples {
		mine[string(s.ID)] = true
	}
	for _, l := range p.Rows {
		if !mine[l.Subject] || shownByJournal(l) {
			continue
		}
		key := "history.act." + l.Act
		args := fault.Args{}
		if l.Refused != "" {
			key, args["why"] = "history.refused", m.reason(l.Refused, nil).Text
			args["act"] = m.reason("history.act."+l.Act, nil).Text
		}
		*events = append(*events, Event{ID: l.ID, At: l.At, By: m.person(l.By), Kind: l.Act, Text: m.reason(key, args).Text, Detail: l.Why})
	}
	return nil
}

// shownByJournal reports acts that the journal tells better.
func shownByJournal(l store.AuditLine) bool {
	if l.Refused != "" {
		return false
	}
	told := []access.Operation{access.CompleteTask, access.DecideTask, access.DecideGate, access.StartRun, access.ResumeRun}
	return slices.Contains(told, access.Operation(l.Act))
}

// wordText names a gate decision in both languages.
func (d *Deals) wordText(w engine.Word) i18n.Text {
	key := "gate.word." + string(w)
	return i18n.Text{ZH: d.words.Message(i18n.ZH, key, nil), EN: d.words.Message(i18n.EN, key, nil)}
}
