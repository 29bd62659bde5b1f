package account

import (
	"github.com/govalues/decimal"

	"qiju/internal/base/fault"
)

// Unknown is the level of a factor that nobody knows; it counts as 1.
const Unknown = -1

// unknownCounts is the level at which an unknown factor counts (domain §3.3).
const unknownCounts = 1

// provisionalAbove is the number of unknown factors above which a tier is
// provisional.
const provisionalAbove = 3

// Standing is the outcome of the score sheet. All three scores run from 0 to
// 100 with one decimal; only the total is rounded, half up.
type Standing struct {
	Value       decimal.Decimal `json:"v"`
	Position    decimal.Decimal `json:"p"`
	Total       decimal.Decimal `json:"total"`
	Tier        Tier            `json:"tier"`
	Unknown     int             `json:"unknown"`     // factors that nobody knows
	Provisional bool            `json:"provisional"` // more than three are unknown
}

// Score reckons the score sheet (domain §3.3). Levels that are missing are
// unknown, so an account without any has 16 unknown factors. The total is
// 0.6 V + 0.4 P for existing customers and 0.75 V + 0.25 P for prospects.
func Score(value, position Levels, existing bool) Standing {
	v, unknownV := tenths(ValueFactors(), value)
	p, unknownP := tenths(PositionFactors(), position)
	wv, wp := int64(75), int64(25)
	if existing {
		wv, wp = 60, 40
	}
	total := (wv*v + wp*p + 50) / 100 // half up: both are positive
	s := Standing{
		Value: decimal.MustNew(v, 1), Position: decimal.MustNew(p, 1), Total: decimal.MustNew(total, 1),
		Unknown: unknownV + unknownP,
	}
	s.Tier = tier(total, v)
	s.Provisional = s.Unknown > provisionalAbove
	return s
}

// Standing returns the account's score.
func (a Account) Standing() Standing { return Score(a.Value, a.Position, a.Existing) }

// Scored reports whether anybody has filled in the value axis.
func (a Account) Scored() bool { return len(a.Value) > 0 }

// tenths returns the score of an axis in tenths of a point. It is exact:
// weight × level ÷ 5 has one decimal at most.
func tenths(factors []Factor, levels Levels) (sum int64, unknown int) {
	for i, f := range factors {
		level := Unknown
		if i < len(levels) {
			level = levels[i]
		}
		if level == Unknown {
			unknown++
			level = unknownCounts
		}
		sum += int64(f.Weight * level * 2)
	}
	return sum, unknown
}

func tier(total, value int64) Tier {
	switch {
	case total >= 800 && value >= 750:
		return TierS
	case total >= 650:
		return TierA
	case total >= 500:
		return TierB
	default:
		return TierC
	}
}

// CheckLevels returns a fault.Invalid that names every wrong level of an axis:
// levels are 0 to 5 or [Unknown], one for each factor. Field is the JSON name
// of the axis.
func CheckLevels(field string, factors []Factor, levels Levels) error {
	if len(levels) != len(factors) {
		return fault.Field(field, "account.levels_count", fault.Args{"want": len(factors), "have": len(levels)})
	}
	var parts []*fault.Error
	for i, level := range levels {
		if level < Unknown || level > 5 {
			parts = append(parts, fault.Field(field, "account.level_range", fault.Args{"factor": factors[i].Code, "have": level}))
		}
	}
	return invalid(parts)
}

// Quadrant is what the two axes suggest for an account (domain §3.4). It is a
// suggestion: the manager sets the phase.
type Quadrant string

// The quadrants.
const (
	QuadrantAttack   Quadrant = "attack"   // 攻: valuable, our position weak
	QuadrantHold     Quadrant = "hold"     // 守: valuable, our position strong
	QuadrantDefend   Quadrant = "defend"   // 防: the same under attack
	QuadrantMaintain Quadrant = "maintain" // 维持: less valuable, cheap to serve
	QuadrantWatch    Quadrant = "watch"    // 观察, 退出
)

// Quadrant returns the suggestion for the standing, divided at V 60 and P 55.
// Attacked says that there is an attack signal, a red warning, or a renewal
// within 120 days.
func (s Standing) Quadrant(attacked bool) Quadrant {
	valuable := s.Value.Cmp(decimal.MustNew(60, 0)) >= 0
	strong := s.Position.Cmp(decimal.MustNew(55, 0)) >= 0
	switch {
	case valuable && strong && attacked:
		return QuadrantDefend
	case valuable && strong:
		return QuadrantHold
	case valuable:
		return QuadrantAttack
	case strong:
		return QuadrantMaintain
	default:
		return QuadrantWatch
	}
}
