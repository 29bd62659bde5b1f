// Package source holds the text of a chart as it was written, and what can be
// said about a place in it: located diagnostics with a caret.
//
// Lines and columns count from 1; columns count code points of the original
// text, while the drawn caret stands in the display cell of that code point.
package source

import (
	"slices"
	"strconv"
	"strings"

	"qiju/internal/base/fault"
)

// Severity says whether a chart with a diagnostic can be used.
type Severity int

// The severities.
const (
	Error   Severity = iota // the chart must not be released
	Warning                 // worth a look; the chart works
)

// String returns the word that stands in a rendered diagnostic.
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Diagnostic is a remark about one place of a text. It carries message keys
// and arguments, never a sentence.
type Diagnostic struct {
	Severity Severity
	Kind     Kind       // what sort of remark it is
	Line     int        // from 1
	Col      int        // from 1, in code points; one past the end means the end of the line
	Key      string     // message key, such as "chart.id-twice"
	Args     fault.Args // arguments of message and hint
	Hint     string     // message key of the hint; "" for none
}

// Say returns the text of a message key in the reader's language.
type Say func(key string, args fault.Args) string

// HasErrors reports whether one of ds is an error rather than a warning.
func HasErrors(ds []Diagnostic) bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.Severity == Error })
}

// Sort orders ds by line and column; those of one place keep their order.
func Sort(ds []Diagnostic) {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Col - b.Col
	})
}

// Format returns d as one line, without a line break:
// `FILE:LINE:COL: error KIND: message; hint`.
func (d Diagnostic) Format(file string, say Say) string {
	var b strings.Builder
	b.WriteString(file)
	b.WriteByte(':')
	b.WriteString(strconv.Itoa(d.Line))
	b.WriteByte(':')
	b.WriteString(strconv.Itoa(d.Col))
	b.WriteString(": ")
	b.WriteString(d.Severity.String())
	b.WriteByte(' ')
	b.WriteString(string(d.Kind))
	b.WriteString(": ")
	b.WriteString(say(d.Key, d.Args))
	if d.Hint != "" {
		b.WriteString("; ")
		b.WriteString(say(d.Hint, d.Args))
	}
	return b.String()
}

// Render returns d in three lines: the diagnostic, the line of text it is
// about, and a caret under the place. text is the text that was read;
// ambiguous is the width, 1 or 2, of characters whose East Asian width is
// ambiguous. Where the line does not exist, the last two lines are left out.
func Render(d Diagnostic, file, text string, say Say, ambiguous int) string {
	head := d.Format(file, say) + "\n"
	lines := Split(text)
	if d.Line < 1 || d.Line > len(lines) {
		return head
	}
	line, caret := Caret(lines[d.Line-1], d.Col, ambiguous)
	return head + line + "\n" + caret + "\n"
}

// Caret returns l as it is shown and the line under it, with a caret in the
// display cell of column col. Tabs and characters that cannot be seen are
// shown as one blank, so that nothing moves the caret.
func Caret(l Line, col, ambiguous int) (shown, caret string) {
	visible := make([]rune, len(l.Raw))
	for i, r := range l.Raw {
		visible[i] = r
		if r == '\t' || l.invisible(i) {
			visible[i] = ' '
		}
	}
	before := visible[:min(max(col-1, 0), len(visible))]
	return string(visible), strings.Repeat(" ", Cells(string(before), ambiguous)) + "^"
}
