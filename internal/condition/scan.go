package condition

import (
	"strings"
	"unicode"

	"github.com/govalues/decimal"
)

type tokenKind int

const (
	endToken    tokenKind = iota
	atomToken             // a number, a text, true, false or nil: see node
	pathToken             // a path: see text
	opToken               // an operator: see op
	signToken             // one of ( ) [ ] ,: see text
	arrowToken            // an arrow, which no condition may have
	notInToken            // "not in" and "not contains" written as one word
	strangeSign           // any other sign
)

type token struct {
	kind  tokenKind
	text  string
	op    op
	node  *literal
	start int // offset in code points
}

// scanner cuts a condition into tokens. Its text is normalised outside of
// quotation marks (notation §7), code point by code point, so that offsets hold.
type scanner struct {
	raw    []rune
	pos    int
	tokens []token
}

func scan(src string) ([]token, *Error) {
	if len(src) > maxLength && len([]rune(src)) > maxLength {
		return nil, &Error{Key: "condition.too_long", Args: map[string]any{"max": maxLength}, Offset: maxLength}
	}
	s := &scanner{raw: []rune(src)}
	end := 0
	for {
		s.blanks()
		if s.pos >= len(s.raw) {
			break
		}
		if err := s.next(); err != nil {
			return nil, err
		}
		end = s.pos
	}
	if len(s.tokens) == 0 {
		return nil, &Error{Key: "condition.empty", Empty: true}
	}
	return append(s.tokens, token{kind: endToken, start: end}), nil
}

// at returns the normalised code point i places ahead, 0 after the end.
func (s *scanner) at(i int) rune {
	if s.pos+i >= len(s.raw) {
		return 0
	}
	return normal(s.raw[s.pos+i])
}

func (s *scanner) add(t token, length int) {
	t.start = s.pos
	s.tokens = append(s.tokens, t)
	s.pos += length
}

func (s *scanner) blanks() {
	for s.pos < len(s.raw) && unicode.IsSpace(s.at(0)) {
		s.pos++
	}
}

func (s *scanner) next() *Error {
	switch r := s.at(0); {
	case isDigit(r):
		return s.number()
	case isLetter(r):
		s.word()
		return nil
	case r == '"' || r == '\'' || r == '“':
		return s.quoted(r)
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
		return &Error{Key: "condition.invisible", Args: map[string]any{"code": codePoint(r)}, Offset: s.pos}
	}
	s.sign()
	return nil
}

// number reads a number with its unit: 12%, 50万, 3工作日. A unit may stand
// after blanks if it is one; letters that touch a number must be a unit.
func (s *scanner) number() *Error {
	start := s.pos
	var text strings.Builder
	for isDigit(s.at(0)) || (s.at(0) == '.' && isDigit(s.at(1)) && !strings.ContainsRune(text.String(), '.')) {
		text.WriteRune(s.at(0))
		s.pos++
	}
	written := s.pos
	s.blanks()
	var word strings.Builder
	for i := 0; isLetter(s.at(i)) || (i > 0 && isDigit(s.at(i))); i++ {
		word.WriteRune(s.at(i))
	}
	unit := word.String()
	if s.at(0) == '%' {
		unit = "%"
	}
	lit, known, fits := quantity(text.String(), unit)
	switch {
	case !fits:
		return &Error{Key: "condition.number_long", Offset: start}
	case known && unit != "":
		s.pos += len([]rune(unit))
	case s.pos == written && !known:
		return &Error{Key: "condition.unit_unknown", Args: map[string]any{"unit": unit}, Offset: written}
	default:
		s.pos = written
	}
	s.tokens = append(s.tokens, token{kind: atomToken, text: text.String(), node: lit, start: start})
	return nil
}

const (
	maxDigits = 18 // of a number, all counted
	maxScale  = 12 // digits after the point of its value
)

// quantity returns the value of a number with a unit; without one where the
// unit is not known. It does not fit where it cannot be exact.
func quantity(text, unit string) (lit *literal, known, fits bool) {
	text = strings.TrimLeft(text, "0")
	if text == "" || text[0] == '.' {
		text = "0" + text
	}
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	if len(text) > maxDigits+1 {
		return nil, false, false
	}
	n, err := decimal.Parse(text)
	if err != nil {
		return nil, false, false
	}
	lit = &literal{}
	known = true
	switch unit {
	case "%":
		lit.percent = true
		n, err = n.Mul(decimal.MustNew(1, 2))
	case "万":
		n, err = n.Mul(decimal.MustNew(10_000, 0))
	case "亿":
		n, err = n.Mul(decimal.MustNew(100_000_000, 0))
	case "":
	default:
		var u Unit
		if u, known = unitOf(unit); known {
			lit.value = Duration(n, u)
		}
	}
	n = n.Trim(0)
	if err != nil || n.Prec() > maxDigits || n.Scale() > maxScale {
		return nil, false, false
	}
	if lit.value.Kind() != DurationKind {
		lit.value = Number(n)
	}
	return lit, known, true
}

