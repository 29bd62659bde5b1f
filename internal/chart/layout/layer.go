package layout

import (
	"sort"

	"qiju/internal/chart"
)

const rowPitch = 92 // usual px from row to row

// splits reports whether all exits of v, or several, are taken.
func (v *vertex) splits() bool {
	switch v.node.Kind {
	case chart.Parallel, chart.Inclusive, chart.FirstOf:
		return len(v.children()) > 1
	case chart.Start, chart.End, chart.Terminate, chart.Decision, chart.Process, chart.Event, chart.Store:
	}
	return false
}

// children returns the nodes to which v leads onward inside its band, each once.
func (v *vertex) children() []*vertex {
	var out []*vertex
	for _, a := range v.out {
		if a.inner() && !contains(out, a.to) {
			out = append(out, a.to)
		}
	}
	return out
}

// parents returns the nodes that lead onward to v inside its band, each once.
func (v *vertex) parents() []*vertex {
	var out []*vertex
	for _, a := range v.in {
		if a.inner() && !contains(out, a.from) {
			out = append(out, a.from)
		}
	}
	return out
}

func contains(vs []*vertex, v *vertex) bool {
	for _, o := range vs {
		if o == v {
			return true
		}
	}
	return false
}

// shortBranch is the number of rows of a branch that may stand aside while the
// main line passes it.
const shortBranch = 1

// mains chooses for every node the child that stands straight below it: where
// one short branch leads into the other, the other; else the longer one.
func mains(vs []*vertex) {
	height := heights(vs)
	for _, v := range vs {
		kids := v.children()
		if len(kids) == 0 || v.splits() {
			continue
		}
		best, most := kids[0], -1
		for _, k := range kids {
			score := height[k]
			for _, o := range kids {
				if o != k && height[o]-height[k] <= shortBranch && leadsTo(o, k) {
					score += 1000
				}
			}
			if boundOnly(v, k) {
				score = -1
			}
			if score > most {
				best, most = k, score
			}
		}
		v.main = best
	}
}

// boundOnly reports whether k is reached from v by boundary events only.
func boundOnly(v, k *vertex) bool {
	for _, a := range v.out {
		if a.to == k && a.bound == nil {
			return false
		}
	}
	return true
}

// heights returns the number of rows from each node to the end of its band.
func heights(vs []*vertex) map[*vertex]int {
	height := map[*vertex]int{}
	byOrder := append([]*vertex(nil), vs...)
	sort.Slice(byOrder, func(i, j int) bool { return byOrder[i].order > byOrder[j].order })
	for _, v := range byOrder {
		for _, k := range v.children() {
			height[v] = max(height[v], height[k]+v.span)
		}
	}
	return height
}

const farthest = 400 // nodes that are looked at when two branches are compared

// leadsTo reports whether an onward path leads from v to goal.
func leadsTo(v, goal *vertex) bool {
	seen := map[*vertex]bool{v: true}
	todo := []*vertex{v}
	for len(todo) > 0 && len(seen) < farthest {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, a := range n.out {
			if !a.inner() || seen[a.to] || a.to.order > goal.order {
				continue
			}
			if a.to == goal {
				return true
			}
			seen[a.to] = true
			todo = append(todo, a.to)
		}
	}
	return false
}

// layers gives every node of a band its row: below all that lead to it. The
// side branch of a decision may stand in the row of the decision.
func (p *plan) layers(vs []*vertex) {
	sort.Slice(vs, func(i, j int) bool { return vs[i].order < vs[j].order })
	for _, v := range vs {
		besides := 0
		for i, k := range v.children() {
			step := v.span
			switch {
			case p.stack && v.splits():
				step += i
			case v.shape == Diamond && k != v.main && len(k.parents()) == 1 && besides < 2 && k.shape != Diamond:
				step = 0
				besides++
			}
			k.layer = max(k.layer, v.layer+step)
		}
	}
	sort.SliceStable(vs, func(i, j int) bool { return vs[i].layer < vs[j].layer })
}

// board is the occupied part of a band: column, row → node.
type board map[[2]int]*vertex

// free reports whether v may stand in column col.
func (b board) free(v *vertex, col int) bool {
	for r := v.layer; r < v.layer+v.span; r++ {
		if o := b[[2]int{col, r}]; o != nil && o != v {
			return false
		}
	}
	return true
}

// farClaim is the number of rows over which a side column is kept free.
const farClaim = 3

// columns gives every node of a band, sorted by row, its column, the first
// path in column 0.
func (p *plan) columns(vs []*vertex) {
	b := board{}
	claimed := map[*vertex]*vertex{}
	for _, v := range vs {
		want, aside := p.wanted(v, claimed[v])
		if aside < 0 && !b.free(v, want) {
			want, aside = want+2, 1
		}
		v.col = want
		for d := 1; !b.free(v, v.col); d++ {
			v.col = want + aside*((d+1)/2)
			if d%2 == 0 {
				v.col = want - aside*(d/2)
			}
		}
		for r := v.layer; r < v.layer+v.span; r++ {
			b[[2]int{v.col, r}] = v
		}
		if u := claimed[v.main]; v.main == nil || u != nil && abs(u.col) <= abs(v.col) {
			continue
		}
		claimed[v.main] = v
		if p.stack && v.main.shape == SmallDiamond || v.col != 0 && v.main.layer-v.layer-v.span > farClaim {
			continue
		}
		for r := v.layer + v.span; r < v.main.layer; r++ {
			if at := [2]int{v.col, r}; b[at] == nil {
				b[at] = v.main // kept free for the straight line
			}
		}
	}
}

// wanted returns the column in which v should stand and the side, 1 or -1, to
// which it moves if that is taken.
func (p *plan) wanted(v, claim *vertex) (col, aside int) {
	parents := v.parents()
	if len(parents) == 0 {
		return 0, 1
	}
	if len(parents) > 1 && (v.node.Kind == chart.Parallel || v.node.Kind == chart.Inclusive) {
		cols := make([]int, len(parents))
		for i, u := range parents {
			cols[i] = u.col
		}
		sort.Ints(cols)
		return cols[(len(cols)-1)/2], 1
	}
	if claim != nil {
		return claim.col, 1
	}
	first := parents[0]
	for _, u := range parents {
		if u.layer < first.layer {
			first = u
		}
	}
	if first.splits() {
		kids := first.children()
		if p.stack {
			return first.col, 1
		}
		for i, k := range kids {
			if k == v {
				return first.col + i - (len(kids)-1)/2, 1
			}
		}
	}
	nth := 0
	for _, k := range first.children() {
		if k == v {
			break
		}
		if k != first.main {
			nth++
		}
	}
	if nth == 1 && first.shape == Diamond {
		return first.col - 1, -1
	}
	return first.col + 1, 1
}
