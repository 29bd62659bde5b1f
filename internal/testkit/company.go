package testkit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"qiju/internal/access"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/deals"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
)

// Person is one of our people, able to call the server. The zero Person is
// somebody who is not signed in.
type Person struct {
	department.Staff

	Token string // bearer token without a limit of scopes
}

// Caller returns the person as the caller of acts of the desk.
func (p Person) Caller() desk.Caller {
	return desk.Caller{Principal: access.Principal{
		Staff: string(p.ID), Post: string(p.Post), Duty: string(p.Duty), Department: string(p.Department),
	}}
}

// tokenLife is longer than any test and any moved clock.
const tokenLife = 10 * 365 * 24 * time.Hour

// Hire adds somebody with a token; the user name is their id in the answer.
func (s *Server) Hire(ctx context.Context, p department.Staff) (Person, error) {
	err := s.Desk.Act(ctx, desk.System(), access.Setup, func(ctx context.Context, t *desk.Turn) error {
		staff := p
		if staff.ID == "" {
			staff.ID = department.StaffID(t.New("stf"))
		}
		staff.CreatedAt = t.Now
		var err error
		if p, err = t.PutStaff(ctx, staff); err != nil {
			return err
		}
		return t.Record("staff", string(p.ID), "", nil, p, "")
	})
	if err != nil {
		return Person{}, fmt.Errorf("hire %s: %w", p.Username, err)
	}
	token, err := s.People.IssueToken(ctx, p.Username, "test", nil, tokenLife)
	return Person{Staff: p, Token: token}, err
}

// AddDepartment adds a department, or changes one that has a revision.
func (s *Server) AddDepartment(ctx context.Context, d department.Department) (department.Department, error) {
	err := s.Desk.Act(ctx, desk.System(), access.Setup, func(ctx context.Context, t *desk.Turn) error {
		var err error
		if d, err = t.PutDepartment(ctx, d); err != nil {
			return err
		}
		return t.Record("department", string(d.ID), "", nil, d, "")
	})
	return d, err
}

// Company is a small company: one person for each column of docs/policy.csv,
// and an account with a deal that only the owner's side knows.
type Company struct {
	People  map[string]Person // by column; "anonymous" is the zero Person
	Account account.Account
	Deal    opportunity.Opportunity
}

// Columns returns the principals of docs/policy.csv and who they are.
func Columns() map[string]department.Staff {
	in := func(dep department.ID, post department.Post, duty department.Duty) department.Staff {
		return department.Staff{Department: dep, Post: post, Duty: duty}
	}
	return map[string]department.Staff{
		"owner":          in("dep_a", department.Specialist, ""),
		"seller":         in("dep_a", department.Specialist, ""),
		"other_team":     in("dep_b", department.Specialist, ""),
		"head":           in("dep_a", department.Manager, ""),
		"other_head":     in("dep_b", department.Manager, ""),
		"back_office":    in("dep_a", department.BackOffice, ""),
		"finance":        in("dep_sales", department.Finance, ""),
		"quality":        in("dep_sales", department.Quality, ""),
		"legal":          in("dep_sales", department.Legal, ""),
		"compliance":     in("dep_sales", department.Compliance, ""),
		"hr":             in("dep_sales", department.HR, ""),
		"executive":      in("dep_sales", department.Executive, ""),
		"system_admin":   in("", department.NoPost, department.SystemAdmin),
		"security_admin": in("", department.NoPost, department.SecurityAdmin),
		"auditor":        in("", department.NoPost, department.Auditor),
	}
}

