package imports_test

import (
	"context"
	"slices"
	"testing"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/desk/imports"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/store"
)

const peopleHead = "sales_agent,manager,regional_office\n"

func TestAnImportChangesNobodyByName(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	manager := s.hire("stf_m", "闻人澈", department.Manager, "")
	s.hire("stf_d", "端木清", department.Director, "")
	_, r := s.bringAs(manager, "person", peopleHead+"端木清,闻人澈,\n", s.mapping)
	if r.Made != 1 || r.Superiors != 0 {
		t.Errorf("report = %+v, want a new person under the manager", r)
	}
	d := look(s, func(ctx context.Context, r store.Reader) (department.Staff, error) { return r.Staff(ctx, "stf_d") })
	if d.Superior != "" || d.Post != department.Director || d.Rev != 1 {
		t.Errorf("the director is now %+v", d)
	}
	if p := s.person("端木清"); p.Superior != "stf_m" || p.Post != department.Specialist {
		t.Errorf("the new person is %+v, want a specialist under the manager", p)
	}
	s.hire("stf_x", "万俟岚", department.Specialist, "")
	s.hire("stf_y", "万俟岚", department.Specialist, "")
	_, r = s.bringAs(manager, "person", peopleHead+"甲,万俟岚,\n乙,乙,\n", s.mapping)
	if r.Bad != 2 || r.Problems[0].Key != "import.person_ambiguous" || r.Problems[1].Key != "import.superior_self" {
		t.Errorf("report = %+v, want both superiors refused", r)
	}
}

