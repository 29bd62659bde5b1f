package deals

import (
	"context"
	"slices"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/people"
	"qiju/internal/engine"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// maxTasks bounds the list of a person's tasks; nobody works on more in a day.
const maxTasks = 500

// MyTasks returns what waits for the caller: tasks, gates and decisions that
// are theirs or stand in the queue of their post.
func (d *Deals) MyTasks(ctx context.Context, by desk.Caller) ([]TaskView, error) {
	var rows []TaskView
	err := d.desk.Look(ctx, by, access.ListTasks, func(ctx context.Context, g *desk.Glance) error {
		v, err := d.viewer(ctx, g)
		if err != nil {
			return err
		}
		scope := g.Scope(access.TaskKind)
		list, err := g.MyTasks(ctx, scope, by.Staff, by.Post, maxTasks)
		if err != nil {
			return err
		}
		for _, away := range covered(v.dir, by.Staff, d.desk.Today(g.Now)) {
			theirs, err := g.MyTasks(ctx, scope, string(away), "", maxTasks)
			if err != nil {
				return err
			}
			list = append(list, theirs...)
		}
		rows, err = v.tasks(ctx, list)
		return err
	})
	return rows, err
}

// covered returns the people for whom staff stands in today: those who are away
// and named them as deputy (decisions §1.4). What one may see does not change by
// it: a deputy sees the tasks of records that they stand in relation to.
func covered(dir people.Directory, staff string, today clock.Date) []department.StaffID {
	var away []department.StaffID
	for _, p := range dir.Staff {
		if string(p.Deputy) == staff && staff != "" && p.Away(today) {
			away = append(away, p.ID)
		}
	}
	return away
}

// Task returns one task.
func (d *Deals) Task(ctx context.Context, by desk.Caller, id string) (TaskDetail, error) {
	var row TaskDetail
	err := d.desk.Look(ctx, by, access.GetTask, func(ctx context.Context, g *desk.Glance) error {
		g.Asked("task", id)
		task, err := g.Task(ctx, id)
		if err != nil {
			return err
		}
		if err := g.Admit(ctx, "task", id, task.Key); err != nil {
			return err
		}
		v, err := d.viewer(ctx, g)
		if err != nil {
			return err
		}
		rows, err := v.tasks(ctx, []store.Task{task})
		if err != nil {
			return err
		}
		row.TaskView = rows[0]
		return v.ask(ctx, task, &row)
	})
	return row, err
}

// TaskDetail is a task with what its node asks: documents, and the exits of an
// ordinary decision. Steps of linked charts are done from it.
type TaskDetail struct {
	TaskView
	Documents []DocView  `json:"documents"`
	Exits     []ExitView `json:"exits"`
}

// ask fills in what the node of a task asks.
func (v *viewer) ask(ctx context.Context, t store.Task, row *TaskDetail) error {
	row.Documents, row.Exits = []DocView{}, []ExitView{}
	rel, err := v.d.book.ReleaseOfRun(ctx, v.g, t.Run)
	if err != nil {
		return err
	}
	n := rel.Node(t.Node)
	if n == nil {
		return nil
	}
	m := &room{viewer: v, rel: rel}
	row.Documents, row.Exits = m.docViews(n), exitViews(n)
	return nil
}

// exitViews are the exits of a decision, none for any other node.
func exitViews(n *chart.Node) []ExitView {
	views := []ExitView{}
	if n.Kind != chart.Decision {
		return views
	}
	for _, e := range n.Exits {
		views = append(views, ExitView{Edge: e.ID, Text: e.Text, To: e.To, Word: string(e.Exit)})
	}
	return views
}

// Claim takes a task out of the queue of the caller's post.
func (d *Deals) Claim(ctx context.Context, by desk.Caller, id string, rev int64) (store.Task, error) {
	var out store.Task
	err := d.desk.Act(ctx, by, access.ClaimTask, func(ctx context.Context, t *desk.Turn) error {
		task, err := d.openTask(ctx, t, id, rev)
		if err != nil {
			return err
		}
		if task.Queue == "" || task.Queue != by.Post {
			return fault.New(fault.Denied, "task.not_your_queue", nil)
		}
		before := holder(task)
		task.Assignee, task.Queue, task.Reason = by.Staff, "", "task.reason.claimed"
		if out, err = t.PutTask(ctx, task); err != nil {
			return err
		}
		return t.Record("opportunity", task.Subject.ID, task.Key, before, holder(out), "")
	})
	return out, err
}

// holder is what the audit says of a task of a deal: which, and who has it.
func holder(task store.Task) map[string]any {
	return map[string]any{"task": task.ID, "node": task.Node, "assignee": task.Assignee, "queue": task.Queue, "rev": task.Rev}
}

// openTask returns a task that is still open, in the revision the caller saw.
func (d *Deals) openTask(ctx context.Context, t *desk.Turn, id string, rev int64) (store.Task, error) {
	t.Asked("task", id)
	task, err := t.Task(ctx, id)
	if err != nil {
		return task, err
	}
	if err := t.Admit(ctx, "task", id, task.Key); err != nil {
		return task, err
	}
	if task.ClosedAt != 0 {
		return task, fault.New(fault.Conflict, "task.closed", fault.Args{"by": task.ClosedBy})
	}
	return task, desk.Fresh(rev, task.Rev)
}

// theirs refuses a task that belongs to somebody else: only who it is assigned
// to, who may take it from the queue, somebody above whom it is assigned to, or
// a head for what nobody has may do it. What a chart leaves to a head is never
// decided by the commander.
func (d *Deals) theirs(ctx context.Context, t *desk.Turn, task store.Task, o opportunity.Opportunity) error {
	if t.By.IsSystem() {
		return nil
	}
	if task.Kind == "decision" && o.Commander == t.By.Staff && byHeads(task.Roles) {
		return fault.New(fault.Denied, "task.self_decision", nil)
	}
	if task.Assignee == t.By.Staff || (task.Queue != "" && task.Queue == t.By.Post) {
		return nil
	}
	st, err := d.stance(ctx, &t.Glance, o)
	if err != nil {
		return err
	}
	below := slices.Contains(st.dir.Superiors(task.Assignee), department.StaffID(t.By.Staff))
	if task.Assignee != "" && (st.is(task.Assignee) || below) {
		return nil
	}
	rel, err := t.Relation(ctx, task.Key)
	if err != nil {
		return err
	}
	if task.Assignee == "" && task.Queue == "" && rel == access.Head {
		return nil
	}
	return fault.New(fault.Denied, "task.not_yours", nil)
}

// byHeads reports whether every role of a task is that of somebody above the
// owner.
func byHeads(roles []string) bool {
	return len(roles) > 0 && !slices.ContainsFunc(roles, func(role string) bool {
		rule, known := department.RuleOf(role)
		return !known || (rule.Way != department.ByHead && rule.Way != department.BySuperior)
	})
}

// Complete completes the task of a process node. A node that waits for a
// document cannot be completed: the document leads (decisions §1.3).
func (d *Deals) Complete(ctx context.Context, by desk.Caller, id string, rev int64, note string) (opportunity.Opportunity, error) {
	return d.do(ctx, by, access.CompleteTask, id, rev, note, func(task store.Task) engine.Command {
		return engine.Complete{Token: task.Token}
	})
}

// Decide takes an exit of an ordinary decision. Gates are decided by DecideGate.
func (d *Deals) Decide(ctx context.Context, by desk.Caller, id string, rev int64, edge, reason string) (opportunity.Opportunity, error) {
	return d.do(ctx, by, access.DecideTask, id, rev, reason, func(task store.Task) engine.Command {
		return engine.Decide{Token: task.Token, Edge: edge, Reason: reason}
	})
}

func (d *Deals) do(ctx context.Context, by desk.Caller, op access.Operation, id string, rev int64, why string, cmd func(store.Task) engine.Command) (opportunity.Opportunity, error) {
	var out opportunity.Opportunity
	err := d.desk.Act(ctx, by, op, func(ctx context.Context, t *desk.Turn) error {
		task, err := d.openTask(ctx, t, id, rev)
		if err != nil {
			return err
		}
		o, err := t.Opportunity(ctx, opportunity.ID(task.Subject.ID))
		if err != nil {
			return err
		}
		if err := d.theirs(ctx, t, task, o); err != nil {
			return err
		}
		if task.Kind == "gate" {
			return fault.New(fault.Conflict, "task.is_gate", fault.Args{"gate": task.Node})
		}
		if out, err = d.applyTo(ctx, t, o, task.Run, cmd(task)); err != nil {
			return err
		}
		after := map[string]any{"run": task.Run, "node": task.Node, "stage": out.Stage, "state": out.State}
		return t.Record("opportunity", string(o.ID), accounts.KeyOf(o), map[string]any{"stage": o.Stage, "state": o.State}, after, why)
	})
	return out, err
}

// applyTo is apply for any run of the deal; only the main run leads the deal.
func (d *Deals) applyTo(ctx context.Context, t *desk.Turn, o opportunity.Opportunity, run engine.RunID, cmd engine.Command) (opportunity.Opportunity, error) {
	if string(run) == o.Run {
		return d.apply(ctx, t, o, cmd)
	}
	r, err := t.Run(ctx, run)
	if err != nil {
		return o, err
	}
	f, err := d.frame(ctx, t, o, d.desk.Today(t.Now))
	if err != nil {
		return o, err
	}
	if _, err := d.book.Apply(ctx, t, r, cmd, f); err != nil {
		return o, err
	}
	return d.caughtUp(ctx, t, o)
}

// caughtUp stores what the main run says after another run may have moved it.
func (d *Deals) caughtUp(ctx context.Context, t *desk.Turn, o opportunity.Opportunity) (opportunity.Opportunity, error) {
	if o.Run == "" {
		return o, nil
	}
	main, err := t.Run(ctx, engine.RunID(o.Run))
	if err != nil {
		return o, err
	}
	return d.follow(ctx, t, o, main)
}
