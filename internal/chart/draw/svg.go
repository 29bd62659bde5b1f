package draw

import (
	"bytes"
	_ "embed" // the style sheet
	"fmt"
	"strings"

	"qiju/internal/chart"
	"qiju/internal/chart/layout"
)

//go:embed chart-states.css
var statesCSS string

//go:embed extra.css
var extraCSS string

// Style returns the style sheet of all drawings. A page that shows drawings
// that do not stand alone includes it once.
func Style() string { return statesCSS + extraCSS }

// markers are the heads of arrows: a full, p open, z cinnabar, r hollow.
const markers = `<defs>` +
	`<marker id="qc-a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto" markerUnits="userSpaceOnUse"><path class="mA" d="M0 .8L10 5L0 9.2L2.2 5Z"/></marker>` +
	`<marker id="qc-p" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse" markerUnits="userSpaceOnUse"><path class="mP" d="M2 1.5L9 5L2 8.5"/></marker>` +
	`<marker id="qc-z" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto" markerUnits="userSpaceOnUse"><path class="mZ" d="M0 .8L10 5L0 9.2L2.2 5Z"/></marker>` +
	`<marker id="qc-r" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" orient="auto" markerUnits="userSpaceOnUse"><path class="mR" d="M1 1L9 5L1 9Z"/></marker>` +
	`</defs>`

// SVG draws c at the places of d with the state of o. The result is the same
// bytes for the same arguments. d must be a layout of c in the same language.
func SVG(c *chart.Chart, d layout.Drawing, o Overlay, opts Options) []byte {
	s := &sheet{c: c, d: d, o: o, opts: opts, w: wordsIn(opts.Lang), nodes: map[string]*chart.Node{}, plain: o.IsZero()}
	c.Walk(func(_, n *chart.Node) { s.nodes[n.ID] = n })
	s.head()
	class := ""
	if o.Ended {
		class = ` class="ended"`
	}
	s.f(`<g%s>`, class)
	s.bands()
	s.frames()
	s.links()
	s.edges()
	s.boxes()
	s.bounds()
	s.notes()
	s.labels()
	s.f(`</g>`)
	s.seals()
	s.f(`<g%s>`, class)
	s.chips()
	s.f(`</g></svg>`)
	return s.b.Bytes()
}

// sheet is a drawing being written.
type sheet struct {
	b     bytes.Buffer
	c     *chart.Chart
	d     layout.Drawing
	o     Overlay
	opts  Options
	w     words
	nodes map[string]*chart.Node
	plain bool
	taken []layout.Rect // where texts beside arrows stand already
}

// f writes formatted markup. Texts of people pass through esc first.
func (s *sheet) f(format string, args ...any) { fmt.Fprintf(&s.b, format, args...) }

// head writes the opening of the drawing with its name and what it shows.
func (s *sheet) head() {
	class, role := "qc", "group"
	if s.plain {
		class += " plain"
	}
	if s.opts.Standalone {
		role = "img"
	}
	name := s.c.Name.In(s.opts.Lang)
	if s.o.Title != "" {
		name += s.w.comma + s.o.Title
	}
	s.f(`<svg xmlns="http://www.w3.org/2000/svg" class="%s" viewBox="0 0 %d %d" width="%d" height="%d" role="%s" aria-label="%s" data-chart="%s">`,
		class, s.d.Width, s.d.Height, s.d.Width, s.d.Height, role, esc(name), esc(s.c.ID))
	s.f("<title>%s</title><desc>%s · %d%s · %d%s</desc>", esc(name), esc(s.c.ID), len(s.nodes), s.w.nodes, len(s.d.Edges), s.w.edges)
	s.f("%s", markers)
	if s.opts.Standalone {
		s.f("<style>%s</style>", Style())
		s.f(`<rect width="%d" height="%d" style="fill:var(--qj-surface,#FCFBF8)"/>`, s.d.Width, s.d.Height)
	}
}

// bands writes the ground: heads of stages, rules and captions.
func (s *sheet) bands() {
	first := true
	for _, b := range s.d.Bands {
		switch b.Kind {
		case layout.StageBand:
			s.stage(b)
			if !first {
				s.f(`<path class="line" d="M%d 8V%d"/>`, b.X, b.Y+b.H)
			}
			first = false
		case layout.EndBand:
			s.caption(b, s.w.ends)
		case layout.LooseBand:
			s.caption(b, s.w.anytime)
		}
	}
	if s.d.Head > 0 {
		s.f(`<path class="line" d="M8 %dH%d"/>`, s.d.Head, s.d.Width-8)
	}
}

// caption writes the rule above a band and its name.
func (s *sheet) caption(b layout.Band, name string) {
	s.f(`<path class="line" d="M8 %dH%d"/><text class="sub" x="10" y="%d">%s</text>`, b.Y, b.X+b.W-8, b.Y+18, esc(name))
}

// stage writes the head of a stage.
func (s *sheet) stage(b layout.Band) {
	var stage *chart.Stage
	for i := range s.c.Stages {
		if s.c.Stages[i].ID == b.ID {
			stage = &s.c.Stages[i]
		}
	}
	if stage == nil {
		return
	}
	mark := s.o.Bands[b.ID]
	class := "band"
	if mark.Reached || mark.Active {
		class += " reached"
	}
	if mark.Active {
		class += " active"
	}
	if mark.Late {
		class += " over"
	}
	days := mark.Days
	if s.plain {
		days = s.w.days(stage)
	}
	title := fmt.Sprintf("%d %s", b.Number, stage.Text.In(s.opts.Lang))
	var keys []string
	for _, k := range stage.Keywords {
		keys = append(keys, k.In(s.opts.Lang))
	}
	x, right := b.X+12, b.X+b.W-12
	s.f(`<g class="%s" data-stage="%s"><text class="st" x="%d" y="22">%s</text>`, class, esc(b.ID), x, esc(fit(title, 140, right-x)))
	if len(keys) > 0 {
		room := right - x - layout.Measure(days, 110) - 8
		s.f(`<text class="sub" x="%d" y="39">%s</text>`, x, esc(fit(s.w.keyword+" "+strings.Join(keys, " · "), 110, room)))
	}
	if days != "" {
		s.f(`<text class="sub days" x="%d" y="39" text-anchor="end">%s</text>`, right, esc(days))
	}
	s.f(`</g>`)
}

// lines writes a block of text with class.
func (s *sheet) lines(t layout.Text, class string) {
	anchor := ` text-anchor="middle"`
	if t.Left {
		anchor = ""
	}
	for i, l := range t.Lines {
		s.f(`<text class="%s" x="%d" y="%d"%s>%s</text>`, class, t.X, t.Y+i*t.Step, anchor, esc(l))
	}
}

// fit cuts text to width px at size tenths of px.
func fit(text string, size, width int) string {
	if layout.Measure(text, size) <= width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && layout.Measure(string(runes)+"…", size) > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// esc makes text safe inside elements and attributes and drops characters that
// XML does not know.
func esc(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\'':
			b.WriteString("&#39;")
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		case r < 0x20 || r == 0xFFFE || r == 0xFFFF || r == 0x7F:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
