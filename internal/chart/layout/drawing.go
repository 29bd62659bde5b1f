// Package layout finds the places of a drawing: where every node, arrow, label,
// store and annotation of a chart stands. It is pure and deterministic: the
// same chart and options give the same [Drawing].
//
// A chart stands on one grid. Nodes sit in cells; between the cells run
// channels, and only in channels and empty cells run arrows. So no arrow can
// cross a node, whatever the chart looks like. Places are found in this order:
//
//   - the nodes get their size from their text (shape.go, wrap.go);
//   - every band – a stage, or a fold of a chart without stages – is layered
//     and its nodes get cells (layer.go, place.go); what lies outside the
//     stages gets cells below (ends.go);
//   - arrows are routed over the grid (route.go), then the arrows that share a
//     channel get tracks in an order that crosses least (track.go);
//   - only then do channels, columns and rows get their sizes (size.go) and
//     everything its coordinates (emit.go).
//
// The body of a sub-process is laid out by the same rules and framed.
package layout

import (
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
)

// Options are the wishes for a drawing. The zero value is a drawing in Chinese.
type Options struct {
	// Lang is the language of the texts; it decides their size.
	Lang i18n.Lang
	// MaxWidth is a wish in px, 0 for none: parallel branches stand one below
	// the other where side by side they would make the drawing wider.
	MaxWidth int
	// Folds is the number of columns into which a chart without stages is
	// folded, read from left to right; 0 lets the layout choose.
	Folds int
	// Moves are drawn as arrows that the chart does not have.
	Moves []Move
}

// Move is a step of a run that follows no arrow: a jump, a return to an earlier
// node, or the proposal of one. It does not change where nodes stand.
type Move struct {
	ID       string // of the drawn arrow; differs from all ids of arrows
	From, To string // nodes of one scope
}

// Point is a place in px from the top left corner of the drawing.
type Point struct{ X, Y int }

// Rect is an upright rectangle in px.
type Rect struct{ X, Y, W, H int }

// Overlaps reports whether r and o share more than a border.
func (r Rect) Overlaps(o Rect) bool {
	return r.X < o.X+o.W && o.X < r.X+r.W && r.Y < o.Y+o.H && o.Y < r.Y+r.H
}

// Holds reports whether o lies inside r, borders included.
func (r Rect) Holds(o Rect) bool {
	return o.X >= r.X && o.Y >= r.Y && o.X+o.W <= r.X+r.W && o.Y+o.H <= r.Y+r.H
}

// Shape is the form of a box.
type Shape int

// The forms of a box; Rect holds the border of each.
const (
	Rectangle     Shape = iota // a process
	Diamond                    // a decision, its text inside
	SmallDiamond               // a gateway with a sign, its text beside
	Merge                      // a decision without text
	Circle                     // a start
	DoubleCircle               // an end
	EventCircle                // an event on the way, its text beside
	Frame                      // a sub-process around its body
	Parallelogram              // a data store
)

// Text is a block of centred or left-aligned lines.
type Text struct {
	Lines []string
	X, Y  int  // X of the middle, or of the left border when Left; Y of the first baseline
	Step  int  // px from baseline to baseline
	Left  bool // whether the lines begin at X
	Area  Rect // the room the block takes
}

// Box is a drawn node. A store that several nodes use is drawn beside each.
type Box struct {
	ID    string
	Kind  chart.Kind
	Shape Shape
	Rect
	Text    Text
	Outside bool   // whether the text stands outside the border
	In      string // id of the sub-process whose frame holds it; "" for none
	For     string // id of the node beside which a store stands; "" for none
}

// Bound is a boundary event: a small circle on the border of its node.
type Bound struct {
	ID   string
	Node string
	Kind chart.BoundaryKind
	X, Y int // its centre
	R    int // its radius
}

// Path is a drawn arrow. Its points are joined by upright and level lines; the
// first and the last lie on the borders of From and To.
type Path struct {
	ID       string
	From, To string
	Bound    string // id of the boundary event it leaves; "" for none
	Back     bool   // whether it leads back (a loop)
	Points   []Point
	Label    Text // without lines when it has none
}

// Note is a drawn annotation.
type Note struct {
	ID string
	Of string // id of the node it stands beside; "" for one of the chart itself
	Rect
	Text Text
}

// Link is a dotted line from a node to a store or an annotation.
type Link struct {
	Node   string
	To     string // id of the store or annotation
	Note   bool   // whether To is an annotation
	Reads  bool   // store → node
	Writes bool   // node → store
	Points []Point
}

// BandKind is the kind of a band.
type BandKind int

// The kinds of band.
const (
	StageBand BandKind = iota // a column with a head
	EndBand                   // what lies outside the stages, at the bottom
	LooseBand                 // sub-processes that begin at any time, stores nobody uses, annotations of the chart
)

// Band is a part of the ground of a drawing. A stage band begins with its head
// of [Drawing.Head] px.
type Band struct {
	Kind   BandKind
	ID     string // id of the stage
	Number int    // of the stage, from 1
	Rect
}

// Drawing is a chart with all its places. Everything lies inside Width × Height.
type Drawing struct {
	Width, Height int
	Head          int // height of the stage heads; 0 without stages
	Bands         []Band
	Nodes         []Box // a frame before what it holds
	Bounds        []Bound
	Edges         []Path
	Notes         []Note
	Links         []Link
}
