package deals_test

import (
	"strings"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
	"qiju/internal/desk/deals"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
)

func TestANewDealStandsOnItsChart(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	o := s.now()
	if o.Stage != "S1" || o.State != opportunity.Open || o.Commander != s.staff("owner") || o.Run == "" || o.EngagedOn != "2026-09-21" {
		t.Errorf("deal = %+v, want it open in S1 under its owner", o)
	}
	if run := s.run(); run.Chart != "F2" || run.State != engine.Running {
		t.Errorf("run = %s %s, want F2 running", run.Chart, run.State)
	}
	task := s.task("A1")
	if s.live() != "A1" || task.Assignee != s.staff("owner") || task.Reason != "task.reason.owner" || task.Key != string(s.company.Account.ID) {
		t.Errorf("live = %s, task = %+v, want A1 of the owner", s.live(), task)
	}
	if l := s.audit()[0]; l.Act != "create-opportunity" || l.Subject != string(o.ID) || l.By != s.staff("owner") {
		t.Errorf("audit = %+v, want create-opportunity by the owner", l)
	}
}

func TestADealIsMadeWhereOneSells(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	draft := func(acc, product string) deals.Draft {
		return deals.Draft{Account: acc, Name: i18n.Text{ZH: "新线"}, Product: product, Amount: money.Amount{Minor: 1, Currency: "CNY"}}
	}
	mine := string(s.company.Account.ID)
	tests := []struct {
		name, by, account, product string
		kind                       fault.Kind
		commander                  string // "" when refused
	}{
		{"a seller of the account commands it", "seller", mine, "prd_1", 0, "seller"},
		{"a head makes it for the owner", "head", mine, "", 0, "owner"},
		{"another team does not find the account", "other_team", mine, "", fault.NotFound, ""},
		{"finance sees the account and does not sell", "finance", mine, "", fault.Denied, ""},
		{"an account that is not there", "owner", "acc_none", "", fault.NotFound, ""},
		{"a product that is not there", "owner", mine, "prd_none", fault.Invalid, ""},
		{"nobody", "anonymous", mine, "", fault.Unauthenticated, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o, err := s.deals.Create(t.Context(), s.as(tt.by), draft(tt.account, tt.product))
			if tt.commander == "" {
				if !fault.Is(err, tt.kind) || o.ID != "" {
					t.Errorf("Create = %+v, %v, want kind %v", o, err, tt.kind)
				}
				return
			}
			if err != nil || o.Commander != s.staff(tt.commander) {
				t.Errorf("Create = commander %s, %v, want %s", o.Commander, err, tt.commander)
			}
		})
	}
}

func TestADraftNamesEveryWrongField(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	_, err := s.deals.Create(t.Context(), s.as("owner"), deals.Draft{Amount: money.Amount{Minor: -1}, ExpectedOn: "2026-02-30"})
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid || len(f.Parts) != 3 {
		t.Fatalf("Create = %v, want three wrong fields", err)
	}
	for i, field := range []string{"name", "amount", "expectedOn"} {
		if f.Parts[i].Field != field {
			t.Errorf("part %d = %s, want %s", i, f.Parts[i].Field, field)
		}
	}
}

func TestStepsFollowEachOther(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	first := s.task("A1")
	s.complete("owner", "A1")
	if s.live() != "A2" {
		t.Fatalf("after A1 = %s, want A2", s.live())
	}
	_, err := s.deals.Complete(t.Context(), s.as("owner"), first.ID, first.Rev, "")
	wantFault(t, "the same step again", err, fault.Conflict, "task.closed")
	s.complete("owner", "A2")
	gate := s.task("G1")
	if s.live() != "G1" || gate.Kind != "gate" || gate.Assignee != s.staff("head") {
		t.Errorf("after A2 = %s for %s, want gate G1 for the head", s.live(), gate.Assignee)
	}
	_, err = s.deals.Complete(t.Context(), s.as("head"), gate.ID, gate.Rev, "")
	wantFault(t, "completing a gate", err, fault.Conflict, "task.is_gate")
}

