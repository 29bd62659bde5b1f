package imports_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"qiju/internal/access"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/imports"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// bringAs imports a file as somebody and returns how it ended.
func (s *shop) bringAs(by desk.Caller, kind, content string, mapping json.RawMessage) (store.Import, imports.Report) {
	s.Helper()
	i, err := s.imports.Start(s.Context(), by, imports.Request{Kind: kind, File: kind + ".csv", Mapping: mapping, Content: content})
	if err != nil {
		s.Fatalf("import %s: %v", kind, err)
	}
	return s.ended(i.ID)
}

// stock brings in people, products, accounts and deals.
func (s *shop) stock() (people, accounts, deals store.Import) {
	s.Helper()
	people, _ = s.bring("person", somePeople)
	s.bring("product", someProducts)
	accounts, _ = s.bring("account", someAccounts)
	deals, _ = s.bring("opportunity", someDeals)
	return people, accounts, deals
}

// undo undoes an import and returns how that ended.
func (s *shop) undo(id string) (store.Import, imports.Report) {
	s.Helper()
	if _, err := s.imports.Undo(s.Context(), s.boss, id); err != nil {
		s.Fatal(err)
	}
	return s.ended(id)
}

// update writes to the store directly, as other chapters would.
func (s *shop) update(fn func(ctx context.Context, tx store.Tx) error) {
	s.Helper()
	if err := s.desk.Store.Update(s.Context(), func(tx store.Tx) error { return fn(s.Context(), tx) }); err != nil {
		s.Fatal(err)
	}
}

// look reads one thing from the store.
func look[T any](s *shop, fn func(ctx context.Context, r store.Reader) (T, error)) T {
	s.Helper()
	var out T
	err := s.desk.Store.View(s.Context(), func(r store.Reader) error {
		var err error
		out, err = fn(s.Context(), r)
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return out
}

// hire adds somebody whom no import made.
func (s *shop) hire(id, name string, post department.Post, superior department.StaffID) desk.Caller {
	s.Helper()
	s.update(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.PutStaff(ctx, department.Staff{
			ID: department.StaffID(id), Username: id, Name: i18n.Text{ZH: name}, Post: post, Superior: superior,
		})
		return err
	})
	return desk.Caller{Principal: access.Principal{Staff: id, Post: string(post)}}
}

func (s *shop) person(name string) department.Staff {
	s.Helper()
	return look(s, func(ctx context.Context, r store.Reader) (department.Staff, error) {
		return r.StaffByExternalID(ctx, "crm-sample:person:"+name)
	})
}

// as is an imported person as caller.
func (s *shop) as(name string) desk.Caller {
	s.Helper()
	p := s.person(name)
	return desk.Caller{Principal: access.Principal{Staff: string(p.ID), Post: string(p.Post)}}
}

func (s *shop) account(name string) account.Account {
	s.Helper()
	return look(s, func(ctx context.Context, r store.Reader) (account.Account, error) {
		return r.AccountByExternalID(ctx, "crm-sample:account:"+name)
	})
}

func (s *shop) deal(id string) opportunity.Opportunity {
	s.Helper()
	return look(s, func(ctx context.Context, r store.Reader) (opportunity.Opportunity, error) {
		return r.OpportunityByExternalID(ctx, "crm-sample:opportunity:"+id)
	})
}

// team returns who sells to an account besides the owner.
func (s *shop) team(id account.ID) []string {
	s.Helper()
	members := look(s, func(ctx context.Context, r store.Reader) ([]account.Member, error) { return r.Team(ctx, id) })
	staff := []string{}
	for _, m := range members {
		staff = append(staff, m.Staff)
	}
	return staff
}

// stands reports whether staff has a relation to the record under key.
func (s *shop) stands(key, staff string, want access.Relation) bool {
	s.Helper()
	has := look(s, func(ctx context.Context, r store.Reader) ([]access.Relation, error) {
		return r.Relations(ctx, key, staff)
	})
	return slices.Contains(has, want)
}

// mapped is the mapping of the shop in which the field at a path has another
// value; nil removes it.
func (s *shop) mapped(path string, value any) json.RawMessage {
	s.Helper()
	var m map[string]any
	if err := json.Unmarshal(s.mapping, &m); err != nil {
		s.Fatal(err)
	}
	at, steps := m, strings.Split(path, ".")
	for _, step := range steps[:len(steps)-1] {
		next, ok := at[step].(map[string]any)
		if !ok {
			s.Fatalf("the mapping has no %s", path)
		}
		at = next
	}
	if at[steps[len(steps)-1]] = value; value == nil {
		delete(at, steps[len(steps)-1])
	}
	out, err := json.Marshal(m)
	if err != nil {
		s.Fatal(err)
	}
	return out
}

// deals is a file of deals: rows of id, commander, product, account, stage,
// amount.
func dealsOf(rows ...string) string {
	var b strings.Builder
	b.WriteString("opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n")
	for _, r := range rows {
		c := strings.Split(r, "|")
		b.WriteString(strings.Join(c[:5], ",") + ",10/20/2016,," + c[5] + "\n")
	}
	return b.String()
}
