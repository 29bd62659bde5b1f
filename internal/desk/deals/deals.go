// Package deals is what the desk does about opportunities: the deal, its run
// along the chart, its tasks, evidence, samples and gates.
package deals

import (
	"context"
	"encoding/json"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/condition"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/people"
	"qiju/internal/desk/runs"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/lifecycle"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// mainChart is the chart that a new opportunity runs.
const mainChart = "F2"

// Deals is the chapter.
type Deals struct {
	desk      *desk.Desk
	book      *runs.Book
	tables    *lifecycle.Set
	catalogue *condition.Catalogue
	words     *i18n.Catalogue
}

// New returns the chapter over the kernel. tables are the lifecycles of
// documents, catalogue the facts that conditions may read.
func New(d *desk.Desk, b *runs.Book, tables *lifecycle.Set, catalogue *condition.Catalogue, words *i18n.Catalogue) *Deals {
	return &Deals{desk: d, book: b, tables: tables, catalogue: catalogue, words: words}
}

// SubjectOf is the deal as the engine names it.
func SubjectOf(id opportunity.ID) engine.Subject {
	return engine.Subject{Kind: "opportunity", ID: string(id)}
}

// load returns a deal after the permission check of the operation.
func load(ctx context.Context, g *desk.Glance, r store.Reader, id opportunity.ID) (opportunity.Opportunity, error) {
	g.Asked("opportunity", string(id))
	o, err := r.Opportunity(ctx, id)
	if err != nil {
		return o, err
	}
	if o.Voided {
		return o, fault.New(fault.NotFound, "fault.not_found", nil)
	}
	return o, g.Admit(ctx, "opportunity", string(id), accounts.KeyOf(o))
}

// open is load for an act on one revision of a deal that is still open.
func (d *Deals) open(ctx context.Context, t *desk.Turn, id opportunity.ID, rev int64) (opportunity.Opportunity, error) {
	o, err := load(ctx, &t.Glance, t.Tx, id)
	if err != nil {
		return o, err
	}
	if err := desk.Fresh(rev, o.Rev); err != nil {
		return o, err
	}
	return o, alive(o)
}

// alive refuses acts on a deal that has ended.
func alive(o opportunity.Opportunity) error {
	if ended(o) {
		return fault.New(fault.Conflict, "opportunity.ended", fault.Args{"state": string(o.State)})
	}
	return nil
}

// Create makes an opportunity of an account and starts its run. The one who
// creates it commands it.
func (d *Deals) Create(ctx context.Context, by desk.Caller, q Draft) (opportunity.Opportunity, error) {
	if err := q.check(); err != nil {
		return opportunity.Opportunity{}, err
	}
	var made opportunity.Opportunity
	err := d.desk.Act(ctx, by, access.CreateOpportunity, func(ctx context.Context, t *desk.Turn) error {
		t.Asked("account", q.Account)
		a, err := t.Account(ctx, account.ID(q.Account))
		if err != nil {
			return err
		}
		if a.Voided {
			return fault.New(fault.NotFound, "fault.not_found", nil)
		}
		if err := t.Admit(ctx, "account", q.Account, q.Account); err != nil {
			return err
		}
		if err := productExists(ctx, t, q.Product); err != nil {
			return err
		}
		o := opportunity.Opportunity{
			ID: opportunity.ID(t.New("opp")), Account: q.Account, Name: q.Name, Commander: commander(by, a), Product: q.Product,
			Amount: q.Amount, State: opportunity.Open, ExpectedOn: q.ExpectedOn, EngagedOn: d.desk.Today(t.Now),
			CreatedAt: t.Now, UpdatedAt: t.Now,
		}
		if o, err = t.PutOpportunity(ctx, o); err != nil {
			return err
		}
		if made, err = d.begin(ctx, t, o); err != nil {
			return err
		}
		return t.Record("opportunity", string(made.ID), accounts.KeyOf(made), nil, told(made), "")
	})
	return made, err
}

// commander is who creates the deal, where they sell to the account; a head
// creates it for the owner.
func commander(by desk.Caller, a account.Account) string {
	if by.Post == "specialist" || a.Owner == "" {
		return by.Staff
	}
	return a.Owner
}

func productExists(ctx context.Context, r store.TradeReader, id string) error {
	if id == "" {
		return nil
	}
	products, err := r.Products(ctx)
	if err != nil {
		return err
	}
	for _, p := range products {
		if string(p.ID) == id {
			return nil
		}
	}
	return fault.Field("product", "field.unknown_value", nil)
}

// begin starts the run of a deal that has none.
func (d *Deals) begin(ctx context.Context, t *desk.Turn, o opportunity.Opportunity) (opportunity.Opportunity, error) {
	f, err := d.frame(ctx, t, o, d.desk.Today(t.Now))
	if err != nil {
		return o, err
	}
	f.New = true
	run, err := d.book.Begin(ctx, t, mainChart, f, func(id engine.RunID) engine.Command {
		return engine.Start{Run: id, Subject: f.Subject}
	})
	if err != nil {
		return o, err
	}
	o.Run = string(run.ID)
	return d.follow(ctx, t, o, run)
}

// Start starts the run of an opportunity that has none.
func (d *Deals) Start(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64) (opportunity.Opportunity, error) {
	return d.change(ctx, by, access.StartRun, id, rev, func(ctx context.Context, t *desk.Turn, o opportunity.Opportunity) (opportunity.Opportunity, error) {
		if o.Run != "" {
			return o, fault.New(fault.Conflict, "opportunity.runs_already", nil)
		}
		return d.begin(ctx, t, o)
	})
}

// Resume wakes a suspended opportunity.
func (d *Deals) Resume(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64) (opportunity.Opportunity, error) {
	return d.change(ctx, by, access.ResumeRun, id, rev, func(ctx context.Context, t *desk.Turn, o opportunity.Opportunity) (opportunity.Opportunity, error) {
		return d.apply(ctx, t, o, engine.Resume{})
	})
}

// Update changes name, product, amount and expected close.
func (d *Deals) Update(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, q Patch) (opportunity.Opportunity, error) {
	if err := q.check(); err != nil {
		return opportunity.Opportunity{}, err
	}
	return d.change(ctx, by, access.UpdateOpportunity, id, rev, func(ctx context.Context, t *desk.Turn, o opportunity.Opportunity) (opportunity.Opportunity, error) {
		if q.Account != nil && *q.Account != o.Account {
			return o, fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("account", "opportunity.account_fixed", nil))
		}
		if q.Product != nil && *q.Product != o.Product {
			if err := productExists(ctx, t, *q.Product); err != nil {
				return o, err
			}
		}
		return q.onto(o), nil
	})
}

