package layout

import (
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
)

// Geometry of the nodes in px.
const (
	boxW, boxH       = 144, 56 // process
	diamondW         = 152     // decision
	diamondH         = 80
	startR, endR     = 18, 22
	gatewayHalf      = 24 // gateway with a sign
	mergeHalf        = 14 // decision without text
	storeH           = 32
	storeSlant       = 8
	noteW            = 124
	padding          = 6  // between a border and its text
	line             = 15 // from baseline to baseline
	captionW         = 92 // text beside a gateway
	labelW           = 76 // text on an arrow
	frameHead        = 28
	framePad         = 10
	mostLines        = 8   // of a process
	mostCaption      = 4   // of a caption, label or annotation
	widestBox        = 208 // of a process with a long text
	diamondStep      = 16  // by which a decision grows until its text fits
	mostDiamondSteps = 16
	diamondRoom      = 800 // hundredths of an em that a line of a decision has at most, on average
)

// vertex is a node on its way to a place.
type vertex struct {
	node  *chart.Node
	at    int // index in its scope, the order in which it was written
	shape Shape
	hw    int // half of the border's width
	hh    int // half of the border's height
	// Extents of all that is drawn, from the middle of the border.
	left, right, top, bottom int
	lines                    []string
	body                     *plan // of a frame
	out, in                  []*arrow
	sats                     []*sat
	bounds                   []chart.Boundary

	group int // index of its band; -1 for none
	layer int // row inside its band, from 0
	span  int // rows it takes
	col   int // column inside its band, later of the grid
	order int // in which the nodes are placed
	main  *vertex
	cell  *cell
}

// sat is a store or an annotation beside a node.
type sat struct {
	id            string
	note          bool
	reads, writes bool
	w, h          int
	lines         []string
}

// shapeOf returns the form in which n is drawn.
func shapeOf(n *chart.Node) Shape {
	switch n.Kind {
	case chart.Start:
		return Circle
	case chart.End, chart.Terminate:
		return DoubleCircle
	case chart.Decision:
		if n.Text.IsZero() {
			return Merge
		}
		return Diamond
	case chart.Parallel, chart.Inclusive, chart.FirstOf:
		return SmallDiamond
	case chart.Event:
		return EventCircle
	case chart.Store:
		return Parallelogram
	case chart.Process:
		if n.Body != nil {
			return Frame
		}
	}
	return Rectangle
}

// newVertex sizes n by its text.
func newVertex(n *chart.Node, lang i18n.Lang) *vertex {
	v := &vertex{node: n, shape: shapeOf(n), span: 1, bounds: n.Bounds}
	text := n.Text.In(lang)
	switch v.shape {
	case Circle, DoubleCircle, EventCircle, SmallDiamond, Merge:
		v.small(text)
	case Diamond:
		v.diamond(text)
	case Rectangle, Parallelogram:
		v.rectangle(text)
	case Frame: // sized with its body
	}
	return v
}

// rectangle sizes a process: as wide as usual, growing in height.
func (v *vertex) rectangle(text string) {
	w := boxW
	v.lines = even(text, w-2*padding, textSize, mostLines)
	for w < widestBox && len(v.lines) > 4 {
		w += 32
		v.lines = even(text, w-2*padding, textSize, mostLines)
	}
	w = max(w, widest(v.lines, textSize)+2*padding)
	h := max(boxH, boxH+(len(v.lines)-2)*line)
	if len(v.bounds) > 0 {
		h += 10
	}
	v.border((w+1)/2, (h+1)/2)
}

// diamond sizes a decision: it grows until its text fits between the slopes.
func (v *vertex) diamond(text string) {
	ws := cut(words(text), diamondRoom, mostLines)
	if len(ws) == 0 {
		v.border(diamondW/2, diamondH/2)
		return
	}
	for k := 0; k <= mostDiamondSteps; k++ {
		w, h := diamondW+k*diamondStep, diamondH+k*diamondStep/2
		best := -1
		for n := 1; n <= mostLines; n++ {
			lines, cost, ok := fill(ws, n, func(i int) int { return slope(w, h, i, n) })
			if ok && (best < 0 || cost < best) {
				best, v.lines = cost, lines
			}
		}
		if best >= 0 {
			v.border(w/2, h/2)
			return
		}
	}
	v.lines = []string{join(ws)}
	v.border(max(diamondW, widest(v.lines, smallText)), diamondH)
}

// slope returns the room in hundredths of an em for line i of n in a diamond.
func slope(w, h, i, n int) int {
	off := (2*i-(n-1))*line/2 - 1
	if off < 0 {
		off = -off
	}
	off += 3
	return ems(max(0, w-2*w*off/h-18), smallText)
}