func TestNobodyImportsPeopleAboveThemselves(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	manager := s.hire("stf_m", "闻人澈", department.Manager, "")
	director := s.hire("stf_d", "端木清", department.Director, "")
	admin := s.hire("stf_a", "管理", department.NoPost, "")
	admin.Duty = string(department.SystemAdmin)
	for _, c := range []struct {
		name  string
		by    desk.Caller
		field string
		post  department.Post
		want  string // key of the fault, "" for none
	}{
		{"a manager makes no executive", manager, "post", department.Executive, "import.post_above"},
		{"a manager makes no director as superior", manager, "superior_post", department.Director, "import.post_above"},
		{"a manager makes managers", manager, "post", department.Manager, ""},
		{"a director makes directors", director, "superior_post", department.Director, ""},
		{"a system administrator makes managers", admin, "post", department.Manager, ""},
		{"a system administrator makes no director", admin, "post", department.Director, "import.post_above"},
		{"a post that does not exist", s.boss, "post", "king", "field.unknown_value"},
	} {
		m := s.mapped("person."+c.field, c.post)
		_, err := s.imports.Start(t.Context(), c.by, imports.Request{Kind: "person", Mapping: m, Content: peopleHead})
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		f := fault.Of(err)
		if f == nil || len(f.Parts) != 1 || f.Parts[0].Key != c.want || f.Parts[0].Field != "mapping.person."+c.field {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestOnlyThoseAboveMovePeopleWhomAnImportMade(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.bring("person", somePeople)
	other := s.hire("stf_o", "令狐远", department.Manager, "")
	_, r := s.bringAs(other, "person", peopleHead+"Ann Lee,令狐远,East\n", s.mapping)
	if r.Left != 1 || len(r.Touched) != 1 || r.Touched[0].Line != 2 {
		t.Errorf("report = %+v, want line 2 left alone", r)
	}
	if p := s.person("Ann Lee"); p.Superior != s.person("Bo Max").ID {
		t.Errorf("Ann Lee is under %s now", p.Superior)
	}
	if _, r := s.bringAs(s.as("Bo Max"), "person", peopleHead+"Ann Lee,Ed Roe,East\n", s.mapping); r.Changed != 1 {
		t.Errorf("report = %+v, want the superior to move her", r)
	}
	_, r = s.bring("person", peopleHead+"Ann Lee,,\n")
	if p := s.person("Ann Lee"); r.Unchanged != 1 || p.Superior != s.person("Ed Roe").ID || p.Region.ZH != "East" {
		t.Errorf("empty cells changed %+v (%+v)", p, r)
	}
}

func TestAnImportChangesOnlyDealsOfTheImporter(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.stock()
	other := s.hire("stf_o", "令狐远", department.Manager, "")
	more := dealsOf("A1|Ann Lee|GTX Pro|Acme|Won|99")
	if _, r := s.bringAs(other, "opportunity", more, s.mapping); r.Left != 1 || r.Changed != 0 || len(r.Touched) != 1 || r.Touched[0].Line != 2 {
		t.Errorf("a stranger: %+v, want line 2 left alone", r)
	}
	if got := s.deal("A1").Amount.Minor; got != 1054_00 {
		t.Errorf("amount = %d, want what it was", got)
	}
	if _, r := s.bringAs(s.as("Bo Max"), "opportunity", more, s.mapping); r.Changed != 1 {
		t.Errorf("the head: %+v, want the deal changed", r)
	}
	s.update(func(ctx context.Context, tx store.Tx) error {
		o := s.deal("A1")
		o.RedFlags = []string{"R1"}
		_, err := tx.PutOpportunity(ctx, o)
		return err
	})
	if _, r := s.bring("opportunity", dealsOf("A1|Ann Lee|GTX Pro|Acme|Won|77")); r.Left != 1 || s.deal("A1").Amount.Minor != 99_00 {
		t.Errorf("after somebody changed it: %+v, want it left alone", r)
	}
}

func TestAnImportChangesOnlyAccountsOfTheImporter(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.stock()
	other := s.hire("stf_o", "令狐远", department.Manager, "")
	file := "account,sector,year_established,revenue,employees,office_location,subsidiary_of\nAcme,toys,1996,1100.04,2822,Kenya,\n"
	if _, r := s.bringAs(other, "account", file, s.mapping); r.Left != 1 || s.account("Acme").Industry.ZH != "retail" {
		t.Errorf("a stranger: %+v, want it left alone", r)
	}
	if _, r := s.bringAs(s.as("Bo Max"), "account", file, s.mapping); r.Changed != 1 || s.account("Acme").Industry.ZH != "toys" {
		t.Errorf("the head: %+v, want it changed", r)
	}
	s.update(func(ctx context.Context, tx store.Tx) error {
		b := s.account("Beta")
		b.Location = "Nairobi"
		_, err := tx.PutAccount(ctx, b)
		return err
	})
	s.bring("opportunity", dealsOf("A9|Ann Lee|GTX Pro|Beta|Won|5"))
	if _, r := s.bring("account", someAccounts); r.Left != 1 || s.account("Beta").Location != "Nairobi" {
		t.Errorf("after somebody changed it and it got an owner: %+v, want Nairobi kept", r)
	}
}

func TestADealOpensNoAccountToOthers(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.stock()
	acme := s.account("Acme")
	other := s.hire("stf_o", "令狐远", department.Manager, "")
	seller := s.hire("stf_s", "皇甫青", department.Manager, "")
	s.update(func(ctx context.Context, tx store.Tx) error {
		team, err := tx.Team(ctx, acme.ID)
		if err != nil {
			return err
		}
		if err := tx.SetTeam(ctx, acme.ID, append(team, account.Member{Account: acme.ID, Staff: "stf_s", Role: account.TeamSeller})); err != nil {
			return err
		}
		return tx.SetRelations(ctx, string(acme.ID), map[string][]access.Relation{"stf_s": {access.Seller}})
	})
	before := s.team(acme.ID)
	for _, c := range []struct {
		name, commander string
		by              desk.Caller
		want            string
	}{
		{"a stranger for themselves", "令狐远", other, "import.account_foreign"},
		{"a stranger for the owner", "Ann Lee", other, "import.account_foreign"},
		{"a seller for somebody else", "令狐远", seller, "import.team_by_owner"},
		{"a seller for themselves", "皇甫青", seller, ""},
		{"the head for somebody else", "令狐远", s.as("Bo Max"), ""},
	} {
		_, r := s.bringAs(c.by, "opportunity", dealsOf(c.name+"|"+c.commander+"|GTX Pro|Acme|Won|1"), s.mapping)
		switch {
		case c.want == "" && r.Made != 1:
			t.Errorf("%s: %+v, want the deal made", c.name, r)
		case c.want != "" && (r.Bad != 1 || r.Problems[0].Key != c.want || !slices.Equal(s.team(acme.ID), before)):
			t.Errorf("%s: %+v, team %v, want %s", c.name, r, s.team(acme.ID), c.want)
		}
	}
	if !slices.Equal(s.team(acme.ID), append(before, "stf_o")) {
		t.Errorf("team = %v, want the one whom the head named", s.team(acme.ID))
	}
}

func TestManagersImportTheirOwnAccountsAndDeals(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.bring("person", somePeople)
	s.bring("product", someProducts)
	bo := s.as("Bo Max")
	s.bringAs(bo, "account", someAccounts, s.mapping)
	if _, r := s.bringAs(bo, "opportunity", dealsOf("B1|Ann Lee|GTX Pro|Acme|Won|1", "B2|Cy Poe|GTX Pro|Acme|Won|1"), s.mapping); r.Made != 2 {
		t.Errorf("report = %+v, want both deals", r)
	}
	if got, want := s.team(s.account("Acme").ID), []string{string(s.person("Cy Poe").ID)}; !slices.Equal(got, want) {
		t.Errorf("team = %v, want %v", got, want)
	}
}

func TestAdministratorsSeeOnlyWhatTheyMayImport(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	people, _, deals := s.stock()
	admin := desk.Caller{Principal: access.Principal{Staff: "stf_a", Post: "none", Duty: "system_admin"}}
	if i, err := s.imports.Get(t.Context(), admin, deals.ID); !fault.Is(err, fault.Denied) || i.ID != "" {
		t.Errorf("get deals = %+v, %v, want Denied", i, err)
	}
	if i, err := s.imports.Get(t.Context(), admin, people.ID); err != nil || i.ID != people.ID {
		t.Errorf("get people = %+v, %v", i, err)
	}
	list, err := s.imports.List(t.Context(), admin)
	if err != nil || len(list) != 2 || list[0].Kind != "product" || list[1].Kind != "person" {
		t.Errorf("list = %+v, %v, want products and people", list, err)
	}
}

func TestRowsThatRepeatAreProblems(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, r := s.bring("product", "product,series,sales_price\nGTX Pro,GTX,1\nMG,MG,2\nGTX Pro,GTX,3\n")
	if r.Made != 2 || r.Bad != 1 || r.Problems[0].Line != 4 || r.Problems[0].Key != "import.row_twice" || r.Problems[0].Args["line"] != float64(2) {
		t.Errorf("report = %+v, want line 4 to repeat line 2", r)
	}
}
