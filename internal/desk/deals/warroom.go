package deals

import (
	"context"
	"slices"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/desk"
	"qiju/internal/desk/runs"
	"qiju/internal/engine"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// WarRoom is 作战图: one deal, its own chart, and what waits on it.
type WarRoom struct {
	Opportunity Detail          `json:"opportunity"`
	Run         *RunView        `json:"run,omitempty"`
	Stages      []StageView     `json:"stages"`
	Stage       *StageCard      `json:"stage,omitempty"`
	Nodes       []NodeView      `json:"nodes"`
	Live        []LiveView      `json:"live"`
	Checklists  []ChecklistView `json:"checklists"`
	Unreviewed  []string        `json:"unreviewed"`
	Links       []LinkView      `json:"links"`
}

// RunView is the run of a deal.
type RunView struct {
	ID        string        `json:"id"`
	Chart     string        `json:"chart"`
	Release   string        `json:"release"`
	Version   int           `json:"version"`
	Name      i18n.Text     `json:"name"`
	State     engine.State  `json:"state"`
	StartedAt clock.Instant `json:"startedAt"`
	EndedAt   clock.Instant `json:"endedAt,omitempty"`
	EndNode   string        `json:"endNode,omitempty"`
	Days      int           `json:"days"`
	Revisit   clock.Date    `json:"revisit,omitempty"`
	Trigger   string        `json:"trigger,omitempty"`
	Counts    RunCounts     `json:"counts"`
}

// RunCounts are the deviations of a run.
type RunCounts struct {
	Skipped    int `json:"skipped"`
	Overridden int `json:"overridden"`
	Returned   int `json:"returned"`
}

// StageView is the head of a stage.
type StageView struct {
	ID      string    `json:"id"`
	Name    i18n.Text `json:"name"`
	Keyword i18n.Text `json:"keyword"`
	Days    int       `json:"days"` // spent so far
	Norm    string    `json:"norm"` // days allowed, decimal text; "" for none
	State   string    `json:"state" enum:"done,active,ahead"`
	Late    bool      `json:"late"`
}

// StageCard is the card of a stage (S2.2).
type StageCard struct {
	ID          string            `json:"id"`
	Name        i18n.Text         `json:"name"`
	Roles       []i18n.Text       `json:"roles"`
	Keyword     i18n.Text         `json:"keyword"`
	Contents    []i18n.Text       `json:"contents"`
	Focus       []i18n.Text       `json:"focus"`
	Support     []i18n.Text       `json:"support"`
	Involvement chart.Involvement `json:"involvement,omitempty"`
	Days        string            `json:"days,omitempty"`
	Odds        string            `json:"odds,omitempty"`
	Budget      string            `json:"budget,omitempty"`
	Plays       []i18n.Text       `json:"plays"`
	NextFocus   []string          `json:"nextFocus"` // of the review that led here (S2.4)
}

// NodeView is a node of the chart as the run stands to it.
type NodeView struct {
	ID     string        `json:"id"`
	Kind   chart.Kind    `json:"kind"`
	Gate   bool          `json:"gate"`
	Text   i18n.Text     `json:"text"`
	State  string        `json:"state" enum:"ahead,done,late,live,livelate,skipped,blocked"`
	Owner  *Ref          `json:"owner,omitempty"`
	Since  clock.Instant `json:"since,omitempty"`
	DueAt  clock.Instant `json:"dueAt,omitempty"`
	Visits int           `json:"visits"`
	Stage  string        `json:"stage,omitempty"`
}

// LiveView is a live node and what it waits for.
type LiveView struct {
	Node      string     `json:"node"`
	Task      *TaskView  `json:"task,omitempty"`
	Checklist []CheckRow `json:"checklist"`
	Documents []DocView  `json:"documents"`
	Exits     []ExitView `json:"exits"`
	Incident  *Reason    `json:"incident,omitempty"`
}

// DocView is a document of a node.
type DocView struct {
	Name   i18n.Text `json:"name"`
	States []string  `json:"states"`
	Waits  bool      `json:"waits"`
	Kind   string    `json:"kind,omitempty"` // "sample" where the deal keeps it as a record
}

// ExitView is an exit of an ordinary decision.
type ExitView struct {
	Edge string    `json:"edge"`
	Text i18n.Text `json:"text"`
	To   string    `json:"to"`
	Word string    `json:"word,omitempty"`
}

// ChecklistView is the checklist of one node.
type ChecklistView struct {
	Node  string     `json:"node"`
	Text  i18n.Text  `json:"text"`
	Items []CheckRow `json:"items"`
}

// CheckRow is a line of a checklist with its evidence.
type CheckRow struct {
	Node     string         `json:"node"`
	Item     i18n.Text      `json:"item"`
	Evidence []EvidenceView `json:"evidence"`
	Done     bool           `json:"done"`
}

// EvidenceView is a piece of evidence.
type EvidenceView struct {
	ID   opportunity.EvidenceID   `json:"id"`
	Kind opportunity.EvidenceKind `json:"kind"`
	Text string                   `json:"text"`
	File *FileView                `json:"file,omitempty"`
	By   Ref                      `json:"by"`
	At   clock.Instant            `json:"at"`
}

// FileView is a stored file.
type FileView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Size int64  `json:"size"`
	Type string `json:"type"`
}

