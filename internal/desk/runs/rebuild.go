package runs

import (
	"context"
	"slices"

	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/engine"
	"qiju/internal/store"
)

// Rebuilt is the result of making the states of runs anew from the journal.
type Rebuilt struct {
	Runs      int            `json:"runs"`
	Tasks     int            `json:"tasks"`
	Different []engine.RunID `json:"different"` // whose state or tasks were not what the journal says
}

// OK reports whether every state was what the journal says.
func (r Rebuilt) OK() bool { return len(r.Different) == 0 }

// FrameOf gives the frame of a run's subject; false where its tasks stay
// closed, because the record is voided.
type FrameOf func(ctx context.Context, r store.Reader, s engine.Subject) (Frame, bool, error)

// kept is what stood in the state tables before the rebuild.
type kept struct {
	digest string
	tasks  []store.Task
}

// places maps the token of each task to its node.
func (k kept) places() map[string]string {
	m := map[string]string{}
	for _, t := range k.tasks {
		m[t.Token] = t.Node
	}
	return m
}

// Rebuild drops the state tables of runs, makes them anew from the journal and
// compares (decisions §1.6), all in one transaction: a rebuild that breaks off
// leaves everything as it was. Who had claimed a task keeps it.
func (b *Book) Rebuild(ctx context.Context, frame FrameOf, progress func(done, total int)) (Rebuilt, error) {
	var out Rebuilt
	err := b.desk.Act(ctx, desk.System(), "doctor-rebuild", func(ctx context.Context, t *desk.Turn) error {
		out = Rebuilt{Different: []engine.RunID{}}
		before, ids, err := snapshot(ctx, t)
		if err != nil {
			return err
		}
		if err := t.DropRunState(ctx); err != nil {
			return err
		}
		for i, id := range ids {
			now, err := b.rebuild(ctx, t, id, frame, before[id])
			if err != nil {
				return err
			}
			out.Runs++
			out.Tasks += len(now.tasks)
			if was := before[id]; was.digest != now.digest || !equal(was.places(), now.places()) {
				out.Different = append(out.Different, id)
			}
			progress(i+1, len(ids))
		}
		return t.Record("run", "rebuild", "", nil, map[string]int{"runs": out.Runs, "different": len(out.Different)}, "")
	})
	return out, err
}

// snapshot reads digests and open tasks of all runs, and their ids in order.
func snapshot(ctx context.Context, r store.Reader) (map[engine.RunID]kept, []engine.RunID, error) {
	all := map[engine.RunID]kept{}
	var order []engine.RunID
	after := engine.RunID("")
	for {
		ids, err := r.RunIDs(ctx, after, 500)
		if err != nil || len(ids) == 0 {
			return all, order, err
		}
		for _, id := range ids {
			run, err := r.Run(ctx, id)
			if err != nil {
				return nil, nil, err
			}
			tasks, err := r.OpenTasksOf(ctx, id)
			if err != nil {
				return nil, nil, err
			}
			all[id] = kept{digest: engine.Digest(run), tasks: tasks}
		}
		order = append(order, ids...)
		after = ids[len(ids)-1]
	}
}

// rebuild replays one journal and stores what it says.
func (b *Book) rebuild(ctx context.Context, t *desk.Turn, id engine.RunID, frame FrameOf, was kept) (kept, error) {
	entries, err := t.Journal(ctx, id)
	if err != nil {
		return kept{}, err
	}
	run, err := engine.Replay(entries)
	if err != nil {
		return kept{}, fault.Wrap(err, "replay "+string(id))
	}
	if err := t.PutRun(ctx, run, 0); err != nil {
		return kept{}, err
	}
	rel, err := b.Release(ctx, t, run.Release)
	if err != nil {
		return kept{}, err
	}
	f, alive, err := frame(ctx, t, run.Subject)
	if err != nil {
		return kept{}, err
	}
	if alive {
		if err := restore(ctx, t, engine.OpenTasks(rel, run), was.tasks); err != nil {
			return kept{}, err
		}
		if err := b.retask(ctx, t, rel, run, f); err != nil {
			return kept{}, err
		}
	}
	k := kept{digest: engine.Digest(run)}
	k.tasks, err = t.OpenTasksOf(ctx, id)
	return k, err
}

// restore puts the rows of tasks back that the journal still asks for, so that
// ids and claims survive.
func restore(ctx context.Context, t *desk.Turn, want []engine.Task, had []store.Task) error {
	for _, h := range had {
		asked := slices.ContainsFunc(want, func(w engine.Task) bool { return w.Token == h.Token && w.Node == h.Node && w.Since == h.OpenedAt })
		if !asked {
			continue
		}
		h.Rev = 0
		if _, err := t.PutTask(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

func equal(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}
