package api

import (
	"context"
	"net/http"
	"time"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/people"
	"qiju/internal/sales/department"
)

// Ref names a record by id and name.
type Ref struct {
	ID   string    `json:"id"`
	Name i18n.Text `json:"name"`
}

// Person is one of our people as others see them.
type Person struct {
	ID         string    `json:"id"`
	Username   string    `json:"username,omitempty"`
	Name       i18n.Text `json:"name"`
	Post       string    `json:"post"`
	PostName   i18n.Text `json:"postName"`
	Duty       string    `json:"duty,omitempty"`
	Department *Ref      `json:"department,omitempty"`
	Superior   *Ref      `json:"superior,omitempty"`
}

// PrincipalOut is who is signed in and what the post allows at all.
type PrincipalOut struct {
	Staff   Person        `json:"staff"`
	May     []string      `json:"may" doc:"Operations that the post allows at all; a record may still refuse."`
	Demo    bool          `json:"demo"`
	Today   clock.Date    `json:"today"`
	Now     clock.Instant `json:"now"`
	Zone    string        `json:"zone" doc:"The company's time zone, such as Asia/Shanghai; instants are shown in it."`
	Company i18n.Text     `json:"company"`
	Version string        `json:"version"`
}

func (s *Server) sessionRoutes() {
	type signInOut struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
		Body      PrincipalOut
	}
	type signIn struct {
		Who
		Body struct {
			Username string `json:"username" maxLength:"100"`
			Password string `json:"password" maxLength:"1000"`
		}
	}
	open(s, op(access.CreateSession, http.MethodPost, "/api/v1/session", "Sign in", "session"),
		func(ctx context.Context, _ desk.Caller, _ i18n.Lang, in *signIn) (*signInOut, error) {
			signed, err := s.people.SignIn(ctx, in.Body.Username, in.Body.Password)
			if err != nil {
				return nil, err
			}
			out, err := s.principal(ctx, signed.Caller(), signed.Staff)
			if err != nil {
				return nil, err
			}
			return &signInOut{SetCookie: *s.cookie(signed.Secret, sessionLife), Body: out}, nil
		})
	register(s, op(access.GetSession, http.MethodGet, "/api/v1/session", "Who is signed in", "session"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, _ *struct{ Who }) (*Body[PrincipalOut], error) {
			dir, err := s.people.Directory(ctx, by)
			if err != nil {
				return nil, err
			}
			out, err := s.principal(ctx, by, dir.Person(by.Staff))
			return &Body[PrincipalOut]{out}, err
		})
	type signOutOut struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
	}
	register(s, op(access.DeleteSession, http.MethodDelete, "/api/v1/session", "Sign out", "session"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, _ *struct{ Who }) (*signOutOut, error) {
			a, _ := ctx.Value(askerKey{}).(asker)
			return &signOutOut{*s.cookie("", -time.Second)}, s.people.SignOut(ctx, by, a.secret)
		})
	register(s, op(access.GetCompany, http.MethodGet, "/api/v1/company", "Whose system this is", "people"),
		func(ctx context.Context, _ desk.Caller, _ i18n.Lang, _ *struct{ Who }) (*Body[people.Company], error) {
			c, err := s.people.Company(ctx)
			return &Body[people.Company]{c}, err
		})
	register(s, op(access.ListDepartments, http.MethodGet, "/api/v1/departments", "Our departments", "people"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, _ *struct{ Who }) (*Body[Rows[department.Department]], error) {
			dir, err := s.people.Directory(ctx, by)
			return rows(dir.Departments, ""), err
		})
	register(s, op(access.ListStaff, http.MethodGet, "/api/v1/staff", "Our people", "people"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, _ *struct{ Who }) (*Body[Rows[Person]], error) {
			dir, err := s.people.Directory(ctx, by)
			if err != nil {
				return nil, err
			}
			rows := make([]Person, len(dir.Staff))
			for i, p := range dir.Staff {
				rows[i] = s.person(dir, p)
			}
			return &Body[Rows[Person]]{Rows[Person]{Rows: rows}}, nil
		})
}

func (s *Server) principal(ctx context.Context, by desk.Caller, staff department.Staff) (PrincipalOut, error) {
	dir, err := s.people.Directory(ctx, by)
	if err != nil {
		return PrincipalOut{}, err
	}
	company, err := s.people.Company(ctx)
	if err != nil {
		return PrincipalOut{}, err
	}
	now := s.desk.Clock.Now()
	out := PrincipalOut{
		Staff: s.person(dir, staff), May: []string{}, Demo: s.demo, Today: s.desk.Today(now), Now: now,
		Zone: s.desk.Zone.String(), Company: company.Name, Version: s.version,
	}
	for _, o := range access.Operations() {
		if access.Possible(by.Principal, o) {
			out.May = append(out.May, string(o))
		}
	}
	return out, nil
}

func (s *Server) person(dir people.Directory, p department.Staff) Person {
	out := Person{
		ID: string(p.ID), Username: p.Username, Name: p.Name, Post: string(p.Post), Duty: string(p.Duty),
		PostName: s.both("post." + string(p.Post)),
	}
	if d := dir.Department(p.Department); d.ID != "" {
		out.Department = &Ref{string(d.ID), d.Name}
	}
	if b := dir.Person(string(p.Superior)); b.ID != "" {
		out.Superior = &Ref{string(b.ID), b.Name}
	}
	return out
}

// both returns a message in both languages.
func (s *Server) both(key string) i18n.Text {
	return i18n.Text{ZH: s.words.Message(i18n.ZH, key, nil), EN: s.words.Message(i18n.EN, key, nil)}
}