// AssessNeed keeps the assessment of the customer's need (S2.15–S2.20).
func (d *Deals) AssessNeed(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, n opportunity.Need) (opportunity.Opportunity, error) {
	if err := n.Validate(); err != nil {
		return opportunity.Opportunity{}, err
	}
	return d.change(ctx, by, access.AssessNeed, id, rev, func(_ context.Context, _ *desk.Turn, o opportunity.Opportunity) (opportunity.Opportunity, error) {
		o.Need = n
		return o, nil
	})
}

// Flag sets the red flags of a deal (domain §5.7).
func (d *Deals) Flag(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, codes []string) (opportunity.Opportunity, error) {
	if err := opportunity.ValidateRedFlags(codes); err != nil {
		return opportunity.Opportunity{}, err
	}
	return d.change(ctx, by, access.FlagOpportunity, id, rev, func(_ context.Context, _ *desk.Turn, o opportunity.Opportunity) (opportunity.Opportunity, error) {
		o.RedFlags = codes
		return o, nil
	})
}

// Claim is a fact that a person states.
type Claim struct {
	Path     string `json:"path" doc:"Path of the fact, such as 商机.预算已批."`
	Value    any    `json:"value" doc:"true or false, a number, or a text, as the fact's type wants it."`
	Evidence string `json:"evidence,omitempty"`
}

// value reads the fact's value; what is no value of a fact is unknown, which
// the catalogue refuses.
func (c Claim) value() condition.Value {
	var v condition.Value
	b, err := json.Marshal(c.Value)
	if err != nil || v.UnmarshalJSON(b) != nil {
		return condition.Unknown()
	}
	return v
}

