package imports

import (
	"context"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/runs"
	"qiju/internal/engine"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
)

// takeOpportunity imports one deal with its original owner and dates. A running
// one is placed on the node of its stage, 未经评审; a closed one gets an ended
// run on which nothing is inked (decisions §1.8).
func takeOpportunity(ctx context.Context, b *turn, r row) (outcome, error) {
	m := b.w.mapping.Opportunity
	id := r.get(m.Columns.ID)
	if id == "" {
		b.problem(r, m.Columns.ID, "field.required", nil)
		return bad, nil
	}
	ext := b.w.mapping.external("opportunity", id)
	have, err := b.OpportunityByExternalID(ctx, ext)
	known := err == nil
	if err != nil && !fault.Is(err, fault.NotFound) {
		return bad, err
	}
	want := have
	if !known {
		want = opportunity.Opportunity{ID: opportunity.ID(b.New("opp")), ExternalID: ext, Import: b.importID, CreatedAt: b.Now}
	}
	owner, stage, ok := b.readOpportunity(r, &want)
	if !ok {
		return bad, nil
	}
	if err := b.attach(ctx, r, &want); err != nil {
		return bad, err
	}
	b.count(want)
	if known && same(have, want) {
		return unchanged, nil
	}
	if b.dry {
		if known {
			return changed, nil
		}
		return made, nil
	}
	return b.putOpportunity(ctx, have, want, known, owner, stage)
}

// readOpportunity fills want from the row; it notes every problem of the row.
func (b *turn) readOpportunity(r row, want *opportunity.Opportunity) (department.Staff, StageMapping, bool) {
	m := b.w.mapping.Opportunity
	fine := true
	note := func(column, key string) {
		b.problem(r, column, key, nil)
		fine = false
	}
	owner, ok := b.person(r.get(m.Columns.Commander))
	if !ok {
		note(m.Columns.Commander, "import.person_unknown")
	}
	stage, ok := m.Stages[r.get(m.Columns.Stage)]
	if !ok {
		note(m.Columns.Stage, "import.stage_unknown")
	}
	var dates [2]clock.Date
	for i, column := range []string{m.Columns.EngagedOn, m.Columns.ClosedOn} {
		if dates[i], ok = b.w.mapping.date(r.get(column)); !ok {
			note(column, "field.not_a_date")
		}
	}
	amount := money.Amount{Currency: b.w.mapping.Currency}
	if s := r.get(m.Columns.Amount); s != "" {
		a, err := money.Parse(s, b.w.mapping.Currency)
		if err != nil || a.Minor < 0 {
			note(m.Columns.Amount, "import.number_bad")
		}
		amount = a
	}
	want.Commander, want.EngagedOn, want.ClosedOn, want.Amount = string(owner.ID), dates[0], dates[1], amount
	if want.Run == "" {
		want.State = opportunity.State(stage.State)
	}
	return owner, stage, fine
}

// attach finds account and product of a deal; what fits no record is kept as it
// stood, with a suggestion where one record's name differs only in blanks,
// signs or case.
func (b *turn) attach(ctx context.Context, r row, want *opportunity.Opportunity) error {
	c := b.w.mapping.Opportunity.Columns
	want.Waiting = nil
	accountName, productName := r.get(c.Account), r.get(c.Product)
	a, ok, err := b.account(ctx, accountName)
	if err != nil {
		return err
	}
	if ok && accountName != "" {
		want.Account = string(a.ID)
	} else if want.Account == "" {
		want.Waiting = append(want.Waiting, opportunity.Unattached{Kind: "account", Value: accountName})
	}
	product, suggestion := b.product(productName)
	if product != "" {
		want.Product = product
	} else if want.Product == "" {
		want.Waiting = append(want.Waiting, opportunity.Unattached{Kind: "product", Value: productName, Suggestion: suggestion})
	}
	want.Name = i18n.Text{ZH: nameOf(accountName, productName)}
	return nil
}

