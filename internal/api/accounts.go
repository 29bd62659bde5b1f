package api

import (
	"context"
	"net/http"

	"qiju/internal/access"
	"qiju/internal/base/i18n"
	"qiju/internal/base/page"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/sales/account"
)

// AccountID is part of every input about one account.
type AccountID struct {
	ID string `path:"id"`
}

func (s *Server) accountRoutes() {
	type listIn struct {
		Who
		PageIn
		Text  string `query:"text" maxLength:"100" doc:"Part of the name or the code."`
		Phase string `query:"phase"`
		Owner string `query:"owner"`
		Sort  string `query:"sort" enum:"name,-updated,code," doc:"Default name."`
	}
	register(s, op(access.ListAccounts, http.MethodGet, "/api/v1/accounts", "Accounts", "account"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *listIn) (*Body[Rows[accounts.Row]], error) {
			p, err := s.accounts.List(ctx, by, accounts.Query{
				Text: in.Text, Phase: account.Phase(in.Phase), Owner: in.Owner, Sort: in.Sort, Request: page.Request{After: in.After, Limit: in.Limit},
			})
			return rows(p.Rows, p.Next), err
		})
	type getIn struct {
		Who
		AccountID
	}
	register(s, op(access.GetAccount, http.MethodGet, "/api/v1/accounts/{id}", "One account", "account"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *getIn) (*Tagged[accounts.Detail], error) {
			return s.accountOut(ctx, by, account.ID(in.ID))
		})
	type createIn struct {
		Who
		Body accounts.Draft
	}
	create := op(access.CreateAccount, http.MethodPost, "/api/v1/accounts", "Create an account", "account")
	create.DefaultStatus = http.StatusCreated
	register(s, create, func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *createIn) (*Tagged[accounts.Detail], error) {
		a, err := s.accounts.Create(ctx, by, in.Body)
		if err != nil {
			return nil, err
		}
		return s.accountAfter(ctx, by, a), nil
	})
	accountChange(s, access.UpdateAccount, http.MethodPatch, "", "Change an account",
		func(ctx context.Context, by desk.Caller, id account.ID, rev int64, b accounts.Patch) (account.Account, error) {
			return s.accounts.Update(ctx, by, id, rev, b)
		})
	accountChange(s, access.ScoreAccount, http.MethodPut, "/score", "Keep the score sheet",
		func(ctx context.Context, by desk.Caller, id account.ID, rev int64, b accounts.Levels) (account.Account, error) {
			return s.accounts.Score(ctx, by, id, rev, b)
		})
	accountChange(s, access.VerifyDossier, http.MethodPut, "/dossier", "Fill or confirm a dossier field",
		func(ctx context.Context, by desk.Caller, id account.ID, rev int64, b accounts.Entry) (account.Account, error) {
			return s.accounts.VerifyDossier(ctx, by, id, rev, b)
		})
	accountChange(s, access.SetAccountTeam, http.MethodPut, "/team", "Set the account team",
		func(ctx context.Context, by desk.Caller, id account.ID, rev int64, b []TeamIn) (account.Account, error) {
			team := make([]account.Member, len(b))
			for i, m := range b {
				team[i] = account.Member{Staff: m.Staff, Role: account.TeamRole(m.Role)}
			}
			return s.accounts.SetTeam(ctx, by, id, rev, team)
		})
	s.contactRoutes()
}

// TeamIn is a member of an account team as a person writes it.
type TeamIn struct {
	Staff string `json:"staff"`
	Role  string `json:"role" enum:"seller,support"`
}

// accountChange registers an act on one revision of an account; it answers
// with the account as it stands then.
func accountChange[T any](s *Server, id access.Operation, method, path, summary string, fn func(context.Context, desk.Caller, account.ID, int64, T) (account.Account, error)) {
	type in struct {
		Who
		Rev
		AccountID
		Body T
	}
	register(s, op(id, method, "/api/v1/accounts/{id}"+path, summary, "account"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, q *in) (*Tagged[accounts.Detail], error) {
			a, err := fn(ctx, by, account.ID(q.ID), q.seen(), q.Body)
			if err != nil {
				return nil, err
			}
			return s.accountAfter(ctx, by, a), nil
		})
}

func (s *Server) accountOut(ctx context.Context, by desk.Caller, id account.ID) (*Tagged[accounts.Detail], error) {
	d, err := s.accounts.Get(ctx, by, id)
	if err != nil {
		return nil, err
	}
	return &Tagged[accounts.Detail]{ETag: etag(d.Rev), Body: d}, nil
}

// accountAfter is the answer to an act: the account as the act left it, as far
// as the caller may read it. It never fails, because the act has happened.
func (s *Server) accountAfter(ctx context.Context, by desk.Caller, a account.Account) *Tagged[accounts.Detail] {
	d := s.accounts.Show(ctx, by, a)
	return &Tagged[accounts.Detail]{ETag: etag(d.Rev), Body: d}
}

func (s *Server) contactRoutes() {
	type listIn struct {
		Who
		AccountID
	}
	register(s, op(access.ListContacts, http.MethodGet, "/api/v1/accounts/{id}/contacts", "The customer's people", "account"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *listIn) (*Body[Rows[accounts.ContactView]], error) {
			list, err := s.accounts.Contacts(ctx, by, account.ID(in.ID))
			return rows(list, ""), err
		})
	type createIn struct {
		Who
		AccountID
		Body accounts.ContactDraft
	}
	create := op(access.CreateContact, http.MethodPost, "/api/v1/accounts/{id}/contacts", "Add a contact", "account")
	create.DefaultStatus = http.StatusCreated
	register(s, create, func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *createIn) (*Tagged[account.Contact], error) {
		c, err := s.accounts.CreateContact(ctx, by, account.ID(in.ID), in.Body)
		return &Tagged[account.Contact]{ETag: etag(c.Rev), Body: c}, err
	})
	type updateIn struct {
		Who
		Rev
		AccountID
		Body accounts.ContactPatch
	}
	register(s, op(access.UpdateContact, http.MethodPatch, "/api/v1/contacts/{id}", "Change a contact", "account"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *updateIn) (*Tagged[account.Contact], error) {
			c, err := s.accounts.UpdateContact(ctx, by, account.ContactID(in.ID), in.seen(), in.Body)
			return &Tagged[account.Contact]{ETag: etag(c.Rev), Body: c}, err
		})
	type coachIn struct {
		Who
		Rev
		AccountID
		Body accounts.CoachDraft
	}
	register(s, op(access.SetCoach, http.MethodPut, "/api/v1/contacts/{id}/coach", "Register a coach", "account"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *coachIn) (*Tagged[account.Coach], error) {
			c, err := s.accounts.SetCoach(ctx, by, account.ContactID(in.ID), in.seen(), in.Body)
			return &Tagged[account.Coach]{ETag: etag(c.Rev), Body: c}, err
		})
	type dropIn struct {
		Who
		Rev
		AccountID
	}
	register(s, op(access.DropCoach, http.MethodDelete, "/api/v1/contacts/{id}/coach", "Erase that a contact is a coach", "account"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *dropIn) (*struct{}, error) {
			return nil, s.accounts.DropCoach(ctx, by, account.ContactID(in.ID), in.seen())
		})
}

// rows makes the body of a list; no rows are an empty list, never null.
func rows[T any](list []T, next string) *Body[Rows[T]] {
	if list == nil {
		list = []T{}
	}
	return &Body[Rows[T]]{Rows[T]{Rows: list, Next: next}}
}
