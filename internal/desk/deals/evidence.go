package deals

import (
	"context"
	"net/url"
	"strings"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/engine"
	"qiju/internal/sales/opportunity"
)

// Proof is a piece of evidence as a person gives it.
type Proof struct {
	Node string                   `json:"node"`
	Item string                   `json:"item"` // Chinese text of the checklist line
	Kind opportunity.EvidenceKind `json:"kind"`
	Text string                   `json:"text"`
	File string                   `json:"file,omitempty"`
}

func (p Proof) check() error {
	text := strings.TrimSpace(p.Text)
	switch p.Kind {
	case opportunity.TextEvidence, opportunity.NotApplicable:
		if text == "" {
			return fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("text", "field.required", nil))
		}
	case opportunity.LinkEvidence:
		u, err := url.Parse(text)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("text", "evidence.link_bad", nil))
		}
	case opportunity.FileEvidence:
		if p.File == "" {
			return fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("file", "field.required", nil))
		}
	default:
		return fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("kind", "field.unknown_value", nil))
	}
	if len([]rune(p.Text)) > 4000 {
		return fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("text", "field.too_long", fault.Args{"max": 4000}))
	}
	return nil
}

// AddEvidence puts evidence behind a line of a checklist of the deal's chart.
func (d *Deals) AddEvidence(ctx context.Context, by desk.Caller, id opportunity.ID, p Proof) (opportunity.Evidence, error) {
	if err := p.check(); err != nil {
		return opportunity.Evidence{}, err
	}
	var e opportunity.Evidence
	err := d.desk.Act(ctx, by, access.AddEvidence, func(ctx context.Context, t *desk.Turn) error {
		o, err := load(ctx, &t.Glance, t.Tx, id)
		if err != nil {
			return err
		}
		if err := alive(o); err != nil {
			return err
		}
		if err := d.hasLine(ctx, t, o, p); err != nil {
			return err
		}
		if p.File != "" {
			f, err := t.File(ctx, p.File)
			if err != nil || f.Parent != accounts.KeyOf(o) {
				return fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("file", "field.unknown_value", nil))
			}
		}
		e = opportunity.Evidence{
			ID: opportunity.EvidenceID(t.New("evd")), Opportunity: id, Run: o.Run, Node: p.Node, Item: p.Item,
			Kind: p.Kind, Text: strings.TrimSpace(p.Text), File: p.File, By: by.Staff, At: t.Now,
		}
		if err := t.PutEvidence(ctx, e); err != nil {
			return err
		}
		return t.Record("opportunity", string(id), accounts.KeyOf(o), nil, map[string]any{"evidence": e}, "")
	})
	return e, err
}

// hasLine refuses evidence for a checklist line that the chart does not have.
func (d *Deals) hasLine(ctx context.Context, t *desk.Turn, o opportunity.Opportunity, p Proof) error {
	if o.Run == "" {
		return fault.New(fault.Conflict, "opportunity.no_run", nil)
	}
	run, err := t.Run(ctx, engine.RunID(o.Run))
	if err != nil {
		return err
	}
	rel, err := d.book.Release(ctx, t, run.Release)
	if err != nil {
		return err
	}
	if n := rel.Node(p.Node); n != nil {
		for _, c := range n.Checks {
			if c.ZH == p.Item {
				return nil
			}
		}
	}
	return fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("item", "evidence.no_such_line", fault.Args{"node": p.Node, "item": p.Item}))
}

// WithdrawEvidence takes a piece of evidence back; it stays in the history. Who
// gave it or a head may do that. Evidence has no revision: rev is the deal's.
func (d *Deals) WithdrawEvidence(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, evidence opportunity.EvidenceID) error {
	return d.desk.Act(ctx, by, access.WithdrawEvidence, func(ctx context.Context, t *desk.Turn) error {
		o, err := load(ctx, &t.Glance, t.Tx, id)
		if err != nil {
			return err
		}
		if err := desk.Fresh(rev, o.Rev); err != nil {
			return err
		}
		e, err := t.EvidenceByID(ctx, evidence)
		if err != nil {
			return err
		}
		if e.Opportunity != id {
			return fault.New(fault.NotFound, "fault.not_found", nil)
		}
		if e.Withdrawn {
			return fault.New(fault.Conflict, "evidence.withdrawn", nil)
		}
		if err := alive(o); err != nil {
			return err
		}
		rel, err := t.Relation(ctx, accounts.KeyOf(o))
		if err != nil {
			return err
		}
		if e.By != by.Staff && rel != access.Head && rel != access.Owner {
			return fault.New(fault.Denied, "evidence.not_yours", nil)
		}
		before := e
		e.Withdrawn = true
		if err := t.PutEvidence(ctx, e); err != nil {
			return err
		}
		return t.Record("opportunity", string(id), accounts.KeyOf(o), map[string]any{"evidence": before}, map[string]any{"evidence": e}, "")
	})
}