// State keeps a fact that a person states, with its evidence. Only facts that
// the catalogue leaves to people can be stated; the approval of money only by a
// head who does not command the deal.
func (d *Deals) State(ctx context.Context, by desk.Caller, id opportunity.ID, rev int64, q Claim) (opportunity.Opportunity, error) {
	v := q.value()
	if err := opportunity.ValidateStatement(d.catalogue, q.Path, v, q.Evidence); err != nil {
		return opportunity.Opportunity{}, err
	}
	return d.change(ctx, by, access.StateFact, id, rev, func(ctx context.Context, t *desk.Turn, o opportunity.Opportunity) (opportunity.Opportunity, error) {
		rel, err := t.Relation(ctx, accounts.KeyOf(o))
		if err != nil {
			return o, err
		}
		commands := o.Commander == by.Staff
		if opportunity.StatedByHead(q.Path) && (rel != access.Head || commands) && !by.IsSystem() {
			return o, fault.New(fault.Denied, "opportunity.stated_by_head", nil)
		}
		stated := make(map[string]opportunity.Statement, len(o.Stated)+1)
		for k, s := range o.Stated {
			stated[k] = s
		}
		stated[q.Path] = opportunity.Statement{Value: v, Evidence: q.Evidence, By: by.Staff, At: t.Now}
		o.Stated = stated
		return o, nil
	})
}

// ended reports whether a deal is neither open nor suspended.
func ended(o opportunity.Opportunity) bool {
	return o.State != opportunity.Open && o.State != opportunity.Suspended
}

// changer changes a deal inside an act.
type changer func(ctx context.Context, t *desk.Turn, o opportunity.Opportunity) (opportunity.Opportunity, error)

// change is an act on one revision of an open deal: load, check, change, store,
// record.
func (d *Deals) change(ctx context.Context, by desk.Caller, op access.Operation, id opportunity.ID, rev int64, fn changer) (opportunity.Opportunity, error) {
	var out opportunity.Opportunity
	err := d.desk.Act(ctx, by, op, func(ctx context.Context, t *desk.Turn) error {
		o, err := d.open(ctx, t, id, rev)
		if err != nil {
			return err
		}
		next, err := fn(ctx, t, o)
		if err != nil {
			return err
		}
		if next.Rev == o.Rev { // not stored yet by what fn did
			next.UpdatedAt = t.Now
			if next, err = t.PutOpportunity(ctx, next); err != nil {
				return err
			}
		}
		out = next
		return t.Record("opportunity", string(id), accounts.KeyOf(o), told(o), told(next), "")
	})
	return out, err
}

// apply carries out a command on the main run of a deal and stores what follows
// for the deal.
func (d *Deals) apply(ctx context.Context, t *desk.Turn, o opportunity.Opportunity, cmd engine.Command) (opportunity.Opportunity, error) {
	if o.Run == "" {
		return o, fault.New(fault.Conflict, "opportunity.no_run", nil)
	}
	run, err := t.Run(ctx, engine.RunID(o.Run))
	if err != nil {
		return o, err
	}
	f, err := d.frame(ctx, t, o, d.desk.Today(t.Now))
	if err != nil {
		return o, err
	}
	next, err := d.book.Apply(ctx, t, run, cmd, f)
	if err != nil {
		return o, err
	}
	return d.follow(ctx, t, o, next)
}

// follow stores what the run says about the deal: its stage, and how it ended.
// The run leads.
func (d *Deals) follow(ctx context.Context, t *desk.Turn, o opportunity.Opportunity, run engine.Run) (opportunity.Opportunity, error) {
	stand, err := d.book.StandOf(ctx, t, run)
	if err != nil {
		return o, err
	}
	if o.Node = stand.Node; stand.Stage != "" {
		o.Stage, o.StageSince = stand.Stage, stand.Since
	}
	switch run.State {
	case engine.Running:
		o.State = opportunity.Open
	case engine.Suspended:
		o.State = opportunity.Suspended
	case engine.Ended:
		if o.State, err = d.ended(ctx, t, run); err != nil {
			return o, err
		}
		if o.ClosedOn == "" { // a later act on a run beside it does not close it again
			o.ClosedOn = d.desk.Today(t.Now)
		}
	}
	o.UpdatedAt = t.Now
	return t.PutOpportunity(ctx, o)
}

// ended tells how a deal ended from the nodes that its run came through; which
// node means what is the playbook's.
func (d *Deals) ended(ctx context.Context, r store.DeskReader, run engine.Run) (opportunity.State, error) {
	pb, err := d.playbook(ctx, r)
	if err != nil {
		return "", err
	}
	var nodes []string
	for i := len(run.Visits) - 1; i >= 0; i-- {
		nodes = append(nodes, run.Visits[i].Node)
	}
	return pb.Ended(run.Chart, nodes), nil
}

// directory reads our organisation inside a transaction.
func directory(ctx context.Context, r store.StaffReader) (people.Directory, error) {
	return people.ReadDirectory(ctx, r)
}
