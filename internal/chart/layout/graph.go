package layout

import (
	"qiju/internal/chart"
)

// arrow is a flow on its way to a place.
type arrow struct {
	id       string
	bound    *chart.Boundary // the boundary event it leaves; nil for most
	from, to *vertex
	move     bool // a step of a run, not of the chart
	back     bool // leads back to a node that is still open
	lines    []string
	at       int // order of writing

	way    []int // points of the lattice, from cell to cell
	pieces []*piece
}

// inner reports whether a leads onward inside one band.
func (a *arrow) inner() bool {
	return !a.back && a.from != a.to && a.from.group == a.to.group && a.from.group >= 0
}

// scope is what is laid out at once: the main line or the body of a
// sub-process.
type scope struct {
	chart *chart.Chart
	nodes []*chart.Node
	opts  Options
	in    string // id of the sub-process; "" for the main line
	stack bool   // parallel branches one below the other
	flat  bool   // from left to right instead of down
}

// plan is a scope of a chart on its way to a drawing.
type plan struct {
	scope
	verts  []*vertex
	loose  []*vertex // what stands under everything else
	adrift []*sat    // stores nobody uses, annotations of the chart
	arrows []*arrow
	byID   map[string]*vertex

	bands  []band
	cells  []*cell
	cols   int
	rows   int
	endRow int // first row below the stages; rows where there is none

	sizes
}

// band is a run of columns: a stage, a fold, or the only one.
type band struct {
	stage  *chart.Stage
	number int
	c0, c1 int // first and last column of the grid
}

// cell is a place of the grid and what stands there.
type cell struct {
	col, row, span int
	v              *vertex // nil where stores and annotations stand
	host           *vertex // of stores and annotations
	sats           []*sat
}

// side returns the side of its host on which a cell of stores stands.
func (c *cell) side() side {
	switch {
	case c.col > c.host.col:
		return right
	case c.col < c.host.col:
		return left
	default:
		return bottom
	}
}

// newPlan gathers the nodes and arrows of a scope.
func newPlan(s scope) *plan {
	opts := s.opts
	p := &plan{scope: s, byID: map[string]*vertex{}}
	stores := storesOf(s.chart)
	for _, n := range s.nodes {
		if n.Kind == chart.Store {
			continue
		}
		v := newVertex(n, opts.Lang)
		if n.Body != nil {
			body := s
			body.nodes, body.in, body.flat = n.Body.Nodes, n.ID, n.Anytime
			v.frame(layScope(body), opts.Lang)
		}
		v.sats = satsOf(n, stores, opts.Lang)
		v.group = -1
		v.at = len(p.verts)
		if n.Anytime && len(n.Exits) == 0 {
			p.loose = append(p.loose, v)
			continue
		}
		p.verts = append(p.verts, v)
		p.byID[n.ID] = v
	}
	for _, v := range p.verts {
		p.connect(v)
	}
	p.orient()
	return p
}

// connect adds the arrows that leave v.
func (p *plan) connect(v *vertex) {
	add := func(e *chart.Edge, b *chart.Boundary) {
		to := p.byID[e.To]
		if to == nil {
			return // a chart with errors is drawn as far as it goes
		}
		a := &arrow{id: e.ID, bound: b, from: v, to: to, at: len(p.arrows)}
		text := e.Text.In(p.opts.Lang)
		if b != nil {
			text = boundText(b, p.opts.Lang)
		}
		a.lines = even(text, labelW, tinyText, mostCaption)
		p.arrows = append(p.arrows, a)
		v.out, to.in = append(v.out, a), append(to.in, a)
	}
	for _, e := range v.node.Exits {
		add(e, nil)
	}
	for i := range v.node.Bounds {
		if b := &v.node.Bounds[i]; b.Exit != nil {
			add(b.Exit, b)
		}
	}
}

// orient finds the arrows that lead back and numbers the nodes so that every
// other arrow leads to a higher number.
func (p *plan) orient() {
	const open, done = 1, 2
	state := map[*vertex]int{}
	next := len(p.verts)
	var visit func(v *vertex)
	visit = func(v *vertex) {
		state[v] = open
		// The last exit first: so the first one gets the smallest numbers.
		for i := len(v.out) - 1; i >= 0; i-- {
			a := v.out[i]
			switch state[a.to] {
			case open:
				a.back = true
			case done:
			default:
				visit(a.to)
			}
		}
		state[v] = done
		next--
		v.order = next
	}
	for i := len(p.verts) - 1; i >= 0; i-- {
		if v := p.verts[i]; v.node.Kind != chart.Start && len(v.in) == 0 && state[v] == 0 {
			visit(v)
		}
	}
	for i := len(p.verts) - 1; i >= 0; i-- {
		if v := p.verts[i]; v.node.Kind == chart.Start && state[v] == 0 {
			visit(v)
		}
	}
	for _, v := range p.verts {
		if state[v] == 0 {
			visit(v)
		}
	}
}

// addMoves adds the arrows of a run that the chart does not have. The nodes
// have their cells already.
func (p *plan) addMoves() {
	for _, m := range p.opts.Moves {
		from, to := p.byID[m.From], p.byID[m.To]
		if from == nil || to == nil {
			continue
		}
		a := &arrow{id: m.ID, from: from, to: to, at: len(p.arrows), back: true, move: true}
		p.arrows = append(p.arrows, a)
		from.out, to.in = append(from.out, a), append(to.in, a)
	}
}

// storesOf returns every store of c by its id.
func storesOf(c *chart.Chart) map[string]*chart.Node {
	out := map[string]*chart.Node{}
	c.Walk(func(_, n *chart.Node) {
		if n.Kind == chart.Store {
			out[n.ID] = n
		}
	})
	return out
}
