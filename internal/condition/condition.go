// Package condition is the language of conditions: gates, branches, warnings
// and filters are written in it, in Chinese or in English, over a catalogue of
// typed facts. Evaluation is three-valued and total: a condition about facts
// that are not known is undetermined, never false by accident.
//
// The grammar is §5 and §6 of docs/notation.md; why the evaluator is our own
// says docs/adr/0008-condition-evaluator.md. Numbers are exact decimals. Amounts
// are in the main unit of the company currency (元, not 分), rates are fractions
// (12% is 0.12).
package condition

import "strings"

const (
	maxLength = 4000 // code points of a condition, in any of its spellings
	maxDepth  = 50   // brackets within brackets
)

// Expr is a parsed condition. It is immutable; the zero pointer is no condition.
type Expr struct {
	root    node
	english string
	chinese string
}

// Error says why a text is not a condition.
type Error struct {
	Key    string         // message key, such as "condition.bracket_open"
	Args   map[string]any // arguments of the message
	Offset int            // where, in code points from the start of the text, from 0
	Empty  bool           // there was no condition at all
}

// Error implements error for the log.
func (e *Error) Error() string { return e.Key }

// Parse reads the whole text as one condition, or as an expression such as
// `应收.到期日 - 7天`. Chinese and English spellings, half- and full-width signs
// may be mixed. A text of more than 4,000 code points or of more than 50 nested
// brackets is refused.
func Parse(src string) (*Expr, *Error) {
	tokens, err := scan(src)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	root, err := p.condition()
	if err != nil {
		return nil, err
	}
	e := newExpr(root)
	if tooLong(e.english) || tooLong(e.chinese) {
		return nil, &Error{Key: "condition.too_long", Args: map[string]any{"max": maxLength}, Offset: 0}
	}
	return e, nil
}

func newExpr(root node) *Expr {
	return &Expr{root: root, english: spell(root, english()), chinese: spell(root, chinese())}
}

// String returns the canonical English form, which Parse reads to an equal
// condition: `报价.毛利率 >= 12% and 报价.金额 < 500000`.
func (e *Expr) String() string {
	if e == nil {
		return ""
	}
	return e.english
}

// Chinese returns the canonical Chinese form, which Parse reads to an equal
// condition: `报价.毛利率 >= 12% 且 报价.金额 < 50万`.
func (e *Expr) Chinese() string {
	if e == nil {
		return ""
	}
	return e.chinese
}

// Equal reports whether both are the same condition, however they were spelled.
// 12% and 0.12 are the same value but not the same condition.
func (e *Expr) Equal(o *Expr) bool {
	if e == nil || o == nil {
		return e == o
	}
	return e.english == o.english
}

// Paths returns the facts that the condition reads, in order of first
// appearance, each once; a function stands as "有红旗()".
func (e *Expr) Paths() []string {
	if e == nil {
		return nil
	}
	return pathsOf(e.root)
}

// Conjuncts returns the operands of the topmost "and" in order, the condition
// itself where there is none.
func (e *Expr) Conjuncts() []*Expr {
	if e == nil {
		return nil
	}
	j, ok := e.root.(*junction)
	if !ok || j.op != opAnd {
		return []*Expr{e}
	}
	parts := make([]*Expr, len(j.items))
	for i, n := range j.items {
		parts[i] = newExpr(n)
	}
	return parts
}

// MarshalText writes the canonical English form.
func (e *Expr) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads any spelling. It returns an [*Error] for a text that is
// not a condition.
func (e *Expr) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*e = *parsed
	return nil
}

func tooLong(s string) bool { return len(s) > maxLength && len([]rune(s)) > maxLength }

// appendNew appends those of more that are not in list yet.
func appendNew(list []string, more ...string) []string {
next:
	for _, m := range more {
		for _, have := range list {
			if have == m {
				continue next
			}
		}
		list = append(list, m)
	}
	return list
}

func pathsOf(n node) []string {
	var list []string
	walk(n, func(n node) {
		switch n := n.(type) {
		case *path:
			list = appendNew(list, n.name)
		case *call:
			list = appendNew(list, n.name+"()")
		}
	})
	return list
}

// nearest returns the candidate that differs least from word, "" when none is
// near enough to be a slip of the pen.
func nearest(word string, candidates []string) string {
	best, least := "", 1+len([]rune(word))/2
	for _, c := range candidates {
		if d := distance([]rune(word), []rune(c)); d < least {
			best, least = c, d
		}
	}
	if best == "" {
		return sameTail(word, candidates)
	}
	return best
}

// sameTail returns the first candidate whose part after the last dot is that of word.
func sameTail(word string, candidates []string) string {
	tail := word[strings.LastIndexByte(word, '.')+1:]
	for _, c := range candidates {
		if c[strings.LastIndexByte(c, '.')+1:] == tail {
			return c
		}
	}
	return ""
}

// distance is the number of single-letter edits between a and b.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, ra := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, rb := range b {
			cost := diagonal
			if ra != rb {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
