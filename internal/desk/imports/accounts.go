package imports

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/sales/account"
	"qiju/internal/store"
)

// takeAccount imports one account; its name is its id in the other system.
func takeAccount(ctx context.Context, b *turn, r row) (outcome, error) {
	c := b.w.mapping.Account.Columns
	name := r.get(c.Name)
	if name == "" {
		b.problem(r, c.Name, "field.required", nil)
		return bad, nil
	}
	have, known, err := b.account(ctx, name)
	if err != nil {
		return bad, err
	}
	want := have
	if !known {
		want = account.Account{
			ID: account.ID(b.New("acc")), ExternalID: b.w.mapping.external("account", name), Phase: account.Target,
			Import: b.importID, CreatedAt: b.Now,
		}
	}
	want.Name = i18n.Text{ZH: name}
	if c.Industry != "" {
		want.Industry = i18n.Text{ZH: r.get(c.Industry)}
	}
	if c.Location != "" {
		want.Location = r.get(c.Location)
	}
	if !b.fill(r, &want) {
		return bad, nil
	}
	if group := r.get(c.Group); group != "" {
		parent, ok, err := b.account(ctx, group)
		if err != nil {
			return bad, err
		}
		if ok {
			want.Parent = parent.ID
		} else if !known {
			b.problem(r, c.Group, "import.group_later", nil)
		}
	}
	return b.putAccount(ctx, r, have, want, known)
}

// fill reads the numbers of an account; it notes a problem and returns false
// where one is none.
func (b *turn) fill(r row, want *account.Account) bool {
	c := b.w.mapping.Account.Columns
	for _, f := range []struct {
		column string
		to     *int
	}{{c.Founded, &want.FoundedYear}, {c.Employees, &want.Employees}} {
		if s := r.get(f.column); s != "" {
			n, err := strconv.Atoi(s)
			if err != nil || n < 0 {
				b.problem(r, f.column, "import.number_bad", nil)
				return false
			}
			*f.to = n
		}
	}
	if s := r.get(c.Revenue); s != "" {
		if !isDecimal(s) {
			b.problem(r, c.Revenue, "import.number_bad", nil)
			return false
		}
		want.Revenue = s
	}
	return true
}

func (b *turn) putAccount(ctx context.Context, r row, have, want account.Account, known bool) (outcome, error) {
	if known && same(have, want) {
		return unchanged, nil
	}
	result := made
	var before any
	if known {
		result, before = changed, have
		id := string(have.ID)
		if _, edited, err := b.lastOf(ctx, "account", id, have); err != nil || edited {
			return b.leave(r, "account", id), err
		}
		if ok, err := b.may(ctx, access.UpdateAccount, id, have.Import); err != nil || !ok {
			return b.leave(r, "account", id), err
		}
	}
	want.UpdatedAt = b.Now
	if b.dry {
		b.seen.add(want)
		return result, nil
	}
	return result, b.storeAccount(ctx, want, before, false)
}

// storeAccount stores an account and notes the change; edited says that somebody
// had changed it since an import wrote it.
func (b *turn) storeAccount(ctx context.Context, want account.Account, before any, edited bool) error {
	stored, err := b.PutAccount(ctx, want)
	if err != nil {
		return err
	}
	b.seen.add(stored)
	b.seen.grown[stored.ID] = true
	id := string(stored.ID)
	return b.note(store.Change{Kind: "account", ID: id, Edited: edited}, id, before, stored)
}

// account finds an account by the name in the file. One that was voided is no
// longer found.
func (b *turn) account(ctx context.Context, name string) (account.Account, bool, error) {
	ext := b.w.mapping.external("account", name)
	if id, ok := b.seen.external[ext]; ok {
		return b.seen.accounts[id], true, nil
	}
	if name == "" || b.seen.unknown[ext] {
		return account.Account{}, false, nil
	}
	a, err := b.AccountByExternalID(ctx, ext)
	if fault.Is(err, fault.NotFound) {
		b.seen.unknown[ext] = true
		return account.Account{}, false, nil
	}
	if err != nil {
		return account.Account{}, false, err
	}
	b.seen.add(a)
	return a, true, nil
}

// accountOf returns an account by id, also a voided one.
func (b *turn) accountOf(ctx context.Context, id account.ID) (account.Account, error) {
	if a, ok := b.seen.accounts[id]; ok {
		return a, nil
	}
	a, err := b.Account(ctx, id)
	if err == nil && !a.Voided {
		b.seen.add(a)
	}
	return a, err
}

// same reports whether two records say the same.
func same(a, b any) bool {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return errors.Join(err1, err2) == nil && string(x) == string(y)
}
