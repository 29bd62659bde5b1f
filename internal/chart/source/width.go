package source

import (
	"unicode"

	"golang.org/x/text/width"
)

// Cells returns how many display cells s takes in a terminal: two for wide and
// full-width characters, none for marks that join the character before, and
// ambiguous (1 or 2) for characters whose East Asian width is ambiguous.
func Cells(s string, ambiguous int) int {
	n := 0
	for _, r := range s {
		n += cell(r, ambiguous)
	}
	return n
}

func cell(r rune, ambiguous int) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	case width.EastAsianAmbiguous:
		return ambiguous
	case width.Neutral, width.EastAsianNarrow, width.EastAsianHalfwidth:
		return 1
	}
	return 1
}
