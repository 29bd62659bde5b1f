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
	tasks  map[string]string // token → node
}

// Rebuild drops the state tables of runs, makes them anew from the journal and
// compares (decisions §1.6). It is meant for a server that stands still.
func (b *Book) Rebuild(ctx context.Context, frame FrameOf, progress func(done, total int)) (Rebuilt, error) {
	before, err := b.snapshot(ctx)
	if err != nil {
		return Rebuilt{}, err
	}
	if err := b.desk.Store.Update(ctx, func(tx store.Tx) error { return tx.DropRunState(ctx) }); err != nil {
		return Rebuilt{}, err
	}
	out := Rebuilt{Different: []engine.RunID{}}
	ids := make([]engine.RunID, 0, len(before))
	for id := range before {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for start := 0; start < len(ids); start += 200 {
		part := ids[start:min(start+200, len(ids))]
		err := b.desk.Act(ctx, desk.System(), "doctor-rebuild", func(ctx context.Context, t *desk.Turn) error {
			for _, id := range part {
				now, err := b.rebuild(ctx, t, id, frame)
				if err != nil {
					return err
				}
				out.Runs++
				out.Tasks += len(now.tasks)
				if was := before[id]; was.digest != now.digest || !equal(was.tasks, now.tasks) {
					out.Different = append(out.Different, id)
				}
			}
			return t.Record("run", "rebuild", "", nil, map[string]int{"runs": len(part)}, "")
		})
		if err != nil {
			return out, err
		}
		progress(min(start+200, len(ids)), len(ids))
	}
	return out, nil
}

// snapshot reads digests and open tasks of all runs.
func (b *Book) snapshot(ctx context.Context) (map[engine.RunID]kept, error) {
	all := map[engine.RunID]kept{}
	err := b.desk.Store.View(ctx, func(r store.Reader) error {
		after := engine.RunID("")
		for {
			ids, err := r.RunIDs(ctx, after, 500)
			if err != nil || len(ids) == 0 {
				return err
			}
			for _, id := range ids {
				run, err := r.Run(ctx, id)
				if err != nil {
					return err
				}
				k := kept{digest: engine.Digest(run)}
				if k.tasks, err = openTasks(ctx, r, id); err != nil {
					return err
				}
				all[id] = k
			}
			after = ids[len(ids)-1]
		}
	})
	return all, err
}

func openTasks(ctx context.Context, r store.RunReader, id engine.RunID) (map[string]string, error) {
	list, err := r.OpenTasksOf(ctx, id)
	if err != nil {
		return nil, err
	}
	m := map[string]string{}
	for _, t := range list {
		m[t.Token] = t.Node
	}
	return m, nil
}

// rebuild replays one journal and stores what it says.
func (b *Book) rebuild(ctx context.Context, t *desk.Turn, id engine.RunID, frame FrameOf) (kept, error) {
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
		if err := b.retask(ctx, t, rel, run, f); err != nil {
			return kept{}, err
		}
	}
	k := kept{digest: engine.Digest(run)}
	k.tasks, err = openTasks(ctx, t, id)
	return k, err
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
