package notation_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"qiju/examples"
	"qiju/internal/base/i18n"
	"qiju/internal/chart/check"
	"qiju/internal/chart/notation"
	"qiju/internal/chart/source"
	"qiju/internal/testkit/golden"
)

func TestShippedChartsAreCanonical(t *testing.T) {
	t.Parallel()
	charts := examples.Charts()
	if len(charts) != 9 {
		t.Fatalf("got %d charts, want 9", len(charts))
	}
	for id, text := range charts {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			got, ds := notation.Format(text, notation.Options{})
			if len(ds) > 0 {
				t.Fatalf("reading found %v", ds)
			}
			if line := firstDifference(got, text); line > 0 {
				t.Errorf("not canonical from line %d on:\n%s", line, got)
			}
		})
	}
}

func TestShippedChartsCheckClean(t *testing.T) {
	t.Parallel()
	for id, text := range examples.Charts() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			c, _ := notation.Parse(text)
			if c.ID != id {
				t.Errorf("got chart %q, want %q", c.ID, id)
			}
			for _, d := range check.Check(c) {
				if d.Severity == source.Error {
					t.Errorf("%d:%d %s %v", d.Line, d.Col, d.Kind, d.Args)
				}
			}
		})
	}
}

func TestShippedChartsReadBackFromEverySpelling(t *testing.T) {
	t.Parallel()
	for id, text := range examples.Charts() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			c, _ := notation.Parse(text)
			for _, opt := range spellings() {
				if problem := roundTrip(c, opt); problem != "" {
					t.Errorf("%+v: %s", opt, problem)
				}
			}
		})
	}
}

func spellings() []notation.Options {
	return []notation.Options{
		{Shape: notation.Glyph, Lang: i18n.ZH},
		{Shape: notation.Glyph, Lang: i18n.EN},
		{Shape: notation.Bracket, Lang: i18n.ZH},
		{Shape: notation.Bracket, Lang: i18n.EN},
	}
}

// A comment above any line but `---` stays above it.
func TestCommentsStayAboveTheirLine(t *testing.T) {
	t.Parallel()
	for id, text := range examples.Charts() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			for i, line := range strings.SplitAfter(text, "\n") {
				bare := strings.TrimLeft(line, " ")
				if bare != "" && bare != "\n" && bare != "---\n" && !strings.HasPrefix(bare, "//") {
					fmt.Fprintf(&b, "%s// 第 %d 行\n", line[:len(line)-len(bare)], i)
				}
				b.WriteString(line)
			}
			got, ds := notation.Format(b.String(), notation.Options{})
			if len(ds) > 0 {
				t.Fatalf("reading found %v", ds)
			}
			if n := firstDifference(got, b.String()); n > 0 {
				t.Errorf("line %d: got\n%s\nwant\n%s", n, lineOf(got, n), lineOf(b.String(), n))
			}
		})
	}
}

func TestSmallChartsAreCanonical(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ex1-first", "ex2-gate", "ex3-time"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile("testdata/" + name + ".flow")
			if err != nil {
				t.Fatal(err)
			}
			got, ds := notation.Format(string(data), notation.Options{})
			if len(ds) > 0 || got != string(data) {
				t.Errorf("found %v; got\n%s", ds, got)
			}
		})
	}
}

func TestBracketsAndEnglishKeywordsAreSpelledSo(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/ex3-time.flow")
	if err != nil {
		t.Fatal(err)
	}
	got, _ := notation.Format(string(data), notation.Options{Shape: notation.Bracket, Lang: i18n.EN})
	golden.Check(t, "testdata/ex3-time.en.flow", []byte(got))
}
