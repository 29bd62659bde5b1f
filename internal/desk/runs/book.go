// Package runs carries charts out for the desk: it feeds commands to the
// engine, keeps journal, state and tasks in one transaction, finds who has to
// do what, and lets linked runs know of each other.
package runs

import (
	"context"
	"slices"
	"sync"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/layout"
	"qiju/internal/chart/notation"
	"qiju/internal/chart/source"
	"qiju/internal/condition"
	"qiju/internal/desk"
	"qiju/internal/engine"
	"qiju/internal/sales/department"
	"qiju/internal/store"
)

// Book runs charts. It is safe for concurrent use; it keeps compiled releases,
// which never change.
type Book struct {
	desk *desk.Desk

	mu       sync.Mutex
	compiled map[string]*engine.Release
	places   map[string]layout.Drawing // by hash and language: a release never changes
}

// NewBook returns a book over the kernel.
func NewBook(d *desk.Desk) *Book {
	return &Book{desk: d, compiled: map[string]*engine.Release{}, places: map[string]layout.Drawing{}}
}

// Frame is what the engine may know of a subject, and who stands around it.
type Frame struct {
	Subject   engine.Subject
	Key       string              // account or deal that decides who may see its tasks
	Owner     string              // owner of the account
	Commander string              // commander of the deal
	Team      []string            // further members of the account team
	Facts     condition.Env       // what conditions may read
	Private   func(string) bool   // facts whose values stay out of the journal; nil for none
	Docs      map[string][]string // document → names of the states it has
	Directory department.Organisation
	New       bool // the subject has no runs yet: nothing is looked up
}

// Release returns the compiled release with hash.
func (b *Book) Release(ctx context.Context, r store.RunReader, hash string) (*engine.Release, error) {
	b.mu.Lock()
	rel := b.compiled[hash]
	b.mu.Unlock()
	if rel != nil {
		return rel, nil
	}
	row, err := r.Release(ctx, hash)
	if err != nil {
		return nil, err
	}
	c, diags := notation.Parse(row.Text)
	if i := slices.IndexFunc(diags, func(d source.Diagnostic) bool { return d.Severity == source.Error }); i >= 0 {
		return nil, fault.New(fault.Internal, "run.release_unreadable", fault.Args{"chart": row.Chart, "line": diags[i].Line})
	}
	rel, _ = engine.Compile(c, hash)
	b.mu.Lock()
	b.compiled[hash] = rel
	b.mu.Unlock()
	return rel, nil
}

// ReleaseOfRun returns the compiled release that a run is pinned to.
func (b *Book) ReleaseOfRun(ctx context.Context, r store.RunReader, id engine.RunID) (*engine.Release, error) {
	run, err := r.Run(ctx, id)
	if err != nil {
		return nil, err
	}
	return b.Release(ctx, r, run.Release)
}

// Stand is where a run stands: a stage, the first live node, and since when it
// is in that stage.
type Stand struct {
	Stage, Node string
	Since       clock.Instant
}

// StandOf returns where a run stands; an ended run stands nowhere but in the
// stage where it ended.
func (b *Book) StandOf(ctx context.Context, r store.RunReader, run engine.Run) (Stand, error) {
	stage, err := b.StageOf(ctx, r, run)
	if err != nil {
		return Stand{}, err
	}
	rel, err := b.Release(ctx, r, run.Release)
	if err != nil {
		return Stand{}, err
	}
	s := Stand{Stage: stage}
	for _, t := range run.Tokens {
		if n := rel.Node(t.Node); n != nil && n.Stage == stage && s.Node == "" {
			s.Node = t.Node
		}
	}
	for _, v := range run.Visits {
		if n := rel.Node(v.Node); n != nil && n.Stage == stage && (s.Since == 0 || v.In < s.Since) {
			s.Since = v.In
		}
	}
	return s, nil
}

// StageOf returns the stage in which a run stands: the latest stage, in the
// order of the chart, of its live nodes, else of the nodes it last left.
func (b *Book) StageOf(ctx context.Context, r store.RunReader, run engine.Run) (string, error) {
	rel, err := b.Release(ctx, r, run.Release)
	if err != nil {
		return "", err
	}
	order := map[string]int{}
	for i, s := range rel.Chart.Stages {
		order[s.ID] = i + 1
	}
	best := ""
	for _, t := range run.Tokens {
		if n := rel.Node(t.Node); n != nil && order[n.Stage] > order[best] {
			best = n.Stage
		}
	}
	for i := len(run.Visits) - 1; i >= 0 && best == ""; i-- {
		if n := rel.Node(run.Visits[i].Node); n != nil {
			best = n.Stage
		}
	}
	return best, nil
}

