package api

import (
	"context"
	"net/http"

	"qiju/internal/access"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/deals"
	"qiju/internal/sales/opportunity"
)

func (s *Server) gateRoutes() {
	type getIn struct {
		Who
		DealID
		Gate string `path:"gate"`
	}
	register(s, op(access.GetGate, http.MethodGet, dealPath+"/gates/{gate}", "What a gate asks and what is met", "gate"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *getIn) (*Body[deals.GateView], error) {
			v, err := s.deals.Gate(ctx, by, in.id(), in.Gate)
			return &Body[deals.GateView]{v}, err
		})
	type decideIn struct {
		Who
		Rev
		DealID
		Body deals.Verdict
	}
	register(s, op(access.ProposeGate, http.MethodPost, dealPath+"/propose-gate", "Submit a gate review for confirmation", "gate"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *decideIn) (*Body[opportunity.Review], error) {
			r, err := s.deals.Propose(ctx, by, in.id(), in.seen(), in.Body)
			return &Body[opportunity.Review]{r}, err
		})
	register(s, op(access.DecideGate, http.MethodPost, dealPath+"/decide-gate", "Decide a gate", "gate"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *decideIn) (*Tagged[deals.Decided], error) {
			d, err := s.deals.DecideGate(ctx, by, in.id(), in.seen(), in.Body)
			return &Tagged[deals.Decided]{ETag: etag(d.Opportunity.Rev), Body: d}, err
		})
	type withdrawIn struct {
		Who
		Rev
		DealID
		Body struct {
			Proposal string `json:"proposal"`
		}
	}
	register(s, op(access.WithdrawGate, http.MethodPost, dealPath+"/withdraw-gate", "Take a proposal back", "gate"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *withdrawIn) (*Body[opportunity.Review], error) {
			r, err := s.deals.Withdraw(ctx, by, in.id(), in.seen(), opportunity.ReviewID(in.Body.Proposal))
			return &Body[opportunity.Review]{r}, err
		})
}

func (s *Server) evidenceRoutes() {
	type addIn struct {
		Who
		DealID
		Body deals.Proof
	}
	add := op(access.AddEvidence, http.MethodPost, dealPath+"/evidence", "Put evidence behind a checklist line", "gate")
	add.DefaultStatus = http.StatusCreated
	register(s, add, func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *addIn) (*Body[opportunity.Evidence], error) {
		e, err := s.deals.AddEvidence(ctx, by, in.id(), in.Body)
		return &Body[opportunity.Evidence]{e}, err
	})
	type dropIn struct {
		Who
		Rev
		DealID
		Evidence string `path:"evidence"`
	}
	register(s, op(access.WithdrawEvidence, http.MethodDelete, dealPath+"/evidence/{evidence}", "Withdraw evidence", "gate"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *dropIn) (*struct{}, error) {
			return nil, s.deals.WithdrawEvidence(ctx, by, in.id(), in.seen(), opportunity.EvidenceID(in.Evidence))
		})
}

func (s *Server) sampleRoutes() {
	type listIn struct {
		Who
		DealID
	}
	register(s, op(access.ListSamples, http.MethodGet, dealPath+"/samples", "Samples of a deal", "sample"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *listIn) (*Body[Rows[deals.SampleView]], error) {
			list, err := s.deals.Samples(ctx, by, in.id())
			return rows(list, ""), err
		})
	type createIn struct {
		Who
		DealID
		Body deals.SampleDraft
	}
	create := op(access.CreateSample, http.MethodPost, dealPath+"/samples", "Register a sample request", "sample")
	create.DefaultStatus = http.StatusCreated
	register(s, create, func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *createIn) (*Tagged[opportunity.Sample], error) {
		x, err := s.deals.CreateSample(ctx, by, in.id(), in.Body)
		return &Tagged[opportunity.Sample]{ETag: etag(x.Rev), Body: x}, err
	})
	type moveIn struct {
		Who
		Rev
		ID   string `path:"id"`
		Body deals.SampleMove
	}
	register(s, op(access.AdvanceSample, http.MethodPost, "/api/v1/samples/{id}/advance", "Let an event happen to a sample", "sample"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *moveIn) (*Tagged[opportunity.Sample], error) {
			x, err := s.deals.AdvanceSample(ctx, by, opportunity.SampleID(in.ID), in.seen(), in.Body)
			return &Tagged[opportunity.Sample]{ETag: etag(x.Rev), Body: x}, err
		})
}

func (s *Server) taskRoutes() {
	register(s, op(access.ListTasks, http.MethodGet, "/api/v1/tasks", "What waits for me", "task"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, _ *struct{ Who }) (*Body[Rows[deals.TaskView]], error) {
			list, err := s.deals.MyTasks(ctx, by)
			return rows(list, ""), err
		})
	type getIn struct {
		Who
		TaskID
	}
	register(s, op(access.GetTask, http.MethodGet, "/api/v1/tasks/{id}", "One task", "task"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *getIn) (*Tagged[deals.TaskDetail], error) {
			v, err := s.deals.Task(ctx, by, in.ID)
			return &Tagged[deals.TaskDetail]{ETag: etag(v.Rev), Body: v}, err
		})
	type claimIn struct {
		Who
		Rev
		TaskID
	}
	register(s, op(access.ClaimTask, http.MethodPost, "/api/v1/tasks/{id}/claim", "Take a task out of the queue", "task"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *claimIn) (*Tagged[deals.TaskView], error) {
			task, err := s.deals.Claim(ctx, by, in.ID, in.seen())
			if err != nil {
				return nil, err
			}
			v := s.deals.ShowTask(ctx, by, task)
			return &Tagged[deals.TaskView]{ETag: etag(v.Rev), Body: v}, nil
		})
	type completeIn struct {
		Who
		Rev
		TaskID
		Body *NoteIn
	}
	register(s, op(access.CompleteTask, http.MethodPost, "/api/v1/tasks/{id}/complete", "Complete a step", "task"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *completeIn) (*Tagged[deals.Detail], error) {
			o, err := s.deals.Complete(ctx, by, in.ID, in.seen(), in.Body.text())
			if err != nil {
				return nil, err
			}
			return s.dealAfter(ctx, by, o), nil
		})
	type decideIn struct {
		Who
		Rev
		TaskID
		Body struct {
			Edge   string `json:"edge" doc:"Id of the exit, source.target."`
			Reason string `json:"reason,omitempty" maxLength:"4000"`
		}
	}
	register(s, op(access.DecideTask, http.MethodPost, "/api/v1/tasks/{id}/decide", "Take an exit of a decision", "task"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *decideIn) (*Tagged[deals.Detail], error) {
			o, err := s.deals.Decide(ctx, by, in.ID, in.seen(), in.Body.Edge, in.Body.Reason)
			if err != nil {
				return nil, err
			}
			return s.dealAfter(ctx, by, o), nil
		})
}

// NoteIn is what one may say on completing a step; nothing is fine too.
type NoteIn struct {
	Note string `json:"note,omitempty" maxLength:"4000"`
}

func (n *NoteIn) text() string {
	if n == nil {
		return ""
	}
	return n.Note
}

// TaskID is part of every input about one task.
type TaskID struct {
	ID string `path:"id"`
}
