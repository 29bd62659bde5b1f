package testkit

import (
	"context"
	"fmt"
	"math/rand/v2"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/deals"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// Tally counts what random acts did.
type Tally struct {
	Done    map[string]int // by name of the act
	Refused map[string]int // by key of the refusal
}

// Total returns how many acts were done and how many were refused.
func (t Tally) Total() (done, refused int) {
	for _, n := range t.Done {
		done += n
	}
	for _, n := range t.Refused {
		refused += n
	}
	return done, refused
}

// wanderer acts at random, as random people, on what it made before.
type wanderer struct {
	s        *Server
	rng      *rand.Rand
	people   map[string]Person
	accounts []account.ID
	deals    []opportunity.ID
	samples  []opportunity.SampleID
	contacts []account.ContactID
}

// act is one kind of random act.
type act struct {
	name   string
	weight int
	do     func(*wanderer, context.Context) error
}

func acts() []act {
	return []act{
		{"create-account", 1, (*wanderer).createAccount},
		{"create-opportunity", 4, (*wanderer).createDeal},
		{"task", 50, (*wanderer).task},
		{"propose-gate", 4, (*wanderer).propose},
		{"create-sample", 4, (*wanderer).createSample},
		{"advance-sample", 14, (*wanderer).advanceSample},
		{"resume-run", 5, (*wanderer).resume},
		{"update-opportunity", 3, (*wanderer).update},
		{"state-fact", 4, (*wanderer).state},
		{"assess-need", 3, (*wanderer).need},
		{"create-contact", 2, (*wanderer).createContact},
		{"set-coach", 2, (*wanderer).coach},
		{"score-account", 2, (*wanderer).score},
		{"set-account-team", 2, (*wanderer).team},
	}
}

// RandomActs does n random acts through the desk, on the company's account and
// on what earlier ones made. The same seed makes the same choices. A refusal is
// counted; a fault of the program ends the walk with its step.
func (s *Server) RandomActs(ctx context.Context, c *Company, seed uint64, n int) (Tally, error) {
	w := &wanderer{
		s: s, rng: rand.New(rand.NewPCG(seed, 0)), people: c.People, accounts: []account.ID{c.Account.ID}, deals: []opportunity.ID{c.Deal.ID},
	}
	tally := Tally{Done: map[string]int{}, Refused: map[string]int{}}
	all, sum := acts(), 0
	for _, a := range all {
		sum += a.weight
	}
	for step := range n {
		at := w.rng.IntN(sum)
		for _, a := range all {
			if at -= a.weight; at >= 0 {
				continue
			}
			err := a.do(w, ctx)
			switch {
			case err == nil:
				tally.Done[a.name]++
			case fault.KindOf(err) == fault.Internal:
				return tally, fmt.Errorf("seed %d, step %d, %s: %w", seed, step, a.name, err)
			default:
				tally.Refused[fault.Of(err).Key]++
			}
			break
		}
	}
	return tally, nil
}

// somebody is one of those who sell, lead and support; seldom anybody else.
func (w *wanderer) somebody() Person {
	often := []string{"owner", "owner", "owner", "seller", "head", "head", "head", "executive", "quality", "finance", "back_office", "other_team"}
	return w.people[often[w.rng.IntN(len(often))]]
}

func pick[T any](w *wanderer, list []T) T {
	var none T
	if len(list) == 0 {
		return none
	}
	return list[w.rng.IntN(len(list))]
}

func (w *wanderer) chance(percent int) bool { return w.rng.IntN(100) < percent }

// deal returns a random deal as it stands; the newest ones more often, since
// old ones have ended.
func (w *wanderer) deal(ctx context.Context) (opportunity.Opportunity, error) {
	recent := w.deals[max(0, len(w.deals)-8):]
	id := pick(w, recent)
	if w.chance(20) {
		id = pick(w, w.deals)
	}
	var o opportunity.Opportunity
	err := w.s.Store.View(ctx, func(r store.Reader) error {
		var err error
		o, err = r.Opportunity(ctx, id)
		return err
	})
	return o, err
}

func (w *wanderer) account(ctx context.Context) (account.Account, error) {
	var a account.Account
	id := pick(w, w.accounts)
	err := w.s.Store.View(ctx, func(r store.Reader) error {
		var err error
		a, err = r.Account(ctx, id)
		return err
	})
	return a, err
}

func (w *wanderer) createAccount(ctx context.Context) error {
	a, err := w.s.NewAccount(ctx, w.people["owner"], fmt.Sprintf("客户%d", w.rng.IntN(1_000_000)))
	if err == nil {
		w.accounts = append(w.accounts, a.ID)
	}
	return err
}

func (w *wanderer) createDeal(ctx context.Context) error {
	a, err := w.account(ctx)
	if err != nil {
		return err
	}
	o, err := w.s.NewDeal(ctx, w.somebody(), a, fmt.Sprintf("商机%d", w.rng.IntN(1_000_000)))
	if err == nil {
		w.deals = append(w.deals, o.ID)
	}
	return err
}

// task does whatever an open task of a deal asks, as whom it is given to, as a
// head, or as somebody whom it does not concern.
func (w *wanderer) task(ctx context.Context) error {
	o, err := w.deal(ctx)
	if err != nil {
		return err
	}
	list, err := w.s.OpenTasks(ctx, o.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	t := pick(w, list)
	by := w.somebody()
	if w.chance(80) {
		by = w.people["executive"]
		for _, p := range w.people {
			if string(p.ID) == t.Assignee && t.Assignee != "" {
				by = p
			}
		}
	}
	switch t.Kind {
	case "gate":
		_, err = w.s.Deals.DecideGate(ctx, by.Caller(), o.ID, o.Rev, w.verdict(t.Node))
	case "decision":
		var edge string
		if edge, err = w.exit(ctx, t); err == nil {
			_, err = w.s.Deals.Decide(ctx, by.Caller(), t.ID, t.Rev, edge, "照现场情况选择")
		}
	default:
		if t.Queue != "" && w.chance(50) {
			_, err = w.s.Deals.Claim(ctx, by.Caller(), t.ID, t.Rev)
			return err
		}
		_, err = w.s.Deals.Complete(ctx, by.Caller(), t.ID, t.Rev, "")
	}
	return err
}

// exit is a random exit of an ordinary decision.
func (w *wanderer) exit(ctx context.Context, t store.Task) (string, error) {
	var edge string
	err := w.s.Store.View(ctx, func(r store.Reader) error {
		rel, err := w.s.Book.ReleaseOfRun(ctx, r, t.Run)
		if err != nil {
			return err
		}
		if e := pick(w, rel.Node(t.Node).Exits); e != nil {
			edge = e.ID
		}
		return nil
	})
	return edge, err
}

// verdict is a random decision at a gate; mostly it goes on.
func (w *wanderer) verdict(gate string) deals.Verdict {
	v := deals.Verdict{Gate: gate, Opinion: "已核对现场情况", NextFocus: []string{"约见技术把关者"}, Word: engine.Go}
	switch n := w.rng.IntN(100); {
	case n < 55:
		v.Override, v.Reason = w.chance(85), "客户要求提前进入下一阶段,经核实"
	case n < 70:
		v.Word, v.Condition, v.ConditionDue = engine.Conditional, "补齐供应商格局表", "2026-12-31"
		v.Override, v.Reason = true, "客户要求提前进入下一阶段,经核实"
	case n < 82:
		v.Word, v.ReturnTo, v.Reason = engine.Return, pick(w, []string{"A1", "A2", "B2", "B3", "C1", "D1", "E1"}), "信息不足"
	case n < 92:
		v.Word, v.RevisitOn, v.Trigger = engine.Suspend, "2027-01-15", "预算批复"
	default:
		v.Word, v.ReasonCode, v.Restart = engine.End, pick(w, opportunity.LostReasons()).Code, "客户扩产时"
	}
	return v
}

func (w *wanderer) propose(ctx context.Context) error {
	o, err := w.deal(ctx)
	if err != nil {
		return err
	}
	_, err = w.s.Deals.Propose(ctx, w.people["owner"].Caller(), o.ID, o.Rev, w.verdict(pick(w, []string{"G1", "G2", "G3", "G4", "G5"})))
	return err
}

func (w *wanderer) createSample(ctx context.Context) error {
	o, err := w.deal(ctx)
	if err != nil {
		return err
	}
	x, err := w.s.Deals.CreateSample(ctx, w.somebody().Caller(), o.ID, deals.SampleDraft{What: "减速机样机", Quantity: "2"})
	if err == nil {
		w.samples = append(w.samples, x.ID)
	}
	return err
}

func (w *wanderer) advanceSample(ctx context.Context) error {
	if len(w.samples) == 0 {
		return w.createSample(ctx)
	}
	var x opportunity.Sample
	id := pick(w, w.samples[max(0, len(w.samples)-6):])
	if err := w.s.Store.View(ctx, func(r store.Reader) (err error) {
		x, err = r.Sample(ctx, id)
		return err
	}); err != nil {
		return err
	}
	table, _ := w.s.Tables.Table("sample")
	event := pick(w, table.Events(x.State))
	_, err := w.s.Deals.AdvanceSample(ctx, w.somebody().Caller(), id, x.Rev, deals.SampleMove{Event: event.Code})
	return err
}

func (w *wanderer) resume(ctx context.Context) error {
	o, err := w.deal(ctx)
	if err != nil {
		return err
	}
	_, err = w.s.Deals.Resume(ctx, w.people["head"].Caller(), o.ID, o.Rev)
	return err
}

func (w *wanderer) update(ctx context.Context) error {
	o, err := w.deal(ctx)
	if err != nil {
		return err
	}
	_, err = w.s.Deals.Update(ctx, w.somebody().Caller(), o.ID, o.Rev, deals.Draft{
		Name: o.Name, Amount: money.Amount{Minor: w.rng.Int64N(1_000_000_00), Currency: "CNY"}, ExpectedOn: "2026-12-01",
	}.Patch())
	return err
}

func (w *wanderer) state(ctx context.Context) error {
	o, err := w.deal(ctx)
	if err != nil {
		return err
	}
	claim := pick(w, []deals.Claim{
		{Path: "商机.预算已批", Value: w.chance(70)},
		{Path: "商机.行动等级", Value: pick(w, []string{"I", "II", "III", "IV"})},
		{Path: "壁垒.四级以上无人负责数", Value: w.rng.IntN(2)},
	})
	claim.Evidence = "会议纪要"
	_, err = w.s.Deals.State(ctx, w.people["head"].Caller(), o.ID, o.Rev, claim)
	return err
}

func (w *wanderer) need(ctx context.Context) error {
	o, err := w.deal(ctx)
	if err != nil {
		return err
	}
	score := func() *int { n := w.rng.IntN(6); return &n }
	_, err = w.s.Deals.AssessNeed(ctx, w.somebody().Caller(), o.ID, o.Rev, opportunity.Need{
		Structure: score(), Plan: score(), Strength: score(), Spec: "GX-3", Volume: "300 台", NeededOn: "2026-11-30",
	})
	return err
}

func (w *wanderer) createContact(ctx context.Context) error {
	attitude := w.rng.IntN(5) - 2
	x, err := w.s.Accounts.CreateContact(ctx, w.people["owner"].Caller(), pick(w, w.accounts), accounts.ContactDraft{
		Name: i18n.Text{ZH: fmt.Sprintf("联系人%d", w.rng.IntN(1000))}, Role: account.EconomicBuyer, Weight: w.rng.IntN(60),
		Level: w.rng.IntN(5), Attitude: &attitude, Identified: w.chance(70),
	})
	if err == nil {
		w.contacts = append(w.contacts, x.ID)
	}
	return err
}

func (w *wanderer) coach(ctx context.Context) error {
	if len(w.contacts) == 0 {
		return w.createContact(ctx)
	}
	_, err := w.s.Accounts.SetCoach(ctx, w.people["owner"].Caller(), pick(w, w.contacts), int64(w.rng.IntN(3)), accounts.CoachDraft{
		Stars: 1 + w.rng.IntN(4), Trusted: true, Wishes: w.chance(80), Respected: w.chance(80),
	})
	return err
}

func (w *wanderer) score(ctx context.Context) error {
	a, err := w.account(ctx)
	if err != nil {
		return err
	}
	levels := func(n int) account.Levels {
		l := make(account.Levels, n)
		for i := range l {
			l[i] = w.rng.IntN(6)
		}
		return l
	}
	_, err = w.s.Accounts.Score(ctx, w.somebody().Caller(), a.ID, a.Rev, accounts.Levels{
		Value: levels(len(account.ValueFactors())), Position: levels(len(account.PositionFactors())),
	})
	return err
}

func (w *wanderer) team(ctx context.Context) error {
	a, err := w.account(ctx)
	if err != nil {
		return err
	}
	var team []account.Member
	for _, name := range []string{"seller", "quality", "other_team"} {
		if w.chance(60) {
			role := account.TeamSeller
			if name == "quality" {
				role = account.TeamSupport
			}
			team = append(team, account.Member{Staff: string(w.people[name].ID), Role: role})
		}
	}
	_, err = w.s.Accounts.SetTeam(ctx, w.people["head"].Caller(), a.ID, a.Rev, team)
	return err
}
