package notation

import (
	"strings"
	"unicode"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// cursor reads one line. The first thing found wrong stays; what is read
// after it counts for nothing.
type cursor struct {
	source.Line
	pos  int // index of the next code point
	diag *source.Diagnostic
}

func newCursor(text string) *cursor { return &cursor{Line: source.NewLine(1, text)} }

// fail records what is wrong at index at, unless something is already wrong,
// and returns false.
func (c *cursor) fail(kind source.Kind, variant string, at int, args fault.Args) bool {
	if c.diag == nil {
		d := source.New(kind, variant, c.No, at+1, args)
		c.diag = &d
	}
	return false
}

// failAt does the same for a place that may be in an earlier line.
func (c *cursor) failAt(kind source.Kind, at chart.Place) {
	if c.diag == nil {
		d := source.New(kind, "", at.Line, at.Col, nil)
		c.diag = &d
	}
}

func (c *cursor) ok() bool { return c.diag == nil }

// at returns the read character at i, or 0 past the end.
func (c *cursor) at(i int) rune {
	if i < 0 || i >= len(c.Norm) {
		return 0
	}
	return c.Norm[i]
}

func (c *cursor) peek() rune { return c.at(c.pos) }

func (c *cursor) blank(i int) bool { return c.at(i) == ' ' }

func (c *cursor) skipBlanks() {
	for c.blank(c.pos) {
		c.pos++
	}
}

// comment reports whether a comment begins at i: two slashes at the start of
// the line or after a blank.
func (c *cursor) comment(i int) bool {
	return c.at(i) == '/' && c.at(i+1) == '/' && (i == 0 || c.blank(i-1))
}

// done skips blanks and reports whether nothing but a comment is left.
func (c *cursor) done() bool {
	c.skipBlanks()
	return c.pos >= len(c.Norm) || c.comment(c.pos)
}

// commentText returns the text of the comment at the cursor, "" and false if
// there is none.
func (c *cursor) commentText() (string, bool) {
	c.skipBlanks()
	if !c.comment(c.pos) {
		return "", false
	}
	return trim(c.Raw[c.pos+2:]), true
}

func trim(rs []rune) string {
	return strings.Trim(string(rs), " \t\u3000\u00a0")
}

// arrow returns the length of the arrow at i, 0 for none.
func (c *cursor) arrow(i int) int {
	switch c.at(i) {
	case '→', '⇒':
		return 1
	case '=', '-':
		sign := c.at(i)
		if c.at(i+1) == '>' {
			return 2
		}
		if c.at(i+1) == sign && c.at(i+2) == '>' {
			return 3
		}
	}
	return 0
}

// labelEnd returns the length of the arrow that ends an arrow's text at i.
func (c *cursor) labelEnd(i int) int {
	if c.at(i) != '=' {
		return 0
	}
	return c.arrow(i)
}

// labelled reports whether an arrow with a text begins at i.
func (c *cursor) labelled(i int) bool {
	if c.at(i) != '=' || c.arrow(i) > 0 {
		return false
	}
	const farthest = 4*maxText + 16 // two parts in which every character is escaped
	for j := i + 1; j < min(len(c.Norm), i+farthest) && !c.comment(j); j++ {
		if c.labelEnd(j) > 0 {
			return true
		}
	}
	return false
}

func letter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' }

func digit(r rune) bool { return r >= '0' && r <= '9' }

// idEnd returns the index after the id at i, or i if there is none.
func (c *cursor) idEnd(i int) int {
	if !letter(c.at(i)) {
		return i
	}
	j := i + 1
	for {
		r := c.at(j)
		hyphen := r == '-' && (letter(c.at(j+1)) || digit(c.at(j+1)))
		if !letter(r) && !digit(r) && !hyphen {
			return j
		}
		j++
	}
}

// id reads an id; false where there is none or it may not be one.
func (c *cursor) id() (string, bool) {
	end := c.idEnd(c.pos)
	if end == c.pos {
		return "", false
	}
	id := string(c.Norm[c.pos:end])
	switch {
	case englishKeyword(id):
		return "", c.fail(source.IDBad, "keyword", c.pos, fault.Args{"id": id})
	case len(id) > maxID:
		return "", c.fail(source.IDBad, "long", c.pos, fault.Args{"id": id, "max": maxID})
	}
	c.pos = end
	return id, true
}

// colon reads the colon after a keyword, which is optional.
func (c *cursor) colon() {
	probe := c.pos
	for c.blank(probe) {
		probe++
	}
	if c.at(probe) == ':' {
		c.pos = probe + 1
	}
}

// word reads one of two spellings of a word, if it stands at the cursor.
func (c *cursor) word(zh, en string) bool {
	if n := c.wordAt(c.pos, zh); n > 0 {
		c.pos += n
		return true
	}
	if end := c.idEnd(c.pos); en != "" && string(c.Norm[c.pos:end]) == en {
		c.pos = end
		return true
	}
	return false
}

// wordAt returns the length of the Chinese word w at i, if no letter follows.
func (c *cursor) wordAt(i int, w string) int {
	n := c.prefix(i, w)
	if n == 0 || unicode.IsLetter(c.at(i+n)) {
		return 0
	}
	return n
}

// prefix returns the length of w if it stands at i, else 0.
func (c *cursor) prefix(i int, w string) int {
	n := 0
	for _, r := range w {
		if c.at(i+n) != r {
			return 0
		}
		n++
	}
	return n
}

// nameRune reports whether the character at i can stand in a bare name.
func (c *cursor) nameRune(i int) bool {
	r := c.at(i)
	return r != 0 && !strings.ContainsRune(" ,@#=/|", r) && c.arrow(i) == 0
}

// name reads a name, quoted or bare; false, without a fault, where there is
// none.
func (c *cursor) name() (string, bool) {
	if c.quote(c.pos) {
		s, end, closed := c.quoted(c.pos)
		if !closed {
			return "", c.fail(source.QuoteOpen, "", c.pos, nil)
		}
		c.pos = end
		return s, s != ""
	}
	start := c.pos
	for c.nameRune(c.pos) {
		c.pos++
	}
	return string(c.Raw[start:c.pos]), c.pos > start
}

// quote reports whether a quotation begins at i.
func (c *cursor) quote(i int) bool { return c.at(i) == '"' || c.at(i) == '“' }

// quoted reads the quotation at i and returns its text and the index after it;
// false where it is not closed.
func (c *cursor) quoted(i int) (text string, end int, closed bool) {
	if c.Raw[i] == '“' {
		return c.curled(i)
	}
	var b strings.Builder
	for j := i + 1; j < len(c.Raw); j++ {
		switch r := c.Raw[j]; {
		case r == '"' || r == c.Raw[i]:
			return b.String(), j + 1, true
		case r == '\\' && j+1 < len(c.Raw) && strings.ContainsRune(`"\n`, c.Raw[j+1]):
			j++
			b.WriteRune(unescaped(c.Raw[j]))
		default:
			b.WriteRune(r)
		}
	}
	return "", len(c.Raw), false
}

func unescaped(r rune) rune {
	if r == 'n' {
		return '\n'
	}
	return r
}

// curled reads “…”, in which pairs nest and nothing is escaped.
func (c *cursor) curled(i int) (text string, end int, closed bool) {
	depth := 0
	for j := i; j < len(c.Raw); j++ {
		switch c.Raw[j] {
		case '“':
			depth++
		case '”':
			depth--
			if depth == 0 {
				return string(c.Raw[i+1 : j]), j + 1, true
			}
		}
	}
	return "", len(c.Raw), false
}
