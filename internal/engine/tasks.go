package engine

import (
	"slices"

	"qiju/internal/base/clock"
	"qiju/internal/chart"
)

// TaskKind says what a task asks for.
type TaskKind string

// The kinds of task.
const (
	WorkTask     TaskKind = "task"     // a process node: do it, complete it or move its document
	DecisionTask TaskKind = "decision" // choose an exit
	GateTask     TaskKind = "gate"     // review the gate
	IncidentTask TaskKind = "incident" // a stuck token: give the missing facts and retry
)

// Task is what a live token asks of somebody. It is derived, never stored by
// the engine.
type Task struct {
	Token string
	Node  string
	Kind  TaskKind
	Roles []string     // any of them; a node without role is taken by the performer of the node before it
	Limit *chart.Limit // nil where there is none
	Since clock.Instant
}

// OpenTasks returns what the run asks of people now, in the order of its
// tokens. A suspended or ended run asks nothing.
func OpenTasks(rel *Release, run Run) []Task {
	if run.State != Running {
		return nil
	}
	var tasks []Task
	for _, t := range run.Tokens {
		n := rel.nodes[t.Node]
		if n == nil || t.Phase != Open && t.Phase != Stuck {
			continue
		}
		tasks = append(tasks, Task{
			Token: t.ID, Node: n.ID, Kind: taskKind(n, t.Phase), Roles: rel.performers(n, t.Via), Limit: n.Limit, Since: t.Since,
		})
	}
	return tasks
}

// taskKind returns the kind of task of a token on n.
func taskKind(n *chart.Node, p Phase) TaskKind {
	switch {
	case p == Stuck:
		return IncidentTask
	case isGate(n):
		return GateTask
	case n.Kind == chart.Decision:
		return DecisionTask
	default:
		return WorkTask
	}
}

// performers returns the roles of n, or of the nearest node before it that has
// roles of people. via, the arrow by which the token came, is looked at first.
func (r *Release) performers(n *chart.Node, via string) []string {
	if len(n.Roles) > 0 {
		return n.Roles
	}
	var before []string
	if e := r.edges[via]; e != nil {
		before = append(before, e.From)
	}
	before = append(before, r.sources(n.ID)...)
	seen := map[string]bool{n.ID: true}
	for len(before) > 0 {
		p := r.nodes[before[0]]
		before = before[1:]
		if p == nil || seen[p.ID] {
			continue
		}
		seen[p.ID] = true
		if len(p.Roles) > 0 && !slices.ContainsFunc(p.Roles, isSystem) {
			return p.Roles
		}
		before = append(before, r.sources(p.ID)...)
	}
	return nil
}

// sources returns the nodes whose arrows lead to node, in written order.
func (r *Release) sources(node string) []string {
	var ids []string
	for _, e := range r.incoming[node] {
		ids = append(ids, e.From)
	}
	return ids
}
