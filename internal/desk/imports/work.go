package imports

import (
	"context"
	"encoding/json"
	"slices"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/people"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
)

// outcome is what happened to one row.
type outcome int

const (
	unchanged outcome = iota
	made
	changed
	left // the record says something else, and not for this import to change
	bad
)

// worker imports the rows of one file, batch by batch.
type worker struct {
	kind    string
	mapping Mapping
	table   table
	key     string      // column that identifies a row
	repeats map[int]int // line → line above that has the same key
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
	moved    bool // somebody got another superior or department
	dir      people.Directory
	roll     roll
	products []trade.Product
	aliases  map[string]string // product name in the file → id, as accepted before
	own      map[string]bool   // import → whether the importer made it
	seen     cache
	report   Report // of this batch only
	changes  []store.Change
	last     map[string]store.Change // kind and id → newest of changes
	lines    []store.AuditLine
}

// steady reads the release of a chart once for a batch: within one transaction
// it stays the same, and every row that places a run asks for it.
type steady struct {
	store.Tx
	current map[string]store.Release
}

// CurrentRelease implements store.RunReader.
func (s *steady) CurrentRelease(ctx context.Context, chart string) (store.Release, error) {
	if r, known := s.current[chart]; known {
		return r, nil
	}
	r, err := s.Tx.CurrentRelease(ctx, chart)
	if err == nil {
		s.current[chart] = r
	}
	return r, err
}

func newWorker(kind string, m Mapping, t table) (*worker, error) {
	w := &worker{kind: kind, mapping: m, table: t}
	var need map[string]string
	switch kind {
	case "person":
		c := m.Person.Columns
		need = map[string]string{"person.columns.name": c.Name, "person.columns.superior": c.Superior, "person.columns.region": c.Region}
		w.key, w.take = c.Name, takePerson
	case "product":
		c := m.Product.Columns
		need = map[string]string{"product.columns.name": c.Name, "product.columns.series": c.Series, "product.columns.list_price": c.ListPrice}
		w.key, w.take = c.Name, takeProduct
	case "account":
		c := m.Account.Columns
		need = map[string]string{
			"account.columns.name": c.Name, "account.columns.industry": c.Industry, "account.columns.founded": c.Founded,
			"account.columns.revenue": c.Revenue, "account.columns.employees": c.Employees, "account.columns.location": c.Location,
			"account.columns.group": c.Group,
		}
		w.key, w.take = c.Name, takeAccount
	case "opportunity":
		c := m.Opportunity.Columns
		need = map[string]string{
			"opportunity.columns.id": c.ID, "opportunity.columns.commander": c.Commander, "opportunity.columns.product": c.Product,
			"opportunity.columns.account": c.Account, "opportunity.columns.stage": c.Stage, "opportunity.columns.engaged_on": c.EngagedOn,
			"opportunity.columns.closed_on": c.ClosedOn, "opportunity.columns.amount": c.Amount,
		}
		w.key, w.take = c.ID, takeOpportunity
	default:
		return nil, fault.Field("kind", "import.kind_unknown", fault.Args{"value": kind})
	}
	for field, column := range need {
		if column == "" && slices.Contains([]string{kind + ".columns.name", kind + ".columns.id", kind + ".columns.stage"}, field) {
			return nil, fault.Field("mapping."+field, "field.required", nil)
		}
	}
	w.repeats = t.repeats(w.key)
	return w, t.need(need)
}

// work takes every row. A batch that fails as a whole ends the import; what was
// kept stays and can be undone, and repeating the file goes on where it ended.
func (im *Imports) work(ctx context.Context, stopped func() bool, by desk.Caller, i store.Import, w *worker) (string, Report) {
	for start := 0; start < len(w.table.rows); start += batch {
		if stopped() {
			return "cancelled", w.report
		}
		end := min(start+batch, len(w.table.rows))
		var err error
		if i, err = im.batch(ctx, by, i, w, w.table.rows[start:end], end); err != nil {
			w.report.fail(w.table.rows[start].line, err)
			return "failed", w.report
		}
	}
	return "done", w.report
}

// batch takes up to 500 rows in one transaction: one audit line per changed row.
func (im *Imports) batch(ctx context.Context, by desk.Caller, i store.Import, w *worker, rows []row, done int) (store.Import, error) {
	var out store.Import
	var total Report
	err := im.desk.Act(ctx, by, access.CreateImport, func(ctx context.Context, t *desk.Turn) error {
		if err := t.AdmitPost(); err != nil {
			return err
		}
		t.Tx = &steady{Tx: t.Tx, current: map[string]store.Release{}}
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
	})
	if err != nil {
		return i, err
	}
	w.report = total
	return out, nil
}

func (b *turn) takeRow(ctx context.Context, r row) error {
	if first, twice := b.w.repeats[r.line]; twice {
		b.problem(r, b.w.key, "import.row_twice", fault.Args{"line": first})
		b.report.Bad++
		return nil
	}
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
	case left:
		b.report.Left++
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
	b.roll = newRoll(b.dir.Staff)
	b.products, err = b.Products(ctx)
	b.seen, b.aliases = newCache(), map[string]string{}
	return err
}

// settle writes what the rows of the batch gathered: teams and relations of
// accounts that got new people, changes for the undo, one audit line per row.
func (b *turn) settle(ctx context.Context) error {
	if b.dry {
		b.Nothing()
		return nil
	}
	if err := b.refile(ctx); err != nil {
		return err
	}
	if b.moved {
		dir, err := people.ReadDirectory(ctx, b.Turn)
		if err != nil {
			return err
		}
		if err := accounts.RefileAll(ctx, b.Turn, dir); err != nil {
			return err
		}
	}
	if err := b.AddChanges(ctx, b.changes); err != nil {
		return err
	}
	return b.RecordRows(b.lines)
}

// note keeps what a row did to a record: for the undo and for the audit.
func (b *turn) note(c store.Change, key string, before, after any) error {
	line, err := b.Line(c.Kind, c.ID, key, before, after)
	if err != nil {
		return err
	}
	c.Import, c.Before, c.After = b.importID, line.Before, contentOf(after)
	b.lines = append(b.lines, line)
	b.changes = append(b.changes, c)
	if b.last == nil {
		b.last = map[string]store.Change{}
	}
	b.last[c.Kind+"|"+c.ID] = c
	return nil
}

// problem notes what is wrong with a cell.
func (b *turn) problem(r row, column, key string, args fault.Args) {
	if len(b.w.report.Problems)+len(b.report.Problems) < most {
		b.report.Problems = append(b.report.Problems, Problem{Line: r.line, Column: column, Value: r.get(column), Key: key, Args: args})
	}
}

// leave notes a record that the row would change and that is left alone.
func (b *turn) leave(r row, kind, id string) outcome {
	if len(b.w.report.Touched)+len(b.report.Touched) < most {
		b.report.Touched = append(b.report.Touched, Touched{Kind: kind, ID: id, Line: r.line})
	}
	return left
}

// fail notes why a batch failed as a whole.
func (r *Report) fail(line int, err error) {
	f := fault.Of(err)
	r.Problems = append(slices.Clone(r.Problems), Problem{Line: line, Key: f.Key, Args: f.Args})
}

// plus adds the counts of a batch.
func (r Report) plus(b Report) Report {
	r.Made += b.Made
	r.Changed += b.Changed
	r.Unchanged += b.Unchanged
	r.Left += b.Left
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
	r.Touched = append(slices.Clone(r.Touched), b.Touched...)
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
