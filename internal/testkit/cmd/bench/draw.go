package main

import (
	"context"
	"fmt"

	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/draw"
	"qiju/internal/chart/layout"
)

// drawing measures how long it takes to place and to draw charts.
func drawing(ctx context.Context, n scale) ([]Row, error) {
	var all []Row
	for _, nodes := range []int{20, 100, 500} {
		c := long(nodes)
		r, err := repeat(fmt.Sprintf("lay out and draw %d nodes as SVG", nodes), 1, n.draws, func(int, int) error {
			svg := draw.SVG(c, layout.Layout(c, layout.Options{}), draw.Overlay{}, draw.Options{Lang: i18n.ZH})
			if len(svg) < nodes*100 {
				return fmt.Errorf("drew %d bytes", len(svg))
			}
			return ctx.Err()
		})
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// long returns a chart of n nodes: a decision every fourth node, branches that
// skip ahead and loops that lead back.
func long(n int) *chart.Chart {
	c := &chart.Chart{ID: "L"}
	id := func(i int) string { return fmt.Sprintf("P%d", min(i, n-1)) }
	for i := range n {
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
