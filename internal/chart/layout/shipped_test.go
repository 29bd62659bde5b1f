package layout_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/layout"
	"qiju/internal/chart/notation"
)

// shipped returns the charts of a new installation by their id.
func shipped(t *testing.T) map[string]*chart.Chart {
	t.Helper()
	files, err := filepath.Glob("../../../examples/charts/*.flow")
	if err != nil || len(files) != 9 {
		t.Fatalf("examples/charts holds %d charts (%v), want 9", len(files), err)
	}
	charts := map[string]*chart.Chart{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		c, _ := notation.Parse(string(text))
		charts[c.ID] = c
	}
	return charts
}

func TestShippedChartsAreDrawnWithoutFault(t *testing.T) {
	t.Parallel()
	for id, c := range shipped(t) {
		for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
			for _, width := range []int{0, 1200} {
				t.Run(fmt.Sprintf("%s in %s, %d px wide", id, lang, width), func(t *testing.T) {
					t.Parallel()
					opts := layout.Options{Lang: lang, MaxWidth: width}
					d := layout.Layout(c, opts)
					for _, f := range faults(d) {
						t.Error(f)
					}
					if again := layout.Layout(c, opts); !reflect.DeepEqual(d, again) {
						t.Error("the same chart was laid out in two ways")
					}
				})
			}
		}
	}
}

func TestEveryNodeAndArrowHasAPlace(t *testing.T) {
	t.Parallel()
	for id, c := range shipped(t) {
		d := layout.Layout(c, layout.Options{})
		places := map[string]int{}
		for _, n := range d.Nodes {
			places[n.ID]++
		}
		for _, e := range d.Edges {
			places[e.ID]++
		}
		c.Walk(func(_, n *chart.Node) {
			if places[n.ID] == 0 {
				t.Errorf("%s: node %s has no place", id, n.ID)
			}
			for _, e := range n.Exits {
				if places[e.ID] != 1 {
					t.Errorf("%s: arrow %s is drawn %d times, want once", id, e.ID, places[e.ID])
				}
			}
		})
	}
}

func TestStagesAreColumnsAndEndingsLieBelow(t *testing.T) {
	t.Parallel()
	c := shipped(t)["F2"]
	d := layout.Layout(c, layout.Options{})
	ground := map[string]layout.Rect{}
	var ends layout.Rect
	left := -1
	for _, b := range d.Bands {
		switch b.Kind {
		case layout.StageBand:
			ground[b.ID] = b.Rect
			if b.X <= left {
				t.Errorf("stage %s begins at %d, not right of the one before at %d", b.ID, b.X, left)
			}
			left = b.X
		case layout.EndBand:
			ends = b.Rect
		case layout.LooseBand:
		}
	}
	boxes := map[string]layout.Rect{}
	for _, n := range d.Nodes {
		if n.For == "" {
			boxes[n.ID] = n.Rect
		}
	}
	for _, n := range c.Nodes {
		switch {
		case n.Kind == chart.Store || n.Anytime:
		case n.Stage == "":
			if !ends.Holds(boxes[n.ID]) {
				t.Errorf("%s %v stands outside the stages, want it in the band of the endings %v", n.ID, boxes[n.ID], ends)
			}
		case !ground[n.Stage].Holds(boxes[n.ID]):
			t.Errorf("%s %v stands not in its stage %v", n.ID, boxes[n.ID], ground[n.Stage])
		}
	}
}

func TestTimeRunsDownward(t *testing.T) {
	t.Parallel()
	d := layout.Layout(shipped(t)["F2"], layout.Options{})
	y := map[string]int{}
	for _, n := range d.Nodes {
		y[n.ID] = n.Y
	}
	for _, chain := range [][]string{{"S", "A1", "A2", "G1"}, {"X1", "B2", "X2", "G2", "G2a", "Z2"}, {"D1", "D2", "D3", "G4", "G4a", "Z3"}} {
		for i := 1; i < len(chain); i++ {
			if y[chain[i]] <= y[chain[i-1]] {
				t.Errorf("%s stands at %d, not below %s at %d", chain[i], y[chain[i]], chain[i-1], y[chain[i-1]])
			}
		}
	}
}

func TestMaxWidthStacksParallelBranches(t *testing.T) {
	t.Parallel()
	c := shipped(t)["F2"]
	wide, narrow := layout.Layout(c, layout.Options{}), layout.Layout(c, layout.Options{MaxWidth: 1200})
	if narrow.Width >= wide.Width {
		t.Errorf("stacked drawing is %d px wide, want less than %d", narrow.Width, wide.Width)
	}
}

func TestFoldsMakeALongChartLandscape(t *testing.T) {
	t.Parallel()
	c := shipped(t)["F1"]
	one, three := layout.Layout(c, layout.Options{Folds: 1}), layout.Layout(c, layout.Options{Folds: 3})
	if three.Height >= one.Height || three.Width <= one.Width {
		t.Errorf("three folds measure %d × %d, one %d × %d", three.Width, three.Height, one.Width, one.Height)
	}
}

func TestMovesDoNotMoveNodesApart(t *testing.T) {
	t.Parallel()
	c := shipped(t)["F2"]
	moves := []layout.Move{{ID: "jump", From: "D1", To: "D3"}, {ID: "back", From: "G4", To: "B2"}, {ID: "lost", From: "G4", To: "nowhere"}}
	plain, with := layout.Layout(c, layout.Options{}), layout.Layout(c, layout.Options{Moves: moves})
	for _, f := range faults(with) {
		t.Error(f)
	}
	if got, want := len(with.Edges), len(plain.Edges)+2; got != want {
		t.Errorf("%d arrows drawn, want %d", got, want)
	}
	for i, n := range plain.Nodes {
		if m := with.Nodes[i]; m.ID != n.ID || m.W != n.W || m.X < n.X-60 || m.X > n.X+60 {
			t.Errorf("%s %v stands at %s %v when moves are drawn", n.ID, n.Rect, m.ID, m.Rect)
		}
	}
}
