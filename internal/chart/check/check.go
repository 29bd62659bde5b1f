// Package check judges the structure of a chart: whether every node can be
// reached and left, whether decisions, gates and events are complete, and
// whether tokens can get stuck.
package check

import (
	"slices"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// Check returns what is wrong or doubtful in the structure of c (§10
// "Structure" of the notation), sorted by place. c has been read without
// errors, or was made by a program: ids are unique, and arrows lead to nodes
// of their scope. A chart without errors here can be released.
func Check(c *chart.Chart) []source.Diagnostic {
	k := &checker{chart: c, pools: map[string]bool{}, lanes: map[string]bool{}}
	for _, p := range c.Pools {
		k.pools[p.ID], k.pools[p.Text.ZH], k.pools[p.Text.EN] = true, true, true
	}
	for _, l := range c.Lanes {
		k.lanes[l.ID] = true
	}
	k.scope(&c.Scope, chart.Place{Line: max(c.Line, 1), Col: 1})
	k.bands()
	k.stores()
	source.Sort(k.diags)
	return k.diags
}

// checker collects what is found in one chart.
type checker struct {
	chart *chart.Chart
	pools map[string]bool
	lanes map[string]bool
	diags []source.Diagnostic
}

func (k *checker) report(kind source.Kind, variant string, at chart.Place, args fault.Args) {
	k.diags = append(k.diags, source.New(kind, variant, at.Line, at.Col, args))
}

// about reports something about a node.
func (k *checker) about(kind source.Kind, n *chart.Node) {
	k.report(kind, "", placeOf(n), fault.Args{"node": name(n)})
}

// exit reports something about an arrow.
func (k *checker) exit(kind source.Kind, variant string, e *chart.Edge) {
	k.report(kind, variant, chart.Place{Line: e.Line, Col: e.Col}, fault.Args{"from": e.From, "to": e.To, "text": e.Text.ZH})
}

func placeOf(n *chart.Node) chart.Place {
	return chart.Place{Line: max(n.Line, 1), Col: max(n.Col, 1)}
}

// name is what a message calls a node: its id and its text.
func name(n *chart.Node) string {
	if n.Text.ZH == "" {
		return n.ID
	}
	return n.ID + " " + n.Text.ZH
}

// scope judges one level of the chart and the bodies in it. Tokens are played
// only where the plain graph is in order; else the same mistake would show
// twice.
func (k *checker) scope(s *chart.Scope, at chart.Place) {
	g := newGraph(s)
	before := len(k.diags)
	k.starts(g, at)
	k.reach(g)
	for _, n := range s.Nodes {
		k.node(g, n)
	}
	if !blocksPlay(k.diags[before:]) {
		k.play(g)
	}
	for _, n := range s.Nodes {
		if n.Body != nil {
			k.scope(n.Body, placeOf(n))
		}
	}
}

// blocksPlay reports whether something is wrong with the graph itself.
func blocksPlay(ds []source.Diagnostic) bool {
	kinds := []source.Kind{
		source.StartNone, source.StartMany, source.StartEntry, source.EndExit, source.Unreachable, source.NoEnd,
		source.ImplicitSplit, source.EventTarget, source.AnytimeShape,
	}
	return slices.ContainsFunc(ds, func(d source.Diagnostic) bool { return slices.Contains(kinds, d.Kind) })
}

// starts judges the beginning and the ends of a scope.
func (k *checker) starts(g *graph, at chart.Place) {
	if len(g.starts) == 0 {
		k.report(source.StartNone, "", at, nil)
	}
	for i, n := range g.starts {
		if i > 0 {
			k.report(source.StartMany, "", placeOf(n), fault.Args{"node": name(n), "other": name(g.starts[0])})
		}
		if len(g.in[n.ID]) > 0 {
			k.about(source.StartEntry, n)
		}
	}
	for _, n := range g.nodes {
		if isEnd(n) && len(n.Exits) > 0 {
			k.about(source.EndExit, n)
		}
	}
}

// reach reports nodes that no token reaches, and those from which none gets to
// an end. Of the latter only the places where it stops or goes round are named.
func (k *checker) reach(g *graph) {
	if len(g.starts) == 0 {
		return
	}
	reached := g.from(g.starts)
	var ends []*chart.Node
	for _, n := range g.nodes {
		if !reached[n.ID] {
			k.about(source.Unreachable, n)
		}
		if isEnd(n) {
			ends = append(ends, n)
		}
	}
	leads := g.to(ends)
	for _, n := range g.nodes {
		if reached[n.ID] && !leads[n.ID] && g.trap(n) {
			k.about(source.NoEnd, n)
		}
	}
}

// bands warns of stages without nodes.
func (k *checker) bands() {
	used := map[string]bool{}
	for _, n := range k.chart.Nodes {
		used[n.Stage] = true
	}
	for _, s := range k.chart.Stages {
		if !used[s.ID] {
			k.report(source.StageEmpty, "", chart.Place{Line: max(s.Line, 1), Col: 1}, fault.Args{"stage": s.ID + " " + s.Text.ZH})
		}
	}
}

// stores warns of data that nobody reads or writes.
func (k *checker) stores() {
	used := map[string]bool{}
	k.chart.Walk(func(_, n *chart.Node) {
		for _, id := range n.Reads {
			used[id] = true
		}
		for _, id := range n.Writes {
			used[id] = true
		}
	})
	k.chart.Walk(func(_, n *chart.Node) {
		if n.Kind == chart.Store && !used[n.ID] {
			k.about(source.StoreUnused, n)
		}
	})
}