// LinkView is a run that this one started.
type LinkView struct {
	Node  string `json:"node"`
	Chart string `json:"chart"`
	Run   string `json:"run"`
	Ended string `json:"ended,omitempty"`
}

// room is what the pages of one deal are made from.
type room struct {
	*viewer
	o        opportunity.Opportunity
	run      engine.Run
	rel      *engine.Release
	tasks    []store.Task
	evidence []opportunity.Evidence
	reviews  []opportunity.Review
	nodes    map[string]engine.NodeStatus
	edges    map[string]engine.EdgeStatus
}

// enter reads everything about one deal. The permission was checked by load.
func (d *Deals) enter(ctx context.Context, g *desk.Glance, o opportunity.Opportunity) (*room, error) {
	v, err := d.viewer(ctx, g)
	if err != nil {
		return nil, err
	}
	m := &room{viewer: v, o: o}
	if m.evidence, err = g.EvidenceOf(ctx, o.ID); err != nil {
		return nil, err
	}
	if m.reviews, err = g.ReviewsOf(ctx, o.ID); err != nil {
		return nil, err
	}
	if o.Run == "" {
		return m, nil
	}
	if m.run, err = g.Run(ctx, engine.RunID(o.Run)); err != nil {
		return nil, err
	}
	if m.rel, err = d.book.Release(ctx, g, m.run.Release); err != nil {
		return nil, err
	}
	if m.tasks, err = g.OpenTasksOf(ctx, m.run.ID); err != nil {
		return nil, err
	}
	m.nodes, m.edges = engine.Status(m.rel, m.run)
	return m, nil
}

// Room returns the war room of a deal.
func (d *Deals) Room(ctx context.Context, by desk.Caller, id opportunity.ID) (WarRoom, error) {
	var out WarRoom
	err := d.desk.Look(ctx, by, access.GetWarRoom, func(ctx context.Context, g *desk.Glance) error {
		o, err := load(ctx, g, g, id)
		if err != nil {
			return err
		}
		m, err := d.enter(ctx, g, o)
		if err != nil {
			return err
		}
		out, err = m.warRoom(ctx)
		return err
	})
	return out, err
}

func (m *room) warRoom(ctx context.Context) (WarRoom, error) {
	w := WarRoom{Stages: []StageView{}, Nodes: []NodeView{}, Live: []LiveView{}, Checklists: []ChecklistView{}, Unreviewed: []string{}, Links: []LinkView{}}
	var err error
	if w.Opportunity, err = m.detail(ctx, m.o); err != nil || m.rel == nil {
		return w, err
	}
	row, err := m.g.Release(ctx, m.run.Release)
	if err != nil {
		return w, err
	}
	w.Run = m.runView(row)
	w.Stages = m.stageViews()
	if w.Stage, err = m.stageCard(ctx); err != nil {
		return w, err
	}
	w.Nodes = m.nodeViews()
	if w.Live, err = m.liveViews(ctx); err != nil {
		return w, err
	}
	if w.Checklists, err = m.checklists(ctx); err != nil {
		return w, err
	}
	w.Unreviewed = append(w.Unreviewed, m.run.Unreviewed...)
	for _, l := range m.run.Links {
		w.Links = append(w.Links, LinkView{Node: l.Node, Chart: l.Chart, Run: string(l.Run), Ended: l.Ended})
	}
	return w, nil
}

