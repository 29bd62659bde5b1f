package layout

// Font sizes in tenths of px.
const (
	textSize  = 120 // text of a process
	smallText = 115 // text of a decision
	tinyText  = 110 // captions, labels, stores, annotations
)

// advance returns the width of r in hundredths of an em. Han and everything of
// their width is one em; Latin is taken a little wide, so that a reader's font
// may differ without touching a border.
func advance(r rune) int {
	switch {
	case r >= 0x2000: // general punctuation is full width in CJK faces
		return 100
	case r == ' ' || r == 0xA0:
		return 28
	case r == '.' || r == ',' || r == ':' || r == ';' || r == '!' || r == '|' || r == '\'' || r == 'i' || r == 'l' || r == 'j':
		return 30
	case r == 'm' || r == 'w' || r == 'M' || r == 'W' || r == '@' || r == '%':
		return 90
	case r >= 'A' && r <= 'Z':
		return 68
	case r < 0x20:
		return 0
	default:
		return 57
	}
}

// em returns the width of s in hundredths of an em.
func em(s string) int {
	sum := 0
	for _, r := range s {
		sum += advance(r)
	}
	return sum
}

// Measure returns the width of s in px, rounded up, at size tenths of px.
func Measure(s string, size int) int { return (em(s)*size + 999) / 1000 }

// ems returns how many hundredths of an em go into px at size tenths of px.
func ems(px, size int) int { return px * 1000 / size }
