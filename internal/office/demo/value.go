package demo

import (
	"github.com/govalues/decimal"

	"qiju/internal/condition"
)

// number returns a decimal text of the script as a value; a text that is none
// is unknown, which no fact accepts.
func number(text string) condition.Value {
	n, err := decimal.Parse(text)
	if err != nil {
		return condition.Unknown()
	}
	return condition.Number(n)
}
