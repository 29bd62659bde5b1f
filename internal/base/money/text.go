package money

import (
	"strings"
	"unicode"

	"github.com/govalues/decimal"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
)

// Parse reads an amount of main units as people write it: "6120", "6,120.5",
// "¥6,120.00", "-80", "1.2万", "61.2 万元", "CNY 6120", half or full width. Zeros
// beyond the minor unit are read over, other digits there are refused rather
// than rounded.
//
// It returns an Invalid fault (money.not_an_amount, money.too_fine,
// money.too_large, money.bad_currency).
func Parse(s, currency string) (Amount, error) {
	if !isCurrency(currency) {
		return Amount{}, fault.New(fault.Invalid, "money.bad_currency", nil)
	}
	refused := fault.New(fault.Invalid, "money.not_an_amount", fault.Args{"value": s})
	text, negative := strip(s, currency)
	text, shift := unitOf(text)
	whole, fraction, dotted := strings.Cut(text, ".")
	whole, ok := ungroup(whole)
	if !ok || !digitsOnly(fraction) || (dotted && fraction == "") {
		return Amount{}, refused
	}
	fraction += "000000000000"
	digits := shift + Digits(currency)
	if strings.Trim(fraction[digits:], "0") != "" {
		return Amount{}, fault.New(fault.Invalid, "money.too_fine", fault.Args{"currency": currency, "digits": Digits(currency)})
	}
	var minor int64
	for _, r := range whole + fraction[:digits] {
		if minor = minor*10 + int64(r-'0'); beyond(minor) {
			return Amount{}, tooLarge()
		}
	}
	if negative {
		minor = -minor
	}
	return Amount{Minor: minor, Currency: currency}, nil
}

// strip drops blanks, the sign and the name of the currency.
func strip(s, currency string) (text string, negative bool) {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= '\uff01' && r <= '\uff5e':
			return r - '\uff01' + '!'
		case r == '−':
			return '-'
		}
		return r
	}, s)
	for range 2 { // the sign stands before or after the currency
		if rest, ok := strings.CutPrefix(s, "-"); ok && !negative {
			s, negative = rest, true
		}
		s = strings.TrimPrefix(s, currency)
		if currency == "CNY" {
			s = strings.TrimPrefix(strings.TrimPrefix(s, "¥"), "￥")
		}
	}
	return s, negative
}

// unitOf cuts 元, 万 and 亿 from the end and returns how many digits they stand for.
func unitOf(s string) (number string, digits int) {
	s = strings.TrimSuffix(s, "元")
	if rest, ok := strings.CutSuffix(s, "万"); ok {
		return rest, 4
	}
	if rest, ok := strings.CutSuffix(s, "亿"); ok {
		return rest, 8
	}
	return s, 0
}

// ungroup drops the commas between groups of three digits; false when they
// stand elsewhere.
func ungroup(s string) (string, bool) {
	groups := strings.Split(s, ",")
	for i, g := range groups {
		if !digitsOnly(g) || g == "" || (i > 0 && len(g) != 3) || (len(groups) > 1 && len(g) > 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func digitsOnly(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

func isCurrency(s string) bool {
	return len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// String returns the amount as a table shows it: main units with all decimals
// of the minor unit, groups of three, U+2212 as minus: "−6,120.00".
func (a Amount) String() string { return grouped(a.Decimal()) }

// In returns the amount with its currency: "6,120.00 元" or "CNY 6,120.00".
func (a Amount) In(lang i18n.Lang) string {
	switch {
	case lang == i18n.EN && a.Currency != "":
		return a.Currency + " " + a.String()
	case a.Currency == "CNY":
		return a.String() + " 元"
	}
	return strings.TrimSpace(a.String() + " " + a.Currency)
}

// Short returns the amount in 万元 with one decimal for Chinese, in thousands
// with one decimal for English, rounded half-up: "61.2 万元", "CNY 612.0k".
func (a Amount) Short(lang i18n.Lang) string {
	if lang == i18n.EN {
		return strings.TrimSpace(a.Currency + " " + grouped(a.in(3)) + "k")
	}
	if a.Currency == "CNY" {
		return grouped(a.in(4)) + " 万元"
	}
	return strings.TrimSpace(grouped(a.in(4)) + " 万 " + a.Currency)
}

// in returns the amount in units of 10^digits main units, one decimal, half-up.
func (a Amount) in(digits int) decimal.Decimal {
	n := coefficient(a.Decimal())
	tenths, err := round(n, Digits(a.Currency)+digits-1, a.Currency)
	if err != nil { // an Amount within Max never is
		return a.Decimal()
	}
	return decimal.MustNew(tenths.Minor, 1)
}

// grouped writes d with its decimals, groups of three and U+2212.
func grouped(d decimal.Decimal) string {
	whole, fraction, dotted := strings.Cut(d.Abs().String(), ".")
	var b strings.Builder
	if d.IsNeg() {
		b.WriteRune('−')
	}
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if dotted {
		b.WriteString("." + fraction)
	}
	return b.String()
}
