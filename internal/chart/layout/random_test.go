package layout_test

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"qiju/internal/base/i18n"
	"qiju/internal/chart"
)

// anyChart draws a chart of up to size nodes, sound or not: with loops, arrows
// of a node to itself, unreachable nodes, sub-processes, boundary events,
// stores, annotations and texts of any length.
func anyChart(t *rapid.T, size int) *chart.Chart {
	g := maker{t: t, c: &chart.Chart{ID: "F"}}
	for i := rapid.IntRange(0, 4).Draw(t, "stages"); i > 0; i-- {
		g.c.Stages = append(g.c.Stages, chart.Stage{ID: fmt.Sprintf("ST%d", i), Text: g.text(12)})
	}
	for i := rapid.IntRange(0, 3).Draw(t, "stores"); i > 0; i-- {
		n := &chart.Node{ID: fmt.Sprintf("DS%d", i), Kind: chart.Store, Text: g.text(14)}
		g.stores = append(g.stores, n.ID)
		g.c.Nodes = append(g.c.Nodes, n)
	}
	if rapid.IntRange(0, 5).Draw(t, "chart note") == 0 {
		g.c.Notes = append(g.c.Notes, chart.Note{ID: "N0", Text: g.text(40)})
	}
	g.c.Nodes = append(g.c.Nodes, g.scope(rapid.IntRange(1, size).Draw(t, "nodes"), 0)...)
	return g.c
}

type maker struct {
	t      *rapid.T
	c      *chart.Chart
	stores []string
	ids    int
	edges  map[string]int
}

func (g *maker) text(most int) i18n.Text {
	n := rapid.IntRange(0, most).Draw(g.t, "length")
	alphabet := []rune("客户报价合同评审样品验厂与的,、。?：（）“”ab WxmR2 /-…")
	var b strings.Builder
	for ; n > 0; n-- {
		b.WriteRune(alphabet[rapid.IntRange(0, len(alphabet)-1).Draw(g.t, "rune")])
	}
	return i18n.Text{ZH: b.String()}
}

func (g *maker) scope(n, depth int) []*chart.Node {
	kinds := []chart.Kind{
		chart.Process, chart.Process, chart.Process, chart.Decision, chart.Decision, chart.Parallel,
		chart.Inclusive, chart.FirstOf, chart.Event, chart.Start, chart.End, chart.Terminate,
	}
	var nodes []*chart.Node
	for i := 0; i < n; i++ {
		g.ids++
		v := &chart.Node{ID: fmt.Sprintf("P%d", g.ids), Kind: rapid.SampledFrom(kinds).Draw(g.t, "kind"), Text: g.text(24)}
		if len(g.c.Stages) > 0 {
			if s := rapid.IntRange(-1, len(g.c.Stages)-1).Draw(g.t, "stage"); s >= 0 {
				v.Stage = g.c.Stages[s].ID
			}
		}
		g.facts(v, depth)
		nodes = append(nodes, v)
	}
	for i := rapid.IntRange(0, 2*n).Draw(g.t, "arrows"); i > 0; i-- {
		g.arrow(rapid.SampledFrom(nodes).Draw(g.t, "from"), rapid.SampledFrom(nodes).Draw(g.t, "to"))
	}
	return nodes
}

func (g *maker) facts(v *chart.Node, depth int) {
	roll := rapid.IntRange(0, 23).Draw(g.t, "facts")
	switch {
	case roll < 3 && len(g.stores) > 0:
		v.Reads = append(v.Reads, rapid.SampledFrom(g.stores).Draw(g.t, "reads"))
		v.Writes = append(v.Writes, rapid.SampledFrom(g.stores).Draw(g.t, "writes"))
	case roll == 3:
		v.Notes = append(v.Notes, chart.Note{ID: "N" + v.ID, Text: g.text(30)})
	case roll == 4 && v.Kind == chart.Process && depth < 2:
		v.Body = &chart.Scope{Nodes: g.scope(rapid.IntRange(1, 5).Draw(g.t, "body"), depth+1)}
		v.Anytime = rapid.Bool().Draw(g.t, "anytime")
	}
}

func (g *maker) arrow(from, to *chart.Node) {
	if g.edges == nil {
		g.edges = map[string]int{}
	}
	key := from.ID + "." + to.ID
	g.edges[key]++
	id := key
	if k := g.edges[key]; k > 1 {
		id = fmt.Sprintf("%s.%d", key, k)
	}
	e := &chart.Edge{ID: id, From: from.ID, To: to.ID}
	if from.Kind == chart.Process && rapid.IntRange(0, 7).Draw(g.t, "boundary") == 0 {
		b := chart.Boundary{ID: fmt.Sprintf("T%d", len(g.edges)), Kind: chart.Timer, Name: g.text(6), Exit: e}
		e.ID, e.From = b.ID+"."+to.ID+"."+id, b.ID
		from.Bounds = append(from.Bounds, b)
		return
	}
	e.Text = g.text(10)
	from.Exits = append(from.Exits, e)
}
