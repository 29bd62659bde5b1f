package layout

import "sort"

// Distances between arrows side by side, in px.
const (
	trackGap = 10 // in a channel
	portGap  = 12 // through a cell or at a border
	boundGap = 24 // beside a boundary event
	boundR   = 8
)

// piece is a straight part of an arrow on one line of the lattice.
type piece struct {
	a       *arrow
	upright bool
	at      int // line of the lattice
	// From lo to hi across the lattice, in thousandths of a line.
	lo, hi       int
	loLeg, hiLeg int // where the arrow goes on: -1 to lower, 1 to higher lines, 0 nowhere
	loNext       *piece
	hiNext       *piece
	dir          side
	from, to     *vertex // set where it begins or ends at a node
	side         side    // of to
	track        int
	off          int    // from the middle line, on odd lines
	into         *piece // the piece it merges with before their common target
}

const (
	unit    = 1000 // of a lattice line
	nodeEnd = 300  // how far from the middle of its cell a node ends
)

// tracks cuts the arrows into pieces and puts the pieces that share a line side
// by side.
func (p *plan) tracks() {
	p.upr, p.lev = make([][]*piece, 2*p.cols+1), make([][]*piece, 2*p.rows+1)
	p.nv, p.nh = make([]int, 2*p.cols+1), make([]int, 2*p.rows+1)
	for _, a := range p.arrows {
		p.pieces(a)
	}
	for i := 0; i < len(p.upr); i += 2 {
		p.nv[i] = channel(p.upr[i])
	}
	for j := 0; j < len(p.lev); j += 2 {
		p.nh[j] = channel(p.lev[j])
	}
	for i := 1; i < len(p.upr); i += 2 {
		p.middle(p.upr[i])
	}
	for j := 1; j < len(p.lev); j += 2 {
		p.middle(p.lev[j])
	}
}

// pieces cuts a into its straight parts.
func (p *plan) pieces(a *arrow) {
	nx := 2*p.cols + 1
	l := lattice{nx: nx}
	for i := 0; i+1 < len(a.way); {
		d := l.dirOf(a.way[i], a.way[i+1])
		j := i + 1
		for j+1 < len(a.way) && l.dirOf(a.way[j], a.way[j+1]) == d {
			j++
		}
		s := &piece{a: a, upright: d.upright(), dir: d}
		begin, end := a.way[i]%nx, a.way[j]%nx
		s.at = a.way[i] / nx
		if s.upright {
			begin, end = a.way[i]/nx, a.way[j]/nx
			s.at = a.way[i] % nx
		}
		sign := d.sign()
		begin, end = begin*unit, end*unit
		if i == 0 {
			s.from = a.from
			begin += sign * nodeEnd
		}
		if j+1 == len(a.way) {
			s.to, s.side = a.to, d.opposite()
			end -= sign * nodeEnd
		}
		s.lo, s.hi = min(begin, end), max(begin, end)
		p.chain(a, s)
		if s.upright {
			p.upr[s.at] = append(p.upr[s.at], s)
		} else {
			p.lev[s.at] = append(p.lev[s.at], s)
		}
		i = j
	}
}

// chain appends s to the pieces of a and notes how it hangs together with the
// one before.
func (p *plan) chain(a *arrow, s *piece) {
	if n := len(a.pieces); n > 0 {
		prev := a.pieces[n-1]
		s.join(s.dir.sign() > 0, -prev.dir.sign(), prev)
		prev.join(prev.dir.sign() < 0, s.dir.sign(), s)
	}
	a.pieces = append(a.pieces, s)
}

// join notes that at its lower or higher end s goes on as o, to lower lines
// (-1) or to higher ones (1).
func (s *piece) join(low bool, leg int, o *piece) {
	if low {
		s.loLeg, s.loNext = leg, o
		return
	}
	s.hiLeg, s.hiNext = leg, o
}

// overlaps reports whether two pieces of one channel would touch.
func (s *piece) overlaps(o *piece) bool { return s.lo <= o.hi && o.lo <= s.hi }

// crossings weighs what crosses when s runs before o.
func crossings(s, o *piece) int {
	cost := 0
	hit := func(of *piece, at, leg int) {
		switch {
		case at > of.lo && at < of.hi:
			cost += 4
		case at == of.lo && of.loLeg == -leg, at == of.hi && of.hiLeg == -leg:
			cost += 5 // they would run along each other
		case at == of.lo || at == of.hi:
			cost++
		}
	}
	if o.loLeg < 0 {
		hit(s, o.lo, -1)
	}
	if o.hiLeg < 0 {
		hit(s, o.hi, -1)
	}
	if s.loLeg > 0 {
		hit(o, s.lo, 1)
	}
	if s.hiLeg > 0 {
		hit(o, s.hi, 1)
	}
	return cost
}