func nameOf(account, product string) string {
	if account == "" {
		return product
	}
	return account + " · " + product
}

// product finds a product by name or by an alias that somebody accepted; else
// it returns the one that the name may mean.
func (b *turn) product(name string) (id, suggestion string) {
	if id := b.aliases["product|"+name]; id != "" {
		return id, ""
	}
	ext := b.w.mapping.external("product", name)
	for _, p := range b.products {
		if p.ExternalID == ext || p.Code == name || p.Name.ZH == name {
			return string(p.ID), ""
		}
	}
	for _, p := range b.products {
		if name != "" && plain(p.Name.ZH) == plain(name) {
			b.report.suggest(Suggestion{Kind: "product", Value: name, Target: string(p.ID), Name: p.Name.ZH, Count: 1})
			return "", string(p.ID)
		}
	}
	return "", ""
}

// count adds a deal to the report.
func (b *turn) count(o opportunity.Opportunity) {
	noAccount, noProduct := o.Account == "", o.Product == ""
	switch {
	case noAccount && noProduct:
		b.report.Waiting.Both++
	case noAccount:
		b.report.Waiting.NoAccount++
	case noProduct:
		b.report.Waiting.UnknownProduct++
	default:
		b.report.Complete++
	}
	switch o.State {
	case opportunity.Won:
		b.report.Won++
	case opportunity.Lost, opportunity.Terminated:
		b.report.Lost++
	case opportunity.Open, opportunity.Suspended:
		b.report.Open++
	}
	b.report.Sum.Minor += o.Amount.Minor
	b.report.Sum.Currency = o.Amount.Currency
}

// putOpportunity stores a deal and, when it is new, its run.
func (b *turn) putOpportunity(ctx context.Context, have, want opportunity.Opportunity, known bool, owner department.Staff, stage StageMapping) (outcome, error) {
	want.UpdatedAt = b.Now
	if want.Account != "" {
		for _, a := range b.seen.accounts {
			if string(a.ID) == want.Account {
				if err := b.sells(ctx, a, string(owner.ID), string(owner.Department)); err != nil {
					return bad, err
				}
				break
			}
		}
	}
	if !known {
		run, err := b.place(ctx, want, stage)
		if err != nil {
			return bad, err
		}
		want.Run, want.Stage = string(run.ID), run.Stage
	}
	stored, err := b.PutOpportunity(ctx, want)
	if err != nil {
		return bad, err
	}
	if err := accounts.RefileDeal(ctx, b.Turn, b.dir, stored); err != nil {
		return bad, err
	}
	result := made
	var before any
	if known {
		result, before = changed, have
	}
	return result, b.note("opportunity", string(stored.ID), accounts.KeyOf(stored), before, stored)
}

// placed is the run of an imported deal and the stage in which it stands.
type placed struct {
	engine.Run
	Stage string
}

func (b *turn) place(ctx context.Context, o opportunity.Opportunity, stage StageMapping) (placed, error) {
	subject := engine.Subject{Kind: "opportunity", ID: string(o.ID)}
	f := runs.Frame{
		Subject: subject, Key: accounts.KeyOf(o), Owner: b.ownerOf(o), Commander: o.Commander, Directory: b.dir, New: true,
	}
	run, err := b.im.book.Begin(ctx, b.Turn, b.w.mapping.Opportunity.Chart, f, func(id engine.RunID) engine.Command {
		if stage.End != "" {
			return engine.PlaceEnded{Run: id, Subject: subject, End: stage.End}
		}
		return engine.Place{Run: id, Subject: subject, Node: stage.Place}
	})
	if err != nil {
		return placed{}, err
	}
	s, err := b.im.book.StageOf(ctx, b.Turn, run)
	return placed{run, s}, err
}

func (b *turn) ownerOf(o opportunity.Opportunity) string {
	for _, a := range b.seen.accounts {
		if string(a.ID) == o.Account {
			return a.Owner
		}
	}
	return o.Commander
}
