package imports

import (
	"context"
	"encoding/json"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/sales/opportunity"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
)

// aliasSetting names the setting that holds what a value of another system
// means: one for each value, so that two who accept at once lose nothing.
func aliasSetting(source, kind, value string) string {
	return "import_alias:" + Mapping{Source: source}.external(kind, value)
}

// readAlias returns the id of the record that a value was accepted to mean, ""
// for none.
func readAlias(ctx context.Context, r store.DeskReader, source, kind, value string) (string, error) {
	b, err := r.Setting(ctx, aliasSetting(source, kind, value))
	if err != nil || b == nil {
		return "", err
	}
	var id string
	if err := json.Unmarshal(b, &id); err != nil {
		return "", fault.Wrap(err, "alias")
	}
	return id, nil
}

func putAlias(ctx context.Context, t *desk.Turn, source, kind, value, id string) error {
	b, err := json.Marshal(id)
	if err != nil {
		return fault.Wrap(err, "alias")
	}
	return t.PutSetting(ctx, aliasSetting(source, kind, value), b)
}

// AcceptSuggestion attaches everything of an import that waits for value to the
// record that it means, and remembers it for the next import of the same source.
// target "" takes the suggested record.
func (im *Imports) AcceptSuggestion(ctx context.Context, by desk.Caller, id, kind, value, target string) (Import, error) {
	var i store.Import
	var r Report
	if kind != "product" {
		return i, fault.Field("kind", "import.kind_unknown", fault.Args{"value": kind})
	}
	act := func(ctx context.Context, t *desk.Turn) error {
		if err := t.AdmitPost(); err != nil {
			return err
		}
		var err error
		if i, r, err = importOf(ctx, t, id); err != nil {
			return err
		}
		if err := mayImport(by, i.Kind); err != nil {
			return err
		}
		if i.State != "done" && i.State != "cancelled" {
			return fault.New(fault.Conflict, "import.not_done", nil)
		}
		if target, err = r.meant(kind, value, target); err != nil {
			return err
		}
		p, err := t.Product(ctx, trade.ProductID(target))
		if err != nil {
			return err
		}
		if p.Voided {
			return fault.New(fault.NotFound, "fault.not_found", nil)
		}
		if err := putAlias(ctx, t, r.Source, kind, value, target); err != nil {
			return err
		}
		i.State, i.Done, i.Total = "running", 0, r.Waiting.UnknownProduct+r.Waiting.Both
		if i, err = t.PutImport(ctx, i); err != nil {
			return err
		}
		return t.Record("import", id, "", nil, map[string]string{"kind": kind, "value": value, "target": target}, "")
	}
	err := im.begin(ctx, by, access.AcceptSuggestion, id, act, func(ctx context.Context, stopped func() bool) (string, Report) {
		return im.attachAll(ctx, stopped, by, id, value, target, r)
	})
	return i, err
}

// meant returns the target, or the one that was suggested where it is "".
func (r Report) meant(kind, value, target string) (string, error) {
	if target != "" {
		return target, nil
	}
	for _, s := range r.Suggestions {
		if s.Kind == kind && s.Value == value {
			return s.Target, nil
		}
	}
	return "", fault.Field("value", "import.no_suggestion", fault.Args{"value": value})
}

// attachAll attaches the deals that wait for value, batch by batch.
func (im *Imports) attachAll(ctx context.Context, stopped func() bool, by desk.Caller, id, value, target string, r Report) (string, Report) {
	after := opportunity.ID("")
	for n := batch; n == batch; {
		if stopped() {
			return "cancelled", r
		}
		var list []opportunity.Opportunity
		var next Report
		err := im.desk.Act(ctx, by, access.AcceptSuggestion, func(ctx context.Context, t *desk.Turn) error {
			if err := t.AdmitPost(); err != nil {
				return err
			}
			var err error
			list, err = t.WaitingFor(ctx, id, "product", value, after, batch)
			if err != nil {
				return err
			}
			b := &turn{Turn: t, im: im, importID: id}
			next = r
			for _, o := range list {
				if err := b.attachProduct(ctx, o, value, target, &next); err != nil {
					return err
				}
			}
			return b.keep(ctx, next, len(list))
		})
		if err != nil {
			r.fail(0, err)
			return "failed", r
		}
		r = next
		if n = len(list); n > 0 {
			after = list[n-1].ID
		}
	}
	for k := range r.Suggestions {
		if r.Suggestions[k].Kind == "product" && r.Suggestions[k].Value == value {
			r.Suggestions[k].Accepted = true
		}
	}
	return "done", r
}

// importOf reads an import and its report.
func importOf(ctx context.Context, t *desk.Turn, id string) (store.Import, Report, error) {
	var r Report
	i, err := t.Import(ctx, id)
	if err != nil || i.Report == nil {
		return i, r, err
	}
	if err := json.Unmarshal(i.Report, &r); err != nil {
		return i, r, fault.Wrap(err, "report")
	}
	return i, r, nil
}

func (b *turn) attachProduct(ctx context.Context, o opportunity.Opportunity, value, target string, r *Report) error {
	last, edited, err := b.lastOf(ctx, "opportunity", string(o.ID), o)
	if err != nil {
		return err
	}
	before := o
	o.Waiting = nil
	for _, w := range before.Waiting {
		if w.Kind != "product" || w.Value != value {
			o.Waiting = append(o.Waiting, w)
		}
	}
	o.Product, o.UpdatedAt = target, b.Now
	if o.Account == "" {
		r.Waiting.Both--
		r.Waiting.NoAccount++
	} else {
		r.Waiting.UnknownProduct--
		r.Complete++
	}
	stored, err := b.PutOpportunity(ctx, o)
	if err != nil {
		return err
	}
	c := store.Change{Kind: "opportunity", ID: string(o.ID), Edited: edited, RunSeq: last.RunSeq}
	return b.note(c, accounts.KeyOf(o), before, stored)
}

// keep writes what a later batch of an import did: changes, audit lines, report.
func (b *turn) keep(ctx context.Context, r Report, done int) error {
	if err := b.AddChanges(ctx, b.changes); err != nil {
		return err
	}
	if err := b.RecordRows(b.lines); err != nil {
		return err
	}
	i, err := b.Import(ctx, b.importID)
	if err != nil {
		return err
	}
	i.Done += done
	if i.Report, err = json.Marshal(r); err != nil {
		return fault.Wrap(err, "report")
	}
	_, err = b.PutImport(ctx, i)
	return err
}
