package money_test

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
)

func cny(minor int64) money.Amount { return money.Of(minor, "CNY") }

func TestParseReadsWhatPeopleWrite(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, currency string
		want                 int64
	}{
		{"whole yuan", "6120", "CNY", 612000},
		{"groups and decimals", "6,120.50", "CNY", 612050},
		{"one decimal", "0.5", "CNY", 50},
		{"zeros beyond the minor unit", "1.23000", "CNY", 123},
		{"full width", "￥６，１２０．００", "CNY", 612000},
		{"ten thousands", "1.2万", "CNY", 1200000},
		{"ten thousands of yuan with fen", "61.234567 万元", "CNY", 61234567},
		{"hundred millions", "1亿", "CNY", 10000000000},
		{"a minus", "-80", "CNY", -8000},
		{"a typographic minus before the currency", "−¥80.00", "CNY", -8000},
		{"the currency first", "CNY -80", "CNY", -8000},
		{"yen have no decimals", "6120", "JPY", 6120},
		{"dinars have three", "1.234", "KWD", 1234},
		{"leading zeros", "007", "USD", 700},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := money.Parse(tt.text, tt.currency)
			if err != nil || got != money.Of(tt.want, tt.currency) {
				t.Errorf("%s: got %v %v, want %d", tt.text, got, err, tt.want)
			}
		})
	}
}

func TestParseRefusesTheRest(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, currency, key string }{
		{"nothing", "", "CNY", "money.not_an_amount"},
		{"a word", "很多", "CNY", "money.not_an_amount"},
		{"groups of the wrong size", "61,20", "CNY", "money.not_an_amount"},
		{"two points", "1.2.3", "CNY", "money.not_an_amount"},
		{"a point without decimals", "1.", "CNY", "money.not_an_amount"},
		{"two signs", "--1", "CNY", "money.not_an_amount"},
		{"another currency", "USD 1", "CNY", "money.not_an_amount"},
		{"a tenth of a fen", "1.001", "CNY", "money.too_fine"},
		{"a tenth of a yen", "1.5", "JPY", "money.too_fine"},
		{"more than JSON holds", "90071992547410.00", "CNY", "money.too_large"},
		{"a currency that is none", "1", "RMB元", "money.bad_currency"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := money.Parse(tt.text, tt.currency); !fault.Is(err, fault.Invalid) || fault.Of(err).Key != tt.key {
				t.Errorf("%s: got %v, want %s", tt.text, err, tt.key)
			}
		})
	}
}

func TestAmountsAreWrittenForReaders(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name                            string
		amount                          money.Amount
		plain, zh, en, shortZH, shortEN string
	}{
		{"yuan", cny(61200000), "612,000.00", "612,000.00 元", "CNY 612,000.00", "61.2 万元", "CNY 612.0k"},
		{"a refund", cny(-8759760), "−87,597.60", "−87,597.60 元", "CNY −87,597.60", "−8.8 万元", "CNY −87.6k"},
		{"half a tenth goes up", cny(50000), "500.00", "500.00 元", "CNY 500.00", "0.1 万元", "CNY 0.5k"},
		{"yen", money.Of(1234567, "JPY"), "1,234,567", "1,234,567 JPY", "JPY 1,234,567", "123.5 万 JPY", "JPY 1,234.6k"},
		{"nothing", money.Amount{}, "0.00", "0.00", "0.00", "0.0 万", "0.0k"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := []string{tt.amount.String(), tt.amount.In(i18n.ZH), tt.amount.In(i18n.EN), tt.amount.Short(i18n.ZH), tt.amount.Short(i18n.EN)}
			if want := []string{tt.plain, tt.zh, tt.en, tt.shortZH, tt.shortEN}; !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestAddingNeedsOneCurrencyAndRoom(t *testing.T) {
	t.Parallel()
	if _, err := cny(1).Add(money.Of(1, "USD")); !fault.Is(err, fault.Conflict) {
		t.Errorf("two currencies: got %v, want a conflict", err)
	}
	if got, err := (money.Amount{}).Add(cny(5)); err != nil || got != cny(5) {
		t.Errorf("nothing and 5: got %v %v, want 5", got, err)
	}
	if got, err := cny(5).Sub(cny(7)); err != nil || got != cny(-2) {
		t.Errorf("5 − 7: got %v %v, want −2", got, err)
	}
	for _, minor := range []int64{1, math.MaxInt64} {
		if _, err := cny(money.Max).Add(cny(minor)); !fault.Is(err, fault.Invalid) {
			t.Errorf("max + %d: got %v, want an invalid fault", minor, err)
		}
	}
	if _, err := cny(-money.Max).Sub(cny(1)); !fault.Is(err, fault.Invalid) {
		t.Errorf("−max − 1: got %v, want an invalid fault", err)
	}
	if _, err := cny(0).Sub(cny(math.MinInt64)); !fault.Is(err, fault.Invalid) {
		t.Errorf("0 − the least integer: got %v, want an invalid fault", err)
	}
	if got, err := money.Sum(cny(1), cny(2), cny(3)); err != nil || got != cny(6) {
		t.Errorf("sum: got %v %v, want 6", got, err)
	}
	if _, err := money.Sum(cny(1), money.Of(2, "USD")); err == nil {
		t.Error("a sum of two currencies was accepted")
	}
}

func TestMulRoundsHalfUpAtTheMinorUnit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		minor  int64
		factor string
		want   int64
	}{
		{"exact", 612000, "50", 30600000},
		{"half goes up", 1, "0.5", 1},
		{"below half goes down", 1, "0.4999999999999999999", 0},
		{"a refund mirrors", -1, "0.5", -1},
		{"tax of 1,000.00 with 13 % in it", 100000, "0.1150442477876106195", 11504},
		{"beyond nineteen digits in between", money.Max, "0.9999999999999999999", money.Max},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := cny(tt.minor).Mul(decimal.MustParse(tt.factor))
			if err != nil || got != cny(tt.want) {
				t.Errorf("got %v %v, want %d", got, err, tt.want)
			}
		})
	}
	if _, err := cny(money.Max).Mul(decimal.MustParse("1.01")); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v, want an invalid fault", err)
	}
}

