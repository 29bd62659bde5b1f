// Package accounts is what the desk does about accounts: the record, its
// score, its dossier, its people and its team.
package accounts

import (
	"context"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/people"
	"qiju/internal/sales/account"
	"qiju/internal/store"
)

// Accounts is the chapter.
type Accounts struct {
	desk *desk.Desk
}

// New returns the chapter over the kernel.
func New(d *desk.Desk) *Accounts { return &Accounts{desk: d} }

// load returns an account after the permission check of the operation.
func load(ctx context.Context, g *desk.Glance, r store.Reader, id account.ID) (account.Account, error) {
	a, err := r.Account(ctx, id)
	if err != nil {
		return a, err
	}
	if a.Voided {
		return a, fault.New(fault.NotFound, "fault.not_found", nil)
	}
	return a, g.Admit(ctx, "account", string(id), string(id))
}

// Draft are the fields of an account that a person writes.
type Draft struct {
	Code        string        `json:"code,omitempty"`
	Name        i18n.Text     `json:"name"`
	Parent      string        `json:"parent,omitempty"`
	CreditCode  string        `json:"creditCode,omitempty"`
	Industry    i18n.Text     `json:"industry,omitempty"`
	Ownership   string        `json:"ownership,omitempty"`
	Location    string        `json:"location,omitempty"`
	FoundedYear int           `json:"foundedYear,omitempty"`
	Employees   int           `json:"employees,omitempty"`
	Revenue     string        `json:"revenue,omitempty"`
	Existing    bool          `json:"existing,omitempty"`
	Owner       string        `json:"owner,omitempty"`
	Phase       account.Phase `json:"phase,omitempty"`
	PhaseNote   i18n.Text     `json:"phaseNote,omitempty"`
}

// onto writes the draft over an account; an empty phase or owner keeps what was.
func (q Draft) onto(a account.Account) account.Account {
	a.Code, a.Name, a.Parent, a.CreditCode = q.Code, q.Name, account.ID(q.Parent), q.CreditCode
	a.Industry, a.Ownership, a.Location = q.Industry, q.Ownership, q.Location
	a.FoundedYear, a.Employees, a.Revenue, a.Existing, a.PhaseNote = q.FoundedYear, q.Employees, q.Revenue, q.Existing, q.PhaseNote
	if q.Phase != "" {
		a.Phase = q.Phase
	}
	if q.Owner != "" {
		a.Owner = q.Owner
	}
	return a
}

// Create makes an account. Its owner is the one the draft names, else who
// creates it.
func (c *Accounts) Create(ctx context.Context, by desk.Caller, q Draft) (account.Account, error) {
	var out account.Account
	err := c.desk.Act(ctx, by, access.CreateAccount, func(ctx context.Context, t *desk.Turn) error {
		if err := t.AdmitPost(); err != nil {
			return err
		}
		a := q.onto(account.Account{ID: account.ID(t.New("acc")), Owner: by.Staff, Phase: account.Target, CreatedAt: t.Now, UpdatedAt: t.Now})
		var err error
		if out, err = c.put(ctx, t, a); err != nil {
			return err
		}
		return t.Record("account", string(out.ID), string(out.ID), nil, out, "")
	})
	return out, err
}

// put checks and stores an account and files its relations anew.
func (c *Accounts) put(ctx context.Context, t *desk.Turn, a account.Account) (account.Account, error) {
	if err := a.Validate(); err != nil {
		return a, err
	}
	dir, err := people.ReadDirectory(ctx, t)
	if err != nil {
		return a, err
	}
	owner := dir.Person(a.Owner)
	if a.Owner != "" && owner.ID == "" {
		return a, fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("owner", "field.unknown_value", nil))
	}
	if owner.Department != "" {
		a.Department = string(owner.Department)
	}
	stored, err := t.PutAccount(ctx, a)
	if err != nil {
		return a, err
	}
	return stored, Refile(ctx, t, dir, stored)
}

// change is an act on one revision of an account: load, check, change, store,
// record.
func (c *Accounts) change(ctx context.Context, by desk.Caller, op access.Operation, id account.ID, rev int64, fn func(t *desk.Turn, a account.Account) (account.Account, error)) (account.Account, error) {
	var out account.Account
	err := c.desk.Act(ctx, by, op, func(ctx context.Context, t *desk.Turn) error {
		a, err := load(ctx, &t.Glance, t.Tx, id)
		if err != nil {
			return err
		}
		if err := desk.Fresh(rev, a.Rev); err != nil {
			return err
		}
		next, err := fn(t, a)
		if err != nil {
			return err
		}
		next.UpdatedAt = t.Now
		if out, err = c.put(ctx, t, next); err != nil {
			return err
		}
		return t.Record("account", string(id), string(id), a, out, "")
	})
	return out, err
}

// Update changes the fields of an account. Only a head gives it another owner.
func (c *Accounts) Update(ctx context.Context, by desk.Caller, id account.ID, rev int64, q Draft) (account.Account, error) {
	return c.change(ctx, by, access.UpdateAccount, id, rev, func(t *desk.Turn, a account.Account) (account.Account, error) {
		if q.Owner != "" && q.Owner != a.Owner {
			rel, err := t.Relation(ctx, string(id))
			if err != nil {
				return a, err
			}
			if rel != access.Head && !by.IsSystem() {
				return a, fault.New(fault.Denied, "account.owner_by_head", nil)
			}
		}
		return q.onto(a), nil
	})
}

// Levels are the levels of the score sheet; −1 is unknown.
type Levels struct {
	Value    account.Levels `json:"value"`
	Position account.Levels `json:"position"`
}

// Score keeps the levels of the score sheet (domain §3.3).
func (c *Accounts) Score(ctx context.Context, by desk.Caller, id account.ID, rev int64, q Levels) (account.Account, error) {
	return c.change(ctx, by, access.ScoreAccount, id, rev, func(_ *desk.Turn, a account.Account) (account.Account, error) {
		a.Value, a.Position = q.Value, q.Position
		return a, nil
	})
}

// Entry is one field of the dossier as a person writes it.
type Entry struct {
	Code  string `json:"code"`
	Value string `json:"value"`
	NA    bool   `json:"na,omitempty"`
}

// VerifyDossier fills or confirms one field of the dossier today (domain §8.5).
func (c *Accounts) VerifyDossier(ctx context.Context, by desk.Caller, id account.ID, rev int64, q Entry) (account.Account, error) {
	return c.change(ctx, by, access.VerifyDossier, id, rev, func(t *desk.Turn, a account.Account) (account.Account, error) {
		f := account.DossierField{Value: q.Value, NA: q.NA, Verified: c.desk.Today(t.Now)}
		if err := account.CheckDossier(q.Code, f); err != nil {
			return a, err
		}
		dossier := make(account.Dossier, len(a.Dossier)+1)
		for k, v := range a.Dossier {
			dossier[k] = v
		}
		dossier[q.Code] = f
		a.Dossier = dossier
		return a, nil
	})
}

// SetTeam replaces the account team, besides the owner.
func (c *Accounts) SetTeam(ctx context.Context, by desk.Caller, id account.ID, rev int64, team []account.Member) (account.Account, error) {
	for i := range team {
		team[i].Account = id
	}
	if err := account.CheckTeam(team); err != nil {
		return account.Account{}, err
	}
	return c.change(ctx, by, access.SetAccountTeam, id, rev, func(t *desk.Turn, a account.Account) (account.Account, error) {
		return a, t.SetTeam(ctx, id, team)
	})
}
