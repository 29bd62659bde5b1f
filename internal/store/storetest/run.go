package storetest

import (
	"context"
	"testing"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/engine"
	"qiju/internal/store"
)

func releases(t *testing.T, s store.Store) {
	t.Helper()
	f2v1 := store.Release{Hash: "h1", Chart: "F2", Version: 1, Name: text("开发流程"), Text: "旧", Executable: true, ReleasedAt: 3}
	f2v2 := store.Release{Hash: "h2", Chart: "F2", Version: 2, Text: "新"}
	f1 := store.Release{Hash: "h3", Chart: "F1", Version: 1}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		for _, r := range []store.Release{f2v1, f2v2, f1} {
			if err := tx.PutRelease(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Release(ctx, "h1")
		same(t, "release", got, f2v1)
		if err != nil {
			return err
		}
		got, err = r.CurrentRelease(ctx, "F2")
		same(t, "current release", got, f2v2)
		if err != nil {
			return err
		}
		all, err := r.Releases(ctx)
		same(t, "newest of every chart", all, []store.Release{f1, f2v2})
		_, err2 := r.CurrentRelease(ctx, "F9")
		missing(t, "current release", err2)
		return err
	})
	for name, again := range map[string]store.Release{
		"the same text":    {Hash: "h1", Chart: "F2", Version: 3},
		"the same version": {Hash: "h4", Chart: "F2", Version: 2},
	} {
		t.Log(name)
		refused(t, s, fault.Conflict, func(ctx context.Context, tx store.Tx) error { return tx.PutRelease(ctx, again) })
	}
}

func entry(seq int64) engine.Entry { return engine.Entry{Seq: seq, Kind: engine.Entered, Node: "P1"} }

func runs(t *testing.T, s store.Store) {
	t.Helper()
	deal := engine.Subject{Kind: "opportunity", ID: "opp_1"}
	run := engine.Run{
		ID: "run_2", Chart: "F2", Release: "h1", Subject: deal, State: engine.Running, StartedAt: 3, Seq: 2,
		Tokens: []engine.Token{{ID: "t1", Node: "P1"}}, Walked: map[string]int{"e1": 1},
	}
	earlier := engine.Run{ID: "run_3", Chart: "F3", Subject: deal, StartedAt: 2, Seq: 1}
	other := engine.Run{ID: "run_1", Subject: engine.Subject{Kind: "sample", ID: "opp_1"}, Seq: 1}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		if err := tx.AppendJournal(ctx, run.ID, []engine.Entry{entry(1), entry(2)}); err != nil {
			return err
		}
		for _, r := range []engine.Run{run, earlier, other} {
			if err := tx.PutRun(ctx, r, 0); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Run(ctx, "run_2")
		same(t, "run", got, run)
		if err != nil {
			return err
		}
		of, err := r.RunsOf(ctx, deal)
		same(t, "runs of a subject, oldest first", of, []engine.Run{earlier, run})
		if err != nil {
			return err
		}
		ids, err := r.RunIDs(ctx, "run_1", 1)
		same(t, "one id after", ids, []engine.RunID{"run_2"})
		if err != nil {
			return err
		}
		journal, err := r.Journal(ctx, "run_2")
		same(t, "journal", journal, []engine.Entry{entry(1), entry(2)})
		_, err2 := r.Run(ctx, "run_9")
		missing(t, "run", err2)
		return err
	})
	runConflicts(t, s, run)
	runCaches(t, s, run)
}

func runConflicts(t *testing.T, s store.Store, run engine.Run) {
	t.Helper()
	refused(t, s, fault.Conflict, func(ctx context.Context, tx store.Tx) error { return tx.PutRun(ctx, run, 1) })
	refused(t, s, fault.Conflict, func(ctx context.Context, tx store.Tx) error { return tx.PutRun(ctx, run, 0) })
	for _, seq := range []int64{1, 2, 4} {
		refused(t, s, fault.Conflict, func(ctx context.Context, tx store.Tx) error {
			return tx.AppendJournal(ctx, run.ID, []engine.Entry{entry(seq)})
		})
	}
	refused(t, s, fault.Conflict, func(ctx context.Context, tx store.Tx) error {
		return tx.AppendJournal(ctx, run.ID, []engine.Entry{entry(3), entry(5)})
	})
	many := make([]engine.Entry, 150)
	for i := range many {
		many[i] = entry(int64(i) + 1)
	}
	update(t, s, func(ctx context.Context, tx store.Tx) error { return tx.AppendJournal(ctx, "run_8", many) })
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Journal(ctx, "run_8")
		same(t, "a long journal", got, many)
		return err
	})
}

