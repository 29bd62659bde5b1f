// Package accounts is what the desk does about accounts: the record, its
// score, its dossier, its people and its team.
package accounts

import (
	"context"
	"strconv"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/people"
	"qiju/internal/desk/runs"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/store"
)

// Accounts is the chapter.
type Accounts struct {
	desk *desk.Desk
	book *runs.Book
}

// New returns the chapter over the kernel.
func New(d *desk.Desk) *Accounts { return &Accounts{desk: d, book: runs.NewBook(d)} }

// load returns an account after the permission check of the operation.
func load(ctx context.Context, g *desk.Glance, r store.Reader, id account.ID) (account.Account, error) {
	g.Asked("account", string(id))
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

// Patch returns the change that sets every field of the draft; an empty phase or
// owner keeps what was.
func (q Draft) Patch() Patch {
	p := Patch{
		Code: &q.Code, Name: &q.Name, Parent: &q.Parent, CreditCode: &q.CreditCode, Industry: &q.Industry, Ownership: &q.Ownership,
		Location: &q.Location, FoundedYear: &q.FoundedYear, Employees: &q.Employees, Revenue: &q.Revenue, Existing: &q.Existing,
		PhaseNote: &q.PhaseNote,
	}
	if q.Owner != "" {
		p.Owner = &q.Owner
	}
	if q.Phase != "" {
		p.Phase = &q.Phase
	}
	return p
}

// Patch is a change of an account: a field that is nil keeps its value.
type Patch struct {
	Code        *string        `json:"code,omitempty"`
	Name        *i18n.Text     `json:"name,omitempty"`
	Parent      *string        `json:"parent,omitempty"`
	CreditCode  *string        `json:"creditCode,omitempty"`
	Industry    *i18n.Text     `json:"industry,omitempty"`
	Ownership   *string        `json:"ownership,omitempty"`
	Location    *string        `json:"location,omitempty"`
	FoundedYear *int           `json:"foundedYear,omitempty"`
	Employees   *int           `json:"employees,omitempty"`
	Revenue     *string        `json:"revenue,omitempty"`
	Existing    *bool          `json:"existing,omitempty"`
	Owner       *string        `json:"owner,omitempty"`
	Phase       *account.Phase `json:"phase,omitempty"`
	PhaseNote   *i18n.Text     `json:"phaseNote,omitempty"`
}

// onto writes the change over an account.
func (q Patch) onto(a account.Account) account.Account {
	set(&a.Code, q.Code)
	set(&a.Name, q.Name)
	set(&a.CreditCode, q.CreditCode)
	set(&a.Industry, q.Industry)
	set(&a.Ownership, q.Ownership)
	set(&a.Location, q.Location)
	set(&a.FoundedYear, q.FoundedYear)
	set(&a.Employees, q.Employees)
	set(&a.Revenue, q.Revenue)
	set(&a.Existing, q.Existing)
	set(&a.Owner, q.Owner)
	set(&a.Phase, q.Phase)
	set(&a.PhaseNote, q.PhaseNote)
	if q.Parent != nil {
		a.Parent = account.ID(*q.Parent)
	}
	return a
}

// set writes a value over a field, where there is one.
func set[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}

// Create makes an account. Its owner is the one the draft names, else who
// creates it; a specialist makes none for somebody else.
func (c *Accounts) Create(ctx context.Context, by desk.Caller, q Draft) (account.Account, error) {
	var out account.Account
	err := c.desk.Act(ctx, by, access.CreateAccount, func(ctx context.Context, t *desk.Turn) error {
		if err := t.AdmitPost(); err != nil {
			return err
		}
		if department.Post(by.Post) == department.Specialist && q.Owner != "" && q.Owner != by.Staff {
			return fault.New(fault.Denied, "account.owner_by_head", nil)
		}
		a := q.Patch().onto(account.Account{ID: account.ID(t.New("acc")), Owner: by.Staff, Phase: account.Target, CreatedAt: t.Now, UpdatedAt: t.Now})
		if err := parentFits(ctx, t, a); err != nil {
			return err
		}
		var err error
		if out, err = c.put(ctx, t, a); err != nil {
			return err
		}
		return t.Record("account", string(out.ID), string(out.ID), nil, told(out), "")
	})
	return out, err
}

// maxGroup bounds how deep a group of companies is followed upwards.
const maxGroup = 64

// parentFits refuses a parent that is not there, that the caller does not see,
// or that belongs to the account itself.
func parentFits(ctx context.Context, t *desk.Turn, a account.Account) error {
	if a.Parent == "" {
		return nil
	}
	unknown := fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("parent", "field.unknown_value", nil))
	rel, err := t.Relation(ctx, string(a.Parent))
	if err != nil {
		return err
	}
	if !t.Could(access.GetAccount, rel) {
		return unknown
	}
	up := a.Parent
	for range maxGroup {
		if up == a.ID {
			return fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("parent", "account.parent_cycle", nil))
		}
		p, err := t.Account(ctx, up)
		if fault.Is(err, fault.NotFound) || (err == nil && p.Voided) {
			if up == a.Parent {
				return unknown
			}
			return nil // the group ends above
		}
		if err != nil || p.Parent == "" {
			return err
		}
		up = p.Parent
	}
	return fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("parent", "account.parent_cycle", nil))
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

