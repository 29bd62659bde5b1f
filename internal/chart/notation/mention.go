package notation

import (
	"slices"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// refer returns the node of id, which may be written later.
func (r *reader) refer(id string, at int) *item {
	n := r.items[id]
	if n == nil {
		n = &item{Node: &chart.Node{ID: id, Written: true}, scope: r.scope}
		r.items[id] = n
	}
	r.refs = append(r.refs, reference{item: n, at: r.placeAt(at)})
	return n
}

// signed returns the node that is written with a sign: a new one, or the
// earlier one that it mentions.
func (r *reader) signed(id string, s shape, at int, prev []spot) *item {
	r.signs++
	if id == "" {
		if n, found := r.mention(s, at, prev); found {
			return n
		}
		n := &item{Node: &chart.Node{}}
		r.define(n, s, at)
		r.later(prefix(s.kind), func(id string) { n.ID = id })
		return n
	}
	n := r.items[id]
	if n != nil && n.defined {
		r.agree(n, id, s, at)
		return n
	}
	if n == nil {
		n = &item{Node: &chart.Node{ID: id, Written: true}}
	}
	if !r.claim(id, at) {
		return n
	}
	r.items[id] = n
	r.define(n, s, at)
	return n
}

// define gives n its sign and its place.
func (r *reader) define(n *item, s shape, at int) {
	n.defined = true
	n.Kind, n.Text = s.kind, s.text
	n.Line, n.Col = r.No, at+1
	n.scope = r.scope
	if r.scope.outer == nil {
		n.stage = r.stage
	}
	r.scope.items = append(r.scope.items, n)
	r.scope.known[s.bare()] = append(r.scope.known[s.bare()], n)
	r.element(&n.Comments)
}

// agree checks that a second mention of id agrees with the first.
func (r *reader) agree(n *item, id string, s shape, at int) {
	switch {
	case n.Kind != s.kind || n.Text.ZH != s.text.ZH || n.scope != r.scope:
		r.fail(source.IDTwice, "", at, fault.Args{"id": id, "line": r.ids[id]})
	default:
		r.twin(n, s, at)
	}
}

// twin takes the English text of a mention, which must not contradict.
func (r *reader) twin(n *item, s shape, at int) {
	switch {
	case s.text.EN == "" || s.text.EN == n.Text.EN:
	case n.Text.EN == "":
		n.Text.EN = s.text.EN
	default:
		r.fail(source.IDTwice, "twin", at, fault.Args{"text": n.Text.ZH, "line": n.Line})
	}
}

// mention finds the earlier node of the scope with the same sign and Chinese
// text, unless the arrow comes from there. A sign without a text mentions
// nothing.
func (r *reader) mention(s shape, at int, prev []spot) (*item, bool) {
	if s.text.ZH == "" || !r.ok() {
		return nil, false
	}
	found := r.scope.known[s.bare()]
	for _, p := range prev {
		if slices.Contains(found, p.item) {
			return nil, false
		}
	}
	switch len(found) {
	case 0:
		return nil, false
	case 1:
		r.twin(found[0], s, at)
		return found[0], true
	}
	r.fail(source.LabelAmbiguous, "", at, fault.Args{"text": s.text.ZH, "count": len(found)})
	return found[0], true
}

// prefix returns the first letters of new ids of a kind of node.
func prefix(k chart.Kind) string {
	switch k {
	case chart.Start:
		return "S"
	case chart.End, chart.Terminate:
		return "E"
	case chart.Decision:
		return "D"
	case chart.Parallel, chart.Inclusive, chart.FirstOf:
		return "X"
	case chart.Event:
		return "W"
	case chart.Store:
		return "DS"
	case chart.Process:
		return "P"
	}
	return "P"
}
