package accounts_test

import (
	"strings"
	"testing"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/records"
	"qiju/internal/sales/account"
	"qiju/internal/store"
)

func (c *company) get(by desk.Caller) accounts.Detail {
	c.Helper()
	d, err := c.accounts.Get(c.Context(), by, c.account.ID)
	if err != nil {
		c.Fatal(err)
	}
	return d
}

// field returns the fault of the only wrong field, "field key".
func field(err error) string {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid || len(f.Parts) != 1 {
		return ""
	}
	return f.Parts[0].Field + " " + f.Parts[0].Key
}

func TestASpecialistMakesNoAccountForSomebodyElse(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	draft := accounts.Draft{Name: i18n.Text{ZH: "甲"}, Owner: "stf_south"}
	_, err := c.accounts.Create(t.Context(), east(), draft)
	if f := fault.Of(err); f == nil || f.Kind != fault.Denied || f.Key != "account.owner_by_head" {
		t.Errorf("Create by a specialist = %v, want account.owner_by_head", err)
	}
	if a, err := c.accounts.Create(t.Context(), head(), draft); err != nil || a.Owner != "stf_south" {
		t.Errorf("Create by the head = %s, %v, want stf_south", a.Owner, err)
	}
	draft.Owner = "stf_east"
	if _, err := c.accounts.Create(t.Context(), east(), draft); err != nil {
		t.Errorf("Create for oneself = %v", err)
	}
}

