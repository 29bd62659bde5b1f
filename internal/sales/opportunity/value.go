package opportunity

import (
	"math/big"

	"github.com/govalues/decimal"

	"qiju/internal/base/fault"
)

// Level is an action level (domain §5.3).
type Level string

// The action levels.
const (
	LevelI   Level = "I"   // 全力
	LevelII  Level = "II"  // 重点
	LevelIII Level = "III" // 跟进
	LevelIV  Level = "IV"  // 观望
)

// LevelRule is what a level asks: a net value in the main unit of the company
// currency and a return on the expected cost. Above says that the net value
// must exceed Net instead of reaching it.
type LevelRule struct {
	Level Level
	Net   decimal.Decimal
	Ratio decimal.Decimal
	Above bool
}

// LevelRules returns the default rules, the highest level first.
func LevelRules() []LevelRule {
	return []LevelRule{
		{LevelI, decimal.MustNew(1_500_000, 0), decimal.MustNew(5, 0), false},
		{LevelII, decimal.MustNew(500_000, 0), decimal.MustNew(3, 0), false},
		{LevelIII, decimal.Decimal{}, decimal.MustNew(1, 0), true},
	}
}

// Estimate is what the expected net value is reckoned from (domain §5.3).
// Amounts are in the main unit of the company currency.
type Estimate struct {
	Likelihood decimal.Decimal // 成交可能性, 0 to 1
	Margin     decimal.Decimal // 年毛利 of one year
	Cost       decimal.Decimal // 预期费用 until the deal is closed
	Years      int             // of the horizon; the default is 3
	Retention  decimal.Decimal // share of the business that stays from year to year; the default is 0.8
	Ordered    bool            // the general manager ordered it: level I
}

// Worth is the outcome of an estimate. Amounts are rounded half up to 0.01, the
// ratio to 0.01; the level is decided on the exact figures.
type Worth struct {
	Value decimal.Decimal // 成交价值 = margin × Σ retention^k
	Net   decimal.Decimal // 期望净值 ENV = likelihood × value − cost
	Ratio decimal.Decimal // 投入产出 = ENV ÷ cost; 0 when there is no cost
	Level Level
}

// NewEstimate returns an estimate over the default horizon of three years with
// a retention of 0.8.
func NewEstimate(likelihood, margin, cost decimal.Decimal) Estimate {
	return Estimate{Likelihood: likelihood, Margin: margin, Cost: cost, Years: 3, Retention: decimal.MustNew(8, 1)}
}

// Worth reckons the estimate. It returns fault.Invalid for a likelihood outside
// 0 to 1, a negative cost or margin, a horizon outside 1 to 10 years, or
// amounts too large to state.
func (e Estimate) Worth() (Worth, error) {
	if err := e.validate(); err != nil {
		return Worth{}, err
	}
	value := new(big.Rat).Mul(rat(e.Margin), e.horizon())
	net := new(big.Rat).Mul(rat(e.Likelihood), value)
	cost := rat(e.Cost)
	net.Sub(net, cost)
	ratio := new(big.Rat)
	if cost.Sign() > 0 {
		ratio.Quo(net, cost)
	}
	var w Worth
	var err error
	for _, f := range []struct {
		to   *decimal.Decimal
		from *big.Rat
	}{{&w.Value, value}, {&w.Net, net}, {&w.Ratio, ratio}} {
		if *f.to, err = halfUp(f.from, 2); err != nil {
			return Worth{}, err
		}
	}
	w.Level = e.level(net, ratio, cost.Sign() == 0)
	return w, nil
}

func (e Estimate) validate() error {
	var w wrongs
	w.add(e.Likelihood.IsNeg() || e.Likelihood.Cmp(decimal.MustNew(1, 0)) > 0, "likelihood", "worth.likelihood", fault.Args{"have": e.Likelihood})
	w.add(e.Margin.IsNeg(), "margin", "worth.negative", fault.Args{"have": e.Margin})
	w.add(e.Cost.IsNeg(), "cost", "worth.negative", fault.Args{"have": e.Cost})
	w.add(e.Years < 1 || e.Years > 10, "years", "worth.years", fault.Args{"have": e.Years})
	return w.fault()
}

// horizon returns Σ retention^k for the years of the horizon.
func (e Estimate) horizon() *big.Rat {
	sum, power := new(big.Rat), big.NewRat(1, 1)
	for range e.Years {
		sum.Add(sum, power)
		power = new(big.Rat).Mul(power, rat(e.Retention))
	}
	return sum
}

// level finds the level; without any cost only the net value counts.
func (e Estimate) level(net, ratio *big.Rat, free bool) Level {
	if e.Ordered {
		return LevelI
	}
	for _, r := range LevelRules() {
		reached := net.Cmp(rat(r.Net))
		if reached < 0 || (r.Above && reached == 0) {
			continue
		}
		if free || ratio.Cmp(rat(r.Ratio)) >= 0 {
			return r.Level
		}
	}
	return LevelIV
}

// Likelihood returns 成交可能性: the mean of the eight factors, each 0 to 5,
// divided by 5. It returns fault.Invalid for another number of factors or a
// level out of range.
func Likelihood(levels []int) (decimal.Decimal, error) {
	var w wrongs
	want := len(LikelihoodFactors())
	w.add(len(levels) != want, "levels", "worth.factors", fault.Args{"have": len(levels), "want": want})
	sum := int64(0)
	for _, l := range levels {
		w.add(l < 0 || l > 5, "levels", "need.range", fault.Args{"have": l, "max": 5})
		sum += int64(l)
	}
	if err := w.fault(); err != nil {
		return decimal.Decimal{}, err
	}
	return decimal.MustNew(sum*25, 3).Trim(0), nil // sum ÷ 40
}

// EvidenceScore returns the score of a gate review: how many of a hundred
// checklist lines have evidence, rounded half up; 100 where nothing is asked
// (S2.4).
func EvidenceScore(done, total int) int {
	if total <= 0 {
		return 100
	}
	return (200*min(done, total) + total) / (2 * total)
}

func rat(d decimal.Decimal) *big.Rat {
	r := new(big.Rat).SetFrac(new(big.Int).SetUint64(d.Coef()), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(d.Scale())), nil))
	if d.IsNeg() {
		r.Neg(r)
	}
	return r
}

// halfUp rounds r to scale places, halves away from zero.
func halfUp(r *big.Rat, scale int) (decimal.Decimal, error) {
	d, err := decimal.Parse(r.FloatString(scale))
	if err != nil {
		return decimal.Decimal{}, fault.New(fault.Invalid, "worth.too_large", nil)
	}
	return d, nil
}
