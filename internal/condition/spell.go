package condition

import (
	"fmt"
	"strings"

	"github.com/govalues/decimal"
)

// tongue is one of the two canonical spellings of a condition.
type tongue struct {
	op     func(op) string
	number func(decimal.Decimal) string
	unit   func(Unit) string
	yes    string
	no     string
	none   string
}

func english() tongue {
	return tongue{
		op:     func(o op) string { return string(o) },
		number: decimal.Decimal.String,
		unit:   func(u Unit) string { return string(u) },
		yes:    "true",
		no:     "false",
		none:   "nil",
	}
}

func chinese() tongue {
	return tongue{op: chineseOp, number: inTenThousands, unit: Unit.chinese, yes: "真", no: "假", none: "空"}
}

func chineseOp(o op) string {
	switch o {
	case opOr:
		return "或"
	case opAnd:
		return "且"
	case opNot:
		return "非"
	case opEqual:
		return "="
	case opIn:
		return "属于"
	case opNotIn:
		return "不属于"
	case opContains:
		return "包含"
	case opNotContains:
		return "不包含"
	case opUnequal, opLess, opAtMost, opMore, opAtLeast, opPlus, opMinus, opTimes, opDivide:
	}
	return string(o)
}

// inTenThousands writes numbers above 9,999 with 万 where two decimals suffice
// (notation §9).
func inTenThousands(n decimal.Decimal) string {
	if n.Cmp(decimal.MustNew(10_000, 0)) < 0 {
		return n.String()
	}
	q, err := n.Quo(decimal.MustNew(10_000, 0))
	if err != nil {
		return n.String()
	}
	if q = q.Trim(0); q.Scale() > 2 {
		return n.String()
	}
	return q.String() + "万"
}

func spell(n node, t tongue) string {
	var b strings.Builder
	t.write(&b, n, bindOr)
	return b.String()
}

// write writes n, in brackets where it binds less than least.
func (t tongue) write(b *strings.Builder, n node, least int) {
	if n.binding() < least {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch n := n.(type) {
	case *literal:
		b.WriteString(t.literal(n))
	case *path:
		b.WriteString(n.name)
	case *call:
		b.WriteString(n.name + "(")
		t.row(b, n.args, ", ", bindOr)
		b.WriteByte(')')
	case *list:
		b.WriteByte('[')
		t.row(b, n.items, ", ", bindOr)
		b.WriteByte(']')
	case *unary:
		if n.op == opNot {
			b.WriteString(t.op(opNot) + " ")
			t.write(b, n.x, bindCompare)
			return
		}
		b.WriteString(t.op(n.op))
		t.write(b, n.x, bindAtom)
	case *binary:
		left, right := n.binding(), n.binding()+1
		if left == bindCompare {
			left = bindSum
		}
		t.write(b, n.l, left)
		b.WriteString(" " + t.op(n.op) + " ")
		t.write(b, n.r, right)
	case *junction:
		t.row(b, n.items, " "+t.op(n.op)+" ", n.binding()+1)
	}
}

func (t tongue) row(b *strings.Builder, items []node, between string, least int) {
	for i, n := range items {
		if i > 0 {
			b.WriteString(between)
		}
		t.write(b, n, least)
	}
}

func (t tongue) literal(l *literal) string {
	switch v := l.value; v.kind {
	case NilKind:
		return t.none
	case BoolKind:
		if v.yes {
			return t.yes
		}
		return t.no
	case NumberKind:
		if !l.percent {
			return t.number(v.number)
		}
		hundredfold, err := v.number.Mul(decimal.MustNew(100, 0))
		if err != nil {
			return t.number(v.number)
		}
		return hundredfold.Trim(0).String() + "%"
	case DurationKind:
		return v.number.String() + t.unit(v.unit)
	case TextKind, DateKind:
		return quote(v.text)
	case UnknownKind, ListKind:
	}
	return l.value.String()
}

func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

func codePoint(r rune) string { return fmt.Sprintf("U+%04X", r) }
