package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"qiju/internal/base/clock"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
	"qiju/internal/condition"
	"qiju/internal/desk/deals"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// pace is the number of minutes between two acts of the same morning.
const pace = 7

// deal tells what happens on one deal. Its methods plan acts one after the
// other on the morning of the day named last; nothing happens before the story
// is played.
type deal struct {
	*story
	code  string // of the account, "A08"
	owner string // user name of the commander
	next  clock.Instant
}

// chapter begins the story of the deal of an account.
func (s *story) chapter(code, owner string) *deal {
	return &deal{story: s, code: code, owner: owner}
}

// on moves the story to 8:40 of the day that is n days after D.
func (d *deal) on(n int) *deal {
	d.next = d.moment(n, 8, 40)
	return d
}

// then plans an act and leaves a pause behind it.
func (d *deal) then(name string, do func(ctx context.Context) error) *deal {
	d.plan(d.next, d.code+" "+name, do)
	return d.later(pace)
}

// now plans an act on the deal as it stands at that moment.
func (d *deal) now(name string, do func(ctx context.Context, o opportunity.Opportunity) error) *deal {
	return d.then(name, func(ctx context.Context) error {
		o, err := d.tx.Opportunity(ctx, d.opened[d.code])
		if err != nil {
			return err
		}
		return do(ctx, o)
	})
}

// later lets some minutes pass.
func (d *deal) later(minutes int) *deal {
	d.next += clock.Instant(minutes * 60_000)
	return d
}

// open creates the deal, which starts its run. Amounts are in ten thousand yuan.
func (d *deal) open(zh, en, product string, tenThousands int64, closeIn int) {
	d.then("opened", func(ctx context.Context) error {
		o, err := d.deals.Create(ctx, d.by(d.owner), deals.Draft{
			Account: string(d.customers[d.code]), Name: i18n.Text{ZH: zh, EN: en}, Product: string(d.products[product]),
			Amount: money.Amount{Minor: tenThousands * 1_000_000, Currency: "CNY"}, ExpectedOn: d.day.AddDays(closeIn),
		})
		d.opened[d.code] = o.ID
		return err
	})
}

// need assesses the customer's need.
func (d *deal) need(n opportunity.Need) *deal {
	return d.now("need", func(ctx context.Context, o opportunity.Opportunity) error {
		_, err := d.deals.AssessNeed(ctx, d.by(d.owner), o.ID, o.Rev, n)
		return err
	})
}

// flag sets red flags.
func (d *deal) flag(codes ...string) *deal {
	return d.now("flags", func(ctx context.Context, o opportunity.Opportunity) error {
		_, err := d.deals.Flag(ctx, d.by(d.owner), o.ID, o.Rev, codes)
		return err
	})
}

// say states a fact with its evidence.
func (d *deal) say(who, path string, v condition.Value, evidence string) *deal {
	return d.now(path, func(ctx context.Context, o opportunity.Opportunity) error {
		_, err := d.deals.State(ctx, d.by(who), o.ID, o.Rev, deals.Claim{Path: path, Value: v, Evidence: d.dated(evidence)})
		return err
	})
}

// prove gives evidence for the checklist lines of a node, in the order of the
// chart; an empty text leaves its line without evidence.
func (d *deal) prove(who, node string, texts ...string) *deal {
	for i, text := range texts {
		if text == "" {
			continue
		}
		d.then(node+" evidence", func(ctx context.Context) error {
			checks := d.releases["F2"].Node(node).Checks
			if i >= len(checks) {
				return fmt.Errorf("%s has no line %d", node, i+1)
			}
			_, err := d.deals.AddEvidence(ctx, d.by(who), d.opened[d.code], deals.Proof{
				Node: node, Item: checks[i].ZH, Kind: opportunity.TextEvidence, Text: d.dated(text),
			})
			return err
		})
	}
	return d
}

// done completes the task of a node, such as "A1" or "F3.P1": whoever it is
// assigned to, or somebody of the post in whose queue it stands, who claims it.
func (d *deal) done(node, note string) *deal {
	return d.now(node+" done", func(ctx context.Context, o opportunity.Opportunity) error {
		task, who, err := d.taken(ctx, o, node)
		if err != nil {
			return err
		}
		_, err = d.deals.Complete(ctx, d.by(who), task.ID, task.Rev, d.dated(note))
		return err
	})
}

