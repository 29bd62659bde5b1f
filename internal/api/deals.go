package api

import (
	"context"
	"net/http"

	"qiju/internal/access"
	"qiju/internal/base/i18n"
	"qiju/internal/base/page"
	"qiju/internal/desk"
	"qiju/internal/desk/deals"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
)

// DealID is part of every input about one opportunity.
type DealID struct {
	ID string `path:"id"`
}

func (d DealID) id() opportunity.ID { return opportunity.ID(d.ID) }

const dealPath = "/api/v1/opportunities/{id}"

func (s *Server) dealRoutes() {
	s.dealReading()
	type createIn struct {
		Who
		Body deals.Draft
	}
	create := op(access.CreateOpportunity, http.MethodPost, "/api/v1/opportunities", "Create an opportunity; its chart starts", "opportunity")
	create.DefaultStatus = http.StatusCreated
	register(s, create, func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *createIn) (*Tagged[deals.Detail], error) {
		o, err := s.deals.Create(ctx, by, in.Body)
		if err != nil {
			return nil, err
		}
		return s.dealAfter(ctx, by, o), nil
	})
	dealChange(s, access.UpdateOpportunity, http.MethodPatch, "", "Change an opportunity",
		func(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, b deals.Patch) (opportunity.Opportunity, error) {
			return s.deals.Update(ctx, by, id, rev, b)
		})
	dealChange(s, access.AssessNeed, http.MethodPut, "/need", "Keep the assessment of the need",
		func(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, b opportunity.Need) (opportunity.Opportunity, error) {
			return s.deals.AssessNeed(ctx, by, id, rev, b)
		})
	dealChange(s, access.FlagOpportunity, http.MethodPut, "/red-flags", "Set the red flags",
		func(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, b FlagsIn) (opportunity.Opportunity, error) {
			return s.deals.Flag(ctx, by, id, rev, b.Codes)
		})
	dealChange(s, access.StateFact, http.MethodPut, "/facts", "State a fact, with its evidence",
		func(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, b deals.Claim) (opportunity.Opportunity, error) {
			return s.deals.State(ctx, by, id, rev, b)
		})
	dealChange(s, access.StartRun, http.MethodPost, "/start", "Start the run of an opportunity that has none",
		func(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, _ struct{}) (opportunity.Opportunity, error) {
			return s.deals.Start(ctx, by, id, rev)
		})
	dealChange(s, access.ResumeRun, http.MethodPost, "/resume", "Wake a suspended opportunity",
		func(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, _ struct{}) (opportunity.Opportunity, error) {
			return s.deals.Resume(ctx, by, id, rev)
		})
	s.gateRoutes()
	s.evidenceRoutes()
	s.sampleRoutes()
	s.taskRoutes()
}

// FlagsIn are the red flags of a deal.
type FlagsIn struct {
	Codes []string `json:"codes" doc:"R1 … R15."`
}

