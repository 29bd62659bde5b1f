package storetest

import (
	"context"
	"testing"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/page"
	"qiju/internal/sales/account"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
)

// everything is the scope of the tests that are not about scopes.
func everything() access.Scope { return access.Everything("conformance suite") }

func accounts(t *testing.T, s store.Store) {
	t.Helper()
	a := account.Account{
		ID: "acc_1", Code: "A08", ExternalID: "X1", Name: i18n.Text{ZH: "恒川重工", EN: "Hengchuan"}, Owner: "stf_1",
		Phase: account.Attack, Value: account.Levels{1, -1}, Dossier: account.Dossier{"A1": {Value: "是"}}, UpdatedAt: 9,
	}
	gone := account.Account{ID: "acc_2", ExternalID: "X2", Name: text("已撤"), Voided: true}
	update(t, s, func(ctx context.Context, tx store.Tx) error { return put(ctx, tx.PutAccount, &a, &gone) })
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Account(ctx, "acc_1")
		same(t, "account", got, a)
		if err != nil {
			return err
		}
		got, err = r.AccountByExternalID(ctx, "X1")
		same(t, "by external id", got, a)
		if err != nil {
			return err
		}
		_, err = r.AccountByExternalID(ctx, "X2")
		missing(t, "voided by external id", err)
		_, err = r.Account(ctx, "acc_3")
		missing(t, "account", err)
		named, err := r.AccountNames(ctx, []account.ID{"acc_1", "acc_9", "acc_2"})
		if len(named) != 2 {
			t.Errorf("accounts of ids: got %d, want the 2 that exist", len(named))
		}
		return err
	})
	refused(t, s, fault.Stale, func(ctx context.Context, tx store.Tx) error {
		first := a
		if err := put(ctx, tx.PutAccount, &first); err != nil {
			return err
		}
		_, err := tx.PutAccount(ctx, a)
		return err
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Account(ctx, "acc_1")
		same(t, "account after a refused transaction", got, a)
		return err
	})
	refused(t, s, fault.Conflict, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.PutAccount(ctx, account.Account{ID: "acc_3", ExternalID: "X1"})
		return err
	})
}

func accountList(t *testing.T, s store.Store) {
	t.Helper()
	put4 := []*account.Account{
		{ID: "acc_1", Code: "B2", Name: i18n.Text{ZH: "恒川重工", EN: "Hengchuan Heavy"}, Owner: "stf_1", Phase: account.Attack, UpdatedAt: 3},
		{ID: "acc_2", Code: "B1", Name: i18n.Text{ZH: "百分之%五"}, Owner: "stf_2", Phase: account.Attack, UpdatedAt: 1},
		{ID: "acc_3", Code: "B3", Name: i18n.Text{ZH: "重工恒"}, Owner: "stf_1", Phase: account.Hold, UpdatedAt: 2},
		{ID: "acc_4", Code: "B4", Name: text("已撤"), Voided: true},
	}
	update(t, s, func(ctx context.Context, tx store.Tx) error { return put(ctx, tx.PutAccount, put4...) })
	for _, c := range []struct {
		name string
		q    store.AccountQuery
		want []account.ID
	}{
		{"all by name in the order of code points", store.AccountQuery{}, []account.ID{"acc_1", "acc_2", "acc_3"}},
		{"by code", store.AccountQuery{Sort: "code"}, []account.ID{"acc_2", "acc_1", "acc_3"}},
		{"latest change first", store.AccountQuery{Sort: "-updated"}, []account.ID{"acc_1", "acc_3", "acc_2"}},
		{"inner characters", store.AccountQuery{Text: "川重"}, []account.ID{"acc_1"}},
		{"twin in any case", store.AccountQuery{Text: "HEAVY"}, []account.ID{"acc_1"}},
		{"code in any case", store.AccountQuery{Text: "b3"}, []account.ID{"acc_3"}},
		{"a per cent sign is itself", store.AccountQuery{Text: "%"}, []account.ID{"acc_2"}},
		{"an underscore is itself", store.AccountQuery{Text: "_"}, []account.ID{}},
		{"of an owner", store.AccountQuery{Owner: "stf_1"}, []account.ID{"acc_1", "acc_3"}},
		{"of an owner in a phase", store.AccountQuery{Owner: "stf_1", Phase: account.Hold}, []account.ID{"acc_3"}},
		{"one row", store.AccountQuery{Request: page.Request{Limit: 1}}, []account.ID{"acc_1"}},
	} {
		view(t, s, func(ctx context.Context, r store.Reader) error {
			p, err := r.Accounts(ctx, everything(), c.q)
			same(t, c.name, list(p.Rows, func(a account.Account) account.ID { return a.ID }), c.want)
			return err
		})
	}
	badPages(t, s)
}

// badPages asks for pages that cannot be.
func badPages(t *testing.T, s store.Store) {
	t.Helper()
	var next string
	view(t, s, func(ctx context.Context, r store.Reader) error {
		p, err := r.Accounts(ctx, everything(), store.AccountQuery{Request: page.Request{Limit: 1}})
		next = p.Next
		return err
	})
	for name, q := range map[string]store.AccountQuery{
		"a sort that is not offered": {Sort: "body"},
		"a cursor of another sort":   {Sort: "-updated", Request: page.Request{After: next}},
		"a cursor that is none":      {Request: page.Request{After: "!"}},
	} {
		err := s.View(in(t), func(r store.Reader) error {
			_, err := r.Accounts(in(t), everything(), q)
			return err
		})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want a fault.Invalid", name, err)
		}
	}
}

