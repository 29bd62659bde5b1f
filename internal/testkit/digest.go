package testkit

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Eyes opens a second, reading connection to the server's database: tests look
// past the program with it. The caller closes it.
func (s *Server) Eyes() (*sql.DB, error) {
	if s.postgres() {
		return sql.Open("pgx", s.DSN)
	}
	q := url.Values{"_pragma": {"busy_timeout(10000)", "query_only(1)"}}
	return sql.Open("sqlite", "file:"+(&url.URL{Path: s.DSN}).EscapedPath()+"?"+q.Encode())
}

func (s *Server) postgres() bool { return strings.HasPrefix(s.DSN, "postgres") }

// Digest returns a hash of every row of the database, without the tables
// except. Two digests are equal only when nothing was changed between them.
func (s *Server) Digest(ctx context.Context, except ...string) (string, error) {
	db, err := s.digester()
	if err != nil {
		return "", fmt.Errorf("open eyes: %w", err)
	}
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
	if s.postgres() {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY table_name"
	}
	tables, err := texts(ctx, db, query)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, table := range tables {
		if slices.Contains(except, table) {
			continue
		}
		rows, err := texts(ctx, db, "SELECT * FROM "+table) // a name that the database itself told
		if err != nil {
			return "", err
		}
		slices.Sort(rows)
		fmt.Fprintf(sum, "%s %d\n%s\n", table, len(rows), strings.Join(rows, "\n"))
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// digester returns the connection that digests use; Close closes it.
func (s *Server) digester() (*sql.DB, error) {
	s.once.Do(func() {
		if s.eyes, s.blind = s.Eyes(); s.blind == nil {
			s.eyes.SetMaxOpenConns(1)
		}
	})
	return s.eyes, s.blind
}

// texts returns the rows of a query, each as one text.
func texts(ctx context.Context, db *sql.DB, query string) (out []string, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	cells, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
		row := make([]string, len(cells))
		for i, c := range cells {
			row[i] = c.String
			if !c.Valid {
				row[i] = "NULL"
			}
		}
		out = append(out, strings.Join(row, "\x1f"))
	}
	return out, rows.Err()
}
