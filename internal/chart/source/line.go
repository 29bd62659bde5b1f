package source

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line is a line of a text, as written and as read. Both slices have the same
// length, so that an index into one is an index into the other, and index plus
// one is the column.
type Line struct {
	No   int    // from 1
	Raw  []rune // as written, without line break
	Norm []rune // after §7: full width is half width, kinds of blank are one
	bad  int    // index of the first byte that is not UTF-8; -1 for none
}

// Split returns the lines of text. A byte order mark at its start is dropped,
// CR LF is LF, and the line break at the end makes no further line.
func Split(text string) []Line {
	text = strings.TrimPrefix(text, "\ufeff")
	if text == "" {
		return nil
	}
	parts := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	lines := make([]Line, 0, len(parts))
	for i, part := range parts {
		lines = append(lines, NewLine(i+1, strings.TrimSuffix(part, "\r")))
	}
	return lines
}

// NewLine returns text, which holds no line break, as line number no.
func NewLine(no int, text string) Line {
	l := Line{No: no, bad: -1}
	if !utf8.ValidString(text) {
		l.bad = utf8.RuneCountInString(text[:validPrefix(text)])
	}
	l.Raw = []rune(text)
	l.Norm = make([]rune, len(l.Raw))
	for i, r := range l.Raw {
		l.Norm[i] = Normal(r)
	}
	return l
}

func validPrefix(text string) int {
	n := 0
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
}

// Normal returns r as the notation reads it outside quotes (§7): the
// full-width block is ASCII, kinds of blank are the blank, and the brackets,
// commas and signs of a Chinese keyboard are the half-width ones. The corner
// brackets 「」 are left alone, since they are braces only as a shape.
func Normal(r rune) rune {
	switch {
	case r < 0x80:
		if r == '\t' {
			return ' '
		}
		return r
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFF01 + '!'
	}
	switch r {
	case '\u3000', '\u00a0':
		return ' '
	case '【', '〔':
		return '['
	case '】', '〕':
		return ']'
	case '《', '〈':
		return '<'
	case '》', '〉':
		return '>'
	case '、':
		return ','
	case '×':
		return '*'
	case '〜':
		return '~'
	}
	return r
}

// Invisible returns the index of the first character of l that is not allowed
// in a chart: control, zero-width and bidirectional characters, and bytes that
// are not UTF-8. Tabs, and joiners between emoji, are allowed.
func (l Line) Invisible() (int, bool) {
	for i := range l.Raw {
		if l.invisible(i) {
			return i, true
		}
	}
	return 0, false
}

func (l Line) invisible(i int) bool {
	r := l.Raw[i]
	switch {
	case i == l.bad:
		return true
	case r == '\t' || r >= 0x20 && r < 0x7F:
		return false
	case r == '\u200d':
		return !l.joins(i)
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
		return true
	}
	switch r {
	case '\u034f', '\u115f', '\u1160', '\u3164', '\uffa0':
		return true // joiner and fillers without a glyph
	}
	return false
}

// joins reports whether the joiner at i stands between two pictographs.
func (l Line) joins(i int) bool {
	return i > 0 && i+1 < len(l.Raw) && pictograph(l.Raw[i-1]) && pictograph(l.Raw[i+1])
}

func pictograph(r rune) bool {
	return r == '\ufe0f' || r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2190 && r <= 0x2BFF
}
