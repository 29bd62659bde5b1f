package deals

import (
	"context"
	"slices"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/condition"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/runs"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// Catalogue returns the facts that conditions may read.
func (d *Deals) Catalogue() *condition.Catalogue { return d.catalogue }

// frame gathers what the engine may know of a deal: the facts of the records
// around it, the states of its documents, and who stands around it.
func (d *Deals) frame(ctx context.Context, r store.Reader, o opportunity.Opportunity, today clock.Date) (runs.Frame, error) {
	dir, err := directory(ctx, r)
	if err != nil {
		return runs.Frame{}, err
	}
	in := opportunity.Inputs{Opportunity: o}
	team := []string{}
	f := runs.Frame{Subject: SubjectOf(o.ID), Key: accounts.KeyOf(o), Owner: o.Commander, Commander: o.Commander, Directory: dir}
	if o.Account != "" {
		a, err := r.Account(ctx, account.ID(o.Account))
		if err != nil {
			return f, err
		}
		if a.Owner != "" {
			f.Owner = a.Owner
		}
		members, err := r.Team(ctx, a.ID)
		if err != nil {
			return f, err
		}
		for _, m := range members {
			team = append(team, m.Staff)
		}
		if err := d.accountFacts(ctx, r, a, today, &in); err != nil {
			return f, err
		}
	}
	f.Team = team
	samples, err := r.SamplesOf(ctx, o.ID)
	if err != nil {
		return f, err
	}
	table, _ := d.tables.Table(sampleTable)
	f.Docs = map[string][]string{}
	for _, s := range samples {
		in.Samples = append(in.Samples, opportunity.SampleFacts{State: s.State, DeliveredOn: s.DeliveredOn})
		f.Docs[sampleDoc] = append(f.Docs[sampleDoc], table.State(s.State).Name.ZH)
	}
	f.Facts = opportunity.Facts(in)
	f.Private = func(path string) bool { return opportunity.ClassOf(path) == string(access.Personal) }
	return f, nil
}

// accountFacts fills what conditions may know of the account and its people.
func (d *Deals) accountFacts(ctx context.Context, r store.Reader, a account.Account, today clock.Date, in *opportunity.Inputs) error {
	contacts, err := r.ContactsOf(ctx, a.ID)
	if err != nil {
		return err
	}
	coaches, err := r.CoachesOf(ctx, a.ID)
	if err != nil {
		return err
	}
	coaches = slices.DeleteFunc(coaches, func(k account.Coach) bool {
		return !slices.ContainsFunc(contacts, func(x account.Contact) bool { return x.ID == k.Contact && !x.Voided })
	})
	g := account.Weigh(contacts)
	dossier := accounts.WithCoaches(a.Dossier, coaches, d.desk.Today)
	in.Account = opportunity.AccountFacts{
		Known: true, Scored: a.Scored(), Value: a.Standing().Value, Completeness: account.Completeness(dossier, today),
	}
	in.Group = opportunity.GroupFacts{
		Known: true, Weighed: g.Weighed, Identified: g.Identified, Penetration: g.Penetration, SupportIndex: g.SupportIndex,
		Economic: g.Economic, VetoesAgainst: g.VetoesAgainst, VetoesUndisclosed: g.VetoesUndisclosed,
	}
	in.Coaches = opportunity.CoachFacts{Known: true, Qualified: account.QualifiedCoaches(coaches)}
	return nil
}

// playbook returns the playbook in force.
func (d *Deals) playbook(ctx context.Context, r store.DeskReader) (opportunity.Playbook, error) {
	p, err := r.CurrentPlaybook(ctx)
	if err != nil {
		return opportunity.Playbook{}, err
	}
	return opportunity.ParsePlaybook(p.Body)
}
