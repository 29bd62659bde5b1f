package storetest

import (
	"context"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
)

// yuan returns an amount of minor fen.
func yuan(minor int64) money.Amount { return money.Amount{Minor: minor, Currency: "CNY"} }

func opportunities(t *testing.T, s store.Store) {
	t.Helper()
	level := 3
	o := opportunity.Opportunity{
		ID: "opp_1", ExternalID: "X1", Account: "acc_1", Name: text("三号线"), Commander: "stf_1", Amount: yuan(612000),
		State: opportunity.Open, Stage: "S2", ExpectedOn: "2026-12-01", Need: opportunity.Need{Urgency: &level},
		RedFlags: []string{"R1"}, UpdatedAt: 4,
	}
	gone := opportunity.Opportunity{ID: "opp_2", ExternalID: "X2", Name: text("已撤"), Voided: true}
	update(t, s, func(ctx context.Context, tx store.Tx) error { return put(ctx, tx.PutOpportunity, &o, &gone) })
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Opportunity(ctx, "opp_1")
		same(t, "opportunity", got, o)
		if err != nil {
			return err
		}
		got, err = r.OpportunityByExternalID(ctx, "X1")
		same(t, "by external id", got, o)
		if err != nil {
			return err
		}
		_, err = r.OpportunityByExternalID(ctx, "X2")
		missing(t, "voided by external id", err)
		return nil
	})
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		changed := o
		changed.Stage = "S3"
		return put(ctx, tx.PutOpportunity, &changed)
	})
	refused(t, s, fault.Stale, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.PutOpportunity(ctx, o)
		return err
	})
}

func opportunityList(t *testing.T, s store.Store) {
	t.Helper()
	one := opportunity.Opportunity{
		ID: "opp_1", Account: "acc_1", Name: text("乙"), Commander: "stf_1", Product: "prd_1", Amount: yuan(500),
		State: opportunity.Open, Stage: "S1", ExpectedOn: "2026-05-01", UpdatedAt: 3, Import: "imp_1",
	}
	two := opportunity.Opportunity{
		ID: "opp_2", Account: "acc_2", Name: i18n.Text{ZH: "丙", EN: "Gear"}, Commander: "stf_2", Amount: yuan(900),
		State: opportunity.Won, Stage: "S5", UpdatedAt: 1,
	}
	three := opportunity.Opportunity{
		ID: "opp_3", Name: text("甲"), Commander: "stf_1", Amount: yuan(500), State: opportunity.Open, Stage: "S2",
		ExpectedOn: "2026-04-01", UpdatedAt: 2, Import: "imp_1",
		Waiting: []opportunity.Unattached{{Kind: "account", Value: "远方"}},
	}
	gone := opportunity.Opportunity{ID: "opp_4", Name: text("已撤"), Voided: true, Import: "imp_1"}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		heng := account.Account{ID: "acc_1", Name: i18n.Text{ZH: "恒川重工", EN: "Hengchuan"}}
		other := account.Account{ID: "acc_2", Name: text("其他")}
		if err := put(ctx, tx.PutAccount, &heng, &other); err != nil {
			return err
		}
		gear := trade.Product{ID: "prd_1", Name: i18n.Text{ZH: "减速机", EN: "Gearbox"}}
		if err := put(ctx, tx.PutProduct, &gear); err != nil {
			return err
		}
		return put(ctx, tx.PutOpportunity, &one, &two, &three, &gone)
	})
	for _, c := range []struct {
		name string
		q    store.OpportunityQuery
		want []opportunity.ID
	}{
		{"latest change first", store.OpportunityQuery{}, []opportunity.ID{"opp_1", "opp_3", "opp_2"}},
		{"greatest amount first", store.OpportunityQuery{Sort: "-amount"}, []opportunity.ID{"opp_2", "opp_3", "opp_1"}},
		{"smallest amount first", store.OpportunityQuery{Sort: "amount"}, []opportunity.ID{"opp_1", "opp_3", "opp_2"}},
		{"expected, none last", store.OpportunityQuery{Sort: "expected"}, []opportunity.ID{"opp_3", "opp_1", "opp_2"}},
		{"by name in the order of code points", store.OpportunityQuery{Sort: "name"}, []opportunity.ID{"opp_2", "opp_1", "opp_3"}},
		{"own name", store.OpportunityQuery{Text: "gea"}, []opportunity.ID{"opp_2"}},
		{"name of the account", store.OpportunityQuery{Text: "川重"}, []opportunity.ID{"opp_1"}},
		{"of an account", store.OpportunityQuery{Account: "acc_2"}, []opportunity.ID{"opp_2"}},
		{"of a commander", store.OpportunityQuery{Commander: "stf_1"}, []opportunity.ID{"opp_1", "opp_3"}},
		{"in a state", store.OpportunityQuery{State: opportunity.Won}, []opportunity.ID{"opp_2"}},
		{"in a stage", store.OpportunityQuery{Stage: "S2"}, []opportunity.ID{"opp_3"}},
		{"waiting", store.OpportunityQuery{Waiting: true}, []opportunity.ID{"opp_3"}},
		{"of an import", store.OpportunityQuery{Import: "imp_1"}, []opportunity.ID{"opp_1", "opp_3"}},
	} {
		view(t, s, func(ctx context.Context, r store.Reader) error {
			p, err := r.Opportunities(ctx, everything(), c.q)
			same(t, c.name, idsOf(p.Rows), c.want)
			return err
		})
	}
	rowsAndCounts(t, s, one)
}

