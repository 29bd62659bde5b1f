package accounts

import (
	"context"

	"github.com/govalues/decimal"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/page"
	"qiju/internal/desk"
	"qiju/internal/desk/people"
	"qiju/internal/sales/account"
	"qiju/internal/store"
)

// Ref names a record by id and name.
type Ref struct {
	ID   string    `json:"id"`
	Name i18n.Text `json:"name"`
}

// ScoreView is the score sheet's outcome, decimal texts with one place.
type ScoreView struct {
	V     string `json:"v"`
	P     string `json:"p"`
	Total string `json:"total"`
}

// Row is a line of the list of accounts.
type Row struct {
	ID           account.ID    `json:"id"`
	Rev          int64         `json:"rev"`
	Code         string        `json:"code"`
	Name         i18n.Text     `json:"name"`
	Industry     i18n.Text     `json:"industry"`
	Owner        *Ref          `json:"owner,omitempty"`
	Phase        account.Phase `json:"phase"`
	PhaseNote    i18n.Text     `json:"phaseNote"`
	Existing     bool          `json:"existing"`
	Tier         account.Tier  `json:"tier"`
	Provisional  bool          `json:"provisional"`
	Unknown      int           `json:"unknown"`
	Score        ScoreView     `json:"score"`
	Completeness string        `json:"completeness"` // fraction with four places
	UpdatedAt    clock.Instant `json:"updatedAt"`
}

// DossierRow is one field of the dossier.
type DossierRow struct {
	Code     string            `json:"code"`
	Group    string            `json:"group"`
	Name     i18n.Text         `json:"name"`
	Weight   int               `json:"weight"`
	Value    string            `json:"value"`
	Verified clock.Date        `json:"verified,omitempty"`
	NA       bool              `json:"na"`
	State    account.Freshness `json:"state"`
}

// MemberView is a member of the account team.
type MemberView struct {
	Staff Ref              `json:"staff"`
	Role  account.TeamRole `json:"role"`
}

// Detail is one account.
type Detail struct {
	Row
	ExternalID  string           `json:"externalId,omitempty"`
	CreditCode  string           `json:"creditCode,omitempty"`
	Ownership   string           `json:"ownership,omitempty"`
	Location    string           `json:"location,omitempty"`
	FoundedYear int              `json:"foundedYear,omitempty"`
	Employees   int              `json:"employees,omitempty"`
	Revenue     string           `json:"revenue,omitempty"`
	Parent      *Ref             `json:"parent,omitempty"`
	Department  *Ref             `json:"department,omitempty"`
	Value       account.Levels   `json:"value"`
	Position    account.Levels   `json:"position"`
	Quadrant    account.Quadrant `json:"quadrant"`
	Dossier     []DossierRow     `json:"dossier"`
	Team        []MemberView     `json:"team"`
	Group       *account.Group   `json:"group,omitempty"` // only for those who see the contacts
	May         []string         `json:"may"`
}

// Query filters and sorts the list of accounts.
type Query = store.AccountQuery

// List returns what the caller may see of the accounts.
func (c *Accounts) List(ctx context.Context, by desk.Caller, q Query) (page.Page[Row], error) {
	var out page.Page[Row]
	err := c.desk.Look(ctx, by, access.ListAccounts, func(ctx context.Context, g *desk.Glance) error {
		p, err := g.Accounts(ctx, g.Scope(access.AccountKind), q)
		if err != nil {
			return err
		}
		dir, err := people.ReadDirectory(ctx, g)
		if err != nil {
			return err
		}
		out = page.Page[Row]{Rows: make([]Row, len(p.Rows)), Next: p.Next}
		for i, a := range p.Rows {
			rel, err := g.Relation(ctx, string(a.ID))
			if err != nil {
				return err
			}
			if a, err = complete(ctx, g, a, rel); err != nil {
				return err
			}
			out.Rows[i] = row(g, dir, a)
		}
		return nil
	})
	return out, err
}

// complete fills the dossier field that the register of coaches tells. For those
// who may not know of coaches it stays empty, and does not count.
func complete(ctx context.Context, g *desk.Glance, a account.Account, rel access.Relation) (account.Account, error) {
	var coaches []account.Coach
	if g.By.IsSystem() || access.MaySee(g.By.Principal, access.Personal, rel) {
		var err error
		if coaches, err = g.CoachesOf(ctx, a.ID); err != nil {
			return a, err
		}
	}
	a.Dossier = WithCoaches(a.Dossier, coaches, g.Desk.Today)
	return a, nil
}

func row(g *desk.Glance, dir people.Directory, a account.Account) Row {
	s := a.Standing()
	r := Row{
		ID: a.ID, Rev: a.Rev, Code: a.Code, Name: a.Name, Industry: a.Industry, Phase: a.Phase, PhaseNote: a.PhaseNote,
		Existing: a.Existing, Tier: s.Tier, Provisional: s.Provisional, Unknown: s.Unknown,
		Score:        ScoreView{V: s.Value.String(), P: s.Position.String(), Total: s.Total.String()},
		Completeness: fraction(account.Completeness(a.Dossier, g.Desk.Today(g.Now))), UpdatedAt: a.UpdatedAt,
	}
	if p := dir.Person(a.Owner); p.ID != "" {
		r.Owner = &Ref{string(p.ID), p.Name}
	}
	return r
}

