package layout

import (
	"qiju/internal/chart"
)

// Layout finds the places of c. It never fails: what a chart with errors does
// not say – an arrow to nowhere, a store that is not declared – is left out.
func Layout(c *chart.Chart, opts Options) Drawing {
	d := draw(c, opts, false)
	if opts.MaxWidth > 0 && d.Width > opts.MaxWidth {
		if s := draw(c, opts, true); s.Width < d.Width {
			return s
		}
	}
	return d
}

// draw lays out the main line of c and all in it.
func draw(c *chart.Chart, opts Options, stack bool) Drawing {
	p := layScope(scope{chart: c, nodes: c.Nodes, opts: opts, stack: stack})
	d := Drawing{Width: p.width, Height: p.height}
	if p.staged() {
		d.Head = headHeight
	}
	p.emit(&d, 0, 0)
	p.emitBands(&d)
	return d
}

// layScope lays out one scope.
func layScope(s scope) *plan {
	p := newPlan(s)
	p.adrift = adriftOf(s.chart, s.nodes, s.in, s.opts.Lang)
	p.place()
	p.addMoves()
	p.route()
	p.tracks()
	p.measure()
	p.strew()
	return p
}

// strewn is something that stands under the grid, relative to its corner; a
// node by its middle.
type strewn struct {
	v    *vertex
	s    *sat
	x, y int
}

// looseX returns where the lowest band begins.
func (p *plan) looseX() int { return p.chanX[0] + margin }

const looseGap = 24 // px between what stands under the grid

// strew places what has no arrows in lines under the grid.
func (p *plan) strew() {
	if len(p.loose)+len(p.adrift) == 0 {
		return
	}
	p.looseY = p.gridBottom + margin
	x, y, high, wide := 0, 0, 0, 0
	room := max(p.width-p.looseX()-margin, 600)
	next := func(w, h int) (int, int) {
		if x > 0 && x+w > room {
			x, y, high = 0, y+high+looseGap, 0
		}
		at, top := x, y
		x += w + looseGap
		high, wide = max(high, h), max(wide, at+w)
		return at, top
	}
	for _, v := range p.loose {
		cx, cy := next(v.left+v.right, v.top+v.bottom)
		p.looseAt = append(p.looseAt, strewn{v: v, x: cx + v.left, y: cy + v.top})
	}
	for _, s := range p.adrift {
		cx, cy := next(s.w, s.h)
		p.looseAt = append(p.looseAt, strewn{s: s, x: cx, y: cy})
	}
	p.width = max(p.width, p.looseX()+wide+margin)
	p.height = p.looseY + y + high + margin
}

// emitBands writes the bands of the main line.
func (p *plan) emitBands(d *Drawing) {
	bottomY := p.gridBottom
	if p.endRow < p.rows {
		bottomY = p.endRuleY
	}
	for i, b := range p.bands {
		if b.stage == nil {
			continue
		}
		x0, x1 := p.border(i), p.width
		if i+1 < len(p.bands) {
			x1 = p.border(i + 1)
		}
		d.Bands = append(d.Bands, Band{Kind: StageBand, ID: b.stage.ID, Number: b.number, Rect: Rect{x0, 0, x1 - x0, bottomY}})
	}
	if p.staged() && p.endRow < p.rows {
		d.Bands = append(d.Bands, Band{Kind: EndBand, Rect: Rect{0, bottomY, p.width, p.gridBottom - bottomY}})
	}
	if p.looseY > 0 {
		d.Bands = append(d.Bands, Band{Kind: LooseBand, Rect: Rect{0, p.gridBottom, p.width, p.height - p.gridBottom}})
	}
}

// border returns the left border of band i, between two tracks of its channel.
func (p *plan) border(i int) int {
	if i == 0 {
		return 0
	}
	c := p.bands[i].c0
	n := p.nv[2*c]
	if n == 0 {
		return p.chanX[c] + p.chanW[c]/2
	}
	return p.trackX(c, n/2) - trackGap/2
}