// rowsAndCounts looks at a whole row of the list and at the counts beside it.
func rowsAndCounts(t *testing.T, s store.Store, one opportunity.Opportunity) {
	t.Helper()
	view(t, s, func(ctx context.Context, r store.Reader) error {
		p, err := r.Opportunities(ctx, everything(), store.OpportunityQuery{Text: "川重"})
		same(t, "row with its names", p.Rows, []store.OpportunityRow{{
			Opportunity: one, AccountName: i18n.Text{ZH: "恒川重工", EN: "Hengchuan"},
			ProductName: i18n.Text{ZH: "减速机", EN: "Gearbox"},
		}})
		if err != nil {
			return err
		}
		counts, err := r.OpportunityCounts(ctx, everything())
		same(t, "counts", counts, []store.OpportunityCount{
			{State: opportunity.Open, Stage: "S1", Count: 1, Minor: 500, Currency: "CNY"},
			{State: opportunity.Open, Stage: "S2", Count: 1, Minor: 500, Currency: "CNY"},
			{State: opportunity.Won, Stage: "S5", Count: 1, Minor: 900, Currency: "CNY"},
		})
		return err
	})
}

func idsOf(rows []store.OpportunityRow) []opportunity.ID {
	return list(rows, func(r store.OpportunityRow) opportunity.ID { return r.ID })
}

func waiting(t *testing.T, s store.Store) {
	t.Helper()
	needs := func(id opportunity.ID, batch string, refs ...opportunity.Unattached) *opportunity.Opportunity {
		return &opportunity.Opportunity{ID: id, Import: batch, Waiting: refs}
	}
	far := opportunity.Unattached{Kind: "account", Value: "远方"}
	gear := opportunity.Unattached{Kind: "product", Value: "齿轮"}
	first := needs("opp_1", "imp_1", far, gear, far)
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		return put(ctx, tx.PutOpportunity, first, needs("opp_2", "imp_1", far), needs("opp_3", "imp_2", far),
			needs("opp_4", "imp_1", gear), needs("opp_5", "imp_1", opportunity.Unattached{Kind: "account"}))
	})
	wants := func(what, kind, value string, after opportunity.ID, limit int, want ...opportunity.ID) {
		t.Helper()
		view(t, s, func(ctx context.Context, r store.Reader) error {
			got, err := r.WaitingFor(ctx, "imp_1", kind, value, after, limit)
			ids := list(got, func(o opportunity.Opportunity) opportunity.ID { return o.ID })
			same(t, what, ids, append([]opportunity.ID{}, want...))
			return err
		})
	}
	wants("all of the import", "account", "远方", "", 9, "opp_1", "opp_2")
	wants("at most one", "account", "远方", "", 1, "opp_1")
	wants("after the first", "account", "远方", "opp_1", 9, "opp_2")
	wants("another kind", "product", "齿轮", "", 9, "opp_1", "opp_4")
	wants("an empty value", "account", "", "", 9, "opp_5")
	first.Waiting = first.Waiting[1:2]
	update(t, s, func(ctx context.Context, tx store.Tx) error { return put(ctx, tx.PutOpportunity, first) })
	wants("after one was attached", "account", "远方", "", 9, "opp_2")
	wants("the other reference still waits", "product", "齿轮", "", 9, "opp_1", "opp_4")
}