// arrange sorts the pieces of a line so that neighbours cross least.
func arrange(ps []*piece) {
	sort.SliceStable(ps, func(i, j int) bool {
		a, b := ps[i].loLeg+ps[i].hiLeg, ps[j].loLeg+ps[j].hiLeg
		if a != b {
			return a < b
		}
		la, lb := ps[i].hi-ps[i].lo, ps[j].hi-ps[j].lo
		if la != lb {
			return (la < lb) == (a <= 0)
		}
		return ps[i].a.at < ps[j].a.at
	})
	for round := 0; round < len(ps); round++ {
		moved := false
		for i := 0; i+1 < len(ps); i++ {
			if crossings(ps[i+1], ps[i]) < crossings(ps[i], ps[i+1]) {
				ps[i], ps[i+1] = ps[i+1], ps[i]
				moved = true
			}
		}
		if !moved {
			return
		}
	}
}

// channel gives the pieces of a channel their tracks and returns how many there
// are.
func channel(ps []*piece) int {
	arrange(ps)
	n := 0
	for i, s := range ps {
		for _, o := range ps[:i] {
			if s.overlaps(o) {
				s.track = max(s.track, o.track+1)
			}
		}
		n = max(n, s.track+1)
	}
	return n
}

// middle spreads the pieces on the middle line of a column or row. A straight
// one stays in the middle.
func (p *plan) middle(ps []*piece) {
	for _, s := range ps {
		s.refine(p)
	}
	ps = merge(ps)
	arrange(ps)
	for _, group := range touching(ps) {
		spread(group)
	}
}

// refine moves the ends of s that lie in a channel to the track of the next piece.
func (s *piece) refine(p *plan) {
	place := func(o *piece, at, outward int) int {
		if o == nil {
			return at
		}
		if o.at%2 == 1 {
			return at + outward*nodeEnd
		}
		n := p.nh
		if o.upright {
			n = p.nv
		}
		return at - 400 + 800*(o.track+1)/(n[o.at]+1)
	}
	s.lo, s.hi = place(s.loNext, s.lo, -1), place(s.hiNext, s.hi, 1)
}

// merge lets the short last pieces to one side of a small symbol end in the
// longest one, and returns those that stay.
func merge(ps []*piece) []*piece {
	type door struct {
		v *vertex
		s side
	}
	main := map[door]*piece{}
	for _, s := range ps {
		if s.to == nil || s.to.shape == Rectangle || s.to.shape == Frame {
			continue
		}
		d := door{s.to, s.side}
		if m := main[d]; m == nil || s.hi-s.lo > m.hi-m.lo {
			main[d] = s
		}
	}
	var out []*piece
	for _, s := range ps {
		m := main[door{s.to, s.side}]
		if s.to != nil && m != nil && m != s && s.from == nil && s.hi-s.lo < unit+nodeEnd {
			s.into = m
			continue
		}
		out = append(out, s)
	}
	return out
}

// touching divides pieces into those that hang together; order is kept.
func touching(ps []*piece) [][]*piece {
	sweep := append([]*piece(nil), ps...)
	sort.SliceStable(sweep, func(i, j int) bool { return sweep[i].lo < sweep[j].lo })
	group := map[*piece]int{}
	n, end := 0, 0
	for i, s := range sweep {
		if i > 0 && s.lo >= end {
			n++
		}
		if i == 0 || s.lo >= end {
			end = s.hi
		}
		end = max(end, s.hi)
		group[s] = n
	}
	out := make([][]*piece, n+1)
	for _, s := range ps {
		out[group[s]] = append(out[group[s]], s)
	}
	return out
}

// spread gives pieces that touch each other their distance from the middle line.
func spread(group []*piece) {
	n, gap := 0, portGap
	var anchor *piece
	for i, s := range group {
		for _, o := range group[:i] {
			if s.lo < o.hi && o.lo < s.hi {
				s.track = max(s.track, o.track+1)
			}
		}
		n = max(n, s.track+1)
		if s.from != nil && s.a.bound != nil {
			gap = boundGap
		}
		if s.from != nil && s.to != nil && (anchor == nil || s.from.main == s.to) {
			anchor = s
		}
	}
	for _, s := range group {
		s.off = (2*s.track - (n - 1)) * gap / 2
		if anchor != nil {
			s.off = (s.track - anchor.track) * gap
		}
	}
}

// offset returns how far s runs from the middle line of its column or row.
func (s *piece) offset() int {
	if s.into != nil {
		return s.into.off
	}
	return s.off
}
