package layout

import (
	"qiju/internal/chart"
)

// Room in px.
const (
	tightChannel = 26 // between two nodes without an arrow beside
	beforeTracks = 10
	beforeNode   = 14 // for the head of an arrow
	margin       = 14
	captionRoom  = 34 // left of everything, for the names of the bands below
	headHeight   = 50 // of the stages
	labelLine    = 13
	labelPad     = 5
	chipRoom     = 14
	endRule      = 10 // px for the rule above the endings
)

// sizes are the measures of a plan, filled step by step.
type sizes struct {
	upr, lev      [][]*piece // upright and level pieces by line of the lattice
	nv, nh        []int      // tracks by line of the lattice
	colL, colR    []int      // extents of columns from their middle
	rowT, rowB    []int      // extents of rows from their middle
	zoneL, zoneR  []int      // room for labels at both sides of upright channels
	zoneT, zoneB  []int      // and of level channels
	chanX, chanW  []int
	chanY, chanH  []int
	colX, rowY    []int // middles
	width, height int
	gridBottom    int
	looseY        int
	endRuleY      int
	slots         map[slot]int // room taken by labels so far
	looseAt       []strewn
}

// measure finds the sizes of everything and then the places.
func (p *plan) measure() {
	p.fitNodes()
	p.extents()
	p.zones()
	p.channels()
	p.frames()
	p.heads()
	p.coordinates()
}

// fitNodes makes the borders long enough for the arrows that end there.
func (p *plan) fitNodes() {
	for _, a := range p.arrows {
		first, last := a.pieces[0], a.pieces[len(a.pieces)-1]
		extra := 0
		if a.bound != nil {
			extra = boundR
		}
		first.from.fit(first.dir, abs(first.offset())+extra)
		last.to.fit(last.side, last.offset())
	}
}

// extents finds how much room columns and rows need on both sides of their
// middle.
func (p *plan) extents() {
	p.colL, p.colR = make([]int, p.cols), make([]int, p.cols)
	p.rowT, p.rowB = make([]int, p.rows), make([]int, p.rows)
	for _, c := range p.cells {
		if c.v == nil {
			w, h := stackSize(c.sats)
			p.grow(c.col, (w+1)/2, (w+1)/2)
			p.growRow(c.row, (h+1)/2, (h+1)/2)
			continue
		}
		p.grow(c.col, c.v.left, c.v.right)
		if c.span == 1 {
			p.growRow(c.row, c.v.top, c.v.bottom)
		}
	}
	for i := 1; i < len(p.upr); i += 2 {
		for _, s := range p.upr[i] {
			need := abs(s.offset()) + portGap
			p.grow(i/2, need, need)
		}
	}
	for j := 1; j < len(p.lev); j += 2 {
		for _, s := range p.lev[j] {
			need := abs(s.offset()) + portGap
			p.growRow(j/2, need, need)
		}
	}
	for _, a := range p.arrows {
		if len(a.lines) == 0 {
			continue
		}
		w, h := a.labelSize()
		first := a.pieces[0]
		if first.upright {
			l := p.lean(a, w)
			p.grow(first.at/2, l-first.offset()+1, w-l+first.offset()+1)
		} else {
			l := p.lean(a, h)
			p.growRow(first.at/2, l-first.offset()+1, h-l+first.offset()+1)
		}
	}
}

func (p *plan) grow(col, l, r int) {
	p.colL[col], p.colR[col] = max(p.colL[col], l), max(p.colR[col], r)
}

func (p *plan) growRow(row, t, b int) {
	p.rowT[row], p.rowB[row] = max(p.rowT[row], t), max(p.rowB[row], b)
}

// channels sizes the channels by their tracks and labels.
func (p *plan) channels() {
	p.chanW, p.chanH = make([]int, p.cols+1), make([]int, p.rows+1)
	for i := range p.chanW {
		p.chanW[i] = p.channelSize(p.nv[2*i], p.zoneL[i]+p.zoneR[i], pad(p.zoneL[i], beforeNode)+pad(p.zoneR[i], beforeNode))
		if i > 0 && i < p.cols && p.bandAt(i-1) != p.bandAt(i) {
			p.chanW[i] = max(p.chanW[i], tightChannel+8)
		}
	}
	for j := range p.chanH {
		p.chanH[j] = p.channelSize(p.nh[2*j], p.zoneT[j]+p.zoneB[j], pad(p.zoneT[j], beforeTracks)+pad(p.zoneB[j], beforeNode))
	}
	p.chanW[0], p.chanH[0] = p.outer(p.nv[0], p.zoneR[0]), p.outer(p.nh[0], p.zoneB[0])
	p.chanW[p.cols] = p.outer(p.nv[2*p.cols], p.zoneL[p.cols])
	p.chanH[p.rows] = p.outer(p.nh[2*p.rows], p.zoneT[p.rows])
	if p.endRow < p.rows {
		p.chanH[p.endRow] += endRule
	}
}

func (p *plan) channelSize(tracks, zones, pads int) int {
	if tracks == 0 {
		if zones > 0 {
			return max(tightChannel, zones+beforeNode+2)
		}
		return tightChannel
	}
	return max(tightChannel, zones+(tracks-1)*trackGap+pads)
}

