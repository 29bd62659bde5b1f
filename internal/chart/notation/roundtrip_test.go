package notation_test

import (
	"fmt"
	"strings"

	"qiju/internal/chart"
	"qiju/internal/chart/notation"
)

// roundTrip returns how reading a printed chart differs from the chart, and
// printing it again from the print; "" where nothing does.
func roundTrip(c *chart.Chart, opt notation.Options) string {
	text := notation.Print(c, opt)
	again, ds := notation.Parse(text)
	if len(ds) > 0 {
		return fmt.Sprintf("reading back found %+v in\n%s", ds[0], text)
	}
	if got, want := notation.Outline(again), notation.Outline(c); got != want {
		line := firstDifference(got, want)
		return fmt.Sprintf("outlines differ in line %d: got\n%s\nwant\n%s\nof\n%s", line, lineOf(got, line), lineOf(want, line), text)
	}
	if got := notation.Print(again, opt); got != text {
		return fmt.Sprintf("printing again differs from line %d on:\n%s", firstDifference(got, text), text)
	}
	return ""
}

// firstDifference returns the first line in which two texts differ, from 1; 0
// where they do not.
func firstDifference(a, b string) int {
	if a == b {
		return 0
	}
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return i + 1
		}
	}
	return min(len(as), len(bs)) + 1
}

func lineOf(text string, line int) string {
	lines := strings.Split(text, "\n")
	if line < 1 || line > len(lines) {
		return ""
	}
	return lines[line-1]
}
