package storetest

import (
	"context"
	"fmt"
	"testing"

	"qiju/internal/access"
	"qiju/internal/base/page"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// scopes fills a store with 1,000 accounts, each with a deal and an audit line,
// and looks at every list with the eyes of people who see nothing, little, much
// and everything: stores may serve those who see much in another way.
func scopes(t *testing.T, s store.Store) {
	t.Helper()
	const records = 1000
	fillScopes(t, s, records)
	for _, c := range []struct {
		name  string
		scope access.Scope
		sees  func(i int) bool
	}{
		{"the zero scope", access.Scope{}, func(int) bool { return false }},
		{"nobody", access.RelatedTo(""), func(int) bool { return false }},
		{"a stranger", access.RelatedTo("stf_stranger"), func(int) bool { return false }},
		{"who sees little", access.RelatedTo("stf_little"), func(i int) bool { return i%100 == 0 }},
		{"who sees much", access.RelatedTo("stf_much"), func(i int) bool { return i%2 == 0 }},
		{"who sees everything", everything(), func(int) bool { return true }},
	} {
		want := map[string]bool{}
		for i := range records {
			if c.sees(i) {
				want[key(i)] = true
			}
		}
		for name, walk := range scopedLists(c.scope) {
			view(t, s, func(ctx context.Context, r store.Reader) error {
				got, err := walk(ctx, r)
				compareKeys(t, c.name+": "+name, got, want)
				return err
			})
		}
		view(t, s, func(ctx context.Context, r store.Reader) error {
			counts, err := r.OpportunityCounts(ctx, c.scope)
			n := int64(0)
			for _, row := range counts {
				n += row.Count
			}
			if n != int64(len(want)) {
				t.Errorf("%s: counts say %d deals, want %d", c.name, n, len(want))
			}
			return err
		})
	}
	update(t, s, func(ctx context.Context, tx store.Tx) error { return tx.SetRelations(ctx, key(0), nil) })
	view(t, s, func(ctx context.Context, r store.Reader) error {
		p, err := r.Accounts(ctx, access.RelatedTo("stf_little"), store.AccountQuery{Text: "户0 "})
		same(t, "a record whose relation ended", p.Rows, []account.Account{})
		return err
	})
}

// key returns the account of the i-th deal; every tenth deal has none and is
// its own key.
func key(i int) string {
	if i%10 == 5 {
		return fmt.Sprintf("opp_%04d", i)
	}
	return fmt.Sprintf("acc_%04d", i)
}

func fillScopes(t *testing.T, s store.Store, records int) {
	t.Helper()
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		for i := range records {
			o := opportunity.Opportunity{ID: opportunity.ID(fmt.Sprintf("opp_%04d", i)), Amount: yuan(int64(i % 7))}
			a := account.Account{ID: account.ID(key(i)), Name: text(fmt.Sprintf("户%d ", i))}
			if i%10 != 5 {
				o.Account = key(i)
			}
			who := map[string][]access.Relation{"stf_other": {access.Owner}}
			if i%100 == 0 {
				who["stf_little"] = []access.Relation{access.Owner, access.Seller}
			}
			if i%2 == 0 {
				who["stf_much"] = []access.Relation{access.Head}
			}
			if err := put(ctx, tx.PutOpportunity, &o); err != nil {
				return err
			}
			if err := put(ctx, tx.PutAccount, &a); err != nil {
				return err
			}
			if err := tx.SetRelations(ctx, key(i), who); err != nil {
				return err
			}
			line := store.AuditLine{ID: fmt.Sprintf("aud_%04d", i), Act: "note", Key: key(i)}
			if err := tx.AppendAudit(ctx, line); err != nil {
				return err
			}
		}
		return nil
	})
}

// scopedLists returns every list that takes a scope and pages, as a walk over
// all its pages that gives the keys of the rows.
func scopedLists(scope access.Scope) map[string]func(context.Context, store.Reader) ([]string, error) {
	lists := map[string]func(context.Context, store.Reader) ([]string, error){
		"audit": func(ctx context.Context, r store.Reader) ([]string, error) {
			return walk(func(p page.Request) (page.Page[store.AuditLine], error) {
				return r.Audit(ctx, scope, store.AuditQuery{Request: p})
			}, func(l store.AuditLine) string { return l.Key })
		},
	}
	for _, sort := range []string{"name", "code", "-updated"} {
		lists["accounts by "+sort] = func(ctx context.Context, r store.Reader) ([]string, error) {
			return walk(func(p page.Request) (page.Page[account.Account], error) {
				return r.Accounts(ctx, scope, store.AccountQuery{Sort: sort, Request: p})
			}, func(a account.Account) string { return string(a.ID) })
		}
	}
	for _, sort := range []string{"-updated", "-amount", "amount", "expected", "name"} {
		lists["opportunities by "+sort] = func(ctx context.Context, r store.Reader) ([]string, error) {
			return walk(func(p page.Request) (page.Page[store.OpportunityRow], error) {
				return r.Opportunities(ctx, scope, store.OpportunityQuery{Sort: sort, Request: p})
			}, func(o store.OpportunityRow) string {
				if o.Account == "" {
					return string(o.ID)
				}
				return o.Account
			})
		}
	}
	return lists
}

// walk concatenates the pages of a list.
func walk[T any](ask func(page.Request) (page.Page[T], error), keyOf func(T) string) ([]string, error) {
	var keys []string
	request := page.Request{Limit: 170}
	for {
		p, err := ask(request)
		if err != nil {
			return nil, err
		}
		keys = append(keys, list(p.Rows, keyOf)...)
		if p.Next == "" {
			return keys, nil
		}
		request.After = p.Next
	}
}

func compareKeys(t *testing.T, what string, got []string, want map[string]bool) {
	t.Helper()
	seen := map[string]bool{}
	for _, k := range got {
		if seen[k] {
			t.Errorf("%s: %s stands twice", what, k)
		}
		seen[k] = true
		if !want[k] {
			t.Errorf("%s: %s is not theirs to see", what, k)
		}
	}
	if len(seen) != len(want) {
		t.Errorf("%s: got %d rows, want %d", what, len(seen), len(want))
	}
}
