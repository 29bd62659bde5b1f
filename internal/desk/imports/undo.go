package imports

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/people"
	"qiju/internal/store"
)

// Undo voids what an import made and restores what it changed, newest first,
// unless it was touched since: that is listed (decisions §3.11). Every change is
// forgotten with the batch that undoes it, so that an undo that was interrupted
// goes on where it ended.
func (im *Imports) Undo(ctx context.Context, by desk.Caller, id string) (Import, error) {
	var i store.Import
	var r Report
	act := func(ctx context.Context, t *desk.Turn) error {
		if err := t.AdmitPost(); err != nil {
			return err
		}
		found, report, err := importOf(ctx, t, id)
		if err != nil {
			return err
		}
		if err := mayImport(by, found.Kind); err != nil {
			return err
		}
		if found.State == "running" || found.State == "undone" || found.DryRun {
			return fault.New(fault.Conflict, "import.cannot_undo", fault.Args{"state": found.State})
		}
		report.Touched = nil
		r = report
		if found.Report, err = json.Marshal(r); err != nil {
			return fault.Wrap(err, "report")
		}
		found.State, found.Done = "running", 0
		if i, err = t.PutImport(ctx, found); err != nil {
			return err
		}
		return t.Record("import", id, "", nil, map[string]string{"state": "undone"}, "")
	}
	err := im.begin(ctx, by, access.UndoImport, id, act, func(ctx context.Context, stopped func() bool) (string, Report) {
		return im.undoAll(ctx, stopped, by, id, r)
	})
	return i, err
}

// undoer remembers, over all batches, where an undo is and which records may be
// undone.
type undoer struct {
	before int64           // the next change has a lower Seq; 0 at the beginning
	state  map[string]bool // kind and id → whether it still is as the import left it
	report Report
}

func (im *Imports) undoAll(ctx context.Context, stopped func() bool, by desk.Caller, id string, r Report) (string, Report) {
	u := &undoer{state: map[string]bool{}, report: r}
	for n := batch; n == batch; {
		if stopped() {
			return "cancelled", u.report
		}
		var step *undoer
		err := im.desk.Act(ctx, by, access.UndoImport, func(ctx context.Context, t *desk.Turn) error {
			if err := t.AdmitPost(); err != nil {
				return err
			}
			changes, err := t.Changes(ctx, id, u.before, batch)
			if err != nil {
				return err
			}
			n = len(changes)
			step = u.fork()
			return (&turn{Turn: t, im: im, importID: id}).undoBatch(ctx, step, changes)
		})
		if err != nil {
			u.report.fail(0, err)
			return "failed", u.report
		}
		u = step
	}
	return "undone", u.report
}

// fork copies the undoer, since a batch may run twice.
func (u *undoer) fork() *undoer {
	c := &undoer{before: u.before, state: maps.Clone(u.state), report: u.report}
	c.report.Touched = slices.Clone(u.report.Touched)
	return c
}

// undoBatch takes changes back in one transaction.
func (b *turn) undoBatch(ctx context.Context, u *undoer, changes []store.Change) error {
	var err error
	if b.dir, err = people.ReadDirectory(ctx, b.Turn); err != nil {
		return err
	}
	for _, c := range changes {
		if err := b.undo(ctx, u, c); err != nil {
			return err
		}
		u.before = c.Seq
	}
	if b.moved {
		if b.dir, err = people.ReadDirectory(ctx, b.Turn); err != nil {
			return err
		}
		if err := accounts.RefileAll(ctx, b.Turn, b.dir); err != nil {
			return err
		}
	}
	return b.keep(ctx, u.report, len(changes))
}

// undo takes one change back and forgets it.
func (b *turn) undo(ctx context.Context, u *undoer, c store.Change) error {
	r, err := b.record(ctx, c.Kind, c.ID)
	gone := fault.Is(err, fault.NotFound)
	if err != nil && !gone {
		return err
	}
	id := c.Kind + "|" + c.ID
	fine, met := u.state[id]
	if !met {
		if fine = !gone && contentOf(r) == c.After; fine {
			worked, err := r.worked(ctx, b, c)
			if err != nil {
				return err
			}
			fine = !worked
		}
		u.state[id] = fine
		if !fine && len(u.report.Touched) < most {
			u.report.Touched = append(u.report.Touched, Touched{Kind: c.Kind, ID: c.ID})
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
	line, err := b.Line(c.Kind, c.ID, r.key(), r, after)
	if err != nil {
		return err
	}
	b.lines = append(b.lines, line)
	return b.DropChange(ctx, c.Import, c.Seq)
}
