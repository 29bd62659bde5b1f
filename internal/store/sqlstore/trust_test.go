package sqlstore_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/sales/account"
	"qiju/internal/store"
	"qiju/internal/store/sqlstore"
)

// TestP13_TamperingIsFound changes the audit behind the program's back, in every
// way that a single statement can.
func TestP13_TamperingIsFound(t *testing.T) {
	t.Parallel()
	const lines = 12
	for _, c := range []struct {
		name, sql, problem string
		bad                int64
	}{
		{"content of a line", "UPDATE audit SET body = replace(body, 'note', 'gift') WHERE seq = 5", "audit.content_changed", 5},
		{"content of the first line", "UPDATE audit SET body = replace(body, 'note', 'gift') WHERE seq = 1", "audit.content_changed", 1},
		{"content and its hash", "UPDATE audit SET body = 'x', hash = 'y' WHERE seq = 5", "audit.content_changed", 5},
		{"hash of a line", "UPDATE audit SET hash = 'x' WHERE seq = 5", "audit.content_changed", 5},
		{"link of a line", "UPDATE audit SET chain = 'x' WHERE seq = 5", "audit.link_broken", 5},
		{"subject column", "UPDATE audit SET subject = 'opp_9' WHERE seq = 5", "audit.content_changed", 5},
		{"key column", "UPDATE audit SET record = 'acc_9' WHERE seq = 5", "audit.content_changed", 5},
		{"author column", "UPDATE audit SET author = 'stf_9' WHERE seq = 5", "audit.content_changed", 5},
		{"id column", "UPDATE audit SET id = 'aud_x' WHERE seq = 5", "audit.content_changed", 5},
		{"a line removed", "DELETE FROM audit WHERE seq = 5", "audit.line_missing", 5},
		{"the first line removed", "DELETE FROM audit WHERE seq = 1", "audit.line_missing", 1},
		{"the last line removed", fmt.Sprintf("DELETE FROM audit WHERE seq = %d", lines), "audit.end_missing", lines},
		{"all lines removed", "DELETE FROM audit", "audit.end_missing", 1},
		{"a line unlinked", "UPDATE audit SET seq = NULL WHERE seq = 5", "audit.line_missing", 5},
		{"the head", "UPDATE audit_head SET chain = 'x'", "audit.head_changed", lines},
		{"the head moved back", "UPDATE audit_head SET seq = 3", "audit.head_changed", lines},
		{"a line added", `INSERT INTO audit (id, subject, record, author, body, hash, seq, chain)
			SELECT 'aud_x', subject, record, author, body, hash, 13, chain FROM audit WHERE seq = 5`, "audit.content_changed", 13},
		{"an unlinked line", "UPDATE audit SET body = replace(body, 'note', 'gift') WHERE seq IS NULL", "audit.content_changed", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := open(t, sqliteFile(t))
			appendLines(t, s, 0, lines)
			if n, err := s.LinkAudit(t.Context(), 1, 100); n != lines || err != nil {
				t.Fatal(n, err)
			}
			appendLines(t, s, lines, lines+1)
			if report, err := s.VerifyAudit(t.Context()); err != nil || !report.OK {
				t.Fatalf("before: %+v, %v", report, err)
			}
			if n, err := s.Exec(t.Context(), c.sql); n == 0 || err != nil {
				t.Fatal(n, err)
			}
			report, err := s.VerifyAudit(t.Context())
			if err != nil || report.OK || report.Problem != c.problem || report.BadSeq != c.bad {
				t.Errorf("got %+v, %v, want %s at %d", report, err, c.problem, c.bad)
			}
		})
	}
}

// TestP13_ExchangedLinesAreFound lets two lines change their places.
func TestP13_ExchangedLinesAreFound(t *testing.T) {
	t.Parallel()
	s := open(t, sqliteFile(t))
	appendLines(t, s, 0, 5)
	if _, err := s.LinkAudit(t.Context(), 1, 100); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"UPDATE audit SET seq = -2 WHERE seq = 2", "UPDATE audit SET seq = 2 WHERE seq = 3", "UPDATE audit SET seq = 3 WHERE seq = -2",
	} {
		if _, err := s.Exec(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	report, err := s.VerifyAudit(t.Context())
	if err != nil || report.Problem != "audit.link_broken" || report.BadSeq != 2 {
		t.Errorf("got %+v, %v, want audit.link_broken at 2", report, err)
	}
}

func appendLines(t *testing.T, s *sqlstore.Store, from, to int) {
	t.Helper()
	err := s.Update(t.Context(), func(tx store.Tx) error {
		for i := from; i < to; i++ {
			line := store.AuditLine{ID: fmt.Sprintf("aud_%02d", i), By: "stf_1", Act: "note", Subject: "opp_1", Key: "acc_1"}
			if err := tx.AppendAudit(t.Context(), line); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestP2_SettingsSurviveAPowerCut asks the writing connection for its settings.
func TestP2_SettingsSurviveAPowerCut(t *testing.T) {
	t.Parallel()
	path := sqliteFile(t)
	s := open(t, path)
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000", "query_only": "0",
	} {
		if got, err := s.Writing(t.Context(), "PRAGMA "+pragma); err != nil || got != want {
			t.Errorf("%s of the writer: got %s, %v, want %s", pragma, got, err, want)
		}
	}
	if got, err := s.Texts(t.Context(), "PRAGMA query_only"); err != nil || got[0] != "1" {
		t.Errorf("query_only of a reader: got %v, %v, want 1", got, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the file: got %v, %v, want 0600", info.Mode(), err)
	}
}

// TestFullDiskIsFull limits the file instead of the disk: SQLite reports both
// alike.
func TestFullDiskIsFull(t *testing.T) {
	t.Parallel()
	s := open(t, sqliteFile(t))
	pages, err := s.Writing(t.Context(), "PRAGMA page_count")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Writing(t.Context(), "PRAGMA max_page_count = "+pages); err != nil {
		t.Fatal(err)
	}
	big := func(tx store.Tx) error {
		a := account.Account{ID: "acc_1", Name: i18n.Text{ZH: string(make([]byte, 100_000))}}
		_, err := tx.PutAccount(t.Context(), a)
		return err
	}
	if err := s.Update(t.Context(), big); !fault.Is(err, fault.Full) {
		t.Errorf("got %v, want a fault.Full", err)
	}
	if _, err := s.Writing(t.Context(), "PRAGMA max_page_count = 100000"); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), big); err != nil {
		t.Errorf("when there is room again: %v", err)
	}
}

// TestUpdateWaitsForAnotherProcess holds SQLite's write lock from outside.
func TestUpdateWaitsForAnotherProcess(t *testing.T) {
	t.Parallel()
	path := sqliteFile(t)
	s := open(t, path)
	other, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	conn, err := other.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	var done sync.WaitGroup
	done.Go(func() {
		if err := s.Ping(t.Context()); err != nil {
			t.Errorf("ping: %v", err)
		}
	})
	if _, err := conn.ExecContext(t.Context(), "COMMIT"); err != nil {
		t.Fatal(err)
	}
	done.Wait()
}

func TestFileNamesNeedNoEscaping(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "大客户 100% #1?")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "棋局.db")
	fill(t, open(t, path), 2)
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		t.Errorf("%s: %v, %v; want the database there", path, info, err)
	}
}
