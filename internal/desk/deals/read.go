package deals

import (
	"context"

	"qiju/internal/access"
	"qiju/internal/base/money"
	"qiju/internal/base/page"
	"qiju/internal/desk"
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
