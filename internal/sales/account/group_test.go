package account_test

import (
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/sales/account"
)

func ptr(n int) *int { return &n }

// a08 is the decision group of domain §11.4.6.
func a08() []account.Contact {
	member := func(role account.ContactRole, weight, level, attitude int, veto bool) account.Contact {
		return account.Contact{Role: role, Weight: weight, Level: level, Attitude: ptr(attitude), Veto: veto, Identified: true}
	}
	return []account.Contact{
		member(account.EconomicBuyer, 25, 2, 0, true),
		member(account.Purchasing, 20, 2, 1, true),
		member(account.TechnicalBuyer, 20, 3, 2, true),
		member(account.Other, 15, 1, -1, true),
		member(account.UserBuyer, 12, 2, 1, false),
		member(account.UserBuyer, 8, 4, 2, false),
	}
}

// TestS2_12_DecisionSimulationOfA08 is domain §11.4.6.
func TestS2_12_DecisionSimulationOfA08(t *testing.T) {
	t.Parallel()

	g := account.Weigh(a08())
	if got := g.SupportIndex.Trim(0).String(); got != "0.365" {
		t.Errorf("support index: got %s, want 0.365", got)
	}
	if g.Economic == nil || *g.Economic != 0 {
		t.Errorf("economic buyer: got %v, want 0", g.Economic)
	}
	if g.VetoesAgainst != 1 || g.VetoesUndisclosed != 0 {
		t.Errorf("vetoes: got %d against, %d unknown, want 1, 0", g.VetoesAgainst, g.VetoesUndisclosed)
	}
	if got := g.Penetration.Trim(0).String(); got != "0.6" {
		t.Errorf("penetration: got %s, want 0.6", got)
	}
	if got := g.Identified.Trim(0).String(); got != "1" {
		t.Errorf("identified: got %s, want 1", got)
	}
}

func TestUnknownAttitudeCountsHalfAgainst(t *testing.T) {
	t.Parallel()

	g := account.Weigh([]account.Contact{{Role: account.TechnicalBuyer, Weight: 50, Level: 3}, {Role: account.UserBuyer, Weight: 50, Level: 3, Attitude: ptr(2)}})
	if got := g.SupportIndex.Trim(0).String(); got != "0.375" { // (−25 + 100) ÷ 200
		t.Errorf("index: got %s, want 0.375", got)
	}
	if g.VetoesUndisclosed != 1 || g.VetoesAgainst != 0 || g.Economic != nil {
		t.Errorf("got %+v", g)
	}
}

func TestIdentifiedShareIsMeasuredAgainstAHundred(t *testing.T) {
	t.Parallel()

	some := []account.Contact{{Weight: 40, Identified: true}, {Weight: 25}, {Weight: 99, Identified: true, Voided: true}}
	if got := account.Weigh(some).Identified.Trim(0).String(); got != "0.4" {
		t.Errorf("half known: got %s, want 0.4", got)
	}
	many := []account.Contact{{Weight: 100, Identified: true}, {Weight: 100}}
	if got := account.Weigh(many).Identified.Trim(0).String(); got != "0.5" {
		t.Errorf("weights above 100: got %s, want 0.5", got)
	}
	if g := account.Weigh(nil); g.Weighed || !g.Identified.IsZero() {
		t.Errorf("nobody: got %+v", g)
	}
}

func TestGroupSharesStayInTheirRange(t *testing.T) {
	t.Parallel()

	one := decimal.MustNew(1, 0)
	rapid.Check(t, func(t *rapid.T) {
		contacts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) account.Contact {
			c := account.Contact{
				Weight: rapid.IntRange(0, 100).Draw(t, "weight"), Level: rapid.IntRange(0, 4).Draw(t, "level"),
				Identified: rapid.Bool().Draw(t, "identified"), Veto: rapid.Bool().Draw(t, "veto"),
			}
			if rapid.Bool().Draw(t, "known") {
				c.Attitude = ptr(rapid.IntRange(-2, 2).Draw(t, "attitude"))
			}
			return c
		}), 0, 12).Draw(t, "contacts")
		g := account.Weigh(contacts)
		for _, share := range []decimal.Decimal{g.Identified, g.Penetration} {
			if share.IsNeg() || share.Cmp(one) > 0 {
				t.Fatalf("share %s", share)
			}
		}
		if g.SupportIndex.Abs().Cmp(one) > 0 {
			t.Fatalf("index %s", g.SupportIndex)
		}
	})
}

