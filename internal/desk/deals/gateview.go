package deals

import (
	"context"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/engine"
	"qiju/internal/sales/opportunity"
)

// GateView is a gate with what it asks and what is met.
type GateView struct {
	Gate         string               `json:"gate"`
	Text         i18n.Text            `json:"text"`
	State        string               `json:"state" enum:"live,passed,ahead,skipped"`
	MayPropose   bool                 `json:"mayPropose"`
	MayDecide    bool                 `json:"mayDecide"`
	Score        int                  `json:"score"`
	Requirements []RequirementView    `json:"requirements"`
	Checklist    []CheckRow           `json:"checklist"`
	Decisions    []engine.Word        `json:"decisions"`
	ReturnTo     []NodeRef            `json:"returnTargets"`
	Proposal     *opportunity.Review  `json:"proposal,omitempty"`
	Reviews      []opportunity.Review `json:"reviews"`
	Conditions   []ConditionView      `json:"conditions" doc:"Of earlier conditional reviews, still waiting."`
	Helpers      []Helper             `json:"helpers"`
	Names        map[string]i18n.Text `json:"names"` // of the people that reviews name
}

// ConditionView is the condition of an earlier conditional go.
type ConditionView struct {
	Review opportunity.ReviewID `json:"review"`
	Gate   string               `json:"gate"`
	Text   string               `json:"text"`
	Due    clock.Date           `json:"due"`
	Late   bool                 `json:"late"`
}

// RequirementView is one requirement of a gate.
type RequirementView struct {
	Code   string                 `json:"code"`
	Text   i18n.Text              `json:"text"`
	State  opportunity.MeetState  `json:"state" enum:"met,unmet,undetermined"`
	Parts  []PartView             `json:"parts"`
	Repair opportunity.RepairKind `json:"repair"`
}

// PartView is one condition of a requirement.
type PartView struct {
	Fact string    `json:"fact"`
	Name i18n.Text `json:"name"`
	Have string    `json:"have"`
	Want string    `json:"want"`
	Met  bool      `json:"met"`
}

// NodeRef names a node to return to; without a node it is where the chart draws
// the return.
type NodeRef struct {
	Node string    `json:"node"`
	Text i18n.Text `json:"text"`
}

// Helper is somebody who can help, and how.
type Helper struct {
	Staff Ref    `json:"staff"`
	Why   Reason `json:"why"`
}

// assessment is what a gate's conditions and checklists say now.
type assessment struct {
	evaluation engine.Evaluation
	results    []opportunity.RequirementResult
	score      int
	lines      []CheckRow
	conditions []opportunity.Review // earlier conditional reviews that still wait
	evidence   []opportunity.EvidenceID
}

// assess evaluates a gate of the room's run: its conditions, grouped by the
// playbook into requirements, and the evidence behind the checklists of the
// stage that the gate closes.
func (m *room) assess(ctx context.Context, gate string, stated []opportunity.ReviewID) (assessment, error) {
	var a assessment
	f, err := m.d.frame(ctx, m.g, m.o, m.d.desk.Today(m.g.Now))
	if err != nil {
		return a, err
	}
	ev, ok := engine.Evaluate(m.rel, gate, f.Facts)
	if !ok || !ev.Gate {
		return a, fault.New(fault.NotFound, "fault.not_found", nil)
	}
	a.evaluation = ev
	pb, err := m.d.playbook(ctx, m.g)
	if err != nil {
		return a, err
	}
	exit, _ := ev.Go()
	parts := make([]opportunity.Conjunct, len(exit.Parts))
	for i, p := range exit.Parts {
		parts[i] = opportunity.Conjunct{Chinese: p.Chinese, Facts: p.Facts, Verdict: p.Verdict, Missing: p.Missing, Used: p.Used}
	}
	a.results = opportunity.Judge(pb.Requirements(m.run.Chart, gate), parts)
	a.conditions = opportunity.OpenConditions(m.reviews, m.o.Run)
	a.results = append(a.results, opportunity.JudgeConditions(a.conditions, stated)...)
	stage := m.rel.Node(gate).Stage
	done := 0
	for _, n := range m.rel.Chart.Nodes {
		if n.Stage != stage {
			continue
		}
		rows, err := m.checkRows(ctx, n)
		if err != nil {
			return a, err
		}
		for _, r := range rows {
			if r.Done {
				done++
			}
			for _, e := range r.Evidence {
				a.evidence = append(a.evidence, e.ID)
			}
		}
		a.lines = append(a.lines, rows...)
	}
	a.score = opportunity.EvidenceScore(done, len(a.lines))
	return a, nil
}