func (m *room) runView(row store.Release) *RunView {
	v := &RunView{
		ID: string(m.run.ID), Chart: m.run.Chart, Release: m.run.Release, Version: row.Version, Name: row.Name, State: m.run.State,
		StartedAt: m.run.StartedAt, EndedAt: m.run.EndedAt, EndNode: m.run.EndNode, Revisit: m.run.Revisit, Trigger: m.run.Trigger,
	}
	until := m.g.Now
	if m.run.EndedAt != 0 {
		until = m.run.EndedAt
	}
	v.Days = days(m.run.StartedAt, until)
	v.Counts.Skipped = len(m.run.Unreviewed)
	for _, dec := range m.run.Decisions {
		if dec.Override {
			v.Counts.Overridden++
		}
		if dec.Word == engine.Return {
			v.Counts.Returned++
		}
	}
	return v
}

// days counts begun days: 0 within the first 24 hours.
func days(from, to clock.Instant) int {
	return int((to - from) / 86_400_000)
}

// span is how long the run has stood in a stage, and whether it stands there.
func (m *room) span(stage string) (spent clock.Instant, visited, live bool) {
	var first, last clock.Instant
	for _, v := range m.run.Visits {
		n := m.rel.Node(v.Node)
		if n == nil || n.Stage != stage || n.Kind == chart.End {
			continue
		}
		out := v.Out
		if out == 0 {
			out = m.g.Now
			live = live || m.run.State != engine.Ended
		}
		if !visited || v.In < first {
			first = v.In
		}
		last = max(last, out)
		visited = true
	}
	return last - first, visited, live
}

func (m *room) stageViews() []StageView {
	list := []StageView{}
	for _, s := range m.rel.Chart.Stages {
		spent, visited, live := m.span(s.ID)
		v := StageView{ID: s.ID, Name: s.Text, Days: int(spent / 86_400_000), State: "ahead"}
		if len(s.Keywords) > 0 {
			v.Keyword = s.Keywords[0]
		}
		switch {
		case live:
			v.State = "active"
		case visited:
			v.State = "done"
		}
		if s.Days != nil {
			v.Norm = s.Days.N
			v.Late = visited && runs.Due(*s.Days, m.g.Now-spent, m.d.desk.Zone) < m.g.Now
		}
		list = append(list, v)
	}
	return list
}

func (m *room) stageCard(ctx context.Context) (*StageCard, error) {
	i := slices.IndexFunc(m.rel.Chart.Stages, func(s chart.Stage) bool { return s.ID == m.o.Stage })
	if i < 0 {
		return nil, nil //nolint:nilnil // a chart without stages has no card
	}
	s := m.rel.Chart.Stages[i]
	c := &StageCard{
		ID: s.ID, Name: s.Text, Roles: []i18n.Text{}, Contents: list(s.Contents), Focus: list(s.Focus), Support: list(s.Support),
		Involvement: s.Involvement, Odds: s.Odds, Budget: s.Budget, Plays: []i18n.Text{}, NextFocus: []string{},
	}
	if len(s.Keywords) > 0 {
		c.Keyword = s.Keywords[0]
	}
	if s.Days != nil {
		c.Days = s.Days.N
	}
	for _, r := range s.Roles {
		c.Roles = append(c.Roles, m.term(r, m.rel.Chart.Roles))
	}
	pb, err := m.d.playbook(ctx, m.g)
	if err != nil {
		return nil, err
	}
	c.Plays = append(c.Plays, pb.PlaysOf(s.ID)...)
	for k := len(m.reviews) - 1; k >= 0; k-- {
		if r := m.reviews[k]; r.State == "decided" && len(r.NextFocus) > 0 {
			c.NextFocus = r.NextFocus
			break
		}
	}
	return c, nil
}

func list(t []i18n.Text) []i18n.Text {
	if t == nil {
		return []i18n.Text{}
	}
	return t
}

// term gives a role or document its English name, where the chart has one.
func (m *room) term(name string, terms []chart.Term) i18n.Text {
	for _, t := range terms {
		if t.Name == name {
			return i18n.Text{ZH: name, EN: t.EN}
		}
	}
	return i18n.Text{ZH: name}
}

// nodeState is the class of a node on the drawing (look.md §3).
func (m *room) nodeState(n *chart.Node) string {
	s := m.nodes[n.ID]
	switch {
	case s.Live && s.Phase == engine.Stuck:
		return "blocked"
	case s.Live:
		for _, t := range m.tasks {
			if t.Node == n.ID && t.DueAt != 0 && t.DueAt < m.g.Now {
				return "livelate"
			}
		}
		return "live"
	case s.Unreviewed:
		return "skipped"
	case s.Done > 0 || s.Ended:
		if m.wasLate(n) {
			return "late"
		}
		return "done"
	}
	return "ahead"
}

