package imports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/people"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
)

const aliasSetting = "import_aliases"

func readAliases(ctx context.Context, r store.DeskReader) (map[string]string, error) {
	aliases := map[string]string{}
	b, err := r.Setting(ctx, aliasSetting)
	if err != nil || b == nil {
		return aliases, err
	}
	return aliases, json.Unmarshal(b, &aliases)
}

// AcceptSuggestion attaches everything of an import that waits for value to the
// record that it means, and remembers it for the next import of the same source.
// target "" takes the suggested record.
func (im *Imports) AcceptSuggestion(ctx context.Context, by desk.Caller, id, kind, value, target string) (store.Import, error) {
	var i store.Import
	if kind != "product" {
		return i, fault.Field("kind", "import.kind_unknown", fault.Args{"value": kind})
	}
	err := im.desk.Act(ctx, by, access.AcceptSuggestion, func(ctx context.Context, t *desk.Turn) error {
		if err := t.AdmitPost(); err != nil {
			return err
		}
		var err error
		if i, err = t.Import(ctx, id); err != nil {
			return err
		}
		if i.State != "done" && i.State != "cancelled" {
			return fault.New(fault.Conflict, "import.not_done", nil)
		}
		var r Report
		if err := json.Unmarshal(i.Report, &r); err != nil {
			return fault.Wrap(err, "report")
		}
		if target, err = accept(r, value, target); err != nil {
			return err
		}
		if _, err := t.Product(ctx, trade.ProductID(target)); err != nil {
			return err
		}
		aliases, err := readAliases(ctx, t)
		if err != nil {
			return err
		}
		aliases["product|"+value] = target
		b, err := json.Marshal(aliases)
		if err != nil {
			return fault.Wrap(err, "aliases")
		}
		if err := t.PutSetting(ctx, aliasSetting, b); err != nil {
			return err
		}
		i.State, i.Done, i.Total = "running", 0, r.Waiting.UnknownProduct+r.Waiting.Both
		if i, err = t.PutImport(ctx, i); err != nil {
			return err
		}
		return t.Record("import", id, "", nil, map[string]string{"kind": kind, "value": value, "target": target}, "")
	})
	if err != nil {
		return i, err
	}
	im.background(id, func(ctx context.Context) { im.attachAll(ctx, by, id, value, target) })
	return i, nil
}

func accept(r Report, value, target string) (string, error) {
	for _, s := range r.Suggestions {
		if s.Value == value && target == "" {
			return s.Target, nil
		}
	}
	if target == "" {
		return "", fault.Field("value", "import.no_suggestion", fault.Args{"value": value})
	}
	return target, nil
}

// attachAll attaches the deals that wait for value, batch by batch.
func (im *Imports) attachAll(ctx context.Context, by desk.Caller, id, value, target string) {
	state := "done"
	var report Report
	after := opportunity.ID("")
	for {
		var last opportunity.ID
		n := 0
		err := im.desk.Act(ctx, by, access.AcceptSuggestion, func(ctx context.Context, t *desk.Turn) error {
			if err := t.AdmitPost(); err != nil {
				return err
			}
			b := &turn{Turn: t, im: im, importID: id}
			i, err := t.Import(ctx, id)
			if err != nil {
				return err
			}
			report = Report{}
			if err := json.Unmarshal(i.Report, &report); err != nil {
				return fault.Wrap(err, "report")
			}
			list, err := t.WaitingFor(ctx, id, "product", value, after, batch)
			if err != nil {
				return err
			}
			n = len(list)
			for _, o := range list {
				last = o.ID
				if err := b.attachProduct(ctx, o, value, target, &report); err != nil {
					return err
				}
			}
			return b.keep(ctx, i, report, n)
		})
		if err != nil {
			state = "failed"
			report.Problems = append(report.Problems, Problem{Key: fault.Of(err).Key, Args: fault.Of(err).Args})
			break
		}
		if n < batch {
			break
		}
		after = last
	}
	for k := range report.Suggestions {
		if report.Suggestions[k].Value == value {
			report.Suggestions[k].Accepted = true
		}
	}
	_ = im.finish(context.WithoutCancel(ctx), id, state, report) // as in work
}

func (b *turn) attachProduct(ctx context.Context, o opportunity.Opportunity, value, target string, r *Report) error {
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
	return b.note("opportunity", string(o.ID), accounts.KeyOf(o), before, stored)
}

