package notation_test

import (
	"testing"

	"pgregory.net/rapid"

	"qiju/examples"
	"qiju/internal/chart/notation"
	"qiju/internal/chart/source"
)

func TestEveryChartReadsBackFromEverySpelling(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := anyChart().Draw(t, "chart")
		for _, opt := range spellings() {
			if problem := roundTrip(c, opt); problem != "" {
				t.Fatalf("%+v: %s", opt, problem)
			}
		}
	})
}

func TestMutilatedChartsNeverPanicAndKeepTheirCaretsInside(t *testing.T) {
	t.Parallel()
	text := []rune(examples.Charts()["F2"])
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.IntRange(0, len(text)-1).Draw(t, "from")
		to := min(len(text), from+rapid.IntRange(0, 600).Draw(t, "length"))
		cut := rapid.IntRange(from, to).Draw(t, "cut")
		piece := rapid.SampledFrom(hostile()).Draw(t, "piece")
		judge(t, string(text[from:cut])+piece+string(text[cut:to]))
	})
}

// failer is what testing.T and rapid.T have in common here.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// judge reads any text: carets stand inside their lines, and what is accepted
// reads back.
func judge(t failer, text string) {
	t.Helper()
	c, ds := notation.Parse(text)
	seen := text
	if boxes, d := notation.Unbox(text); d == nil && boxes != "" {
		seen = boxes
	}
	lines := source.Split(seen)
	for _, d := range ds {
		inside := d.Line >= 1 && d.Line <= len(lines) && d.Col >= 1 && d.Col <= len(lines[d.Line-1].Raw)+1
		if !inside && d.Kind != source.FlowMissing {
			t.Fatalf("%s %d:%d is outside of\n%s", d.Kind, d.Line, d.Col, text)
		}
	}
	if source.HasErrors(ds) {
		return
	}
	for _, opt := range spellings() {
		if problem := roundTrip(c, opt); problem != "" {
			t.Fatalf("%+v: %s\nfrom\n%s", opt, problem, text)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range examples.Charts() {
		f.Add(text)
	}
	for _, text := range hostile() {
		f.Add("F 流程 甲\nA ⬛ " + text + " => B\nB ▲ 乙\n=" + text + "=> A 当 x > 1 // " + text)
	}
	f.Fuzz(func(t *testing.T, text string) { judge(t, text) })
}
