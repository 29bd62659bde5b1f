package store

import (
	"context"
	"encoding/json"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/page"
)

// File is a stored attachment; the content lies in [Blobs].
type File struct {
	ID     string        `json:"id"` // "fil_…"
	Hash   string        `json:"-"`
	Name   string        `json:"name"`
	Type   string        `json:"type"` // sniffed media type
	Size   int64         `json:"size"`
	Parent string        `json:"-"` // key whose right opens it: account or opportunity id
	By     string        `json:"by"`
	At     clock.Instant `json:"at"`
}

// Playbook is one version of the department's playbook.
type Playbook struct {
	Version int             `json:"version"`
	Body    json.RawMessage `json:"body"`
	At      clock.Instant   `json:"at"`
	By      string          `json:"by,omitempty"`
	Note    string          `json:"note,omitempty"`
}

// Import is one import batch.
type Import struct {
	ID      string          `json:"id"` // "imp_…"
	Kind    string          `json:"kind"`
	File    string          `json:"file"`
	State   string          `json:"state"` // "running", "done", "failed", "cancelled", "undone"
	DryRun  bool            `json:"dryRun"`
	Done    int             `json:"done"`  // rows handled so far
	Total   int             `json:"total"` // rows in the file
	Report  json.RawMessage `json:"report,omitempty"`
	By      string          `json:"by"`
	At      clock.Instant   `json:"at"`
	EndedAt clock.Instant   `json:"endedAt,omitempty"`
	Rev     int64           `json:"rev"`
}

// Change is what an import did to one record: made it, or changed it.
type Change struct {
	Import string          `json:"import"`
	Seq    int64           `json:"seq"`
	Kind   string          `json:"kind"`
	ID     string          `json:"id"`
	Before json.RawMessage `json:"before,omitempty"` // nil when the record was made
	After  string          `json:"after"`            // digest of the content after the change
	Edited bool            `json:"edited,omitempty"` // somebody had changed the record since an import wrote it
	RunSeq int64           `json:"runSeq,omitempty"` // of a deal: the journal entries of its runs when an import had made it
}

// DeskReader reads what the desk itself keeps.
type DeskReader interface {
	Session(ctx context.Context, hash string) (Session, error)
	File(ctx context.Context, id string) (File, error)
	// FilesOf returns the files whose right is that of parent, oldest first.
	FilesOf(ctx context.Context, parent string) ([]File, error)
	CurrentPlaybook(ctx context.Context) (Playbook, error)
	// Setting returns a company setting as JSON, nil when it was never set.
	Setting(ctx context.Context, name string) (json.RawMessage, error)
	Import(ctx context.Context, id string) (Import, error)
	Imports(ctx context.Context, limit int) ([]Import, error)
	// Changes returns up to limit changes of an import with Seq below before
	// (0: from the last), newest first.
	Changes(ctx context.Context, importID string, before int64, limit int) ([]Change, error)
	// LastChange returns the newest change of a record by any import.
	LastChange(ctx context.Context, kind, id string) (Change, error)
}

// DeskWriter changes what the desk itself keeps.
type DeskWriter interface {
	PutSession(ctx context.Context, s Session) error
	// TouchSession notes a sign of life of a session that still exists; one that
	// was ended meanwhile stays ended.
	TouchSession(ctx context.Context, hash string, at clock.Instant) error
	DropSession(ctx context.Context, hash string) error
	// DropSessionsOf ends all sessions and tokens of a person.
	DropSessionsOf(ctx context.Context, staff string) error
	PutFile(ctx context.Context, f File) error
	// SetFileParent gives a file to another record.
	SetFileParent(ctx context.Context, id, parent string) error
	// PutPlaybook stores a new version; one that exists is a fault.Conflict.
	PutPlaybook(ctx context.Context, p Playbook) error
	PutSetting(ctx context.Context, name string, value json.RawMessage) error
	PutImport(ctx context.Context, i Import) (Import, error)
	// AddChanges stores what an import did; a change with Seq 0 gets the next
	// one of its import.
	AddChanges(ctx context.Context, changes []Change) error
	// DropChange forgets a change that was undone; none is no fault.
	DropChange(ctx context.Context, importID string, seq int64) error
	// NextNumber returns the next number of a series inside the transaction: 1, 2, 3 …
	NextNumber(ctx context.Context, series string) (int64, error)
}

// AuditLine is one act or one refusal.
type AuditLine struct {
	ID      string          `json:"id"` // "aud_…"
	At      clock.Instant   `json:"at"`
	By      string          `json:"by,omitempty"` // our person; "" for the system or nobody
	Act     string          `json:"act"`          // operation id, such as "decide-gate"
	Kind    string          `json:"kind,omitempty"`
	Subject string          `json:"subject,omitempty"` // id of the record
	Key     string          `json:"key,omitempty"`     // account or opportunity id that decides who may read the line
	Before  json.RawMessage `json:"before,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
	Why     string          `json:"why,omitempty"`     // reason that the person gave
	Refused string          `json:"refused,omitempty"` // message key of the refusal; "" for an act
	Count   int             `json:"count,omitempty"`   // equal refusals counted in one line
	Hash    string          `json:"hash"`              // content hash, set by the store
	Seq     int64           `json:"seq,omitempty"`     // place in the chain; 0 while not linked
	Chain   string          `json:"chain,omitempty"`   // hash of (previous chain value, Hash)
}

// AuditReport is the result of proving the chain.
type AuditReport struct {
	Linked   int64  `json:"linked"`   // rows in the chain
	Unlinked int64  `json:"unlinked"` // rows waiting for the sequencer
	Head     string `json:"head"`     // chain value of the last linked row
	OK       bool   `json:"ok"`
	BadSeq   int64  `json:"badSeq,omitempty"`  // first row that does not fit
	Problem  string `json:"problem,omitempty"` // message key "audit.…", with the argument badSeq
}

// AuditQuery filters the audit lines.
type AuditQuery struct {
	Subject  string
	Subjects []string // of any of these; nil for all
	Key      string
	By       string
	page.Request
}

// AuditReader reads audit lines, newest first.
type AuditReader interface {
	Audit(ctx context.Context, scope access.Scope, q AuditQuery) (page.Page[AuditLine], error)
}

// AuditWriter appends audit lines. Nothing changes or removes them.
type AuditWriter interface {
	AppendAudit(ctx context.Context, lines ...AuditLine) error
}
