// Package golden compares output with files that are reviewed like code.
//
// A golden file lies in testdata beside its test. It is rewritten only when the
// environment says QIJU_GOLDEN=1 (make golden), never by an ordinary test run.
package golden

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Check fails tb when got differs from the file at path by a single byte, and
// says in which line. With QIJU_GOLDEN=1 in the environment it writes got to
// path instead, and makes the folders that are missing.
func Check(tb testing.TB, path string, got []byte) {
	tb.Helper()
	if os.Getenv("QIJU_GOLDEN") == "1" {
		write(tb, path, got)
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		tb.Fatalf("golden file: %v; make golden writes it", err)
	}
	if bytes.Equal(got, want) {
		return
	}
	line, g, w := difference(string(got), string(want))
	tb.Errorf("%s:%d differs (make golden rewrites it)\n got: %s\nwant: %s", path, line, g, w)
}

// write stores got, but leaves an equal file untouched, so that its time of
// change tells the truth.
func write(tb testing.TB, path string, got []byte) {
	tb.Helper()
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, got) {
		return
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		tb.Fatalf("golden file: %v", err)
	}
	if err := os.WriteFile(path, got, 0o644); err != nil {
		tb.Fatalf("golden file: %v", err)
	}
}

// difference returns the first line that differs, counted from 1, as it stands
// on either side.
func difference(got, want string) (line int, g, w string) {
	gs, ws := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := 0; i < len(gs) && i < len(ws); i++ {
		if gs[i] != ws[i] {
			return i + 1, gs[i], ws[i]
		}
	}
	if len(gs) > len(ws) {
		return len(ws) + 1, gs[len(ws)], "(end of file)"
	}
	return len(gs) + 1, "(end of output)", ws[len(gs)]
}
