package check

import (
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// The bounds of a play. A scope with more markings gets no verdict beyond what
// was found until then.
const (
	mostMarkings = 100_000
	mostBytes    = 64 << 20 // of all markings together, for very large scopes
)

// marking is how many tokens stand on each place of a game.
type marking []uint8

// play moves tokens in every possible order from the start of a scope, and
// reports where one gets stuck, where two can meet on one arrow, and which
// nodes never have their turn.
func (k *checker) play(g *graph) {
	if len(g.starts) == 0 {
		return
	}
	m := newGame(g)
	first := make(marking, m.places)
	for _, e := range g.starts[0].Exits {
		first[m.placeOf[e]]++
	}
	m.visit(first)
	most := min(mostMarkings, mostBytes/max(m.places, 1))
	for len(m.work) > 0 && len(m.seen) <= most {
		now := m.work[len(m.work)-1]
		m.work = m.work[:len(m.work)-1]
		m.step(now)
	}
	for _, u := range m.unsound {
		k.report(source.Unsound, u.variant, placeOf(u.node), fault.Args{"node": name(u.node), "marking": u.marking})
	}
	if len(m.unsound) > 0 || len(m.work) > 0 {
		return
	}
	for _, n := range g.nodes {
		if n.Kind != chart.Start && !m.passed[n.ID] && !m.merged[n.ID] {
			k.report(source.Unsound, "dead", placeOf(n), fault.Args{"node": name(n), "marking": ""})
		}
	}
}

// game is a scope as places and moves. A place is an arrow, or a run of arrows
// through nodes that only pass a token on; a node with boundary events; or the
// memory that a boundary event without `!` has fired, which it does once.
type game struct {
	graph   *graph
	places  int
	placeOf map[*chart.Edge]int
	edgeAt  map[int]*chart.Edge // the first arrow of a place
	inside  map[string]int
	fired   map[string]int // by id of the boundary event
	merged  map[string]bool

	seen    map[string]bool
	work    []marking
	passed  map[string]bool
	unsound []unsound
	told    map[string]bool
	ahead   map[token]map[int]bool
}

// unsound is a node where tokens go wrong, and a marking that shows it.
type unsound struct {
	node    *chart.Node
	variant string
	marking string
}

// token is a place seen from a join that may wait for it.
type token struct {
	place int
	join  string
}

func newGame(g *graph) *game {
	m := &game{
		graph:   g,
		placeOf: map[*chart.Edge]int{},
		edgeAt:  map[int]*chart.Edge{},
		inside:  map[string]int{},
		fired:   map[string]int{},
		merged:  map[string]bool{},
		seen:    map[string]bool{},
		passed:  map[string]bool{},
		told:    map[string]bool{},
		ahead:   map[token]map[int]bool{},
	}
	for _, n := range g.nodes {
		for _, e := range g.out[n.ID] {
			m.follow(n, e)
		}
		if len(n.Bounds) == 0 {
			continue
		}
		m.inside[n.ID] = m.newPlace()
		for _, b := range n.Bounds {
			if !b.Interrupting {
				m.fired[b.ID] = m.newPlace()
			}
		}
	}
	return m
}

func (m *game) newPlace() int {
	m.places++
	return m.places - 1
}

// follow gives e a place, which it shares with the arrows after it as long as
// the nodes between only pass tokens on.
func (m *game) follow(source *chart.Node, e *chart.Edge) {
	if m.passes(source) || m.numbered(e) {
		return
	}
	place := m.newPlace()
	m.edgeAt[place] = e
	for !m.numbered(e) {
		m.placeOf[e] = place
		n := m.graph.byID[e.To]
		if !m.passes(n) {
			return
		}
		m.merged[n.ID] = true
		e = n.Exits[0]
	}
}

func (m *game) numbered(e *chart.Edge) bool {
	_, ok := m.placeOf[e]
	return ok
}

// passes reports whether n has one arrow in and one out and does nothing else
// to tokens.
func (m *game) passes(n *chart.Node) bool {
	return n.Kind != chart.Start && len(m.graph.in[n.ID]) == 1 && len(n.Exits) == 1 && len(n.Bounds) == 0
}

func (m *game) visit(next marking) {
	if key := string(next); !m.seen[key] {
		m.seen[key] = true
		m.work = append(m.work, next)
	}
}

// step makes every move that is possible in now.
func (m *game) step(now marking) {
	moves := 0
	for _, n := range m.graph.nodes {
		if n.Kind != chart.Start && !m.merged[n.ID] {
			moves += m.moves(now, n)
		}
	}
	if moves > 0 {
		return
	}
	for _, n := range m.graph.nodes {
		if !m.merged[n.ID] && len(m.filled(now, n)) > 0 {
			m.tell("stuck", n, now)
		}
	}
}

func (m *game) tell(variant string, n *chart.Node, now marking) {
	if m.told[n.ID] {
		return
	}
	m.told[n.ID] = true
	m.unsound = append(m.unsound, unsound{n, variant, m.describe(now)})
}

// describe lists the arrows that hold tokens.
func (m *game) describe(now marking) string {
	var words []string
	for place, tokens := range now {
		if e := m.edgeAt[place]; e != nil && tokens > 0 {
			words = append(words, e.ID)
		}
	}
	for _, n := range m.graph.nodes {
		if place, ok := m.inside[n.ID]; ok && now[place] > 0 {
			words = append(words, n.ID)
		}
	}
	return strings.Join(words, ", ")
}

// filled returns the places before n that hold a token.
func (m *game) filled(now marking, n *chart.Node) []int {
	var list []int
	for _, e := range m.graph.in[n.ID] {
		if place, ok := m.placeOf[e]; ok && now[place] > 0 {
			list = append(list, place)
		}
	}
	return list
}

// move takes tokens away and puts tokens down; a second token on one place is
// told and not followed further.
func (m *game) move(now marking, n *chart.Node, take, put []int) {
	m.passed[n.ID] = true
	next := append(marking(nil), now...)
	for _, place := range take {
		next[place]--
	}
	for _, place := range put {
		next[place]++
		if next[place] > 1 {
			m.tell("twice", n, now)
			return
		}
	}
	m.visit(next)
}

// exits returns the places of the arrows out of n.
func (m *game) exits(n *chart.Node) []int {
	var list []int
	for _, e := range n.Exits {
		if place, ok := m.placeOf[e]; ok {
			list = append(list, place)
		}
	}
	return list
}

// moves makes every move of n that is possible in now and returns how many
// those are.
func (m *game) moves(now marking, n *chart.Node) int {
	filled := m.filled(now, n)
	count := 0
	switch n.Kind {
	case chart.Parallel:
		if len(filled) == 0 || len(filled) < len(m.graph.in[n.ID]) {
			return 0
		}
		m.move(now, n, filled, m.exits(n))
		return 1
	case chart.Inclusive:
		return m.inclusive(now, n, filled)
	case chart.Terminate:
		if len(filled) > 0 {
			m.passed[n.ID] = true
			m.visit(make(marking, m.places))
		}
		return len(filled)
	case chart.Decision, chart.FirstOf:
		for _, from := range filled {
			for _, to := range m.exits(n) {
				m.move(now, n, []int{from}, []int{to})
				count++
			}
		}
	case chart.Start, chart.End, chart.Process, chart.Event, chart.Store:
		put := m.exits(n)
		place, bounded := m.inside[n.ID]
		if bounded {
			put = []int{place}
		}
		for _, from := range filled {
			m.move(now, n, []int{from}, put)
			count++
		}
		if bounded && now[place] > 0 {
			count += m.leave(now, n, place)
		}
	}
	return count
}

// leave moves a token out of a node with boundary events.
func (m *game) leave(now marking, n *chart.Node, place int) int {
	count := 0
	if put := m.exits(n); len(put) > 0 {
		m.move(now, n, []int{place}, put)
		count++
	}
	for _, b := range n.Bounds {
		to, ok := m.placeOf[b.Exit]
		fired, once := m.fired[b.ID]
		switch {
		case !ok:
		case !once:
			m.move(now, n, []int{place}, []int{to})
			count++
		case now[fired] == 0:
			m.move(now, n, nil, []int{fired, to})
			count++
		}
	}
	return count
}
