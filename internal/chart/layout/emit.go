package layout

// emit writes the places of p, moved by (dx, dy), into d.
func (p *plan) emit(d *Drawing, dx, dy int) {
	m := mover{p: p, d: d, dx: dx, dy: dy}
	for _, c := range p.cells {
		if c.v != nil {
			m.node(c.v, m.centre(c))
		}
	}
	for _, c := range p.cells {
		if c.v == nil {
			m.sats(c)
		}
	}
	for _, a := range p.arrows {
		m.arrow(a)
	}
	m.loose()
}

// mover writes a plan into a drawing.
type mover struct {
	p      *plan
	d      *Drawing
	dx, dy int
}

// centre returns the middle of a cell.
func (m mover) centre(c *cell) Point {
	p := m.p
	y := p.rowY[c.row]
	if c.span > 1 {
		lo, hi := p.rowY[c.row]-p.rowT[c.row], p.rowY[c.row+c.span-1]+p.rowB[c.row+c.span-1]
		y = (lo + hi) / 2
	}
	return Point{p.colX[c.col] + m.dx, y + m.dy}
}

// node writes the box of v with its middle at c.
func (m mover) node(v *vertex, c Point) {
	b := Box{
		ID: v.node.ID, Kind: v.node.Kind, Shape: v.shape, In: m.p.in,
		Rect: Rect{c.X - v.hw, c.Y - v.hh, 2 * v.hw, 2 * v.hh},
	}
	b.Text, b.Outside = v.text(c)
	m.d.Nodes = append(m.d.Nodes, b)
	if v.body != nil {
		spare := max(0, 2*v.hh-frameHead-framePad-v.body.height)
		v.body.emit(m.d, c.X-v.body.width/2, c.Y-v.hh+frameHead+spare/2)
	}
}

// text returns the text of a node whose middle is at c.
func (v *vertex) text(c Point) (t Text, outside bool) {
	if len(v.lines) == 0 {
		return Text{}, false
	}
	w := widest(v.lines, tinyText)
	n := len(v.lines)
	switch v.shape {
	case Circle:
		if v.top > v.hh {
			return block(v.lines, Rect{c.X - w/2, c.Y - v.hh - 4 - n*(line-1), w, n * (line - 1)}, line-1), true
		}
	case DoubleCircle:
		if v.bottom > v.hh {
			return block(v.lines, Rect{c.X - w/2, c.Y + v.hh + 4, w, n * (line - 1)}, line-1), true
		}
	case SmallDiamond, EventCircle:
		t = block(v.lines, Rect{c.X + v.shoulder(), c.Y - captionLift - n*(line-1), w, n * (line - 1)}, line-1)
		t.Left, t.X = true, t.Area.X
		return t, true
	case Frame:
		t = block(v.lines, Rect{c.X - v.hw + 10, c.Y - v.hh + 7, widest(v.lines, textSize), line}, line)
		t.Left, t.X = true, t.Area.X
		return t, false
	case Rectangle:
		return block(v.lines, Rect{c.X - v.hw + 2, c.Y + 6 - n*line/2, 2*v.hw - 4, n * line}, line), false
	case Diamond, Merge, Parallelogram:
	}
	return block(v.lines, Rect{c.X - v.hw, c.Y - n*line/2, 2 * v.hw, n * line}, line), false
}

// block centres lines in area.
func block(lines []string, area Rect, step int) Text {
	return Text{Lines: lines, X: area.X + area.W/2, Y: area.Y + step - 4, Step: step, Area: area}
}

// sats writes the stores and annotations of a cell, close to their node, and the
// dotted lines to them.
func (m mover) sats(c *cell) {
	p := m.p
	mid := Point{p.colX[c.col] + m.dx, p.rowY[c.row] + m.dy}
	host, side := m.centre(c.host.cell), c.side()
	w, h := stackSize(c.sats)
	y := mid.Y - h/2
	for _, s := range c.sats {
		x := mid.X - w/2
		switch side {
		case right:
			x = mid.X - p.colL[c.col]
		case left:
			x = mid.X + p.colR[c.col] - s.w
		case top, bottom:
		}
		r := Rect{x, y, s.w, s.h}
		m.sat(s, r, c.host.node.ID)
		m.link(s, r, c.host, host, side)
		y += s.h + satGap
	}
}