func TestAParentIsAnAccountThatOneSeesAndNoCircle(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	make := func(by desk.Caller, name, parent string) account.Account {
		t.Helper()
		a, err := c.accounts.Create(t.Context(), by, accounts.Draft{Name: i18n.Text{ZH: name}, Parent: parent})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	foreign := make(south(), "别人的", "")
	top := make(east(), "集团", "")
	sub := make(east(), "子公司", string(top.ID))
	for name, parent := range map[string]string{"nothing there": "acc_none", "one that is not seen": string(foreign.ID)} {
		_, err := c.accounts.Create(t.Context(), east(), accounts.Draft{Name: i18n.Text{ZH: "乙"}, Parent: parent})
		if got := field(err); got != "parent field.unknown_value" {
			t.Errorf("%s = %v, want the parent to be unknown", name, err)
		}
	}
	own, below := string(top.ID), string(sub.ID)
	for name, parent := range map[string]*string{"itself": &own, "its own part": &below} {
		_, err := c.accounts.Update(t.Context(), east(), top.ID, top.Rev, accounts.Patch{Parent: parent})
		if got := field(err); got != "parent account.parent_cycle" {
			t.Errorf("%s = %v, want a circle", name, err)
		}
	}
}

func TestAnAccountWhoseParentIsGoneIsStillShown(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	err := c.desk.Store.Update(t.Context(), func(tx store.Tx) error {
		a, err := tx.Account(t.Context(), c.account.ID)
		if err != nil {
			return err
		}
		a.Parent = "acc_gone"
		if _, err = tx.PutAccount(t.Context(), a); err != nil {
			return err
		}
		return tx.SetRelations(t.Context(), "acc_gone", map[string][]access.Relation{"stf_east": {access.Owner}})
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := c.get(east()); d.Parent != nil {
		t.Errorf("parent = %+v, want none", d.Parent)
	}
}

func TestAChangeOfAnAccountKeepsWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	place, none := "杭州", ""
	a, err := c.accounts.Update(t.Context(), east(), c.account.ID, 1, accounts.Patch{Location: &place})
	if err != nil || a.Name != c.account.Name || a.Location != place || a.Phase != account.Target || a.Owner != "stf_east" {
		t.Fatalf("account = %+v, %v, want another place only", a, err)
	}
	if a, err = c.accounts.Update(t.Context(), east(), c.account.ID, 2, accounts.Patch{Location: &none}); err != nil || a.Location != "" {
		t.Errorf("account = %+v, %v, want no place any more", a, err)
	}
	x := c.contact("陆工")
	level := 2
	y, err := c.accounts.UpdateContact(t.Context(), east(), x.ID, x.Rev, accounts.ContactPatch{Level: &level, Attitude: &level})
	if err != nil || y.Name != x.Name || y.Phone != x.Phone || y.Weight != x.Weight || !y.Identified || y.Level != 2 {
		t.Fatalf("contact = %+v, %v, want another level only", y, err)
	}
	if y, err = c.accounts.UpdateContact(t.Context(), east(), x.ID, y.Rev, accounts.ContactPatch{AttitudeUnknown: true}); err != nil || y.Attitude != nil || y.Level != 2 {
		t.Errorf("contact = %+v, %v, want an unknown attitude", y, err)
	}
}

func TestTheAuditOfATeamNamesWhoWasAndWhoIs(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	if _, err := c.accounts.SetTeam(t.Context(), east(), c.account.ID, 1, []account.Member{{Staff: "stf_tech", Role: account.TeamSupport}}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.accounts.SetTeam(t.Context(), east(), c.account.ID, 2, []account.Member{{Staff: "stf_south", Role: account.TeamSeller}}); err != nil {
		t.Fatal(err)
	}
	_, lines := c.audit()
	if l := lines[0]; l.Act != "set-account-team" || !strings.Contains(string(l.Before), "stf_tech") || !strings.Contains(string(l.After), "stf_south") {
		t.Errorf("line = %s → %s, want the members before and after", l.Before, l.After)
	}
	_, err := c.accounts.SetTeam(t.Context(), east(), c.account.ID, 3, []account.Member{{Staff: "stf_nobody", Role: account.TeamSupport}})
	if got := field(err); got != "[0].staff field.unknown_value" {
		t.Errorf("somebody who is not there = %v, want the member to be unknown", err)
	}
}

// TestTheAuditOfAnAccountSealsTheDossier looks for what is of class team.
func TestTheAuditOfAnAccountSealsTheDossier(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	for rev, e := range []accounts.Entry{{Code: "C2", Value: "副总拍板"}, {Code: "A5", Value: "五百人"}} {
		if _, err := c.accounts.VerifyDossier(t.Context(), east(), c.account.ID, int64(rev+1), e); err != nil {
			t.Fatal(err)
		}
	}
	text, _ := c.audit()
	if strings.Contains(text, "副总拍板") || !strings.Contains(text, `"C2":{"digest":"`) || !strings.Contains(text, "五百人") {
		t.Errorf("audit = %s, want C2 sealed and A5 told", text)
	}
}

// TestTheStarsOfTheCoachComeFromTheRegister writes none in the dossier.
func TestTheStarsOfTheCoachComeFromTheRegister(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	x := c.contact("陆工")
	_, err := c.accounts.VerifyDossier(t.Context(), east(), c.account.ID, 1, accounts.Entry{Code: "C4", Value: "四星"})
	if got := field(err); got != "code account.dossier_restricted" {
		t.Errorf("VerifyDossier of C4 = %v, want it refused", err)
	}
	if _, err := c.accounts.SetCoach(t.Context(), east(), x.ID, 0, coach(3)); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		by   desk.Caller
		want string
	}{
		"the owner":       {east(), "0.0300"},
		"the back office": {office(), "0.0000"},
	} {
		list, err := c.accounts.List(t.Context(), tt.by, accounts.Query{})
		if err != nil || len(list.Rows) != 1 {
			t.Fatalf("List for %s = %+v, %v", name, list.Rows, err)
		}
		if d := c.get(tt.by); d.Completeness != tt.want || list.Rows[0].Completeness != tt.want {
			t.Errorf("%s sees %s, in the list %s, want %s: C4 weighs 3 of 100", name, d.Completeness, list.Rows[0].Completeness, tt.want)
		}
	}
}

func TestAVoidedContactIsNoCoach(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	x := c.contact("陆工")
	if _, err := c.accounts.SetCoach(t.Context(), east(), x.ID, 0, coach(3)); err != nil {
		t.Fatal(err)
	}
	gone := true
	if _, err := c.accounts.UpdateContact(t.Context(), east(), x.ID, x.Rev, accounts.ContactPatch{Voided: &gone}); err != nil {
		t.Fatal(err)
	}
	err := c.desk.Store.View(t.Context(), func(r store.Reader) error {
		known, err := r.CoachesOf(t.Context(), c.account.ID)
		if len(known) != 0 {
			t.Errorf("coaches = %+v, want none", known)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.accounts.SetCoach(t.Context(), east(), x.ID, 0, coach(3))
	if f := fault.Of(err); f == nil || f.Key != "account.contact_voided" {
		t.Errorf("SetCoach = %v, want account.contact_voided", err)
	}
}

func TestACoachIsChangedInTheRevisionThatOneSaw(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	x := c.contact("陆工")
	if _, err := c.accounts.SetCoach(t.Context(), east(), x.ID, 0, coach(3)); err != nil {
		t.Fatalf("the first entry = %v, want it without a revision", err)
	}
	for rev, want := range map[int64]fault.Kind{0: fault.Unconditional, 7: fault.Stale} {
		if _, err := c.accounts.SetCoach(t.Context(), east(), x.ID, rev, coach(4)); !fault.Is(err, want) {
			t.Errorf("SetCoach at %d = %v, want kind %v", rev, err, want)
		}
		if err := c.accounts.DropCoach(t.Context(), east(), x.ID, rev); !fault.Is(err, want) {
			t.Errorf("DropCoach at %d = %v, want kind %v", rev, err, want)
		}
	}
}

// TestThatACoachWasWrittenIsReadByThoseWhoMayKnow goes through the audit list.
func TestThatACoachWasWrittenIsReadByThoseWhoMayKnow(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	x := c.contact("陆工")
	if _, err := c.accounts.SetTeam(t.Context(), east(), c.account.ID, 1, []account.Member{{Staff: "stf_other", Role: account.TeamSupport}}); err == nil {
		t.Fatal("a stranger came into the team")
	}
	if _, err := c.accounts.SetTeam(t.Context(), east(), c.account.ID, 1, []account.Member{{Staff: "stf_south", Role: account.TeamSupport}}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.accounts.SetCoach(t.Context(), east(), x.ID, 0, coach(3)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.accounts.SetCoach(t.Context(), head(), x.ID, 1, coach(3)); !fault.Is(err, fault.Denied) {
		t.Fatalf("SetCoach by the head = %v, want Denied", err)
	}
	if err := c.desk.FlushRefusals(t.Context()); err != nil {
		t.Fatal(err)
	}
	auditor := desk.Caller{Principal: access.Principal{Staff: "stf_aud", Post: "none", Duty: "auditor"}}
	for name, tt := range map[string]struct {
		by   desk.Caller
		want int
	}{
		"the owner": {east(), 2}, "the head": {head(), 2}, "a supporter": {south(), 0}, "an auditor": {auditor, 0},
	} {
		p, err := records.New(c.desk).Audit(t.Context(), tt.by, records.AuditQuery{Key: string(c.account.ID)})
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, l := range p.Rows {
			if l.Act == "set-coach" {
				got++
			}
		}
		if got != tt.want || len(p.Rows) == 0 {
			t.Errorf("%s reads %d of %d lines about the coach, want %d", name, got, len(p.Rows), tt.want)
		}
	}
}

// TestWhoGaveAnAccountAwayIsAnswered hands an account out of the head's reach.
func TestWhoGaveAnAccountAwayIsAnswered(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	away := "stf_fin"
	a, err := c.accounts.Update(t.Context(), head(), c.account.ID, 1, accounts.Patch{Owner: &away})
	if err != nil {
		t.Fatal(err)
	}
	if d := c.accounts.Show(t.Context(), head(), a); d.Rev != 2 || d.ID != a.ID || d.Name.ZH != "" {
		t.Errorf("answer = %+v, want the revision and no more", d)
	}
}
