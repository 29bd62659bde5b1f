package condition

import (
	"strings"

	"github.com/govalues/decimal"

	"qiju/internal/base/clock"
	"qiju/internal/base/i18n"
)

// Kind is the kind of a value.
type Kind int

// The kinds of value.
const (
	UnknownKind  Kind = iota // nobody has said yet; the zero Value
	NilKind                  // known to be empty (空)
	BoolKind                 // yes or no
	NumberKind               // an exact decimal: a count, a rate, an amount in the main unit
	TextKind                 // a text or a code
	ListKind                 // a list of values
	DurationKind             // a number of units of time
	DateKind                 // a day on the company's calendar
)

// Text returns the name of the kind for messages.
func (k Kind) Text() i18n.Text {
	switch k {
	case UnknownKind:
		return i18n.Text{ZH: "未知", EN: "unknown"}
	case NilKind:
		return i18n.Text{ZH: "空", EN: "nothing"}
	case BoolKind:
		return i18n.Text{ZH: "是非", EN: "yes or no"}
	case NumberKind:
		return i18n.Text{ZH: "数字", EN: "number"}
	case TextKind:
		return i18n.Text{ZH: "文字", EN: "text"}
	case ListKind:
		return i18n.Text{ZH: "列表", EN: "list"}
	case DurationKind:
		return i18n.Text{ZH: "时长", EN: "duration"}
	case DateKind:
		return i18n.Text{ZH: "日期", EN: "date"}
	}
	return i18n.Text{}
}

// Unit is a unit of time, in its English code.
type Unit string

// The units of time of the notation (§2).
const (
	Minutes   Unit = "min"
	Hours     Unit = "h"
	Days      Unit = "d"
	Weeks     Unit = "w"
	Months    Unit = "mo"
	WorkHours Unit = "wh"
	WorkDays  Unit = "wd"
)

func unitOf(word string) (Unit, bool) {
	switch word {
	case "min", "分钟":
		return Minutes, true
	case "h", "小时":
		return Hours, true
	case "d", "天":
		return Days, true
	case "w", "周":
		return Weeks, true
	case "mo", "月":
		return Months, true
	case "wh", "工时":
		return WorkHours, true
	case "wd", "工作日":
		return WorkDays, true
	}
	return "", false
}

func (u Unit) chinese() string {
	switch u {
	case Minutes:
		return "分钟"
	case Hours:
		return "小时"
	case Days:
		return "天"
	case Weeks:
		return "周"
	case Months:
		return "月"
	case WorkHours:
		return "工时"
	case WorkDays:
		return "工作日"
	}
	return string(u)
}

// Value is a value of a fact. It is immutable; the zero Value is unknown.
type Value struct {
	kind   Kind
	yes    bool
	number decimal.Decimal
	unit   Unit
	text   string
	items  []Value
}

// Unknown is the value of a fact that nobody has stated.
func Unknown() Value { return Value{} }

// Nil is the value of a fact that is known to be empty.
func Nil() Value { return Value{kind: NilKind} }

// Bool is a yes or a no.
func Bool(b bool) Value { return Value{kind: BoolKind, yes: b} }

// Number is a number. Trailing zeros do not matter.
func Number(d decimal.Decimal) Value { return Value{kind: NumberKind, number: d.Trim(0)} }

// Int is a whole number.
func Int(n int64) Value { return Number(decimal.MustNew(n, 0)) }

// Text is a text.
func Text(s string) Value { return Value{kind: TextKind, text: s} }

// List is a list of values.
func List(items ...Value) Value {
	return Value{kind: ListKind, items: append([]Value(nil), items...)}
}

// Duration is a length of time. Working hours and days are counted by the
// working calendar and never turned into others.
func Duration(n decimal.Decimal, unit Unit) Value {
	return Value{kind: DurationKind, number: n.Trim(0), unit: unit}
}

// DateOf is a day; the empty Date is Nil.
func DateOf(d clock.Date) Value {
	if d == "" {
		return Nil()
	}
	return Value{kind: DateKind, text: string(d)}
}

// Kind returns the kind of v.
func (v Value) Kind() Kind { return v.kind }

// AsBool returns the yes or no of v; false where v is not one.
func (v Value) AsBool() (yes, ok bool) { return v.yes, v.kind == BoolKind }

// AsNumber returns the number of v; false where v is not one.
func (v Value) AsNumber() (decimal.Decimal, bool) { return v.number, v.kind == NumberKind }

// AsText returns the text of v; false where v is not one.
func (v Value) AsText() (string, bool) { return v.text, v.kind == TextKind }

// AsList returns a copy of the items of v; false where v is not a list.
func (v Value) AsList() ([]Value, bool) {
	return append([]Value(nil), v.items...), v.kind == ListKind
}

// AsDuration returns the length of time of v; false where v is not one.
func (v Value) AsDuration() (decimal.Decimal, Unit, bool) {
	return v.number, v.unit, v.kind == DurationKind
}

// AsDate returns the day of v; false where v is not one.
func (v Value) AsDate() (clock.Date, bool) { return clock.Date(v.text), v.kind == DateKind }

// Equal reports whether both are the same value of the same kind.
func (v Value) Equal(o Value) bool {
	if v.kind != o.kind || v.yes != o.yes || v.text != o.text || v.unit != o.unit || len(v.items) != len(o.items) {
		return false
	}
	for i := range v.items {
		if !v.items[i].Equal(o.items[i]) {
			return false
		}
	}
	return v.number.Cmp(o.number) == 0
}

// String returns v as one would write it: "0.12", "3wd", "2026-03-31", "I, II";
// nothing for nil and "?" for unknown.
func (v Value) String() string {
	switch v.kind {
	case UnknownKind:
		return "?"
	case NilKind:
		return ""
	case BoolKind:
		if v.yes {
			return "true"
		}
		return "false"
	case NumberKind:
		return v.number.String()
	case DurationKind:
		return v.number.String() + string(v.unit)
	case TextKind, DateKind:
		return v.text
	case ListKind:
		parts := make([]string, len(v.items))
		for i, item := range v.items {
			parts[i] = item.String()
		}
		return strings.Join(parts, ", ")
	}
	return ""
}