// Layout returns the places of a release's drawing in lang.
func (b *Book) Layout(rel *engine.Release, lang i18n.Lang) layout.Drawing {
	key := rel.Hash + "|" + string(lang)
	b.mu.Lock()
	d, ok := b.places[key]
	b.mu.Unlock()
	if ok {
		return d
	}
	d = layout.Layout(rel.Chart, layout.Options{Lang: lang})
	b.mu.Lock()
	b.places[key] = d
	b.mu.Unlock()
	return d
}

// Current returns the newest release of a chart.
func (b *Book) Current(ctx context.Context, r store.RunReader, chartID string) (*engine.Release, error) {
	row, err := r.CurrentRelease(ctx, chartID)
	if err != nil {
		return nil, err
	}
	return b.Release(ctx, r, row.Hash)
}

// Begin starts a run of the newest release of chartID for the frame's subject
// with a command that starts or places it.
func (b *Book) Begin(ctx context.Context, t *desk.Turn, chartID string, f Frame, command func(engine.RunID) engine.Command) (engine.Run, error) {
	rel, err := b.Current(ctx, t, chartID)
	if err != nil {
		return engine.Run{}, err
	}
	if !rel.Executable() {
		return engine.Run{}, fault.New(fault.Conflict, "run.not_executable", fault.Args{"chart": chartID})
	}
	id := engine.RunID(t.New("run"))
	return b.apply(ctx, t, rel, engine.Run{}, command(id), f, 0)
}

// Apply carries out a command on run and returns the run as stored.
func (b *Book) Apply(ctx context.Context, t *desk.Turn, run engine.Run, cmd engine.Command, f Frame) (engine.Run, error) {
	rel, err := b.Release(ctx, t, run.Release)
	if err != nil {
		return run, err
	}
	return b.apply(ctx, t, rel, run, cmd, f, 0)
}

// maxDepth bounds how deep runs may start runs within one act.
const maxDepth = 8

func (b *Book) apply(ctx context.Context, t *desk.Turn, rel *engine.Release, run engine.Run, cmd engine.Command, f Frame, depth int) (engine.Run, error) {
	if depth > maxDepth {
		return run, fault.New(fault.Conflict, "run.too_deep", nil)
	}
	env, err := b.env(ctx, t, f)
	if err != nil {
		return run, err
	}
	next, entries, err := engine.Step(rel, run, cmd, env)
	if err != nil {
		return run, err
	}
	if len(entries) == 0 {
		return run, nil
	}
	if err := t.PutRun(ctx, next, run.Seq); err != nil {
		return run, err
	}
	if err := t.AppendJournal(ctx, next.ID, entries); err != nil {
		return run, err
	}
	if err := b.retask(ctx, t, rel, next, f); err != nil {
		return run, err
	}
	return b.linked(ctx, t, next, entries, f, depth)
}

// env is what the engine sees of the world: facts, document states, open runs
// of the same subject, and the ids for runs that it starts.
func (b *Book) env(ctx context.Context, t *desk.Turn, f Frame) (engine.Env, error) {
	open := map[string]engine.RunID{}
	if !f.New {
		runs, err := t.RunsOf(ctx, f.Subject)
		if err != nil {
			return engine.Env{}, err
		}
		for _, r := range runs {
			if r.State != engine.Ended {
				open[r.Chart] = r.ID
			}
		}
	}
	var made []engine.RunID
	return engine.Env{
		Now: t.Now, By: t.By.Staff, Facts: f.Facts, Docs: f.Docs, OpenRuns: open, Private: f.Private,
		NewRunID: func(n int) engine.RunID {
			for len(made) <= n {
				made = append(made, engine.RunID(t.New("run")))
			}
			return made[n]
		},
	}, nil
}

