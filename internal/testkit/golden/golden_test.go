package golden_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qiju/internal/testkit/golden"
)

// listener records what Check says instead of failing.
type listener struct {
	testing.TB
	said string
}

func (*listener) Helper() {}

func (l *listener) Errorf(format string, args ...any) {
	l.said = format
	for _, a := range args {
		if s, ok := a.(string); ok {
			l.said += "|" + s
		}
	}
}

// TestCheck does not run in parallel: it sets the environment.
func TestCheck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "a.golden")

	t.Setenv("QIJU_GOLDEN", "1")
	golden.Check(t, path, []byte("one\ntwo\n"))
	if b, err := os.ReadFile(path); err != nil || string(b) != "one\ntwo\n" {
		t.Fatalf("rewritten file holds %q, %v", b, err)
	}

	t.Setenv("QIJU_GOLDEN", "")
	tests := []struct {
		name, got string
		says      []string // nothing: equal
	}{
		{"equal output passes", "one\ntwo\n", nil},
		{"a changed line is shown", "one\n2\n", []string{"|2|two"}},
		{"a longer output is shown", "one\ntwo\nthree", []string{"|three|"}},
		{"a shorter output is shown", "one", []string{"(end of output)", "two"}},
		{"a missing line break at the end is seen", "one\ntwo", []string{"(end of output)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := &listener{TB: t}
			golden.Check(l, path, []byte(tt.got))
			if (l.said == "") != (tt.says == nil) {
				t.Fatalf("said %q", l.said)
			}
			for _, want := range tt.says {
				if !strings.Contains(l.said, want) {
					t.Errorf("said %q, want it to name %q", l.said, want)
				}
			}
		})
	}
}
