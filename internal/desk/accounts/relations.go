package accounts

import (
	"context"

	"qiju/internal/access"
	"qiju/internal/base/page"
	"qiju/internal/desk"
	"qiju/internal/desk/people"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// Around returns who stands how to an account: its owner, those who sell to it
// or support it, and the heads above the owner. The heads above a seller of
// another department may read along.
func Around(dir people.Directory, a account.Account, team []account.Member) map[string][]access.Relation {
	who := map[string][]access.Relation{}
	add := func(staff string, r access.Relation) {
		if staff != "" {
			who[staff] = append(who[staff], r)
		}
	}
	add(a.Owner, access.Owner)
	for _, s := range dir.Superiors(a.Owner) {
		add(string(s), access.Head)
	}
	if a.Owner == "" {
		for dep := dir.DepartmentByID(a.Department); dep.ID != ""; dep = dir.Department(dep.Parent) {
			add(string(dep.Head), access.Head)
		}
	}
	for _, m := range team {
		switch m.Role {
		case account.TeamOwner:
		case account.TeamSeller:
			add(m.Staff, access.Seller)
			for _, s := range dir.Superiors(m.Staff) {
				add(string(s), access.Support)
			}
		case account.TeamSupport:
			add(m.Staff, access.Support)
		}
	}
	return who
}

// Refile writes the flattened relations of an account; every act that changes
// its owner or team, or that moves people, calls it (decisions §2.2).
func Refile(ctx context.Context, t *desk.Turn, dir people.Directory, a account.Account) error {
	team, err := t.Team(ctx, a.ID)
	if err != nil {
		return err
	}
	return t.SetRelations(ctx, string(a.ID), Around(dir, a, team))
}

// RefileDeal writes the flattened relations of a deal that has no account yet:
// its commander and the heads above. A deal with an account inherits its
// relations and needs none.
func RefileDeal(ctx context.Context, t *desk.Turn, dir people.Directory, o opportunity.Opportunity) error {
	if o.Account != "" {
		return nil
	}
	who := map[string][]access.Relation{o.Commander: {access.Owner}}
	for _, s := range dir.Superiors(o.Commander) {
		who[string(s)] = append(who[string(s)], access.Head)
	}
	return t.SetRelations(ctx, string(o.ID), who)
}

// RekeyDeal moves what stands under the key of a deal when the deal got another
// account, or its first one: its own relations go or come, its open tasks and
// its files follow, so that whoever sees the account sees them.
func RekeyDeal(ctx context.Context, t *desk.Turn, dir people.Directory, before, after opportunity.Opportunity) error {
	was, is := KeyOf(before), KeyOf(after)
	if was != is {
		if before.Account == "" {
			if err := t.SetRelations(ctx, was, nil); err != nil {
				return err
			}
		}
		if err := rekeyTasks(ctx, t, after.ID, is); err != nil {
			return err
		}
		if err := rekeyFiles(ctx, t, before, is); err != nil {
			return err
		}
	}
	return RefileDeal(ctx, t, dir, after)
}

func rekeyTasks(ctx context.Context, t *desk.Turn, id opportunity.ID, key string) error {
	runs, err := t.RunsOf(ctx, engine.Subject{Kind: "opportunity", ID: string(id)})
	if err != nil {
		return err
	}
	for _, run := range runs {
		tasks, err := t.OpenTasksOf(ctx, run.ID)
		if err != nil {
			return err
		}
		for _, w := range tasks {
			w.Key = key
			if _, err := t.PutTask(ctx, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// rekeyFiles takes along the files of a deal: all under its own key, and those
// of its evidence under the key of an account.
func rekeyFiles(ctx context.Context, t *desk.Turn, before opportunity.Opportunity, key string) error {
	ids := []string{}
	if before.Account == "" {
		files, err := t.FilesOf(ctx, KeyOf(before))
		if err != nil {
			return err
		}
		for _, f := range files {
			ids = append(ids, f.ID)
		}
	} else {
		evidence, err := t.EvidenceOf(ctx, before.ID)
		if err != nil {
			return err
		}
		for _, e := range evidence {
			if e.File != "" {
				ids = append(ids, e.File)
			}
		}
	}
	for _, id := range ids {
		if err := t.SetFileParent(ctx, id, key); err != nil {
			return err
		}
	}
	return nil
}

// KeyOf returns the key whose relations decide about a deal.
func KeyOf(o opportunity.Opportunity) string {
	if o.Account != "" {
		return o.Account
	}
	return string(o.ID)
}

// RefileAll writes the relations of every account and of every deal without
// one, after people or departments moved.
func RefileAll(ctx context.Context, t *desk.Turn, dir people.Directory) error {
	if err := refileAccounts(ctx, t, dir); err != nil {
		return err
	}
	q := store.OpportunityQuery{Waiting: true} // a deal without an account waits for one
	q.Limit = page.MaxLimit
	for {
		p, err := t.Opportunities(ctx, access.Everything("relations"), q)
		if err != nil {
			return err
		}
		for _, o := range p.Rows {
			if err := RefileDeal(ctx, t, dir, o.Opportunity); err != nil {
				return err
			}
		}
		if p.Next == "" {
			return nil
		}
		q.After = p.Next
	}
}

func refileAccounts(ctx context.Context, t *desk.Turn, dir people.Directory) error {
	q := store.AccountQuery{Sort: "name"}
	q.Limit = page.MaxLimit
	for {
		p, err := t.Accounts(ctx, access.Everything("relations"), q)
		if err != nil {
			return err
		}
		for _, a := range p.Rows {
			if err := Refile(ctx, t, dir, a); err != nil {
				return err
			}
		}
		if p.Next == "" {
			return nil
		}
		q.After = p.Next
	}
}
