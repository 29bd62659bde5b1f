package account_test

import (
	"testing"

	"github.com/govalues/decimal"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/sales/account"
)

const today = clock.Date("2026-09-24")

func fullDossier() account.Dossier {
	d := account.Dossier{}
	for _, item := range account.DossierItems() {
		d[item.Code] = account.DossierField{Value: "known", Verified: today}
	}
	return d
}

// TestDossierOfTheVectorIsNinetyTwoPercent is domain §11.4.5.
func TestDossierOfTheVectorIsNinetyTwoPercent(t *testing.T) {
	t.Parallel()

	d := fullDossier()
	delete(d, "B4")                                                            // 规格/图纸 missing
	d["B2"] = account.DossierField{Value: "3", Verified: today.AddDays(-200)}  // 紧迫性 verified 200 days ago
	d["D3"] = account.DossierField{Value: "no rival under contract", NA: true} // 竞争合同到期 does not apply
	d["C4"] = account.DossierField{Verified: today}                            // 内线星级 missing
	if got := account.RoundHalfUp(account.Completeness(d, today), 4).String(); got != "0.9235" {
		t.Errorf("got %s, want 0.9235", got)
	}
}

func TestDossierWeightsSumToAHundredInTheirGroups(t *testing.T) {
	t.Parallel()

	want := map[string]int{"A": 24, "B": 26, "C": 20, "D": 12, "E": 10, "F": 8}
	got, sum := map[string]int{}, 0
	for _, item := range account.DossierItems() {
		got[item.Group] += item.Weight
		sum += item.Weight
	}
	for group, w := range want {
		if got[group] != w {
			t.Errorf("group %s: got %d, want %d", group, got[group], w)
		}
	}
	if sum != 100 {
		t.Errorf("sum: got %d, want 100", sum)
	}
}

func TestDossierFieldsAgeByTheirVerification(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name  string
		field account.DossierField
		want  account.Freshness
	}{
		{"180 days are fresh", account.DossierField{Value: "x", Verified: today.AddDays(-180)}, account.Fresh},
		{"181 days count half", account.DossierField{Value: "x", Verified: today.AddDays(-181)}, account.Ageing},
		{"365 days count half", account.DossierField{Value: "x", Verified: today.AddDays(-365)}, account.Ageing},
		{"366 days are stale", account.DossierField{Value: "x", Verified: today.AddDays(-366)}, account.Stale},
		{"never verified is stale", account.DossierField{Value: "x"}, account.Stale},
		{"empty is missing", account.DossierField{Verified: today}, account.Missing},
		{"what they do not wish to say is filled", account.DossierField{Value: "本人不愿提供", Verified: today}, account.Fresh},
		{"not applicable leaves the count", account.DossierField{Value: "why", NA: true}, account.NotApplicable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.field.Freshness(today); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestEmptyAndFullDossierAreTheEnds(t *testing.T) {
	t.Parallel()

	if got := account.Completeness(nil, today); !got.IsZero() {
		t.Errorf("empty: got %s", got)
	}
	if got := account.Completeness(fullDossier(), today); got.Cmp(decimal.MustNew(1, 0)) != 0 {
		t.Errorf("full: got %s", got)
	}
	none := account.Dossier{}
	for code := range fullDossier() {
		none[code] = account.DossierField{Value: "why", NA: true}
	}
	if got := account.Completeness(none, today); !got.IsZero() {
		t.Errorf("nothing applies: got %s", got)
	}
	if got := account.StageTarget("S2").String(); got != "0.70" {
		t.Errorf("target of S2: got %s", got)
	}
	if got := account.StageTarget("").String(); got != "0.90" {
		t.Errorf("target of active accounts: got %s", got)
	}
}

// TestC9_PrivateFactsWeighNothing: no field asks for what §9.2 grades P2 or P3.
func TestC9_PrivateFactsWeighNothing(t *testing.T) {
	t.Parallel()

	for _, code := range []string{"G1", "birthday", "family"} {
		if err := account.CheckDossier(code, account.DossierField{Value: "x"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want a refusal", code, err)
		}
	}
	if err := account.CheckDossier("D3", account.DossierField{NA: true}); !fault.Is(err, fault.Invalid) {
		t.Errorf("not applicable without a reason: got %v", err)
	}
	if err := account.CheckDossier("D3", account.DossierField{Value: "none", NA: true}); err != nil {
		t.Errorf("not applicable with a reason: got %v", err)
	}
}

func TestRoundHalfUpRoundsAwayFromZero(t *testing.T) {
	t.Parallel()

	for in, want := range map[string]string{"0.12345": "0.1235", "-0.12345": "-0.1235", "0.12344": "0.1234", "2": "2.0000"} {
		if got := account.RoundHalfUp(decimal.MustParse(in), 4).String(); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}
