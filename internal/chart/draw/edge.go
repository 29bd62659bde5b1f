package draw

import (
	"fmt"
	"strings"

	"qiju/internal/chart/layout"
)

const corner = 5 // px radius of the corners of an arrow

// links writes the dotted lines to stores and annotations.
func (s *sheet) links() {
	for _, l := range s.d.Links {
		class, ends := "e data", ""
		if state := s.o.Nodes[l.Node].State; state == Done || state == Late {
			class += " done"
		}
		if l.Writes {
			ends += ` marker-end="url(#qc-p)"`
		}
		if l.Reads {
			ends += ` marker-start="url(#qc-p)"`
		}
		s.f(`<path class="%s" d="%s"%s/>`, class, path(l.Points), ends)
	}
}

// style is how an arrow is drawn.
type style struct {
	class  string // of the line, beside e
	marker string
	label  string // class of its text
}

// styleOf returns how an arrow with mark m is drawn.
func (s *sheet) styleOf(m EdgeMark) style {
	switch {
	case m.Proposed:
		return style{"pre", "z", "pre"}
	case m.Override:
		return style{"ovr", "z", "ovr"}
	case m.Skipped:
		return style{"jump", "r", "jump"}
	case m.Returned > 0:
		return style{"ret", "r", "ret"}
	case m.Walked > 0:
		return style{"done", "a", "done"}
	case s.plain:
		return style{"", "a", ""}
	default:
		return style{"", "p", ""}
	}
}

// edges writes the arrows, those ahead first so that ink lies on pencil.
func (s *sheet) edges() {
	for _, inked := range []bool{false, true} {
		for _, e := range s.d.Edges {
			m := s.o.Edges[e.ID]
			if (s.styleOf(m).class != "") == inked {
				s.edge(e, m)
			}
		}
	}
}

// edge writes one arrow.
func (s *sheet) edge(e layout.Path, m EdgeMark) {
	st := s.styleOf(m)
	from, to := s.nodes[e.From], s.nodes[e.To]
	title := e.From + " → " + e.To
	if from != nil && to != nil {
		title = from.Text.In(s.opts.Lang) + " → " + to.Text.In(s.opts.Lang)
	}
	for _, part := range []string{strings.Join(e.Label.Lines, ""), s.w.tally(m), m.Tooltip} {
		if part != "" {
			title += s.w.comma + part
		}
	}
	s.f(`<g data-edge="%s"><title>%s</title>`, esc(e.ID), esc(title))
	d := path(e.Points)
	if st.class == "ovr" {
		n := len(e.Points)
		s.f(`<path class="e ovr" d="%s"/><path class="e ovr2" d="%s"/><path d="%s" fill="none" stroke="none" marker-end="url(#qc-z)"/>`,
			d, d, path(e.Points[n-2:]))
	} else {
		s.f(`<path class="%s" d="%s" marker-end="url(#qc-%s)"/>`, strings.TrimSpace("e "+st.class), d, st.marker)
	}
	if !s.opts.Standalone {
		s.f(`<path class="hit" d="%s"/>`, d)
	}
	s.f(`</g>`)
}

// bounds writes the boundary events: rings on the border of their nodes, broken
// where they do not interrupt.
func (s *sheet) bounds() {
	for _, b := range s.d.Bounds {
		class := "bound soft"
		if n := s.nodes[b.Node]; n != nil {
			for i := range n.Bounds {
				if n.Bounds[i].ID == b.ID && n.Bounds[i].Interrupting {
					class = "bound"
				}
			}
		}
		s.f(`<g class="%s" data-bound="%s"><circle class="sh" cx="%d" cy="%d" r="%d"/><circle class="sh in" cx="%d" cy="%d" r="%d"/></g>`,
			class, esc(b.ID), b.X, b.Y, b.R, b.X, b.Y, b.R-3)
	}
}

// labels writes the texts of the arrows, and what the run says beside them.
func (s *sheet) labels() {
	for _, e := range s.d.Edges {
		if len(e.Label.Lines) == 0 {
			continue
		}
		st := s.styleOf(s.o.Edges[e.ID])
		s.halo(e.Label.Area)
		s.lines(e.Label, strings.TrimSpace("lb "+st.label))
		s.taken = append(s.taken, e.Label.Area)
	}
	for _, e := range s.d.Edges {
		m, ok := s.o.Edges[e.ID]
		text := s.w.tally(m)
		if !ok || text == "" {
			continue
		}
		if t, free := s.beside(e, text); free {
			s.halo(t.Area)
			s.lines(t, strings.TrimSpace("lb "+s.styleOf(m).label))
			s.taken = append(s.taken, t.Area)
		}
	}
}

