package draw

import (
	"fmt"
	"strings"

	"qiju/internal/chart"
	"qiju/internal/chart/layout"
)

// classOf returns the classes of a node in a state.
func classOf(state State) string {
	switch state {
	case Ahead:
		return ""
	case Done:
		return "done"
	case Late:
		return "done late"
	case Live:
		return "live"
	case LiveLate:
		return "live livelate"
	case Skipped:
		return "skip"
	case Blocked:
		return "bad"
	}
	return ""
}

// frames writes the sub-processes, which lie under everything they hold.
func (s *sheet) frames() {
	for _, b := range s.d.Nodes {
		if b.Shape == layout.Frame {
			s.box(b)
		}
	}
}

// boxes writes the nodes and stores.
func (s *sheet) boxes() {
	for _, b := range s.d.Nodes {
		if b.Shape != layout.Frame {
			s.box(b)
		}
	}
}

// box writes one node as a group that can be focused, named and found.
func (s *sheet) box(b layout.Box) {
	n, m := s.nodes[b.ID], s.o.Nodes[b.ID]
	if n == nil {
		return
	}
	class := classOf(m.State)
	switch {
	case b.Shape == layout.Frame && n.Anytime:
		class += " frame any"
	case b.Shape == layout.Frame:
		class += " frame"
	case b.Kind == chart.Terminate:
		class += " stop"
	}
	if b.For != "" { // a store wears the state of the node beside it
		if state := s.o.Nodes[b.For].State; state == Done || state == Late {
			class = "done"
		}
	}
	attrs := ` tabindex="0" role="button"`
	if s.opts.Standalone {
		attrs = ` role="img"`
	}
	name := s.name(b, n, m)
	s.f(`<g class="%s" data-node="%s"%s aria-label="%s"><title>%s</title>`, strings.TrimSpace(class), esc(b.ID), attrs, esc(name), esc(s.tip(name, m)))
	s.shape(b)
	if m.State == Late {
		s.f(`<rect class="latebar" x="%d" y="%d" width="%d" height="3"/>`, b.X, b.Y+b.H-3, b.W)
	}
	s.signs(b, n)
	s.ids(b, n, m)
	class = "tx"
	switch {
	case b.Outside || b.Shape == layout.Parallelogram || b.Shape == layout.Circle || b.Shape == layout.DoubleCircle:
		class += " xs"
	case b.Shape == layout.Diamond:
		class += " sm"
	}
	s.lines(b.Text, class)
	s.f(`</g>`)
}

// name returns what a screen reader says of a node.
func (s *sheet) name(b layout.Box, n *chart.Node, m NodeMark) string {
	parts := []string{strings.TrimSpace(s.w.kinds[n.Kind] + " " + b.ID + " " + n.Text.In(s.opts.Lang))}
	if !s.plain && b.For == "" {
		parts = append(parts, s.w.states[m.State])
	}
	for _, p := range []string{m.Corner, m.Chip, s.w.seals[m.Seal]} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, s.w.comma)
}

// tip returns what the pointer shows.
func (s *sheet) tip(name string, m NodeMark) string {
	if m.Tooltip == "" {
		return name
	}
	return name + s.w.comma + m.Tooltip
}

// shape writes the border of a node.
func (s *sheet) shape(b layout.Box) {
	cx, cy := b.X+b.W/2, b.Y+b.H/2
	switch b.Shape {
	case layout.Rectangle, layout.Frame:
		s.f(`<rect class="sh" x="%d" y="%d" width="%d" height="%d" rx="2"/>`, b.X, b.Y, b.W, b.H)
	case layout.Diamond, layout.SmallDiamond, layout.Merge:
		s.f(`<path class="sh" d="M%d %dL%d %dL%d %dL%d %dZ"/>`, cx, b.Y, b.X+b.W, cy, cx, b.Y+b.H, b.X, cy)
	case layout.Circle:
		s.f(`<circle class="sh" cx="%d" cy="%d" r="%d"/>`, cx, cy, b.H/2)
	case layout.DoubleCircle, layout.EventCircle:
		s.f(`<circle class="sh rim" cx="%d" cy="%d" r="%d"/><circle class="sh in" cx="%d" cy="%d" r="%d"/>`, cx, cy, b.H/2, cx, cy, b.H/2-4)
	case layout.Parallelogram:
		const slant = 8
		s.f(`<path class="sh" d="M%d %dH%dL%d %dH%dZ"/>`, b.X+slant, b.Y, b.X+b.W, b.X+b.W-slant, b.Y+b.H, b.X)
	}
}

