package sqlstore

import (
	"context"
	"encoding/json"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/engine"
	"qiju/internal/store"
)

// Release returns a released chart by the hash of its text.
func (t *tx) Release(ctx context.Context, hash string) (store.Release, error) {
	return one[store.Release](ctx, t, "SELECT body FROM releases WHERE hash = $1", hash)
}

// CurrentRelease returns the newest release of a chart.
func (t *tx) CurrentRelease(ctx context.Context, chart string) (store.Release, error) {
	return one[store.Release](ctx, t,
		"SELECT body FROM releases WHERE chart = $1 ORDER BY version DESC LIMIT 1", chart)
}

// Releases returns the newest release of every chart, by id of the chart.
func (t *tx) Releases(ctx context.Context) ([]store.Release, error) {
	return all[store.Release](ctx, t, `SELECT r.body FROM releases r
		WHERE r.version = (SELECT max(n.version) FROM releases n WHERE n.chart = r.chart) ORDER BY r.chart`)
}

// PutRelease stores a new release. The same text or the same version of the
// chart cannot be released twice: fault.Conflict.
func (t *tx) PutRelease(ctx context.Context, r store.Release) error {
	text, err := encode(r)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO releases (hash, chart, version, body) VALUES ($1, $2, $3, $4)",
		r.Hash, r.Chart, r.Version, text)
	return err
}

// runColumns are what identifies a run and, in body, its cached state.
const runColumns = "id, chart, release, subject_kind, subject_id, started_at, body"

func scanRun(scan func(...any) error) (engine.Run, error) {
	var (
		run  engine.Run
		text string
	)
	err := scan(&run.ID, &run.Chart, &run.Release, &run.Subject.Kind, &run.Subject.ID, &run.StartedAt, &text)
	if err != nil || text == "" {
		return run, err // after DropRunState only the identity is known
	}
	return run, json.Unmarshal([]byte(text), &run)
}

func (t *tx) runs(ctx context.Context, text string, args ...any) ([]engine.Run, error) {
	runs := []engine.Run{}
	err := t.each(ctx, func(scan func(...any) error) error {
		run, err := scanRun(scan)
		runs = append(runs, run)
		return err
	}, text, args...)
	return runs, err
}

// Run returns the cached state of a run; after DropRunState its identity at
// Seq 0.
func (t *tx) Run(ctx context.Context, id engine.RunID) (engine.Run, error) {
	runs, err := t.runs(ctx, "SELECT "+runColumns+" FROM runs WHERE id = $1", string(id))
	if err != nil {
		return engine.Run{}, err
	}
	if len(runs) == 0 {
		return engine.Run{}, notFound()
	}
	return runs[0], nil
}

// RunsOf returns the runs of a subject that are not voided, oldest first.
func (t *tx) RunsOf(ctx context.Context, subject engine.Subject) ([]engine.Run, error) {
	return t.runs(ctx, "SELECT "+runColumns+` FROM runs
		WHERE subject_kind = $1 AND subject_id = $2 AND voided = 0 ORDER BY started_at, id`, subject.Kind, subject.ID)
}

// RunIDs returns up to limit ids after the given one of runs that are not
// voided.
func (t *tx) RunIDs(ctx context.Context, after engine.RunID, limit int) ([]engine.RunID, error) {
	ids := []engine.RunID{}
	err := t.each(ctx, func(scan func(...any) error) error {
		var id engine.RunID
		err := scan(&id)
		ids = append(ids, id)
		return err
	}, "SELECT id FROM runs WHERE id > $1 AND voided = 0 ORDER BY id LIMIT $2", string(after), limit)
	return ids, err
}

// PutRun stores the state of a run after entries were appended. It returns
// fault.Conflict when the stored run is not at seq was; 0 stands for a new run
// and for one whose state was dropped.
func (t *tx) PutRun(ctx context.Context, r engine.Run, was int64) error {
	text, err := encode(r)
	if err != nil {
		return err
	}
	var n int64
	if was == 0 {
		n, err = t.exec(ctx, `INSERT INTO runs (id, chart, release, subject_kind, subject_id, started_at, seq, body)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, body = excluded.body WHERE runs.seq = 0`,
			string(r.ID), r.Chart, r.Release, r.Subject.Kind, r.Subject.ID, int64(r.StartedAt), r.Seq, text)
	} else {
		n, err = t.exec(ctx, "UPDATE runs SET seq = $3, body = $4 WHERE id = $1 AND seq = $2",
			string(r.ID), was, r.Seq, text)
	}
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "store.run_moved", nil)
	}
	return err
}

// Journal returns the entries of a run in order.
func (t *tx) Journal(ctx context.Context, id engine.RunID) ([]engine.Entry, error) {
	return all[engine.Entry](ctx, t, "SELECT body FROM journal WHERE run = $1 ORDER BY seq", string(id))
}

// AppendJournal appends entries, whose Seq must follow on; otherwise, and when
// somebody else appended meanwhile, it returns fault.Conflict.
func (t *tx) AppendJournal(ctx context.Context, id engine.RunID, entries []engine.Entry) error {
	var last int64
	if _, err := t.first(ctx, []any{&last},
		"SELECT COALESCE(max(seq), 0) FROM journal WHERE run = $1", string(id)); err != nil {
		return err
	}
	rows := make([][]any, len(entries))
	for i, e := range entries {
		if last++; e.Seq != last {
			return fault.New(fault.Conflict, "store.run_moved", nil)
		}
		text, err := encode(e)
		if err != nil {
			return err
		}
		rows[i] = []any{string(id), e.Seq, text}
	}
	return t.insertMany(ctx, "journal", []string{"run", "seq", "body"}, rows)
}

// DropRunState empties the caches that can be rebuilt from the journal: run
// states (not their identity) and open tasks. Voided runs stay as they are.
func (t *tx) DropRunState(ctx context.Context) error {
	if _, err := t.exec(ctx, "UPDATE runs SET seq = 0, body = '' WHERE voided = 0"); err != nil {
		return err
	}
	_, err := t.exec(ctx, "DELETE FROM tasks WHERE closed_at = 0")
	return err
}

// VoidRuns takes the runs of an undone subject out of every list and closes
// their tasks; their journals stay.
func (t *tx) VoidRuns(ctx context.Context, subject engine.Subject, at clock.Instant) error {
	runs, err := t.RunsOf(ctx, subject)
	if err != nil {
		return err
	}
	for _, run := range runs {
		tasks, err := t.OpenTasksOf(ctx, run.ID)
		if err != nil {
			return err
		}
		for _, task := range tasks {
			task.ClosedAt = at
			if _, err := t.PutTask(ctx, task); err != nil {
				return err
			}
		}
	}
	_, err = t.exec(ctx, "UPDATE runs SET voided = 1 WHERE subject_kind = $1 AND subject_id = $2",
		subject.Kind, subject.ID)
	return err
}
