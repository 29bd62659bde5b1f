package sqlstore

import (
	"context"
	"encoding/json"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/store"
)

// Session returns a session or token by the hash of its secret; whether it has
// expired is for the caller to say.
func (t *tx) Session(ctx context.Context, hash string) (store.Session, error) {
	s, err := one[store.Session](ctx, t, "SELECT body FROM sessions WHERE hash = $1", hash)
	s.Hash = hash
	return s, err
}

// PutSession stores a session or token, over an earlier state of it.
func (t *tx) PutSession(ctx context.Context, s store.Session) error {
	text, err := encode(s)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO sessions (hash, staff, body) VALUES ($1, $2, $3)
		ON CONFLICT (hash) DO UPDATE SET staff = excluded.staff, body = excluded.body`, s.Hash, string(s.Staff), text)
	return err
}

// TouchSession notes a sign of life; it never brings a session back.
func (t *tx) TouchSession(ctx context.Context, hash string, at clock.Instant) error {
	s, err := t.Session(ctx, hash)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	s.SeenAt = at
	text, err := encode(s)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "UPDATE sessions SET body = $2 WHERE hash = $1", hash, text)
	return err
}

// DropSession ends a session or token; one that does not exist is no fault.
func (t *tx) DropSession(ctx context.Context, hash string) error {
	_, err := t.exec(ctx, "DELETE FROM sessions WHERE hash = $1", hash)
	return err
}

// DropSessionsOf ends all sessions and tokens of a person.
func (t *tx) DropSessionsOf(ctx context.Context, staff string) error {
	_, err := t.exec(ctx, "DELETE FROM sessions WHERE staff = $1", staff)
	return err
}

// File returns what is known of a stored file.
func (t *tx) File(ctx context.Context, id string) (store.File, error) {
	var f store.File
	found, err := t.first(ctx, []any{&f.Hash, &f.Parent, into(&f)},
		"SELECT hash, parent, body FROM files WHERE id = $1", id)
	if err == nil && !found {
		err = notFound()
	}
	return f, err
}

// PutFile stores a new file.
func (t *tx) PutFile(ctx context.Context, f store.File) error {
	text, err := encode(f)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO files (id, hash, parent, body) VALUES ($1, $2, $3, $4)",
		f.ID, f.Hash, f.Parent, text)
	return err
}

// FilesOf returns the files whose right is that of parent, oldest first: ids
// are time-ordered.
func (t *tx) FilesOf(ctx context.Context, parent string) ([]store.File, error) {
	files := []store.File{}
	err := t.each(ctx, func(scan func(...any) error) error {
		f := store.File{Parent: parent}
		err := scan(&f.Hash, into(&f))
		files = append(files, f)
		return err
	}, "SELECT hash, body FROM files WHERE parent = $1 ORDER BY id", parent)
	return files, err
}

// SetFileParent gives a file to another record.
func (t *tx) SetFileParent(ctx context.Context, id, parent string) error {
	n, err := t.exec(ctx, "UPDATE files SET parent = $2 WHERE id = $1", id, parent)
	if err == nil && n == 0 {
		return notFound()
	}
	return err
}

// CurrentPlaybook returns the newest playbook, or fault.NotFound.
func (t *tx) CurrentPlaybook(ctx context.Context) (store.Playbook, error) {
	return one[store.Playbook](ctx, t, "SELECT body FROM playbooks ORDER BY version DESC LIMIT 1")
}

// PutPlaybook stores a new version; one that exists is a fault.Conflict.
func (t *tx) PutPlaybook(ctx context.Context, p store.Playbook) error {
	text, err := encode(p)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO playbooks (version, body) VALUES ($1, $2)", p.Version, text)
	return err
}

// Setting returns a company setting as JSON, nil when it was never set.
func (t *tx) Setting(ctx context.Context, name string) (json.RawMessage, error) {
	var text string
	found, err := t.first(ctx, []any{&text}, "SELECT body FROM settings WHERE name = $1", name)
	if err != nil || !found {
		return nil, err
	}
	return json.RawMessage(text), nil
}

// PutSetting stores a company setting.
func (t *tx) PutSetting(ctx context.Context, name string, value json.RawMessage) error {
	_, err := t.exec(ctx, `INSERT INTO settings (name, body) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET body = excluded.body`, name, string(value))
	return err
}

// NextNumber returns the next number of a series: 1, 2, 3 … The row of the
// series stays locked until the transaction ends, so that a rolled-back number
// is given out again: the series has no gap.
func (t *tx) NextNumber(ctx context.Context, series string) (int64, error) {
	var n int64
	_, err := t.first(ctx, []any{&n}, `INSERT INTO numbers (series, last) VALUES ($1, 1)
		ON CONFLICT (series) DO UPDATE SET last = numbers.last + 1 RETURNING last`, series)
	return n, err
}

// Import returns an import batch.
func (t *tx) Import(ctx context.Context, id string) (store.Import, error) {
	return one[store.Import](ctx, t, "SELECT body FROM imports WHERE id = $1", id)
}

// Imports returns the newest imports, newest first.
func (t *tx) Imports(ctx context.Context, limit int) ([]store.Import, error) {
	return all[store.Import](ctx, t, "SELECT body FROM imports ORDER BY at DESC, id DESC LIMIT $1", limit)
}

// PutImport stores an import batch.
func (t *tx) PutImport(ctx context.Context, i store.Import) (store.Import, error) {
	was := i.Rev
	i.Rev++
	return put(ctx, t, i, row{table: "imports", id: i.ID, was: was, fields: []field{{"at", int64(i.At)}}})
}

// AddChanges stores what an import did. A change with Seq 0 gets the next one
// of its import.
func (t *tx) AddChanges(ctx context.Context, changes []store.Change) error {
	last := map[string]int64{}
	rows := make([][]any, len(changes))
	for i, c := range changes {
		if _, known := last[c.Import]; !known {
			var n int64
			if _, err := t.first(ctx, []any{&n},
				"SELECT COALESCE(max(seq), 0) FROM changes WHERE import = $1", c.Import); err != nil {
				return err
			}
			last[c.Import] = n
		}
		if c.Seq == 0 {
			c.Seq = last[c.Import] + 1
		}
		last[c.Import] = max(last[c.Import], c.Seq)
		text, err := encode(c)
		if err != nil {
			return err
		}
		rows[i] = []any{c.Import, c.Seq, c.Kind, c.ID, text}
	}
	return t.insertMany(ctx, "changes", []string{"import", "seq", "kind", "record", "body"}, rows)
}

// Changes returns up to limit changes of an import with Seq below before (0:
// from the last), newest first.
func (t *tx) Changes(ctx context.Context, importID string, before int64, limit int) ([]store.Change, error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	return all[store.Change](ctx, t,
		"SELECT body FROM changes WHERE import = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3", importID, before, limit)
}

// LastChange returns the newest change of a record by any import.
func (t *tx) LastChange(ctx context.Context, kind, id string) (store.Change, error) {
	return one[store.Change](ctx, t,
		"SELECT body FROM changes WHERE record = $1 AND kind = $2 ORDER BY no DESC LIMIT 1", id, kind)
}

// DropChange forgets a change that was undone; none is no fault.
func (t *tx) DropChange(ctx context.Context, importID string, seq int64) error {
	_, err := t.exec(ctx, "DELETE FROM changes WHERE import = $1 AND seq = $2", importID, seq)
	return err
}
