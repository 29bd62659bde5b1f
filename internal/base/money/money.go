// Package money is amounts of money: whole minor units (分) and a currency.
//
// Nothing is rounded except where a name says so, and then half-up at the minor
// unit, away from zero for negative amounts. There are no floats.
package money

import (
	"math/big"
	"math/bits"
	"slices"

	"github.com/govalues/decimal"

	"qiju/internal/base/fault"
)

// Max is the largest amount in minor units, either way: the largest integer
// that JSON readers hold exactly.
const Max = 1<<53 - 1

// Amount is an amount of money. The zero Amount is nothing in no currency; it
// may be added to any other.
type Amount struct {
	Minor    int64  `json:"minor"`    // minor units: 分, cents
	Currency string `json:"currency"` // ISO 4217, "CNY"
}

// Of returns minor units of a currency.
func Of(minor int64, currency string) Amount { return Amount{Minor: minor, Currency: currency} }

// IsZero reports whether the amount is nothing, in whatever currency.
func (a Amount) IsZero() bool { return a.Minor == 0 }

// Neg returns the amount with the other sign.
func (a Amount) Neg() Amount { return Amount{Minor: -a.Minor, Currency: a.Currency} }

// Add returns a + b. It returns a Conflict fault when the currencies differ, an
// Invalid one when the sum is beyond [Max].
func (a Amount) Add(b Amount) (Amount, error) {
	switch {
	case a == Amount{}:
		a.Currency = b.Currency
	case b == Amount{}:
		b.Currency = a.Currency
	}
	if a.Currency != b.Currency {
		return Amount{}, fault.New(fault.Conflict, "money.currencies_differ", fault.Args{"left": a.Currency, "right": b.Currency})
	}
	if beyond(a.Minor) || beyond(b.Minor) || beyond(a.Minor+b.Minor) {
		return Amount{}, tooLarge()
	}
	return Amount{Minor: a.Minor + b.Minor, Currency: a.Currency}, nil
}

// Sub returns a − b, with the faults of [Amount.Add].
func (a Amount) Sub(b Amount) (Amount, error) {
	if beyond(b.Minor) {
		return Amount{}, tooLarge()
	}
	return a.Add(b.Neg())
}

// Sum adds amounts; the sum of none is the zero Amount. Faults as [Amount.Add].
func Sum(amounts ...Amount) (Amount, error) {
	var total Amount
	for _, a := range amounts {
		var err error
		if total, err = total.Add(a); err != nil {
			return Amount{}, err
		}
	}
	return total, nil
}

// Mul returns the amount times factor, rounded half-up at the minor unit. It
// returns an Invalid fault when the product is beyond [Max].
func (a Amount) Mul(factor decimal.Decimal) (Amount, error) {
	n := new(big.Int).Mul(big.NewInt(a.Minor), coefficient(factor))
	return round(n, factor.Scale(), a.Currency)
}

// FromDecimal returns an amount of main units (元), rounded half-up at the minor
// unit. It returns an Invalid fault when it is beyond [Max].
func FromDecimal(main decimal.Decimal, currency string) (Amount, error) {
	n := new(big.Int).Mul(coefficient(main), power(Digits(currency)))
	return round(n, main.Scale(), currency)
}

// Decimal returns the amount in main units, exactly.
func (a Amount) Decimal() decimal.Decimal { return decimal.MustNew(a.Minor, Digits(a.Currency)) }

// Split divides a into len(weights) parts in proportion to weights. The parts
// always sum to a exactly; the units that do not divide go one each to the
// largest remainders, earlier parts first on a tie. A part of weight zero gets
// nothing. A negative amount is divided as its positive mirror. Split returns an
// Invalid fault when no weight is positive.
func (a Amount) Split(weights []uint32) ([]Amount, error) {
	var sum uint64
	for _, w := range weights {
		sum += uint64(w)
	}
	if sum == 0 {
		return nil, fault.New(fault.Invalid, "money.no_weights", nil)
	}
	if beyond(a.Minor) {
		return nil, tooLarge()
	}
	sign := int64(1)
	if a.Minor < 0 {
		sign = -1
	}
	whole := uint64(a.Minor * sign)
	parts := make([]Amount, len(weights))
	remainders := make([]uint64, len(weights))
	left := whole
	for i, w := range weights {
		high, low := bits.Mul64(whole, uint64(w))
		quotient, remainder := bits.Div64(high, low, sum) // w ≤ sum, so it fits
		parts[i] = Amount{Minor: sign * int64(quotient), Currency: a.Currency}
		remainders[i], left = remainder, left-quotient
	}
	for _, i := range largest(remainders)[:left] {
		parts[i].Minor += sign
	}
	return parts, nil
}

// largest returns the indices of values from the largest down, earlier ones
// first on a tie.
func largest(values []uint64) []int {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case values[i] > values[j]:
			return -1
		case values[i] < values[j]:
			return 1
		}
		return 0
	})
	return order
}

// Digits returns how many decimals the minor unit of a currency is: 2, but 0
// for the yen and 3 for the Gulf dinars.
func Digits(currency string) int {
	switch currency {
	case "JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	}
	return 2
}

func beyond(minor int64) bool { return minor > Max || minor < -Max }

func tooLarge() error { return fault.New(fault.Invalid, "money.too_large", nil) }

// coefficient returns the digits of d with its sign.
func coefficient(d decimal.Decimal) *big.Int {
	n := new(big.Int).SetUint64(d.Coef())
	if d.IsNeg() {
		n.Neg(n)
	}
	return n
}

func power(digits int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
}

// round returns n / 10^scale minor units, half-up away from zero.
func round(n *big.Int, scale int, currency string) (Amount, error) {
	unit := power(scale)
	doubled := new(big.Int).Lsh(new(big.Int).Abs(n), 1)
	quotient := doubled.Add(doubled, unit).Quo(doubled, new(big.Int).Lsh(unit, 1))
	if n.Sign() < 0 {
		quotient.Neg(quotient)
	}
	if !quotient.IsInt64() || beyond(quotient.Int64()) {
		return Amount{}, tooLarge()
	}
	return Amount{Minor: quotient.Int64(), Currency: currency}, nil
}
