package imports

import (
	"context"
	"maps"
	"slices"

	"qiju/internal/desk/accounts"
	"qiju/internal/sales/account"
	"qiju/internal/store"
)

// cache keeps the accounts that the rows of a batch have met.
type cache struct {
	accounts map[account.ID]account.Account
	external map[string]account.ID
	unknown  map[string]bool // external ids of no account
	teams    map[account.ID][]account.Member
	grown    map[account.ID]bool // accounts whose team or owner changed
}

func newCache() cache {
	return cache{
		accounts: map[account.ID]account.Account{}, external: map[string]account.ID{}, unknown: map[string]bool{},
		teams: map[account.ID][]account.Member{}, grown: map[account.ID]bool{},
	}
}

func (c cache) add(a account.Account) {
	c.accounts[a.ID] = a
	if a.ExternalID != "" {
		c.external[a.ExternalID] = a.ID
		delete(c.unknown, a.ExternalID)
	}
}

// teamOf is the team of an account as a change keeps it.
type teamOf struct {
	Members []account.Member `json:"members"`
}

func inTeam(team []account.Member, staff string) bool {
	return slices.ContainsFunc(team, func(m account.Member) bool { return m.Staff == staff })
}

// team returns the team of an account as the rows of the batch left it.
func (b *turn) team(ctx context.Context, id account.ID) ([]account.Member, error) {
	if team, ok := b.seen.teams[id]; ok {
		return team, nil
	}
	team, err := b.Team(ctx, id)
	if err == nil {
		b.seen.teams[id] = team
	}
	return team, err
}

// sells notes that staff sells to an account: the first one becomes its owner,
// the others join its team. Whether that may be is judged before: see maySell.
func (b *turn) sells(ctx context.Context, a account.Account, staff, dep string) error {
	if a.Owner == staff {
		return nil
	}
	if a.Owner == "" {
		before := a
		_, edited, err := b.lastOf(ctx, "account", string(a.ID), a)
		if err != nil {
			return err
		}
		a.Owner, a.Department, a.UpdatedAt = staff, dep, b.Now
		return b.storeAccount(ctx, a, before, edited)
	}
	team, err := b.team(ctx, a.ID)
	if err != nil || inTeam(team, staff) {
		return err
	}
	b.seen.teams[a.ID] = append(slices.Clone(team), account.Member{Account: a.ID, Staff: staff, Role: account.TeamSeller})
	b.seen.grown[a.ID] = true
	return nil
}

// refile writes teams and relations of the accounts that got new people. The
// changes of teams stand before those of the deals that made them grow, so that
// an undo comes to them when those deals are gone.
func (b *turn) refile(ctx context.Context) error {
	deals := b.changes
	b.changes = nil
	for _, id := range slices.Sorted(maps.Keys(b.seen.grown)) {
		if err := b.growTeam(ctx, id); err != nil {
			return err
		}
		if err := accounts.Refile(ctx, b.Turn, b.dir, b.seen.accounts[id]); err != nil {
			return err
		}
	}
	b.changes = append(b.changes, deals...)
	return nil
}

// growTeam writes the team of an account where it grew.
func (b *turn) growTeam(ctx context.Context, id account.ID) error {
	want, met := b.seen.teams[id]
	if !met {
		return nil
	}
	have, err := b.Team(ctx, id)
	if err != nil || len(have) == len(want) {
		return err
	}
	if err := b.SetTeam(ctx, id, want); err != nil {
		return err
	}
	return b.note(store.Change{Kind: "team", ID: string(id)}, string(id), teamOf{have}, teamOf{want})
}
