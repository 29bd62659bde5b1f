package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"qiju/internal/base/fault"
	"qiju/internal/base/page"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// together runs fn n times at once and fails the test with the first error.
func together(t *testing.T, n int, fn func(i int) error) {
	t.Helper()
	var all sync.WaitGroup
	errs := make([]error, n)
	for i := range n {
		all.Go(func() { errs[i] = fn(i) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func transactions(t *testing.T, s store.Store) {
	t.Helper()
	broke := errors.New("broke")
	one := func(id account.ID) func(tx store.Tx) error {
		return func(tx store.Tx) error {
			_, err := tx.PutAccount(in(t), account.Account{ID: id, Name: text("甲")})
			return err
		}
	}
	if err := s.Update(in(t), func(tx store.Tx) error { return errors.Join(one("acc_1")(tx), broke) }); !errors.Is(err, broke) {
		t.Errorf("got %v, want the error of the function", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("a panic of the function must go on")
			}
		}()
		_ = s.Update(in(t), func(tx store.Tx) error {
			if err := one("acc_2")(tx); err != nil {
				return err
			}
			panic(broke)
		})
	}()
	update(t, s, func(_ context.Context, tx store.Tx) error { return one("acc_3")(tx) })
	refused(t, s, fault.Conflict, func(_ context.Context, tx store.Tx) error {
		if err := one("acc_4")(tx); err != nil {
			return err
		}
		if err := one("acc_3")(tx); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second acc_3: got %v, want a fault.Conflict", err)
		}
		return nil // the broken transaction is refused nevertheless
	})
	ended, cancel := context.WithCancel(in(t))
	err := s.Update(ended, func(tx store.Tx) error {
		if err := one("acc_5")(tx); err != nil {
			return err
		}
		cancel()
		_, err := tx.PutAccount(ended, account.Account{ID: "acc_6"})
		return err
	})
	if err == nil {
		t.Error("a statement after the context ended must fail")
	}
	update(t, s, func(_ context.Context, tx store.Tx) error { return one("acc_7")(tx) })
	view(t, s, func(ctx context.Context, r store.Reader) error {
		p, err := r.Accounts(ctx, everything(), store.AccountQuery{})
		same(t, "accounts", list(p.Rows, func(a account.Account) account.ID { return a.ID }), []account.ID{"acc_3", "acc_7"})
		return err
	})
}

func snapshot(t *testing.T, s store.Store) {
	t.Helper()
	a := account.Account{ID: "acc_1", Name: text("甲")}
	update(t, s, func(ctx context.Context, tx store.Tx) error { return put(ctx, tx.PutAccount, &a) })
	view(t, s, func(ctx context.Context, r store.Reader) error {
		before, err := r.Account(ctx, "acc_1")
		if err != nil {
			return err
		}
		update(t, s, func(ctx context.Context, tx store.Tx) error {
			changed := a
			changed.Name = text("乙")
			second := account.Account{ID: "acc_2"}
			return put(ctx, tx.PutAccount, &changed, &second)
		})
		after, err := r.Account(ctx, "acc_1")
		same(t, "the same record in one view", after, before)
		_, err2 := r.Account(ctx, "acc_2")
		missing(t, "a record made during the view", err2)
		return err
	})
}

// noLostUpdate lets several add to the same records with read, change, put;
// whoever finds them changed begins again. The records are taken in opposite
// orders, so that a store with row locks must resolve deadlocks.
func noLostUpdate(t *testing.T, s store.Store) {
	t.Helper()
	const writers, each = 4, 10
	ids := []account.ID{"acc_1", "acc_2"}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		return put(ctx, tx.PutAccount, &account.Account{ID: ids[0]}, &account.Account{ID: ids[1]})
	})
	add := func(tx store.Tx, order []account.ID) error {
		for _, id := range order {
			a, err := tx.Account(in(t), id)
			if err != nil {
				return err
			}
			a.Employees++
			if _, err := tx.PutAccount(in(t), a); err != nil {
				return err
			}
		}
		return nil
	}
	together(t, writers, func(w int) error {
		order := slices.Clone(ids)
		if w%2 == 1 {
			slices.Reverse(order)
		}
		for done := 0; done < each; {
			err := s.Update(in(t), func(tx store.Tx) error { return add(tx, order) })
			if err != nil && !fault.Is(err, fault.Stale) && !fault.Is(err, fault.Busy) {
				return err
			}
			if err == nil {
				done++
			}
		}
		return nil
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		for _, id := range ids {
			a, err := r.Account(ctx, id)
			if err != nil {
				return err
			}
			if a.Employees != writers*each || a.Rev != writers*each+1 {
				t.Errorf("%s: got %d additions at revision %d, want %d", id, a.Employees, a.Rev, writers*each)
			}
		}
		return nil
	})
}