func (s *Server) dealReading() {
	type listIn struct {
		Who
		PageIn
		Text      string `query:"text" maxLength:"100" doc:"Part of the name or of the account's name."`
		Account   string `query:"account"`
		Commander string `query:"commander"`
		State     string `query:"state" enum:"open,suspended,won,lost,terminated,"`
		Stage     string `query:"stage"`
		Waiting   bool   `query:"waiting" doc:"Only those that wait for an account or a product."`
		Import    string `query:"import"`
		Sort      string `query:"sort" enum:"-updated,-amount,amount,expected,name," doc:"Default -updated."`
	}
	register(s, op(access.ListOpportunities, http.MethodGet, "/api/v1/opportunities", "Opportunities", "opportunity"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *listIn) (*Body[Rows[deals.Row]], error) {
			p, err := s.deals.List(ctx, by, deals.Query{
				Text: in.Text, Account: account.ID(in.Account), Commander: in.Commander, State: opportunity.State(in.State), Stage: in.Stage,
				Waiting: in.Waiting, Import: in.Import, Sort: in.Sort, Request: page.Request{After: in.After, Limit: in.Limit},
			})
			return rows(p.Rows, p.Next), err
		})
	register(s, op(access.CountOpportunities, http.MethodGet, "/api/v1/opportunities/counts", "Opportunities by state and stage", "opportunity"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, _ *struct{ Who }) (*Body[Rows[deals.Count]], error) {
			list, err := s.deals.Counts(ctx, by)
			return rows(list, ""), err
		})
	type getIn struct {
		Who
		DealID
	}
	register(s, op(access.GetOpportunity, http.MethodGet, dealPath, "One opportunity", "opportunity"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *getIn) (*Tagged[deals.Detail], error) {
			return s.dealOut(ctx, by, in.id())
		})
	register(s, op(access.GetWarRoom, http.MethodGet, dealPath+"/war-room", "作战图: the deal on its chart", "opportunity"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *getIn) (*Tagged[deals.WarRoom], error) {
			w, err := s.deals.Room(ctx, by, in.id())
			return &Tagged[deals.WarRoom]{ETag: etag(w.Opportunity.Rev), Body: w}, err
		})
	register(s, op(access.ListHistory, http.MethodGet, dealPath+"/history", "What happened, newest first", "opportunity"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *getIn) (*Body[Rows[deals.Event]], error) {
			list, err := s.deals.History(ctx, by, in.id())
			return rows(list, ""), err
		})
	type drawIn struct {
		Who
		DealID
		Lang       string `query:"lang" enum:"zh,en,"`
		Standalone bool   `query:"standalone" doc:"With its own styles, for a file."`
	}
	register(s, drawing(op(access.GetOpportunityDrawing, http.MethodGet, dealPath+"/drawing", "The chart as the deal walked it", "opportunity")),
		func(ctx context.Context, by desk.Caller, lang i18n.Lang, in *drawIn) (*SVG, error) {
			b, err := s.deals.Drawing(ctx, by, in.id(), pick(in.Lang, lang), in.Standalone)
			return &SVG{ContentType: svgType, Body: b}, err
		})
}

const svgType = "image/svg+xml"

// SVG is an answer with a drawing.
type SVG struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func pick(asked string, otherwise i18n.Lang) i18n.Lang {
	if asked == "" {
		return otherwise
	}
	return i18n.Lang(asked)
}

func (s *Server) dealOut(ctx context.Context, by desk.Caller, id opportunity.ID) (*Tagged[deals.Detail], error) {
	d, err := s.deals.Get(ctx, by, id)
	if err != nil {
		return nil, err
	}
	return &Tagged[deals.Detail]{ETag: etag(d.Rev), Body: d}, nil
}

// dealAfter is the answer to an act: the deal as the act left it, as far as the
// caller may read it. It never fails, because the act has happened.
func (s *Server) dealAfter(ctx context.Context, by desk.Caller, o opportunity.Opportunity) *Tagged[deals.Detail] {
	d := s.deals.Show(ctx, by, o)
	return &Tagged[deals.Detail]{ETag: etag(d.Rev), Body: d}
}

// dealChange registers an act on one revision of an opportunity; it answers
// with the opportunity as it stands then.
func dealChange[T any](s *Server, id access.Operation, method, path, summary string, fn func(context.Context, desk.Caller, opportunity.ID, int64, T) (opportunity.Opportunity, error)) {
	act := func(ctx context.Context, by desk.Caller, deal DealID, rev Rev, body T) (*Tagged[deals.Detail], error) {
		o, err := fn(ctx, by, deal.id(), rev.seen(), body)
		if err != nil {
			return nil, err
		}
		return s.dealAfter(ctx, by, o), nil
	}
	var none T
	if _, empty := any(none).(struct{}); empty {
		type in struct {
			Who
			Rev
			DealID
		}
		register(s, op(id, method, dealPath+path, summary, "opportunity"),
			func(ctx context.Context, by desk.Caller, _ i18n.Lang, q *in) (*Tagged[deals.Detail], error) {
				return act(ctx, by, q.DealID, q.Rev, none)
			})
		return
	}
	type in struct {
		Who
		Rev
		DealID
		Body T
	}
	register(s, op(id, method, dealPath+path, summary, "opportunity"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, q *in) (*Tagged[deals.Detail], error) {
			return act(ctx, by, q.DealID, q.Rev, q.Body)
		})
}
