package accounts_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/id"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/store"
	"qiju/internal/store/sqlstore"
)

// company is a key-account department with two specialists and a head, and one
// account of the first.
type company struct {
	*testing.T
	desk     *desk.Desk
	accounts *accounts.Accounts
	account  account.Account
}

func newCompany(t *testing.T) *company {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), filepath.Join(t.TempDir(), "qiju.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	d := desk.New(desk.Parts{Store: s, Clock: clock.Fixed(1_790_000_000_000), IDs: &id.Sequence{}, Zone: time.UTC})
	if err := s.Update(t.Context(), func(tx store.Tx) error { return hire(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	c := &company{T: t, desk: d, accounts: accounts.New(d)}
	if c.account, err = c.accounts.Create(t.Context(), east(), accounts.Draft{Name: i18n.Text{ZH: "潮生装备"}}); err != nil {
		t.Fatal(err)
	}
	return c
}

func hire(ctx context.Context, tx store.Tx) error {
	for staff, post := range map[department.StaffID]department.Post{
		"stf_east": department.Specialist, "stf_south": department.Specialist, "stf_head": department.Manager,
		"stf_tech": department.Technical, "stf_office": department.BackOffice, "stf_fin": department.Finance,
	} {
		p := department.Staff{ID: staff, Name: i18n.Text{ZH: string(staff)}, Post: post}
		if post == department.Specialist || post == department.Manager {
			p.Department = "dep_key"
		}
		if _, err := tx.PutStaff(ctx, p); err != nil {
			return err
		}
	}
	_, err := tx.PutDepartment(ctx, department.Department{ID: "dep_key", Name: i18n.Text{ZH: "大客户部"}, Head: "stf_head"})
	return err
}

func caller(staff, post string) desk.Caller {
	return desk.Caller{Principal: access.Principal{Staff: staff, Post: post}}
}

func east() desk.Caller   { return caller("stf_east", "specialist") }
func south() desk.Caller  { return caller("stf_south", "specialist") }
func head() desk.Caller   { return caller("stf_head", "manager") }
func tech() desk.Caller   { return caller("stf_tech", "technical") }
func office() desk.Caller { return caller("stf_office", "back_office") }

func (c *company) contact(name string) account.Contact {
	c.Helper()
	x, err := c.accounts.CreateContact(c.Context(), east(), c.account.ID, accounts.ContactDraft{
		Name: i18n.Text{ZH: name}, Phone: "13800000001", Email: "lu@example.com", Role: account.TechnicalBuyer, Weight: 30, Identified: true,
	})
	if err != nil {
		c.Fatal(err)
	}
	return x
}

// audit returns the whole audit as text, and the lines.
func (c *company) audit() (string, []store.AuditLine) {
	c.Helper()
	var lines []store.AuditLine
	if err := c.desk.FlushRefusals(c.Context()); err != nil {
		c.Fatal(err)
	}
	err := c.desk.Store.View(c.Context(), func(r store.Reader) error {
		q := store.AuditQuery{}
		q.Limit = 200
		p, err := r.Audit(c.Context(), access.Everything("test"), q)
		lines = p.Rows
		return err
	})
	if err != nil {
		c.Fatal(err)
	}
	b, err := json.Marshal(lines)
	if err != nil {
		c.Fatal(err)
	}
	return string(b), lines
}

func TestAnAccountBelongsToWhoCreatesIt(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	if c.account.Owner != "stf_east" || c.account.Department != "dep_key" || c.account.Phase != account.Target || c.account.Rev != 1 {
		t.Errorf("account = %+v, want it owned by stf_east in dep_key", c.account)
	}
	_, lines := c.audit()
	if len(lines) != 1 || lines[0].Act != "create-account" || lines[0].Key != string(c.account.ID) || lines[0].Before != nil {
		t.Errorf("audit = %+v, want one create-account", lines)
	}
}

func TestWhoMayReadAnAccount(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	tests := []struct {
		name string
		by   desk.Caller
		ok   bool
	}{
		{"its owner", east(), true},
		{"the head above", head(), true},
		{"finance, which reads every account", caller("stf_fin", "finance"), true},
		{"another specialist", south(), false},
		{"a manager of elsewhere", caller("stf_other", "manager"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := c.accounts.Get(t.Context(), tt.by, c.account.ID)
			list, listErr := c.accounts.List(t.Context(), tt.by, accounts.Query{})
			if listErr != nil {
				t.Fatal(listErr)
			}
			if (err == nil) != tt.ok || (err != nil && !fault.Is(err, fault.NotFound)) || (len(list.Rows) == 1) != tt.ok {
				t.Errorf("Get = %v and %d rows, want visible = %v", err, len(list.Rows), tt.ok)
			}
		})
	}
}

func TestOnlyAHeadGivesAnAccountAway(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	handOver := accounts.Draft{Name: c.account.Name, Owner: "stf_south"}.Patch()
	_, err := c.accounts.Update(t.Context(), east(), c.account.ID, 1, handOver)
	if f := fault.Of(err); f == nil || f.Kind != fault.Denied || f.Key != "account.owner_by_head" {
		t.Fatalf("Update by the owner = %v, want account.owner_by_head", err)
	}
	if _, err := c.accounts.Update(t.Context(), east(), c.account.ID, 1, accounts.Draft{Name: c.account.Name, Owner: "stf_east"}.Patch()); err != nil {
		t.Fatalf("naming the same owner = %v, want it to pass", err)
	}
	got, err := c.accounts.Update(t.Context(), head(), c.account.ID, 2, handOver)
	if err != nil || got.Owner != "stf_south" {
		t.Fatalf("Update by the head = %v, %v, want stf_south", got.Owner, err)
	}
	if _, err := c.accounts.Get(t.Context(), east(), c.account.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("the former owner: %v, want NotFound", err)
	}
	if _, err := c.accounts.Get(t.Context(), south(), c.account.ID); err != nil {
		t.Errorf("the new owner: %v", err)
	}
	if text, _ := c.audit(); !strings.Contains(text, "account.owner_by_head") {
		t.Errorf("audit = %s, want the refusal in it", text)
	}
}

func TestAnOwnerIsOneOfOurPeople(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	_, err := c.accounts.Create(t.Context(), head(), accounts.Draft{Name: i18n.Text{ZH: "甲"}, Owner: "stf_nobody"})
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid || len(f.Parts) != 1 || f.Parts[0].Field != "owner" {
		t.Errorf("Create = %v, want Invalid on owner", err)
	}
}

func TestAChangeNamesTheRevisionThatItSaw(t *testing.T) { //nolint:tparallel // the acts follow on each other's revisions
	t.Parallel()
	c := newCompany(t)
	x := c.contact("陆工")
	levels := accounts.Levels{Value: make(account.Levels, 9), Position: make(account.Levels, 7)}
	acts := []struct {
		name string
		act  func(rev int64) error
	}{
		{"update an account", func(rev int64) error {
			_, err := c.accounts.Update(t.Context(), east(), c.account.ID, rev, accounts.Draft{Name: c.account.Name}.Patch())
			return err
		}},
		{"score an account", func(rev int64) error {
			_, err := c.accounts.Score(t.Context(), east(), c.account.ID, rev, levels)
			return err
		}},
		{"verify a dossier field", func(rev int64) error {
			_, err := c.accounts.VerifyDossier(t.Context(), east(), c.account.ID, rev, accounts.Entry{Code: "A5", Value: "500人"})
			return err
		}},
		{"set the team", func(rev int64) error {
			_, err := c.accounts.SetTeam(t.Context(), east(), c.account.ID, rev, []account.Member{{Staff: "stf_tech", Role: account.TeamSupport}})
			return err
		}},
		{"update a contact", func(rev int64) error {
			_, err := c.accounts.UpdateContact(t.Context(), east(), x.ID, rev, accounts.ContactDraft{Name: x.Name, Role: x.Role}.Patch())
			return err
		}},
	}
	for _, tt := range acts {
		t.Run(tt.name, func(t *testing.T) { //nolint:paralleltest // the acts follow on each other's revisions
			if err := tt.act(0); !fault.Is(err, fault.Unconditional) {
				t.Errorf("without a revision: %v, want Unconditional", err)
			}
			if err := tt.act(99); !fault.Is(err, fault.Stale) {
				t.Errorf("with another revision: %v, want Stale", err)
			}
			rev := int64(1)
			if tt.name != "update a contact" {
				d, err := c.accounts.Get(t.Context(), east(), c.account.ID)
				if err != nil {
					t.Fatal(err)
				}
				rev = d.Rev
			}
			if err := tt.act(rev); err != nil {
				t.Errorf("with the stored revision: %v", err)
			}
			if err := tt.act(rev); !fault.Is(err, fault.Stale) {
				t.Errorf("twice with one revision: %v, want Stale", err)
			}
		})
	}
}

func TestAMemberOfTheTeamReadsAlongUntilTheyLeaveIt(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	team := []account.Member{{Staff: "stf_south", Role: account.TeamSeller}}
	if _, err := c.accounts.SetTeam(t.Context(), east(), c.account.ID, 1, team); err != nil {
		t.Fatal(err)
	}
	d, err := c.accounts.Get(t.Context(), south(), c.account.ID)
	if err != nil || len(d.Team) != 1 || d.Team[0].Staff.ID != "stf_south" {
		t.Fatalf("Get by the co-seller = %+v, %v", d.Team, err)
	}
	if _, err := c.accounts.SetTeam(t.Context(), south(), c.account.ID, d.Rev, nil); !fault.Is(err, fault.Denied) {
		t.Errorf("SetTeam by the co-seller = %v, want Denied", err)
	}
	if _, err := c.accounts.SetTeam(t.Context(), head(), c.account.ID, d.Rev, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := c.accounts.Get(t.Context(), south(), c.account.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("Get after leaving the team = %v, want NotFound", err)
	}
}

func TestADossierFieldIsVerifiedToday(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	if _, err := c.accounts.VerifyDossier(t.Context(), east(), c.account.ID, 1, accounts.Entry{Code: "A5", Value: "500人"}); err != nil {
		t.Fatal(err)
	}
	d, err := c.accounts.Get(t.Context(), east(), c.account.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range d.Dossier {
		if r.Code == "A5" && (r.State != account.Fresh || r.Verified != "2026-09-21") {
			t.Errorf("A5 = %+v, want it fresh of 2026-09-21", r)
		}
	}
	if d.Completeness != "0.0300" {
		t.Errorf("completeness = %s, want 0.0300: A5 weighs 3 of 100", d.Completeness)
	}
	if _, err := c.accounts.VerifyDossier(t.Context(), east(), c.account.ID, d.Rev, accounts.Entry{Code: "Z9", Value: "x"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a field that is not there = %v, want Invalid", err)
	}
}
