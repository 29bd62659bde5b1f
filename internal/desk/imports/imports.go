package imports

import (
	"context"
	"encoding/json"
	"sync"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/base/money"
	"qiju/internal/desk"
	"qiju/internal/desk/runs"
	"qiju/internal/store"
)

// batch is how many rows one transaction holds at most (decisions §3.12).
const batch = 500

// most is how many problems and records left alone a report names at most.
const most = 1000

// Imports is the chapter.
type Imports struct {
	desk  *desk.Desk
	book  *runs.Book
	spawn func(func(context.Context))

	mu   sync.Mutex
	jobs map[string]*job // by id of the import
}

// New returns the chapter. spawn runs work in the background until it ends or
// the server stops.
func New(d *desk.Desk, b *runs.Book, spawn func(func(context.Context))) *Imports {
	return &Imports{desk: d, book: b, spawn: spawn, jobs: map[string]*job{}}
}

// Import is one import batch.
type Import = store.Import

// Request is a file to import.
type Request struct {
	Kind    string          `json:"kind" enum:"person,product,account,opportunity"`
	File    string          `json:"file"`
	DryRun  bool            `json:"dryRun,omitempty"`
	Mapping json.RawMessage `json:"mapping"`
	Content string          `json:"content"`
}

// Report is what an import found and did.
type Report struct {
	Source      string       `json:"source"` // of the mapping: whose ids the file speaks
	Rows        int          `json:"rows"`
	Made        int          `json:"made"`
	Changed     int          `json:"changed"`
	Unchanged   int          `json:"unchanged"`
	Left        int          `json:"left"` // known records that say something else and were left alone: see Touched
	Bad         int          `json:"bad"`
	Superiors   int          `json:"superiors,omitempty"` // persons: superiors that were made besides
	Complete    int          `json:"complete"`
	Waiting     Waiting      `json:"waiting"`
	Won         int          `json:"won"`
	Lost        int          `json:"lost"`
	Open        int          `json:"open"`
	Sum         money.Amount `json:"sum"` // of the amounts of all rows kept
	Suggestions []Suggestion `json:"suggestions"`
	Problems    []Problem    `json:"problems"` // the first 1,000
	Undone      int          `json:"undone,omitempty"`
	Touched     []Touched    `json:"touched,omitempty"` // the first 1,000 that were left alone; after an undo: by the undo
}

// Waiting counts deals that could not be attached.
type Waiting struct {
	NoAccount      int `json:"noAccount"`
	UnknownProduct int `json:"unknownProduct"`
	Both           int `json:"both"`
}

// Suggestion is a record that a value of the file may mean.
type Suggestion struct {
	Kind     string `json:"kind"`
	Value    string `json:"value"`
	Target   string `json:"target"`
	Name     string `json:"name"`
	Count    int    `json:"count"`
	Accepted bool   `json:"accepted,omitempty"`
}

// Touched is a record that was left alone: somebody changed it since an import
// wrote it, or it is not for the importer to change.
type Touched struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Line int    `json:"line,omitempty"` // of the file; 0 for an undo
}

// Start checks the file as a whole and begins to import it in the background.
// It returns the import as it begins; Get shows how far it is.
func (im *Imports) Start(ctx context.Context, by desk.Caller, q Request) (Import, error) {
	m, err := ParseMapping(q.Mapping)
	if err != nil {
		return store.Import{}, err
	}
	t, problems, err := readTable(q.Content)
	if err != nil {
		return store.Import{}, err
	}
	w, err := newWorker(q.Kind, m, t)
	if err != nil {
		return store.Import{}, err
	}
	var made store.Import
	id := im.desk.IDs.New("imp")
	act := func(ctx context.Context, t *desk.Turn) error {
		if err := t.AdmitPost(); err != nil {
			return err
		}
		if err := mayImport(by, q.Kind); err != nil {
			return err
		}
		if err := w.check(ctx, t, im.book); err != nil {
			return err
		}
		var err error
		made, err = t.PutImport(ctx, store.Import{
			ID: id, Kind: q.Kind, File: q.File, State: "running", DryRun: q.DryRun,
			Total: len(w.table.rows) + len(problems), By: by.Staff, At: t.Now,
		})
		if err != nil {
			return err
		}
		return t.Record("import", made.ID, "", nil, map[string]any{"kind": q.Kind, "file": q.File, "rows": made.Total, "dryRun": q.DryRun}, "")
	}
	w.report.Source, w.report.Rows = m.Source, len(t.rows)+len(problems)
	w.report.Bad, w.report.Problems = len(problems), problems[:min(len(problems), most)]
	err = im.begin(ctx, by, access.CreateImport, id, act, func(ctx context.Context, stopped func() bool) (string, Report) {
		return im.work(ctx, stopped, by, made, w)
	})
	return made, err
}

// mayImport keeps business records away from those who only administer: they
// bring in people and products (decisions §2.6).
func mayImport(by desk.Caller, kind string) error {
	if !by.IsSystem() && !access.MayImport(by.Principal, kind) {
		return fault.New(fault.Denied, "import.kind_denied", fault.Args{"kind": kind})
	}
	return nil
}

// Cancel stops a running import after its present batch.
func (im *Imports) Cancel(ctx context.Context, by desk.Caller, id string) (Import, error) {
	var i store.Import
	err := im.desk.Act(ctx, by, access.CancelImport, func(ctx context.Context, t *desk.Turn) error {
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
		if i.State != "running" {
			return fault.New(fault.Conflict, "import.not_running", nil)
		}
		return t.Record("import", id, "", nil, map[string]string{"state": "cancelled"}, "")
	})
	if err == nil {
		im.stop(id)
	}
	return i, err
}

// Get returns an import of a kind that the caller may import, and how far it is.
func (im *Imports) Get(ctx context.Context, by desk.Caller, id string) (Import, error) {
	var i store.Import
	err := im.desk.Look(ctx, by, access.GetImport, func(ctx context.Context, g *desk.Glance) error {
		if err := g.AdmitPost(); err != nil {
			return err
		}
		found, err := g.Import(ctx, id)
		if err != nil {
			return err
		}
		if err := mayImport(by, found.Kind); err != nil {
			return err
		}
		i = found
		return nil
	})
	return i, err
}

// List returns the newest 100 imports of the kinds that the caller may import.
func (im *Imports) List(ctx context.Context, by desk.Caller) ([]Import, error) {
	var list []store.Import
	err := im.desk.Look(ctx, by, access.ListImports, func(ctx context.Context, g *desk.Glance) error {
		if err := g.AdmitPost(); err != nil {
			return err
		}
		found, err := g.Imports(ctx, 1000)
		list = []store.Import{}
		for _, i := range found {
			if len(list) < 100 && mayImport(by, i.Kind) == nil {
				list = append(list, i)
			}
		}
		return err
	})
	return list, err
}

// Abandon marks imports that a stopped server left running. They can be undone,
// an interrupted undo can go on, and the file can be brought in again: rows that
// are there as they were left are recognised, rows that somebody changed since
// are left alone.
func (im *Imports) Abandon(ctx context.Context) error {
	return im.desk.Store.Update(ctx, func(tx store.Tx) error {
		list, err := tx.Imports(ctx, 1000)
		if err != nil {
			return err
		}
		for _, i := range list {
			if i.State != "running" {
				continue
			}
			i.State, i.EndedAt = "failed", im.desk.Clock.Now()
			if _, err := tx.PutImport(ctx, i); err != nil {
				return err
			}
		}
		return nil
	})
}
