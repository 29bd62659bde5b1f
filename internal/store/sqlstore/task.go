package sqlstore

import (
	"cmp"
	"context"
	"math"
	"slices"

	"qiju/internal/access"
	"qiju/internal/engine"
	"qiju/internal/store"
)

// Task returns a task, open or closed.
func (t *tx) Task(ctx context.Context, id string) (store.Task, error) {
	return one[store.Task](ctx, t, "SELECT body FROM tasks WHERE id = $1", id)
}

// OpenTasksOf returns the open tasks of a run, oldest first.
func (t *tx) OpenTasksOf(ctx context.Context, run engine.RunID) ([]store.Task, error) {
	return all[store.Task](ctx, t,
		"SELECT body FROM tasks WHERE run = $1 AND closed_at = 0 ORDER BY opened_at, id", string(run))
}

// MyTasks returns the open tasks that are assigned to staff or stand in the
// queue of post, visible to scope, by due date (none last), then age.
//
// Each half comes from its own index in that order; the halves are merged here.
func (t *tx) MyTasks(ctx context.Context, scope access.Scope, staff, post string, limit int) ([]store.Task, error) {
	mine := []store.Task{}
	if !scope.All() && scope.Staff() == "" {
		return mine, nil
	}
	for _, half := range []struct{ cond, value string }{
		{"assignee = $1", staff},
		{"assignee = '' AND queue = $1", post},
	} {
		if half.value == "" {
			continue
		}
		text, args := "SELECT body FROM tasks WHERE "+half.cond+" AND closed_at = 0", []any{half.value, limit}
		if !scope.All() {
			text += " AND (SELECT TRUE FROM relations rel WHERE rel.staff = $3 AND rel.record = tasks.record)"
			args = append(args, scope.Staff())
		}
		tasks, err := all[store.Task](ctx, t, text+" ORDER BY due_at, opened_at, id LIMIT $2", args...)
		if err != nil {
			return nil, err
		}
		mine = append(mine, tasks...)
	}
	slices.SortFunc(mine, func(a, b store.Task) int {
		return cmp.Or(cmp.Compare(dueOf(a), dueOf(b)), cmp.Compare(a.OpenedAt, b.OpenedAt), cmp.Compare(a.ID, b.ID))
	})
	return mine[:min(limit, len(mine))], nil
}

// PutTask stores a task.
func (t *tx) PutTask(ctx context.Context, w store.Task) (store.Task, error) {
	was := w.Rev
	w.Rev++
	return put(ctx, t, w, row{table: "tasks", id: w.ID, was: was, fields: []field{
		{"run", string(w.Run)},
		{"record", w.Key},
		{"assignee", w.Assignee},
		{"queue", w.Queue},
		{"opened_at", int64(w.OpenedAt)},
		{"due_at", dueOf(w)},
		{"closed_at", int64(w.ClosedAt)},
	}})
}

// dueOf returns when a task is due; one without a date comes last.
func dueOf(w store.Task) int64 {
	if w.DueAt == 0 {
		return math.MaxInt64
	}
	return int64(w.DueAt)
}
