package demo

import (
	"context"
	"fmt"

	"qiju/internal/base/i18n"
	"qiju/internal/desk/accounts"
	"qiju/internal/sales/account"
)

// manager is the head of the key-account department.
const manager = "wenrenche"

// writeAccounts plans the acts that make the twelve accounts: the owner opens
// and scores the account, files what is known and the people, and the manager
// sets the phase.
func (s *story) writeAccounts() error {
	rows, err := read("accounts")
	if err != nil {
		return err
	}
	people, err := read("contacts")
	if err != nil {
		return err
	}
	facts, err := read("dossier")
	if err != nil {
		return err
	}
	for i, r := range rows {
		if err := s.writeAccount(r, i, people, facts); err != nil {
			return err
		}
	}
	return nil
}

func (s *story) writeAccount(r row, place int, people, facts []row) error {
	since, err := r.number("since")
	if err != nil {
		return err
	}
	draft, err := s.draft(r)
	if err != nil {
		return err
	}
	code, owner := r["code"], r["owner"]
	first := draft
	first.Phase, first.PhaseNote = account.Target, i18n.Text{}
	s.plan(s.moment(since, 9, place), code+" opened", func(ctx context.Context) error {
		a, err := s.accounts.Create(ctx, s.by(owner), first)
		s.customers[code] = a.ID
		return err
	})
	s.plan(s.moment(since, 10, place), code+" scored", func(ctx context.Context) error {
		return s.touch(ctx, code, func(a account.Account) error {
			_, err := s.accounts.Score(ctx, s.by(owner), a.ID, a.Rev, accounts.Levels{Value: levels(r["value"]), Position: levels(r["position"])})
			return err
		})
	})
	s.writePhases(code, since, place, first, draft)
	if err := s.writePeople(code, owner, since, people); err != nil {
		return err
	}
	return s.writeDossier(r, since, facts)
}

// writePhases plans what the manager decides: where the account begins, and
// where it stands on the eve of D.
func (s *story) writePhases(code string, since, place int, first, last accounts.Draft) {
	set := func(day int, q accounts.Draft) {
		s.plan(s.moment(day, 17, place), code+" phase", func(ctx context.Context) error {
			return s.touch(ctx, code, func(a account.Account) error {
				_, err := s.accounts.Update(ctx, s.by(manager), a.ID, a.Rev, q.Patch())
				return err
			})
		})
	}
	if last.Phase != account.Target {
		first.Phase = account.Attack
		if last.Existing {
			first.Phase = account.Hold
		}
		set(since+1, first)
	}
	set(-1, last)
}

// draft returns the account as its row tells.
func (s *story) draft(r row) (accounts.Draft, error) {
	founded, err := r.number("founded")
	if err != nil {
		return accounts.Draft{}, err
	}
	employees, err := r.number("employees")
	return accounts.Draft{
		Code: r["code"], Name: r.text("zh", "en"), CreditCode: r["credit_code"], Industry: r.text("industry_zh", "industry_en"),
		Ownership: r["ownership"], Location: r["location"], FoundedYear: founded, Employees: employees, Revenue: r["revenue"],
		Existing: r.yes("existing"), Phase: account.Phase(r["phase"]),
		PhaseNote: i18n.Text{ZH: s.dated(r["note_zh"]), EN: s.dated(r["note_en"])},
	}, err
}

// levels reads the digits of a score sheet; x is unknown.
func levels(digits string) account.Levels {
	list := make(account.Levels, 0, len(digits))
	for _, c := range digits {
		if c == 'x' {
			list = append(list, account.Unknown)
			continue
		}
		list = append(list, int(c-'0'))
	}
	return list
}

// touch reads an account for an act on its present revision.
func (s *story) touch(ctx context.Context, code string, do func(account.Account) error) error {
	a, err := s.tx.Account(ctx, s.customers[code])
	if err != nil {
		return err
	}
	return do(a)
}

func (s *story) writePeople(code, owner string, since int, people []row) error {
	minute := 0
	for _, r := range people {
		if r["account"] != code {
			continue
		}
		q, err := contact(r)
		if err != nil {
			return err
		}
		minute += 6
		s.plan(s.moment(since+1, 14, minute), code+" "+q.Name.ZH, func(ctx context.Context) error {
			x, err := s.accounts.CreateContact(ctx, s.by(owner), s.customers[code], q)
			s.contacts[q.Name.ZH] = x.ID
			return err
		})
	}
	return nil
}

// contact reads one of the customer's people; an empty attitude is unknown.
func contact(r row) (accounts.ContactDraft, error) {
	weight, err := r.number("weight")
	if err != nil {
		return accounts.ContactDraft{}, err
	}
	level, err := r.number("level")
	if err != nil {
		return accounts.ContactDraft{}, err
	}
	q := accounts.ContactDraft{
		Name: r.text("zh", "en"), Title: r.text("title_zh", "title_en"), Role: account.ContactRole(r["role"]),
		Weight: weight, Level: level, Veto: r.yes("veto"), Identified: r.yes("identified"),
	}
	if r["attitude"] == "" {
		return q, nil
	}
	attitude, err := r.number("attitude")
	q.Attitude = &attitude
	return q, err
}

// writeDossier plans the verification of every field of the customer file that
// is known, on the day when it was found out.
func (s *story) writeDossier(r row, since int, facts []row) error {
	entries := map[int][]accounts.Entry{since + 2: profile(r)}
	for _, f := range facts {
		if f["account"] != r["code"] {
			continue
		}
		day, err := f.number("day")
		if err != nil {
			return err
		}
		entries[day] = append(entries[day], accounts.Entry{Code: f["code"], Value: s.dated(f["value"])})
	}
	for day, list := range entries {
		for i, e := range list {
			s.plan(s.moment(day, 15, i), r["code"]+" "+e.Code, func(ctx context.Context) error {
				return s.touch(ctx, r["code"], func(a account.Account) error {
					_, err := s.accounts.VerifyDossier(ctx, s.by(r["owner"]), a.ID, a.Rev, e)
					return err
				})
			})
		}
	}
	return nil
}

// profile is what the registry tells of every company.
func profile(r row) []accounts.Entry {
	kind := "民企"
	if r["ownership"] == "state" {
		kind = "国企"
	}
	return []accounts.Entry{
		{Code: "A1", Value: fmt.Sprintf("%s,%s", r["zh"], r["credit_code"])},
		{Code: "A3", Value: r["location"]},
		{Code: "A4", Value: r["founded"] + " 年成立"},
		{Code: "A5", Value: fmt.Sprintf("%s 人,年营收 %s 百万元", r["employees"], r["revenue"])},
		{Code: "A8", Value: kind + ",大型"},
		{Code: "A9", Value: "官网、工商公示、公开招标平台"},
	}
}