// linked starts the runs that entries linked, and tells waiting runs of an end.
func (b *Book) linked(ctx context.Context, t *desk.Turn, run engine.Run, entries []engine.Entry, f Frame, depth int) (engine.Run, error) {
	for _, e := range entries {
		if e.Kind != engine.LinkedRun || e.Link == nil || !e.Link.Fresh {
			continue
		}
		other, err := b.Current(ctx, t, e.Link.Chart)
		if err != nil {
			return run, err
		}
		start := engine.Start{Run: e.Link.Run, Subject: f.Subject, Node: e.Link.At}
		if _, err := b.apply(ctx, t, other, engine.Run{}, start, f, depth+1); err != nil {
			return run, err
		}
	}
	if run.State != engine.Ended || f.New {
		return run, nil
	}
	return run, b.tellEnd(ctx, t, run, f, depth)
}

// tellEnd passes the end of run on to the runs of the same subject that are
// linked to it.
func (b *Book) tellEnd(ctx context.Context, t *desk.Turn, run engine.Run, f Frame, depth int) error {
	others, err := t.RunsOf(ctx, f.Subject)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.State == engine.Ended || !slices.ContainsFunc(o.Links, func(l engine.Link) bool { return l.Run == run.ID && l.Ended == "" }) {
			continue
		}
		rel, err := b.Release(ctx, t, o.Release)
		if err != nil {
			return err
		}
		if _, err := b.apply(ctx, t, rel, o, engine.LinkEnded{Run: run.ID, EndNode: run.EndNode}, f, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// DocumentReached tells every open run of the subject that a document has come
// to a state: nodes that wait for it complete in this transaction; a run in
// which nobody waits notes a deviation (decisions §1.3).
func (b *Book) DocumentReached(ctx context.Context, t *desk.Turn, doc, state string, f Frame) error {
	runs, err := t.RunsOf(ctx, f.Subject)
	if err != nil {
		return err
	}
	for _, run := range runs {
		if run.State == engine.Ended {
			continue
		}
		rel, err := b.Release(ctx, t, run.Release)
		if err != nil {
			return err
		}
		if !rel.Mentions(doc) {
			continue
		}
		if _, err := b.apply(ctx, t, rel, run, engine.DocumentReached{Doc: doc, State: state}, f, 0); err != nil {
			return err
		}
	}
	return nil
}

// retask brings the task rows of a run in line with its open tokens: new ones
// are opened for whoever the role names, those without a token are closed.
func (b *Book) retask(ctx context.Context, t *desk.Turn, rel *engine.Release, run engine.Run, f Frame) error {
	want := map[string]engine.Task{}
	for _, w := range engine.OpenTasks(rel, run) {
		want[w.Token] = w
	}
	var had []store.Task
	if run.Seq > 0 {
		var err error
		if had, err = t.OpenTasksOf(ctx, run.ID); err != nil {
			return err
		}
	}
	for _, h := range had {
		if w, still := want[h.Token]; still && w.Node == h.Node && w.Since == h.OpenedAt {
			delete(want, h.Token)
			continue
		}
		h.ClosedAt, h.ClosedBy = t.Now, t.By.Staff
		if _, err := t.PutTask(ctx, h); err != nil {
			return err
		}
	}
	for _, w := range engine.OpenTasks(rel, run) {
		if _, open := want[w.Token]; !open {
			continue
		}
		if _, err := t.PutTask(ctx, b.task(t, rel, run, w, f)); err != nil {
			return err
		}
	}
	return nil
}

// task makes the row for an open token and finds who has to do it.
func (b *Book) task(t *desk.Turn, rel *engine.Release, run engine.Run, w engine.Task, f Frame) store.Task {
	node := rel.Node(w.Node)
	row := store.Task{
		ID: t.New("tsk"), Run: run.ID, Token: w.Token, Node: w.Node, Kind: string(w.Kind), Chart: run.Chart,
		Title: node.Text, Subject: run.Subject, Key: f.Key, Roles: w.Roles, OpenedAt: w.Since,
		DueAt: b.due(w.Limit, w.Since),
	}
	a := department.Resolve(w.Roles, department.Around{
		Owner: f.Owner, Commander: f.Commander, Team: f.Team, Organisation: f.Directory, Today: b.desk.Today(t.Now),
	})
	row.Assignee, row.Queue, row.Reason = string(a.Staff), string(a.Queue), a.Reason
	if a.Staff == "" && a.Queue == "" {
		row.Kind = "incident"
	}
	return row
}

// due returns the end of a limit that counts from entry; 0 for limits that
// count from a document or a date, which are not known yet.
func (b *Book) due(l *chart.Limit, since clock.Instant) clock.Instant {
	if l == nil || l.FromDoc != nil || l.FromPath != "" {
		return 0
	}
	return Due(l.For, since, b.desk.Zone)
}
