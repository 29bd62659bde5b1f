package deals

import (
	"context"
	"slices"
	"strings"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/people"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
)

// Ref names a record by id and name.
type Ref struct {
	ID   string    `json:"id"`
	Name i18n.Text `json:"name"`
}

// Reason is why something is on a list, as a message.
type Reason struct {
	Key  string     `json:"key"`
	Args fault.Args `json:"args,omitempty"`
	Text i18n.Text  `json:"text"`
}

// TaskView is a task as its doer sees it.
type TaskView struct {
	ID          string         `json:"id"`
	Rev         int64          `json:"rev"`
	Run         string         `json:"run"`
	Token       string         `json:"token"`
	Node        string         `json:"node"`
	Kind        string         `json:"kind" enum:"task,decision,gate,incident"`
	Chart       string         `json:"chart"`
	Title       i18n.Text      `json:"title"`
	Stage       *Ref           `json:"stage,omitempty"`
	Subject     engine.Subject `json:"subject"`
	Opportunity *Ref           `json:"opportunity,omitempty"`
	Account     *Ref           `json:"account,omitempty"`
	AccountTier account.Tier   `json:"accountTier,omitempty"`
	Amount      *money.Amount  `json:"amount,omitempty"`
	Reasons     []Reason       `json:"reasons" doc:"Why it is yours and why now."`
	OpenedAt    clock.Instant  `json:"openedAt"`
	DueAt       clock.Instant  `json:"dueAt,omitempty"`
	Overdue     bool           `json:"overdue"`
	Assignee    *Ref           `json:"assignee,omitempty"`
	Queue       string         `json:"queue,omitempty"`
	Mine        bool           `json:"mine"`
	Claimable   bool           `json:"claimable"`
	Proposal    *ProposalView  `json:"proposal,omitempty"`
	Closed      bool           `json:"closed,omitempty"`
}

// ProposalView is a gate decision that waits for confirmation.
type ProposalView struct {
	ID   opportunity.ReviewID `json:"id"`
	By   Ref                  `json:"by"`
	At   clock.Instant        `json:"at"`
	Word string               `json:"word"`
}

// Row is a line of the list of opportunities.
type Row struct {
	ID          opportunity.ID    `json:"id"`
	Rev         int64             `json:"rev"`
	ExternalID  string            `json:"externalId,omitempty"`
	Name        i18n.Text         `json:"name"`
	Account     *Ref              `json:"account,omitempty"`
	Tier        account.Tier      `json:"tier,omitempty"`
	Commander   Ref               `json:"commander"`
	Product     *Ref              `json:"product,omitempty"`
	Amount      money.Amount      `json:"amount"`
	State       opportunity.State `json:"state"`
	Stage       *Ref              `json:"stage,omitempty"`
	Node        *Ref              `json:"node,omitempty" doc:"Where it stands on the chart."`
	DaysInStage *int              `json:"daysInStage,omitempty"`
	StageDays   string            `json:"stageDays,omitempty" doc:"Days that the stage allows, decimal text."`
	Import      string            `json:"import,omitempty"`
	ExpectedOn  clock.Date        `json:"expectedOn,omitempty"`
	EngagedOn   clock.Date        `json:"engagedOn,omitempty"`
	ClosedOn    clock.Date        `json:"closedOn,omitempty"`
	Waiting     []WaitingView     `json:"waiting"`
	UpdatedAt   clock.Instant     `json:"updatedAt"`
}

// WaitingView is what an import could not attach.
type WaitingView struct {
	Kind       string `json:"kind"`
	Value      string `json:"value"`
	Suggestion *Ref   `json:"suggestion,omitempty"`
}

// Detail is one opportunity.
type Detail struct {
	Row
	Run      string                           `json:"run,omitempty"`
	Need     opportunity.Need                 `json:"need"`
	RedFlags []string                         `json:"redFlags"`
	Stated   map[string]opportunity.Statement `json:"stated"`
	May      []string                         `json:"may" doc:"Operations that the reader may do on this record."`
}

// viewer turns records into views: it knows names and remembers what it read.
type viewer struct {
	d        *Deals
	g        *desk.Glance
	dir      people.Directory
	accounts map[account.ID]account.Account
	products map[trade.ProductID]trade.Product
	stages   map[string]i18n.Text // chart's stage id → name, of the main chart
	main     *engine.Release      // newest release of the main chart
}

