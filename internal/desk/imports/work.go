package imports

import (
	"context"
	"encoding/json"
	"slices"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/desk/people"
	"qiju/internal/sales/department"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
)

// outcome is what happened to one row.
type outcome int

const (
	unchanged outcome = iota
	made
	changed
	bad
)

// worker imports the rows of one file, batch by batch.
type worker struct {
	kind    string
	mapping Mapping
	table   table
	report  Report
	take    func(ctx context.Context, b *turn, r row) (outcome, error)
}

// turn is one batch: its transaction and what its rows share.
type turn struct {
	*desk.Turn
	w        *worker
	im       *Imports
	importID string
	dry      bool
	dir      people.Directory
	products []trade.Product
	aliases  map[string]string // "product|GTXPro" → id, accepted before
	seen     cache
	report   Report // of this batch only
	changes  []store.Change
	lines    []store.AuditLine
}

func newWorker(kind string, m Mapping, t table) (*worker, error) {
	w := &worker{kind: kind, mapping: m, table: t}
	var need map[string]string
	switch kind {
	case "person":
		c := m.Person.Columns
		need = map[string]string{"person.columns.name": c.Name, "person.columns.superior": c.Superior, "person.columns.region": c.Region}
		w.take = takePerson
	case "product":
		c := m.Product.Columns
		need = map[string]string{"product.columns.name": c.Name, "product.columns.series": c.Series, "product.columns.list_price": c.ListPrice}
		w.take = takeProduct
	case "account":
		c := m.Account.Columns
		need = map[string]string{
			"account.columns.name": c.Name, "account.columns.industry": c.Industry, "account.columns.founded": c.Founded,
			"account.columns.revenue": c.Revenue, "account.columns.employees": c.Employees, "account.columns.location": c.Location,
			"account.columns.group": c.Group,
		}
		w.take = takeAccount
	case "opportunity":
		c := m.Opportunity.Columns
		need = map[string]string{
			"opportunity.columns.id": c.ID, "opportunity.columns.commander": c.Commander, "opportunity.columns.product": c.Product,
			"opportunity.columns.account": c.Account, "opportunity.columns.stage": c.Stage, "opportunity.columns.engaged_on": c.EngagedOn,
			"opportunity.columns.closed_on": c.ClosedOn, "opportunity.columns.amount": c.Amount,
		}
		w.take = takeOpportunity
	default:
		return nil, fault.Field("kind", "import.kind_unknown", fault.Args{"value": kind})
	}
	for field, column := range need {
		if column == "" && slices.Contains([]string{kind + ".columns.name", kind + ".columns.id", kind + ".columns.stage"}, field) {
			return nil, fault.Field("mapping."+field, "field.required", nil)
		}
	}
	return w, t.need(need)
}

// work takes every row. A batch that fails as a whole ends the import; what was
// kept stays and can be undone, and repeating the file goes on where it ended.
func (im *Imports) work(ctx context.Context, by desk.Caller, i store.Import, w *worker) {
	state := "done"
	for start := 0; start < len(w.table.rows); start += batch {
		if ctx.Err() != nil {
			state = "cancelled"
			break
		}
		end := min(start+batch, len(w.table.rows))
		var err error
		if i, err = im.batch(ctx, by, i, w, w.table.rows[start:end], end); err != nil {
			w.report.Problems = append(w.report.Problems, Problem{Line: w.table.rows[start].line, Key: fault.Of(err).Key, Args: fault.Of(err).Args})
			state = "failed"
			break
		}
	}
	_ = im.finish(context.WithoutCancel(ctx), i.ID, state, w.report) // the row keeps "running" until the next start marks it
}

// batch takes up to 500 rows in one transaction: one audit line per changed row.
func (im *Imports) batch(ctx context.Context, by desk.Caller, i store.Import, w *worker, rows []row, done int) (store.Import, error) {
	var out store.Import
	var total Report
	take := func(ctx context.Context, t *desk.Turn) error {
		b := &turn{Turn: t, w: w, im: im, importID: i.ID, dry: i.DryRun}
		if err := b.prepare(ctx); err != nil {
			return err
		}
		for _, r := range rows {
			if err := b.takeRow(ctx, r); err != nil {
				return err
			}
		}
		if err := b.settle(ctx); err != nil {
			return err
		}
		total = w.report.plus(b.report)
		next := i
		next.Done = done
		var err error
		if next.Report, err = json.Marshal(total); err != nil {
			return fault.Wrap(err, "report")
		}
		out, err = t.PutImport(ctx, next)
		return err
	}
	err := im.desk.Act(ctx, by, access.CreateImport, func(ctx context.Context, t *desk.Turn) error {
		if err := t.AdmitPost(); err != nil {
			return err
		}
		return take(ctx, t)
	})
	if err != nil {
		return i, err
	}
	w.report = total
	return out, nil
}

