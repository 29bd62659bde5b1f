package store

import (
	"context"

	"qiju/internal/access"
	"qiju/internal/base/i18n"
	"qiju/internal/base/page"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
)

// OpportunityQuery filters and sorts the list of opportunities.
type OpportunityQuery struct {
	Text      string // part of the name, or of the account's name or code, case-insensitive; "" for all
	Account   account.ID
	Commander string
	State     opportunity.State
	Stage     string
	Waiting   bool   // only those that wait for an account or a product
	Import    string // only those of one import
	Sort      string // "-updated" (default), "-amount", "amount", "expected", "name"
	page.Request
}

// OpportunityRow is a line of the list.
type OpportunityRow struct {
	opportunity.Opportunity
	AccountName i18n.Text `json:"accountName"`
	ProductName i18n.Text `json:"productName"`
}

// OpportunityCount is the number and the value of opportunities in one state.
type OpportunityCount struct {
	State    opportunity.State `json:"state"`
	Stage    string            `json:"stage"`
	Count    int64             `json:"count"`
	Minor    int64             `json:"minor"` // sum of amounts in minor units, at most money.Max either way
	Currency string            `json:"currency"`
}

// OpportunityReader reads deals.
type OpportunityReader interface {
	Opportunity(ctx context.Context, id opportunity.ID) (opportunity.Opportunity, error)
	OpportunityByExternalID(ctx context.Context, external string) (opportunity.Opportunity, error)
	Opportunities(ctx context.Context, scope access.Scope, q OpportunityQuery) (page.Page[OpportunityRow], error)
	// OpportunityCounts groups what scope sees by state, stage and currency.
	OpportunityCounts(ctx context.Context, scope access.Scope) ([]OpportunityCount, error)
	// WaitingFor returns up to limit opportunities of an import after id that
	// wait for value of kind, by id.
	WaitingFor(ctx context.Context, importID, kind, value string, after opportunity.ID, limit int) ([]opportunity.Opportunity, error)
	EvidenceByID(ctx context.Context, id opportunity.EvidenceID) (opportunity.Evidence, error)
	// EvidenceOf returns the evidence of a deal that is not withdrawn, oldest first.
	EvidenceOf(ctx context.Context, id opportunity.ID) ([]opportunity.Evidence, error)
	Review(ctx context.Context, id opportunity.ReviewID) (opportunity.Review, error)
	// ReviewsOf returns the reviews of a deal, oldest first.
	ReviewsOf(ctx context.Context, id opportunity.ID) ([]opportunity.Review, error)
	Sample(ctx context.Context, id opportunity.SampleID) (opportunity.Sample, error)
	// SamplesOf returns the samples of a deal, oldest first.
	SamplesOf(ctx context.Context, id opportunity.ID) ([]opportunity.Sample, error)
}

// OpportunityWriter changes deals.
type OpportunityWriter interface {
	// PutOpportunity also files the record under its key for scopes: its
	// account, or itself where it has none.
	PutOpportunity(ctx context.Context, o opportunity.Opportunity) (opportunity.Opportunity, error)
	PutEvidence(ctx context.Context, e opportunity.Evidence) error
	PutReview(ctx context.Context, r opportunity.Review) (opportunity.Review, error)
	PutSample(ctx context.Context, s opportunity.Sample) (opportunity.Sample, error)
}
