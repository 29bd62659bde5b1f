package deals

import (
	"cmp"
	"context"
	"slices"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
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

// maxLines bounds how many audit lines a history shows: the newest.
const maxLines = 200

// History returns what happened on a deal, newest first: the journals of all
// its runs, and the newest 200 acts and refusals on its records.
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
		runs, err := g.RunsOf(ctx, SubjectOf(id))
		if err != nil {
			return err
		}
		for _, run := range runs {
			if err := m.journal(ctx, run, &events); err != nil {
				return err
			}
		}
		if err := m.acts(ctx, runs, &events); err != nil {
			return err
		}
		slices.SortStableFunc(events, func(a, b Event) int { return cmp.Compare(b.At, a.At) })
		return nil
	})
	return events, err
}

// journal adds the entries of a run that tell a person something. Those of a
// run that the main one started name its chart.
func (m *room) journal(ctx context.Context, run engine.Run, events *[]Event) error {
	rel, err := m.d.book.Release(ctx, m.g, run.Release)
	if err != nil {
		return err
	}
	row, err := m.g.Release(ctx, run.Release)
	if err != nil {
		return err
	}
	entries, err := m.g.Journal(ctx, run.ID)
	if err != nil {
		return err
	}
	slices.Reverse(entries)
	for _, e := range entries {
		event, tells := m.entry(rel, e)
		if !tells {
			continue
		}
		event.ID = string(run.ID) + "." + itoa(e.Seq)
		if string(run.ID) != m.o.Run {
			event.Text = m.reason("history.in_run", fault.Args{"chart": row.Name, "what": event.Text}).Text
		}
		*events = append(*events, event)
	}
	return nil
}

// entry is what an entry of a journal tells; false where it is of no interest
// to a person.
func (m *room) entry(rel *engine.Release, e engine.Entry) (Event, bool) {
	key := "history." + string(e.Kind)
	args := fault.Args{"node": e.Node, "text": textOf(rel, e.Node)}
	event := Event{At: e.At, By: m.person(e.By), Kind: string(e.Kind), Node: e.Node}
	switch e.Kind {
	case engine.Started, engine.Completed, engine.Placed, engine.Returned, engine.Paused, engine.Resumed, engine.Failed, engine.Ran, engine.Unlinked:
	case engine.Decided:
		if e.Decision != nil {
			args["word"] = m.d.wordText(e.Decision.Word)
			event.Override, event.Detail = e.Decision.Override, e.Decision.Reason
			if e.Decision.Word == engine.Choose {
				key = "history.chosen"
				if edge := rel.Edge(e.Decision.Edge); edge != nil {
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
		return event, false
	}
	if e.Kind == engine.Completed && e.Doc != "" {
		key, args["doc"], args["state"] = "history.documented", e.Doc, e.DocState
	}
	event.Text = m.reason(key, args).Text
	return event, true
}

func textOf(rel *engine.Release, node string) i18n.Text {
	if n := rel.Node(node); n != nil {
		return n.Text
	}
	return i18n.Text{}
}

// subjects returns the ids by which audit lines name the deal and its records:
// samples, reviews, runs, open tasks, and evidence. What is withdrawn, claimed
// or done is told under the id of the deal.
func (m *room) subjects(ctx context.Context, runs []engine.Run) ([]string, error) {
	ids := []string{string(m.o.ID)}
	for _, e := range m.evidence {
		ids = append(ids, string(e.ID))
	}
	samples, err := m.g.SamplesOf(ctx, m.o.ID)
	if err != nil {
		return nil, err
	}
	for _, s := range samples {
		ids = append(ids, string(s.ID))
	}
	for _, r := range m.reviews {
		ids = append(ids, string(r.ID))
	}
	for _, run := range runs {
		ids = append(ids, string(run.ID))
		tasks, err := m.g.OpenTasksOf(ctx, run.ID)
		if err != nil {
			return nil, err
		}
		for _, t := range tasks {
			ids = append(ids, t.ID)
		}
	}
	return ids, nil
}

// acts adds the audit lines of the deal's records, which say what the journals
// do not: evidence, samples, proposals, claims, changes of fields, refusals.
func (m *room) acts(ctx context.Context, runs []engine.Run, events *[]Event) error {
	ids, err := m.subjects(ctx, runs)
	if err != nil {
		return err
	}
	q := store.AuditQuery{Subjects: ids}
	q.Limit = maxLines
	p, err := m.g.Audit(ctx, access.Everything("history of a visible deal"), q)
	if err != nil {
		return err
	}
	for _, l := range p.Rows {
		if shownByJournal(l) {
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