// keep writes what a later batch of an import did: changes, audit lines, report.
func (b *turn) keep(ctx context.Context, i store.Import, r Report, done int) error {
	if err := b.AddChanges(ctx, b.changes); err != nil {
		return err
	}
	if err := b.RecordRows(b.lines); err != nil {
		return err
	}
	i.Done += done
	var err error
	if i.Report, err = json.Marshal(r); err != nil {
		return fault.Wrap(err, "report")
	}
	_, err = b.PutImport(ctx, i)
	return err
}

// Undo voids what an import made and restores what it changed, newest first,
// unless it was touched since: that is listed (decisions §3.11).
func (im *Imports) Undo(ctx context.Context, by desk.Caller, id string) (store.Import, error) {
	var i store.Import
	err := im.desk.Act(ctx, by, access.UndoImport, func(ctx context.Context, t *desk.Turn) error {
		if err := t.AdmitPost(); err != nil {
			return err
		}
		var err error
		if i, err = t.Import(ctx, id); err != nil {
			return err
		}
		if err := mayImport(by, i.Kind); err != nil {
			return err
		}
		if i.State == "running" || i.State == "undone" || i.DryRun {
			return fault.New(fault.Conflict, "import.cannot_undo", fault.Args{"state": i.State})
		}
		i.State, i.Done = "running", 0
		if i, err = t.PutImport(ctx, i); err != nil {
			return err
		}
		return t.Record("import", id, "", nil, map[string]string{"state": "undone"}, "")
	})
	if err != nil {
		return i, err
	}
	im.background(id, func(ctx context.Context) { im.undoAll(ctx, by, id) })
	return i, nil
}

// undoer remembers, over all batches, which records may be undone.
type undoer struct {
	state  map[string]bool // kind and id → whether it still is as the import left it
	report Report
}

func (im *Imports) undoAll(ctx context.Context, by desk.Caller, id string) {
	u := &undoer{state: map[string]bool{}}
	before, state := int64(0), "undone"
	for {
		var changes []store.Change
		step := &undoer{}
		err := im.desk.Act(ctx, by, access.UndoImport, func(ctx context.Context, t *desk.Turn) error {
			if err := t.AdmitPost(); err != nil {
				return err
			}
			step = u.fork()
			i, err := t.Import(ctx, id)
			if err != nil {
				return err
			}
			if step.report.Rows == 0 {
				if err := json.Unmarshal(i.Report, &step.report); err != nil {
					return fault.Wrap(err, "report")
				}
			}
			if changes, err = t.Changes(ctx, id, before, batch); err != nil {
				return err
			}
			b := &turn{Turn: t, im: im, importID: id}
			for _, c := range changes {
				if err := b.undo(ctx, step, c); err != nil {
					return err
				}
			}
			b.changes = nil // an undo is not undone
			return b.keep(ctx, i, step.report, len(changes))
		})
		if err != nil {
			state = "failed"
			u.report.Problems = append(u.report.Problems, Problem{Key: fault.Of(err).Key, Args: fault.Of(err).Args})
			break
		}
		u = step
		if len(changes) < batch {
			break
		}
		before = changes[len(changes)-1].Seq
	}
	_ = im.finish(context.WithoutCancel(ctx), id, state, u.report) // as in work
}

// fork copies the undoer, since a batch may run twice.
func (u *undoer) fork() *undoer {
	c := &undoer{state: make(map[string]bool, len(u.state)), report: u.report}
	for k, v := range u.state {
		c.state[k] = v
	}
	c.report.Touched = append([]Touched(nil), u.report.Touched...)
	return c
}

// undo takes one change back.
func (b *turn) undo(ctx context.Context, u *undoer, c store.Change) error {
	r, err := b.record(ctx, c.Kind, c.ID)
	if err != nil {
		return err
	}
	key := c.Kind + "|" + c.ID
	fine, met := u.state[key]
	if !met {
		fine = contentOf(r) == c.After
		if fine && c.Kind == "account" {
			if fine, err = b.childless(ctx, account.ID(c.ID)); err != nil {
				return err
			}
		}
		u.state[key] = fine
		if !fine {
			u.report.Touched = append(u.report.Touched, Touched{c.Kind, c.ID})
		}
	}
	if !fine {
		return nil
	}
	after, err := r.back(ctx, b, c.Before)
	if err != nil {
		return err
	}
	if c.Before == nil {
		u.report.Undone++
	}
	line, err := b.Line(c.Kind, c.ID, "", nil, after)
	if err != nil {
		return err
	}
	b.lines = append(b.lines, line)
	return nil
}

// childless reports whether an account has no deals that would hang in the air.
func (b *turn) childless(ctx context.Context, id account.ID) (bool, error) {
	q := store.OpportunityQuery{Account: id}
	q.Limit = 1
	p, err := b.Opportunities(ctx, access.Everything("undo import"), q)
	return len(p.Rows) == 0, err
}

