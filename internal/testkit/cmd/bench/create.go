package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"qiju/internal/testkit"
)

// creators is how many clients create opportunities at a time.
const creators = 16

// creating compares the creation of opportunities over HTTP (rights, checks,
// run, journal, task and audit included) with the bare insertion of the same
// rows into a database with the same settings.
func creating(ctx context.Context, n scale) ([]Row, error) {
	dir, err := os.MkdirTemp("", "qiju-bench-")
	if err != nil {
		return nil, fmt.Errorf("make directory: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s, err := testkit.Open(ctx, testkit.Options{Dir: dir, DSN: filepath.Join(dir, "qiju.db"), Beat: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	c, err := s.NewCompany(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := rowsOfDeal(ctx, s, c)
	if err != nil {
		return nil, err
	}
	raw, err := insertRaw(ctx, filepath.Join(dir, "qiju.db"), filepath.Join(dir, "raw.db"), rows, n.created)
	if err != nil {
		return nil, err
	}
	body := map[string]any{
		"account": c.Account.ID, "name": map[string]any{"zh": "三号线改造"}, "amount": map[string]any{"minor": 36_000_000, "currency": "CNY"},
	}
	served, err := repeat(fmt.Sprintf("create an opportunity over HTTP, %d clients", creators), creators, n.created, func(int, int) error {
		a, err := s.Do(ctx, c.People["owner"].Token, testkit.Request{Method: "POST", Path: "/api/v1/opportunities", Body: body})
		if err == nil && a.Status != 201 {
			err = fmt.Errorf("%d %s", a.Status, a.Body)
		}
		return err
	})
	return []Row{raw, served.against(raw)}, err
}

// insertion is one row that creating an opportunity writes.
type insertion struct {
	table   string
	columns []string
	values  []any
}

// rowsOfDeal reads what the creation of the company's deal has written.
func rowsOfDeal(ctx context.Context, s *testkit.Server, c *testkit.Company) ([]insertion, error) {
	db, err := s.Eyes()
	if err != nil {
		return nil, fmt.Errorf("open eyes: %w", err)
	}
	defer func() { _ = db.Close() }()
	var all []insertion
	for _, q := range []struct{ table, where, value string }{
		{"opportunities", "id", string(c.Deal.ID)},
		{"runs", "id", c.Deal.Run},
		{"journal", "run", c.Deal.Run},
		{"tasks", "run", c.Deal.Run},
		{"audit", "subject", string(c.Deal.ID)},
	} {
		rows, err := readRows(ctx, db, q.table, q.where, q.value)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	if len(all) < 6 {
		return nil, fmt.Errorf("creating an opportunity wrote only %d rows", len(all))
	}
	return all, nil
}

func readRows(ctx context.Context, db *sql.DB, table, where, value string) (out []insertion, err error) {
	rows, err := db.QueryContext(ctx, "SELECT * FROM "+table+" WHERE "+where+" = $1", value) // names of this file
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", table, err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", table, err)
	}
	for rows.Next() {
		x := insertion{table: table, columns: columns, values: make([]any, len(columns))}
		into := make([]any, len(columns))
		for i := range into {
			into[i] = &x.values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, fmt.Errorf("read %s: %w", table, err)
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// insertRaw inserts the rows n times, each time under other ids and in one
// transaction, into a copy of the schema. As SQLite has one writer, the clients
// take turns.
func insertRaw(ctx context.Context, model, path string, rows []insertion, n int) (Row, error) {
	db, err := openLike(ctx, model, path)
	if err != nil {
		return Row{}, err
	}
	defer func() { _ = db.Close() }()
	statements := make([]*sql.Stmt, len(rows))
	for i, r := range rows {
		if statements[i], err = db.PrepareContext(ctx, r.statement()); err != nil { //nolint:sqlclosecheck // closed with the database
			return Row{}, fmt.Errorf("prepare: %w", err)
		}
	}
	var turn sync.Mutex
	return repeat(fmt.Sprintf("the same %d rows by raw SQL, %d clients", len(rows), creators), creators, n, func(_, i int) error {
		turn.Lock()
		defer turn.Unlock()
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		for k, r := range rows {
			insert := tx.StmtContext(ctx, statements[k]) //nolint:sqlclosecheck // ends with its transaction
			if _, err := insert.ExecContext(ctx, r.renamed(i)...); err != nil {
				return errors.Join(err, tx.Rollback())
			}
		}
		return tx.Commit()
	})
}

func (r insertion) statement() string {
	marks := strings.TrimSuffix(strings.Repeat("?,", len(r.columns)), ",")
	return "INSERT INTO " + r.table + " (" + strings.Join(r.columns, ",") + ") VALUES (" + marks + ")"
}

// renamed returns the values of a row under ids of its own.
func (r insertion) renamed(i int) []any {
	out := make([]any, len(r.values))
	for k, v := range r.values {
		out[k] = v
		switch r.columns[k] {
		case "id", "run":
			out[k] = fmt.Sprint(v) + strconv.Itoa(i)
		case "no", "seq":
			if r.table == "audit" {
				out[k] = nil
			}
		}
	}
	return out
}

// openLike makes a database with the schema of another and the settings of the
// program.
func openLike(ctx context.Context, model, path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)"+
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=cache_size(-16000)&_pragma=temp_store(MEMORY)&_pragma=journal_size_limit(67108864)")
	if err != nil {
		return nil, fmt.Errorf("open raw database: %w", err)
	}
	db.SetMaxOpenConns(1)
	from, err := sql.Open("sqlite", "file:"+model)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	defer func() { _ = from.Close() }()
	rows, err := from.QueryContext(ctx, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'index'")
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, errors.Join(err, db.Close())
		}
		if _, err := db.ExecContext(ctx, text); err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", text, err), db.Close())
		}
	}
	return db, rows.Err()
}
