package sqlstore

import (
	"context"
	"strconv"
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/base/page"
)

// order is how a list is sorted: by a column, then by the id. The names come
// from this package, never from a request.
type order struct {
	column string
	id     string // "" where column alone is unique
	down   bool
	number bool // the column holds a number
}

// by returns the column to sort by. When the rows do not come from its index
// anyway it is wrapped in an expression, for which no planner tries the index.
func (l *list) by() string {
	switch {
	case !l.sorted:
		return l.order.column
	case l.order.number:
		return "(" + l.order.column + " + 0)"
	default:
		return "(" + l.order.column + " || '')"
	}
}

func (l *list) orderText() string {
	direction := ""
	if l.order.down {
		direction = " DESC"
	}
	if l.order.id == "" {
		return l.by() + direction
	}
	return l.by() + direction + ", " + l.order.id + direction
}

// list is a query that returns pages of records in an order, narrowed to a
// sight.
type list struct {
	order  order
	sorted bool // the rows are sorted, not read in the order of an index
	from   string
	joins  string
	conds  []string
	args   []any
}

// newList starts a list of a table ("accounts a"); record is the column that
// the relations name.
//
// Whoever sees few records is served from the relations: they come first in
// the join (CROSS JOIN binds SQLite to that order) and the rows are sorted.
// For all others the index of the order is read, and a lookup of the relation
// drops what is not visible; a subquery with a value, unlike EXISTS, is never
// turned into a join by either planner, and as a bare truth value it is taken
// to hold for half of the rows, so that the index is worth reading.
func newList(o order, see sight, table, record string) *list {
	l := &list{order: o, from: table}
	switch {
	case see.everything:
	case see.few:
		l.sorted = true
		l.from = "relations rel CROSS JOIN " + table
		l.where("rel.staff = " + l.arg(see.staff))
		l.where(record + " = rel.record")
	default:
		l.where("(SELECT TRUE FROM relations rel WHERE rel.staff = " + l.arg(see.staff) +
			" AND rel.record = " + record + ")")
	}
	return l
}

// arg adds an argument and returns its placeholder.
func (l *list) arg(v any) string {
	l.args = append(l.args, v)
	return "$" + strconv.Itoa(len(l.args))
}

func (l *list) where(cond string) { l.conds = append(l.conds, cond) }

// whereAny narrows to rows with one of the values in a column; no values narrow
// to nothing.
func (l *list) whereAny(column string, values []string) {
	if len(values) == 0 {
		l.where("1 = 0")
		return
	}
	places := make([]string, len(values))
	for i, v := range values {
		places[i] = l.arg(v)
	}
	l.where(column + " IN (" + strings.Join(places, ", ") + ")")
}

// whereIs narrows to rows with the value in a column; "" narrows nothing.
func (l *list) whereIs(column, value string) {
	if value != "" {
		l.where(column + " = " + l.arg(value))
	}
}

// whereText narrows to rows with text in one of the columns, which hold lower
// case; "" narrows nothing.
func (l *list) whereText(text string, columns ...string) {
	if text == "" {
		return
	}
	escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(text))
	mark := l.arg("%" + escaped + "%")
	for i, c := range columns {
		columns[i] = c + " LIKE " + mark + ` ESCAPE '\'`
	}
	l.where("(" + strings.Join(columns, " OR ") + ")")
}

// readPage returns the page that r asks for. dest says where the columns of a
// row go.
func readPage[T any](
	ctx context.Context, t *tx, l *list, columns string, r page.Request, dest func(*T) []any,
) (page.Page[T], error) {
	p := page.Page[T]{Rows: []T{}}
	if err := l.after(r.After); err != nil {
		return p, err
	}
	limit := r.Limit
	if limit <= 0 {
		limit = page.DefaultLimit
	}
	limit = min(limit, page.MaxLimit)
	last := l.order.place()
	text := "SELECT " + columns + ", " + strings.Join(last.columns, ", ") + " FROM " + l.from + l.joins +
		l.whereClause() + " ORDER BY " + l.orderText() + " LIMIT " + l.arg(limit+1)
	more := false
	err := t.each(ctx, func(scan func(...any) error) error {
		if len(p.Rows) == limit {
			more = true
			return nil
		}
		var record T
		if err := scan(append(dest(&record), last.into...)...); err != nil {
			return err
		}
		p.Rows = append(p.Rows, record)
		return nil
	}, text, l.args...)
	if err != nil {
		return page.Page[T]{Rows: []T{}}, err
	}
	if more {
		p.Next = page.After(last.keys()...).String()
	}
	return p, nil
}

// place is where a page ends: the columns of the order and what the last row
// holds in them.
type place struct {
	columns []string
	into    []any // *int64 or *string
}

func (o order) place() place {
	p := place{columns: []string{o.column}, into: []any{new(string)}}
	if o.number {
		p.into[0] = new(int64)
	}
	if o.id != "" {
		p.columns, p.into = append(p.columns, o.id), append(p.into, new(string))
	}
	return p
}

// keys returns the keys of the cursor: the name of the column, so that a cursor
// of another sort is refused, and the values.
func (p place) keys() []any {
	keys := []any{p.columns[0]}
	for _, v := range p.into {
		switch v := v.(type) {
		case *int64:
			keys = append(keys, *v)
		case *string:
			keys = append(keys, *v)
		}
	}
	return keys
}

func (l *list) whereClause() string {
	if len(l.conds) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(l.conds, " AND ")
}

// after narrows to the rows behind a cursor.
func (l *list) after(text string) error {
	c, err := page.Parse(text)
	if err != nil || c.IsStart() {
		return err
	}
	want := len(l.order.place().columns) + 1
	keys, err := c.Keys(want)
	if err != nil {
		return err
	}
	if _, number := keys[1].(int64); keys[0] != l.order.column || number != l.order.number {
		return fault.Field("after", "page.cursor_bad", nil)
	}
	sign := " > "
	if l.order.down {
		sign = " < "
	}
	if l.order.id == "" {
		l.where(l.by() + sign + l.arg(keys[1]))
		return nil
	}
	l.where("(" + l.by() + ", " + l.order.id + ")" + sign + "(" + l.arg(keys[1]) + ", " + l.arg(keys[2]) + ")")
	return nil
}
