package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/page"
	"qiju/internal/store"
)

// AppendAudit appends lines. The content of a line is its JSON without hash,
// seq and chain, fields in the order of [store.AuditLine], without white space;
// it is stored as it was hashed.
func (t *tx) AppendAudit(ctx context.Context, lines ...store.AuditLine) error {
	rows := make([][]any, len(lines))
	for i, l := range lines {
		l.Hash, l.Seq, l.Chain = "", 0, ""
		text, err := encode(l)
		if err != nil {
			return err
		}
		rows[i] = []any{l.ID, l.Subject, l.Key, l.By, text, digest(text)}
	}
	return t.insertMany(ctx, "audit", []string{"id", "subject", "record", "author", "body", "hash"}, rows)
}

// Audit lists audit lines, newest first. Lines without a key are only for those
// who see everything.
func (t *tx) Audit(ctx context.Context, scope access.Scope, q store.AuditQuery) (page.Page[store.AuditLine], error) {
	none := page.Page[store.AuditLine]{Rows: []store.AuditLine{}}
	see, err := t.sight(ctx, scope)
	if err != nil || see.nothing() {
		return none, err
	}
	l := newList(order{column: "a.no", down: true, number: true}, see, "audit a", "a.record")
	if !see.everything || q.Key != "" {
		l.where("a.record <> ''") // names the partial index
		l.whereIs("a.record", q.Key)
	}
	if q.Subject != "" {
		l.where("a.subject <> ''")
		l.whereIs("a.subject", q.Subject)
	}
	if q.Subjects != nil {
		l.where("a.subject <> ''")
		l.whereAny("a.subject", q.Subjects)
	}
	if q.By != "" {
		l.where("a.author <> ''")
		l.whereIs("a.author", q.By)
	}
	const columns = "a.body, a.hash, COALESCE(a.seq, 0), COALESCE(a.chain, '')"
	p, err := readPage(ctx, t, l, columns, q.Request, func(r *sealed) []any {
		return []any{into(&r.AuditLine), &r.hash, &r.Seq, &r.Chain}
	})
	if err != nil {
		return none, err
	}
	none.Next = p.Next
	for _, r := range p.Rows {
		r.Hash = r.hash
		none.Rows = append(none.Rows, r.AuditLine)
	}
	return none, nil
}

// sealed is a line beside its hash, which reading the content would blank.
type sealed struct {
	store.AuditLine
	hash string
}

// LinkAudit links up to max unlinked lines into the hash chain and returns how
// many. Whoever holds the lock of the head is the only sequencer; others get 0
// at once on PostgreSQL, and their turn on SQLite. The lock ends with the
// transaction, also when its server dies.
//
// The order is that of the commits without a gap on both databases: a line is
// chosen because it has no place yet and is visible, hence committed, never
// because its number is above a mark. A line with a smaller number that
// commits later is therefore not lost, it is linked in a later pass. Within a
// pass numbers decide; they are drawn at the end of an act, so that an act
// that saw another's effect has the greater number.
func (s *Store) LinkAudit(ctx context.Context, now clock.Instant, max int) (int, error) {
	idle := false
	err := s.view(ctx, func(t *tx) error {
		var no int64
		found, err := t.first(ctx, []any{&no}, "SELECT no FROM audit WHERE seq IS NULL ORDER BY no LIMIT 1")
		idle = !found
		return err
	})
	if err != nil || idle {
		return 0, err
	}
	linked := 0
	err = s.update(ctx, func(t *tx) error {
		linked = 0
		var end head
		found, err := t.first(ctx, []any{&end.seq, &end.chain},
			"SELECT seq, chain FROM audit_head WHERE id = 1"+t.dialect.lockRow())
		if err != nil || !found {
			return err
		}
		linked, err = t.link(ctx, &end, max)
		if err != nil || linked == 0 {
			return err
		}
		_, err = t.exec(ctx, "UPDATE audit_head SET seq = $1, chain = $2, linked_at = $3 WHERE id = 1",
			end.seq, end.chain, int64(now))
		return err
	})
	if err != nil {
		return 0, err
	}
	return linked, nil
}

// head is the end of the chain.
type head struct {
	seq   int64
	chain string
}

// next is the head after a line with the content hash.
func (h head) next(hash string) head {
	return head{seq: h.seq + 1, chain: digest(h.chain + "\n" + hash)}
}