func TestAStepIsDoneByWhomItIsGivenTo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, by, key string
	}{
		{"its owner", "owner", ""},
		{"the head above", "head", ""},
		{"the co-seller, whose step it is not", "seller", "task.not_yours"},
		{"another team, for whom it does not exist", "other_team", "fault.not_found"},
		{"finance, which reads only", "finance", "task.not_yours"},
		{"nobody", "anonymous", "fault.unauthenticated"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newStory(t)
			task := s.task("A1")
			_, err := s.deals.Complete(t.Context(), s.as(tt.by), task.ID, task.Rev, "")
			if got := keyOf(err); got != tt.key {
				t.Errorf("Complete = %q, want %q", got, tt.key)
			}
			if (s.live() == "A2") != (tt.key == "") {
				t.Errorf("the deal stands at %s", s.live())
			}
		})
	}
}

func keyOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.Of(err).Key
}

func TestAnActOnADealNamesTheRevisionThatItSaw(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	task := s.task("A1")
	for seen, key := range map[int64]string{0: "fault.unconditional", task.Rev + 1: "fault.stale"} {
		_, err := s.deals.Complete(t.Context(), s.as("owner"), task.ID, seen, "")
		if keyOf(err) != key {
			t.Errorf("Complete at %d = %v, want %s", seen, err, key)
		}
		rev := seen
		if seen != 0 {
			rev = s.now().Rev + 1
		}
		for name, act := range map[string]func() error{
			"update": func() error {
				_, err := s.deals.Update(t.Context(), s.as("owner"), s.id, rev, deals.Draft{Name: i18n.Text{ZH: "x"}}.Patch())
				return err
			},
			"propose": func() error {
				_, err := s.deals.Propose(t.Context(), s.as("owner"), s.id, rev, goOn("G1"))
				return err
			},
			"decide": func() error {
				_, err := s.deals.DecideGate(t.Context(), s.as("head"), s.id, rev, goOn("G1"))
				return err
			},
			"flag": func() error {
				_, err := s.deals.Flag(t.Context(), s.as("owner"), s.id, rev, []string{"R1"})
				return err
			},
		} {
			if err := act(); keyOf(err) != key {
				t.Errorf("%s at %d = %v, want %s", name, rev, err, key)
			}
		}
	}
}

func TestWhatOneMayNotSeeDoesNotExist(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	stranger := s.as("other_team")
	reads := map[string]func() error{
		"deal":    func() error { _, err := s.deals.Get(t.Context(), stranger, s.id); return err },
		"room":    func() error { _, err := s.deals.Room(t.Context(), stranger, s.id); return err },
		"history": func() error { _, err := s.deals.History(t.Context(), stranger, s.id); return err },
		"gate":    func() error { _, err := s.deals.Gate(t.Context(), stranger, s.id, "G1"); return err },
		"samples": func() error { _, err := s.deals.Samples(t.Context(), stranger, s.id); return err },
		"task":    func() error { _, err := s.deals.Task(t.Context(), stranger, s.task("A1").ID); return err },
	}
	for name, read := range reads {
		wantFault(t, name, read(), fault.NotFound, "fault.not_found")
	}
	if p, err := s.deals.List(t.Context(), stranger, deals.Query{}); err != nil || len(p.Rows) != 0 {
		t.Errorf("List = %+v, %v, want nothing", p.Rows, err)
	}
	if c, err := s.deals.Counts(t.Context(), stranger); err != nil || len(c) != 0 {
		t.Errorf("Counts = %+v, %v, want nothing", c, err)
	}
	if rows, err := s.deals.MyTasks(t.Context(), stranger); err != nil || len(rows) != 0 {
		t.Errorf("MyTasks = %+v, %v, want nothing", rows, err)
	}
}

