package imports

import (
	"context"
	"encoding/json"
	"sync/atomic"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/store"
)

// job is the work on an import in the background: bringing in, accepting or
// undoing. There is one at a time for an import.
type job struct{ cancelled atomic.Bool }

// task is what a job does. It runs whole batches and asks between them whether
// it was stopped; it returns the state and the report of the import.
type task func(ctx context.Context, stopped func() bool) (state string, r Report)

// begin carries out the act that sets an import to work, then works in the
// background. The job is known before the act is, so that whoever sees the
// import running can cancel it.
func (im *Imports) begin(ctx context.Context, by desk.Caller, op access.Operation, id string, act func(context.Context, *desk.Turn) error, work task) error {
	var j *job
	err := im.desk.Act(ctx, by, op, func(ctx context.Context, t *desk.Turn) error {
		if err := act(ctx, t); err != nil {
			return err
		}
		if j == nil {
			j = im.claim(id)
		}
		if j == nil {
			return fault.New(fault.Conflict, "import.running", nil)
		}
		return nil
	})
	if err != nil {
		if j != nil {
			im.release(id)
		}
		return err
	}
	im.spawn(func(ctx context.Context) {
		stopped := func() bool { return ctx.Err() != nil || j.cancelled.Load() }
		whole := context.WithoutCancel(ctx) // a batch is never cut short
		state, r := im.do(whole, id, stopped, work)
		_ = im.finish(whole, id, state, r) // the row keeps "running" until the next start marks it
	})
	return nil
}

// do works and frees the import for the next job before its state says so.
func (im *Imports) do(ctx context.Context, id string, stopped func() bool, work task) (string, Report) {
	defer im.release(id)
	return work(ctx, stopped)
}

// claim returns the job of an import that nobody works on, nil for another.
func (im *Imports) claim(id string) *job {
	im.mu.Lock()
	defer im.mu.Unlock()
	if im.jobs[id] != nil {
		return nil
	}
	j := &job{}
	im.jobs[id] = j
	return j
}

func (im *Imports) release(id string) {
	im.mu.Lock()
	defer im.mu.Unlock()
	delete(im.jobs, id)
}

// stop cancels the job of an import after its present batch.
func (im *Imports) stop(id string) {
	im.mu.Lock()
	defer im.mu.Unlock()
	if j := im.jobs[id]; j != nil {
		j.cancelled.Store(true)
	}
}

// finish stores how the import ended.
func (im *Imports) finish(ctx context.Context, id, state string, r Report) error {
	return im.desk.Store.Update(ctx, func(tx store.Tx) error {
		i, err := tx.Import(ctx, id)
		if err != nil {
			return err
		}
		i.State, i.EndedAt = state, im.desk.Clock.Now()
		if i.Report, err = json.Marshal(r); err != nil {
			return fault.Wrap(err, "report")
		}
		_, err = tx.PutImport(ctx, i)
		return err
	})
}
