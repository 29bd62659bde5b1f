package sqlstore

import (
	"context"
	"strings"

	"qiju/internal/store"
)

// Plan is a query and how the database would run it.
type Plan struct{ Query, Steps string }

// Plans runs fn and returns the plan of each of its queries.
func (s *Store) Plans(ctx context.Context, fn func(store.Reader) error) ([]Plan, error) {
	type query struct {
		text string
		args []any
	}
	var queries []query
	var plans []Plan
	err := s.view(ctx, func(t *tx) error {
		t.watch = func(text string, args []any) { queries = append(queries, query{text, args}) }
		if err := fn(t); err != nil {
			return err
		}
		t.watch = nil
		explain := "EXPLAIN QUERY PLAN "
		if _, ok := s.dialect.(postgresDialect); ok {
			explain = "EXPLAIN "
		}
		for _, q := range queries {
			var steps []string
			err := t.each(ctx, func(scan func(...any) error) error {
				var step string
				into := []any{&step}
				if explain != "EXPLAIN " {
					var id, parent, unused int64
					into = []any{&id, &parent, &unused, &step}
				}
				err := scan(into...)
				steps = append(steps, step)
				return err
			}, explain+q.text, q.args...)
			if err != nil {
				return err
			}
			plans = append(plans, Plan{q.text, strings.Join(steps, "\n")})
		}
		return nil
	})
	return plans, err
}

// Exec runs a statement in a transaction of its own, as somebody with a shell
// could.
func (s *Store) Exec(ctx context.Context, text string, args ...any) (n int64, err error) {
	err = s.update(ctx, func(t *tx) (err error) {
		n, err = t.exec(ctx, text, args...)
		return err
	})
	return n, err
}

// Texts returns the first column of a query.
func (s *Store) Texts(ctx context.Context, text string, args ...any) (texts []string, err error) {
	err = s.view(ctx, func(t *tx) error {
		texts = nil
		return t.each(ctx, func(scan func(...any) error) error {
			var v string
			err := scan(&v)
			texts = append(texts, v)
			return err
		}, text, args...)
	})
	return texts, err
}

// Begin starts what Exec would run in, for tests of the pragmas.
func (s *Store) Writing(ctx context.Context, text string) (v string, err error) {
	err = s.update(ctx, func(t *tx) error {
		_, err := t.first(ctx, []any{&v}, text)
		return err
	})
	return v, err
}
