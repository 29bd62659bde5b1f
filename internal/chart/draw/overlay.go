// Package draw turns the places of a chart into SVG: the classical symbols of
// the source – circle, double circle, diamond, rectangle, parallelogram – and,
// over them, the state of a run.
//
// The classes are those of chart-states.css. Inside the page the
// colours are the page's; a drawing that stands alone brings the style sheet
// and its fallback colours. There is no script and no font in it, and every
// text that came from people is escaped.
package draw

import (
	"qiju/internal/base/i18n"
)

// State is the state of a node in a run.
type State string

// The states of a node.
const (
	Ahead    State = ""         // not reached
	Done     State = "done"     // passed in time
	Late     State = "late"     // passed, but late
	Live     State = "live"     // a move is due here
	LiveLate State = "livelate" // due here and late
	Skipped  State = "skipped"  // jumped over
	Blocked  State = "blocked"  // an incident
)

// Seal is what was stamped at a node.
type Seal string

// The seals.
const (
	NoSeal        Seal = ""
	PassSeal      Seal = "pass"      // 通过
	OverrideSeal  Seal = "override"  // 特批
	TerminateSeal Seal = "terminate" // 终止
)

// NodeMark is what a run says about a node. Its texts are in the reader's
// language already.
type NodeMark struct {
	State   State
	Corner  string // top right: 3 天, 21 / 15 天, 跳过 09-08
	Chip    string // at the foot of a live node: owner · 第 4 天 / 限 5 天
	Seal    Seal
	Tooltip string // who, when, reason; also what a screen reader hears
}

// EdgeMark is what a run says about an arrow, or about a move ([layout.Move]).
type EdgeMark struct {
	Walked   int    // times it was walked
	Returned int    // times a return went this way
	Skipped  bool   // the move that left nodes out
	Override bool   // walked by override
	Proposed bool   // proposed, not yet made
	Text     string // said beside it, such as 建议退回; "" for what the state says
	Tooltip  string
}

// BandMark is what a run says about a stage.
type BandMark struct {
	Days    string // 6 / 7 天
	Late    bool   // whether the days are over the norm
	Reached bool
	Active  bool
}

// Overlay is the state of a run over its chart. The zero Overlay is no run: the
// chart is drawn in ink, with roles and limits in the corners.
type Overlay struct {
	Nodes map[string]NodeMark // by id of the node
	Edges map[string]EdgeMark // by id of the arrow or move
	Bands map[string]BandMark // by id of the stage
	Ended bool                // all cinnabar turns to ink; only seals stay red
	Title string              // said of the whole: where the run stands
}

// IsZero reports whether o is no run.
func (o Overlay) IsZero() bool {
	return o.Nodes == nil && o.Edges == nil && o.Bands == nil && !o.Ended && o.Title == ""
}

// Options are the wishes for a drawing.
type Options struct {
	Lang       i18n.Lang
	Standalone bool // brings its style and ground and takes no focus
}
