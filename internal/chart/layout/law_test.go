package layout_test

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"qiju/internal/base/i18n"
	"qiju/internal/chart/layout"
)

func TestAnyChartIsDrawnWithoutFault(t *testing.T) {
	t.Parallel()
	for part := 1; part <= 3; part++ { // 100 charts each
		t.Run(fmt.Sprintf("part %d", part), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, drawsWithoutFault)
		})
	}
}

// drawsWithoutFault is the law of every drawing.
func drawsWithoutFault(t *rapid.T) {
	c := anyChart(t, 24)
	opts := layout.Options{
		Lang:     rapid.SampledFrom([]i18n.Lang{i18n.ZH, i18n.EN}).Draw(t, "lang"),
		MaxWidth: rapid.SampledFrom([]int{0, 300}).Draw(t, "width"),
		Folds:    rapid.IntRange(0, 3).Draw(t, "folds"),
	}
	for i := rapid.IntRange(0, 2).Draw(t, "moves"); i > 0; i-- {
		from, to := rapid.SampledFrom(c.Nodes).Draw(t, "from"), rapid.SampledFrom(c.Nodes).Draw(t, "to")
		opts.Moves = append(opts.Moves, layout.Move{ID: fmt.Sprintf("move%d", i), From: from.ID, To: to.ID})
	}
	d := layout.Layout(c, opts)
	for _, f := range faults(d) {
		t.Errorf("%s", f)
	}
	if again := layout.Layout(c, opts); !reflect.DeepEqual(d, again) {
		t.Errorf("the same chart was laid out in two ways")
	}
}
