package runs

import (
	"context"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/desk/people"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// claimed is why a task is theirs who took it out of a queue.
const claimed = "task.reason.claimed"

// Reassign finds anew who has to do the open tasks of the deals of key, an
// account or a deal without one, after its owner, commander or team changed.
// Tasks that somebody claimed stay theirs.
func (b *Book) Reassign(ctx context.Context, t *desk.Turn, key string) error {
	around, err := standing(ctx, t, key)
	if err != nil {
		return err
	}
	if around.account == "" {
		o, err := t.Opportunity(ctx, opportunity.ID(key))
		if err != nil {
			return err
		}
		return b.reassign(ctx, t, o, around.frame(o))
	}
	q := store.OpportunityQuery{Account: around.account, Sort: "name"}
	q.Limit = 200
	for {
		p, err := t.Opportunities(ctx, access.Everything("handover"), q)
		if err != nil {
			return err
		}
		for _, o := range p.Rows {
			if err := b.reassign(ctx, t, o.Opportunity, around.frame(o.Opportunity)); err != nil {
				return err
			}
		}
		if p.Next == "" {
			return nil
		}
		q.After = p.Next
	}
}

// crew is who stands around an account.
type crew struct {
	key     string
	account account.ID // "" for a deal without one
	owner   string
	team    []string
	dir     people.Directory
}

// standing reads who stands around key.
func standing(ctx context.Context, t *desk.Turn, key string) (crew, error) {
	dir, err := people.ReadDirectory(ctx, t)
	c := crew{key: key, dir: dir, team: []string{}}
	if err != nil {
		return c, err
	}
	a, err := t.Account(ctx, account.ID(key))
	if fault.Is(err, fault.NotFound) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	c.account, c.owner = a.ID, a.Owner
	members, err := t.Team(ctx, a.ID)
	for _, m := range members {
		c.team = append(c.team, m.Staff)
	}
	return c, err
}

// frame is what is needed of a deal to find who does its tasks.
func (c crew) frame(o opportunity.Opportunity) Frame {
	f := Frame{Key: c.key, Owner: c.owner, Commander: o.Commander, Team: c.team, Directory: c.dir}
	if f.Owner == "" {
		f.Owner = o.Commander
	}
	return f
}

func (b *Book) reassign(ctx context.Context, t *desk.Turn, o opportunity.Opportunity, f Frame) error {
	all, err := t.RunsOf(ctx, engine.Subject{Kind: "opportunity", ID: string(o.ID)})
	if err != nil {
		return err
	}
	for _, run := range all {
		if run.State == engine.Ended {
			continue
		}
		open, err := t.OpenTasksOf(ctx, run.ID)
		if err != nil {
			return err
		}
		rel, err := b.Release(ctx, t, run.Release)
		if err != nil {
			return err
		}
		want := map[string]store.Task{}
		for _, w := range engine.OpenTasks(rel, run) {
			want[w.Token] = b.task(t, rel, run, w, f)
		}
		for _, had := range open {
			if err := hand(ctx, t, had, want[had.Token]); err != nil {
				return err
			}
		}
	}
	return nil
}

// hand gives an open task to whom the roles name now.
func hand(ctx context.Context, t *desk.Turn, had, now store.Task) error {
	same := had.Assignee == now.Assignee && had.Queue == now.Queue && had.Reason == now.Reason && had.Kind == now.Kind
	if now.Token == "" || had.Reason == claimed || same {
		return nil
	}
	had.Assignee, had.Queue, had.Reason, had.Kind = now.Assignee, now.Queue, now.Reason, now.Kind
	_, err := t.PutTask(ctx, had)
	return err
}
