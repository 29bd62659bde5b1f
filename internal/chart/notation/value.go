package notation

import (
	"strings"
	"unicode"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
	"qiju/internal/condition"
)

// unit is a unit of duration and its Chinese word.
type unit struct {
	zh   string
	code chart.Unit
}

func units() []unit {
	return []unit{
		{"分钟", chart.Minutes},
		{"小时", chart.Hours},
		{"天", chart.Days},
		{"周", chart.Weeks},
		{"月", chart.Months},
		{"工时", chart.WorkingHours},
		{"工作日", chart.WorkingDays},
	}
}

// number reads digits with an optional fraction as decimal text without
// needless zeros; false where there is none.
func (c *cursor) number() (string, bool) {
	const most = 15 // digits
	start := c.pos
	for digit(c.peek()) {
		c.pos++
	}
	if c.pos == start {
		return "", false
	}
	if c.peek() == '.' && digit(c.at(c.pos+1)) {
		c.pos++
		for digit(c.peek()) {
			c.pos++
		}
	}
	return shift(string(c.Norm[start:c.pos]), 0), c.pos-start <= most
}

// duration reads an amount and a unit, or an ISO 8601 duration of one unit.
func (r *reader) duration() (chart.Duration, bool) {
	r.skipBlanks()
	if r.iso(r.pos) {
		return r.isoDuration()
	}
	at := r.pos
	n, ok := r.number()
	if !ok {
		return chart.Duration{}, r.fail(source.DurationBad, "", at, nil)
	}
	r.skipBlanks()
	at = r.pos
	for unicode.IsLetter(r.peek()) {
		r.pos++
	}
	word := string(r.Norm[at:r.pos])
	for _, u := range units() {
		if word == u.zh || word == string(u.code) {
			return chart.Duration{N: n, Unit: u.code}, true
		}
	}
	return chart.Duration{}, r.fail(source.DurationBad, "", at, nil)
}

func (r *reader) isoDuration() (chart.Duration, bool) {
	at := r.pos
	r.pos++
	unitOf := map[rune]chart.Unit{'D': chart.Days, 'W': chart.Weeks, 'M': chart.Months}
	if r.peek() == 'T' {
		r.pos++
		unitOf = map[rune]chart.Unit{'H': chart.Hours, 'M': chart.Minutes}
	}
	n, ok := r.number()
	code, known := unitOf[r.peek()]
	r.pos++
	if !ok || !known || unicode.IsLetter(r.peek()) || digit(r.peek()) {
		return chart.Duration{}, r.fail(source.DurationBad, "", at, nil)
	}
	return chart.Duration{N: n, Unit: code}, true
}

// cost reads an amount in major units and its currency.
func (r *reader) cost() (chart.Cost, bool) {
	var cost chart.Cost
	r.skipBlanks()
	at := r.pos
	n, ok := r.number()
	if !ok {
		return cost, r.fail(source.NumberBad, "amount", at, nil)
	}
	switch r.peek() {
	case '万':
		r.pos++
		n = shift(n, 4)
	case '亿':
		r.pos++
		n = shift(n, 8)
	}
	cost.Amount = n
	if r.done() {
		return cost, true
	}
	at = r.pos
	for unicode.IsUpper(r.peek()) {
		r.pos++
	}
	cost.Currency = string(r.Norm[at:r.pos])
	if len(cost.Currency) != 3 || !r.done() {
		return cost, r.fail(source.NumberBad, "currency", at, nil)
	}
	return cost, true
}

// share reads a percentage, or a fraction in decimals.
func (r *reader) share(o owner, f chart.Fact, field *string) {
	r.skipBlanks()
	at := r.pos
	n, ok := r.number()
	if ok && r.peek() == '%' {
		r.pos++
		n = shift(n, -2)
	}
	if !ok || !r.done() {
		r.fail(source.NumberBad, "percent", at, nil)
		return
	}
	setValue(r, o, f, field, n)
}

// quorum reads `2`, `2/3` or `60%`.
func (r *reader) quorum() string {
	r.skipBlanks()
	at := r.pos
	n, ok := r.number()
	ok = ok && n != "0"
	switch r.peek() {
	case '/':
		r.pos++
		of, good := r.number()
		ok = ok && good && of != "0" && !strings.Contains(n+of, ".")
		n += "/" + of
	case '%':
		r.pos++
		n = shift(n, -2)
		ok = ok && (n == "1" || strings.HasPrefix(n, "0."))
		if n == "1" {
			n = "1/1"
		}
	default:
		ok = ok && !strings.Contains(n, ".")
	}
	if !ok {
		r.fail(source.NumberBad, "quorum", at, nil)
		return ""
	}
	return n
}

// shift moves the decimal point of a decimal text by places to the right and
// drops needless zeros.
func shift(n string, places int) string {
	whole, part, _ := strings.Cut(n, ".")
	for ; places > 0; places-- {
		if part == "" {
			part = "0"
		}
		whole, part = whole+part[:1], part[1:]
	}
	for ; places < 0; places++ {
		if whole == "" {
			whole = "0"
		}
		whole, part = whole[:len(whole)-1], whole[len(whole)-1:]+part
	}
	whole, part = strings.TrimLeft(whole, "0"), strings.TrimRight(part, "0")
	if whole == "" {
		whole = "0"
	}
	if part == "" {
		return whole
	}
	return whole + "." + part
}

// condition reads a condition up to the end of the line, or to an arrow; its
// keyword begins at index from. It returns nil after a fault.
func (r *reader) condition(from int, toArrow bool) *condition.Expr {
	word := trim(r.Raw[from:r.pos])
	r.colon()
	r.skipBlanks()
	start := r.pos
	end := r.conditionEnd(start, toArrow)
	r.pos = end
	for end > start && r.blank(end-1) {
		end--
	}
	expr, err := condition.Parse(string(r.Raw[start:end]))
	switch {
	case err == nil:
		return expr
	case err.Empty || end == start:
		r.fail(source.CondEmpty, "", end, fault.Args{"word": word})
	default:
		r.fail(source.CondBad, "", start+err.Offset, nil)
		r.diag.Key, r.diag.Args = err.Key, err.Args
	}
	return nil
}

// conditionEnd returns the index where a condition that begins at i ends.
func (c *cursor) conditionEnd(i int, toArrow bool) int {
	for ; i < len(c.Norm); i++ {
		switch {
		case c.comment(i), toArrow && c.arrow(i) > 0:
			return i
		case c.quote(i):
			if _, end, closed := c.quoted(i); closed {
				i = end - 1
			}
		case c.at(i) == '\'':
			for j := i + 1; j < len(c.Norm); j++ {
				if c.at(j) == '\'' {
					i = j
					break
				}
			}
		}
	}
	return i
}

func sameCondition(a, b *condition.Expr) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(b)
}
