package imports

import (
	"context"
	"encoding/json"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/desk/accounts"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
)

// record is one record as an undo sees it.
type record interface {
	// key is what decides who may read of it in the audit; "" for none.
	key() string
	// worked reports whether people have worked on the record, or would miss it,
	// though its content is as change c left it.
	worked(ctx context.Context, b *turn, c store.Change) (bool, error)
	// back restores the record to before, or voids it where before is nil, and
	// returns what the audit shall say.
	back(ctx context.Context, b *turn, before json.RawMessage) (any, error)
}

func (b *turn) record(ctx context.Context, kind, id string) (record, error) {
	switch kind {
	case "person":
		s, err := b.Staff(ctx, department.StaffID(id))
		return staffRecord(s), err
	case "department":
		d, err := b.Department(ctx, department.ID(id))
		return departmentRecord(d), err
	case "product":
		p, err := b.Product(ctx, trade.ProductID(id))
		return productRecord(p), err
	case "account":
		a, err := b.Account(ctx, account.ID(id))
		return accountRecord(a), err
	case "team":
		team, err := b.Team(ctx, account.ID(id))
		return teamRecord{teamOf{team}, account.ID(id)}, err
	case "opportunity":
		o, err := b.Opportunity(ctx, opportunity.ID(id))
		return opportunityRecord(o), err
	}
	return nil, fault.New(fault.Internal, "import.kind_unknown", fault.Args{"value": kind})
}

type (
	staffRecord       department.Staff
	departmentRecord  department.Department
	productRecord     trade.Product
	accountRecord     account.Account
	opportunityRecord opportunity.Opportunity
	teamRecord        struct {
		teamOf
		account account.ID
	}
)

// voided is what the audit says of a record that an undo took away.
type voided struct {
	Voided bool `json:"voided"`
}

// revive reads a record as it was before; nil stands for none.
func revive[T any](before json.RawMessage, now T) (T, bool, error) {
	if before == nil {
		return now, false, nil
	}
	var v T
	if err := json.Unmarshal(before, &v); err != nil {
		return now, false, fault.Wrap(err, "undo")
	}
	return v, true, nil
}

func (r staffRecord) key() string { return "" }

// worked: who owns accounts, commands deals, or stands above others is missed.
func (r staffRecord) worked(ctx context.Context, b *turn, c store.Change) (bool, error) {
	if r.Import != c.Import {
		return false, nil
	}
	if c.Edited || b.leads(r.ID) {
		return true, nil
	}
	aq := store.AccountQuery{Owner: string(r.ID)}
	aq.Limit = 1
	owned, err := b.Accounts(ctx, access.Everything("undo import"), aq)
	if err != nil || len(owned.Rows) > 0 {
		return true, err
	}
	return b.commands(ctx, store.OpportunityQuery{Commander: string(r.ID)})
}

// leads reports whether others have s as superior, or stand in a department
// that s heads.
func (b *turn) leads(s department.StaffID) bool {
	for _, o := range b.dir.Staff {
		if o.Voided || o.ID == s {
			continue
		}
		if o.Superior == s || b.dir.Department(o.Department).Head == s {
			return true
		}
	}
	return false
}

// commands reports whether there are deals that a query finds.
func (b *turn) commands(ctx context.Context, q store.OpportunityQuery) (bool, error) {
	q.Limit = 1
	p, err := b.Opportunities(ctx, access.Everything("undo import"), q)
	return len(p.Rows) > 0, err
}

func (r staffRecord) back(ctx context.Context, b *turn, before json.RawMessage) (any, error) {
	s, was, err := revive(before, department.Staff(r))
	if err != nil {
		return nil, err
	}
	s.Rev = r.Rev
	if was {
		b.moved = b.moved || s.Superior != r.Superior || s.Department != r.Department
		stored, err := b.PutStaff(ctx, s)
		b.dir = b.dir.With(stored)
		return stored, err
	}
	s.Voided, s.Username, s.ExternalID = true, "", ""
	b.dir = b.dir.With(s)
	if err := b.DropSessionsOf(ctx, string(s.ID)); err != nil {
		return nil, err
	}
	_, err = b.PutStaff(ctx, s)
	return voided{true}, err
}

func (r departmentRecord) key() string { return "" }

// worked: a department that is not empty is missed.
func (r departmentRecord) worked(_ context.Context, b *turn, _ store.Change) (bool, error) {
	for _, s := range b.dir.Staff {
		if s.Department == r.ID && !s.Voided {
			return true, nil
		}
	}
	for _, d := range b.dir.Departments {
		if d.Parent == r.ID {
			return true, nil
		}
	}
	return false, nil
}

func (r departmentRecord) back(ctx context.Context, b *turn, _ json.RawMessage) (any, error) {
	return voided{true}, b.DropDepartment(ctx, r.ID)
}

func (r productRecord) key() string { return "" }

func (r productRecord) worked(_ context.Context, _ *turn, c store.Change) (bool, error) {
	return c.Edited, nil
}

func (r productRecord) back(ctx context.Context, b *turn, before json.RawMessage) (any, error) {
	p, was, err := revive(before, trade.Product(r))
	if err != nil {
		return nil, err
	}
	p.Rev = r.Rev
	if was {
		return b.PutProduct(ctx, p)
	}
	p.Voided, p.ExternalID = true, ""
	_, err = b.PutProduct(ctx, p)
	return voided{true}, err
}

func (r accountRecord) key() string { return string(r.ID) }

