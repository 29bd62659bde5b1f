package draw

import (
	_ "embed" // the outlines of the seals
	"strings"

	"qiju/internal/chart/layout"
)

// sealOutlines holds the characters of the seals as outlines, one a line: the
// character, a blank, and its path; the em is 100, the middle is 0 0. So every
// system and every paper prints the same seal.
//
//go:embed seal.txt
var sealOutlines string

// outline returns the path of a character of a seal.
func outline(char string) string {
	for _, l := range strings.Split(sealOutlines, "\n") {
		if c, d, ok := strings.Cut(l, " "); ok && c == char {
			return d
		}
	}
	return ""
}

// seals stamps the nodes where something was decided.
func (s *sheet) seals() {
	for _, b := range s.d.Nodes {
		if m := s.o.Nodes[b.ID]; m.Seal != NoSeal && b.For == "" {
			s.seal(b, m)
		}
	}
}

// seal stamps one node at its right shoulder.
func (s *sheet) seal(b layout.Box, m NodeMark) {
	x, y := b.X+b.W-26, b.Y+10
	switch b.Shape {
	case layout.Rectangle, layout.Frame, layout.Parallelogram:
		x, y = b.X+b.W-4, b.Y-2
	case layout.Circle, layout.DoubleCircle, layout.EventCircle, layout.SmallDiamond, layout.Merge:
		x, y = b.X+b.W+2, b.Y-2
	case layout.Diamond:
	}
	class, shape, turn, size := "pass", `<circle r="16.5"/>`, -4, 11
	chars := [2]string{"通", "过"}
	switch m.Seal {
	case OverrideSeal:
		class, shape, turn, size = "ovrs", `<rect x="-16" y="-16" width="32" height="32" rx="2.5"/>`, -3, 12
		chars = [2]string{"特", "批"}
	case TerminateSeal:
		class, turn = "term", 0
		chars = [2]string{"终", "止"}
	case PassSeal, NoSeal:
	}
	s.f(`<g class="seal %s" transform="translate(%d %d) scale(.9) rotate(%d)"><title>%s</title>%s`, class, x, y, turn, esc(s.tip(s.w.seals[m.Seal], m)), shape)
	for i, c := range chars {
		s.f(`<path transform="translate(0 %d) scale(.%d)" d="%s"/>`, (2*i-1)*(size+1)/2, size, outline(c))
	}
	s.f(`</g>`)
}

// chips writes what lies on top: the chip and the stone of a live node, the
// triangle of a blocked one.
func (s *sheet) chips() {
	for _, b := range s.d.Nodes {
		m := s.o.Nodes[b.ID]
		if b.For != "" {
			continue
		}
		x, y := shoulder(b)
		switch m.State {
		case Live, LiveLate:
			s.f(`<circle class="stone" cx="%d" cy="%d" r="8"/><circle class="point" cx="%d" cy="%d" r="2.6"/>`, x, y, x, y)
		case Blocked:
			s.f(`<path class="warn" d="M%d %dL%d %dL%d %dZ"/><path class="warnmark" d="M%d %dV%dM%d %dV%d"/>`,
				x, y-9, x+9, y+7, x-9, y+7, x, y-3, y+1, x, y+4, y+4)
		case Ahead, Done, Late, Skipped:
		}
		if m.Chip != "" {
			s.chip(b, m)
		}
	}
}

// shoulder returns where a stone lies: at the left shoulder of a node.
func shoulder(b layout.Box) (x, y int) {
	switch b.Shape {
	case layout.Diamond:
		return b.X + b.W/4, b.Y + b.H/4
	case layout.Circle, layout.DoubleCircle, layout.EventCircle, layout.SmallDiamond, layout.Merge:
		return b.X + b.W/8, b.Y + b.H/8
	case layout.Rectangle, layout.Frame, layout.Parallelogram:
	}
	return b.X, b.Y
}

// chip writes the owner and the days of a live node at its foot.
func (s *sheet) chip(b layout.Box, m NodeMark) {
	class := "chip"
	if m.State == LiveLate {
		class += " late"
	}
	const widest = 190
	text := fit(m.Chip, 115, widest-16)
	w, cx, y := layout.Measure(text, 115)+16, b.X+b.W/2, b.Y+b.H-7
	x := max(2, min(cx-w/2, s.d.Width-w-2))
	s.f(`<g class="%s"><rect x="%d" y="%d" width="%d" height="20" rx="3"/><text x="%d" y="%d" text-anchor="middle">%s</text></g>`,
		class, x, y, w, x+w/2, y+14, esc(text))
}
