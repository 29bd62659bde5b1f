package layout

import (
	"math"
	"strings"
	"unicode"
)

// word is a piece of text that is not broken: a Han character with its
// punctuation, or a Latin word.
type word struct {
	text  string
	width int // hundredths of an em
	space bool
	brk   int // cost of a line break behind it; lower is better
}

// Costs of a line break.
const (
	breakGood  = 0    // behind punctuation, before 与
	breakPlain = 1100 // between two characters
	breakBad   = 4400 // where a short word would be torn
)

const (
	longestWord = 10  // characters of a Latin word before it is torn
	longestGlue = 700 // width to which punctuation is joined, hundredths of an em
	// Characters that do not begin, and that do not end a line.
	noStart = "，。、；：？！）」』》〉”’…·,.;:?!)]}%/→"
	noEnd   = "（「『《〈“‘([{"
	// Small words: a line rather begins with the first, rather ends with the second.
	leading  = "与及并且和或至由按"
	trailing = "的"
)

// words cuts s into pieces between which a line may break.
func words(s string) []word {
	var out []word
	var run []rune
	flush := func(space bool) {
		if len(run) > 0 {
			t := string(run)
			out = append(out, word{text: t, width: em(t)})
			run = run[:0]
		}
		if n := len(out); n > 0 && space {
			out[n-1].space = true
		}
	}
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			flush(true)
		case advance(r) == 100 && r >= 0x2000:
			flush(false)
			run = append(run, r)
			flush(false)
		default:
			if len(run) == longestWord || len(run) > 0 && strings.ContainsRune(noStart, run[0]) && !strings.ContainsRune(noStart, r) {
				flush(false)
			}
			run = append(run, r)
		}
	}
	flush(false)
	return weigh(glue(out))
}

// glue joins punctuation to the word it belongs to.
func glue(ws []word) []word {
	out := ws[:0:0]
	for _, w := range ws {
		if n := len(out); n > 0 && !out[n-1].space && out[n-1].width < longestGlue && (sticks(w.text, noStart) || ends(out[n-1].text, noEnd)) {
			out[n-1].text += w.text
			out[n-1].width += w.width
			out[n-1].space = w.space
			continue
		}
		out = append(out, w)
	}
	return out
}

// sticks reports whether s begins with a character of set.
func sticks(s, set string) bool {
	for _, r := range s {
		return strings.ContainsRune(set, r)
	}
	return false
}

// ends reports whether s ends with a character of set.
func ends(s, set string) bool {
	last := rune(0)
	for _, r := range s {
		last = r
	}
	return strings.ContainsRune(set, last)
}

// weigh sets the cost of a break behind each word.
func weigh(ws []word) []word {
	for i := range ws {
		if i+1 == len(ws) {
			break
		}
		next := ws[i+1].text
		switch {
		case ends(ws[i].text, noStart), sticks(next, leading), sticks(next, noEnd):
			ws[i].brk = breakGood
		case ends(ws[i].text, trailing), ws[i].space:
			ws[i].brk = breakPlain / 2
		case sticks(next, trailing), ends(ws[i].text, leading):
			ws[i].brk = breakBad
		default:
			ws[i].brk = breakPlain
		}
	}
	return ws
}

// span returns the width of the words as one line.
func span(ws []word) int {
	sum := 0
	for i, w := range ws {
		sum += w.width
		if w.space && i+1 < len(ws) {
			sum += advance(' ')
		}
	}
	return sum
}

// join writes the words as one line.
func join(ws []word) string {
	var b strings.Builder
	for i, w := range ws {
		b.WriteString(w.text)
		if w.space && i+1 < len(ws) {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// fill breaks words into n lines, line i at most limit(i) wide, so that the
// lines are as even as they can be. It reports false when they do not fit.
func fill(ws []word, n int, limit func(int) int) ([]string, int, bool) {
	if len(ws) < n {
		return nil, 0, false
	}
	const none = math.MaxInt / 2
	m := len(ws)
	cost := make([][]int, n+1)
	from := make([][]int, n+1)
	for k := range cost {
		cost[k] = make([]int, m+1)
		from[k] = make([]int, m+1)
		for i := range cost[k] {
			cost[k][i] = none
		}
	}
	cost[0][0] = 0
	for k := 1; k <= n; k++ {
		room := limit(k - 1)
		for i := k; i <= m; i++ {
			for j := i - 1; j >= k-1; j-- {
				w := span(ws[j:i])
				if w > room {
					break
				}
				if cost[k-1][j] == none {
					continue
				}
				slack := (room - w) / 10
				c := cost[k-1][j] + slack*slack
				if i < m {
					c += ws[i-1].brk
				}
				if c < cost[k][i] {
					cost[k][i], from[k][i] = c, j
				}
			}
		}
	}
	if cost[n][m] == none {
		return nil, 0, false
	}
	lines := make([]string, n)
	for k, i := n, m; k > 0; k-- {
		j := from[k][i]
		lines[k-1] = join(ws[j:i])
		i = j
	}
	return lines, cost[n][m], true
}

// even breaks s into the fewest lines of at most width px, at most most lines;
// what does not fit is cut with an ellipsis.
func even(s string, width, size, most int) []string {
	ws := words(s)
	if len(ws) == 0 {
		return nil
	}
	room := ems(width, size)
	ws = cut(ws, room, most)
	for n := 1; n <= most; n++ {
		if lines, _, ok := fill(ws, n, func(int) int { return room }); ok {
			return lines
		}
	}
	return []string{join(ws)}
}

// cut shortens words to what surely fits into most lines.
func cut(ws []word, room, most int) []word {
	line, used := 1, 0
	for i, w := range ws {
		need := w.width
		if used > 0 && i > 0 && ws[i-1].space {
			need += advance(' ')
		}
		if used > 0 && used+need > room {
			line++
			used, need = 0, w.width
		}
		if line > most {
			out := append([]word(nil), ws[:i]...)
			for len(out) > 1 && out[len(out)-1].width+100+lastLine(out, room) > room {
				out = out[:len(out)-1]
			}
			last := &out[len(out)-1]
			last.text += "…"
			last.width += 100
			return out
		}
		used += need
	}
	return ws
}

// lastLine returns how much of the last line stands before its last word when
// words are set greedily.
func lastLine(ws []word, room int) int {
	used := 0
	before := 0
	for i, w := range ws {
		need := w.width
		if used > 0 && ws[i-1].space {
			need += advance(' ')
		}
		if used > 0 && used+need > room {
			used, need = 0, w.width
		}
		before = used
		used += need
	}
	return before
}

// widest returns the width in px of the widest line.
func widest(lines []string, size int) int {
	most := 0
	for _, l := range lines {
		most = max(most, Measure(l, size))
	}
	return most
}
