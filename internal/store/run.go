package store

import (
	"context"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/i18n"
	"qiju/internal/engine"
)

// Release is a released chart: immutable, known by the hash of its text.
type Release struct {
	Hash       string        `json:"hash"`
	Chart      string        `json:"chart"`   // "F2"
	Version    int           `json:"version"` // 1, 2, 3 … per chart
	Name       i18n.Text     `json:"name"`
	Text       string        `json:"text"` // canonical notation
	Executable bool          `json:"executable"`
	ReleasedAt clock.Instant `json:"releasedAt"`
	By         string        `json:"by,omitempty"`
}

// Task is what a live node asks of somebody: a row made from an open token.
type Task struct {
	ID       string         `json:"id"` // "tsk_…"
	Run      engine.RunID   `json:"run"`
	Token    string         `json:"token"`
	Node     string         `json:"node"`
	Kind     string         `json:"kind"` // "task", "decision", "gate", "incident"
	Chart    string         `json:"chart"`
	Title    i18n.Text      `json:"title"` // text of the node
	Subject  engine.Subject `json:"subject"`
	Key      string         `json:"key"`                // account or opportunity id that decides who may see it
	Assignee string         `json:"assignee,omitempty"` // our person; "" while it stands in a queue
	Queue    string         `json:"queue,omitempty"`    // post whose members may claim it
	Reason   string         `json:"reason"`             // message key: why it is theirs
	Roles    []string       `json:"roles"`
	OpenedAt clock.Instant  `json:"openedAt"`
	DueAt    clock.Instant  `json:"dueAt,omitempty"`
	ClosedAt clock.Instant  `json:"closedAt,omitempty"` // 0 while open
	ClosedBy string         `json:"closedBy,omitempty"`
	Rev      int64          `json:"rev"`
}

// RunReader reads releases, runs, journals and tasks.
type RunReader interface {
	Release(ctx context.Context, hash string) (Release, error)
	// CurrentRelease returns the newest release of a chart.
	CurrentRelease(ctx context.Context, chart string) (Release, error)
	// Releases returns the newest release of every chart, by id of the chart.
	Releases(ctx context.Context) ([]Release, error)
	// Run returns the cached state of a run; after DropRunState its identity at
	// Seq 0.
	Run(ctx context.Context, id engine.RunID) (engine.Run, error)
	// RunsOf returns the runs of a subject that are not voided, oldest first.
	RunsOf(ctx context.Context, subject engine.Subject) ([]engine.Run, error)
	// RunIDs returns up to limit ids after the given one of runs that are not
	// voided, for sweeps.
	RunIDs(ctx context.Context, after engine.RunID, limit int) ([]engine.RunID, error)
	// Journal returns the entries of a run in order.
	Journal(ctx context.Context, id engine.RunID) ([]engine.Entry, error)
	Task(ctx context.Context, id string) (Task, error)
	// OpenTasksOf returns the open tasks of a run.
	OpenTasksOf(ctx context.Context, run engine.RunID) ([]Task, error)
	// MyTasks returns the open tasks that are assigned to staff or stand in the
	// queue of post, visible to scope, by due date (none last), then age.
	MyTasks(ctx context.Context, scope access.Scope, staff, post string, limit int) ([]Task, error)
}

// RunWriter changes runs. The journal is append-only.
type RunWriter interface {
	// PutRelease stores a new release. The same text, and the same version of a
	// chart, cannot be released twice: fault.Conflict.
	PutRelease(ctx context.Context, r Release) error
	// PutRun stores the state of a run after entries were appended. It returns
	// fault.Conflict when the stored run is not at seq was (0: it is new, or its
	// state was dropped).
	PutRun(ctx context.Context, r engine.Run, was int64) error
	// AppendJournal appends entries, whose Seq must follow on: fault.Conflict
	// otherwise, also when somebody else appended meanwhile.
	AppendJournal(ctx context.Context, id engine.RunID, entries []engine.Entry) error
	PutTask(ctx context.Context, t Task) (Task, error)
	// DropRunState empties the caches that can be rebuilt from the journal:
	// run states (not their identity) and open tasks.
	DropRunState(ctx context.Context) error
	// VoidRuns takes the runs of an undone import's subject out of every list
	// and closes their tasks at the moment; their journals stay.
	VoidRuns(ctx context.Context, subject engine.Subject, at clock.Instant) error
}
