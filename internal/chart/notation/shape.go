package notation

import (
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// shape is a sign with its text.
type shape struct {
	kind chart.Kind
	text i18n.Text
}

// bare returns s without its English text, by which it is mentioned.
func (s shape) bare() shape { return shape{kind: s.kind, text: i18n.Text{ZH: s.text.ZH}} }

// glyph returns the kind a glyph stands for, without its mark.
func glyph(r rune) (chart.Kind, bool) {
	switch r {
	case '●', '⚫', '•':
		return chart.Start, true
	case '○', '◎', '〇', '◯':
		return chart.End, true
	case '▲', '◆', '◇', '△':
		return chart.Decision, true
	case '⬛', '■', '◼', '□':
		return chart.Process, true
	case '◐', '◑':
		return chart.Event, true
	case '⧠', '▱':
		return chart.Store, true
	}
	return "", false
}

// opener returns the bracket a shape opens with at i, 0 for none.
func (c *cursor) opener(i int) rune {
	switch r := c.at(i); r {
	case '(', '[', '{', '<':
		return r
	case '「':
		return '{'
	}
	return 0
}

// shapeAt reports whether a shape begins at i.
func (c *cursor) shapeAt(i int) bool {
	_, sign := glyph(c.at(i))
	return sign || c.opener(i) != 0
}

// shape reads the shape at the cursor; false where there is none or it is
// faulty. kind is set as soon as it is known.
func (c *cursor) shape() (s shape, ok bool) {
	if kind, sign := glyph(c.peek()); sign {
		return c.glyphShape(kind)
	}
	open := c.opener(c.pos)
	switch {
	case open == 0:
		return shape{}, false
	case open == '(' && c.at(c.pos+1) == '(':
		if s, ok = c.attempt(c.pairShape); ok {
			return s, true
		}
	case open == '[' && c.at(c.pos+1) == '/':
		if s, ok = c.attempt(c.storeShape); ok {
			return s, true
		}
	}
	return c.bracketShape(open)
}

// attempt reads with f, and leaves no trace where that fails.
func (c *cursor) attempt(f func() (shape, bool)) (shape, bool) {
	pos, diag := c.pos, c.diag
	s, ok := f()
	if !ok {
		c.pos, c.diag = pos, diag
	}
	return s, ok
}

func (c *cursor) glyphShape(kind chart.Kind) (s shape, ok bool) {
	s.kind = kind
	c.pos++
	for c.peek() == '\ufe0e' || c.peek() == '\ufe0f' {
		c.pos++
	}
	if s.kind, ok = c.mark(kind, 0); !ok {
		return s, false
	}
	s.text, ok = c.text(context{place: afterSign})
	return s, ok
}

func (c *cursor) pairShape() (s shape, ok bool) {
	c.pos += 2
	if s.kind, ok = c.mark(chart.End, '('); !ok {
		return s, false
	}
	x := context{place: inPair, open: '('}
	if s.text, ok = c.text(x); !ok || !c.ends(x, c.pos) {
		return s, false
	}
	c.pos += 2
	return s, true
}

func (c *cursor) storeShape() (s shape, ok bool) {
	s.kind = chart.Store
	c.pos += 2
	x := context{place: inStore, open: '['}
	if s.text, ok = c.text(x); !ok || !c.ends(x, c.pos) {
		return s, false
	}
	c.pos += 2
	return s, true
}

func (c *cursor) bracketShape(open rune) (s shape, ok bool) {
	at := c.pos
	c.pos++
	s.kind = bracketKind(open)
	if s.kind, ok = c.mark(s.kind, open); !ok {
		return s, false
	}
	x := context{place: inBracket, open: open}
	if s.text, ok = c.text(x); !ok {
		return s, false
	}
	if !c.closes(x, c.pos) {
		return s, c.fail(source.BracketOpen, "", at, fault.Args{"bracket": string(c.Raw[at])})
	}
	c.pos++
	return s, true
}

func bracketKind(open rune) chart.Kind {
	switch open {
	case '(':
		return chart.Start
	case '{':
		return chart.Decision
	case '<':
		return chart.Event
	default:
		return chart.Process
	}
}

// mark reads the mark that touches a sign and returns the kind it makes. A
// mark is followed by a blank, the closer or an arrow; otherwise it belongs to
// the text. open is the bracket the sign opened, 0 for a glyph.
func (c *cursor) mark(kind chart.Kind, open rune) (chart.Kind, bool) {
	m := c.peek()
	next := c.pos + 1
	closed := open != 0 && c.closes(context{open: open}, next)
	if m != '+' && m != '*' && m != '~' && m != '!' ||
		next < len(c.Norm) && !c.blank(next) && !closed && c.arrow(next) == 0 {
		return kind, true
	}
	switch {
	case kind == chart.End && m == '!':
		kind = chart.Terminate
	case kind == chart.Decision && m == '+':
		kind = chart.Parallel
	case kind == chart.Decision && m == '*':
		kind = chart.Inclusive
	case kind == chart.Decision && m == '~':
		kind = chart.FirstOf
	default:
		return kind, c.fail(source.MarkerBad, "", c.pos, fault.Args{"mark": string(m)})
	}
	c.pos++
	return kind, true
}

// gateway reports whether kind is one of the ▲; only they need no text.
func gateway(kind chart.Kind) bool {
	switch kind {
	case chart.Decision, chart.Parallel, chart.Inclusive, chart.FirstOf:
		return true
	case chart.Start, chart.End, chart.Terminate, chart.Process, chart.Event, chart.Store:
		return false
	}
	return false
}