// pad returns the room between a track and the nodes beside it, less where
// labels already keep them apart.
func pad(zone, most int) int { return max(4, most-zone) }

// outer sizes a channel at the rim.
func (p *plan) outer(tracks, zone int) int {
	rim := margin
	if p.in != "" {
		rim = 4
	}
	if tracks == 0 {
		return rim + zone
	}
	return rim/2 + zone + (tracks-1)*trackGap + beforeNode
}

// frames makes rows high enough for the sub-processes that take several.
func (p *plan) frames() {
	for _, c := range p.cells {
		if c.span == 1 {
			continue
		}
		have := 0
		for r := c.row; r < c.row+c.span; r++ {
			have += p.rowT[r] + p.rowB[r]
			if r > c.row {
				have += p.chanH[r]
			}
		}
		for missing, r := 2*c.v.hh-have, 0; missing > 0; r++ {
			part := (missing + c.span - r - 1) / (c.span - r)
			p.rowT[c.row+r] += part / 2
			p.rowB[c.row+r] += part - part/2
			missing -= part
		}
	}
}

// heads makes stages wide enough for their heads.
func (p *plan) heads() {
	for i := range p.bands {
		b := &p.bands[i]
		if b.stage == nil {
			continue
		}
		have := (p.chanW[b.c0] + p.chanW[b.c1+1]) / 2
		for c := b.c0; c <= b.c1; c++ {
			have += p.colL[c] + p.colR[c]
			if c > b.c0 {
				have += p.chanW[c]
			}
		}
		if missing := p.headWidth(b.stage) - have; missing > 0 {
			p.colL[b.c0] += missing / 2
			p.colR[b.c1] += missing - missing/2
		}
	}
}

const (
	titleSize  = 130 // tenths of px
	headPad    = 22
	headKey    = 48 // 关键词 and a gap
	headDays   = 62 // 31 / 15 天
	widestHead = 320
)

// headWidth returns the width that the head of a stage needs.
func (p *plan) headWidth(s *chart.Stage) int {
	title := Measure("0 "+s.Text.In(p.opts.Lang), titleSize*108/100)
	key := 0
	for _, k := range s.Keywords {
		key += Measure(k.In(p.opts.Lang), tinyText)
	}
	return min(widestHead, max(title, key+headKey+headDays)+headPad)
}

// coordinates turns sizes into places.
func (p *plan) coordinates() {
	x := 0
	if p.in == "" && (p.endRow < p.rows && p.staged() || len(p.loose)+len(p.adrift) > 0) {
		x = captionRoom
	}
	p.chanX, p.colX = make([]int, p.cols+1), make([]int, p.cols)
	for c := 0; c <= p.cols; c++ {
		p.chanX[c] = x
		x += p.chanW[c]
		if c < p.cols {
			p.colX[c] = x + p.colL[c]
			x += p.colL[c] + p.colR[c]
		}
	}
	y := 0
	if p.staged() {
		y = headHeight
	}
	p.chanY, p.rowY = make([]int, p.rows+1), make([]int, p.rows)
	for r := 0; r <= p.rows; r++ {
		p.chanY[r] = y
		y += p.chanH[r]
		if r < p.rows {
			p.rowY[r] = y + p.rowT[r]
			y += p.rowT[r] + p.rowB[r]
		}
	}
	p.width, p.height, p.gridBottom = x, y, y
	if p.endRow < p.rows {
		p.endRuleY = p.chanY[p.endRow] + p.zoneT[p.endRow] + 5
	}
	for _, c := range p.cells {
		if c.span > 1 {
			lo, hi := p.rowY[c.row]-p.rowT[c.row], p.rowY[c.row+c.span-1]+p.rowB[c.row+c.span-1]
			c.v.hh = (hi - lo) / 2
		}
	}
}

// trackX returns the place of track t of upright channel i.
func (p *plan) trackX(i, t int) int {
	n := p.nv[2*i]
	lo, hi := p.chanX[i]+p.zoneL[i], p.chanX[i]+p.chanW[i]-p.zoneR[i]
	return spreadAt(lo, hi, n, t, pad(p.zoneL[i], beforeNode), pad(p.zoneR[i], beforeNode), i == 0, i == p.cols)
}

// trackY returns the place of track t of level channel j.
func (p *plan) trackY(j, t int) int {
	n := p.nh[2*j]
	lo, hi := p.chanY[j]+p.zoneT[j], p.chanY[j]+p.chanH[j]-p.zoneB[j]
	if j == p.endRow && j < p.rows {
		lo += endRule
	}
	return spreadAt(lo, hi, n, t, pad(p.zoneT[j], beforeTracks), pad(p.zoneB[j], beforeNode), j == 0, j == p.rows)
}

// spreadAt places track t of n in the middle of the room from lo to hi, against
// the node at a rim.
func spreadAt(lo, hi, n, t, before, after int, first, last bool) int {
	room := (n - 1) * trackGap
	switch {
	case first:
		return hi - after - room + t*trackGap
	case last:
		return lo + after + t*trackGap
	default:
		free := hi - lo - room - before - after
		return lo + before + free/2 + t*trackGap
	}
}