// ids writes the id of a node and the text at its top right.
func (s *sheet) ids(b layout.Box, n *chart.Node, m NodeMark) {
	right := m.Corner
	if s.plain {
		right = s.w.corner(n, s.c)
	}
	cx := b.X + b.W/2
	switch b.Shape {
	case layout.Rectangle:
		x, end := b.X+7, b.X+b.W-7
		if twice(n) {
			x, end = x+4, end-4
		}
		if m.State == Live || m.State == LiveLate || m.State == Blocked {
			x += 4
		}
		s.f(`<text class="id" x="%d" y="%d">%s</text>`, x, b.Y+13, esc(b.ID))
		x = s.process(n, x+layout.Measure(b.ID, 100)+6, b.Y+5)
		s.right(right, end, b.Y+13, end-x)
	case layout.Diamond:
		s.f(`<text class="id" x="%d" y="%d" text-anchor="middle">%s</text>`, b.X+14, b.Y+13, esc(b.ID))
		if m.Seal == NoSeal {
			s.right(right, b.X+b.W, b.Y+12, b.W/2-22)
		}
	case layout.SmallDiamond, layout.Merge:
		s.f(`<text class="id" x="%d" y="%d" text-anchor="end">%s</text>`, cx-b.W/4-4, b.Y+b.H/4, esc(b.ID))
	case layout.EventCircle:
		s.f(`<text class="id" x="%d" y="%d" text-anchor="end">%s</text>`, cx-b.W/2+2, b.Y+6, esc(b.ID))
	case layout.Frame:
		s.right(right, b.X+b.W-10, b.Y+18, b.W/2)
	case layout.Circle, layout.DoubleCircle, layout.Parallelogram:
	}
}

// right writes a text that ends at x, cut to room px.
func (s *sheet) right(text string, x, y, room int) {
	if text == "" || room < 20 {
		return
	}
	s.f(`<text class="id" x="%d" y="%d" text-anchor="end">%s</text>`, x, y, esc(fit(text, 100, room)))
}

// twice reports whether a process is a chart of its own: its sides are double.
func twice(n *chart.Node) bool { return n.Call != "" || len(n.Starts) > 0 }

// signs writes the small signs inside a node: what a gateway does, what an event
// waits for, that a process sends, receives, calls or is done by many.
func (s *sheet) signs(b layout.Box, n *chart.Node) {
	cx, cy := b.X+b.W/2, b.Y+b.H/2
	switch n.Kind {
	case chart.Parallel:
		s.f(`<path class="sym" d="M%d %dH%dM%d %dV%d" style="stroke-width:2"/>`, cx-9, cy, cx+9, cx, cy-9, cy+9)
	case chart.Inclusive:
		s.f(`<path class="sym" d="M%d %dV%dM%d %dL%d %dM%d %dL%d %d" style="stroke-width:2"/>`, cx, cy-9, cy+9, cx-8, cy-5, cx+8, cy+5, cx-8, cy+5, cx+8, cy-5)
	case chart.FirstOf:
		s.f(`<circle class="sym" cx="%d" cy="%d" r="10"/><circle class="sym" cx="%d" cy="%d" r="7"/>`, cx, cy, cx, cy)
	case chart.Event:
		s.event(n, cx, cy)
	case chart.Process:
		if b.Shape == layout.Rectangle && twice(n) {
			s.f(`<path class="sym" d="M%d %dV%dM%d %dV%d"/>`, b.X+5, b.Y, b.Y+b.H, b.X+b.W-5, b.Y, b.Y+b.H)
		}
	case chart.Start, chart.End, chart.Terminate, chart.Decision, chart.Store:
	}
}

// event writes what an event waits for or sends.
func (s *sheet) event(n *chart.Node, cx, cy int) {
	switch {
	case len(n.Messages) > 0:
		s.envelope(cx-7, cy-5, 14, 10, !n.Messages[0].Incoming)
	case n.Trigger != nil && n.Trigger.Kind == chart.Once:
		s.f(`<path class="sym" d="M%d %dH%dM%d %dH%dM%d %dH%d"/>`, cx-6, cy-4, cx+6, cx-6, cy, cx+6, cx-6, cy+4, cx+6)
	default:
		s.f(`<circle class="sym" cx="%d" cy="%d" r="8"/><path class="sym" d="M%d %dV%dH%d"/>`, cx, cy, cx, cy-5, cy, cx+4)
	}
}

// process writes the signs beside the id of a process, from (x, y) on, and
// returns where they end: a letter for each message, bars when it is done by
// many.
func (s *sheet) process(n *chart.Node, x, y int) int {
	for _, m := range n.Messages {
		s.envelope(x, y, 11, 8, !m.Incoming)
		x += 15
	}
	if n.Many != nil && !s.plain { // else the corner says so in words
		s.f(`<path class="sym" d="M%d %dV%dM%d %dV%dM%d %dV%d"/>`, x, y, y+8, x+3, y, y+8, x+6, y, y+8)
		x += 10
	}
	return x
}

// envelope writes a message, full when it is sent.
func (s *sheet) envelope(x, y, w, h int, full bool) {
	class, flap := "sym", "sym"
	if full {
		class, flap = "sym full", "sym env"
	}
	s.f(`<path class="%s" d="M%d %dh%dv%dh-%dZ"/><path class="%s" d="%s"/>`, class, x, y, w, h, w, flap,
		fmt.Sprintf("M%d %dL%d %dL%d %d", x, y, x+w/2, y+h/2+1, x+w, y))
}

// notes writes the annotations: a sheet with a folded corner.
func (s *sheet) notes() {
	const fold = 9
	for _, n := range s.d.Notes {
		s.f(`<g data-note="%s"><path class="note" d="M%d %dH%dL%d %dV%dH%dZ"/><path class="note" d="M%d %dV%dH%d"/>`,
			esc(n.ID), n.X, n.Y, n.X+n.W-fold, n.X+n.W, n.Y+fold, n.Y+n.H, n.X, n.X+n.W-fold, n.Y, n.Y+fold, n.X+n.W)
		s.lines(n.Text, "tx xs")
		s.f(`</g>`)
	}
}
