package trade

import (
	"strings"

	"github.com/govalues/decimal"

	"qiju/internal/base/fault"
)

// priceScale is the number of decimal places of unit prices (decisions §3.3).
const priceScale = 6

// Validate returns a fault.Invalid that names every wrong field of the product:
// a code and a name, a list price that is a decimal of at most six places, a
// cost likewise where it is known, and a currency of three letters.
func (p Product) Validate() error {
	var parts []*fault.Error
	wrong := func(bad bool, field, key string, args fault.Args) {
		if bad {
			parts = append(parts, fault.Field(field, key, args))
		}
	}
	wrong(strings.TrimSpace(p.Code) == "", "code", "trade.code_missing", nil)
	wrong(p.Name.IsZero(), "name", "trade.name_missing", nil)
	wrong(!isPrice(p.ListPrice), "listPrice", "trade.price", fault.Args{"have": p.ListPrice})
	wrong(p.Cost != "" && !isPrice(p.Cost), "cost", "trade.price", fault.Args{"have": p.Cost})
	wrong(!isCurrency(p.Currency), "currency", "trade.currency", fault.Args{"have": p.Currency})
	if len(parts) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "trade.invalid", nil).With(parts...)
}

func isPrice(s string) bool {
	d, err := decimal.Parse(s)
	return err == nil && !d.IsNeg() && d.Scale() <= priceScale
}

func isCurrency(s string) bool {
	if len(s) != 3 {
		return false
	}
	for _, c := range s {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}