// worked: an account that an import made is missed when it has people, files or
// deals; one that got its owner from the import, while it has deals.
func (r accountRecord) worked(ctx context.Context, b *turn, c store.Change) (bool, error) {
	owner, _, err := revive(c.Before, account.Account(r))
	if err != nil {
		return false, err
	}
	if r.Import == c.Import || owner.Owner != r.Owner {
		if has, err := b.commands(ctx, store.OpportunityQuery{Account: r.ID}); err != nil || has {
			return true, err
		}
	}
	if r.Import != c.Import || c.Edited {
		return r.Import == c.Import, nil
	}
	for _, count := range []func() (int, error){
		func() (int, error) { list, err := b.ContactsOf(ctx, r.ID); return len(list), err },
		func() (int, error) { list, err := b.CoachesOf(ctx, r.ID); return len(list), err },
		func() (int, error) { list, err := b.Team(ctx, r.ID); return len(list), err },
		func() (int, error) { list, err := b.FilesOf(ctx, string(r.ID)); return len(list), err },
	} {
		if n, err := count(); err != nil || n > 0 {
			return true, err
		}
	}
	return false, nil
}

func (r accountRecord) back(ctx context.Context, b *turn, before json.RawMessage) (any, error) {
	a, was, err := revive(before, account.Account(r))
	if err != nil {
		return nil, err
	}
	a.Rev, a.UpdatedAt = r.Rev, b.Now
	if !was {
		a.Voided, a.ExternalID = true, ""
		if err := b.SetRelations(ctx, string(a.ID), nil); err != nil {
			return nil, err
		}
		_, err := b.PutAccount(ctx, a)
		return voided{true}, err
	}
	stored, err := b.PutAccount(ctx, a)
	if err != nil {
		return nil, err
	}
	return stored, accounts.Refile(ctx, b.Turn, b.dir, stored)
}

func (r teamRecord) key() string { return string(r.account) }

// worked: whoever would leave the team still commands a deal of the account.
func (r teamRecord) worked(ctx context.Context, b *turn, c store.Change) (bool, error) {
	was, _, err := revive(c.Before, teamOf{})
	if err != nil {
		return false, err
	}
	for _, m := range r.Members {
		if inTeam(was.Members, m.Staff) {
			continue
		}
		has, err := b.commands(ctx, store.OpportunityQuery{Account: r.account, Commander: m.Staff})
		if err != nil || has {
			return true, err
		}
	}
	return false, nil
}

func (r teamRecord) back(ctx context.Context, b *turn, before json.RawMessage) (any, error) {
	was, _, err := revive(before, teamOf{})
	if err != nil {
		return nil, err
	}
	if err := b.SetTeam(ctx, r.account, was.Members); err != nil {
		return nil, err
	}
	a, err := b.Account(ctx, r.account)
	if err != nil {
		return nil, err
	}
	return was, accounts.Refile(ctx, b.Turn, b.dir, a)
}

func (r opportunityRecord) key() string { return accounts.KeyOf(opportunity.Opportunity(r)) }

// worked: a deal that an import made is missed when its run went on or others
// began, or when samples, evidence, reviews or files came to it.
func (r opportunityRecord) worked(ctx context.Context, b *turn, c store.Change) (bool, error) {
	if r.Import != c.Import || c.Edited {
		return r.Import == c.Import, nil
	}
	if n, err := b.entriesOf(ctx, r.ID); err != nil || n != c.RunSeq {
		return true, err
	}
	for _, count := range []func() (int, error){
		func() (int, error) { list, err := b.SamplesOf(ctx, r.ID); return len(list), err },
		func() (int, error) { list, err := b.EvidenceOf(ctx, r.ID); return len(list), err },
		func() (int, error) { list, err := b.ReviewsOf(ctx, r.ID); return len(list), err },
		func() (int, error) { list, err := b.FilesOf(ctx, string(r.ID)); return len(list), err },
	} {
		if n, err := count(); err != nil || n > 0 {
			return true, err
		}
	}
	return false, nil
}

// entriesOf counts the journal entries of the runs of a deal.
func (b *turn) entriesOf(ctx context.Context, id opportunity.ID) (int64, error) {
	runs, err := b.RunsOf(ctx, engine.Subject{Kind: "opportunity", ID: string(id)})
	if err != nil {
		return 0, err
	}
	sum := int64(0)
	for _, run := range runs {
		if run.Seq == 0 { // its state is being rebuilt
			entries, err := b.Journal(ctx, run.ID)
			if err != nil {
				return 0, err
			}
			sum += int64(len(entries))
		}
		sum += run.Seq
	}
	return sum, nil
}

func (r opportunityRecord) back(ctx context.Context, b *turn, before json.RawMessage) (any, error) {
	now := opportunity.Opportunity(r)
	o, was, err := revive(before, now)
	if err != nil {
		return nil, err
	}
	o.Rev, o.UpdatedAt = r.Rev, b.Now
	if was {
		stored, err := b.PutOpportunity(ctx, o)
		if err != nil {
			return nil, err
		}
		return stored, accounts.RekeyDeal(ctx, b.Turn, b.dir, now, stored)
	}
	o.Voided, o.ExternalID = true, ""
	if err := b.VoidRuns(ctx, engine.Subject{Kind: "opportunity", ID: string(o.ID)}, b.Now); err != nil {
		return nil, err
	}
	if o.Account == "" {
		if err := b.SetRelations(ctx, string(o.ID), nil); err != nil {
			return nil, err
		}
	}
	_, err = b.PutOpportunity(ctx, o)
	return voided{true}, err
}