func fraction(d decimal.Decimal) string { return account.RoundHalfUp(d, 4).String() }

// Get returns one account.
func (c *Accounts) Get(ctx context.Context, by desk.Caller, id account.ID) (Detail, error) {
	var out Detail
	err := c.desk.Look(ctx, by, access.GetAccount, func(ctx context.Context, g *desk.Glance) error {
		a, err := load(ctx, g, g, id)
		if err != nil {
			return err
		}
		out, err = detail(ctx, g, a)
		return err
	})
	return out, err
}

// Show returns the account as an act of the caller left it, as far as they may
// read it now: who gave an account away, or calls with a token that only writes,
// is told its revision and no more. It does not fail, because the act is done.
func (c *Accounts) Show(ctx context.Context, by desk.Caller, a account.Account) Detail {
	bare := Detail{Row: Row{ID: a.ID, Rev: a.Rev, UpdatedAt: a.UpdatedAt}, Value: account.Levels{}, Position: account.Levels{}, Dossier: []DossierRow{}, Team: []MemberView{}, May: []string{}}
	out := bare
	err := c.desk.Look(ctx, by, access.GetAccount, func(ctx context.Context, g *desk.Glance) error {
		g.AfterAct()
		rel, err := g.Relation(ctx, string(a.ID))
		if err != nil || !g.Could(access.GetAccount, rel) {
			return err
		}
		out, err = detail(ctx, g, a)
		return err
	})
	if err != nil {
		return bare
	}
	return out
}

func detail(ctx context.Context, g *desk.Glance, a account.Account) (Detail, error) {
	dir, err := people.ReadDirectory(ctx, g)
	if err != nil {
		return Detail{}, err
	}
	rel, err := g.Relation(ctx, string(a.ID))
	if err != nil {
		return Detail{}, err
	}
	if a, err = complete(ctx, g, a, rel); err != nil {
		return Detail{}, err
	}
	d := Detail{
		Row: row(g, dir, a), ExternalID: a.ExternalID, CreditCode: a.CreditCode, Ownership: a.Ownership, Location: a.Location,
		FoundedYear: a.FoundedYear, Employees: a.Employees, Revenue: a.Revenue, Value: a.Value, Position: a.Position,
		Quadrant: a.Standing().Quadrant(false), Dossier: []DossierRow{}, Team: []MemberView{}, May: []string{},
	}
	if dep := dir.DepartmentByID(a.Department); dep.ID != "" {
		d.Department = &Ref{string(dep.ID), dep.Name}
	}
	team, err := g.Team(ctx, a.ID)
	if err != nil {
		return d, err
	}
	for _, m := range team {
		d.Team = append(d.Team, MemberView{Ref{m.Staff, dir.Person(m.Staff).Name}, m.Role})
	}
	d.Dossier = dossier(g, a, rel)
	if a.Parent != "" {
		if err := parent(ctx, g, a, &d); err != nil {
			return d, err
		}
	}
	for _, op := range access.Operations() {
		if k := access.KindOf(op); (k == access.AccountKind || k == access.ContactKind || op == access.CreateOpportunity) && g.Could(op, rel) {
			d.May = append(d.May, string(op))
		}
	}
	if g.Could(access.ListContacts, rel) {
		list, err := g.ContactsOf(ctx, a.ID)
		if err != nil {
			return d, err
		}
		group := account.Weigh(list)
		d.Group = &group
	}
	return d, nil
}

// parent names the group's head, where there is one that the reader may see.
func parent(ctx context.Context, g *desk.Glance, a account.Account, d *Detail) error {
	rel, err := g.Relation(ctx, string(a.Parent))
	if err != nil || !g.Could(access.GetAccount, rel) {
		return err
	}
	p, err := g.Account(ctx, a.Parent)
	if fault.Is(err, fault.NotFound) || (err == nil && p.Voided) {
		return nil
	}
	if err != nil {
		return err
	}
	d.Parent = &Ref{string(p.ID), p.Name}
	return nil
}

// dossier returns the fields of the customer file; what the reader may not see
// is left out, state included.
func dossier(g *desk.Glance, a account.Account, rel access.Relation) []DossierRow {
	rows := []DossierRow{}
	today := g.Desk.Today(g.Now)
	for _, item := range account.DossierItems() {
		if !g.By.IsSystem() && !access.MaySee(g.By.Principal, access.Class(item.Class), rel) {
			continue
		}
		f := a.Dossier[item.Code]
		rows = append(rows, DossierRow{
			Code: item.Code, Group: item.Group, Name: item.Text, Weight: item.Weight, Value: f.Value, Verified: f.Verified, NA: f.NA,
			State: f.Freshness(today),
		})
	}
	return rows
}
