package sqlstore

import (
	"context"
	"maps"
	"slices"
	"strings"

	"qiju/internal/access"
)

// fewRecords is up to how many related records a list starts from the
// relations instead of from the index of its order.
//
// Starting from the order reads on average page ÷ (share that is visible)
// rows, starting from the relations reads what is visible and sorts it. At 50
// rows a page and 100,000 deals of 20,000 accounts both read some 2,000 rows
// when 450 accounts are visible; BenchmarkList measures it.
const fewRecords = 450

// sight is what a scope lets a list see.
type sight struct {
	everything bool
	staff      string // whose relations open records; "" for nothing
	few        bool   // few enough that a list starts from the relations
}

func (s sight) nothing() bool { return !s.everything && s.staff == "" }

// sight looks up how much a scope sees.
func (t *tx) sight(ctx context.Context, scope access.Scope) (sight, error) {
	if scope.All() {
		return sight{everything: true}, nil
	}
	s := sight{staff: scope.Staff()}
	if s.staff == "" {
		return s, nil
	}
	var n int
	_, err := t.first(ctx, []any{&n},
		"SELECT count(*) FROM (SELECT 1 FROM relations WHERE staff = $1 LIMIT $2) few", s.staff, fewRecords+1)
	s.few = n <= fewRecords
	return s, err
}

// Relations returns the flattened relations of a person to a record.
func (t *tx) Relations(ctx context.Context, key, staff string) ([]access.Relation, error) {
	var kinds string
	found, err := t.first(ctx, []any{&kinds},
		"SELECT kinds FROM relations WHERE staff = $1 AND record = $2", staff, key)
	if err != nil || !found {
		return nil, err
	}
	return splitKinds(kinds), nil
}

// SetRelations replaces the flattened relations of key. It writes only what
// changed, since most acts change one person of several.
func (t *tx) SetRelations(ctx context.Context, key string, who map[string][]access.Relation) error {
	has, err := t.relationsOf(ctx, key)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, staff := range slices.Sorted(maps.Keys(who)) {
		kinds := joinKinds(who[staff])
		old, known := has[staff]
		delete(has, staff)
		switch {
		case staff == "" || kinds == "":
			if known {
				has[staff] = old
			}
		case !known:
			rows = append(rows, []any{staff, key, kinds})
		case old != kinds:
			if _, err := t.exec(ctx, "UPDATE relations SET kinds = $3 WHERE staff = $1 AND record = $2",
				staff, key, kinds); err != nil {
				return err
			}
		}
	}
	for _, staff := range slices.Sorted(maps.Keys(has)) {
		if _, err := t.exec(ctx, "DELETE FROM relations WHERE staff = $1 AND record = $2", staff, key); err != nil {
			return err
		}
	}
	return t.insertMany(ctx, "relations", []string{"staff", "record", "kinds"}, rows)
}

func (t *tx) relationsOf(ctx context.Context, key string) (map[string]string, error) {
	has := map[string]string{}
	err := t.each(ctx, func(scan func(...any) error) error {
		var staff, kinds string
		if err := scan(&staff, &kinds); err != nil {
			return err
		}
		has[staff] = kinds
		return nil
	}, "SELECT staff, kinds FROM relations WHERE record = $1", key)
	return has, err
}

// joinKinds writes relations as sorted text without repeats; Foreign is none.
func joinKinds(relations []access.Relation) string {
	var kinds []string
	for _, r := range relations {
		if r != access.Foreign {
			kinds = append(kinds, string(r))
		}
	}
	slices.Sort(kinds)
	return strings.Join(slices.Compact(kinds), ",")
}

func splitKinds(kinds string) []access.Relation {
	var relations []access.Relation
	for k := range strings.SplitSeq(kinds, ",") {
		relations = append(relations, access.Relation(k))
	}
	return relations
}