// halo writes the ground under a text on an arrow.
func (s *sheet) halo(r layout.Rect) {
	s.f(`<rect class="halo" x="%d" y="%d" width="%d" height="%d"/>`, r.X, r.Y, r.W, r.H)
}

// beside finds a place on e for a text: where nothing stands and no other arrow
// runs, else where nothing stands; on the longest parts first.
func (s *sheet) beside(e layout.Path, text string) (layout.Text, bool) {
	for _, alone := range []bool{true, false} {
		var best layout.Text
		most := 0
		for i := 0; i+1 < len(e.Points); i++ {
			p, q := e.Points[i], e.Points[i+1]
			length := max(p.X-q.X, q.X-p.X) + max(p.Y-q.Y, q.Y-p.Y)
			if length <= most {
				continue
			}
			if t, ok := s.along(e.ID, p, q, text, alone); ok {
				best, most = t, length
			}
		}
		if most > 0 {
			return best, true
		}
	}
	return layout.Text{}, false
}

// along finds a place for a text on the line from p to q. Beside an upright
// line it may be written downwards.
func (s *sheet) along(id string, p, q layout.Point, text string, alone bool) (layout.Text, bool) {
	const step = 13
	w := layout.Measure(text, 110) + 6
	for _, part := range []int{50, 35, 65, 25, 75, 15, 85} {
		x, y := p.X+(q.X-p.X)*part/100, p.Y+(q.Y-p.Y)*part/100
		t := layout.Text{Lines: []string{text}, X: x, Y: y + 4, Step: step, Area: layout.Rect{X: x - w/2, Y: y - 8, W: w, H: 16}}
		if s.free(t.Area) && (!alone || !s.crowded(id, t.Area)) {
			return t, true
		}
		if p.X != q.X {
			continue
		}
		lines := downwards(text)
		h := len(lines)*step + 3
		t = layout.Text{Lines: lines, X: x, Y: y - h/2 + step - 2, Step: step, Area: layout.Rect{X: x - 8, Y: y - h/2, W: 16, H: h}}
		if s.free(t.Area) && (!alone || !s.crowded(id, t.Area)) {
			return t, true
		}
	}
	return layout.Text{}, false
}

// crowded reports whether an arrow other than id runs through r.
func (s *sheet) crowded(id string, r layout.Rect) bool {
	for _, e := range s.d.Edges {
		for i := 0; e.ID != id && i+1 < len(e.Points); i++ {
			p, q := e.Points[i], e.Points[i+1]
			line := layout.Rect{X: min(p.X, q.X), Y: min(p.Y, q.Y), W: max(p.X-q.X, q.X-p.X) + 1, H: max(p.Y-q.Y, q.Y-p.Y) + 1}
			if line.Overlaps(r) {
				return true
			}
		}
	}
	return false
}

// downwards cuts text into its characters; a number stays whole.
func downwards(text string) []string {
	var out []string
	digits := false
	for _, r := range text {
		isDigit := r >= '0' && r <= '9'
		switch {
		case r == ' ':
		case isDigit && digits:
			out[len(out)-1] += string(r)
		default:
			out = append(out, string(r))
		}
		digits = isDigit
	}
	return out
}

// free reports whether nothing stands at r.
func (s *sheet) free(r layout.Rect) bool {
	for _, n := range s.d.Nodes {
		if n.Shape != layout.Frame && n.Overlaps(r) || n.Outside && n.Text.Area.Overlaps(r) {
			return false
		}
	}
	for _, n := range s.d.Notes {
		if n.Overlaps(r) {
			return false
		}
	}
	for _, t := range s.taken {
		if t.Overlaps(r) {
			return false
		}
	}
	return r.X >= 0 && r.Y >= 0 && r.X+r.W <= s.d.Width && r.Y+r.H <= s.d.Height
}

// path returns the path data of a line with rounded corners.
func path(ps []layout.Point) string {
	var b strings.Builder
	fmt.Fprintf(&b, "M%d %d", ps[0].X, ps[0].Y)
	for i := 1; i < len(ps); i++ {
		p := ps[i]
		if i+1 == len(ps) {
			fmt.Fprintf(&b, "L%d %d", p.X, p.Y)
			break
		}
		in, out := toward(p, ps[i-1]), toward(p, ps[i+1])
		fmt.Fprintf(&b, "L%d %dQ%d %d %d %d", in.X, in.Y, p.X, p.Y, out.X, out.Y)
	}
	return b.String()
}

// toward returns the point a corner's radius from p on the way to q, at most
// half way.
func toward(p, q layout.Point) layout.Point {
	step := func(d int) int {
		half := max(d, -d) / 2
		if d < 0 {
			return -min(corner, half)
		}
		return min(corner, half)
	}
	return layout.Point{X: p.X + step(q.X-p.X), Y: p.Y + step(q.Y-p.Y)}
}
