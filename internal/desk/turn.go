package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/store"
)

// Glance is one reading operation: a snapshot, the moment, and who looks.
type Glance struct {
	store.Reader
	Desk *Desk
	Now  clock.Instant
	By   Caller
	Op   access.Operation

	checked            bool
	kind, subject, key string
}

// settled reports an act that was never checked: a defect of the program.
func (g *Glance) settled() error {
	if !g.checked && !g.By.IsSystem() {
		return fault.New(fault.Internal, "desk.unchecked", fault.Args{"act": string(g.Op)})
	}
	return nil
}

// Asked notes which record an operation asks for, before it is known to exist:
// a refusal then tells for what somebody searched. Admit says more.
func (g *Glance) Asked(kind, subject string) { g.kind, g.subject = kind, subject }

// AfterAct marks a look at what the caller has just made or changed as checked:
// the act was the permission check.
func (g *Glance) AfterAct() { g.checked = true }

// Admit is the permission check of an operation on one record: kind and subject
// name it, key is the account (or the deal without one) whose relations decide.
// It returns fault.NotFound where the caller may not even know of the record,
// fault.Denied where only this act is not theirs.
func (g *Glance) Admit(ctx context.Context, kind, subject, key string) error {
	g.kind, g.subject, g.key, g.checked = kind, subject, key, true
	rel, err := g.Relation(ctx, key)
	if err != nil {
		return err
	}
	return g.verdict(access.Check(g.By.Principal, g.Op, rel))
}

// AdmitPost is the permission check of an operation that names no record.
func (g *Glance) AdmitPost() error {
	g.checked = true
	return g.verdict(access.Check(g.By.Principal, g.Op, access.PostOf(g.By.Principal)))
}

func (g *Glance) verdict(v access.Verdict) error {
	if g.By.IsSystem() {
		return nil
	}
	switch v {
	case access.Allow:
		return nil
	case access.Hide:
		return fault.New(fault.NotFound, "fault.not_found", nil)
	case access.Deny:
		return fault.New(fault.Denied, "fault.denied", nil)
	case access.SignIn:
		return fault.New(fault.Unauthenticated, "fault.unauthenticated", nil)
	}
	return fault.New(fault.Internal, "desk.verdict", nil)
}

// Relation returns the strongest relation of the caller to key.
func (g *Glance) Relation(ctx context.Context, key string) (access.Relation, error) {
	if g.By.IsSystem() {
		return access.Owner, nil
	}
	rels, err := g.Relations(ctx, key, g.By.Staff)
	if err != nil {
		return access.Foreign, err
	}
	return access.Strongest(append(rels, access.PostOf(g.By.Principal))...), nil
}

// Could reports whether the caller could do op on a record to which the
// relation is known; it decides which buttons a page shows.
func (g *Glance) Could(op access.Operation, rel access.Relation) bool {
	return g.By.IsSystem() || access.Check(g.By.Principal, op, rel) == access.Allow
}

// Scope returns what the caller may list of kind. It is the permission check
// of a list: it always answers, with nothing for those who see nothing.
func (g *Glance) Scope(kind access.Kind) access.Scope {
	g.checked = true
	if g.By.IsSystem() {
		return access.Everything("system")
	}
	return access.ScopeOf(g.By.Principal, kind)
}

// Open marks an operation as checked that everybody who is signed in may do.
func (g *Glance) Open() error { return g.AdmitPost() }

// Turn is one act: a write transaction, the moment, and who acts.
type Turn struct {
	Glance
	store.Tx

	lines    []store.AuditLine
	recorded bool
}

func newTurn(d *Desk, tx store.Tx, now clock.Instant, by Caller, op access.Operation) *Turn {
	return &Turn{Glance: Glance{Reader: tx, Desk: d, Now: now, By: by, Op: op}, Tx: tx}
}

// New returns a fresh identifier.
func (t *Turn) New(prefix string) string { return t.Desk.IDs.New(prefix) }

// Record says what the act changed: it becomes the act's one audit line. Before
// and after hold no personal facts (decisions §2.4); nil stands for nothing.
func (t *Turn) Record(kind, subject, key string, before, after any, why string) error {
	line, err := t.compose(kind, subject, key, before, after, why)
	if err != nil {
		return err
	}
	return t.RecordRows([]store.AuditLine{line})
}

// RecordRows is Record for an act that is many rows of one batch: imports write
// one line per row (decisions §3.12).
func (t *Turn) RecordRows(lines []store.AuditLine) error {
	if t.recorded {
		return fault.New(fault.Internal, "desk.recorded_twice", fault.Args{"act": string(t.Op)})
	}
	t.recorded, t.lines = true, lines
	return nil
}

// Line makes an audit line for RecordRows.
func (t *Turn) Line(kind, subject, key string, before, after any) (store.AuditLine, error) {
	return t.compose(kind, subject, key, before, after, "")
}

// Nothing says that the act changed nothing that an audit would tell of, such
// as a dry run.
func (t *Turn) Nothing() { t.recorded = true }

func (t *Turn) compose(kind, subject, key string, before, after any, why string) (store.AuditLine, error) {
	b, err := raw(before)
	if err != nil {
		return store.AuditLine{}, err
	}
	a, err := raw(after)
	if err != nil {
		return store.AuditLine{}, err
	}
	return store.AuditLine{
		ID: t.New("aud"), At: t.Now, By: t.By.Staff, Act: string(t.Op), Kind: kind, Subject: subject, Key: key,
		Before: b, After: a, Why: why,
	}, nil
}

func raw(v any) (json.RawMessage, error) {
	if v == nil {
		return nil, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fault.Wrap(err, "audit")
	}
	return b, nil
}

// Sealed stands in an audit line for a value that not everybody who reads the
// line may see (decisions §2.3): that it is there, and a digest that tells one
// value from another.
type Sealed struct {
	Digest string `json:"digest"` // SHA-256 of the value's JSON, hex
}

// Seal returns what an audit line may say of a value of a restricted class.
func Seal(v any) Sealed {
	b, err := json.Marshal(v)
	if err != nil { // then the digest tells that much
		b = []byte(err.Error())
	}
	sum := sha256.Sum256(b)
	return Sealed{Digest: hex.EncodeToString(sum[:])}
}

// file writes the act's audit lines; an act without any is a defect.
func (t *Turn) file(ctx context.Context) error {
	if !t.recorded {
		return fault.New(fault.Internal, "desk.unaudited", fault.Args{"act": string(t.Op)})
	}
	if len(t.lines) == 0 {
		return nil
	}
	return t.AppendAudit(ctx, t.lines...)
}

// Fresh returns a fault.Stale when the caller saw another revision than the
// stored one, and fault.Unconditional when none was named (seen is 0).
func Fresh(seen, stored int64) error {
	switch seen {
	case stored:
		return nil
	case 0:
		return fault.New(fault.Unconditional, "fault.unconditional", nil)
	default:
		return fault.New(fault.Stale, "fault.stale", fault.Args{"rev": stored})
	}
}

// RecordBy is Record for an act by which somebody becomes known: a sign-in.
func (t *Turn) RecordBy(staff, kind, subject string, after any) error {
	line, err := t.compose(kind, subject, "", nil, after, "")
	if err != nil {
		return err
	}
	line.By = staff
	return t.RecordRows([]store.AuditLine{line})
}
