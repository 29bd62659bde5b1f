package sqlstore

import (
	"context"
	"strings"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/base/page"
	"qiju/internal/sales/account"
	"qiju/internal/store"
)

// Account returns an account, also a voided one.
func (t *tx) Account(ctx context.Context, id account.ID) (account.Account, error) {
	return one[account.Account](ctx, t, "SELECT body FROM accounts WHERE id = $1", string(id))
}

// AccountByExternalID returns the account that another system knows by the id.
func (t *tx) AccountByExternalID(ctx context.Context, external string) (account.Account, error) {
	return one[account.Account](ctx, t,
		"SELECT body FROM accounts WHERE external_id = $1 AND external_id <> '' AND voided = 0", external)
}

// Accounts lists accounts that are not voided.
func (t *tx) Accounts(ctx context.Context, scope access.Scope, q store.AccountQuery) (page.Page[account.Account], error) {
	none := page.Page[account.Account]{Rows: []account.Account{}}
	order, err := accountOrder(q.Sort)
	if err != nil {
		return none, err
	}
	see, err := t.sight(ctx, scope)
	if err != nil || see.nothing() {
		return none, err
	}
	l := newList(order, see, "accounts a", "a.id")
	l.where("a.voided = 0")
	l.whereText(q.Text, "a.search")
	l.whereIs("a.phase", string(q.Phase))
	l.whereIs("a.owner", q.Owner)
	return readPage(ctx, t, l, "a.body", q.Request, func(a *account.Account) []any { return []any{into(a)} })
}

func accountOrder(sort string) (order, error) {
	switch sort {
	case "", "name":
		return order{column: "a.name", id: "a.id"}, nil
	case "code":
		return order{column: "a.code", id: "a.id"}, nil
	case "-updated":
		return order{column: "a.updated_at", id: "a.id", down: true, number: true}, nil
	}
	return order{}, unknownSort(sort)
}

// AccountNames returns the accounts of ids in any order; unknown ids are left
// out.
func (t *tx) AccountNames(ctx context.Context, ids []account.ID) ([]account.Account, error) {
	if len(ids) == 0 {
		return []account.Account{}, nil
	}
	list, err := encode(ids)
	if err != nil {
		return nil, err
	}
	return all[account.Account](ctx, t,
		"SELECT body FROM accounts WHERE id IN ("+t.dialect.elements("$1")+")", list)
}

// Contact returns a contact, also a voided one.
func (t *tx) Contact(ctx context.Context, id account.ContactID) (account.Contact, error) {
	return one[account.Contact](ctx, t, "SELECT body FROM contacts WHERE id = $1", string(id))
}

// ContactsOf returns the contacts of an account by weight, heaviest first.
func (t *tx) ContactsOf(ctx context.Context, id account.ID) ([]account.Contact, error) {
	return all[account.Contact](ctx, t,
		"SELECT body FROM contacts WHERE account = $1 AND voided = 0 ORDER BY weight DESC, id DESC", string(id))
}

// CoachesOf returns the coaches of an account.
func (t *tx) CoachesOf(ctx context.Context, id account.ID) ([]account.Coach, error) {
	return all[account.Coach](ctx, t, "SELECT body FROM coaches WHERE account = $1 ORDER BY contact", string(id))
}

// Team returns the account team in the order in which it was set.
func (t *tx) Team(ctx context.Context, id account.ID) ([]account.Member, error) {
	team := []account.Member{}
	err := t.each(ctx, func(scan func(...any) error) error {
		m := account.Member{Account: id}
		if err := scan(&m.Staff, &m.Role); err != nil {
			return err
		}
		team = append(team, m)
		return nil
	}, "SELECT staff, role FROM members WHERE account = $1 ORDER BY place", string(id))
	return team, err
}

// PutAccount stores an account.
func (t *tx) PutAccount(ctx context.Context, a account.Account) (account.Account, error) {
	was := a.Rev
	a.Rev++
	return put(ctx, t, a, row{table: "accounts", id: string(a.ID), was: was, fields: []field{
		{"code", a.Code},
		{"external_id", a.ExternalID},
		{"name", a.Name.ZH},
		{"name_en", a.Name.EN},
		{"search", searchText(a.Name.ZH, a.Name.EN, a.Code)},
		{"phase", string(a.Phase)},
		{"owner", a.Owner},
		{"voided", flag(a.Voided)},
		{"updated_at", int64(a.UpdatedAt)},
	}})
}

// PutContact stores a contact.
func (t *tx) PutContact(ctx context.Context, c account.Contact) (account.Contact, error) {
	was := c.Rev
	c.Rev++
	return put(ctx, t, c, row{table: "contacts", id: string(c.ID), was: was, fields: []field{
		{"account", string(c.Account)},
		{"weight", c.Weight},
		{"voided", flag(c.Voided)},
	}})
}

// PutCoach stores the coach fact of a contact.
func (t *tx) PutCoach(ctx context.Context, c account.Coach) (account.Coach, error) {
	was := c.Rev
	c.Rev++
	return put(ctx, t, c, row{table: "coaches", key: "contact", id: string(c.Contact), was: was, fields: []field{
		{"account", string(c.Account)},
	}})
}

// DropCoach removes the coach fact of a contact; none is no fault.
func (t *tx) DropCoach(ctx context.Context, id account.ContactID) error {
	_, err := t.exec(ctx, "DELETE FROM coaches WHERE contact = $1", string(id))
	return err
}

// SetTeam replaces the account team.
func (t *tx) SetTeam(ctx context.Context, id account.ID, team []account.Member) error {
	if _, err := t.exec(ctx, "DELETE FROM members WHERE account = $1", string(id)); err != nil {
		return err
	}
	rows := make([][]any, len(team))
	for i, m := range team {
		rows[i] = []any{string(id), i, m.Staff, string(m.Role)}
	}
	return t.insertMany(ctx, "members", []string{"account", "place", "staff", "role"}, rows)
}

// searchText joins what a record is found by, in lower case.
func searchText(parts ...string) string { return strings.ToLower(strings.Join(parts, "\n")) }

// unknownSort is the fault of a sort that a list does not offer.
func unknownSort(sort string) *fault.Error {
	return fault.Field("sort", "store.sort_unknown", fault.Args{"sort": sort})
}