func (t *tx) link(ctx context.Context, h *head, max int) (int, error) {
	type line struct {
		no   int64
		hash string
	}
	var lines []line
	err := t.each(ctx, func(scan func(...any) error) error {
		var l line
		err := scan(&l.no, &l.hash)
		lines = append(lines, l)
		return err
	}, "SELECT no, hash FROM audit WHERE seq IS NULL ORDER BY no LIMIT $1", max)
	if err != nil {
		return 0, err
	}
	for _, l := range lines {
		*h = h.next(l.hash)
		if _, err := t.exec(ctx, "UPDATE audit SET seq = $2, chain = $3 WHERE no = $1", l.no, h.seq, h.chain); err != nil {
			return 0, err
		}
	}
	return len(lines), nil
}

// VerifyAudit proves the audit chain from its first line: every place is
// taken, every content fits its hash and its filter columns, every link fits
// the one before, and the last is the kept head. It names the first that does
// not fit, by [store.AuditReport] Problem:
//
//   - audit.line_missing: a line was removed, or moved
//   - audit.content_changed: a line was altered
//   - audit.link_broken: a link was altered, or lines were exchanged
//   - audit.end_missing: the last lines were removed
//   - audit.head_changed: the kept head was altered
//
// Somebody who may rewrite the whole table and the head can only be caught with
// a head that is kept elsewhere.
func (s *Store) VerifyAudit(ctx context.Context) (store.AuditReport, error) {
	var report store.AuditReport
	err := s.view(ctx, func(t *tx) error {
		report = store.AuditReport{}
		var kept head
		if _, err := t.first(ctx, []any{&kept.seq, &kept.chain}, "SELECT seq, chain FROM audit_head WHERE id = 1"); err != nil {
			return err
		}
		reached, err := t.walk(ctx, &report)
		if err != nil {
			return err
		}
		report.Linked, report.Head = reached.seq, reached.chain
		switch {
		case report.Problem != "":
		case reached.seq < kept.seq:
			report.BadSeq, report.Problem = reached.seq+1, "audit.end_missing"
		case reached != kept:
			report.BadSeq, report.Problem = reached.seq, "audit.head_changed"
		}
		report.OK = report.Problem == ""
		return nil
	})
	if err != nil {
		return store.AuditReport{}, err
	}
	return report, nil
}

// stored is an audit line as it stands in the database.
type stored struct {
	id, subject, record, author, body, hash, chain string
	seq                                            int64
}

// walk goes through the chain, then through the unlinked lines. It stops
// judging at the first that does not fit but counts on.
func (t *tx) walk(ctx context.Context, report *store.AuditReport) (head, error) {
	var reached head
	const columns = "SELECT id, subject, record, author, body, hash, COALESCE(seq, 0), COALESCE(chain, '') FROM audit "
	read := func(judge func(stored), rest string) error {
		return t.each(ctx, func(scan func(...any) error) error {
			var l stored
			err := scan(&l.id, &l.subject, &l.record, &l.author, &l.body, &l.hash, &l.seq, &l.chain)
			judge(l)
			return err
		}, columns+rest)
	}
	err := read(func(l stored) {
		want := reached.next(l.hash)
		if report.Problem == "" {
			report.Problem = l.judge(want)
			if report.Problem != "" {
				report.BadSeq = want.seq
			}
		}
		reached = head{seq: l.seq, chain: l.chain}
	}, "WHERE seq IS NOT NULL ORDER BY seq")
	if err != nil {
		return reached, err
	}
	err = read(func(l stored) {
		report.Unlinked++
		if report.Problem == "" && !l.fits() {
			report.Problem = "audit.content_changed"
		}
	}, "WHERE seq IS NULL ORDER BY no")
	return reached, err
}

// judge returns the problem of a line that should be at want, "" for none.
func (l stored) judge(want head) string {
	switch {
	case l.seq != want.seq:
		return "audit.line_missing"
	case !l.fits():
		return "audit.content_changed"
	case l.chain != want.chain:
		return "audit.link_broken"
	}
	return ""
}

// fits reports whether the content has its hash and the filter columns repeat
// it.
func (l stored) fits() bool {
	if digest(l.body) != l.hash {
		return false
	}
	var c struct{ ID, Subject, Key, By string }
	if err := json.Unmarshal([]byte(l.body), &c); err != nil {
		return false
	}
	return c.ID == l.id && c.Subject == l.subject && c.Key == l.record && c.By == l.author
}

// digest returns the SHA-256 of a text in hex.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