// NewCompany fills an empty server.
func (s *Server) NewCompany(ctx context.Context) (*Company, error) {
	if err := s.name(ctx); err != nil {
		return nil, err
	}
	c := &Company{People: map[string]Person{"anonymous": {}}}
	for column, staff := range Columns() {
		staff.Username, staff.Name = column, i18n.Text{ZH: column, EN: column}
		p, err := s.Hire(ctx, staff)
		if err != nil {
			return nil, err
		}
		c.People[column] = p
	}
	for _, d := range []department.Department{
		{ID: "dep_sales", Name: i18n.Text{ZH: "销售中心", EN: "Sales"}, Head: c.People["executive"].ID},
		{ID: "dep_a", Name: i18n.Text{ZH: "大客户一部", EN: "Key accounts 1"}, Parent: "dep_sales", Head: c.People["head"].ID},
		{ID: "dep_b", Name: i18n.Text{ZH: "大客户二部", EN: "Key accounts 2"}, Parent: "dep_sales", Head: c.People["other_head"].ID},
	} {
		if _, err := s.AddDepartment(ctx, d); err != nil {
			return nil, err
		}
	}
	var err error
	if c.Account, err = s.NewAccount(ctx, c.People["owner"], "岚海重工"); err != nil {
		return nil, err
	}
	team := []account.Member{{Staff: string(c.People["seller"].ID), Role: account.TeamSeller}}
	if c.Account, err = s.Accounts.SetTeam(ctx, c.People["head"].Caller(), c.Account.ID, c.Account.Rev, team); err != nil {
		return nil, err
	}
	c.Deal, err = s.NewDeal(ctx, c.People["owner"], c.Account, "减速机三号线")
	return c, err
}

// name says whose server it is and what the company sells.
func (s *Server) name(ctx context.Context) error {
	return s.Desk.Act(ctx, desk.System(), access.Setup, func(ctx context.Context, t *desk.Turn) error {
		b, err := json.Marshal(map[string]any{"name": i18n.Text{ZH: "试制公司", EN: "Trial company"}, "currency": "CNY"})
		if err != nil {
			return fmt.Errorf("company: %w", err)
		}
		if err := t.PutSetting(ctx, "company", b); err != nil {
			return err
		}
		p, err := t.PutProduct(ctx, trade.Product{
			ID: "prd_1", Code: "GX-3", Name: i18n.Text{ZH: "三级减速机", EN: "Three-stage reducer"}, ListPrice: "1200", Currency: "CNY", CreatedAt: t.Now,
		})
		if err != nil {
			return err
		}
		return t.Record("company", "company", "", nil, p, "")
	})
}

// NewAccount makes an account that by owns.
func (s *Server) NewAccount(ctx context.Context, by Person, name string) (account.Account, error) {
	return s.Accounts.Create(ctx, by.Caller(), accounts.Draft{Name: i18n.Text{ZH: name}})
}

// NewDeal makes an opportunity of an account; its run starts.
func (s *Server) NewDeal(ctx context.Context, by Person, a account.Account, name string) (opportunity.Opportunity, error) {
	return s.Deals.Create(ctx, by.Caller(), deals.Draft{
		Account: string(a.ID), Name: i18n.Text{ZH: name}, Amount: money.Amount{Minor: 360_000_00, Currency: "CNY"},
	})
}

// OpenTasks returns the open tasks of all runs of a deal.
func (s *Server) OpenTasks(ctx context.Context, deal opportunity.ID) ([]store.Task, error) {
	var all []store.Task
	err := s.Desk.Store.View(ctx, func(r store.Reader) error {
		all = nil
		runs, err := r.RunsOf(ctx, deals.SubjectOf(deal))
		if err != nil {
			return err
		}
		for _, run := range runs {
			list, err := r.OpenTasksOf(ctx, run.ID)
			if err != nil {
				return err
			}
			all = append(all, list...)
		}
		return nil
	})
	return all, err
}

// TaskAt returns the open task of a deal on a node of its main run.
func (s *Server) TaskAt(ctx context.Context, o opportunity.Opportunity, node string) (store.Task, error) {
	list, err := s.OpenTasks(ctx, o.ID)
	for _, t := range list {
		if t.Node == node && t.Run == engine.RunID(o.Run) {
			return t, nil
		}
	}
	return store.Task{}, errors.Join(fmt.Errorf("no open task on %s of %s", node, o.ID), err)
}
