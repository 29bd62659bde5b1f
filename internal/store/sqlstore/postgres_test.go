package sqlstore_test

import (
	"errors"
	"sync"
	"testing"

	"qiju/internal/store"
	"qiju/internal/store/sqlstore"
)

// onPostgres runs what only PostgreSQL can show, where there is one.
func onPostgres(t *testing.T, test func(t *testing.T, s *sqlstore.Store)) {
	t.Helper()
	for name, fresh := range databases() {
		if name == "postgres" {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				test(t, open(t, fresh(t)))
			})
		}
	}
}

// TestUpdateRunsAgain lets two transactions lock each other out, which
// PostgreSQL ends by refusing one: its function must run a second time.
func TestUpdateRunsAgain(t *testing.T) {
	t.Parallel()
	onPostgres(t, func(t *testing.T, s *sqlstore.Store) {
		t.Helper()
		var (
			mine, yours = make(chan struct{}), make(chan struct{})
			runs        [2]int
			all         sync.WaitGroup
			once        [2]sync.Once
		)
		lock := func(i int, first, second string, say, hear chan struct{}) {
			err := s.Update(t.Context(), func(tx store.Tx) error {
				runs[i]++
				if _, err := tx.NextNumber(t.Context(), first); err != nil {
					return err
				}
				once[i].Do(func() { close(say) })
				<-hear
				_, err := tx.NextNumber(t.Context(), second)
				return err
			})
			if err != nil {
				t.Errorf("transaction %d: %v", i, err)
			}
		}
		all.Go(func() { lock(0, "A", "B", mine, yours) })
		all.Go(func() { lock(1, "B", "A", yours, mine) })
		all.Wait()
		if runs[0]+runs[1] < 3 {
			t.Errorf("runs of the functions: got %v, want at least three together", runs)
		}
		for _, series := range []string{"A", "B"} {
			err := s.Update(t.Context(), func(tx store.Tx) error {
				n, err := tx.NextNumber(t.Context(), series)
				if n != 3 {
					t.Errorf("series %s: got %d, want 3", series, n)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestLostConnectionsAreReplaced ends the server's side of the connections that
// were used: nobody may notice.
func TestLostConnectionsAreReplaced(t *testing.T) {
	t.Parallel()
	onPostgres(t, func(t *testing.T, s *sqlstore.Store) {
		t.Helper()
		broke := errors.New("broke")
		if err := s.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := s.Update(t.Context(), func(store.Tx) error { return broke }); !errors.Is(err, broke) {
			t.Fatalf("got %v, want the error of the function", err)
		}
		ended, err := s.Texts(t.Context(), `SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
			WHERE pid <> pg_backend_pid() AND application_name = current_setting('application_name')`)
		if err != nil || len(ended) < 2 {
			t.Fatalf("ended %v, %v; want two connections at least", ended, err)
		}
		for range 40 {
			if err := s.Ping(t.Context()); err != nil {
				t.Errorf("ping: %v", err)
			}
		}
	})
}