// Gate returns a gate of a deal.
func (d *Deals) Gate(ctx context.Context, by desk.Caller, id opportunity.ID, gate string) (GateView, error) {
	var out GateView
	err := d.desk.Look(ctx, by, access.GetGate, func(ctx context.Context, g *desk.Glance) error {
		o, err := load(ctx, g, g, id)
		if err != nil {
			return err
		}
		m, err := d.enter(ctx, g, o)
		if err != nil {
			return err
		}
		if m.rel == nil || m.rel.Node(gate) == nil {
			return fault.New(fault.NotFound, "fault.not_found", nil)
		}
		out, err = m.gate(ctx, gate)
		return err
	})
	return out, err
}

func (m *room) gate(ctx context.Context, gate string) (GateView, error) {
	a, err := m.assess(ctx, gate, nil)
	if err != nil {
		return GateView{}, err
	}
	n := m.rel.Node(gate)
	v := GateView{
		Gate: gate, Text: n.Text, State: m.gateState(gate), Score: a.score, Requirements: []RequirementView{}, Checklist: a.lines,
		Decisions: []engine.Word{}, ReturnTo: []NodeRef{}, Reviews: []opportunity.Review{}, Helpers: []Helper{}, Names: map[string]i18n.Text{},
	}
	v.Conditions = []ConditionView{}
	for _, r := range a.conditions {
		late := r.ConditionDue < m.d.desk.Today(m.g.Now)
		v.Conditions = append(v.Conditions, ConditionView{Review: r.ID, Gate: r.Gate, Text: r.Condition, Due: r.ConditionDue, Late: late})
	}
	if v.Checklist == nil {
		v.Checklist = []CheckRow{}
	}
	rel, err := m.g.Relation(ctx, accounts.KeyOf(m.o))
	if err != nil {
		return v, err
	}
	sees := m.sees(rel)
	for _, r := range a.results {
		v.Requirements = append(v.Requirements, m.requirement(r.Disclose(sees)))
	}
	for _, r := range m.reviews {
		if r.Gate != gate {
			continue
		}
		r = r.Disclose(sees)
		v.Reviews = append(v.Reviews, r)
		if r.State == "proposed" {
			v.Proposal = &r
		}
		for _, s := range []string{r.ProposedBy, r.DecidedBy} {
			if s != "" {
				v.Names[s] = m.dir.Person(s).Name
			}
		}
	}
	if v.State == "live" {
		m.offers(&v, n, rel)
	}
	return v, nil
}

func (m *room) gateState(gate string) string {
	s := m.nodes[gate]
	switch {
	case s.Live:
		return "live"
	case s.Unreviewed:
		return "skipped"
	case s.Done > 0:
		return "passed"
	}
	return "ahead"
}

func (m *room) requirement(r opportunity.RequirementResult) RequirementView {
	v := RequirementView{Code: r.Code, Text: r.Text, State: r.State, Repair: r.Repair, Parts: []PartView{}}
	for _, p := range r.Parts {
		name := i18n.Text{ZH: p.Fact}
		if f, ok := m.d.catalogue.Fact(p.Fact); ok {
			name.EN = f.EN
		}
		v.Parts = append(v.Parts, PartView{Fact: p.Fact, Name: name, Have: p.Have, Want: p.Want, Met: p.Met})
	}
	return v
}

// offers says what the reader can do at a live gate, and who else can help.
func (m *room) offers(v *GateView, n *chart.Node, rel access.Relation) {
	open := m.run.State == engine.Running && alive(m.o) == nil
	v.MayPropose = open && m.g.Could(access.ProposeGate, rel)
	v.MayDecide = open && m.g.Could(access.DecideGate, rel) && m.o.Commander != m.g.By.Staff && (v.Proposal == nil || v.Proposal.ProposedBy != m.g.By.Staff)
	v.Decisions = []engine.Word{engine.Go, engine.Conditional, engine.Return, engine.Suspend, engine.End}
	if _, _, drawn := m.rel.GateExits(n.ID); drawn != nil {
		to := m.rel.Node(drawn.To)
		v.ReturnTo = append(v.ReturnTo, NodeRef{Text: m.reason("gate.return_drawn", fault.Args{"node": to.ID, "text": to.Text}).Text})
	}
	for _, token := range m.nodes[n.ID].Tokens {
		for _, id := range engine.ReturnTargets(m.rel, m.run, token) {
			v.ReturnTo = append(v.ReturnTo, NodeRef{id, m.rel.Node(id).Text})
		}
	}
	for _, t := range m.tasks {
		if t.Node == n.ID && t.Assignee != "" && t.Assignee != m.g.By.Staff {
			v.Helpers = append(v.Helpers, Helper{Staff: *m.person(t.Assignee), Why: m.reason("gate.helper.override", nil)})
		}
	}
}