// TestS2_24_CoachQualifiesWithTwoStarsAndAllTests holds the coach test of §5.2.
func TestS2_24_CoachQualifiesWithTwoStarsAndAllTests(t *testing.T) {
	t.Parallel()

	good := account.Coach{Stars: 2, Trusted: true, Wishes: true, Respected: true}
	oneStar, unheard := good, good
	oneStar.Stars, unheard.Respected = 1, false
	if got := account.QualifiedCoaches([]account.Coach{good, oneStar, unheard}); got != 1 {
		t.Errorf("got %d qualified, want 1", got)
	}
	if err := (account.Coach{Stars: 5}).Validate(); !fault.Is(err, fault.Invalid) {
		t.Errorf("five stars: got %v", err)
	}
}

func TestAccountAndContactNameEveryWrongField(t *testing.T) {
	t.Parallel()

	bad := account.Account{Phase: "war", CreditCode: "123", Value: account.Levels{9}}
	if f := fault.Of(bad.Validate()); f == nil || len(f.Parts) != 4 {
		t.Errorf("account: got %v", f)
	}
	good := account.Account{Name: i18n.Text{ZH: "北屿重工"}, Phase: account.Hold, Value: levels("543554544"), Position: levels("4544454")}
	if err := good.Validate(); err != nil {
		t.Errorf("good account: got %v", err)
	}
	contact := account.Contact{Role: "boss", Weight: 101, Level: 5, Attitude: ptr(3)}
	if f := fault.Of(contact.Validate()); f == nil || len(f.Parts) != 5 {
		t.Errorf("contact: got %v", f)
	}
	if err := (account.Contact{Name: i18n.Text{ZH: "王"}, Role: account.Other}).Validate(); err != nil {
		t.Errorf("good contact: got %v", err)
	}
}

func TestCreditCodeChecksItself(t *testing.T) {
	t.Parallel()

	for code, want := range map[string]bool{
		"91350100M000100Y43": true, // the example of GB 32100
		"91350100M000100Y44": false,
		"91350100M000100Y4":  false,
		"91350100I000100Y43": false,
		"":                   false,
	} {
		if got := account.ValidCreditCode(code); got != want {
			t.Errorf("%q: got %t, want %t", code, got, want)
		}
	}
}

func TestTeamNamesEverybodyOnceInARole(t *testing.T) {
	t.Parallel()

	good := []account.Member{{Staff: "a", Role: account.TeamOwner}, {Staff: "a", Role: account.TeamSupport}, {Staff: "b", Role: account.TeamSeller}}
	if err := account.CheckTeam(good); err != nil {
		t.Errorf("good team: got %v", err)
	}
	bad := []account.Member{{Role: account.TeamOwner}, {Staff: "a", Role: "friend"}, {Staff: "b", Role: account.TeamSeller}, {Staff: "b", Role: account.TeamSeller}}
	if f := fault.Of(account.CheckTeam(bad)); f == nil || len(f.Parts) != 3 {
		t.Errorf("bad team: got %v", f)
	}
}

func TestTermsHaveBothLanguages(t *testing.T) {
	t.Parallel()

	for _, list := range [][]account.Term{
		account.Phases(), account.ContactRoles(), account.RelationLevels(), account.Attitudes(), account.CoachStars(),
		account.TeamRoles(), account.DossierGroups(),
	} {
		seen := map[string]bool{}
		for _, x := range list {
			if seen[x.Code] || x.Text.ZH == "" || x.Text.EN == "" {
				t.Errorf("term %q stands twice or lacks a language", x.Code)
			}
			seen[x.Code] = true
		}
	}
}