func papers(t *testing.T, s store.Store) {
	t.Helper()
	late := opportunity.Evidence{ID: "evd_1", Opportunity: "opp_1", Item: "技术协议", Kind: opportunity.TextEvidence, At: 9}
	early := opportunity.Evidence{ID: "evd_2", Opportunity: "opp_1", Item: "名单", Kind: opportunity.LinkEvidence, At: 3}
	other := opportunity.Evidence{ID: "evd_3", Opportunity: "opp_2"}
	review := opportunity.Review{ID: "rev_1", Opportunity: "opp_1", Gate: "G1", Word: "go", State: "proposed", NextFocus: []string{"样品"}}
	sample := opportunity.Sample{ID: "smp_1", Opportunity: "opp_1", Number: "SMP202609-0001", What: "样机", State: "draft", CreatedAt: 5}
	before := opportunity.Sample{ID: "smp_2", Opportunity: "opp_1", CreatedAt: 4}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		for _, e := range []opportunity.Evidence{late, early, other} {
			if err := tx.PutEvidence(ctx, e); err != nil {
				return err
			}
		}
		if err := put(ctx, tx.PutReview, &review); err != nil {
			return err
		}
		return put(ctx, tx.PutSample, &sample, &before)
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		of, err := r.EvidenceOf(ctx, "opp_1")
		same(t, "evidence, oldest first", of, []opportunity.Evidence{early, late})
		if err != nil {
			return err
		}
		reviews, err := r.ReviewsOf(ctx, "opp_1")
		same(t, "reviews", reviews, []opportunity.Review{review})
		if err != nil {
			return err
		}
		samples, err := r.SamplesOf(ctx, "opp_1")
		same(t, "samples, oldest first", samples, []opportunity.Sample{before, sample})
		if err != nil {
			return err
		}
		got, err := r.Sample(ctx, "smp_1")
		same(t, "sample", got, sample)
		_, err2 := r.Review(ctx, "rev_9")
		missing(t, "review", err2)
		return err
	})
	papersChange(t, s, late, early, review)
}

// papersChange withdraws evidence, decides a review and repeats a number.
func papersChange(t *testing.T, s store.Store, late, early opportunity.Evidence, review opportunity.Review) {
	t.Helper()
	late.Withdrawn = true
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		review.State = "decided"
		if err := put(ctx, tx.PutReview, &review); err != nil {
			return err
		}
		return tx.PutEvidence(ctx, late)
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		of, err := r.EvidenceOf(ctx, "opp_1")
		same(t, "evidence that is not withdrawn", of, []opportunity.Evidence{early})
		if err != nil {
			return err
		}
		got, err := r.EvidenceByID(ctx, "evd_1")
		same(t, "withdrawn evidence", got, late)
		if err != nil {
			return err
		}
		decided, err := r.Review(ctx, "rev_1")
		same(t, "review", decided, review)
		return err
	})
	refused(t, s, fault.Conflict, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.PutSample(ctx, opportunity.Sample{ID: "smp_3", Number: "SMP202609-0001"})
		return err
	})
}
