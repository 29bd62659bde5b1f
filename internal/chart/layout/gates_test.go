package layout_test

import (
	"fmt"

	"qiju/internal/chart/layout"
)

// faults returns what is wrong with a drawing, by the gates every drawing must
// pass: nothing overlaps, no arrow crosses a node, every arrow touches its
// nodes, everything lies inside.
func faults(d layout.Drawing) []string {
	g := gates{d: d, frames: map[string]layout.Box{}}
	for _, n := range d.Nodes {
		if n.Shape == layout.Frame {
			g.frames[n.ID] = n
		}
	}
	g.collect()
	g.overlaps()
	g.inside()
	for _, e := range d.Edges {
		g.edge(e)
	}
	g.alongside()
	return g.out
}

// thing is something that takes room.
type thing struct {
	name string
	in   string // frame that holds it
	rect layout.Rect
	of   string // node it belongs to
	box  *layout.Box
}

type gates struct {
	d      layout.Drawing
	frames map[string]layout.Box
	things []thing
	out    []string
}

func (g *gates) fault(format string, args ...any) {
	g.out = append(g.out, fmt.Sprintf(format, args...))
}

// within reports whether in is frame or lies in it.
func (g *gates) within(in, frame string) bool {
	for in != "" {
		if in == frame {
			return true
		}
		in = g.frames[in].In
	}
	return false
}

func (g *gates) collect() {
	home := map[string]string{}
	for i := range g.d.Nodes {
		n := &g.d.Nodes[i]
		if n.For == "" {
			home[n.ID] = n.In
		}
		g.things = append(g.things, thing{name: "box " + n.ID, in: n.In, rect: n.Rect, of: n.ID, box: n})
		if n.Outside {
			g.things = append(g.things, thing{name: "text of " + n.ID, in: n.In, rect: n.Text.Area, of: n.ID})
		}
	}
	for _, n := range g.d.Notes {
		g.things = append(g.things, thing{name: "note " + n.ID, in: home[n.Of], rect: n.Rect, of: n.ID})
	}
	for _, e := range g.d.Edges {
		if len(e.Label.Lines) > 0 {
			g.things = append(g.things, thing{name: "label of " + e.ID, in: home[e.From], rect: e.Label.Area})
		}
	}
}

func (g *gates) overlaps() {
	for i, a := range g.things {
		for _, b := range g.things[i+1:] {
			if !a.rect.Overlaps(b.rect) || a.of != "" && a.of == b.of {
				continue
			}
			if a.box != nil && a.box.Shape == layout.Frame && g.within(b.in, a.box.ID) {
				if !a.rect.Holds(b.rect) {
					g.fault("%s sticks out of %s", b.name, a.name)
				}
				continue
			}
			if b.box != nil && b.box.Shape == layout.Frame && g.within(a.in, b.box.ID) {
				continue
			}
			g.fault("%s %v overlaps %s %v", a.name, a.rect, b.name, b.rect)
		}
	}
}

func (g *gates) inside() {
	all := layout.Rect{W: g.d.Width, H: g.d.Height}
	for _, t := range g.things {
		if !all.Holds(t.rect) {
			g.fault("%s %v lies outside %d × %d", t.name, t.rect, g.d.Width, g.d.Height)
		}
	}
	point := func(name string, ps []layout.Point) {
		for _, p := range ps {
			if p.X < 0 || p.Y < 0 || p.X > g.d.Width || p.Y > g.d.Height {
				g.fault("%s leaves the drawing at %v", name, p)
			}
		}
	}
	for _, e := range g.d.Edges {
		point("arrow "+e.ID, e.Points)
	}
	for _, l := range g.d.Links {
		point("link "+l.Node+" "+l.To, l.Points)
	}
}

// node returns the box of a node, not of a copied store.
func (g *gates) node(id string) layout.Box {
	for _, n := range g.d.Nodes {
		if n.ID == id && n.For == "" {
			return n
		}
	}
	return layout.Box{}
}

