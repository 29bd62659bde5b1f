package imports

import (
	"context"
	"slices"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/runs"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
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
	if known && same(have, want) {
		b.count(want)
		return unchanged, nil
	}
	runSeq := int64(0)
	if known {
		last, ok, err := b.mayChange(ctx, have)
		if err != nil {
			return bad, err
		}
		if !ok {
			b.count(have)
			return b.leave(r, "opportunity", string(have.ID)), nil
		}
		runSeq = last.RunSeq
	}
	if ok, err := b.mayAttach(ctx, r, have, want); err != nil || !ok {
		return bad, err
	}
	b.count(want)
	if b.dry {
		if known {
			return changed, nil
		}
		return made, nil
	}
	if known {
		return changed, b.changeOpportunity(ctx, have, want, owner, runSeq)
	}
	return made, b.makeOpportunity(ctx, want, owner, stage)
}

// mayChange reports whether a known deal still says what the last import left,
// and is the importer's to change. It returns the change that left it so.
func (b *turn) mayChange(ctx context.Context, have opportunity.Opportunity) (store.Change, bool, error) {
	last, edited, err := b.lastOf(ctx, "opportunity", string(have.ID), have)
	if err != nil || edited {
		return last, false, err
	}
	ok, err := b.may(ctx, access.UpdateOpportunity, accounts.KeyOf(have), have.Import)
	return last, ok, err
}

// mayAttach judges what a deal opens to its commander: see maySell.
func (b *turn) mayAttach(ctx context.Context, r row, have, want opportunity.Opportunity) (bool, error) {
	if want.Account == "" || (want.Account == have.Account && want.Commander == have.Commander) {
		return true, nil
	}
	a, err := b.accountOf(ctx, account.ID(want.Account))
	if err != nil {
		return false, err
	}
	return b.maySell(ctx, r, a, want.Commander)
}

// readOpportunity fills want from the row; it notes every problem of the row.
func (b *turn) readOpportunity(r row, want *opportunity.Opportunity) (department.Staff, StageMapping, bool) {
	m := b.w.mapping.Opportunity
	fine := true
	note := func(column, key string) {
		b.problem(r, column, key, nil)
		fine = false
	}
	commander := r.get(m.Columns.Commander)
	owner, ok := b.person(commander)
	if !ok {
		key := "import.person_unknown"
		if b.ambiguous(commander) {
			key = "import.person_ambiguous"
		}
		note(m.Columns.Commander, key)
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
	if ok {
		want.Account = string(a.ID)
	} else if want.Account != "" {
		if a, err = b.accountOf(ctx, account.ID(want.Account)); err != nil {
			return err
		}
		if a.Voided {
			want.Account = ""
		}
	}
	if want.Account == "" {
		want.Waiting = append(want.Waiting, opportunity.Unattached{Kind: "account", Value: accountName})
	}
	product, suggestion, err := b.product(ctx, productName)
	if err != nil {
		return err
	}
	if product != "" || !b.live(want.Product) {
		want.Product = product
	}
	if want.Product == "" {
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
func (b *turn) product(ctx context.Context, name string) (id, suggestion string, err error) {
	alias, err := b.alias(ctx, name)
	if err != nil {
		return "", "", err
	}
	ext := b.w.mapping.external("product", name)
	if b.live(alias) {
		return alias, "", nil
	}
	for _, p := range b.products {
		if p.ExternalID == ext || p.Code == name || p.Name.ZH == name {
			return string(p.ID), "", nil
		}
	}
	for _, p := range b.products {
		if name != "" && plain(p.Name.ZH) == plain(name) {
			b.report.suggest(Suggestion{Kind: "product", Value: name, Target: string(p.ID), Name: p.Name.ZH, Count: 1})
			return "", string(p.ID), nil
		}
	}
	return "", "", nil
}

// live reports whether a product is there and not voided.
func (b *turn) live(id string) bool {
	return slices.ContainsFunc(b.products, func(p trade.Product) bool { return string(p.ID) == id })
}

// alias returns the product that somebody accepted for a name, "" for none.
func (b *turn) alias(ctx context.Context, name string) (string, error) {
	if id, known := b.aliases[name]; known {
		return id, nil
	}
	id, err := readAlias(ctx, b.Turn, b.w.mapping.Source, "product", name)
	if err == nil {
		b.aliases[name] = id
	}
	return id, err
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

// makeOpportunity stores a new deal and its run.
func (b *turn) makeOpportunity(ctx context.Context, o opportunity.Opportunity, owner department.Staff, stage StageMapping) error {
	if err := b.sellsTo(ctx, o.Account, owner); err != nil {
		return err
	}
	run, err := b.place(ctx, o, stage)
	if err != nil {
		return err
	}
	o.Run, o.Stage, o.UpdatedAt = string(run.ID), run.Stage, b.Now
	stored, err := b.PutOpportunity(ctx, o)
	if err != nil {
		return err
	}
	if err := accounts.RefileDeal(ctx, b.Turn, b.dir, stored); err != nil {
		return err
	}
	entries := run.Seq
	if len(run.Links) > 0 { // the node on which it stands began others
		if entries, err = b.entriesOf(ctx, stored.ID); err != nil {
			return err
		}
	}
	return b.note(store.Change{Kind: "opportunity", ID: string(stored.ID), RunSeq: entries}, accounts.KeyOf(stored), nil, stored)
}

// changeOpportunity stores what a row changed of a known deal.
func (b *turn) changeOpportunity(ctx context.Context, have, want opportunity.Opportunity, owner department.Staff, runSeq int64) error {
	if err := b.sellsTo(ctx, want.Account, owner); err != nil {
		return err
	}
	want.UpdatedAt = b.Now
	stored, err := b.PutOpportunity(ctx, want)
	if err != nil {
		return err
	}
	if err := accounts.RekeyDeal(ctx, b.Turn, b.dir, have, stored); err != nil {
		return err
	}
	return b.note(store.Change{Kind: "opportunity", ID: string(stored.ID), RunSeq: runSeq}, accounts.KeyOf(stored), have, stored)
}

func (b *turn) sellsTo(ctx context.Context, id string, owner department.Staff) error {
	if id == "" {
		return nil
	}
	a, err := b.accountOf(ctx, account.ID(id))
	if err != nil {
		return err
	}
	return b.sells(ctx, a, string(owner.ID), string(owner.Department))
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
	if a := b.seen.accounts[account.ID(o.Account)]; a.Owner != "" {
		return a.Owner
	}
	return o.Commander
}
