package account

import "github.com/govalues/decimal"

// share returns part ÷ whole with 19 digits, 0 when whole is 0.
func share(part, whole int) decimal.Decimal {
	if whole == 0 {
		return decimal.Decimal{}
	}
	q, err := decimal.MustNew(int64(part), 0).Quo(decimal.MustNew(int64(whole), 0))
	if err != nil {
		return decimal.Decimal{} // cannot happen: both are small and whole is not 0
	}
	return q
}

// RoundHalfUp rounds d to scale decimal places, halves away from zero.
func RoundHalfUp(d decimal.Decimal, scale int) decimal.Decimal {
	half := decimal.MustNew(5, scale+1).CopySign(d)
	moved, err := d.Rescale(max(d.Scale(), scale)).Add(half)
	if err != nil {
		return d.Round(scale)
	}
	return moved.Trunc(scale)
}