func TestFromDecimalIsTheInverseOfDecimal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := money.Of(rapid.Int64Range(-money.Max, money.Max).Draw(t, "minor"), rapid.SampledFrom([]string{"CNY", "JPY", "KWD"}).Draw(t, "currency"))
		if back, err := money.FromDecimal(a.Decimal(), a.Currency); err != nil || back != a {
			t.Fatalf("got %v %v, want %v", back, err, a)
		}
		if back, err := money.Parse(a.String(), a.Currency); err != nil || back != a {
			t.Fatalf("%s reads as %v %v", a, back, err)
		}
	})
}

func TestAmountInJSON(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(cny(612000))
	if want := `{"minor":612000,"currency":"CNY"}`; err != nil || string(got) != want {
		t.Errorf("got %s %v, want %s", got, err, want)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		minor   int64
		weights []uint32
		want    []int64
	}{
		{"one cent left goes first", 100, []uint32{1, 1, 1}, []int64{34, 33, 33}},
		{"refund mirrors", -100, []uint32{1, 1, 1}, []int64{-34, -33, -33}},
		{"the larger remainder before the earlier part", 100, []uint32{1, 2}, []int64{33, 67}},
		{"weight zero gets nothing", 100, []uint32{0, 1, 0, 2}, []int64{0, 33, 0, 67}},
		{"nothing to split", 0, []uint32{3, 4}, []int64{0, 0}},
		{"the largest there is", money.Max, []uint32{math.MaxUint32, math.MaxUint32}, []int64{money.Max/2 + 1, money.Max / 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			parts, err := cny(tt.minor).Split(tt.weights)
			if err != nil {
				t.Fatal(err)
			}
			got := make([]int64, len(parts))
			for i, p := range parts {
				got[i] = p.Minor
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	for _, weights := range [][]uint32{nil, {0, 0}} {
		if _, err := cny(100).Split(weights); !fault.Is(err, fault.Invalid) {
			t.Errorf("weights %v: got %v, want an invalid fault", weights, err)
		}
	}
}

func TestSplitConservesAndIsFairWithinOneUnit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := cny(rapid.Int64Range(-money.Max, money.Max).Draw(t, "minor"))
		weights := rapid.SliceOfN(rapid.Uint32(), 1, 12).Draw(t, "weights")
		weights[0] |= 1
		parts, err := a.Split(weights)
		if err != nil {
			t.Fatal(err)
		}
		if sum, err := money.Sum(parts...); err != nil || sum != a {
			t.Fatalf("parts sum to %v %v, want %v", sum, err, a)
		}
		total := new(big.Int)
		for _, w := range weights {
			total.Add(total, big.NewInt(int64(w)))
		}
		for i, w := range weights {
			exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(a.Minor), big.NewInt(int64(w))), total)
			off := exact.Sub(exact, new(big.Rat).SetInt64(parts[i].Minor))
			if off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
				t.Fatalf("part %d is %v units off", i, off)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"6,120.50", "￥６，１２０", "-1.2万元", "1亿", "CNY 80", "−¥80.00", "1.001", "..", "9007199254740991"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := money.Parse(text, "CNY")
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if back, err := money.Parse(a.In(i18n.ZH), "CNY"); err != nil || back != a {
			t.Fatalf("%q is %v, which reads back as %v %v", text, a, back, err)
		}
	})
}
