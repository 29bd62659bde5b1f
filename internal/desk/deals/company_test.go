package deals_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/deals"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
	"qiju/internal/testkit"
)

// story is a company with one deal, told act by act. The acts of story end the
// test when they fail; refusals are asked of the desk itself.
type story struct {
	*testing.T
	server  *testkit.Server
	company *testkit.Company
	deals   *deals.Deals
	id      opportunity.ID
}

func newStory(t *testing.T) *story {
	t.Helper()
	s := testkit.Start(t, testkit.Options{Clock: clock.Fixed(1_790_000_000_000)})
	c, err := s.NewCompany(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &story{T: t, server: s, company: c, deals: s.Deals, id: c.Deal.ID}
}

func (s *story) as(column string) desk.Caller { return s.company.People[column].Caller() }

func (s *story) staff(column string) string { return string(s.company.People[column].ID) }

func must[V any](s *story) func(V, error) V {
	return func(v V, err error) V {
		s.Helper()
		if err != nil {
			s.Fatal(err)
		}
		return v
	}
}

// now returns the deal as it stands.
func (s *story) now() opportunity.Opportunity {
	s.Helper()
	var o opportunity.Opportunity
	err := s.server.Store.View(s.Context(), func(r store.Reader) (err error) {
		o, err = r.Opportunity(s.Context(), s.id)
		return err
	})
	return must[opportunity.Opportunity](s)(o, err)
}

func (s *story) run() engine.Run {
	s.Helper()
	o := s.now()
	var run engine.Run
	err := s.server.Store.View(s.Context(), func(r store.Reader) (err error) {
		run, err = r.Run(s.Context(), engine.RunID(o.Run))
		return err
	})
	return must[engine.Run](s)(run, err)
}

// live returns the nodes of the main run that wait for somebody, in the order
// of their tasks.
func (s *story) live() string {
	s.Helper()
	o := s.now()
	var nodes []string
	for _, t := range must[[]store.Task](s)(s.server.OpenTasks(s.Context(), s.id)) {
		if t.Run == engine.RunID(o.Run) {
			nodes = append(nodes, t.Node)
		}
	}
	return strings.Join(nodes, " ")
}

func (s *story) task(node string) store.Task {
	s.Helper()
	return must[store.Task](s)(s.server.TaskAt(s.Context(), s.now(), node))
}

func (s *story) complete(column string, nodes ...string) {
	s.Helper()
	for _, n := range nodes {
		t := s.task(n)
		must[opportunity.Opportunity](s)(s.deals.Complete(s.Context(), s.as(column), t.ID, t.Rev, ""))
	}
}

func (s *story) decide(column string, v deals.Verdict) deals.Decided {
	s.Helper()
	return must[deals.Decided](s)(s.deals.DecideGate(s.Context(), s.as(column), s.id, s.now().Rev, v))
}

func (s *story) sample(events ...string) opportunity.Sample {
	s.Helper()
	x := must[opportunity.Sample](s)(s.deals.CreateSample(s.Context(), s.as("owner"), s.id, deals.SampleDraft{What: "减速机样机", Quantity: "2"}))
	return s.advance(x, events...)
}

func (s *story) advance(x opportunity.Sample, events ...string) opportunity.Sample {
	s.Helper()
	for _, e := range events {
		column := "owner"
		if e == "send" || e == "deliver" {
			column = "back_office"
		}
		x = must[opportunity.Sample](s)(s.deals.AdvanceSample(s.Context(), s.as(column), x.ID, x.Rev, deals.SampleMove{Event: e}))
	}
	return x
}

// delivery are the events that bring a standard sample to the customer.
func delivery() []string { return []string{"standard_within_allowance", "send", "deliver"} }

// promising fills what G1 asks: the need and the value of the account.
func (s *story) promising() {
	s.Helper()
	three := 3
	must[opportunity.Opportunity](s)(s.deals.AssessNeed(s.Context(), s.as("owner"), s.id, s.now().Rev, opportunity.Need{
		Structure: &three, Plan: &three, Strength: &three, Spec: "GX-3", Volume: "300 台", NeededOn: "2026-11-30",
	}))
	s.changeAccount(func(a *account.Account) {
		a.Value, a.Position = make(account.Levels, len(account.ValueFactors())), make(account.Levels, len(account.PositionFactors()))
		for i := range a.Value {
			a.Value[i] = 4
		}
	})
}

// informed fills what G2 asks beside the sample: a coach, the decision group
// and the dossier.
func (s *story) informed() account.ContactID {
	s.Helper()
	x := must[account.Contact](s)(s.server.Accounts.CreateContact(s.Context(), s.as("owner"), s.company.Account.ID, accounts.ContactDraft{
		Name: i18n.Text{ZH: "陆工"}, Role: account.TechnicalBuyer, Weight: 90, Identified: true,
	}))
	must[account.Coach](s)(s.server.Accounts.SetCoach(s.Context(), s.as("owner"), x.ID, 0, accounts.CoachDraft{Stars: 3, Trusted: true, Wishes: true, Respected: true}))
	s.changeAccount(func(a *account.Account) {
		a.Dossier = account.Dossier{}
		for _, item := range account.DossierItems() {
			if item.Class == "public" {
				a.Dossier[item.Code] = account.DossierField{Value: "已核", Verified: "2026-09-20"}
			}
		}
	})
	return x.ID
}

// changeAccount writes the account past the desk: what is told elsewhere.
func (s *story) changeAccount(fn func(*account.Account)) {
	s.Helper()
	err := s.server.Store.Update(s.Context(), func(tx store.Tx) error {
		a, err := tx.Account(s.Context(), s.company.Account.ID)
		if err != nil {
			return err
		}
		fn(&a)
		_, err = tx.PutAccount(s.Context(), a)
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
}

// toG1 walks to the first gate.
func (s *story) toG1() {
	s.Helper()
	s.complete("owner", "A1", "A2")
}

// toS2 walks through the first gate, without meeting what it asks.
func (s *story) toS2() {
	s.Helper()
	s.toG1()
	v := goOn("G1")
	v.Override, v.Reason = true, "客户邀请提前送样,情况已核实"
	s.decide("head", v)
}

func goOn(gate string) deals.Verdict {
	return deals.Verdict{Gate: gate, Word: engine.Go, Opinion: "情况属实", NextFocus: []string{"约见技术把关者"}}
}

// audit returns the audit lines of the account, newest first.
func (s *story) audit() []store.AuditLine {
	s.Helper()
	if err := s.server.Desk.FlushRefusals(s.Context()); err != nil {
		s.Fatal(err)
	}
	var lines []store.AuditLine
	err := s.server.Store.View(s.Context(), func(r store.Reader) error {
		q := store.AuditQuery{Key: string(s.company.Account.ID)}
		q.Limit = 200
		p, err := r.Audit(s.Context(), access.Everything("test"), q)
		lines = p.Rows
		return err
	})
	return must[[]store.AuditLine](s)(lines, err)
}

// kept returns everything that the database keeps about the deal beside its
// rows, as text: audit lines and the journals of its runs.
func (s *story) kept() string {
	s.Helper()
	all := []any{s.audit()}
	err := s.server.Store.View(s.Context(), func(r store.Reader) error {
		runs, err := r.RunsOf(s.Context(), deals.SubjectOf(s.id))
		for _, run := range runs {
			entries, err := r.Journal(s.Context(), run.ID)
			if err != nil {
				return err
			}
			all = append(all, entries, run)
		}
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return asText(s, all)
}

func asText(s *story, v any) string {
	s.Helper()
	b, err := json.Marshal(v)
	return string(must[[]byte](s)(b, err))
}

// wantFault fails unless err is a fault of kind with the key.
func wantFault(t *testing.T, what string, err error, kind fault.Kind, key string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Kind != kind || f.Key != key {
		t.Errorf("%s = %v, want %s", what, err, key)
	}
}

// stored returns a sample as the store holds it.
func (s *story) stored(ctx context.Context, id opportunity.SampleID) opportunity.Sample {
	s.Helper()
	var x opportunity.Sample
	err := s.server.Store.View(ctx, func(r store.Reader) (err error) {
		x, err = r.Sample(ctx, id)
		return err
	})
	return must[opportunity.Sample](s)(x, err)
}