func (g *gates) edge(e layout.Path) {
	from, to := g.node(e.From), g.node(e.To)
	if e.Bound == "" && !onBorder(from, e.Points[0]) {
		g.fault("arrow %s begins at %v, not on the border of %s %v", e.ID, e.Points[0], e.From, from.Rect)
	}
	if e.Bound != "" && !g.onBound(e) {
		g.fault("arrow %s begins at %v, not at its event", e.ID, e.Points[0])
	}
	if end := e.Points[len(e.Points)-1]; !onBorder(to, end) {
		g.fault("arrow %s ends at %v, not on the border of %s %v", e.ID, end, e.To, to.Rect)
	}
	for i := 0; i+1 < len(e.Points); i++ {
		p, q := e.Points[i], e.Points[i+1]
		if p.X != q.X && p.Y != q.Y {
			g.fault("arrow %s runs aslant from %v to %v", e.ID, p, q)
		}
		if p == q {
			g.fault("arrow %s stands still at %v", e.ID, p)
		}
		for _, t := range g.things {
			if t.box == nil && t.of == "" || !crosses(p, q, t.rect) {
				continue
			}
			if t.of == e.From && i == 0 || t.of == e.To && i+2 == len(e.Points) {
				continue
			}
			if t.box != nil && t.box.Shape == layout.Frame && g.within(from.In, t.box.ID) {
				continue
			}
			g.fault("arrow %s runs from %v to %v through %s %v", e.ID, p, q, t.name, t.rect)
		}
	}
}

func (g *gates) onBound(e layout.Path) bool {
	for _, b := range g.d.Bounds {
		p := e.Points[0]
		if dx, dy := p.X-b.X, p.Y-b.Y; b.ID == e.Bound && dx*dx+dy*dy == b.R*b.R {
			return onBorder(g.node(b.Node), layout.Point{X: b.X, Y: b.Y})
		}
	}
	return false
}

// onBorder reports whether p lies on the border of b, within a px.
func onBorder(b layout.Box, p layout.Point) bool {
	cx, cy := b.X+b.W/2, b.Y+b.H/2
	dx, dy := dist(p.X, cx), dist(p.Y, cy)
	w, h := b.W/2, b.H/2
	switch b.Shape {
	case layout.Diamond, layout.SmallDiamond, layout.Merge:
		return dist(dx*h+dy*w, w*h) <= w+h
	case layout.Circle, layout.DoubleCircle, layout.EventCircle:
		return dist(dx*dx+dy*dy, w*w) <= 2*w
	case layout.Rectangle, layout.Frame, layout.Parallelogram:
	}
	return dx == w && dy <= h || dy == h && dx <= w
}

func dist(a, b int) int { return max(a-b, b-a) }

// crosses reports whether the line from p to q touches the inner of r.
func crosses(p, q layout.Point, r layout.Rect) bool {
	x0, x1 := min(p.X, q.X), max(p.X, q.X)
	y0, y1 := min(p.Y, q.Y), max(p.Y, q.Y)
	return x0 < r.X+r.W && x1 > r.X && y0 < r.Y+r.H && y1 > r.Y
}

// alongside finds arrows that run along each other though they lead to
// different nodes.
func (g *gates) alongside() {
	type segment struct {
		e    int
		p, q layout.Point
	}
	byLine := map[[2]int][]segment{}
	for i, e := range g.d.Edges {
		for k := 0; k+1 < len(e.Points); k++ {
			p, q := e.Points[k], e.Points[k+1]
			key := [2]int{0, p.Y}
			if p.X == q.X {
				key = [2]int{1, p.X}
			}
			for _, s := range byLine[key] {
				o := g.d.Edges[s.e]
				if s.e != i && o.To != e.To && together(key[0] == 1, p, q, s.p, s.q) {
					g.fault("arrows %s and %s run along each other at %v", o.ID, e.ID, p)
				}
			}
			byLine[key] = append(byLine[key], segment{i, p, q})
		}
	}
}

func together(upright bool, p, q, r, s layout.Point) bool {
	if upright {
		return max(min(p.Y, q.Y), min(r.Y, s.Y)) < min(max(p.Y, q.Y), max(r.Y, s.Y))
	}
	return max(min(p.X, q.X), min(r.X, s.X)) < min(max(p.X, q.X), max(r.X, s.X))
}
