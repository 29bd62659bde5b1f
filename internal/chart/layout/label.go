package layout

// slot is a place where labels of one node share a channel.
type slot struct {
	channel, cell int
	upright, far  bool
}

// overLine is how far a label that leans away from another covers its own line.
const overLine = 5

// pair returns the other labelled arrow where exactly two leave one side of a
// node, else nil.
func (p *plan) pair(a *arrow) *arrow {
	at, _ := a.slot()
	var other *arrow
	for _, o := range a.from.out {
		if o == a || len(o.lines) == 0 {
			continue
		}
		if there, _ := o.slot(); there != at {
			continue
		}
		if other != nil {
			return nil
		}
		other = o
	}
	return other
}

// lean returns how much of the label of a, size px across its line, lies before
// the line: half of it, or nearly all or nothing where two labels would meet.
func (p *plan) lean(a *arrow, size int) int {
	o := p.pair(a)
	switch {
	case o == nil:
		return size / 2
	case a.pieces[0].offset() < o.pieces[0].offset():
		return size - overLine
	default:
		return overLine
	}
}

// labelSize returns the room of the text of a.
func (a *arrow) labelSize() (w, h int) {
	return widest(a.lines, tinyText) + 2*labelPad, len(a.lines)*labelLine + 3
}

// zones makes room for the labels, each where its arrow leaves its node.
func (p *plan) zones() {
	p.zoneL, p.zoneR = make([]int, p.cols+1), make([]int, p.cols+1)
	p.zoneT, p.zoneB = make([]int, p.rows+1), make([]int, p.rows+1)
	p.slots = map[slot]int{}
	for _, a := range p.arrows {
		if len(a.lines) == 0 {
			continue
		}
		w, h := a.labelSize()
		at, s := a.slot()
		size := w
		if at.upright {
			size = h
		}
		if p.pair(a) != nil {
			p.slots[at] = max(p.slots[at], size+a.gap())
		} else {
			p.slots[at] += size + a.gap()
		}
		need := max(0, p.slots[at]-p.slack(a))
		zone := map[side][]int{right: p.zoneL, left: p.zoneR, bottom: p.zoneT, top: p.zoneB}[s]
		zone[at.channel] = max(zone[at.channel], need)
	}
}

// gap returns the room before the label of a: more where a boundary event sits,
// and below a node, where the chip of a live one hangs.
func (a *arrow) gap() int {
	switch {
	case a.bound != nil:
		return labelPad + boundR
	case a.pieces[0].dir == bottom:
		return chipRoom
	}
	return labelPad
}

// slot returns the place for the label of a, and the direction in which a leaves.
func (a *arrow) slot() (slot, side) {
	first := a.pieces[0]
	d := first.dir
	end := first.lo
	if d.sign() < 0 {
		end = first.hi
	}
	near := (end + unit/2) / unit // the odd line of the node
	channel := (near + d.sign()) / 2
	return slot{channel: channel, cell: first.at*4096 + near, upright: first.upright, far: d.sign() < 0}, d
}

// slack returns how much of the room between the border of the node and the
// channel is free for a label.
func (p *plan) slack(a *arrow) int {
	v, first := a.from, a.pieces[0]
	if v.span > 1 {
		return 0
	}
	at, _ := a.slot()
	for _, o := range v.out { // beside the node, never above or below it, where others are
		if there, _ := o.slot(); first.upright || there != at || len(o.lines) == 0 {
			continue
		}
		_, h := o.labelSize()
		if l := p.lean(o, h) - o.pieces[0].offset(); l > v.hh || h-l > v.hh {
			return 0
		}
	}
	switch first.dir {
	case right:
		if v.right == v.hw {
			return p.colR[v.col] - v.hw
		}
	case left:
		if v.left == v.hw {
			return p.colL[v.col] - v.hw
		}
	case bottom:
		return p.rowB[v.layer] - v.bottom
	case top:
		return p.rowT[v.layer] - v.top
	}
	return 0
}

// label places the text of an arrow where it leaves its node.
func (m mover) label(a *arrow) Text {
	if len(a.lines) == 0 {
		return Text{}
	}
	w, h := a.labelSize()
	at, d := a.slot()
	size := w
	if at.upright {
		size = h
	}
	before := a.gap()
	if m.p.pair(a) == nil {
		used := slot{at.channel, -1 - at.cell, at.upright, at.far}
		before += m.p.slots[used]
		m.p.slots[used] = before + size
	}
	first := a.pieces[0]
	from := m.zoneStart(a, d) + d.sign()*before
	if d.sign() < 0 {
		from -= size
	}
	r := Rect{X: from, W: w, H: h}
	if first.upright {
		r.X, r.Y = m.x(first)-m.p.lean(a, w), from
	} else {
		r.Y = m.y(first) - m.p.lean(a, h)
	}
	t := block(a.lines, r, labelLine)
	t.Y += 2
	return t
}

// zoneStart returns where the room for the labels of the node of a begins.
func (m mover) zoneStart(a *arrow, d side) int {
	p := m.p
	at, _ := a.slot()
	slack := p.slack(a)
	switch d {
	case right:
		return p.chanX[at.channel] - slack + m.dx
	case left:
		return p.chanX[at.channel] + p.chanW[at.channel] + slack + m.dx
	case bottom:
		return p.chanY[at.channel] - slack + m.dy
	case top:
		return p.chanY[at.channel] + p.chanH[at.channel] + slack + m.dy
	}
	return 0
}
