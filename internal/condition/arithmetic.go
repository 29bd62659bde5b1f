package condition

import (
	"time"

	"github.com/govalues/decimal"

	"qiju/internal/base/clock"
)

func (run *evaluation) negative(x node) outcome {
	out := run.value(x)
	switch out.value.kind {
	case UnknownKind:
		return out
	case NilKind:
		return outcome{missing: pathsOf(x)}
	case NumberKind, DurationKind:
		v := out.value
		v.number = v.number.Neg()
		return known(v)
	case BoolKind, TextKind, ListKind, DateKind:
	}
	return outcome{problem: &Problem{
		Key:  "condition.kind",
		Args: map[string]any{"kind": out.value.kind.Text(), "want": NumberKind.Text(), "text": spell(x, chinese())},
		Path: firstPath(x), Offset: offsetOf(x),
	}}
}

// arithmetic computes a sum or a product. Division keeps 19 digits and rounds
// half to even; division by zero and results beyond 19 digits are a problem.
func (run *evaluation) arithmetic(n *binary) outcome {
	l, r := run.value(n.l), run.value(n.r)
	if l.value.kind == UnknownKind || r.value.kind == UnknownKind {
		return lacking(l, r)
	}
	if l.value.kind == NilKind || r.value.kind == NilKind {
		return outcome{missing: emptyPaths(n, l.value, r.value)}
	}
	a, b := l.value, r.value
	switch kinds := [2]Kind{a.kind, b.kind}; {
	case kinds == [2]Kind{NumberKind, NumberKind}:
		return number(n, a.number, b.number, Number)
	case kinds == [2]Kind{DurationKind, DurationKind} && n.binding() == bindSum:
		if x, y, u, ok := alike(a, b); ok {
			return number(n, x, y, func(d decimal.Decimal) Value { return Duration(d, u) })
		}
	case kinds == [2]Kind{DurationKind, NumberKind} && n.binding() == bindProduct:
		return number(n, a.number, b.number, func(d decimal.Decimal) Value { return Duration(d, a.unit) })
	case kinds == [2]Kind{NumberKind, DurationKind} && n.op == opTimes:
		return number(n, a.number, b.number, func(d decimal.Decimal) Value { return Duration(d, b.unit) })
	case kinds == [2]Kind{DateKind, DurationKind} && n.binding() == bindSum:
		return run.shift(n, a, b)
	case kinds == [2]Kind{DateKind, DateKind} && n.op == opMinus:
		days := clock.Date(b.text).DaysUntil(clock.Date(a.text))
		return known(Duration(decimal.MustNew(int64(days), 0), Days))
	}
	return mismatch(n, a, b)
}

func number(n *binary, a, b decimal.Decimal, wrap func(decimal.Decimal) Value) outcome {
	reckon := map[op]func(decimal.Decimal) (decimal.Decimal, error){opPlus: a.Add, opMinus: a.Sub, opTimes: a.Mul, opDivide: a.Quo}
	d, err := reckon[n.op](b)
	if err != nil {
		key := "condition.number_long"
		if n.op == opDivide && b.IsZero() {
			key = "condition.division_by_zero"
		}
		return outcome{problem: &Problem{Key: key, Path: firstPath(n), Offset: offsetOf(n)}}
	}
	return known(wrap(d))
}

// shift moves a date by whole days, weeks, months or working days. A month ends
// on its last day at the latest: 31 January + 1 month is the end of February.
func (run *evaluation) shift(n *binary, date, by Value) outcome {
	whole, _, ok := by.number.Int64(0)
	if !ok || !by.number.IsInt() || whole > maxShift || whole < -maxShift {
		return mismatch(n, date, by)
	}
	steps, from := int(whole), clock.Date(date.text)
	if n.op == opMinus {
		steps = -steps
	}
	switch by.unit {
	case Days:
		return moved(n, from.AddDays(steps))
	case Weeks:
		return moved(n, from.AddDays(7*steps))
	case Months:
		return moved(n, addMonths(from, steps))
	case WorkDays:
		if run.env.Workdays == nil {
			return outcome{missing: pathsOf(n)}
		}
		to, ok := run.env.Workdays(from, steps)
		if !ok {
			return outcome{missing: pathsOf(n)}
		}
		return known(DateOf(to))
	case Minutes, Hours, WorkHours:
	}
	return mismatch(n, date, by)
}

// maxShift is how many units a date may be moved.
const maxShift = 100_000

// moved refuses days outside of the four-digit years.
func moved(n *binary, to clock.Date) outcome {
	if _, ok := clock.ParseDate(string(to)); !ok {
		return outcome{problem: &Problem{Key: "condition.date_far", Path: firstPath(n), Offset: offsetOf(n)}}
	}
	return known(DateOf(to))
}

func addMonths(from clock.Date, months int) clock.Date {
	t, err := time.Parse(time.DateOnly, string(from))
	if err != nil {
		return from
	}
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1)
	return clock.Date(first.AddDate(0, 0, min(t.Day(), last.Day())-1).Format(time.DateOnly))
}
