package notation

import (
	"strings"
	"unicode/utf8"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart/source"
)

const (
	maxID    = 64   // characters of an id
	maxText  = 2000 // characters of one part of a text
	maxDepth = 32   // sub-processes inside each other
)

// place is where a text stands, which decides where it ends.
type place int

const (
	inLine    place = iota // heading, stage card, checklist, 说明: ends at ` //`
	afterSign              // after a glyph, message, term: ends at a sign after a blank, or an arrow
	inLabel                // text of an arrow: ends at `=>`
	inBracket              // ends at the matching closer
	inPair                 // ends at `))`
	inStore                // ends at `/]`
)

// context is a place, with the bracket it is in.
type context struct {
	place place
	open  rune // normalised opener, for the places in brackets
}

// text reads `part [| part]` and leaves the cursor where it ends.
func (c *cursor) text(x context) (i18n.Text, bool) {
	var t i18n.Text
	var ok bool
	if t.ZH, ok = c.part(x); !ok || c.peek() != '|' {
		return t, ok
	}
	c.pos++
	if t.EN, ok = c.part(x); !ok {
		return t, false
	}
	if c.peek() == '|' {
		return t, c.fail(source.TextParts, "", c.pos, nil)
	}
	return t, true
}

// part reads one part of a text. A quotation protects signs only when it is
// the whole part.
func (c *cursor) part(x context) (string, bool) {
	for c.blank(c.pos) {
		if c.ends(x, c.pos) {
			return "", true
		}
		c.pos++
	}
	start := c.pos
	if c.quote(start) {
		text, end, closed := c.quoted(start)
		if !closed {
			return "", c.fail(source.QuoteOpen, "", start, nil)
		}
		if stop, whole := c.wholePart(x, end); whole {
			c.pos = stop
			return text, c.checkLength(text, start)
		}
	}
	c.pos = c.rawEnd(x, start)
	s := trim(c.Raw[start:c.pos])
	return s, c.checkLength(s, start)
}

func (c *cursor) checkLength(s string, at int) bool {
	n := utf8.RuneCountInString(s)
	if n <= maxText {
		return true
	}
	return c.fail(source.TextLong, "", at, fault.Args{"length": n, "max": maxText})
}

// wholePart reports whether a part ends at i or after blanks at i, and where.
func (c *cursor) wholePart(x context, i int) (int, bool) {
	for {
		if i >= len(c.Norm) || c.at(i) == '|' || c.ends(x, i) {
			return i, true
		}
		if !c.blank(i) {
			return i, false
		}
		i++
	}
}

// rawEnd returns the index where a raw part that begins at i ends.
func (c *cursor) rawEnd(x context, i int) int {
	depth := 0
	for ; i < len(c.Norm); i++ {
		if depth == 0 && (c.at(i) == '|' || c.ends(x, i)) {
			return i
		}
		switch {
		case x.open == 0:
		case c.opens(x, i):
			depth++
		case c.closes(x, i) && depth > 0:
			depth--
		}
	}
	return i
}

// ends reports whether a part of a text ends at i, apart from the bar.
func (c *cursor) ends(x context, i int) bool {
	switch x.place {
	case inLine:
		return c.comment(i + 1)
	case afterSign:
		return c.arrow(i) > 0 || c.blank(i) && c.sign(i+1)
	case inLabel:
		return c.labelEnd(i) > 0 || c.comment(i+1)
	case inBracket:
		return c.closes(x, i)
	case inPair:
		return c.closes(x, i) && c.closes(x, i+1)
	case inStore:
		return c.at(i) == '/' && c.at(i+1) == ']'
	}
	return false
}

// sign reports whether something begins at i that ends a text before a blank.
func (c *cursor) sign(i int) bool {
	switch c.at(i) {
	case '@', '#':
		return c.nameRune(i + 1)
	case '~':
		return digit(c.at(i+1)) || c.iso(i+1)
	case '/':
		return c.comment(i)
	case '=':
		return c.labelled(i)
	}
	return false
}

// iso reports whether an ISO 8601 duration seems to begin at i.
func (c *cursor) iso(i int) bool {
	return c.at(i) == 'P' && (digit(c.at(i+1)) || c.at(i+1) == 'T' && digit(c.at(i+2)))
}

func (c *cursor) opens(x context, i int) bool {
	r := c.at(i)
	return r == x.open || x.open == '{' && r == '「'
}

func (c *cursor) closes(x context, i int) bool {
	r := c.at(i)
	return r != 0 && (r == closer(x.open) || x.open == '{' && r == '」')
}

func closer(open rune) rune {
	switch open {
	case '(':
		return ')'
	case '[':
		return ']'
	case '{':
		return '}'
	case '<':
		return '>'
	}
	return 0
}

// quote returns s as a quotation with escapes.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}
