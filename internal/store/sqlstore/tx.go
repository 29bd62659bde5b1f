package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/store"
)

// tx is one transaction, reading or writing.
type tx struct {
	lane    *lane
	dialect dialect
	broken  error                         // the first statement that failed; nothing runs after it
	watch   func(text string, args []any) // sees every query before it runs; nil but in tests
}

var _ store.Tx = (*tx)(nil)

// query runs a statement that returns rows.
func (t *tx) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if t.broken != nil {
		return nil, t.fault()
	}
	if t.watch != nil {
		t.watch(text, args)
	}
	s, err := t.lane.prepared(ctx, text) //nolint:sqlclosecheck // the lane keeps its statements
	if err != nil {
		return nil, t.fail(err)
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return nil, t.fail(err)
	}
	return rows, nil
}

// exec runs a statement that returns nothing and reports how many rows it
// touched.
func (t *tx) exec(ctx context.Context, text string, args ...any) (int64, error) {
	if t.broken != nil {
		return 0, t.fault()
	}
	s, err := t.lane.prepared(ctx, text) //nolint:sqlclosecheck // the lane keeps its statements
	if err != nil {
		return 0, t.fail(err)
	}
	r, err := s.ExecContext(ctx, args...)
	if err != nil {
		return 0, t.fail(err)
	}
	n, err := r.RowsAffected()
	if err != nil {
		return 0, t.fail(err)
	}
	return n, nil
}

// first scans the first row into dest; it reports whether there was one.
func (t *tx) first(ctx context.Context, dest []any, text string, args ...any) (bool, error) {
	found := false
	err := t.each(ctx, func(scan func(...any) error) error {
		if found {
			return nil
		}
		found = true
		return scan(dest...)
	}, text, args...)
	return found, err
}

// each calls fn with the scanner of every row.
func (t *tx) each(ctx context.Context, fn func(scan func(...any) error) error, text string, args ...any) error {
	rows, err := t.query(ctx, text, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := fn(rows.Scan); err != nil {
			return t.fail(err)
		}
	}
	if err := rows.Err(); err != nil {
		return t.fail(err)
	}
	return nil
}

// fail remembers that a statement failed: the transaction cannot commit.
func (t *tx) fail(err error) error {
	t.broken = err
	return t.fault()
}

func (t *tx) fault() error {
	f, _ := judge(t.dialect, t.broken)
	return f
}

// one returns the record of the only row, whose only column is its body, or a
// fault.NotFound.
func one[T any](ctx context.Context, t *tx, text string, args ...any) (T, error) {
	var record T
	found, err := t.first(ctx, []any{into(&record)}, text, args...)
	if err == nil && !found {
		err = notFound()
	}
	return record, err
}

// all returns the records of the rows, whose only column is their body.
func all[T any](ctx context.Context, t *tx, text string, args ...any) ([]T, error) {
	records := []T{}
	err := t.each(ctx, func(scan func(...any) error) error {
		var record T
		if err := scan(into(&record)); err != nil {
			return err
		}
		records = append(records, record)
		return nil
	}, text, args...)
	if err != nil {
		return nil, err
	}
	return records, nil
}

// body scans a column of JSON text into a record.
type body struct{ record any }

func into(record any) body { return body{record} }

// Scan implements sql.Scanner.
func (b body) Scan(src any) error {
	switch v := src.(type) {
	case string:
		return json.Unmarshal([]byte(v), b.record)
	case []byte:
		return json.Unmarshal(v, b.record)
	default:
		return errors.New("a body is text")
	}
}

// field is one column of a row.
type field struct {
	name  string
	value any
}

// row is a record on its way into its table.
type row struct {
	table  string
	key    string // name of the column that identifies it
	id     string
	was    int64 // revision that must be stored; 0 for a new record
	fields []field
}

// put stores a record that has a revision, and returns it. It returns a
// fault.Conflict when a new one exists already, fault.Stale when the stored
// revision is another one, fault.NotFound when there is none.
func put[T any](ctx context.Context, t *tx, record T, r row) (T, error) {
	var none T
	text, err := json.Marshal(record)
	if err != nil {
		return none, fault.Wrap(err, "marshal "+r.table)
	}
	if r.key == "" {
		r.key = "id"
	}
	if r.was == 0 {
		if err := t.insert(ctx, r, string(text)); err != nil {
			return none, err
		}
		return record, nil
	}
	if err := t.replace(ctx, r, string(text)); err != nil {
		return none, err
	}
	return record, nil
}

func (t *tx) insert(ctx context.Context, r row, text string) error {
	var names, marks strings.Builder
	args := make([]any, 0, len(r.fields)+3)
	args = append(args, r.id, int64(1), text)
	names.WriteString("INSERT INTO " + r.table + " (" + r.key + ", rev, body")
	marks.WriteString(") VALUES ($1, $2, $3")
	for _, f := range r.fields {
		args = append(args, f.value)
		names.WriteString(", " + f.name)
		marks.WriteString(", $" + strconv.Itoa(len(args)))
	}
	_, err := t.exec(ctx, names.String()+marks.String()+")", args...)
	return err
}

func (t *tx) replace(ctx context.Context, r row, text string) error {
	var set strings.Builder
	args := make([]any, 0, len(r.fields)+4)
	args = append(args, r.id, r.was, r.was+1, text)
	set.WriteString("UPDATE " + r.table + " SET rev = $3, body = $4")
	for _, f := range r.fields {
		args = append(args, f.value)
		set.WriteString(", " + f.name + " = $" + strconv.Itoa(len(args)))
	}
	n, err := t.exec(ctx, set.String()+" WHERE "+r.key+" = $1 AND rev = $2", args...)
	if err != nil || n > 0 {
		return err
	}
	var stored int64
	found, err := t.first(ctx, []any{&stored}, "SELECT rev FROM "+r.table+" WHERE "+r.key+" = $1", r.id)
	if err != nil {
		return err
	}
	if !found {
		return notFound()
	}
	return fault.New(fault.Stale, "fault.stale", fault.Args{"rev": stored})
}

// insertMany inserts rows of the columns with few statements. Their lengths
// are powers of four, so that few different texts are prepared.
func (t *tx) insertMany(ctx context.Context, table string, columns []string, rows [][]any) error {
	for size := 64; len(rows) > 0; size /= 4 {
		for len(rows) >= size {
			args := make([]any, 0, size*len(columns))
			for _, r := range rows[:size] {
				args = append(args, r...)
			}
			if _, err := t.exec(ctx, insertText(table, columns, size), args...); err != nil {
				return err
			}
			rows = rows[size:]
		}
	}
	return nil
}

func insertText(table string, columns []string, rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ")
	n := 0
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(")
		for j := range columns {
			if j > 0 {
				b.WriteString(", ")
			}
			n++
			b.WriteString("$" + strconv.Itoa(n))
		}
		b.WriteString(")")
	}
	return b.String()
}

// flag returns 1 for true: both databases keep flags as integers.
func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// encode returns the JSON text of a record.
func encode(record any) (string, error) {
	text, err := json.Marshal(record)
	if err != nil {
		return "", fault.Wrap(err, "marshal record")
	}
	return string(text), nil
}

// notFound is the fault of reading what does not exist.
func notFound() *fault.Error { return fault.New(fault.NotFound, "fault.not_found", nil) }