// changer changes an account inside an act.
type changer func(ctx context.Context, t *desk.Turn, a account.Account) (account.Account, error)

// change is an act on one revision of an account: load, check, change, store,
// record.
func (c *Accounts) change(ctx context.Context, by desk.Caller, op access.Operation, id account.ID, rev int64, fn changer) (account.Account, error) {
	var out account.Account
	err := c.desk.Act(ctx, by, op, func(ctx context.Context, t *desk.Turn) error {
		a, err := load(ctx, &t.Glance, t.Tx, id)
		if err != nil {
			return err
		}
		if err := desk.Fresh(rev, a.Rev); err != nil {
			return err
		}
		next, err := fn(ctx, t, a)
		if err != nil {
			return err
		}
		next.UpdatedAt = t.Now
		if out, err = c.put(ctx, t, next); err != nil {
			return err
		}
		if out.Owner != a.Owner {
			if err := c.book.Reassign(ctx, t, string(id)); err != nil {
				return err
			}
		}
		return t.Record("account", string(id), string(id), told(a), told(out), "")
	})
	return out, err
}

// Update changes the fields of an account. Only a head gives it another owner;
// the open tasks of its deals then go to whom the roles name now.
func (c *Accounts) Update(ctx context.Context, by desk.Caller, id account.ID, rev int64, q Patch) (account.Account, error) {
	return c.change(ctx, by, access.UpdateAccount, id, rev, func(ctx context.Context, t *desk.Turn, a account.Account) (account.Account, error) {
		next := q.onto(a)
		if next.Owner != a.Owner {
			rel, err := t.Relation(ctx, string(id))
			if err != nil {
				return a, err
			}
			leads := rel == access.Owner && department.Post(by.Post) != department.Specialist
			if rel != access.Head && !leads && !by.IsSystem() {
				return a, fault.New(fault.Denied, "account.owner_by_head", nil)
			}
		}
		if next.Parent != a.Parent {
			return next, parentFits(ctx, t, next)
		}
		return next, nil
	})
}

// Levels are the levels of the score sheet; −1 is unknown.
type Levels struct {
	Value    account.Levels `json:"value"`
	Position account.Levels `json:"position"`
}

// Score keeps the levels of the score sheet (domain §3.3).
func (c *Accounts) Score(ctx context.Context, by desk.Caller, id account.ID, rev int64, q Levels) (account.Account, error) {
	return c.change(ctx, by, access.ScoreAccount, id, rev, func(_ context.Context, _ *desk.Turn, a account.Account) (account.Account, error) {
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
// What it says of single people is no field that somebody fills: the stars of
// coaches come from their register.
func (c *Accounts) VerifyDossier(ctx context.Context, by desk.Caller, id account.ID, rev int64, q Entry) (account.Account, error) {
	return c.change(ctx, by, access.VerifyDossier, id, rev, func(_ context.Context, t *desk.Turn, a account.Account) (account.Account, error) {
		f := account.DossierField{Value: q.Value, NA: q.NA, Verified: c.desk.Today(t.Now)}
		if err := account.CheckDossier(q.Code, f); err != nil {
			return a, err
		}
		if classOf(q.Code) == string(access.Personal) {
			return a, fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("code", "account.dossier_restricted", fault.Args{"code": q.Code}))
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

// SetTeam replaces the account team, besides the owner; the open tasks of its
// deals then go to whom the roles name now.
func (c *Accounts) SetTeam(ctx context.Context, by desk.Caller, id account.ID, rev int64, team []account.Member) (account.Account, error) {
	for i := range team {
		team[i].Account = id
	}
	if err := account.CheckTeam(team); err != nil {
		return account.Account{}, err
	}
	var out account.Account
	err := c.desk.Act(ctx, by, access.SetAccountTeam, func(ctx context.Context, t *desk.Turn) error {
		a, err := load(ctx, &t.Glance, t.Tx, id)
		if err != nil {
			return err
		}
		if err := desk.Fresh(rev, a.Rev); err != nil {
			return err
		}
		if err := known(ctx, t, team); err != nil {
			return err
		}
		had, err := t.Team(ctx, id)
		if err != nil {
			return err
		}
		if err := t.SetTeam(ctx, id, team); err != nil {
			return err
		}
		a.UpdatedAt = t.Now
		if out, err = c.put(ctx, t, a); err != nil {
			return err
		}
		if err := c.book.Reassign(ctx, t, string(id)); err != nil {
			return err
		}
		return t.Record("account", string(id), string(id), toldTeam(a.Rev, had), toldTeam(out.Rev, team), "")
	})
	return out, err
}

// known refuses members of a team who are none of our people.
func known(ctx context.Context, t *desk.Turn, team []account.Member) error {
	dir, err := people.ReadDirectory(ctx, t)
	if err != nil {
		return err
	}
	var wrong []*fault.Error
	for i, m := range team {
		if dir.Person(m.Staff).ID == "" {
			wrong = append(wrong, fault.Field("["+strconv.Itoa(i)+"].staff", "field.unknown_value", nil))
		}
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "fault.invalid", nil).With(wrong...)
	}
	return nil
}
