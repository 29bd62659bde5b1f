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
func databases() map[string]func(testing.TB) string {
	all := map[string]func(testing.TB) string{"sqlite": sqliteFile}
	if server := os.Getenv("QIJU_TEST_PG"); server != "" {
		all["postgres"] = func(tb testing.TB) string {
			tb.Helper()
			return postgresSchema(tb, server)
		}
	}
	return all
}

func sqliteFile(tb testing.TB) string {
	tb.Helper()
	return filepath.Join(tb.TempDir(), "qiju.db")
}

// postgresSchema makes a schema for one test and returns the address that
// finds it.
func postgresSchema(tb testing.TB, server string) string {
	tb.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	name := "t" + strings.ToLower(rand.Text())
	if _, err := db.ExecContext(tb.Context(), "CREATE SCHEMA "+name); err != nil {
		tb.Fatal(err)
	}
	address, err := url.Parse(server)
	if err != nil {
		tb.Fatal(err)
	}
	q := address.Query()
	q.Set("search_path", name)
	q.Set("application_name", name)
	address.RawQuery = q.Encode()
	return address.String()
}

// open opens a database that is closed with the test.
func open(tb testing.TB, dsn string) *sqlstore.Store {
	tb.Helper()
	s, err := sqlstore.Open(tb.Context(), dsn, sqlstore.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("close: %v", err)
		}
	})
	return s
}

func TestConformance(t *testing.T) {
	t.Parallel()
	for name, fresh := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T) store.Store {
				t.Helper()
				return open(t, fresh(t))
			})
		})
	}
}
