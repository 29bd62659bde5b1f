package sqlstore

import (
	"context"

	"qiju/internal/sales/opportunity"
)

// Opportunity returns a deal, also a voided one.
func (t *tx) Opportunity(ctx context.Context, id opportunity.ID) (opportunity.Opportunity, error) {
	return one[opportunity.Opportunity](ctx, t, "SELECT body FROM opportunities WHERE id = $1", string(id))
}

// OpportunityByExternalID returns the deal that another system knows by the id.
func (t *tx) OpportunityByExternalID(ctx context.Context, external string) (opportunity.Opportunity, error) {
	return one[opportunity.Opportunity](ctx, t,
		"SELECT body FROM opportunities WHERE external_id = $1 AND external_id <> '' AND voided = 0", external)
}

// WaitingFor returns up to limit deals of an import after id that wait for a
// value of kind, by id.
func (t *tx) WaitingFor(
	ctx context.Context, importID, kind, value string, after opportunity.ID, limit int,
) ([]opportunity.Opportunity, error) {
	return all[opportunity.Opportunity](ctx, t, `SELECT o.body FROM waiting w JOIN opportunities o ON o.id = w.opportunity
		WHERE w.import = $1 AND w.kind = $2 AND w.value = $3 AND w.opportunity > $4 AND o.voided = 0
		ORDER BY w.opportunity LIMIT $5`, importID, kind, value, string(after), limit)
}

// PutOpportunity stores a deal and files it under its key for scopes: its
// account, or itself where it has none.
func (t *tx) PutOpportunity(ctx context.Context, o opportunity.Opportunity) (opportunity.Opportunity, error) {
	was := o.Rev
	o.Rev++
	key := o.Account
	if key == "" {
		key = string(o.ID)
	}
	expected := string(o.ExpectedOn)
	if expected == "" {
		expected = "~"
	}
	stored, err := put(ctx, t, o, row{table: "opportunities", id: string(o.ID), was: was, fields: []field{
		{"external_id", o.ExternalID},
		{"scope_key", key},
		{"product", o.Product},
		{"name", o.Name.ZH},
		{"search", searchText(o.Name.ZH, o.Name.EN)},
		{"commander", o.Commander},
		{"minor", o.Amount.Minor},
		{"currency", o.Amount.Currency},
		{"state", string(o.State)},
		{"stage", o.Stage},
		{"expected_on", expected},
		{"waiting", flag(len(o.Waiting) > 0)},
		{"import", o.Import},
		{"voided", flag(o.Voided)},
		{"updated_at", int64(o.UpdatedAt)},
	}})
	if err != nil {
		return opportunity.Opportunity{}, err
	}
	return stored, t.fileWaiting(ctx, o, was > 0)
}

// fileWaiting files what a deal waits for; filed says that it may be filed
// already.
func (t *tx) fileWaiting(ctx context.Context, o opportunity.Opportunity, filed bool) error {
	if filed {
		if _, err := t.exec(ctx, "DELETE FROM waiting WHERE opportunity = $1", string(o.ID)); err != nil {
			return err
		}
	}
	seen := map[[2]string]bool{}
	var rows [][]any
	for _, w := range o.Waiting {
		if k := [2]string{w.Kind, w.Value}; !seen[k] {
			seen[k] = true
			rows = append(rows, []any{o.Import, w.Kind, w.Value, string(o.ID)})
		}
	}
	return t.insertMany(ctx, "waiting", []string{"import", "kind", "value", "opportunity"}, rows)
}

// EvidenceByID returns a piece of evidence, also a withdrawn one.
func (t *tx) EvidenceByID(ctx context.Context, id opportunity.EvidenceID) (opportunity.Evidence, error) {
	return one[opportunity.Evidence](ctx, t, "SELECT body FROM evidence WHERE id = $1", string(id))
}

// EvidenceOf returns the evidence of a deal that is not withdrawn, oldest first.
func (t *tx) EvidenceOf(ctx context.Context, id opportunity.ID) ([]opportunity.Evidence, error) {
	return all[opportunity.Evidence](ctx, t,
		"SELECT body FROM evidence WHERE opportunity = $1 AND withdrawn = 0 ORDER BY at, id", string(id))
}

// PutEvidence stores a piece of evidence, over an earlier state of it.
func (t *tx) PutEvidence(ctx context.Context, e opportunity.Evidence) error {
	text, err := encode(e)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO evidence (id, opportunity, at, withdrawn, body) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET opportunity = excluded.opportunity, at = excluded.at,
		withdrawn = excluded.withdrawn, body = excluded.body`,
		string(e.ID), string(e.Opportunity), int64(e.At), flag(e.Withdrawn), text)
	return err
}

// Review returns a gate review.
func (t *tx) Review(ctx context.Context, id opportunity.ReviewID) (opportunity.Review, error) {
	return one[opportunity.Review](ctx, t, "SELECT body FROM reviews WHERE id = $1", string(id))
}

// ReviewsOf returns the reviews of a deal, oldest first: ids are time-ordered.
func (t *tx) ReviewsOf(ctx context.Context, id opportunity.ID) ([]opportunity.Review, error) {
	return all[opportunity.Review](ctx, t,
		"SELECT body FROM reviews WHERE opportunity = $1 ORDER BY id", string(id))
}

// PutReview stores a gate review.
func (t *tx) PutReview(ctx context.Context, r opportunity.Review) (opportunity.Review, error) {
	was := r.Rev
	r.Rev++
	return put(ctx, t, r, row{table: "reviews", id: string(r.ID), was: was, fields: []field{
		{"opportunity", string(r.Opportunity)},
	}})
}

// Sample returns a sample request.
func (t *tx) Sample(ctx context.Context, id opportunity.SampleID) (opportunity.Sample, error) {
	return one[opportunity.Sample](ctx, t, "SELECT body FROM samples WHERE id = $1", string(id))
}

// SamplesOf returns the samples of a deal, oldest first.
func (t *tx) SamplesOf(ctx context.Context, id opportunity.ID) ([]opportunity.Sample, error) {
	return all[opportunity.Sample](ctx, t,
		"SELECT body FROM samples WHERE opportunity = $1 ORDER BY created_at, id", string(id))
}

// PutSample stores a sample request; its number is unique.
func (t *tx) PutSample(ctx context.Context, s opportunity.Sample) (opportunity.Sample, error) {
	was := s.Rev
	s.Rev++
	return put(ctx, t, s, row{table: "samples", id: string(s.ID), was: was, fields: []field{
		{"opportunity", string(s.Opportunity)},
		{"number", s.Number},
		{"created_at", int64(s.CreatedAt)},
	}})
}