// pages is the law that the concatenated pages are the whole list, in its
// order, whatever is inserted between two pages.
func pages(t *testing.T, s store.Store) {
	t.Helper()
	made := 0
	rapid.Check(t, func(r *rapid.T) {
		made++
		owner := fmt.Sprintf("stf_%d", made) // a list of its own for each check
		n := 0
		insert := func(rows int) (ids []opportunity.ID) {
			err := s.Update(in(t), func(tx store.Tx) error {
				ids = nil
				for range rows {
					n++
					o := opportunity.Opportunity{
						ID:        opportunity.ID(fmt.Sprintf("opp_%d_%d_%d", made, rapid.IntRange(0, 9).Draw(r, "id"), n)),
						Name:      text(rapid.SampledFrom([]string{"", "甲", "乙", "a"}).Draw(r, "name")),
						Amount:    yuan(rapid.Int64Range(-2, 2).Draw(r, "amount")),
						Commander: owner,
					}
					if _, err := tx.PutOpportunity(in(t), o); err != nil {
						return err
					}
					ids = append(ids, o.ID)
				}
				return nil
			})
			if err != nil {
				r.Fatalf("insert: %v", err)
			}
			return ids
		}
		sort := rapid.SampledFrom([]string{"-updated", "-amount", "amount", "expected", "name"}).Draw(r, "sort")
		first := insert(rapid.IntRange(0, 12).Draw(r, "rows"))
		var got []store.OpportunityRow
		request := page.Request{Limit: rapid.IntRange(1, 5).Draw(r, "limit")}
		for {
			var p page.Page[store.OpportunityRow]
			err := s.View(in(t), func(reader store.Reader) (err error) {
				q := store.OpportunityQuery{Commander: owner, Sort: sort, Request: request}
				p, err = reader.Opportunities(in(t), everything(), q)
				return err
			})
			if err != nil {
				r.Fatalf("page: %v", err)
			}
			got = append(got, p.Rows...)
			if request.After = p.Next; p.Next == "" {
				break
			}
			insert(rapid.IntRange(0, 2).Draw(r, "more"))
		}
		judgePages(r, sort, idsOf(got), first, got)
	})
}

func judgePages(r *rapid.T, sort string, ids, first []opportunity.ID, rows []store.OpportunityRow) {
	for _, id := range first {
		if !slices.Contains(ids, id) {
			r.Errorf("%s was there from the first and is missing", id)
		}
	}
	if unique := slices.Compact(slices.Sorted(slices.Values(ids))); len(unique) != len(ids) {
		r.Errorf("%d rows, %d of them different", len(ids), len(unique))
	}
	before := map[string]func(a, b store.OpportunityRow) bool{
		"-amount": func(a, b store.OpportunityRow) bool { return a.Amount.Minor >= b.Amount.Minor },
		"amount":  func(a, b store.OpportunityRow) bool { return a.Amount.Minor <= b.Amount.Minor },
		"name":    func(a, b store.OpportunityRow) bool { return a.Name.ZH <= b.Name.ZH },
	}[sort]
	for i := 1; before != nil && i < len(rows); i++ {
		if !before(rows[i-1], rows[i]) {
			r.Errorf("rows %d and %d are not in order", i-1, i)
		}
	}
}