func (b *turn) takeRow(ctx context.Context, r row) error {
	o, err := b.w.take(ctx, b, r)
	if err != nil {
		return err
	}
	switch o {
	case unchanged:
		b.report.Unchanged++
	case made:
		b.report.Made++
	case changed:
		b.report.Changed++
	case bad:
		b.report.Bad++
	}
	return nil
}

// prepare reads what the rows of a batch share.
func (b *turn) prepare(ctx context.Context) error {
	var err error
	if b.dir, err = people.ReadDirectory(ctx, b.Turn); err != nil {
		return err
	}
	if b.products, err = b.Products(ctx); err != nil {
		return err
	}
	b.aliases, err = readAliases(ctx, b.Turn)
	b.seen = newCache()
	return err
}

// settle writes what the rows of the batch gathered: relations of accounts that
// got new people, changes for the undo, one audit line per row.
func (b *turn) settle(ctx context.Context) error {
	if b.dry {
		b.Nothing()
		return nil
	}
	if err := b.refile(ctx); err != nil {
		return err
	}
	if err := b.AddChanges(ctx, b.changes); err != nil {
		return err
	}
	return b.RecordRows(b.lines)
}

// note keeps what a row did to a record: for the undo and for the audit.
func (b *turn) note(kind, id, key string, before, after any) error {
	line, err := b.Line(kind, id, key, before, after)
	if err != nil {
		return err
	}
	b.lines = append(b.lines, line)
	b.changes = append(b.changes, store.Change{Import: b.importID, Kind: kind, ID: id, Before: line.Before, After: contentOf(after)})
	return nil
}

// problem notes what is wrong with a cell.
func (b *turn) problem(r row, column, key string, args fault.Args) {
	if len(b.w.report.Problems)+len(b.report.Problems) < 1000 {
		b.report.Problems = append(b.report.Problems, Problem{Line: r.line, Column: column, Value: r.get(column), Key: key, Args: args})
	}
}

// person finds one of our people by the name in the file.
func (b *turn) person(name string) (department.Staff, bool) {
	ext := b.w.mapping.external("person", name)
	for _, s := range b.dir.Staff {
		if s.ExternalID == ext || s.Name.ZH == name || s.Name.EN == name {
			return s, true
		}
	}
	return department.Staff{}, false
}

// finish stores how the import ended.
func (im *Imports) finish(ctx context.Context, id, state string, r Report) error {
	return im.desk.Store.Update(ctx, func(tx store.Tx) error {
		i, err := tx.Import(ctx, id)
		if err != nil {
			return err
		}
		i.State, i.EndedAt = state, im.desk.Clock.Now()
		if i.Report, err = json.Marshal(r); err != nil {
			return fault.Wrap(err, "report")
		}
		_, err = tx.PutImport(ctx, i)
		return err
	})
}

// plus adds the counts of a batch.
func (r Report) plus(b Report) Report {
	r.Made += b.Made
	r.Changed += b.Changed
	r.Unchanged += b.Unchanged
	r.Bad += b.Bad
	r.Superiors += b.Superiors
	r.Complete += b.Complete
	r.Waiting.NoAccount += b.Waiting.NoAccount
	r.Waiting.UnknownProduct += b.Waiting.UnknownProduct
	r.Waiting.Both += b.Waiting.Both
	r.Won += b.Won
	r.Lost += b.Lost
	r.Open += b.Open
	r.Sum.Minor += b.Sum.Minor
	if b.Sum.Currency != "" {
		r.Sum.Currency = b.Sum.Currency
	}
	r.Problems = append(slices.Clone(r.Problems), b.Problems...)
	r.Suggestions = slices.Clone(r.Suggestions)
	for _, s := range b.Suggestions {
		r.suggest(s)
	}
	return r
}

func (r *Report) suggest(s Suggestion) {
	for i := range r.Suggestions {
		if r.Suggestions[i].Kind == s.Kind && r.Suggestions[i].Value == s.Value {
			r.Suggestions[i].Count += s.Count
			return
		}
	}
	r.Suggestions = append(r.Suggestions, s)
}
