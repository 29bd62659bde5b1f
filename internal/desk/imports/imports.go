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

// Imports is the chapter.
type Imports struct {
	desk  *desk.Desk
	book  *runs.Book
	spawn func(func(context.Context))

	mu      sync.Mutex
	cancels map[string]context.CancelFunc
}

// New returns the chapter. spawn runs work in the background until it ends or
// the server stops.
func New(d *desk.Desk, b *runs.Book, spawn func(func(context.Context))) *Imports {
	return &Imports{desk: d, book: b, spawn: spawn, cancels: map[string]context.CancelFunc{}}
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
	Rows        int          `json:"rows"`
	Made        int          `json:"made"`
	Changed     int          `json:"changed"`
	Unchanged   int          `json:"unchanged"`
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
	Touched     []Touched    `json:"touched,omitempty"` // not undone: changed since
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

// Touched is a record that an undo left alone.
type Touched struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
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
	err = im.desk.Act(ctx, by, access.CreateImport, func(ctx context.Context, t *desk.Turn) error {
		if err := t.AdmitPost(); err != nil {
			return err
		}
		if err := mayImport(by, q.Kind); err != nil {
			return err
		}
		var err error
		made, err = t.PutImport(ctx, store.Import{
			ID: t.New("imp"), Kind: q.Kind, File: q.File, State: "running", DryRun: q.DryRun,
			Total: len(w.table.rows) + len(problems), By: by.Staff, At: t.Now,
		})
		if err != nil {
			return err
		}
		return t.Record("import", made.ID, "", nil, map[string]any{"kind": q.Kind, "file": q.File, "rows": made.Total, "dryRun": q.DryRun}, "")
	})
	if err != nil {
		return made, err
	}
	w.report.Rows, w.report.Bad, w.report.Problems = made.Total, len(problems), problems
	im.background(made.ID, func(ctx context.Context) { im.work(ctx, by, made, w) })
	return made, nil
}

// mayImport keeps business records away from those who only administer: they
// bring in people and products (decisions §2.6).
func mayImport(by desk.Caller, kind string) error {
	if !by.IsSystem() && !access.MayImport(by.Principal, kind) {
		return fault.New(fault.Denied, "import.kind_denied", fault.Args{"kind": kind})
	}
	return nil
}

func (im *Imports) background(id string, fn func(context.Context)) {
	im.spawn(func(ctx context.Context) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		im.mu.Lock()
		im.cancels[id] = cancel
		im.mu.Unlock()
		fn(ctx)
		im.mu.Lock()
		delete(im.cancels, id)
		im.mu.Unlock()
	})
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
	if err != nil {
		return i, err
	}
	im.mu.Lock()
	if cancel := im.cancels[id]; cancel != nil {
		cancel()
	}
	im.mu.Unlock()
	return i, nil
}

// Get returns an import and how far it is.
func (im *Imports) Get(ctx context.Context, by desk.Caller, id string) (Import, error) {
	var i store.Import
	err := im.desk.Look(ctx, by, access.GetImport, func(ctx context.Context, g *desk.Glance) error {
		if err := g.AdmitPost(); err != nil {
			return err
		}
		var err error
		i, err = g.Import(ctx, id)
		return err
	})
	return i, err
}

// List returns the newest imports.
func (im *Imports) List(ctx context.Context, by desk.Caller) ([]Import, error) {
	var list []store.Import
	err := im.desk.Look(ctx, by, access.ListImports, func(ctx context.Context, g *desk.Glance) error {
		if err := g.AdmitPost(); err != nil {
			return err
		}
		var err error
		list, err = g.Imports(ctx, 100)
		return err
	})
	return list, err
}

// Abandon marks imports that a stopped server left running; they can be
// repeated, since rows that are there already are left alone.
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