// word reads a run of letters, with dots a path. It is an operator or a
// constant only as a whole.
func (s *scanner) word() {
	var b strings.Builder
	n := 0
	for {
		for isLetter(s.at(n)) || isDigit(s.at(n)) {
			b.WriteRune(s.at(n))
			n++
		}
		if s.at(n) != '.' || !isLetter(s.at(n+1)) {
			break
		}
		b.WriteRune('.')
		n++
	}
	t := token{kind: pathToken, text: b.String()}
	if o, ok := wordOp(t.text); ok {
		t.kind, t.op = opToken, o
		if o == opNotIn || o == opNotContains {
			t.kind = notInToken
		}
	}
	if v, ok := constant(t.text); ok {
		t.kind, t.node = atomToken, &literal{value: v}
	}
	s.add(t, n)
}

func wordOp(word string) (op, bool) {
	switch word {
	case "或", "或者", "or":
		return opOr, true
	case "且", "并且", "and":
		return opAnd, true
	case "非", "不", "not":
		return opNot, true
	case "是", "等于":
		return opEqual, true
	case "不是", "不等于":
		return opUnequal, true
	case "属于", "in":
		return opIn, true
	case "不属于":
		return opNotIn, true
	case "包含", "contains":
		return opContains, true
	case "不包含":
		return opNotContains, true
	}
	return "", false
}

func constant(word string) (Value, bool) {
	switch word {
	case "真", "true":
		return Bool(true), true
	case "假", "false":
		return Bool(false), true
	case "空", "nil":
		return Nil(), true
	}
	return Value{}, false
}

// quoted reads a text in quotation marks. Between " " and ' ' a backslash
// escapes; “ ” know no escapes and nest.
func (s *scanner) quoted(mark rune) *Error {
	var b strings.Builder
	depth := 1
	for i := s.pos + 1; i < len(s.raw); i++ {
		r := s.raw[i]
		switch {
		case unicode.IsControl(r):
			return &Error{Key: "condition.invisible", Args: map[string]any{"code": codePoint(r)}, Offset: i}
		case mark == '“' && r == '“':
			depth++
		case mark == '“' && r == '”' || mark != '“' && normal(r) == mark:
			depth--
		case mark != '“' && r == '\\' && i+1 < len(s.raw):
			i++
			if r = s.raw[i]; r == 'n' {
				r = '\n'
			}
		}
		if depth == 0 {
			s.add(token{kind: atomToken, text: b.String(), node: &literal{value: Text(b.String())}}, i+1-s.pos)
			return nil
		}
		b.WriteRune(r)
	}
	return &Error{Key: "condition.quote_open", Offset: s.pos}
}

// sign reads an operator, a bracket, a comma or an arrow, the longest that fits.
func (s *scanner) sign() {
	for length := min(3, len(s.raw)-s.pos); length > 0; length-- {
		var b strings.Builder
		for i := range length {
			b.WriteRune(s.at(i))
		}
		text := b.String()
		if o, ok := signOp(text); ok {
			s.add(token{kind: opToken, text: text, op: o}, length)
			return
		}
		switch text {
		case "(", ")", "[", "]", ",":
			s.add(token{kind: signToken, text: text}, length)
			return
		case "=>", "==>", "->", "-->", "→", "⇒":
			s.add(token{kind: arrowToken, text: text}, length)
			return
		}
	}
	s.add(token{kind: strangeSign, text: string(s.at(0))}, 1)
}

func signOp(sign string) (op, bool) {
	switch sign {
	case "=", "==":
		return opEqual, true
	case "!=", "<>", "≠":
		return opUnequal, true
	case "<=", "≤":
		return opAtMost, true
	case ">=", "≥":
		return opAtLeast, true
	case "&&":
		return opAnd, true
	case "||":
		return opOr, true
	case "!":
		return opNot, true
	case "<", ">", "+", "-", "*", "/":
		return op(sign), true
	}
	return "", false
}

// normal returns the sign that r is read as (notation §7).
func normal(r rune) rune {
	if r >= '\uff01' && r <= '\uff5e' {
		return r - '\uff01' + '!'
	}
	switch r {
	case '　', '\u00a0':
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
	case '。':
		return '.'
	case '×':
		return '*'
	}
	return r
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsMark(r) }
