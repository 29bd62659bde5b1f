package sqlstore

import (
	"context"

	"qiju/internal/access"
	"qiju/internal/base/money"
	"qiju/internal/base/page"
	"qiju/internal/store"
)

// Opportunities lists deals that are not voided.
func (t *tx) Opportunities(
	ctx context.Context, scope access.Scope, q store.OpportunityQuery,
) (page.Page[store.OpportunityRow], error) {
	none := page.Page[store.OpportunityRow]{Rows: []store.OpportunityRow{}}
	order, err := opportunityOrder(q.Sort)
	if err != nil {
		return none, err
	}
	see, err := t.sight(ctx, scope)
	if err != nil || see.nothing() {
		return none, err
	}
	l := newList(order, see, "opportunities o", "o.scope_key")
	l.joins = " LEFT JOIN accounts a ON a.id = o.scope_key LEFT JOIN products p ON p.id = o.product"
	narrowOpportunities(l, q, t.dialect)
	const columns = "o.body, COALESCE(a.name, ''), COALESCE(a.name_en, ''), COALESCE(p.name, ''), COALESCE(p.name_en, '')"
	return readPage(ctx, t, l, columns, q.Request, func(r *store.OpportunityRow) []any {
		return []any{
			into(&r.Opportunity), &r.AccountName.ZH, &r.AccountName.EN, &r.ProductName.ZH, &r.ProductName.EN,
		}
	})
}

// narrowOpportunities adds the filters of q. The index by state serves the
// counts only: here half of the table would be read by it and sorted.
func narrowOpportunities(l *list, q store.OpportunityQuery, d dialect) {
	l.where("o.voided = 0")
	l.whereText(q.Text, "o.search", "a.search")
	l.whereIs("o.scope_key", string(q.Account))
	l.whereIs("o.commander", q.Commander)
	l.whereIs(d.unindexed("o.state"), string(q.State))
	l.whereIs(d.unindexed("o.stage"), q.Stage)
	if q.Waiting {
		l.where("o.waiting = 1")
	}
	if q.Import != "" {
		l.where("o.import <> ''") // names the partial index
		l.whereIs("o.import", q.Import)
	}
}

func opportunityOrder(sort string) (order, error) {
	switch sort {
	case "", "-updated":
		return order{column: "o.updated_at", id: "o.id", down: true, number: true}, nil
	case "-amount":
		return order{column: "o.minor", id: "o.id", down: true, number: true}, nil
	case "amount":
		return order{column: "o.minor", id: "o.id", number: true}, nil
	case "expected":
		return order{column: "o.expected_on", id: "o.id"}, nil
	case "name":
		return order{column: "o.name", id: "o.id"}, nil
	}
	return order{}, unknownSort(sort)
}

// million splits amounts for a sum that does not overflow.
const million = 1_000_000

// total puts the two sums of amounts together that were split by [million],
// bounded by money.Max either way.
func total(millions, rest int64) int64 {
	millions += rest / million
	rest %= million
	switch most := int64(money.Max); {
	case millions >= most/million+1:
		return most
	case millions <= -most/million-1:
		return -most
	default:
		return min(max(millions*million+rest, -most), most)
	}
}

// OpportunityCounts groups what scope sees by state, stage and currency. The
// index of the scope holds every column that it reads. Amounts are summed in
// two parts, so that no sum leaves the range of the database.
func (t *tx) OpportunityCounts(ctx context.Context, scope access.Scope) ([]store.OpportunityCount, error) {
	counts := []store.OpportunityCount{}
	if !scope.All() && scope.Staff() == "" {
		return counts, nil
	}
	from, args := "opportunities o WHERE o.voided = 0", []any{}
	if !scope.All() {
		from = `relations rel CROSS JOIN opportunities o
			WHERE rel.staff = $1 AND o.scope_key = rel.record AND o.voided = 0`
		args = append(args, scope.Staff())
	}
	err := t.each(ctx, func(scan func(...any) error) error {
		var c store.OpportunityCount
		var millions, rest int64
		if err := scan(&c.State, &c.Stage, &c.Currency, &c.Count, &millions, &rest); err != nil {
			return err
		}
		c.Minor = total(millions, rest)
		counts = append(counts, c)
		return nil
	}, `SELECT o.state, o.stage, o.currency, count(*),
		CAST(sum(o.minor / 1000000) AS BIGINT), CAST(sum(o.minor % 1000000) AS BIGINT) FROM `+from+`
		GROUP BY o.state, o.stage, o.currency ORDER BY o.state, o.stage, o.currency`, args...)
	return counts, err
}
