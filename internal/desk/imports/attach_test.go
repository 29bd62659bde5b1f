package imports_test

import (
	"context"
	"testing"

	"qiju/internal/access"
	"qiju/internal/engine"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

func TestADealThatGetsItsAccountLaterTakesItsTasksAndFilesAlong(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.bring("person", somePeople)
	s.bring("product", someProducts)
	file := dealsOf("B1|Ann Lee|GTX Pro|Acme|Won|1", "B2|Cy Poe|GTX Pro|Acme|Prospecting|1")
	s.bring("opportunity", file)
	before := s.deal("B2")
	s.update(func(ctx context.Context, tx store.Tx) error {
		return tx.PutFile(ctx, store.File{ID: "fil_1", Parent: string(before.ID)})
	})
	s.bring("account", someAccounts)
	i, r := s.bring("opportunity", file)
	after := s.deal("B2")
	acme := string(s.account("Acme").ID)
	if r.Changed != 2 || after.Account != acme || len(after.Waiting) != 0 {
		t.Fatalf("second run = %+v, deal %+v, want it at Acme", r, after)
	}
	holds := func(when, key string) {
		t.Helper()
		tasks := look(s, func(ctx context.Context, r store.Reader) ([]store.Task, error) {
			return r.OpenTasksOf(ctx, engine.RunID(after.Run))
		})
		if len(tasks) == 0 || tasks[0].Key != key {
			t.Errorf("%s: tasks %+v, want them under %s", when, tasks, key)
		}
	}
	holds("attached", acme)
	f := look(s, func(ctx context.Context, r store.Reader) (store.File, error) { return r.File(ctx, "fil_1") })
	if f.Parent != acme {
		t.Errorf("the file is under %s, want %s", f.Parent, acme)
	}
	if cy := string(s.person("Cy Poe").ID); s.stands(string(after.ID), cy, access.Owner) || !s.stands(acme, cy, access.Seller) {
		t.Error("the commander stands by the deal instead of the account")
	}
	if ann := string(s.person("Ann Lee").ID); !s.stands(acme, ann, access.Owner) {
		t.Error("the owner does not see the account")
	}
	s.undo(i.ID)
	holds("undone", string(after.ID))
	if cy := string(s.person("Cy Poe").ID); !s.stands(string(after.ID), cy, access.Owner) {
		t.Error("after the undo the commander does not see the deal")
	}
}

func TestRelationsFollowPeopleWhoMove(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.stock()
	acme, loose := string(s.account("Acme").ID), string(s.deal("A3").ID) // of Ann Lee and Di Fox
	bo, ed := string(s.person("Bo Max").ID), string(s.person("Ed Roe").ID)
	check := func(when, overAnn, overDi string) {
		t.Helper()
		if !s.stands(acme, overAnn, access.Head) {
			t.Errorf("%s: the head of the owner does not see the account", when)
		}
		if !s.stands(loose, overDi, access.Head) {
			t.Errorf("%s: the head of the commander does not see the deal", when)
		}
		if other := map[string]string{bo: ed, ed: bo}; s.stands(acme, other[overAnn], access.Head) || s.stands(loose, other[overDi], access.Head) {
			t.Errorf("%s: the other head still stands above", when)
		}
	}
	check("at first", bo, ed)
	i, r := s.bring("person", peopleHead+"Ann Lee,Ed Roe,East\nDi Fox,Bo Max,West\n")
	if r.Changed != 2 {
		t.Fatalf("report = %+v, want both moved", r)
	}
	check("moved", ed, bo)
	s.undo(i.ID)
	check("moved back", bo, ed)
}

func TestAnAliasBelongsToItsSource(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, _, i := s.stock()
	if _, err := s.imports.AcceptSuggestion(t.Context(), s.boss, i.ID, "product", "GTXPro", ""); err != nil {
		t.Fatal(err)
	}
	if _, r := s.bring("opportunity", dealsOf("C1|Ann Lee|GTXPro||Won|1")); r.Waiting.Both != 0 || s.deal("C1").Product == "" {
		t.Errorf("the same source: %+v, want the product known", r)
	}
	if _, r := s.bringAs(s.boss, "opportunity", dealsOf("C2|Ann Lee|GTXPro||Won|1"), s.mapped("source", "other")); r.Waiting.Both != 1 {
		t.Errorf("another source: %+v, want the product unknown", r)
	}
}

func TestAcceptingKeepsInMindWhatPeopleChanged(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, _, i := s.stock()
	s.update(func(ctx context.Context, tx store.Tx) error {
		o := s.deal("A4")
		o.RedFlags = []string{"R3"}
		_, err := tx.PutOpportunity(ctx, o)
		return err
	})
	if _, err := s.imports.AcceptSuggestion(t.Context(), s.boss, i.ID, "product", "GTXPro", ""); err != nil {
		t.Fatal(err)
	}
	s.undo(i.ID)
	if o := s.deal("A4"); o.Voided || len(o.RedFlags) != 1 || o.Product == "" {
		t.Errorf("deal = %+v, want it left alone", o)
	}
}

func TestAVoidedAccountIsUnknown(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.stock()
	s.update(func(ctx context.Context, tx store.Tx) error {
		a := s.account("Acme")
		a.Voided = true
		_, err := tx.PutAccount(ctx, a)
		return err
	})
	_, r := s.bring("opportunity", dealsOf("A1|Ann Lee|GTX Pro|Acme|Won|1054", "D1|Ann Lee|GTX Pro|Acme|Won|1"))
	if r.Changed != 1 || r.Made != 1 || r.Waiting.NoAccount != 2 {
		t.Errorf("report = %+v, want both to wait for the account", r)
	}
	for _, id := range []string{"A1", "D1"} {
		want := []opportunity.Unattached{{Kind: "account", Value: "Acme"}}
		if o := s.deal(id); o.Account != "" || len(o.Waiting) != 1 || o.Waiting[0] != want[0] {
			t.Errorf("deal %s = %+v, want it to wait for Acme", id, o)
		}
	}
}

func TestDealsReferToPeopleByTheirOnlyName(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.hire("stf_1", "万俟岚", department.Specialist, "")
	s.hire("stf_2", "东方望", department.Specialist, "")
	s.hire("stf_3", "东方望", department.Specialist, "")
	_, r := s.bring("opportunity", dealsOf("E1|万俟岚|GTX Pro||Won|1", "E2|东方望|GTX Pro||Won|1", "E3||GTX Pro||Won|1"))
	if r.Made != 1 || r.Bad != 2 || r.Problems[0].Key != "import.person_ambiguous" || r.Problems[1].Key != "import.person_unknown" {
		t.Errorf("report = %+v, want one deal, one ambiguous and one unknown commander", r)
	}
	if s.deal("E1").Commander != "stf_1" {
		t.Errorf("commander = %s, want stf_1", s.deal("E1").Commander)
	}
}
