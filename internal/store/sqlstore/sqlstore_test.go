package sqlstore_test

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qiju/internal/store"
	"qiju/internal/store/sqlstore"
	"qiju/internal/store/storetest"
)

// databases returns how to make a fresh, empty database of each kind: SQLite
// always, PostgreSQL where QIJU_TEST_PG names a server (make pg starts one).
func databases() map[string]func(t testing.TB) string {
	all := map[string]func(t testing.TB) string{"sqlite": sqliteFile}
	if server := os.Getenv("QIJU_TEST_PG"); server != "" {
		all["postgres"] = func(t testing.TB) string { return postgresSchema(t, server) }
	}
	return all
}

func sqliteFile(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "qiju.db")
}

// postgresSchema makes a schema for one test and returns the address that
// finds it.
func postgresSchema(t testing.TB, server string) string {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	name := "t" + strings.ToLower(rand.Text())
	if _, err := db.ExecContext(t.Context(), "CREATE SCHEMA "+name); err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	q := address.Query()
	q.Set("search_path", name)
	q.Set("application_name", name)
	address.RawQuery = q.Encode()
	return address.String()
}

// open opens a database that is closed with the test.
func open(t testing.TB, dsn string) *sqlstore.Store {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), dsn, sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func TestConformance(t *testing.T) {
	t.Parallel()
	for name, fresh := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T) store.Store { return open(t, fresh(t)) })
		})
	}
}
