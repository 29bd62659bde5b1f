package deals_test

import (
	"slices"
	"strings"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/deals"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// margin states a fact of class cost.
func (s *story) margin() {
	s.Helper()
	must[opportunity.Opportunity](s)(s.deals.State(s.Context(), s.as("head"), s.id, s.now().Rev, deals.Claim{Path: "商机.年毛利", Value: 1736521, Evidence: "报价测算"}))
}

func TestTheAuditSealsWhatNotEverybodyMaySee(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.margin()
	must[opportunity.Opportunity](s)(s.deals.Flag(t.Context(), s.as("owner"), s.id, s.now().Rev, []string{"R1"}))
	kept := asText(s, s.audit())
	if strings.Contains(kept, "1736521") || strings.Contains(kept, "报价测算") {
		t.Errorf("audit tells the margin: %s", kept)
	}
	if !strings.Contains(kept, `"商机.年毛利":{"digest":"`) {
		t.Errorf("audit = %s, want that the margin was stated", kept)
	}
	must[opportunity.Opportunity](s)(s.deals.State(t.Context(), s.as("owner"), s.id, s.now().Rev, deals.Claim{Path: "商机.行动等级", Value: "II", Evidence: "评估表"}))
	if !strings.Contains(asText(s, s.audit()), "评估表") {
		t.Error("the audit seals a fact that everybody may see")
	}
}

func TestAStatedCostIsShownToThoseWhoSeeCosts(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.margin()
	for column, want := range map[string]bool{"owner": false, "back_office": false, "finance": true, "head": true} {
		d := must[deals.Detail](s)(s.deals.Get(t.Context(), s.as(column), s.id))
		if _, told := d.Stated["商机.年毛利"]; told != want {
			t.Errorf("%s is told the margin: %t, want %t", column, told, want)
		}
		room := must[deals.WarRoom](s)(s.deals.Room(t.Context(), s.as(column), s.id))
		if told := strings.Contains(asText(s, room), "1736521"); told != want {
			t.Errorf("the war room tells %s the margin: %t, want %t", column, told, want)
		}
	}
}

// TestOnesOwnProposalIsNotDecidedByLeavingItUnnamed is about a head who
// proposes and then decides without naming the proposal.
func TestOnesOwnProposalIsNotDecidedByLeavingItUnnamed(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.promising()
	s.toG1()
	must[opportunity.Review](s)(s.deals.Propose(t.Context(), s.as("head"), s.id, s.now().Rev, goOn("G1")))
	_, err := s.deals.DecideGate(t.Context(), s.as("head"), s.id, s.now().Rev, goOn("G1"))
	wantFault(t, "deciding around the own proposal", err, fault.Denied, "gate.self_approval")
	if got := s.decide("executive", goOn("G1")); got.Opportunity.Stage != "S2" {
		t.Errorf("stage = %s, want S2", got.Opportunity.Stage)
	}
}

func TestAProposalIsToldInTheAuditWithWhatItReplaces(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.promising()
	s.toG1()
	first := must[opportunity.Review](s)(s.deals.Propose(t.Context(), s.as("owner"), s.id, s.now().Rev, goOn("G1")))
	second := must[opportunity.Review](s)(s.deals.Propose(t.Context(), s.as("seller"), s.id, s.now().Rev, goOn("G1")))
	l := s.audit()[0]
	if l.Act != "propose-gate" || l.Subject != string(second.ID) || !strings.Contains(string(l.Before), string(first.ID)) || !strings.Contains(string(l.After), "约见技术把关者") {
		t.Errorf("line = %s of %s: %s → %s, want the review and the one that it replaces", l.Act, l.Subject, l.Before, l.After)
	}
}

// TestAHeadActsOnlyForThePeopleBelow gives a task of the owner to the queue of
// the quality department, which is nobody of the head's.
func TestAHeadActsOnlyForThePeopleBelow(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	rewrite := func(change func(*store.Task)) store.Task {
		t.Helper()
		task := s.task("A1")
		change(&task)
		err := s.server.Store.Update(t.Context(), func(tx store.Tx) (err error) {
			task, err = tx.PutTask(t.Context(), task)
			return err
		})
		return must[store.Task](s)(task, err)
	}
	do := func(column string, task store.Task) error {
		t.Helper()
		_, err := s.deals.Complete(t.Context(), s.as(column), task.ID, task.Rev, "")
		return err
	}
	queued := rewrite(func(x *store.Task) { x.Assignee, x.Queue = "", "quality" })
	wantFault(t, "the queue of another department", do("head", queued), fault.Denied, "task.not_yours")
	other := rewrite(func(x *store.Task) { x.Assignee, x.Queue = s.staff("quality"), "" })
	wantFault(t, "a task of somebody elsewhere", do("head", other), fault.Denied, "task.not_yours")
	nobody := rewrite(func(x *store.Task) { x.Assignee, x.Kind = "", "incident" })
	wantFault(t, "an incident, by the co-seller", do("seller", nobody), fault.Denied, "task.not_yours")
	if err := do("head", nobody); err != nil {
		t.Errorf("an incident that nobody has, by the head = %v", err)
	}
}

// TestACommanderDoesNotDecideWhatIsTheHeads gives the question G2a, which the
// chart asks the head, to the commander.
func TestACommanderDoesNotDecideWhatIsTheHeads(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toS2()
	s.sample(delivery()...)
	s.complete("owner", "B2", "B3")
	s.decide("head", deals.Verdict{Gate: "G2", Word: engine.Return, Reason: "决策人还没找齐"})
	task := s.task("G2a")
	task.Roles, task.Assignee = []string{"部门主管"}, s.staff("owner")
	err := s.server.Store.Update(t.Context(), func(tx store.Tx) (err error) {
		task, err = tx.PutTask(t.Context(), task)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.deals.Decide(t.Context(), s.as("owner"), task.ID, task.Rev, exit(s, "G2a", "M1"), "")
	wantFault(t, "the commander", err, fault.Denied, "task.self_decision")
}

// TestAHeadWhoCommandsDoesNotApproveTheirOwnMoney makes the head the commander.
func TestAHeadWhoCommandsDoesNotApproveTheirOwnMoney(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	o := s.now()
	o.Commander = s.staff("head")
	err := s.server.Store.Update(t.Context(), func(tx store.Tx) (err error) {
		o, err = tx.PutOpportunity(t.Context(), o)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	claim := deals.Claim{Path: "商机.预算已批", Value: true, Evidence: "会议纪要"}
	_, err = s.deals.State(t.Context(), s.as("head"), s.id, o.Rev, claim)
	wantFault(t, "the head who commands", err, fault.Denied, "opportunity.stated_by_head")
	must[opportunity.Opportunity](s)(s.deals.State(t.Context(), s.as("executive"), s.id, o.Rev, claim))
}

func TestAnAmountIsOneThatThereIs(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	for name, tt := range map[string]struct {
		amount money.Amount
		key    string
	}{
		"the largest":        {money.Of(money.Max, "CNY"), ""},
		"nothing":            {money.Amount{}, ""},
		"one more":           {money.Of(money.Max+1, "CNY"), "field.out_of_range"},
		"less than nothing":  {money.Of(-1, "CNY"), "field.out_of_range"},
		"no currency":        {money.Of(1, ""), "opportunity.currency_unknown"},
		"a word":             {money.Of(1, "rmb"), "opportunity.currency_unknown"},
		"three letters":      {money.Of(1, "QQQ"), "opportunity.currency_unknown"},
		"across two":         {money.Of(1, "D A"), "opportunity.currency_unknown"},
		"more than one code": {money.Of(1, "CNY COP"), "opportunity.currency_unknown"},
	} {
		_, err := s.deals.Create(t.Context(), s.as("owner"), deals.Draft{Account: string(s.company.Account.ID), Name: i18n.Text{ZH: "线"}, Amount: tt.amount})
		if tt.key == "" {
			if err != nil {
				t.Errorf("%s = %v, want it made", name, err)
			}
			continue
		}
		if f := fault.Of(err); f == nil || len(f.Parts) != 1 || f.Parts[0].Field != "amount" || f.Parts[0].Key != tt.key {
			t.Errorf("%s = %v, want %s", name, err, tt.key)
		}
	}
}

func TestASumOfAmountsStaysWithinWhatReadersHold(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	for range 2 {
		must[opportunity.Opportunity](s)(s.deals.Create(t.Context(), s.as("owner"), deals.Draft{
			Account: string(s.company.Account.ID), Name: i18n.Text{ZH: "线"}, Amount: money.Of(money.Max, "USD"),
		}))
	}
	counts := must[[]deals.Count](s)(s.deals.Counts(t.Context(), s.as("owner")))
	i := slices.IndexFunc(counts, func(c deals.Count) bool { return c.Amount.Currency == "USD" })
	if i < 0 || counts[i].Count != 2 || counts[i].Amount.Minor != money.Max {
		t.Errorf("counts = %+v, want two deals at the most there is", counts)
	}
}

func TestAChangeKeepsWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	before := s.now()
	day := before.ExpectedOn
	name := i18n.Text{ZH: "新名", EN: "New name"}
	o := must[opportunity.Opportunity](s)(s.deals.Update(t.Context(), s.as("owner"), s.id, before.Rev, deals.Patch{Name: &name}))
	if o.Name != name || o.Amount != before.Amount || o.Product != before.Product || o.ExpectedOn != day {
		t.Errorf("deal = %+v, want another name only", o)
	}
	empty := ""
	o = must[opportunity.Opportunity](s)(s.deals.Update(t.Context(), s.as("owner"), s.id, o.Rev, deals.Patch{Product: &empty}))
	if o.Product != "" || o.Name != name {
		t.Errorf("deal = %+v, want no product any more", o)
	}
	elsewhere := "acc_elsewhere"
	_, err := s.deals.Update(t.Context(), s.as("owner"), s.id, o.Rev, deals.Patch{Account: &elsewhere})
	if f := fault.Of(err); f == nil || len(f.Parts) != 1 || f.Parts[0].Key != "opportunity.account_fixed" {
		t.Errorf("another account = %v, want it refused", err)
	}
}

// TestADealClosesOnce ends the deal and goes on with the run of its sample.
func TestADealClosesOnce(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toS2()
	s.sample(delivery()...)
	s.complete("owner", "B2", "B3")
	s.decide("head", deals.Verdict{Gate: "G2", Word: engine.End, ReasonCode: "L1.1", Restart: "客户扩产时"})
	s.complete("owner", "Z2")
	o := s.now()
	if o.State != opportunity.Terminated {
		t.Fatalf("deal = %s, want it terminated", o.State)
	}
	o.ClosedOn = "2026-09-01" // as if the clock had gone on since
	err := s.server.Store.Update(t.Context(), func(tx store.Tx) (err error) {
		o, err = tx.PutOpportunity(t.Context(), o)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	task := must[[]store.Task](s)(s.server.OpenTasks(t.Context(), s.id))[0]
	if _, err := s.deals.Complete(t.Context(), desk.System(), task.ID, task.Rev, ""); err != nil {
		t.Fatalf("%s.%s = %v, want it done: the sample goes on", task.Chart, task.Node, err)
	}
	if got := s.now(); got.ClosedOn != "2026-09-01" {
		t.Errorf("closed on %s, want 2026-09-01 to stay", got.ClosedOn)
	}
}

// TestTheHistoryTellsOfEveryRecordOfTheDeal looks for what stands under other
// ids than the deal's, among many lines of the account.
func TestTheHistoryTellsOfEveryRecordOfTheDeal(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.promising()
	s.toG1()
	e := must[opportunity.Evidence](s)(s.deals.AddEvidence(t.Context(), s.as("owner"), s.id, proof(opportunity.TextEvidence, "天眼查截图")))
	if err := s.deals.WithdrawEvidence(t.Context(), s.as("owner"), s.id, s.now().Rev, e.ID); err != nil {
		t.Fatal(err)
	}
	must[opportunity.Review](s)(s.deals.Propose(t.Context(), s.as("owner"), s.id, s.now().Rev, goOn("G1")))
	s.decide("head", goOn("G1"))
	s.sample("standard_within_allowance")
	other := must[opportunity.Opportunity](s)(s.server.NewDeal(t.Context(), s.company.People["owner"], s.company.Account, "另一条线"))
	for range 220 {
		o := must[opportunity.Opportunity](s)(s.opportunity(other.ID))
		must[opportunity.Opportunity](s)(s.deals.Flag(t.Context(), s.as("owner"), other.ID, o.Rev, []string{"R1"}))
	}
	kinds := map[string]int{}
	linked := 0
	for _, e := range must[[]deals.Event](s)(s.deals.History(t.Context(), s.as("owner"), s.id)) {
		kinds[e.Kind]++
		if strings.HasPrefix(e.Text.ZH, "样品") && strings.Contains(e.Text.ZH, ":") {
			linked++
		}
	}
	for _, kind := range []string{"create-opportunity", "add-evidence", "withdraw-evidence", "propose-gate", "create-sample", "advance-sample"} {
		if kinds[kind] == 0 {
			t.Errorf("history tells nothing of %s: %v", kind, kinds)
		}
	}
	if kinds["flag-opportunity"] != 0 || linked == 0 {
		t.Errorf("history tells %d acts of another deal and %d entries of the linked run", kinds["flag-opportunity"], linked)
	}
}

func (s *story) opportunity(id opportunity.ID) (opportunity.Opportunity, error) {
	var o opportunity.Opportunity
	err := s.server.Store.View(s.Context(), func(r store.Reader) (err error) {
		o, err = r.Opportunity(s.Context(), id)
		return err
	})
	return o, err
}

// TestOpenTasksFollowTheOwner hands the account over while A1 is open.
func TestOpenTasksFollowTheOwner(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	if got := s.task("A1"); got.Assignee != s.staff("owner") {
		t.Fatalf("A1 of %s, want the owner", got.Assignee)
	}
	next := s.staff("seller")
	if _, err := s.server.Accounts.Update(t.Context(), s.as("head"), s.company.Account.ID, s.accountRev(), accounts.Patch{Owner: &next}); err != nil {
		t.Fatal(err)
	}
	if got := s.task("A1"); got.Assignee != next || got.Reason != "task.reason.owner" {
		t.Errorf("A1 = %s because %s, want it with the new owner", got.Assignee, got.Reason)
	}
}

// TestOpenTasksFollowTheTeam takes the one quality engineer into the team, and
// lets a claimed task be.
func TestOpenTasksFollowTheTeam(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.toS2()
	s.sample("standard_within_allowance")
	waiting := func(queue string) []store.Task {
		t.Helper()
		return slices.DeleteFunc(must[[]store.Task](s)(s.server.OpenTasks(t.Context(), s.id)), func(x store.Task) bool { return x.Queue != queue })
	}
	engineer, err := s.server.Hire(t.Context(), department.Staff{Username: "engineer", Post: department.Technical, Department: "dep_sales"})
	if err != nil {
		t.Fatal(err)
	}
	task := s.task("B2")
	task.Assignee, task.Queue, task.Reason = s.staff("quality"), "", "task.reason.claimed"
	err = s.server.Store.Update(t.Context(), func(tx store.Tx) (err error) {
		task, err = tx.PutTask(t.Context(), task)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	before := len(waiting("back_office")) + len(waiting("technical"))
	team := []account.Member{{Staff: string(engineer.ID), Role: account.TeamSupport}, {Staff: s.staff("back_office"), Role: account.TeamSupport}}
	if _, err := s.server.Accounts.SetTeam(t.Context(), s.as("head"), s.company.Account.ID, s.accountRev(), team); err != nil {
		t.Fatal(err)
	}
	if got := len(waiting("back_office")) + len(waiting("technical")); got != 0 {
		t.Errorf("%d of %d tasks still stand in queues whose post is in the team", got, before)
	}
	if got := s.task("B2"); got.Assignee != s.staff("quality") {
		t.Errorf("the claimed task is with %s, want who claimed it", got.Assignee)
	}
}

// TestAnActIsAnsweredThoughTheRecordCannotBeRead is about a token that writes
// only.
func TestAnActIsAnsweredThoughTheRecordCannotBeRead(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	by := s.as("owner")
	by.Scopes = []string{"opportunity:write"}
	o := must[opportunity.Opportunity](s)(s.deals.Flag(t.Context(), by, s.id, s.now().Rev, []string{"R1"}))
	if d := s.deals.Show(t.Context(), by, o); d.Rev != o.Rev || d.ID != o.ID || d.Name.ZH != "" || d.May == nil {
		t.Errorf("answer = %+v, want the revision and no more", d)
	}
	if d := s.deals.Show(t.Context(), s.as("owner"), o); d.Rev != o.Rev || d.Name != o.Name || len(d.RedFlags) != 1 {
		t.Errorf("answer = %+v, want the deal as the act left it", d)
	}
}
