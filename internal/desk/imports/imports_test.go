package imports_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"qiju/examples"
	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/id"
	"qiju/internal/desk"
	"qiju/internal/desk/charts"
	"qiju/internal/desk/imports"
	"qiju/internal/desk/runs"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
	"qiju/internal/store/sqlstore"
)

// shop is an empty company with one executive, and imports that run at once.
type shop struct {
	*testing.T
	desk    *desk.Desk
	imports *imports.Imports
	boss    desk.Caller
	mapping json.RawMessage
	ids     *source
	spawn   func(func(context.Context)) // how background work runs
}

// source makes ids and tells of each.
type source struct {
	id.Random
	made func(prefix string)
}

func (s *source) New(prefix string) string {
	if s.made != nil {
		s.made(prefix)
	}
	return s.Random.New(prefix)
}

func newShop(t *testing.T) *shop {
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
	ids := &source{}
	d := desk.New(desk.Parts{Store: s, Clock: clock.Fixed(1_790_000_000_000), IDs: ids, Zone: time.UTC})
	if err := charts.New(d).Install(t.Context(), examples.Charts(), opportunity.DefaultPlaybook()); err != nil {
		t.Fatal(err)
	}
	shop := &shop{T: t, desk: d, ids: ids, boss: desk.Caller{Principal: access.Principal{Staff: "stf_boss", Post: "executive"}}}
	shop.spawn = func(fn func(context.Context)) { fn(t.Context()) }
	shop.imports = imports.New(d, runs.NewBook(d), func(fn func(context.Context)) { shop.spawn(fn) })
	err = s.Update(t.Context(), func(tx store.Tx) error {
		_, err := tx.PutStaff(t.Context(), department.Staff{ID: "stf_boss", Username: "boss", Name: i18n.Text{ZH: "总经理"}, Post: department.Executive})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	shop.mapping = shop.readMapping("../../../examples/import/crm-sample.yaml")
	return shop
}

func (s *shop) readMapping(name string) json.RawMessage {
	s.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		s.Fatal(err)
	}
	var v any
	if err := yaml.Unmarshal(b, &v); err != nil {
		s.Fatal(err)
	}
	out, err := json.Marshal(v)
	if err != nil {
		s.Fatal(err)
	}
	return out
}

// bring imports a file and returns how it ended.
func (s *shop) bring(kind, content string) (store.Import, imports.Report) {
	s.Helper()
	return s.bringAs(s.boss, kind, content, s.mapping)
}

func (s *shop) ended(id string) (store.Import, imports.Report) {
	s.Helper()
	i, err := s.imports.Get(s.Context(), s.boss, id)
	if err != nil {
		s.Fatal(err)
	}
	var r imports.Report
	if err := json.Unmarshal(i.Report, &r); err != nil {
		s.Fatal(err)
	}
	return i, r
}

// visible counts what an executive sees.
func (s *shop) visible() (accounts, deals, products, people int) {
	s.Helper()
	err := s.desk.Store.View(s.Context(), func(r store.Reader) error {
		all := access.Everything("test")
		aq, oq := store.AccountQuery{}, store.OpportunityQuery{}
		aq.Limit, oq.Limit = 200, 200
		for {
			p, err := r.Accounts(s.Context(), all, aq)
			if err != nil {
				return err
			}
			accounts += len(p.Rows)
			if aq.After = p.Next; p.Next == "" {
				break
			}
		}
		for {
			p, err := r.Opportunities(s.Context(), all, oq)
			if err != nil {
				return err
			}
			deals += len(p.Rows)
			if oq.After = p.Next; p.Next == "" {
				break
			}
		}
		ps, err := r.Products(s.Context())
		if err != nil {
			return err
		}
		st, err := r.AllStaff(s.Context())
		products, people = len(ps), len(st)-1 // without the executive
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return accounts, deals, products, people
}

const (
	somePeople   = "sales_agent,manager,regional_office\nAnn Lee,Bo Max,East\nCy Poe,Bo Max,East\nDi Fox,Ed Roe,West\n"
	someProducts = "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n"
	someAccounts = "account,sector,year_established,revenue,employees,office_location,subsidiary_of\nAcme,retail,1996,1100.04,2822,Kenya,\nBeta,medical,1999,251.41,495,Kenya,Acme\n"
	someDeals    = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n" +
		"A1,Ann Lee,GTX Pro,Acme,Won,10/20/2016,3/1/2017,1054\n" +
		"A2,Cy Poe,GTXPro,Acme,Lost,10/20/2016,3/1/2017,0\n" +
		"A3,Di Fox,MG Special,,Engaging,10/20/2016,,\n" +
		"A4,Di Fox,GTXPro,,Prospecting,,,\n" +
		"A5,Nobody,MG Special,Acme,Won,10/20/2016,3/1/2017,7\n" +
		"A6,Ann Lee,MG Special,Beta,Won,31/12/2016,3/1/2017,x\n"
)

func TestImportKeepsGoodRowsAndNamesBadOnes(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	if _, r := s.bring("person", somePeople); r.Made != 3 || r.Superiors != 2 {
		t.Fatalf("people = %+v, want 3 under 2", r)
	}
	if _, r := s.bring("product", someProducts); r.Made != 2 {
		t.Fatalf("products = %+v, want 2", r)
	}
	if _, r := s.bring("account", someAccounts); r.Made != 2 {
		t.Fatalf("accounts = %+v, want 2", r)
	}
	i, r := s.bring("opportunity", someDeals)
	if i.State != "done" || r.Made != 4 || r.Bad != 2 || r.Complete != 1 {
		t.Fatalf("deals = %+v (%s), want 4 made, 2 bad, 1 complete", r, i.State)
	}
	if w := r.Waiting; w.NoAccount != 1 || w.UnknownProduct != 1 || w.Both != 1 {
		t.Errorf("waiting = %+v, want one of each", w)
	}
	want := []imports.Problem{
		{Line: 6, Column: "sales_agent", Value: "Nobody", Key: "import.person_unknown"},
		{Line: 7, Column: "engage_date", Value: "31/12/2016", Key: "field.not_a_date"},
		{Line: 7, Column: "close_value", Value: "x", Key: "import.number_bad"},
	}
	if len(r.Problems) != len(want) {
		t.Fatalf("problems = %+v, want %+v", r.Problems, want)
	}
	for k, p := range r.Problems {
		if p.Line != want[k].Line || p.Column != want[k].Column || p.Value != want[k].Value || p.Key != want[k].Key {
			t.Errorf("problem %d = %+v, want %+v", k, p, want[k])
		}
	}
	if _, again := s.bring("opportunity", someDeals); again.Made != 0 || again.Changed != 0 || again.Unchanged != 4 {
		t.Errorf("second run = %+v, want nothing changed", again)
	}
}

func TestAFileThatDoesNotFitTheMappingIsRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, err := s.imports.Start(t.Context(), s.boss, imports.Request{Kind: "product", File: "x.csv", Mapping: s.mapping, Content: "name,price\na,1\n"})
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid || len(f.Parts) != 3 {
		t.Fatalf("err = %+v, want three missing columns", f)
	}
}

func TestDryRunChangesNothing(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	i, err := s.imports.Start(t.Context(), s.boss, imports.Request{Kind: "product", File: "x.csv", Mapping: s.mapping, Content: someProducts, DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, r := s.ended(i.ID); r.Made != 2 {
		t.Errorf("report = %+v, want 2 that would be made", r)
	}
	if _, _, products, _ := s.visible(); products != 0 {
		t.Errorf("%d products after a dry run, want 0", products)
	}
}

func TestAdministratorsImportNoBusinessRecords(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	admin := desk.Caller{Principal: access.Principal{Staff: "stf_admin", Post: "none", Duty: "system_admin"}}
	_, err := s.imports.Start(t.Context(), admin, imports.Request{Kind: "account", File: "x.csv", Mapping: s.mapping, Content: someAccounts})
	if !fault.Is(err, fault.Denied) {
		t.Errorf("err = %v, want Denied", err)
	}
}

func TestUndoLeavesAloneWhatWasTouchedSince(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.bring("person", somePeople)
	s.bring("product", someProducts)
	i, _ := s.bring("account", someAccounts)
	err := s.desk.Store.Update(t.Context(), func(tx store.Tx) error {
		a, err := tx.AccountByExternalID(t.Context(), "crm-sample:account:Beta")
		if err != nil {
			return err
		}
		a.Location = "Nairobi"
		_, err = tx.PutAccount(t.Context(), a)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.imports.Undo(t.Context(), s.boss, i.ID); err != nil {
		t.Fatal(err)
	}
	u, r := s.ended(i.ID)
	if u.State != "undone" || r.Undone != 1 || len(r.Touched) != 1 || r.Touched[0].Kind != "account" {
		t.Errorf("undo = %s %+v, want one undone and one touched", u.State, r)
	}
	if accounts, _, _, _ := s.visible(); accounts != 1 {
		t.Errorf("%d accounts left, want the one that was touched", accounts)
	}
}

// TestCRMSample imports the public sample whole: real, messy data that nobody
// here wrote.
func TestCRMSample(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("QIJU_CORPUS")
	if dir == "" {
		dir = "../../../../shared/data"
	}
	dir = filepath.Join(dir, "crm-sample")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the public CRM sample is not on this machine; set QIJU_CORPUS")
	}
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	s := newShop(t)
	var made []string
	for _, f := range []struct {
		kind, file      string
		made, superiors int
	}{{"person", "sales_teams.csv", 35, 6}, {"product", "products.csv", 7, 0}, {"account", "accounts.csv", 85, 0}} {
		i, r := s.bring(f.kind, read(f.file))
		if r.Made != f.made || r.Superiors != f.superiors || r.Bad != 0 {
			t.Fatalf("%s = %+v, want %d made, %d superiors", f.file, r, f.made, f.superiors)
		}
		made = append(made, i.ID)
	}
	pipeline := read("sales_pipeline.csv")
	i, r := s.bring("opportunity", pipeline)
	made = append(made, i.ID)
	if r.Made != 8800 || r.Bad != 0 || r.Complete != 6117 || r.Waiting != (imports.Waiting{NoAccount: 1203, UnknownProduct: 1258, Both: 222}) {
		t.Fatalf("pipeline = %+v, want 8800 made: 6117 complete, 1203 without account, 1258 unknown product, 222 both", r)
	}
	if r.Won != 4238 || r.Lost != 2473 || r.Sum.Minor != 10_005_534_00 {
		t.Errorf("won %d lost %d sum %d, want 4238, 2473, 1000553400", r.Won, r.Lost, r.Sum.Minor)
	}
	if len(r.Suggestions) != 1 || r.Suggestions[0].Value != "GTXPro" || r.Suggestions[0].Name != "GTX Pro" || r.Suggestions[0].Count != 1480 {
		t.Fatalf("suggestions = %+v, want GTXPro → GTX Pro, 1480 times", r.Suggestions)
	}
	if _, err := s.imports.AcceptSuggestion(t.Context(), s.boss, i.ID, "product", "GTXPro", ""); err != nil {
		t.Fatal(err)
	}
	if _, r := s.ended(i.ID); r.Complete != 7375 || r.Waiting.NoAccount+r.Waiting.UnknownProduct+r.Waiting.Both != 1425 {
		t.Errorf("after accepting = %+v, want 7375 complete, 1425 waiting", r)
	}
	if _, again := s.bring("opportunity", pipeline); again.Made != 0 || again.Changed != 0 || again.Unchanged != 8800 {
		t.Errorf("second run made %d, changed %d, unchanged %d; want nothing changed", again.Made, again.Changed, again.Unchanged)
	}
	if a, o, p, n := s.visible(); a != 85 || o != 8800 || p != 7 || n != 41 {
		t.Errorf("visible = %d accounts, %d deals, %d products, %d people; want 85, 8800, 7, 41", a, o, p, n)
	}
	for k := len(made) - 1; k >= 0; k-- {
		if _, err := s.imports.Undo(t.Context(), s.boss, made[k]); err != nil {
			t.Fatal(err)
		}
		if u, r := s.ended(made[k]); u.State != "undone" || len(r.Touched) != 0 {
			t.Fatalf("undo of %s = %s, touched %v, problems %v", u.Kind, u.State, r.Touched, r.Problems)
		}
	}
	if a, o, p, n := s.visible(); a+o+p+n != 0 {
		t.Errorf("after the undo: %d accounts, %d deals, %d products, %d people; want none", a, o, p, n)
	}
	s.chainHolds()
}

func (s *shop) chainHolds() {
	s.Helper()
	for {
		n, err := s.desk.Store.LinkAudit(s.Context(), s.desk.Clock.Now(), 5000)
		if err != nil {
			s.Fatal(err)
		}
		if n == 0 {
			break
		}
	}
	r, err := s.desk.Store.VerifyAudit(s.Context())
	if err != nil || !r.OK || r.Unlinked != 0 {
		s.Errorf("audit = %+v, %v; want a whole chain", r, err)
	}
}