func accountPeople(t *testing.T, s store.Store) {
	t.Helper()
	light := account.Contact{ID: "con_1", Account: "acc_1", Name: text("甲"), Weight: 10}
	heavy := account.Contact{ID: "con_2", Account: "acc_1", Name: text("乙"), Weight: 60}
	gone := account.Contact{ID: "con_3", Account: "acc_1", Name: text("丙"), Weight: 30, Voided: true}
	other := account.Contact{ID: "con_4", Account: "acc_2", Name: text("丁"), Weight: 30}
	coach := account.Coach{Contact: "con_1", Account: "acc_1", Stars: 3, Trusted: true, By: "stf_1", At: 7}
	team := []account.Member{
		{Account: "acc_1", Staff: "stf_2", Role: account.TeamSeller},
		{Account: "acc_1", Staff: "stf_1", Role: account.TeamOwner},
	}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		if err := put(ctx, tx.PutContact, &light, &heavy, &gone, &other); err != nil {
			return err
		}
		if err := put(ctx, tx.PutCoach, &coach); err != nil {
			return err
		}
		return tx.SetTeam(ctx, "acc_1", team)
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Contact(ctx, "con_1")
		same(t, "contact", got, light)
		if err != nil {
			return err
		}
		of, err := r.ContactsOf(ctx, "acc_1")
		same(t, "contacts, heaviest first", of, []account.Contact{heavy, light})
		if err != nil {
			return err
		}
		coaches, err := r.CoachesOf(ctx, "acc_1")
		same(t, "coaches", coaches, []account.Coach{coach})
		if err != nil {
			return err
		}
		members, err := r.Team(ctx, "acc_1")
		same(t, "team", members, team)
		return err
	})
	refused(t, s, fault.Stale, func(ctx context.Context, tx store.Tx) error {
		old := coach
		old.Rev = 7
		_, err := tx.PutCoach(ctx, old)
		return err
	})
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		if err := tx.DropCoach(ctx, "con_1"); err != nil {
			return err
		}
		return tx.SetTeam(ctx, "acc_1", team[:1])
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		coaches, err := r.CoachesOf(ctx, "acc_1")
		same(t, "coaches after the drop", coaches, []account.Coach{})
		if err != nil {
			return err
		}
		members, err := r.Team(ctx, "acc_1")
		same(t, "team after it was replaced", members, team[:1])
		return err
	})
}

func relations(t *testing.T, s store.Store) {
	t.Helper()
	set := func(who map[string][]access.Relation) {
		t.Helper()
		update(t, s, func(ctx context.Context, tx store.Tx) error { return tx.SetRelations(ctx, "acc_1", who) })
	}
	wants := func(staff string, want ...access.Relation) {
		t.Helper()
		view(t, s, func(ctx context.Context, r store.Reader) error {
			got, err := r.Relations(ctx, "acc_1", staff)
			same(t, "relations of "+staff, append([]access.Relation{}, got...), append([]access.Relation{}, want...))
			return err
		})
	}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		return tx.SetRelations(ctx, "acc_2", map[string][]access.Relation{"stf_3": {access.Owner}})
	})
	set(map[string][]access.Relation{
		"stf_1": {access.Owner, access.Head, access.Owner},
		"stf_2": {access.Seller},
		"stf_4": {access.Foreign},
		"":      {access.Owner},
	})
	wants("stf_1", access.Head, access.Owner)
	wants("stf_2", access.Seller)
	wants("stf_3")
	wants("stf_4")
	wants("")
	set(map[string][]access.Relation{"stf_2": {access.Owner}, "stf_3": {access.Support}})
	wants("stf_1")
	wants("stf_2", access.Owner)
	wants("stf_3", access.Support)
	set(nil)
	wants("stf_2")
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Relations(ctx, "acc_2", "stf_3")
		same(t, "relations to another record stay", got, []access.Relation{access.Owner})
		return err
	})
}

func products(t *testing.T, s store.Store) {
	t.Helper()
	b := trade.Product{ID: "prd_1", ExternalID: "P1", Code: "B", Name: text("减速机"), ListPrice: "12.500000", Currency: "CNY"}
	a := trade.Product{ID: "prd_2", Code: "A", Name: text("联轴器")}
	gone := trade.Product{ID: "prd_3", ExternalID: "P3", Code: "C", Voided: true}
	update(t, s, func(ctx context.Context, tx store.Tx) error { return put(ctx, tx.PutProduct, &b, &a, &gone) })
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.ProductByExternalID(ctx, "P1")
		same(t, "by external id", got, b)
		if err != nil {
			return err
		}
		_, err = r.ProductByExternalID(ctx, "P3")
		missing(t, "voided by external id", err)
		_, err = r.Product(ctx, "prd_3")
		if err != nil {
			return err
		}
		all, err := r.Products(ctx)
		same(t, "products by code", all, []trade.Product{a, b})
		return err
	})
}
