package layout_test

import (
	"fmt"
	"testing"

	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/layout"
)

// long returns a chart of n nodes: a decision every fourth node, branches that
// skip ahead and loops that lead back.
func long(n int) *chart.Chart {
	c := &chart.Chart{ID: "L"}
	id := func(i int) string { return fmt.Sprintf("P%d", min(i, n-1)) }
	for i := 0; i < n; i++ {
		v := &chart.Node{ID: id(i), Kind: chart.Process, Text: i18n.Text{ZH: "编制报价单与技术说明"}}
		add := func(to int, text string) {
			e := &chart.Edge{ID: fmt.Sprintf("%s.%s.%d", v.ID, id(to), len(v.Exits)), From: v.ID, To: id(to), Text: i18n.Text{ZH: text}}
			v.Exits = append(v.Exits, e)
		}
		switch {
		case i == 0:
			v.Kind = chart.Start
			add(i+1, "")
		case i == n-1:
			v.Kind = chart.End
		case i%4 == 0:
			v.Kind = chart.Decision
			add(i+1, "是")
			add(i+3, "否")
			if i%12 == 0 {
				add(i-7, "退回")
			}
		default:
			add(i+1, "")
		}
		c.Nodes = append(c.Nodes, v)
	}
	return c
}

func TestLongChartIsDrawnWithoutFault(t *testing.T) {
	t.Parallel()
	for _, f := range faults(layout.Layout(long(500), layout.Options{})) {
		t.Error(f)
	}
}

func BenchmarkLayout(b *testing.B) {
	for _, n := range []int{20, 500} {
		c := long(n)
		b.Run(fmt.Sprintf("%d nodes", n), func(b *testing.B) {
			for b.Loop() {
				layout.Layout(c, layout.Options{})
			}
		})
	}
}