func runCaches(t *testing.T, s store.Store, run engine.Run) {
	t.Helper()
	open := store.Task{ID: "tsk_1", Run: run.ID, OpenedAt: 1}
	closed := store.Task{ID: "tsk_2", Run: run.ID, OpenedAt: 1, ClosedAt: 2}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		if err := put(ctx, tx.PutTask, &open, &closed); err != nil {
			return err
		}
		return tx.DropRunState(ctx)
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Run(ctx, run.ID)
		same(t, "a run without its state", got, engine.Run{
			ID: run.ID, Chart: run.Chart, Release: run.Release, Subject: run.Subject, StartedAt: run.StartedAt,
		})
		_, err2 := r.Task(ctx, "tsk_1")
		missing(t, "open task", err2)
		_, err2 = r.Task(ctx, "tsk_2")
		if err2 != nil {
			t.Errorf("closed task after the drop: %v", err2)
		}
		return err
	})
	task := store.Task{ID: "tsk_3", Run: run.ID, OpenedAt: 1}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		if err := tx.PutRun(ctx, run, 0); err != nil {
			return err
		}
		if err := put(ctx, tx.PutTask, &task); err != nil {
			return err
		}
		return tx.VoidRuns(ctx, run.Subject, 77)
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		of, err := r.RunsOf(ctx, run.Subject)
		same(t, "voided runs", of, []engine.Run{})
		if err != nil {
			return err
		}
		got, err := r.Task(ctx, "tsk_3")
		if got.ClosedAt != 77 {
			t.Errorf("task of a voided run: closed at %d, want 77", got.ClosedAt)
		}
		if err != nil {
			return err
		}
		journal, err := r.Journal(ctx, run.ID)
		if len(journal) != 2 {
			t.Errorf("journal of a voided run: got %d entries, want 2", len(journal))
		}
		return err
	})
}

func tasks(t *testing.T, s store.Store) {
	t.Helper()
	mine := store.Task{ID: "tsk_1", Run: "run_1", Key: "acc_1", Assignee: "stf_1", OpenedAt: 1}
	due := store.Task{ID: "tsk_2", Run: "run_1", Key: "acc_1", Assignee: "stf_1", OpenedAt: 9, DueAt: 50, Title: text("打样")}
	older := store.Task{ID: "tsk_3", Run: "run_2", Key: "acc_1", Queue: "finance", OpenedAt: 0, DueAt: 50}
	claimed := store.Task{ID: "tsk_4", Run: "run_2", Key: "acc_1", Queue: "finance", Assignee: "stf_2"}
	closed := store.Task{ID: "tsk_5", Run: "run_1", Key: "acc_1", Assignee: "stf_1", ClosedAt: 3}
	foreign := store.Task{ID: "tsk_6", Run: "run_3", Key: "acc_2", Assignee: "stf_1", DueAt: 1}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		if err := tx.SetRelations(ctx, "acc_1", map[string][]access.Relation{"stf_1": {access.Seller}}); err != nil {
			return err
		}
		return put(ctx, tx.PutTask, &mine, &due, &older, &claimed, &closed, &foreign)
	})
	related := access.RelatedTo("stf_1")
	for _, c := range []struct {
		name        string
		scope       access.Scope
		staff, post string
		limit       int
		want        []string
	}{
		{"own and queue, by due date, then age", related, "stf_1", "finance", 9, []string{"tsk_3", "tsk_2", "tsk_1"}},
		{"at most two", related, "stf_1", "finance", 2, []string{"tsk_3", "tsk_2"}},
		{"without a post", related, "stf_1", "", 9, []string{"tsk_2", "tsk_1"}},
		{"without a person", related, "", "finance", 9, []string{"tsk_3"}},
		{"also foreign ones for who sees everything", everything(), "stf_1", "", 9, []string{"tsk_6", "tsk_2", "tsk_1"}},
		{"nothing for who sees nothing", access.Scope{}, "stf_1", "finance", 9, []string{}},
		{"nothing for a stranger", access.RelatedTo("stf_9"), "stf_1", "finance", 9, []string{}},
	} {
		view(t, s, func(ctx context.Context, r store.Reader) error {
			got, err := r.MyTasks(ctx, c.scope, c.staff, c.post, c.limit)
			same(t, c.name, list(got, func(w store.Task) string { return w.ID }), c.want)
			return err
		})
	}
	view(t, s, func(ctx context.Context, r store.Reader) error {
		of, err := r.OpenTasksOf(ctx, "run_1")
		same(t, "open tasks of a run", of, []store.Task{mine, due})
		return err
	})
	refused(t, s, fault.Stale, func(ctx context.Context, tx store.Tx) error {
		again := mine
		if err := put(ctx, tx.PutTask, &again); err != nil {
			return err
		}
		_, err := tx.PutTask(ctx, mine)
		return err
	})
}
