package accounts_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/sales/account"
)

func TestContactsAreForThoseWhoWorkOnTheAccount(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	c.contact("陆工")
	tests := []struct {
		name   string
		by     desk.Caller
		kind   fault.Kind
		masked bool
		ok     bool
	}{
		{"the owner", east(), 0, false, true},
		{"the head", head(), 0, false, true},
		{"compliance", caller("stf_comp", "compliance"), 0, false, true},
		{"the back office, with half of each number", office(), 0, true, true},
		{"finance reads the account, not its people", caller("stf_fin", "finance"), fault.NotFound, false, false},
		{"another specialist", south(), fault.NotFound, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rows, err := c.accounts.Contacts(t.Context(), tt.by, c.account.ID)
			if !tt.ok {
				if !fault.Is(err, tt.kind) || len(rows) != 0 {
					t.Errorf("Contacts = %v, %v, want kind %v", rows, err, tt.kind)
				}
				return
			}
			if err != nil || len(rows) != 1 || rows[0].Masked != tt.masked || (rows[0].Phone != "13800000001") != tt.masked {
				t.Errorf("Contacts = %+v, %v, want one with masked = %v", rows, err, tt.masked)
			}
		})
	}
}

// TestACoachIsKnownToThoseWhoMayKnow is S2.24 with domain §9.4: the fact reaches
// nobody who does not develop the account.
func TestACoachIsKnownToThoseWhoMayKnow(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	x, plain := c.contact("陆工"), c.contact("秦工")
	if _, err := c.accounts.SetTeam(t.Context(), east(), c.account.ID, 1, []account.Member{{Staff: "stf_tech", Role: account.TeamSupport}}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.accounts.SetCoach(t.Context(), east(), x.ID, 0, coach(4)); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		by    desk.Caller
		knows bool
	}{
		{"the owner", east(), true},
		{"the head", head(), true},
		{"compliance", caller("stf_comp", "compliance"), true},
		{"the engineer on the team", tech(), false},
		{"the back office", office(), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rows, err := c.accounts.Contacts(t.Context(), tt.by, c.account.ID)
			if err != nil || len(rows) != 2 {
				t.Fatalf("Contacts = %+v, %v, want two", rows, err)
			}
			b, err := json.Marshal(rows)
			if err != nil {
				t.Fatal(err)
			}
			if told := strings.Contains(string(b), `"stars"`) || strings.Contains(string(b), `"coach"`); told != tt.knows {
				t.Errorf("contacts = %s, want the coach told = %v", b, tt.knows)
			}
			d, err := c.accounts.Get(t.Context(), tt.by, c.account.ID)
			if err != nil {
				t.Fatal(err)
			}
			shows := slices.ContainsFunc(d.Dossier, func(r accounts.DossierRow) bool { return r.Code == "C4" })
			if shows != tt.knows {
				t.Errorf("the dossier shows the stars of the coach = %v, want %v", shows, tt.knows)
			}
		})
	}
	for _, r := range mustContacts(c) {
		if r.ID == plain.ID && r.Coach != nil {
			t.Errorf("%s is a coach, want only %s", plain.ID, x.ID)
		}
	}
}

func coach(stars int) accounts.CoachDraft {
	return accounts.CoachDraft{Stars: stars, Trusted: true, Wishes: true, Respected: true}
}

func mustContacts(c *company) []accounts.ContactView {
	c.Helper()
	rows, err := c.accounts.Contacts(c.Context(), east(), c.account.ID)
	if err != nil {
		c.Fatal(err)
	}
	return rows
}

// TestTheAuditTellsNothingOfACoach is decisions §2.4: that a restricted fact of
// the account was written, not about whom nor what.
func TestTheAuditTellsNothingOfACoach(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	x := c.contact("陆工")
	_, before := c.audit()
	for rev, stars := range []int{2, 4} {
		if _, err := c.accounts.SetCoach(t.Context(), east(), x.ID, int64(rev), coach(stars)); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.accounts.DropCoach(t.Context(), east(), x.ID, 2); err != nil {
		t.Fatal(err)
	}
	_, lines := c.audit()
	told := lines[:len(lines)-len(before)]
	if len(told) != 3 {
		t.Fatalf("audit tells %d acts, want 3", len(told))
	}
	for _, l := range told {
		b, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{string(x.ID), "陆工", "stars", "trusted", "wishes", "respected", "13800000001"} {
			if strings.Contains(string(b), secret) {
				t.Errorf("audit line holds %s: %s", secret, b)
			}
		}
		if l.Kind != "restricted" || l.Subject != string(c.account.ID) {
			t.Errorf("line = %s, want a restricted fact of the account", b)
		}
	}
	if rows := mustContacts(c); rows[0].Coach != nil {
		t.Errorf("contact = %+v, want no coach any more", rows[0])
	}
}

func TestOnlyThoseWhoDevelopTheAccountNameACoach(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	x := c.contact("陆工")
	for name, tt := range map[string]struct {
		by   desk.Caller
		want fault.Kind
	}{
		"the head":           {head(), fault.Denied},
		"the back office":    {office(), fault.Denied},
		"another specialist": {south(), fault.NotFound},
	} {
		if _, err := c.accounts.SetCoach(t.Context(), tt.by, x.ID, 0, coach(2)); !fault.Is(err, tt.want) {
			t.Errorf("SetCoach by %s = %v, want kind %v", name, err, tt.want)
		}
	}
	if _, err := c.accounts.SetCoach(t.Context(), east(), x.ID, 0, coach(5)); !fault.Is(err, fault.Invalid) {
		t.Errorf("five stars = %v, want Invalid", err)
	}
	if err := c.accounts.DropCoach(t.Context(), east(), x.ID, 0); !fault.Is(err, fault.NotFound) {
		t.Errorf("DropCoach of none = %v, want NotFound", err)
	}
}

// TestTheAuditOfAContactHoldsNoPersonalValue looks for name, telephone, mail and
// attitude.
func TestTheAuditOfAContactHoldsNoPersonalValue(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	x := c.contact("陆工")
	against := -2
	_, err := c.accounts.UpdateContact(t.Context(), east(), x.ID, x.Rev, accounts.ContactDraft{
		Name: i18n.Text{ZH: "陆高工"}, Phone: "13800000002", Role: x.Role, Attitude: &against,
	}.Patch())
	if err != nil {
		t.Fatal(err)
	}
	text, _ := c.audit()
	for _, value := range []string{"陆工", "陆高工", "13800000001", "13800000002", "lu@example.com", "attitude"} {
		if strings.Contains(text, value) {
			t.Errorf("audit holds %s: %s", value, text)
		}
	}
}