// contentOf is the digest of what a record says, without its revision and the
// moment of its last change: an undo finds back what it restored.
func contentOf(record any) string {
	b, err := json.Marshal(record)
	if err != nil {
		return ""
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(b, &fields); err != nil {
		return ""
	}
	delete(fields, "rev")
	delete(fields, "updatedAt")
	if b, err = json.Marshal(fields); err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// record is one record as an undo sees it.
type record interface {
	// back restores the record to before, or voids it where before is nil, and
	// returns what the audit shall say.
	back(ctx context.Context, b *turn, before json.RawMessage) (any, error)
}

func (b *turn) record(ctx context.Context, kind, id string) (record, error) {
	switch kind {
	case "person":
		s, err := b.Staff(ctx, department.StaffID(id))
		return staffRecord(s), err
	case "department":
		d, err := b.Department(ctx, department.ID(id))
		return departmentRecord(d), err
	case "product":
		p, err := b.Product(ctx, trade.ProductID(id))
		return productRecord(p), err
	case "account":
		a, err := b.Account(ctx, account.ID(id))
		return accountRecord(a), err
	case "opportunity":
		o, err := b.Opportunity(ctx, opportunity.ID(id))
		return opportunityRecord(o), err
	}
	return nil, fault.New(fault.Internal, "import.kind_unknown", fault.Args{"value": kind})
}

type (
	staffRecord       department.Staff
	departmentRecord  department.Department
	productRecord     trade.Product
	accountRecord     account.Account
	opportunityRecord opportunity.Opportunity
)

// revive reads a record as it was before; nil stands for none.
func revive[T any](before json.RawMessage, now T) (T, bool, error) {
	if before == nil {
		return now, false, nil
	}
	var v T
	if err := json.Unmarshal(before, &v); err != nil {
		return now, false, fault.Wrap(err, "undo")
	}
	return v, true, nil
}

var voided = map[string]bool{"voided": true} //nolint:gochecknoglobals // a constant for the audit

func (r staffRecord) back(ctx context.Context, b *turn, before json.RawMessage) (any, error) {
	s, was, err := revive(before, department.Staff(r))
	if err != nil {
		return nil, err
	}
	s.Rev = r.Rev
	if !was {
		s.Voided, s.Username, s.ExternalID = true, "", ""
		if err := b.DropSessionsOf(ctx, string(s.ID)); err != nil {
			return nil, err
		}
		_, err := b.PutStaff(ctx, s)
		return voided, err
	}
	return b.PutStaff(ctx, s)
}

func (r departmentRecord) back(ctx context.Context, b *turn, _ json.RawMessage) (any, error) {
	return voided, b.DropDepartment(ctx, r.ID)
}

func (r productRecord) back(ctx context.Context, b *turn, before json.RawMessage) (any, error) {
	p, was, err := revive(before, trade.Product(r))
	if err != nil {
		return nil, err
	}
	p.Rev = r.Rev
	if !was {
		p.Voided, p.ExternalID = true, ""
		_, err := b.PutProduct(ctx, p)
		return voided, err
	}
	return b.PutProduct(ctx, p)
}

func (r accountRecord) back(ctx context.Context, b *turn, before json.RawMessage) (any, error) {
	a, was, err := revive(before, account.Account(r))
	if err != nil {
		return nil, err
	}
	a.Rev, a.UpdatedAt = r.Rev, b.Now
	if !was {
		a.Voided, a.ExternalID = true, ""
		if err := b.SetRelations(ctx, string(a.ID), nil); err != nil {
			return nil, err
		}
		_, err := b.PutAccount(ctx, a)
		return voided, err
	}
	stored, err := b.PutAccount(ctx, a)
	if err != nil {
		return nil, err
	}
	dir, err := people.ReadDirectory(ctx, b.Turn)
	if err != nil {
		return nil, err
	}
	return stored, accounts.Refile(ctx, b.Turn, dir, stored)
}

func (r opportunityRecord) back(ctx context.Context, b *turn, before json.RawMessage) (any, error) {
	o, was, err := revive(before, opportunity.Opportunity(r))
	if err != nil {
		return nil, err
	}
	o.Rev, o.UpdatedAt = r.Rev, b.Now
	if !was {
		o.Voided, o.ExternalID = true, ""
		if err := b.VoidRuns(ctx, engine.Subject{Kind: "opportunity", ID: string(o.ID)}, b.Now); err != nil {
			return nil, err
		}
		_, err := b.PutOpportunity(ctx, o)
		return voided, err
	}
	return b.PutOpportunity(ctx, o)
}