// sat writes one store or annotation.
func (m mover) sat(s *sat, r Rect, host string) {
	text := block(s.lines, Rect{r.X, r.Y + (r.H-len(s.lines)*(line-1))/2, r.W, len(s.lines) * (line - 1)}, line-1)
	if s.note {
		m.d.Notes = append(m.d.Notes, Note{ID: s.id, Of: host, Rect: r, Text: text})
		return
	}
	m.d.Nodes = append(m.d.Nodes, Box{ID: s.id, Kind: "store", Shape: Parallelogram, Rect: r, Text: text, In: m.p.in, For: host})
}

// link writes the dotted line between a node and what stands beside it.
func (m mover) link(s *sat, r Rect, host *vertex, c Point, d side) {
	l := Link{Node: host.node.ID, To: s.id, Note: s.note, Reads: s.reads, Writes: s.writes}
	if d == bottom {
		x := max(r.X+storeSlant, min(r.X+r.W-storeSlant, c.X))
		l.Points = []Point{{x, c.Y + host.reach(bottom, x-c.X)}, {x, r.Y}}
		m.d.Links = append(m.d.Links, l)
		return
	}
	y := r.Y + r.H/2
	most := max(0, min(host.hh-7, 24))
	off := max(-most, min(most, y-c.Y))
	from := Point{c.X + d.sign()*host.reach(d, off), c.Y + off}
	to := Point{r.X, y}
	if d == left {
		to.X += r.W
	}
	bend := to.X - d.sign()*12
	if !s.note {
		to.X += d.sign() * storeSlant / 2
	}
	l.Points = []Point{from, to}
	if from.Y != to.Y {
		l.Points = []Point{from, {bend, from.Y}, {bend, to.Y}, to}
	}
	m.d.Links = append(m.d.Links, l)
}

// arrow writes an arrow, its boundary event and its label.
func (m mover) arrow(a *arrow) {
	e := Path{ID: a.id, From: a.from.node.ID, To: a.to.node.ID, Back: a.back, Points: m.points(a)}
	if a.bound != nil {
		e.Bound = a.bound.ID
		at := e.Points[0]
		m.d.Bounds = append(m.d.Bounds, Bound{ID: a.bound.ID, Node: a.from.node.ID, Kind: a.bound.Kind, X: at.X, Y: at.Y, R: boundR})
		dx, dy := a.pieces[0].dir.step()
		e.Points[0] = Point{at.X + dx*boundR, at.Y + dy*boundR}
	}
	e.Label = m.label(a)
	m.d.Edges = append(m.d.Edges, e)
}

// points returns the corners of an arrow from border to border.
func (m mover) points(a *arrow) []Point {
	first, last := a.pieces[0], a.pieces[len(a.pieces)-1]
	out := []Point{m.port(a.from, first, first.dir)}
	for i := 0; i+1 < len(a.pieces); i++ {
		s, o := a.pieces[i], a.pieces[i+1]
		if s.upright {
			out = append(out, Point{m.x(s), m.y(o)})
		} else {
			out = append(out, Point{m.x(o), m.y(s)})
		}
	}
	return append(out, m.port(a.to, last, last.side))
}

// x returns where an upright piece runs.
func (m mover) x(s *piece) int {
	if s.at%2 == 0 {
		return m.p.trackX(s.at/2, s.track) + m.dx
	}
	return m.p.colX[s.at/2] + s.offset() + m.dx
}

// y returns where a level piece runs.
func (m mover) y(s *piece) int {
	if s.at%2 == 0 {
		return m.p.trackY(s.at/2, s.track) + m.dy
	}
	return m.p.rowY[s.at/2] + s.offset() + m.dy
}

// port returns the point of the border of v where s meets side d.
func (m mover) port(v *vertex, s *piece, d side) Point {
	c := m.centre(v.cell)
	if s.upright {
		x := m.x(s)
		return Point{x, c.Y + d.sign()*v.reach(d, x-c.X)}
	}
	y := m.y(s)
	return Point{c.X + d.sign()*v.reach(d, y-c.Y), y}
}

// loose writes what stands under everything else, from left to right.
func (m mover) loose() {
	p := m.p
	x, y := p.looseX()+m.dx, p.looseY+m.dy
	for _, at := range p.looseAt {
		if at.v != nil {
			m.node(at.v, Point{x + at.x, y + at.y})
		} else {
			m.sat(at.s, Rect{x + at.x, y + at.y, at.s.w, at.s.h}, "")
		}
	}
}
