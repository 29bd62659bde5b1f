package sqlstore_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/store/sqlstore"
	"qiju/internal/testkit/golden"
)

// TestSchema compares what all migrations together make with the golden file
// of each database.
func TestSchema(t *testing.T) {
	t.Parallel()
	queries := map[string]string{
		"sqlite": `SELECT sql || ';' FROM sqlite_schema
			WHERE sql IS NOT NULL AND name NOT LIKE 'schema_version%' AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name`,
		"postgres": `SELECT line FROM (
			SELECT 1 AS part, table_name || '.' || column_name || ' ' || data_type ||
				COALESCE(' COLLATE ' || collation_name, '') || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END AS line
			FROM information_schema.columns WHERE table_schema = current_schema()
			UNION ALL
			SELECT 2, replace(indexdef, current_schema() || '.', '') FROM pg_indexes WHERE schemaname = current_schema()
			) s WHERE line NOT LIKE '%schema_version%' ORDER BY part, line COLLATE "C"`,
	}
	for name, fresh := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines, err := open(t, fresh(t)).Texts(t.Context(), queries[name])
			if err != nil {
				t.Fatal(err)
			}
			golden.Check(t, filepath.Join("testdata", "schema."+name+".golden"), []byte(strings.Join(lines, "\n")+"\n"))
		})
	}
}

// TestMigrationsNeverChange compares the check sums of the migrations with those
// that were released: a released migration is never edited, and none has a way
// back.
func TestMigrationsNeverChange(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("migration/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no migrations: %v", err)
	}
	slices.Sort(files)
	var sums strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "goose Down") {
			t.Errorf("%s has a way back; migrations go forward only", file)
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(text), filepath.Base(file))
	}
	golden.Check(t, filepath.Join("testdata", "migrations.golden"), []byte(sums.String()))
}

func TestOtherSchemasAreRefused(t *testing.T) {
	t.Parallel()
	for name, fresh := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := fresh(t)
			_, err := sqlstore.Open(t.Context(), dsn, sqlstore.Options{AsIs: true})
			if f := fault.Of(err); f == nil || f.Key != "store.schema_older" {
				t.Errorf("an empty database, not to be migrated: got %v, want store.schema_older", err)
			}
			s, err := sqlstore.Open(t.Context(), dsn, sqlstore.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Exec(t.Context(), "INSERT INTO schema_version (version_id, is_applied) VALUES (99999, TRUE)"); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			_, err = sqlstore.Open(t.Context(), dsn, sqlstore.Options{})
			f := fault.Of(err)
			if f == nil || f.Kind != fault.Conflict || f.Key != "store.schema_newer" || f.Args["schema"] != int64(99999) {
				t.Errorf("a newer schema: got %v, want store.schema_newer", err)
			}
		})
	}
}

func TestOpenAgainKeepsEverything(t *testing.T) {
	t.Parallel()
	for name, fresh := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := fresh(t)
			s, err := sqlstore.Open(t.Context(), dsn, sqlstore.Options{})
			if err != nil {
				t.Fatal(err)
			}
			fill(t, s, 3)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again, err := sqlstore.Open(t.Context(), dsn, sqlstore.Options{AsIs: true})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = again.Close() })
			ids, err := again.Texts(t.Context(), "SELECT id FROM opportunities ORDER BY id")
			if want := []string{"opp_000000", "opp_000001", "opp_000002"}; err != nil || !slices.Equal(ids, want) {
				t.Errorf("got %v, %v, want %v", ids, err, want)
			}
		})
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, dsn string
		kind      fault.Kind
	}{
		{"a folder that does not exist", filepath.Join(t.TempDir(), "none", "qiju.db"), fault.NotFound},
		{"an address that is none", "postgres://%zz", fault.Invalid},
		{"a server that is not there", "postgres://127.0.0.1:1/qiju?connect_timeout=2", fault.Busy},
	} {
		_, err := sqlstore.Open(t.Context(), c.dsn, sqlstore.Options{})
		if !fault.Is(err, c.kind) {
			t.Errorf("%s: got %v, want a fault of kind %d", c.name, err, c.kind)
		}
	}
}
