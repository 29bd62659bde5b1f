package condition

import (
	"strings"

	"github.com/govalues/decimal"

	"qiju/internal/base/clock"
)

// compare computes a comparison or a membership.
func (run *evaluation) compare(n *binary) outcome {
	l, r := run.value(n.l), run.value(n.r)
	if l.value.kind == UnknownKind || r.value.kind == UnknownKind {
		return lacking(l, r)
	}
	switch n.op {
	case opEqual, opUnequal:
		return equality(n, l, r)
	case opLess, opAtMost, opMore, opAtLeast:
		return order(n, l.value, r.value)
	case opIn, opNotIn:
		return membership(n, n.r, l, r)
	case opContains, opNotContains:
		return contains(n, l, r)
	case opOr, opAnd, opNot, opPlus, opMinus, opTimes, opDivide:
	}
	return outcome{}
}

// truthValue is one of Kleene's three.
type truthValue int

const (
	no truthValue = iota
	yes
	perhaps
)

// same tells whether a and b are equal; false where their kinds do not fit.
// Nothing but 空 equals 空. A text that is a day may be compared with a date.
func same(a, b Value) (truthValue, bool) {
	switch {
	case a.kind == UnknownKind || b.kind == UnknownKind:
		return perhaps, true
	case a.kind == NilKind || b.kind == NilKind:
		return truthOf(a.kind == b.kind), true
	case a.kind == ListKind && b.kind == ListKind:
		return sameList(a.items, b.items)
	case a.kind == BoolKind && b.kind == BoolKind:
		return truthOf(a.yes == b.yes), true
	case a.kind == TextKind && b.kind == TextKind:
		return truthOf(a.text == b.text), true
	}
	c, ok := ordered(a, b)
	return truthOf(c == 0), ok
}

func sameList(a, b []Value) (truthValue, bool) {
	if len(a) != len(b) {
		return no, true
	}
	all, fits := yes, true
	for i := range a {
		switch t, ok := same(a[i], b[i]); {
		case !ok:
			fits = false
		case t == no:
			return no, true // whatever the others may turn out to be
		case t == perhaps:
			all = perhaps
		}
	}
	return all, fits
}

func truthOf(b bool) truthValue {
	if b {
		return yes
	}
	return no
}

func equality(n *binary, l, r outcome) outcome {
	t, ok := same(l.value, r.value)
	if !ok {
		return mismatch(n, l.value, r.value)
	}
	return verdict(t, n.op == opUnequal, l, r)
}

// verdict turns t into an outcome, negated if so; what is lacking comes from outs.
func verdict(t truthValue, negated bool, outs ...outcome) outcome {
	if t != perhaps {
		return known(Bool((t == yes) != negated))
	}
	return lacking(outs...)
}

// ordered compares numbers, dates and lengths of time; false where a and b
// have no order.
func ordered(a, b Value) (int, bool) {
	switch {
	case a.kind == NumberKind && b.kind == NumberKind:
		return a.number.Cmp(b.number), true
	case a.kind == DurationKind && b.kind == DurationKind:
		x, y, _, ok := alike(a, b)
		return x.Cmp(y), ok
	}
	x, ok1 := day(a)
	y, ok2 := day(b)
	if a.kind != DateKind && b.kind != DateKind {
		return 0, false
	}
	return strings.Compare(string(x), string(y)), ok1 && ok2
}

// day returns a date, also one that is written as a text.
func day(v Value) (clock.Date, bool) {
	switch v.kind {
	case DateKind:
		return clock.Date(v.text), true
	case TextKind:
		return clock.ParseDate(v.text)
	case UnknownKind, NilKind, BoolKind, NumberKind, ListKind, DurationKind:
	}
	return "", false
}

// alike brings two lengths of time to one unit. Months, working hours and
// working days fit only themselves.
func alike(a, b Value) (x, y decimal.Decimal, u Unit, ok bool) {
	if a.unit == b.unit {
		return a.number, b.number, a.unit, true
	}
	x, ok1 := inMinutes(a)
	y, ok2 := inMinutes(b)
	return x, y, Minutes, ok1 && ok2
}

func inMinutes(v Value) (decimal.Decimal, bool) {
	var n int64
	switch v.unit {
	case Minutes:
		n = 1
	case Hours:
		n = 60
	case Days:
		n = 24 * 60
	case Weeks:
		n = 7 * 24 * 60
	case Months, WorkHours, WorkDays:
		return decimal.Decimal{}, false
	default:
		return decimal.Decimal{}, false
	}
	m, err := v.number.Mul(decimal.MustNew(n, 0))
	return m, err == nil
}

func order(n *binary, l, r Value) outcome {
	if l.kind == NilKind || r.kind == NilKind {
		return outcome{missing: emptyPaths(n, l, r)}
	}
	c, ok := ordered(l, r)
	if !ok {
		return mismatch(n, l, r)
	}
	holds := map[op]bool{opLess: c < 0, opAtMost: c <= 0, opMore: c > 0, opAtLeast: c >= 0}
	return known(Bool(holds[n.op]))
}

// emptyPaths returns the facts of the operands that are empty.
func emptyPaths(n *binary, l, r Value) []string {
	var list []string
	if l.kind == NilKind {
		list = pathsOf(n.l)
	}
	if r.kind == NilKind {
		list = appendNew(list, pathsOf(n.r)...)
	}
	return list
}

// membership tells whether l is among the items of the list r, which stands at at.
func membership(n *binary, at node, l, r outcome) outcome {
	negated := n.op == opNotIn || n.op == opNotContains
	switch r.value.kind {
	case NilKind:
		return outcome{missing: pathsOf(at)}
	case ListKind:
		found, fits := no, true
		for _, item := range r.value.items {
			switch t, ok := same(l.value, item); {
			case !ok:
				fits = false
			case t == yes:
				return known(Bool(!negated))
			case t == perhaps:
				found = perhaps
			}
		}
		if !fits {
			return mismatch(n, l.value, r.value)
		}
		return verdict(found, negated, l, r)
	case UnknownKind, BoolKind, NumberKind, TextKind, DurationKind, DateKind:
	}
	return mismatch(n, l.value, r.value)
}

// contains tells whether a list has an item, or a text another text in it.
func contains(n *binary, l, r outcome) outcome {
	if l.value.kind == TextKind && r.value.kind == TextKind {
		return known(Bool(strings.Contains(l.value.text, r.value.text) == (n.op == opContains)))
	}
	return membership(n, n.l, r, l)
}
