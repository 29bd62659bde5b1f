package deals

import (
	"context"

	"qiju/internal/access"
	"qiju/internal/base/money"
	"qiju/internal/base/page"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// Query filters and sorts the list of opportunities.
type Query = store.OpportunityQuery

// List returns what the caller may see of the opportunities.
func (d *Deals) List(ctx context.Context, by desk.Caller, q Query) (page.Page[Row], error) {
	var out page.Page[Row]
	err := d.desk.Look(ctx, by, access.ListOpportunities, func(ctx context.Context, g *desk.Glance) error {
		p, err := g.Opportunities(ctx, g.Scope(access.OpportunityKind), q)
		if err != nil {
			return err
		}
		v, err := d.viewer(ctx, g)
		if err != nil {
			return err
		}
		var ids []account.ID
		for _, o := range p.Rows {
			ids = append(ids, account.ID(o.Account))
		}
		if err := v.fetch(ctx, ids); err != nil {
			return err
		}
		out = page.Page[Row]{Rows: make([]Row, len(p.Rows)), Next: p.Next}
		for i, o := range p.Rows {
			out.Rows[i] = v.row(o.Opportunity)
		}
		return nil
	})
	return out, err
}

// Count is how many deals stand where, and their value.
type Count struct {
	State  opportunity.State `json:"state"`
	Stage  string            `json:"stage,omitempty"`
	Count  int64             `json:"count"`
	Amount money.Amount      `json:"amount"`
}

// Counts groups what the caller may see by state and stage.
func (d *Deals) Counts(ctx context.Context, by desk.Caller) ([]Count, error) {
	rows := []Count{}
	err := d.desk.Look(ctx, by, access.CountOpportunities, func(ctx context.Context, g *desk.Glance) error {
		list, err := g.OpportunityCounts(ctx, g.Scope(access.OpportunityKind))
		for _, c := range list {
			rows = append(rows, Count{State: c.State, Stage: c.Stage, Count: c.Count, Amount: money.Amount{Minor: c.Minor, Currency: c.Currency}})
		}
		return err
	})
	return rows, err
}

// Get returns one opportunity.
func (d *Deals) Get(ctx context.Context, by desk.Caller, id opportunity.ID) (Detail, error) {
	var out Detail
	err := d.desk.Look(ctx, by, access.GetOpportunity, func(ctx context.Context, g *desk.Glance) error {
		o, err := load(ctx, g, g, id)
		if err != nil {
			return err
		}
		v, err := d.viewer(ctx, g)
		if err != nil {
			return err
		}
		out, err = v.detail(ctx, o)
		return err
	})
	return out, err
}

// Show returns the deal as an act of the caller left it, as far as they may read
// it now: who calls with a token that only writes is told its revision and no
// more. It does not fail, because the act is done.
func (d *Deals) Show(ctx context.Context, by desk.Caller, o opportunity.Opportunity) Detail {
	bare := Detail{
		Row:      Row{ID: o.ID, Rev: o.Rev, State: o.State, Waiting: []WaitingView{}, UpdatedAt: o.UpdatedAt},
		RedFlags: []string{}, Stated: map[string]opportunity.Statement{}, May: []string{},
	}
	out := bare
	err := d.desk.Look(ctx, by, access.GetOpportunity, func(ctx context.Context, g *desk.Glance) error {
		g.AfterAct()
		rel, err := g.Relation(ctx, accounts.KeyOf(o))
		if err != nil || !g.Could(access.GetOpportunity, rel) {
			return err
		}
		v, err := d.viewer(ctx, g)
		if err != nil {
			return err
		}
		out, err = v.detail(ctx, o)
		return err
	})
	if err != nil {
		return bare
	}
	return out
}

// ShowTask is Show for a task.
func (d *Deals) ShowTask(ctx context.Context, by desk.Caller, task store.Task) TaskView {
	bare := TaskView{ID: task.ID, Rev: task.Rev, Kind: task.Kind, Node: task.Node, Subject: task.Subject, Reasons: []Reason{}}
	out := bare
	err := d.desk.Look(ctx, by, access.GetTask, func(ctx context.Context, g *desk.Glance) error {
		g.AfterAct()
		rel, err := g.Relation(ctx, task.Key)
		if err != nil || !g.Could(access.GetTask, rel) {
			return err
		}
		v, err := d.viewer(ctx, g)
		if err != nil {
			return err
		}
		rows, err := v.tasks(ctx, []store.Task{task})
		if err == nil {
			out = rows[0]
		}
		return err
	})
	if err != nil {
		return bare
	}
	return out
}
