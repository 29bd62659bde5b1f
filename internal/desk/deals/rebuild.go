package deals

import (
	"context"

	"qiju/internal/desk/runs"
	"qiju/internal/engine"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// Rebuild makes the states of all runs anew from the journal and compares.
func (d *Deals) Rebuild(ctx context.Context, progress func(done, total int)) (runs.Rebuilt, error) {
	return d.book.Rebuild(ctx, func(ctx context.Context, r store.Reader, s engine.Subject) (runs.Frame, bool, error) {
		o, err := r.Opportunity(ctx, opportunity.ID(s.ID))
		if err != nil || o.Voided {
			return runs.Frame{}, false, err
		}
		f, err := d.frame(ctx, r, o, d.desk.Today(d.desk.Clock.Now()))
		return f, true, err
	}, progress)
}
