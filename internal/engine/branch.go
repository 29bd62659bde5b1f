package engine

import (
	"slices"

	"qiju/internal/chart"
)

// fork is one exit of a parallel split.
type fork struct{ split, edge string }

// branch says in which parallel parts a node stands, outermost first. It is
// empty on the trunk. Moving a token from one branch into another would leave a
// join waiting for ever; therefore placing and returning ask it.
type branch []fork

// holds reports whether b is other or leads to it.
func (b branch) holds(other branch) bool {
	return len(b) <= len(other) && slices.Equal(b, other[:len(b)])
}

// findBranches follows all arrows from the start and notes the branch of each
// node. Nodes that are reached in several branches, and all behind them, have no
// clear place and are left out; so are nodes that are never reached.
func findBranches(rel *Release) map[string]branch {
	w := branchWalk{rel: rel, at: map[string]branch{}, split: map[string]string{}, unclear: map[string]bool{}}
	if rel.start != nil {
		w.reach(rel.start, branch{})
	}
	for len(w.queue) > 0 {
		n := w.queue[0]
		w.queue = w.queue[1:]
		w.follow(n)
	}
	for id := range w.unclear {
		delete(w.at, id)
	}
	return w.at
}

// branchWalk is one run of findBranches.
type branchWalk struct {
	rel     *Release
	at      map[string]branch
	split   map[string]string // join → split that it closes
	unclear map[string]bool
	queue   []*chart.Node
}

// follow walks the exits of n.
func (w *branchWalk) follow(n *chart.Node) {
	for _, e := range n.Exits {
		to := w.rel.nodes[e.To]
		switch {
		case to == nil:
		case w.unclear[n.ID]:
			w.blur(to)
		default:
			w.walk(n, e, to)
		}
	}
}

// walk carries the branch of n along e.
func (w *branchWalk) walk(n *chart.Node, e *chart.Edge, to *chart.Node) {
	b := w.at[n.ID]
	if n.Kind == chart.Parallel && len(n.Exits) > 1 {
		b = append(slices.Clone(b), fork{n.ID, e.ID})
	}
	if !w.rel.isJoin(to) {
		w.reach(to, b)
		return
	}
	if len(b) == 0 {
		w.blur(to)
		return
	}
	split := b[len(b)-1].split
	if was, seen := w.split[to.ID]; seen && was != split || len(w.rel.nodes[split].Exits) != len(w.rel.incoming[to.ID]) {
		w.blur(to)
		return
	}
	w.split[to.ID] = split
	w.reach(to, b[:len(b)-1])
}

// reach notes that n stands in b.
func (w *branchWalk) reach(n *chart.Node, b branch) {
	was, seen := w.at[n.ID]
	switch {
	case seen && !slices.Equal(was, b):
		w.blur(n)
	case !seen:
		w.at[n.ID] = b
		w.queue = append(w.queue, n)
	}
}

// blur notes that n has no clear place.
func (w *branchWalk) blur(n *chart.Node) {
	if w.unclear[n.ID] {
		return
	}
	w.unclear[n.ID] = true
	w.queue = append(w.queue, n)
}

// branchOf returns the branch in which a token stands; a token that waits at a
// join stands in the branch it came from.
func (r *Release) branchOf(t Token) (branch, bool) {
	if t.Phase == Joining && r.edges[t.Via] != nil {
		e := r.edges[t.Via]
		b, ok := r.branches[e.From]
		if from := r.nodes[e.From]; ok && from.Kind == chart.Parallel && len(from.Exits) > 1 {
			b = append(slices.Clone(b), fork{from.ID, e.ID})
		}
		return b, ok
	}
	b, ok := r.branches[t.Node]
	return b, ok
}

// reaches reports whether to can be reached from the node from without
// stepping on the node avoid.
func (r *Release) reaches(from, to, avoid string) bool {
	seen := map[string]bool{avoid: true}
	stack := []string{from}
	for len(stack) > 0 {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[id] || r.nodes[id] == nil {
			continue
		}
		if id == to {
			return true
		}
		seen[id] = true
		for _, e := range r.nodes[id].Exits {
			stack = append(stack, e.To)
		}
	}
	return false
}

// skipped returns the gates that a case standing on node must have passed, in
// written order: those on every way to it, and those of earlier stages from
// which it is reached.
func (r *Release) skipped(node string) []string {
	var gates []string
	for _, g := range r.gates {
		if g == node {
			continue
		}
		dominates := !r.reaches(r.start.ID, node, g)
		if r.reaches(g, node, "") && (dominates || r.earlier(g, node)) {
			gates = append(gates, g)
		}
	}
	return gates
}

// earlier reports whether the stage of a stands before the stage of b.
func (r *Release) earlier(a, b string) bool {
	index := func(node string) int {
		return slices.IndexFunc(r.Chart.Stages, func(s chart.Stage) bool { return s.ID == r.nodes[node].Stage })
	}
	x, y := index(a), index(b)
	return x >= 0 && y >= 0 && x < y
}