// small sizes the symbols with their text beside them: above a start, below an
// end, at the right shoulder of the others.
func (v *vertex) small(text string) {
	half := map[Shape]int{Circle: startR, DoubleCircle: endR, EventCircle: startR, SmallDiamond: gatewayHalf, Merge: mergeHalf}[v.shape]
	if inside := even(text, 2*half-14, tinyText, mostCaption); len(inside) == 1 && widest(inside, tinyText) <= 2*half-12 &&
		(v.shape == Circle || v.shape == DoubleCircle) {
		v.lines = inside
		v.border(half, half)
		return
	}
	v.border(half, half)
	switch v.shape {
	case Circle:
		v.lines = even(text, boxW, tinyText, mostCaption)
		v.top += 6 + len(v.lines)*(line-1)
		v.widen((widest(v.lines, tinyText) + 1) / 2)
	case DoubleCircle:
		v.lines = even(text, boxW, tinyText, mostCaption)
		v.bottom += 6 + len(v.lines)*(line-1)
		v.widen((widest(v.lines, tinyText) + 1) / 2)
	case SmallDiamond, EventCircle:
		v.lines = even(text, captionW, tinyText, mostCaption)
		if len(v.lines) > 0 {
			v.right = max(v.right, v.shoulder()+widest(v.lines, tinyText)+2)
			v.top = max(v.top, len(v.lines)*(line-1)+captionLift+2)
		}
	case Rectangle, Diamond, Merge, Frame, Parallelogram:
	}
}

const captionLift = 4 // px between the middle of a symbol and the text at its shoulder

// shoulder returns where the text beside a small symbol begins, from its middle.
func (v *vertex) shoulder() int { return v.hw - 1 }

// widen makes sure that w fits on both sides of the middle.
func (v *vertex) widen(w int) { v.left, v.right = max(v.left, w), max(v.right, w) }

// border sets the border and makes room for it.
func (v *vertex) border(hw, hh int) {
	v.hw, v.hh = hw, hh
	v.left, v.right = max(v.left, hw), max(v.right, hw)
	v.top, v.bottom = max(v.top, hh), max(v.bottom, hh)
}

// frame sizes a sub-process around the plan of its body.
func (v *vertex) frame(p *plan, lang i18n.Lang) {
	v.body = p
	v.lines = even(v.node.Text.In(lang), max(boxW, p.width-60), textSize, 1)
	w := max(p.width+2*framePad, widest(v.lines, textSize)+80)
	h := p.height + frameHead + framePad
	if len(v.bounds) > 0 {
		h += 10
	}
	v.border((w+1)/2, (h+1)/2)
	v.span = max(1, (h+rowPitch/2)/rowPitch)
}

// blocked reports whether no arrow may use the side, because text stands there
// or because the symbol has no arrow there.
func (v *vertex) blocked(s side) bool {
	switch v.shape {
	case Circle:
		return s == top
	case DoubleCircle:
		return s == bottom && len(v.lines) > 0 && v.bottom > v.hh
	case Rectangle, Diamond, SmallDiamond, Merge, EventCircle, Frame, Parallelogram:
	}
	return false
}

// reach returns how far the border is from the middle on side s, off px beside
// the middle line.
func (v *vertex) reach(s side, off int) int {
	along, across := v.hh, v.hw
	if s == left || s == right {
		along, across = v.hw, v.hh
	}
	if off < 0 {
		off = -off
	}
	switch v.shape {
	case Diamond, SmallDiamond, Merge:
		return along - (along*off+across/2)/across
	case Circle, DoubleCircle, EventCircle:
		return root(along*along - off*off)
	case Rectangle, Frame, Parallelogram:
	}
	return along
}

// fit makes the border long enough for an arrow off px beside the middle of side s.
func (v *vertex) fit(s side, off int) {
	if off < 0 {
		off = -off
	}
	if off == 0 {
		return
	}
	need := off + 8
	switch v.shape {
	case Diamond, SmallDiamond, Merge:
		need = 2 * off
	case Circle, DoubleCircle, EventCircle:
		need = off + 6
		v.resize(max(v.hw, need), max(v.hh, need))
		return
	case Rectangle, Frame, Parallelogram:
	}
	if s == top || s == bottom {
		v.resize(max(v.hw, need), v.hh)
		return
	}
	v.resize(v.hw, max(v.hh, need))
}

// resize moves the border outwards and its extents with it.
func (v *vertex) resize(hw, hh int) {
	dw, dh := hw-v.hw, hh-v.hh
	v.hw, v.hh = hw, hh
	v.left, v.right, v.top, v.bottom = v.left+dw, v.right+dw, v.top+dh, v.bottom+dh
}

// root returns the integer square root of n, rounded to the nearest.
func root(n int) int {
	r := 0
	for (2*r+1)*(2*r+1) <= 4*n {
		r++
	}
	return r
}