// choose takes the exit with the Chinese text at an ordinary decision.
func (d *deal) choose(node, exit, reason string) *deal {
	return d.now(node+" "+exit, func(ctx context.Context, o opportunity.Opportunity) error {
		task, who, err := d.taken(ctx, o, node)
		if err != nil {
			return err
		}
		exits := d.releases[task.Chart].Node(task.Node).Exits
		for _, e := range exits {
			if e.Text.ZH == exit {
				_, err := d.deals.Decide(ctx, d.by(who), task.ID, task.Rev, e.ID, d.dated(reason))
				return err
			}
		}
		return fmt.Errorf("%s has no exit %s", node, exit)
	})
}

// taken returns the open task of a node and who does it, claimed where it stood
// in a queue. What nobody is named for falls to the manager.
func (d *deal) taken(ctx context.Context, o opportunity.Opportunity, node string) (store.Task, string, error) {
	task, err := d.task(ctx, o, node)
	if err != nil {
		return task, "", err
	}
	for post, name := range d.holders {
		if task.Assignee == "" && task.Queue == string(post) {
			task, err = d.deals.Claim(ctx, d.by(name), task.ID, task.Rev)
			return task, name, err
		}
	}
	if who := d.username(task.Assignee); who != "" {
		return task, who, nil
	}
	return task, manager, nil
}

// task finds the open task of a node in the runs of the deal.
func (d *deal) task(ctx context.Context, o opportunity.Opportunity, node string) (store.Task, error) {
	chart, id, named := strings.Cut(node, ".")
	if !named {
		chart, id = "F2", node
	}
	list, err := d.tx.RunsOf(ctx, deals.SubjectOf(o.ID))
	if err != nil {
		return store.Task{}, err
	}
	for _, run := range list {
		if run.Chart != chart {
			continue
		}
		tasks, err := d.tx.OpenTasksOf(ctx, run.ID)
		if err != nil {
			return store.Task{}, err
		}
		if i := slices.IndexFunc(tasks, func(t store.Task) bool { return t.Node == id }); i >= 0 {
			return tasks[i], nil
		}
	}
	return store.Task{}, fmt.Errorf("no open task on %s", node)
}

// propose submits a review of a gate by the commander.
func (d *deal) propose(v deals.Verdict) *deal {
	v = d.written(v)
	return d.now(v.Gate+" proposed", func(ctx context.Context, o opportunity.Opportunity) error {
		_, err := d.deals.Propose(ctx, d.by(d.owner), o.ID, o.Rev, v)
		return err
	})
}

// decide lets the manager decide a gate; a proposal that waits is answered.
func (d *deal) decide(v deals.Verdict) {
	v = d.written(v)
	d.now(v.Gate+" decided", func(ctx context.Context, o opportunity.Opportunity) error {
		reviews, err := d.tx.ReviewsOf(ctx, o.ID)
		if err != nil {
			return err
		}
		for _, r := range reviews {
			if r.Gate == v.Gate && r.State == opportunity.ReviewProposed {
				v.Proposal = r.ID
			}
		}
		_, err = d.deals.DecideGate(ctx, d.by(manager), o.ID, o.Rev, v)
		return err
	})
}

// pass proposes to go on and decides so in the meeting that follows.
func (d *deal) pass(gate, opinion, effect string, focus ...string) {
	v := deals.Verdict{Gate: gate, Word: engine.Go, Opinion: opinion, NextFocus: focus, ExpectedEffect: effect}
	d.propose(v).decide(v)
}

// written is a review with its days filled in.
func (d *deal) written(v deals.Verdict) deals.Verdict {
	v.Opinion, v.Reason, v.ExpectedEffect = d.dated(v.Opinion), d.dated(v.Reason), d.dated(v.ExpectedEffect)
	focus := make([]string, len(v.NextFocus))
	for i, f := range v.NextFocus {
		focus[i] = d.dated(f)
	}
	v.NextFocus = focus
	return v
}

// team sets who supports the account from other departments; a specialist among
// them sells beside the owner.
func (d *deal) team(names ...string) {
	d.then("team", func(ctx context.Context) error {
		return d.touch(ctx, d.code, func(a account.Account) error {
			members := make([]account.Member, len(names))
			for i, n := range names {
				members[i] = account.Member{Staff: string(d.staff[n].ID), Role: account.TeamSupport}
				if d.staff[n].Post == department.Specialist {
					members[i].Role = account.TeamSeller
				}
			}
			_, err := d.accounts.SetTeam(ctx, d.by(d.owner), a.ID, a.Rev, members)
			return err
		})
	})
}
