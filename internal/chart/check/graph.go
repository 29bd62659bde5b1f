package check

import "qiju/internal/chart"

// graph is the flow of one scope: the nodes a token can stand on, without
// stores and event sub-processes, and the arrows between them.
type graph struct {
	nodes  []*chart.Node
	byID   map[string]*chart.Node
	starts []*chart.Node
	out    map[string][]*chart.Edge // by source, with those of boundary events
	in     map[string][]*chart.Edge // by target
}

func newGraph(s *chart.Scope) *graph {
	g := &graph{
		byID: map[string]*chart.Node{},
		out:  map[string][]*chart.Edge{},
		in:   map[string][]*chart.Edge{},
	}
	for _, n := range s.Nodes {
		g.byID[n.ID] = n
		if n.Kind == chart.Store || n.Anytime {
			continue
		}
		g.nodes = append(g.nodes, n)
		if n.Kind == chart.Start {
			g.starts = append(g.starts, n)
		}
	}
	for _, n := range s.Nodes {
		for _, e := range n.Exits {
			g.add(n, e)
		}
		for _, b := range n.Bounds {
			if b.Exit != nil {
				g.add(n, b.Exit)
			}
		}
	}
	return g
}

func (g *graph) add(n *chart.Node, e *chart.Edge) {
	if g.byID[e.To] == nil {
		return
	}
	g.out[n.ID] = append(g.out[n.ID], e)
	g.in[e.To] = append(g.in[e.To], e)
}

// from returns the ids of the nodes that can be reached from some nodes.
func (g *graph) from(roots []*chart.Node) map[string]bool {
	return g.spread(roots, func(id string, visit func(string)) {
		for _, e := range g.out[id] {
			visit(e.To)
		}
	})
}

// to returns the ids of the nodes from which some nodes can be reached.
func (g *graph) to(roots []*chart.Node) map[string]bool {
	return g.spread(roots, func(id string, visit func(string)) {
		for _, e := range g.in[id] {
			visit(e.From)
		}
	})
}

func (g *graph) spread(roots []*chart.Node, next func(id string, visit func(string))) map[string]bool {
	seen := map[string]bool{}
	var work []string
	visit := func(id string) {
		if !seen[id] {
			seen[id] = true
			work = append(work, id)
		}
	}
	for _, n := range roots {
		visit(n.ID)
	}
	for len(work) > 0 {
		id := work[len(work)-1]
		work = work[:len(work)-1]
		next(id, visit)
	}
	return seen
}

// trap reports whether n has no way out, or is part of a circle that has none.
func (g *graph) trap(n *chart.Node) bool {
	ahead := g.from([]*chart.Node{n})
	back := g.to([]*chart.Node{n})
	for id := range ahead {
		if !back[id] {
			return false
		}
	}
	return true
}

func isEnd(n *chart.Node) bool { return n.Kind == chart.End || n.Kind == chart.Terminate }
