package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"qiju/internal/access"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
	"qiju/internal/testkit"
)

const (
	readers = 8    // clients that read lists at a time
	sellers = 1000 // owners, each with the thousandth part of everything
	perPage = 50
)

// viewer is somebody who reads the list.
type viewer struct {
	name   string
	every  int // sees every nth owner's deals
	person testkit.Person
}

// listing reads page 1 of an owner's opportunities by amount, as people who see
// little and much, over HTTP and by the bare query with the join of rights.
func listing(ctx context.Context, n scale) ([]Row, error) {
	s, err := testkit.Open(ctx, testkit.Options{DSN: ""})
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	viewers := []viewer{{name: "0.1 %", every: sellers}, {name: "10 %", every: 10}, {name: "100 %", every: 1}}
	for i := range viewers {
		staff := department.Staff{Username: fmt.Sprintf("viewer%d", i), Name: i18n.Text{ZH: viewers[i].name}, Post: department.Manager}
		if viewers[i].person, err = s.Hire(ctx, staff); err != nil {
			return nil, err
		}
	}
	if err := fill(ctx, s, n.listed, viewers); err != nil {
		return nil, err
	}
	var all []Row
	for _, v := range viewers {
		for _, by := range []string{"stf_0000", ""} {
			rows, err := list(ctx, s, v, by, n)
			if err != nil {
				return nil, err
			}
			all = append(all, rows...)
		}
	}
	return all, nil
}

// fill stores deals, five to an account, in transactions of 500.
func fill(ctx context.Context, s *testkit.Server, deals int, viewers []viewer) error {
	const batch = 500
	for from := 0; from < deals; from += batch {
		err := s.Store.Update(ctx, func(tx store.Tx) error {
			for i := from; i < min(from+batch, deals); i++ {
				if err := fillOne(ctx, tx, i, viewers); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("fill: %w", err)
		}
	}
	return nil
}

func fillOne(ctx context.Context, tx store.Tx, i int, viewers []viewer) error {
	n := i / 5
	seller := n % sellers
	owner, id := fmt.Sprintf("stf_%04d", seller), account.ID(fmt.Sprintf("acc_%06d", n))
	if i%5 == 0 {
		a := account.Account{ID: id, Code: fmt.Sprintf("A%06d", n), Name: i18n.Text{ZH: fmt.Sprintf("重工%06d", n*7919%100_000)}, Owner: owner, UpdatedAt: 1}
		if _, err := tx.PutAccount(ctx, a); err != nil {
			return err
		}
		who := map[string][]access.Relation{owner: {access.Owner}}
		for _, v := range viewers {
			if seller%v.every == 0 {
				who[string(v.person.ID)] = []access.Relation{access.Head}
			}
		}
		if err := tx.SetRelations(ctx, string(id), who); err != nil {
			return err
		}
	}
	_, err := tx.PutOpportunity(ctx, opportunity.Opportunity{
		ID: opportunity.ID(fmt.Sprintf("opp_%06d", i)), Account: string(id), Name: i18n.Text{ZH: fmt.Sprintf("三号线改造 %d", i)},
		Commander: owner, Amount: money.Amount{Minor: int64(i) * 7919 % 100_003, Currency: "CNY"}, State: opportunity.Open,
		Stage: fmt.Sprintf("S%d", i%5+1), RedFlags: []string{}, UpdatedAt: 1,
	})
	return err
}

// list measures one viewer; by is the owner whose deals are read, "" for all.
func list(ctx context.Context, s *testkit.Server, v viewer, by string, n scale) ([]Row, error) {
	db, err := s.Eyes()
	if err != nil {
		return nil, fmt.Errorf("open eyes: %w", err)
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(readers)
	what, filter, args := "all deals", "", []any{string(v.person.ID)}
	if by != "" {
		what, filter, args = "an owner's deals", " AND o.commander = $2", append(args, by)
	}
	query, err := faster(ctx, db, args,
		`SELECT o.body FROM opportunities o WHERE o.voided = 0`+filter+
			` AND EXISTS (SELECT 1 FROM relations r WHERE r.staff = $1 AND r.record = o.scope_key) ORDER BY o.minor DESC, o.id DESC LIMIT 51`,
		`SELECT o.body FROM relations r CROSS JOIN opportunities o WHERE r.staff = $1 AND o.scope_key = r.record AND o.voided = 0`+filter+
			` ORDER BY o.minor DESC, o.id DESC LIMIT 51`)
	if err != nil {
		return nil, err
	}
	wanted, err := count(ctx, db, query, args)
	if err != nil {
		return nil, err
	}
	raw, err := repeat(fmt.Sprintf("raw SQL: 50 of %s by amount, sees %s", what, v.name), readers, readers*n.lists, func(int, int) error {
		_, err := count(ctx, db, query, args)
		return err
	})
	if err != nil {
		return nil, err
	}
	path := fmt.Sprintf("/api/v1/opportunities?sort=-amount&limit=%d&commander=%s", perPage, by)
	served, err := repeat(fmt.Sprintf("HTTP: 50 of %s by amount, sees %s, %d clients", what, v.name, readers), readers, readers*n.lists, func(int, int) error {
		a, err := s.Do(ctx, v.person.Token, testkit.Request{Method: "GET", Path: path})
		if err != nil {
			return err
		}
		var page struct {
			Rows []json.RawMessage `json:"rows"`
		}
		if err := json.Unmarshal(a.Body, &page); err != nil {
			return fmt.Errorf("%d %s: %w", a.Status, a.Body, err)
		}
		if len(page.Rows) != min(wanted, perPage) {
			return fmt.Errorf("%d with %d rows, want %d", a.Status, len(page.Rows), wanted)
		}
		return nil
	})
	return []Row{raw, served.against(raw)}, err
}

// faster returns the query that is the faster one of those that answer alike:
// walking in order suits those who see much, gathering those who see little.
func faster(ctx context.Context, db *sql.DB, args []any, queries ...string) (string, error) {
	best, least := "", time.Duration(math.MaxInt64)
	for _, q := range queries {
		for range 3 { // the first run warms the cache
			began := time.Now()
			if _, err := count(ctx, db, q, args); err != nil {
				return "", err
			}
			if took := time.Since(began); took < least {
				best, least = q, took
			}
		}
	}
	return best, nil
}

// count reads the rows of a query of one text and returns how many they are.
func count(ctx context.Context, db *sql.DB, query string, args []any) (n int, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, fmt.Errorf("read: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var text string
	for rows.Next() {
		if err := rows.Scan(&text); err != nil {
			return n, fmt.Errorf("read: %w", err)
		}
		n++
	}
	return n, rows.Err()
}
