package account

import (
	"github.com/govalues/decimal"
)

// Group is what the decision group adds up to (domain §5.4, S2.12). Shares are
// fractions from 0 to 1, the index runs from −1 to 1, both with 19 digits.
type Group struct {
	Identified        decimal.Decimal `json:"identified"`   // 决策链识别权重
	Penetration       decimal.Decimal `json:"penetration"`  // 影响力渗透率
	SupportIndex      decimal.Decimal `json:"supportIndex"` // 支持指数 of the decision simulation
	Weighed           bool            `json:"weighed"`      // some member has a weight; else the three are 0 and mean nothing
	Economic          *int            `json:"economic"`     // attitude of the economic buyer; nil unknown, the lowest where there are several
	VetoesAgainst     int             `json:"vetoesAgainst"`
	VetoesUndisclosed int             `json:"vetoesUndisclosed"` // vetoes whose attitude nobody knows
}

// fullWeight is the influence of a whole decision group.
const fullWeight = 100

// engaged is the relationship level from which a member counts as reached.
const engaged = 2

// Weigh adds up the decision group of an account; contacts that are voided do
// not count.
//
// The identified share is measured against 100, or against the sum where the
// weights exceed it. An unknown attitude counts −0.5 in the index. Vetoes are
// the economic and the technical buyer and whoever is marked.
func Weigh(contacts []Contact) Group {
	var g Group
	sum, identified, reached, halves := 0, 0, 0, 0
	for _, c := range contacts {
		if c.Voided {
			continue
		}
		sum += c.Weight
		if c.Identified {
			identified += c.Weight
		}
		halves += c.Weight * halfAttitude(c.Attitude)
		if c.Level >= engaged && c.Attitude != nil && *c.Attitude >= 1 {
			reached += c.Weight
		}
		g.veto(c)
	}
	g.Weighed = sum > 0
	g.Identified = share(identified, max(sum, fullWeight))
	g.Penetration = share(reached, sum)
	g.SupportIndex = share(halves, 4*sum)
	return g
}

// halfAttitude returns twice the attitude, so that the −0.5 of an unknown one
// stays whole.
func halfAttitude(s *int) int {
	if s == nil {
		return -1
	}
	return 2 * *s
}

func (g *Group) veto(c Contact) {
	if c.Role == EconomicBuyer && c.Attitude != nil && (g.Economic == nil || *c.Attitude < *g.Economic) {
		g.Economic = c.Attitude
	}
	if !c.Veto && c.Role != EconomicBuyer && c.Role != TechnicalBuyer {
		return
	}
	switch {
	case c.Attitude == nil:
		g.VetoesUndisclosed++
	case *c.Attitude < 0:
		g.VetoesAgainst++
	}
}

// Passes reports whether the coach passes all three tests (domain §5.2).
func (c Coach) Passes() bool { return c.Trusted && c.Wishes && c.Respected }

// Qualified reports whether the coach counts at gate G2: two stars or more and
// all three tests.
func (c Coach) Qualified() bool { return c.Stars >= 2 && c.Passes() }

// QualifiedCoaches returns 内线合格人数, how many coaches count at gate G2.
func QualifiedCoaches(coaches []Coach) int {
	n := 0
	for _, c := range coaches {
		if c.Qualified() {
			n++
		}
	}
	return n
}
