package imports

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk/accounts"
	"qiju/internal/sales/account"
)

// cache keeps the accounts that the rows of a batch have met.
type cache struct {
	accounts map[string]account.Account // by external id
	teams    map[account.ID][]account.Member
	grown    map[account.ID]bool // accounts whose team or owner changed
}

func newCache() cache {
	return cache{accounts: map[string]account.Account{}, teams: map[account.ID][]account.Member{}, grown: map[account.ID]bool{}}
}

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
	want.Name, want.Industry, want.Location = i18n.Text{ZH: name}, i18n.Text{ZH: r.get(c.Industry)}, r.get(c.Location)
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
	return b.putAccount(ctx, have, want, known)
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

func (b *turn) putAccount(ctx context.Context, have, want account.Account, known bool) (outcome, error) {
	if known && same(have, want) {
		return unchanged, nil
	}
	result := made
	var before any
	if known {
		result, before = changed, have
	}
	want.UpdatedAt = b.Now
	stored := want
	if !b.dry {
		var err error
		if stored, err = b.PutAccount(ctx, want); err != nil {
			return bad, err
		}
		b.seen.grown[stored.ID] = true
		if err := b.note("account", string(stored.ID), string(stored.ID), before, stored); err != nil {
			return bad, err
		}
	}
	b.seen.accounts[stored.ExternalID] = stored
	return result, nil
}

// account finds an account by the name in the file.
func (b *turn) account(ctx context.Context, name string) (account.Account, bool, error) {
	ext := b.w.mapping.external("account", name)
	if a, ok := b.seen.accounts[ext]; ok {
		return a, true, nil
	}
	a, err := b.AccountByExternalID(ctx, ext)
	if fault.Is(err, fault.NotFound) {
		return account.Account{}, false, nil
	}
	if err != nil {
		return account.Account{}, false, err
	}
	b.seen.accounts[ext] = a
	return a, true, nil
}

// sells notes that staff sells to an account: the first one becomes its owner,
// the others join its team.
func (b *turn) sells(ctx context.Context, a account.Account, staff, dep string) error {
	if a.Owner == staff {
		return nil
	}
	if a.Owner == "" {
		before := a
		a.Owner, a.Department, a.UpdatedAt = staff, dep, b.Now
		stored, err := b.PutAccount(ctx, a)
		if err != nil {
			return err
		}
		b.seen.accounts[stored.ExternalID] = stored
		b.seen.grown[stored.ID] = true
		return b.note("account", string(stored.ID), string(stored.ID), before, stored)
	}
	team, ok := b.seen.teams[a.ID]
	if !ok {
		var err error
		if team, err = b.Team(ctx, a.ID); err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(team, func(m account.Member) bool { return m.Staff == staff }) {
		team = append(team, account.Member{Account: a.ID, Staff: staff, Role: account.TeamSeller})
		b.seen.grown[a.ID] = true
	}
	b.seen.teams[a.ID] = team
	return nil
}

// refile writes teams and relations of the accounts that got new people.
func (b *turn) refile(ctx context.Context) error {
	for id := range b.seen.grown {
		if team, ok := b.seen.teams[id]; ok {
			if err := b.SetTeam(ctx, id, team); err != nil {
				return err
			}
		}
		a, err := b.Account(ctx, id)
		if err != nil {
			return err
		}
		if err := accounts.Refile(ctx, b.Turn, b.dir, a); err != nil {
			return err
		}
	}
	return nil
}

// same reports whether two records say the same.
func same(a, b any) bool {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return errors.Join(err1, err2) == nil && string(x) == string(y)
}
