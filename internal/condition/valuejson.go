package condition

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/govalues/decimal"

	"qiju/internal/base/clock"
)

// tagged is the JSON form of the values that JSON has no word for.
type tagged struct {
	Unknown  bool   `json:"unknown,omitempty"`
	Date     string `json:"date,omitempty"`
	Duration string `json:"duration,omitempty"` // "3wd"
}

// MarshalJSON writes texts, numbers (exact, as their decimal text), yes or no,
// lists and null as JSON does, and {"date": "2026-03-31"}, {"duration": "3wd"}
// and {"unknown": true}.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.kind {
	case UnknownKind:
		return json.Marshal(tagged{Unknown: true})
	case NilKind:
		return []byte("null"), nil
	case BoolKind:
		return json.Marshal(v.yes)
	case NumberKind:
		return []byte(v.number.String()), nil
	case TextKind:
		return json.Marshal(v.text)
	case ListKind:
		if v.items == nil {
			return []byte("[]"), nil
		}
		return json.Marshal(v.items)
	case DurationKind:
		return json.Marshal(tagged{Duration: v.String()})
	case DateKind:
		return json.Marshal(tagged{Date: v.text})
	}
	return nil, fmt.Errorf("condition: no value of kind %d", v.kind)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (v *Value) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return fmt.Errorf("condition: no value")
	}
	switch data[0] {
	case 'n':
		*v = Nil()
		return nil
	case 't', 'f':
		var b bool
		if err := json.Unmarshal(data, &b); err != nil {
			return fmt.Errorf("condition: yes or no: %w", err)
		}
		*v = Bool(b)
	case '"':
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return fmt.Errorf("condition: text: %w", err)
		}
		*v = Text(s)
	case '[':
		var items []Value
		if err := json.Unmarshal(data, &items); err != nil {
			return fmt.Errorf("condition: list: %w", err)
		}
		*v = List(items...)
	case '{':
		return v.untag(data)
	default:
		n, err := decimal.Parse(string(data))
		if err != nil {
			return fmt.Errorf("condition: number: %w", err)
		}
		*v = Number(n)
	}
	return nil
}

func (v *Value) untag(data []byte) error {
	var t tagged
	if err := json.Unmarshal(data, &t); err != nil {
		return fmt.Errorf("condition: value: %w", err)
	}
	switch {
	case t.Date != "":
		d, ok := clock.ParseDate(t.Date)
		if !ok {
			return fmt.Errorf("condition: %q is no day", t.Date)
		}
		*v = DateOf(d)
	case t.Duration != "":
		return v.duration(t.Duration)
	case t.Unknown:
		*v = Unknown()
	default:
		return fmt.Errorf("condition: an object that is no value")
	}
	return nil
}

func (v *Value) duration(s string) error {
	i := 0
	for i < len(s) && (isDigit(rune(s[i])) || s[i] == '.' || s[i] == '-') {
		i++
	}
	unit, ok := unitOf(s[i:])
	n, err := decimal.Parse(s[:i])
	if err != nil || !ok {
		return fmt.Errorf("condition: %q is no duration", s)
	}
	*v = Duration(n, unit)
	return nil
}
