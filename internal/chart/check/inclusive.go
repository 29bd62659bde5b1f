package check

import (
	"slices"

	"qiju/internal/chart"
)

// inclusive makes the moves of a ▲*: it joins when no token elsewhere can
// still come to an arrow of it that is empty, unless that token can come to a
// filled one as well (BPMN 2.0.2 §13.4.3); then it puts tokens on any of its
// exits.
func (m *game) inclusive(now marking, n *chart.Node, filled []int) int {
	if len(filled) == 0 || m.waits(now, n, filled) {
		return 0
	}
	exits := m.exits(n)
	for _, put := range choices(exits) {
		m.move(now, n, filled, put)
	}
	return len(exits)
}

// waits reports whether a token is still on its way to an empty arrow of n.
func (m *game) waits(now marking, n *chart.Node, filled []int) bool {
	for place, tokens := range now {
		if tokens == 0 || slices.Contains(filled, place) {
			continue
		}
		toEmpty, toFilled := false, false
		for to := range m.reach(token{place, n.ID}) {
			if slices.Contains(filled, to) {
				toFilled = true
			} else {
				toEmpty = true
			}
		}
		if toEmpty && !toFilled {
			return true
		}
	}
	return false
}

// reach returns the places before a join that a token can come to without
// passing the join.
func (m *game) reach(t token) map[int]bool {
	if known, ok := m.ahead[t]; ok {
		return known
	}
	found, seen := map[int]bool{}, map[*chart.Edge]bool{}
	var work []*chart.Edge
	if e := m.edgeAt[t.place]; e != nil {
		work = append(work, e)
	}
	for id, place := range m.inside {
		if place == t.place {
			work = append(work, m.graph.out[id]...)
		}
	}
	for len(work) > 0 {
		e := work[len(work)-1]
		work = work[:len(work)-1]
		switch {
		case seen[e]:
		case e.To == t.join:
			found[m.placeOf[e]] = true
		default:
			work = append(work, m.graph.out[e.To]...)
		}
		seen[e] = true
	}
	m.ahead[t] = found
	return found
}

// choices returns the sets of exits that may be taken together: all of them
// up to six exits, beyond that each alone and all at once.
func choices(exits []int) [][]int {
	const most = 6
	var list [][]int
	if len(exits) > most {
		for _, e := range exits {
			list = append(list, []int{e})
		}
		return append(list, exits)
	}
	for set := 1; set < 1<<len(exits); set++ {
		var chosen []int
		for i, e := range exits {
			if set&(1<<i) != 0 {
				chosen = append(chosen, e)
			}
		}
		list = append(list, chosen)
	}
	return list
}
