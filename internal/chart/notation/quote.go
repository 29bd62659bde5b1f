package notation

import (
	"strings"

	"qiju/internal/base/i18n"
	"qiju/internal/chart"
)

// written returns t as it is written between before and after: bare where it
// reads back so, with as few quotes as possible where it does not. read reads
// the text from the start of the line.
func written(t i18n.Text, before, after string, read func(c *cursor) (i18n.Text, bool)) string {
	text := ""
	for _, quotes := range [][2]bool{{false, false}, {true, false}, {false, true}, {true, true}} {
		text = join(t, quotes)
		if strings.ContainsRune(text, '\n') {
			continue
		}
		c := newCursor(before + text + after)
		got, ok := read(c)
		if ok && got == t && trim(c.Raw[c.pos:]) == strings.TrimSpace(after) {
			break
		}
	}
	return text
}

func join(t i18n.Text, quotes [2]bool) string {
	parts := [2]string{t.ZH, t.EN}
	for i, part := range parts {
		if quotes[i] && part != "" {
			parts[i] = quote(part)
		}
	}
	if t.EN == "" {
		return parts[0]
	}
	return parts[0] + " | " + parts[1]
}

// lineText returns t as it is written behind word, to the end of the line.
func lineText(word string, t i18n.Text) string {
	return word + " " + written(t, word+" ", "", func(c *cursor) (i18n.Text, bool) {
		if c.pos = len([]rune(word)); c.keywordThenArrow() {
			return i18n.Text{}, false
		}
		c.colon()
		return c.text(context{place: inLine})
	})
}

// keywordThenArrow reports whether the line begins with an English keyword and
// an arrow, as if the keyword were an id.
func (c *cursor) keywordThenArrow() bool {
	after := cursor{Line: c.Line, pos: c.idEnd(0)}
	after.skipBlanks()
	return after.pos > c.pos && c.idEnd(0) == c.pos && after.arrow(after.pos) > 0
}

// messageText returns t as it is written behind word and before after.
func messageText(word string, t i18n.Text, after string) string {
	return word + " " + written(t, word+" ", after, func(c *cursor) (i18n.Text, bool) {
		c.pos = len([]rune(word))
		c.colon()
		return c.text(context{place: afterSign})
	}) + after
}

// labelText returns `=text=>`.
func labelText(t i18n.Text) string {
	return "=" + written(t, "=", "=>", func(c *cursor) (i18n.Text, bool) {
		if !c.labelled(0) {
			return i18n.Text{}, false
		}
		c.pos = 1
		return c.text(context{place: inLabel})
	}) + "=>"
}

// shapeText returns a sign with its text.
func shapeText(k chart.Kind, t i18n.Text, s Shape) string {
	before, after := brackets(k)
	if s == Glyph {
		before, after = sign(k), ""
		if t.IsZero() {
			return before
		}
		before += " "
	} else if mark := markOf(k); mark != "" {
		before += mark
		if !t.IsZero() {
			before += " "
		}
	}
	text := written(t, before, after, func(c *cursor) (i18n.Text, bool) {
		got, ok := c.shape()
		if !ok || got.kind != k || c.pos < len(c.Raw) {
			return i18n.Text{}, false
		}
		c.pos -= len([]rune(after))
		return got.text, true
	})
	return before + text + after
}

// sign returns the glyph of a kind of node with its mark.
func sign(k chart.Kind) string {
	switch k {
	case chart.Start:
		return "●"
	case chart.End:
		return "○"
	case chart.Terminate:
		return "○!"
	case chart.Decision:
		return "▲"
	case chart.Parallel:
		return "▲+"
	case chart.Inclusive:
		return "▲*"
	case chart.FirstOf:
		return "▲~"
	case chart.Process:
		return "⬛"
	case chart.Event:
		return "◐"
	case chart.Store:
		return "⧠"
	}
	return ""
}

// brackets returns the opening and closing bracket of a kind of node.
func brackets(k chart.Kind) (open, closed string) {
	switch k {
	case chart.Start:
		return "(", ")"
	case chart.End, chart.Terminate:
		return "((", "))"
	case chart.Decision, chart.Parallel, chart.Inclusive, chart.FirstOf:
		return "{", "}"
	case chart.Process:
		return "[", "]"
	case chart.Event:
		return "<", ">"
	case chart.Store:
		return "[/", "/]"
	}
	return "", ""
}

func markOf(k chart.Kind) string {
	switch k {
	case chart.Terminate:
		return "!"
	case chart.Parallel:
		return "+"
	case chart.Inclusive:
		return "*"
	case chart.FirstOf:
		return "~"
	case chart.Start, chart.End, chart.Decision, chart.Process, chart.Event, chart.Store:
		return ""
	}
	return ""
}

// nameText returns a name, in quotes where it does not read bare.
func nameText(name string) string {
	c := newCursor(name)
	got, ok := c.name()
	if ok && got == name && c.pos == len(c.Raw) && !strings.ContainsAny(name, "\n") && c.at(0) != ':' {
		return name
	}
	return quote(name)
}

// stateText returns the state of a document, which must not make an arrow of
// the sign before it.
func stateText(state string) string {
	if newCursor("="+state).arrow(0) > 0 {
		return quote(state)
	}
	return nameText(state)
}

// noteText returns a text of an annotation, which always stands in quotes.
func noteText(s string) string {
	if strings.ContainsAny(s, "“”\n") {
		return quote(s)
	}
	return "“" + s + "”"
}
