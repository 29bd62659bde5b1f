package demo_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"qiju/examples"
	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/id"
	"qiju/internal/desk"
	"qiju/internal/desk/charts"
	"qiju/internal/desk/deals"
	"qiju/internal/desk/people"
	"qiju/internal/desk/runs"
	"qiju/internal/engine"
	"qiju/internal/office/demo"
	"qiju/internal/office/password"
	"qiju/internal/sales/account"
	"qiju/internal/sales/lifecycle"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
	"qiju/internal/store/blobstore"
	"qiju/internal/store/sqlstore"
)

// day is D of the golden tests (domain §11.2): a Thursday.
const day = clock.Date("2026-09-24")

// house is the loaded company on the morning of D.
type house struct {
	parts  demo.Parts
	desk   *desk.Desk
	people *people.People
	deals  *deals.Deals
	byCode map[string]account.Account
	byDeal map[string]opportunity.Opportunity // by code of the account
}

// shared is the company that the reading tests look at together.
var shared *house

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "demo")
	if err == nil {
		shared, err = load(context.Background(), dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = shared.parts.Store.Close()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// load loads the company into a new database that holds the shipped charts.
func load(ctx context.Context, dir string) (*house, error) {
	h, err := open(ctx, dir)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := demo.Load(ctx, h.parts, day); err != nil {
		return nil, err
	}
	fmt.Printf("demo company loaded in %d ms\n", time.Since(began).Milliseconds())
	return h, h.read(ctx)
}

func open(ctx context.Context, dir string) (*house, error) {
	zone, e1 := time.LoadLocation("Asia/Shanghai")
	s, e2 := sqlstore.Open(ctx, filepath.Join(dir, "qiju.db"), sqlstore.Options{})
	blobs, e3 := blobstore.Open(dir)
	tables, e4 := lifecycle.Load()
	catalogue, e5 := opportunity.Catalogue()
	words, e6 := i18n.Load()
	if err := errors.Join(e1, e2, e3, e4, e5, e6); err != nil {
		return nil, err
	}
	h := &house{parts: demo.Parts{
		Store: s, Blobs: blobs, IDs: id.Random{}, Zone: zone, Passwords: password.New(), Lifecycles: tables, Catalogue: catalogue, Words: words,
	}}
	h.desk = desk.New(desk.Parts{Store: s, Blobs: blobs, Clock: clock.Fixed(day.At(9, 0, zone)), IDs: id.Random{}, Zone: zone})
	h.people = people.New(h.desk, password.New())
	h.deals = deals.New(h.desk, runs.NewBook(h.desk), tables, catalogue, words)
	return h, charts.New(h.desk).Install(ctx, examples.Charts(), opportunity.DefaultPlaybook())
}

// own is a company of the test's own, which it may change.
func own(t *testing.T) *house {
	t.Helper()
	h, err := load(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.parts.Store.Close() })
	return h
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// read fetches accounts and deals.
func (h *house) read(ctx context.Context) error {
	h.byCode, h.byDeal = map[string]account.Account{}, map[string]opportunity.Opportunity{}
	return h.parts.Store.View(ctx, func(r store.Reader) error {
		q := store.AccountQuery{}
		q.Limit = 100
		list, err := r.Accounts(ctx, access.Everything("test"), q)
		if err != nil {
			return err
		}
		codes := map[string]string{}
		for _, a := range list.Rows {
			h.byCode[a.Code], codes[string(a.ID)] = a, a.Code
		}
		o := store.OpportunityQuery{}
		o.Limit = 100
		open, err := r.Opportunities(ctx, access.Everything("test"), o)
		for _, row := range open.Rows {
			h.byDeal[codes[row.Account]] = row.Opportunity
		}
		return err
	})
}

func view(t *testing.T, h *house, fn func(context.Context, store.Reader) error) {
	t.Helper()
	if err := h.parts.Store.View(t.Context(), func(r store.Reader) error { return fn(t.Context(), r) }); err != nil {
		t.Fatal(err)
	}
}

// as signs somebody in.
func (h *house) as(t *testing.T, username string) desk.Caller {
	t.Helper()
	return must(h.people.SignIn(t.Context(), username, "demo"))(t).Caller()
}

func TestTheTwelveAccountsScoreAsTheirStoriesSay(t *testing.T) {
	t.Parallel()
	h := shared
	tests := []struct {
		code, v, p, total string
		tier              account.Tier
		phase             account.Phase
	}{
		{"A01", "88.0", "86.0", "87.2", account.TierS, account.Hold},
		{"A02", "76.8", "33.0", "65.9", account.TierA, account.Attack},
		{"A03", "92.0", "64.0", "80.8", account.TierS, account.Defend},
		{"A04", "74.0", "18.0", "60.0", account.TierB, account.Attack},
		{"A05", "64.4", "70.0", "66.6", account.TierA, account.Hold},
		{"A06", "74.4", "51.0", "68.6", account.TierA, account.Attack},
		{"A07", "63.2", "58.0", "61.1", account.TierB, account.Hold},
		{"A08", "78.8", "50.0", "71.6", account.TierA, account.Attack},
		{"A09", "54.8", "31.0", "45.3", account.TierC, account.Lost},
		{"A10", "66.0", "59.0", "63.2", account.TierB, account.Hold},
		{"A11", "49.6", "58.0", "53.0", account.TierB, account.Hold},
		{"A12", "69.6", "23.0", "58.0", account.TierB, account.Target},
	}
	if len(h.byCode) != len(tests) {
		t.Errorf("got %d accounts, want %d", len(h.byCode), len(tests))
	}
	for _, tt := range tests {
		a := h.byCode[tt.code]
		s := a.Standing()
		if s.Value.String() != tt.v || s.Position.String() != tt.p || s.Total.String() != tt.total || s.Tier != tt.tier {
			t.Errorf("%s: got V %s P %s total %s tier %s, want %s %s %s %s", tt.code, s.Value, s.Position, s.Total, s.Tier, tt.v, tt.p, tt.total, tt.tier)
		}
		if a.Phase != tt.phase || a.PhaseNote.ZH == "" || a.PhaseNote.EN == "" || a.Name.EN == "" || !account.ValidCreditCode(a.CreditCode) {
			t.Errorf("%s: phase %s, note %+v, name %+v, code %s", tt.code, a.Phase, a.PhaseNote, a.Name, a.CreditCode)
		}
		if wantUnknown := map[string]int{"A12": 6}[tt.code]; s.Unknown != wantUnknown || s.Provisional != (wantUnknown > 3) {
			t.Errorf("%s: %d unknown, provisional %v", tt.code, s.Unknown, s.Provisional)
		}
		view(t, h, func(ctx context.Context, r store.Reader) error {
			list, err := r.ContactsOf(ctx, a.ID)
			if len(list) < 6 || len(list) > 9 {
				t.Errorf("%s has %d contacts", tt.code, len(list))
			}
			return err
		})
	}
}

func TestDossiersAreFilledAsFarAsTheStorySays(t *testing.T) {
	t.Parallel()
	h := shared
	for code, want := range map[string]string{"A03": "0.84", "A04": "0.72", "A12": "0.3"} {
		got := account.Completeness(h.byCode[code].Dossier, day).Trim(0).String()
		if got != want {
			t.Errorf("%s: completeness %s, want %s", code, got, want)
		}
	}
}

func TestFiveDealsStandWhereTheStorySays(t *testing.T) {
	t.Parallel()
	h := shared
	tests := []struct {
		code, stage, node string
		minor             int64
		days              int
		counts            deals.RunCounts
	}{
		{"A02", "S3", "C2", 780_000_000, 34, deals.RunCounts{}},
		{"A04", "S2", "G2", 240_000_000, 33, deals.RunCounts{}},
		{"A06", "S5", "E2", 940_000_000, 81, deals.RunCounts{}},
		{"A08", "S4", "G4", 620_000_000, 69, deals.RunCounts{Overridden: 1, Returned: 1}},
		{"A12", "S1", "A1", 300_000_000, 3, deals.RunCounts{}},
	}
	if len(h.byDeal) != len(tests) {
		t.Errorf("got %d deals, want %d", len(h.byDeal), len(tests))
	}
	by := h.as(t, "wenrenche")
	for _, tt := range tests {
		o := h.byDeal[tt.code]
		room := must(h.deals.Room(t.Context(), by, o.ID))(t)
		live := []string{}
		for _, l := range room.Live {
			live = append(live, l.Node)
			if l.Task == nil || l.Task.Kind == "incident" || l.Incident != nil {
				t.Errorf("%s: %s has nobody to do it", tt.code, l.Node)
			}
		}
		if o.Stage != tt.stage || !slices.Equal(live, []string{tt.node}) || o.Amount.Minor != tt.minor || o.State != opportunity.Open {
			t.Errorf("%s: stage %s, live %v, amount %d, state %s", tt.code, o.Stage, live, o.Amount.Minor, o.State)
		}
		if room.Run.Counts != tt.counts || room.Run.Days != tt.days || len(room.Unreviewed) != 0 {
			t.Errorf("%s: counts %+v, days %d", tt.code, room.Run.Counts, room.Run.Days)
		}
	}
}

func TestTheStagesOfA08TookAsLongAsTheStorySays(t *testing.T) {
	t.Parallel()
	h := shared
	got := []int{}
	for _, s := range must(h.deals.Room(t.Context(), h.as(t, "yanshubai"), h.byDeal["A08"].ID))(t).Stages {
		got = append(got, s.Days)
	}
	if want := []int{6, 31, 6, 26, 0}; !slices.Equal(got, want) {
		t.Errorf("got %v days, want %v", got, want)
	}
}

func TestNoRunNotesADeviation(t *testing.T) {
	t.Parallel()
	h := shared
	view(t, h, func(ctx context.Context, r store.Reader) error {
		for code, o := range h.byDeal {
			entries, err := r.Journal(ctx, engine.RunID(o.Run))
			if err != nil {
				return err
			}
			for _, e := range entries {
				if e.Kind == engine.Deviated || e.Kind == engine.Failed {
					t.Errorf("%s: %s at %s (%s %s)", code, e.Kind, e.Node, e.Doc, e.DocState)
				}
			}
		}
		return nil
	})
}

// refusal returns the codes of the requirements for which a go is refused.
func refusal(t *testing.T, err error) []string {
	t.Helper()
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Gate {
		t.Fatalf("want a refusal of the gate, got %v", err)
	}
	codes := []string{}
	for _, p := range f.Parts {
		codes = append(codes, fmt.Sprint(p.Args["code"]))
	}
	return codes
}

func TestOnlyTheCoachKeepsG2OfA04Shut(t *testing.T) {
	t.Parallel()
	h := shared
	o := h.byDeal["A04"]
	_, err := h.deals.Propose(t.Context(), h.as(t, "gunanqiao"), o.ID, o.Rev, deals.Verdict{
		Gate: "G2", Word: engine.Go, Opinion: "送审", NextFocus: []string{"催测试结论"},
	})
	if got := refusal(t, err); !slices.Equal(got, []string{"coach_settled"}) {
		t.Errorf("refused for %v, want the coach alone", got)
	}
	gate := must(h.deals.Gate(t.Context(), h.as(t, "wenrenche"), o.ID, "G2"))(t)
	for _, line := range gate.Checklist {
		if open := line.Item.ZH == "测试结论" || line.Node == "B2"; line.Done == open {
			t.Errorf("%s %s: done %v", line.Node, line.Item.ZH, line.Done)
		}
	}
	view(t, h, func(ctx context.Context, r store.Reader) error {
		list, err := r.SamplesOf(ctx, o.ID)
		if len(list) != 2 || list[1].Round != 2 || list[1].DeliveredOn != day.AddDays(-16) || list[1].Result != "" || list[1].State != "delivered" {
			t.Errorf("samples: %+v", list)
		}
		return err
	})
}

func TestThreeRequirementsKeepG4OfA08Shut(t *testing.T) {
	t.Parallel()
	h := shared
	o := h.byDeal["A08"]
	by := h.as(t, "wenrenche")
	gate := must(h.deals.Gate(t.Context(), by, o.ID, "G4"))(t)
	want := map[string][2]string{
		"support_index": {"0.365", "unmet"}, "economic_buyer": {"0", "unmet"}, "no_veto": {"1", "unmet"}, "penetration": {"60%", "met"},
	}
	for _, r := range gate.Requirements {
		if got := [2]string{r.Parts[0].Have, string(r.State)}; got != want[r.Code] {
			t.Errorf("%s: got %v, want %v", r.Code, got, want[r.Code])
		}
	}
	if len(gate.Requirements) != len(want) || !gate.MayDecide || gate.Proposal == nil || gate.Proposal.Word != string(engine.Return) {
		t.Errorf("requirements %d, may decide %v, proposal %+v", len(gate.Requirements), gate.MayDecide, gate.Proposal)
	}
	tasks := must(h.deals.MyTasks(t.Context(), by))(t)
	i := slices.IndexFunc(tasks, func(v deals.TaskView) bool { return v.Node == "G4" })
	if i < 0 || !tasks[i].Mine || tasks[i].OpenedAt.On(h.parts.Zone) != day.AddDays(-4) {
		t.Errorf("G4 does not wait for the manager: %+v", tasks)
	}
}

func TestTheAuditOfA06HasAKnockOutFinding(t *testing.T) {
	t.Parallel()
	h := shared
	view(t, h, func(ctx context.Context, r store.Reader) error {
		list, err := r.RunsOf(ctx, deals.SubjectOf(h.byDeal["A06"].ID))
		for _, run := range list {
			if run.Chart == "F6" && (len(run.Tokens) != 1 || run.Tokens[0].Node != "P3") {
				t.Errorf("F6 stands at %+v", run.Tokens)
			}
		}
		if len(list) != 3 {
			t.Errorf("A06 has %d runs, want F2, F3 and F6", len(list))
		}
		return err
	})
}

func TestEveryRunIsItsReplayedJournal(t *testing.T) {
	t.Parallel()
	h := own(t)
	report := must(h.deals.Rebuild(t.Context(), func(int, int) {}))(t)
	if !report.OK() || report.Runs < 10 {
		t.Errorf("rebuilt: %+v", report)
	}
}

func TestLoadingTwiceChangesNothingAndTheAuditChainHolds(t *testing.T) {
	t.Parallel()
	h := own(t)
	codes, opened := h.byCode, h.byDeal
	before := must(h.parts.Store.VerifyAudit(t.Context()))(t)
	if err := demo.Load(t.Context(), h.parts, day.AddDays(1)); err != nil {
		t.Fatal(err)
	}
	if err := h.read(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := must(h.parts.Store.VerifyAudit(t.Context()))(t)
	if before != after || !reflect.DeepEqual(codes, h.byCode) || !reflect.DeepEqual(opened, h.byDeal) {
		t.Error("the second load changed something")
	}
	for n := 1; n > 0; {
		n = must(h.parts.Store.LinkAudit(t.Context(), day.At(9, 0, h.parts.Zone), 500))(t)
	}
	report := must(h.parts.Store.VerifyAudit(t.Context()))(t)
	if !report.OK || report.Unlinked != 0 || report.Linked < 500 {
		t.Errorf("report %+v", report)
	}
}

func TestTheAuditTellsWhoActedInTheOrderOfTime(t *testing.T) {
	t.Parallel()
	h := shared
	view(t, h, func(ctx context.Context, r store.Reader) error {
		q := store.AuditQuery{}
		q.Limit = 200
		later, lines := day.At(9, 0, h.parts.Zone), 0
		for {
			p, err := r.Audit(ctx, access.Everything("test"), q)
			if err != nil {
				return err
			}
			for _, l := range p.Rows {
				if strings.Contains(string(l.After)+l.Why, "{D") {
					t.Errorf("%s of %s names no day", l.Act, l.Subject)
				}
				if l.Act == string(access.CreateSession) || (l.Act == string(access.Setup) && l.Kind == "chart") {
					continue // of the tests
				}
				if lines++; l.At > later || (l.By == "" && l.Act != string(access.Setup)) {
					t.Errorf("%s of %s at %d by %q", l.Act, l.Subject, l.At, l.By)
				}
				later = l.At
			}
			if q.After = p.Next; p.Next == "" {
				break
			}
		}
		if lines < 500 {
			t.Errorf("only %d acts", lines)
		}
		return nil
	})
}

func TestEverybodySignsIn(t *testing.T) {
	t.Parallel()
	h := shared
	names := []string{
		"wenrenche", "shaoyicheng", "bainianan", "gunanqiao", "yanshubai", "meiruoxi", "wenzhixia", "situyan", "duanmuqing", "qiusiyuan",
		"zhuoqingye", "yuxiangwan", "huoqiming", "ruanjingyi", "qinweiyang", "zhongliyue", "guyutong", "sysadmin", "secadmin", "auditor",
	}
	for _, n := range names {
		h.as(t, n)
	}
	dir := must(h.people.Directory(t.Context(), h.as(t, "shaoyicheng")))(t)
	chain := []string{}
	for _, s := range dir.Superiors(h.as(t, "shaoyicheng").Staff) {
		chain = append(chain, dir.Person(string(s)).Username)
	}
	if want := []string{"wenrenche", "duanmuqing", "situyan"}; !slices.Equal(chain, want) || len(dir.Staff) != len(names) {
		t.Errorf("chain %v, %d people", chain, len(dir.Staff))
	}
	if c := must(h.people.Company(t.Context()))(t); !c.Demo || c.Currency != "CNY" || c.Name.EN != "Lanhe Drive (Demo)" {
		t.Errorf("company %+v", c)
	}
}