func (d *Deals) viewer(ctx context.Context, g *desk.Glance) (*viewer, error) {
	dir, err := directory(ctx, g)
	if err != nil {
		return nil, err
	}
	v := &viewer{d: d, g: g, dir: dir, accounts: map[account.ID]account.Account{}, products: map[trade.ProductID]trade.Product{}, stages: map[string]i18n.Text{}}
	products, err := g.Products(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range products {
		v.products[p.ID] = p
	}
	rel, err := d.book.Current(ctx, g, mainChart)
	if err != nil {
		return nil, err
	}
	v.main = rel
	for _, s := range rel.Chart.Stages {
		v.stages[s.ID] = s.Text
	}
	return v, nil
}

// person names one of our people; nil for nobody.
func (v *viewer) person(id string) *Ref {
	if id == "" {
		return nil
	}
	return &Ref{ID: id, Name: v.dir.Person(id).Name}
}

func (v *viewer) stage(id string) *Ref {
	if id == "" {
		return nil
	}
	return &Ref{ID: id, Name: v.stages[id]}
}

func (v *viewer) reason(key string, args fault.Args) Reason {
	return Reason{Key: key, Args: args, Text: i18n.Text{ZH: v.d.words.Message(i18n.ZH, key, args), EN: v.d.words.Message(i18n.EN, key, args)}}
}

// fetch reads the accounts that rows name, at once.
func (v *viewer) fetch(ctx context.Context, ids []account.ID) error {
	var missing []account.ID
	for _, id := range ids {
		if _, ok := v.accounts[id]; id != "" && !ok {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	list, err := v.g.AccountNames(ctx, missing)
	for _, a := range list {
		v.accounts[a.ID] = a
	}
	return err
}

func (v *viewer) account(id string) (*Ref, account.Tier) {
	a, ok := v.accounts[account.ID(id)]
	if !ok {
		return nil, ""
	}
	return &Ref{ID: id, Name: a.Name}, a.Standing().Tier
}

// row makes the view of a deal whose account was fetched.
func (v *viewer) row(o opportunity.Opportunity) Row {
	r := Row{
		ID: o.ID, Rev: o.Rev, ExternalID: o.ExternalID, Name: o.Name, Commander: Ref{ID: o.Commander, Name: v.dir.Person(o.Commander).Name},
		Amount: o.Amount, State: o.State, Stage: v.stage(o.Stage), ExpectedOn: o.ExpectedOn, EngagedOn: o.EngagedOn, ClosedOn: o.ClosedOn,
		Waiting: []WaitingView{}, UpdatedAt: o.UpdatedAt, Import: o.Import,
	}
	v.stand(o, &r)
	r.Account, r.Tier = v.account(o.Account)
	if p, ok := v.products[trade.ProductID(o.Product)]; ok {
		r.Product = &Ref{ID: o.Product, Name: p.Name}
	}
	for _, w := range o.Waiting {
		x := WaitingView{Kind: w.Kind, Value: w.Value}
		if p, ok := v.products[trade.ProductID(w.Suggestion)]; ok {
			x.Suggestion = &Ref{ID: w.Suggestion, Name: p.Name}
		}
		r.Waiting = append(r.Waiting, x)
	}
	return r
}

// stand fills in where an open deal stands and for how long.
func (v *viewer) stand(o opportunity.Opportunity, r *Row) {
	if o.State != opportunity.Open && o.State != opportunity.Suspended {
		return
	}
	if n := v.main.Node(o.Node); n != nil {
		r.Node = &Ref{ID: n.ID, Name: n.Text}
	}
	if o.StageSince != 0 {
		spent := days(o.StageSince, v.g.Now)
		r.DaysInStage = &spent
	}
	for _, s := range v.main.Chart.Stages {
		if s.ID == o.Stage && s.Days != nil {
			r.StageDays = s.Days.N
		}
	}
}

// detail makes the view of one deal with what the reader may do on it.
func (v *viewer) detail(ctx context.Context, o opportunity.Opportunity) (Detail, error) {
	if err := v.fetch(ctx, []account.ID{account.ID(o.Account)}); err != nil {
		return Detail{}, err
	}
	rel, err := v.g.Relation(ctx, accounts.KeyOf(o))
	if err != nil {
		return Detail{}, err
	}
	d := Detail{Row: v.row(o), Run: o.Run, Need: o.Need, RedFlags: o.RedFlags, Stated: v.stated(o, rel), May: []string{}}
	if d.RedFlags == nil {
		d.RedFlags = []string{}
	}
	onDeals := []access.Kind{access.OpportunityKind, access.EvidenceKind, access.RunKind, access.SampleKind, access.FileKind, access.ContactKind}
	for _, op := range access.Operations() {
		if slices.Contains(onDeals, access.KindOf(op)) && v.g.Could(op, rel) {
			d.May = append(d.May, string(op))
		}
	}
	return d, nil
}

// sees reports which classes of fields the reader sees who stands in rel.
func (v *viewer) sees(rel access.Relation) func(class string) bool {
	return func(class string) bool {
		return v.g.By.IsSystem() || access.MaySee(v.g.By.Principal, access.Class(class), rel)
	}
}

// stated returns the facts that people stated, as far as the reader sees them.
func (v *viewer) stated(o opportunity.Opportunity, rel access.Relation) map[string]opportunity.Statement {
	sees, facts := v.sees(rel), map[string]opportunity.Statement{}
	for path, s := range o.Stated {
		if sees(opportunity.ClassOf(path)) {
			facts[path] = s
		}
	}
	return facts
}

// tasks makes the views of tasks.
func (v *viewer) tasks(ctx context.Context, list []store.Task) ([]TaskView, error) {
	deals := map[string]opportunity.Opportunity{}
	var ids []account.ID
	for _, t := range list {
		if _, ok := deals[t.Subject.ID]; ok || t.Subject.Kind != "opportunity" {
			continue
		}
		o, err := v.g.Opportunity(ctx, opportunity.ID(t.Subject.ID))
		if err != nil {
			return nil, err
		}
		deals[t.Subject.ID] = o
		ids = append(ids, account.ID(o.Account))
	}
	if err := v.fetch(ctx, ids); err != nil {
		return nil, err
	}
	rows := make([]TaskView, 0, len(list))
	for _, t := range list {
		row, err := v.task(ctx, t, deals[t.Subject.ID])
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (v *viewer) task(ctx context.Context, t store.Task, o opportunity.Opportunity) (TaskView, error) {
	by := v.g.By
	row := TaskView{
		ID: t.ID, Rev: t.Rev, Run: string(t.Run), Token: t.Token, Node: t.Node, Kind: t.Kind, Chart: t.Chart, Title: t.Title,
		Subject: t.Subject, OpenedAt: t.OpenedAt, DueAt: t.DueAt, Overdue: t.DueAt != 0 && t.DueAt < v.g.Now && t.ClosedAt == 0,
		Assignee: v.person(t.Assignee), Queue: t.Queue, Mine: t.Assignee != "" && (t.Assignee == by.Staff || v.covers(t.Assignee)),
		Claimable: t.Queue != "" && t.Queue == by.Post, Closed: t.ClosedAt != 0,
	}
	if o.ID != "" {
		row.Opportunity = &Ref{ID: string(o.ID), Name: o.Name}
		row.Amount = &o.Amount
		row.Account, row.AccountTier = v.account(o.Account)
	}
	rel, err := v.d.book.ReleaseOfRun(ctx, v.g, t.Run)
	if err != nil {
		return row, err
	}
	if n := rel.Node(t.Node); n != nil && n.Stage != "" {
		for _, s := range rel.Chart.Stages {
			if s.ID == n.Stage {
				row.Stage = &Ref{ID: s.ID, Name: s.Text}
			}
		}
	}
	row.Reasons = v.reasons(t, row)
	if t.Kind == "gate" {
		row.Proposal, err = v.proposal(ctx, o, t.Node)
	}
	return row, err
}

// roleNames names roles in both languages.
func roleNames(roles []string) i18n.Text {
	var zh, en []string
	for _, r := range roles {
		zh = append(zh, r)
		if rule, ok := department.RuleOf(r); ok && rule.EN != "" {
			r = rule.EN
		}
		en = append(en, r)
	}
	return i18n.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

// covers reports whether the reader stands in today for a person who is away.
func (v *viewer) covers(staff string) bool {
	return slices.Contains(covered(v.dir, v.g.By.Staff, v.d.desk.Today(v.g.Now)), department.StaffID(staff))
}

// reasons say why a task is whose it is, and why now.
func (v *viewer) reasons(t store.Task, row TaskView) []Reason {
	list := []Reason{v.reason(t.Reason, fault.Args{"roles": roleNames(t.Roles)})}
	if v.covers(t.Assignee) {
		list = []Reason{v.reason("task.reason.cover", fault.Args{"who": v.dir.Person(t.Assignee).Name})}
	}
	if row.Overdue {
		list = append(list, v.reason("task.reason.overdue", fault.Args{"days": int((v.g.Now - t.DueAt) / 86_400_000)}))
	}
	if days := int((v.g.Now - t.OpenedAt) / 86_400_000); days > 0 && !row.Overdue {
		list = append(list, v.reason("task.reason.open_for", fault.Args{"days": days}))
	}
	return list
}

// proposal returns the decision at a gate that waits for confirmation.
func (v *viewer) proposal(ctx context.Context, o opportunity.Opportunity, gate string) (*ProposalView, error) {
	reviews, err := v.g.ReviewsOf(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range reviews {
		if r.Gate == gate && r.State == "proposed" {
			return &ProposalView{ID: r.ID, By: *v.person(r.ProposedBy), At: r.ProposedAt, Word: r.Word}, nil
		}
	}
	return nil, nil //nolint:nilnil // no proposal is no fault
}
