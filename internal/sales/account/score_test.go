package account_test

import (
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"qiju/internal/base/fault"
	"qiju/internal/sales/account"
)

// levels reads the digits of domain §11.2.
func levels(digits string) account.Levels {
	out := make(account.Levels, len(digits))
	for i, c := range digits {
		out[i] = int(c - '0')
		if c == '?' {
			out[i] = account.Unknown
		}
	}
	return out
}

// TestS1_18_TwelveAccountsScoreToTheDigit holds the table of domain §11.2.
func TestS1_18_TwelveAccountsScoreToTheDigit(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name            string
		existing        bool
		value, position string
		v, p, total     string
		tier            account.Tier
		quadrant        account.Quadrant
	}{
		{"A01 Beiyu Heavy", true, "543554544", "4544454", "88.0", "86.0", "87.2", account.TierS, account.QuadrantHold},
		{"A02 Yaochuan NewEnergy", false, "535442353", "0232220", "76.8", "33.0", "65.9", account.TierA, account.QuadrantAttack},
		{"A03 Tuoyu Robotics", true, "545554454", "3235254", "92.0", "64.0", "80.8", account.TierS, account.QuadrantHold},
		{"A04 Muli Medical", false, "354335343", "0101310", "74.0", "18.0", "60.0", account.TierB, account.QuadrantAttack},
		{"A05 Luting Packaging", true, "433351424", "4334344", "64.4", "70.0", "66.6", account.TierA, account.QuadrantHold},
		{"A06 Cenyue Tunnel", false, "444443343", "0344330", "74.4", "51.0", "68.6", account.TierA, account.QuadrantAttack},
		{"A07 Yanhu Elevator", true, "332344423", "3323342", "63.2", "58.0", "61.1", account.TierB, account.QuadrantHold},
		{"A08 Yuanning Rail", false, "434544452", "0334340", "78.8", "50.0", "71.6", account.TierA, account.QuadrantAttack},
		{"A09 Chehai Marine", true, "332333223", "0203143", "54.8", "31.0", "45.3", account.TierC, account.QuadrantWatch},
		{"A10 Hexie FoodTech", true, "344244323", "2334333", "66.0", "59.0", "63.2", account.TierB, account.QuadrantHold},
		{"A11 Renyuan Agri", true, "232243213", "3323334", "49.6", "58.0", "53.0", account.TierB, account.QuadrantMaintain},
		{"A12 Ling'an Wind", false, "434433343", "1111211", "69.6", "23.0", "58.0", account.TierB, account.QuadrantAttack},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := account.Score(levels(tt.value), levels(tt.position), tt.existing)
			if s.Value.String() != tt.v || s.Position.String() != tt.p || s.Total.String() != tt.total {
				t.Errorf("got V %s P %s total %s, want V %s P %s total %s", s.Value, s.Position, s.Total, tt.v, tt.p, tt.total)
			}
			if s.Tier != tt.tier {
				t.Errorf("tier: got %s, want %s", s.Tier, tt.tier)
			}
			if got := s.Quadrant(false); got != tt.quadrant {
				t.Errorf("quadrant: got %s, want %s", got, tt.quadrant)
			}
		})
	}
}

func TestUnknownFactorsCountAsOneAndMakeATierProvisional(t *testing.T) {
	t.Parallel()

	s := account.Score(levels("434433343"), levels("????2??"), false) // A12, domain §11.4.9
	if s.Position.String() != "23.0" || s.Unknown != 6 || !s.Provisional {
		t.Errorf("six unknown: got P %s, unknown %d, provisional %t", s.Position, s.Unknown, s.Provisional)
	}
	if s := account.Score(levels("434433343"), levels("???1211"), false); s.Unknown != 3 || s.Provisional {
		t.Errorf("three unknown: got unknown %d, provisional %t, want 3, false", s.Unknown, s.Provisional)
	}
	if s := account.Score(nil, nil, false); s.Unknown != 16 || s.Value.String() != "20.0" || s.Tier != account.TierC {
		t.Errorf("never scored: got unknown %d, V %s, tier %s", s.Unknown, s.Value, s.Tier)
	}
}

func TestTierSNeedsValueToo(t *testing.T) {
	t.Parallel()

	// V 72.0, P 100.0: the total is 83.2, the value too low.
	if s := account.Score(levels("333445433"), levels("5555555"), true); s.Tier != account.TierA || s.Total.Cmp(decimal.MustNew(80, 0)) < 0 {
		t.Errorf("got tier %s with total %s and V %s, want A", s.Tier, s.Total, s.Value)
	}
}

func TestAttackedAccountsOfWorthAreToBeDefended(t *testing.T) {
	t.Parallel()

	s := account.Score(levels("545554454"), levels("3235254"), true) // A03
	if got := s.Quadrant(true); got != account.QuadrantDefend {
		t.Errorf("got %s, want %s", got, account.QuadrantDefend)
	}
}

func TestWeightsOfEveryAxisSumToAHundred(t *testing.T) {
	t.Parallel()

	for name, factors := range map[string][]account.Factor{"V": account.ValueFactors(), "P": account.PositionFactors()} {
		sum := 0
		for _, f := range factors {
			sum += f.Weight
			if f.Text.ZH == "" || f.Text.EN == "" || len(f.Levels) != 3 {
				t.Errorf("%s has no full text", f.Code)
			}
		}
		if sum != 100 {
			t.Errorf("axis %s: weights sum to %d", name, sum)
		}
	}
}

func TestLevelsAreCheckedOneByOne(t *testing.T) {
	t.Parallel()

	if err := account.CheckLevels("value", account.ValueFactors(), levels("54355454?")); err != nil {
		t.Errorf("good levels: got %v", err)
	}
	err := account.CheckLevels("value", account.ValueFactors(), account.Levels{6, -2, 0, 0, 0, 0, 0, 0, 0})
	if got := fault.Of(err); got == nil || got.Kind != fault.Invalid || len(got.Parts) != 2 {
		t.Errorf("two wrong levels: got %v", got)
	}
	if err := account.CheckLevels("value", account.ValueFactors(), levels("5")); !fault.Is(err, fault.Invalid) {
		t.Errorf("too few levels: got %v", err)
	}
}

func TestScoreIsMonotoneInEveryFactor(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		level := rapid.IntRange(0, 5)
		v := rapid.SliceOfN(level, 9, 9).Draw(t, "v")
		p := rapid.SliceOfN(level, 7, 7).Draw(t, "p")
		existing := rapid.Bool().Draw(t, "existing")
		before := account.Score(v, p, existing)
		i := rapid.IntRange(0, 8).Draw(t, "i")
		if v[i] == 5 {
			return
		}
		v[i]++
		if after := account.Score(v, p, existing); after.Total.Cmp(before.Total) < 0 || after.Value.Cmp(before.Value) <= 0 {
			t.Fatalf("raising V%d: total %s → %s, V %s → %s", i+1, before.Total, after.Total, before.Value, after.Value)
		}
	})
}