// wasLate reports whether a stay on n was longer than its limit.
func (m *room) wasLate(n *chart.Node) bool {
	if n.Limit == nil || n.Limit.FromDoc != nil || n.Limit.FromPath != "" {
		return false
	}
	for _, v := range m.run.Visits {
		if v.Node == n.ID && v.Out != 0 && v.Out > runs.Due(n.Limit.For, v.In, m.d.desk.Zone) {
			return true
		}
	}
	return false
}

func (m *room) nodeViews() []NodeView {
	views := []NodeView{}
	for _, n := range m.rel.Chart.Nodes {
		if n.Kind == chart.Store {
			continue
		}
		s := m.nodes[n.ID]
		v := NodeView{ID: n.ID, Kind: n.Kind, Gate: m.rel.IsGate(n.ID), Text: n.Text, State: m.nodeState(n), Since: s.Since, Visits: s.Visits, Stage: n.Stage}
		for _, t := range m.tasks {
			if t.Node == n.ID {
				v.Owner, v.DueAt = m.person(t.Assignee), t.DueAt
			}
		}
		views = append(views, v)
	}
	return views
}

func (m *room) liveViews(ctx context.Context) ([]LiveView, error) {
	views := []LiveView{}
	if m.run.State != engine.Running {
		return views, nil
	}
	for _, t := range m.run.Tokens {
		n := m.rel.Node(t.Node)
		if n == nil || t.Phase == engine.Joining {
			continue
		}
		v := LiveView{Node: n.ID, Documents: m.docViews(n), Exits: exitViews(n)}
		var err error
		if v.Checklist, err = m.checkRows(ctx, n); err != nil {
			return nil, err
		}
		for _, task := range m.tasks {
			if task.Token != t.ID {
				continue
			}
			row, err := m.task(ctx, task, m.o)
			if err != nil {
				return nil, err
			}
			v.Task = &row
		}
		if t.Phase == engine.Stuck {
			r := m.reason(t.Key, fault.Args(t.Args))
			v.Incident = &r
		}
		views = append(views, v)
	}
	return views, nil
}

func (m *room) docViews(n *chart.Node) []DocView {
	views := []DocView{}
	for _, doc := range n.Docs {
		v := DocView{Name: m.term(doc.Name, m.rel.Chart.Docs), States: doc.States, Waits: len(doc.States) > 0}
		if v.States == nil {
			v.States = []string{}
		}
		if doc.Name == sampleDoc {
			v.Kind = "sample"
		}
		views = append(views, v)
	}
	return views
}

// checkRows are the checklist lines of a node with their evidence.
func (m *room) checkRows(ctx context.Context, n *chart.Node) ([]CheckRow, error) {
	rows := []CheckRow{}
	for _, c := range n.Checks {
		row := CheckRow{Node: n.ID, Item: c, Evidence: []EvidenceView{}}
		for _, e := range m.evidence {
			if e.Node != n.ID || e.Item != c.ZH {
				continue
			}
			v := EvidenceView{ID: e.ID, Kind: e.Kind, Text: e.Text, By: Ref{ID: e.By, Name: m.dir.Person(e.By).Name}, At: e.At}
			if e.File != "" {
				f, err := m.g.File(ctx, e.File)
				if err != nil {
					return nil, err
				}
				v.File = &FileView{ID: f.ID, Name: f.Name, Size: f.Size, Type: f.Type}
			}
			row.Evidence = append(row.Evidence, v)
		}
		row.Done = len(row.Evidence) > 0
		rows = append(rows, row)
	}
	return rows, nil
}

// checklists are those of the nodes of the stage where the deal stands.
func (m *room) checklists(ctx context.Context) ([]ChecklistView, error) {
	views := []ChecklistView{}
	for _, n := range m.rel.Chart.Nodes {
		if n.Stage != m.o.Stage || len(n.Checks) == 0 {
			continue
		}
		rows, err := m.checkRows(ctx, n)
		if err != nil {
			return nil, err
		}
		views = append(views, ChecklistView{Node: n.ID, Text: n.Text, Items: rows})
	}
	return views, nil
}