func TestMoneyIsApprovedByAHead(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	claim := deals.Claim{Path: "商机.预算已批", Value: true, Evidence: "会议纪要"}
	_, err := s.deals.State(t.Context(), s.as("owner"), s.id, s.now().Rev, claim)
	wantFault(t, "State by the owner", err, fault.Denied, "opportunity.stated_by_head")
	o := must[opportunity.Opportunity](s)(s.deals.State(t.Context(), s.as("head"), s.id, s.now().Rev, claim))
	if got := o.Stated["商机.预算已批"]; got.By != s.staff("head") || got.Evidence != "会议纪要" {
		t.Errorf("stated = %+v, want it by the head", got)
	}
	for name, q := range map[string]deals.Claim{
		"a fact that the records tell": {Path: "样品.已送达", Value: true, Evidence: "x"},
		"a fact that is not there":     {Path: "商机.运气", Value: true, Evidence: "x"},
		"a value of another type":      {Path: "商机.预算已批", Value: "yes", Evidence: "x"},
		"no evidence":                  {Path: "商机.行动等级", Value: "I"},
		"no value of a fact":           {Path: "商机.行动等级", Value: []int{1}, Evidence: "x"},
	} {
		if _, err := s.deals.State(t.Context(), s.as("head"), s.id, s.now().Rev, q); !fault.Is(err, fault.Invalid) {
			t.Errorf("State with %s = %v, want Invalid", name, err)
		}
	}
}

// TestTheStatesRebuildFromTheJournal drops and makes anew what a walk with
// every kind of act left behind (decisions §1.6).
func TestTheStatesRebuildFromTheJournal(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toS2()
	s.sample(delivery()...)
	s.complete("owner", "B2")
	before, live := engine.Digest(s.run()), s.live()
	report, err := s.deals.Rebuild(t.Context(), func(int, int) {})
	if err != nil || !report.OK() || report.Runs != 2 {
		t.Fatalf("Rebuild = %+v, %v, want F2 and F3 as they were", report, err)
	}
	if engine.Digest(s.run()) != before || s.live() != live {
		t.Errorf("after the rebuild the deal stands at %s, want %s", s.live(), live)
	}
	s.complete("owner", "B3")
	if s.live() != "G2" {
		t.Errorf("after the rebuild the walk leads to %s, want G2", s.live())
	}
}

// TestS2_24_TheCoachStaysHidden looks through everything that is kept and told
// of a deal whose gate asked for a coach.
func TestS2_24_TheCoachStaysHidden(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.promising()
	s.toG1()
	s.decide("head", goOn("G1"))
	coach := s.informed()
	s.sample(delivery()...)
	s.complete("owner", "B2", "B3")
	must[opportunity.Review](s)(s.deals.Propose(t.Context(), s.as("owner"), s.id, s.now().Rev, goOn("G2")))
	s.decide("head", goOn("G2"))
	kept := s.kept()
	for _, secret := range []string{`"stars"`, `"trusted"`, `"respected"`, `"内线.合格人数":`} {
		if strings.Contains(kept, secret) {
			t.Errorf("audit or journal hold %s", secret)
		}
	}
	for _, l := range s.audit() {
		if l.Subject == string(coach) && l.Act != "create-contact" {
			t.Errorf("audit line %s names the coach", l.Act)
		}
	}
	if _, err := s.server.Accounts.SetTeam(t.Context(), s.as("head"), s.company.Account.ID, s.accountRev(), []account.Member{
		{Staff: s.staff("quality"), Role: account.TeamSupport},
	}); err != nil {
		t.Fatal(err)
	}
	for _, column := range []string{"quality", "finance", "back_office"} {
		by := s.as(column)
		room := must[deals.WarRoom](s)(s.deals.Room(t.Context(), by, s.id))
		gate := must[deals.GateView](s)(s.deals.Gate(t.Context(), by, s.id, "G2"))
		history := must[[]deals.Event](s)(s.deals.History(t.Context(), by, s.id))
		told := asText(s, []any{room, gate, history})
		for _, secret := range []string{string(coach), "陆工", `"内线.合格人数":`, "set-coach"} {
			if strings.Contains(told, secret) {
				t.Errorf("%s is told %s", column, secret)
			}
		}
		for _, r := range gate.Requirements {
			for _, p := range r.Parts {
				if p.Fact == "内线.合格人数" && p.Have != "" {
					t.Errorf("%s is told that %s qualify, want only whether the condition holds", column, p.Have)
				}
			}
		}
	}
}

func (s *story) accountRev() int64 {
	s.Helper()
	d, err := s.server.Accounts.Get(s.Context(), s.as("head"), s.company.Account.ID)
	if err != nil {
		s.Fatal(err)
	}
	return d.Rev
}
