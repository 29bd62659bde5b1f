// Package storetest is the conformance suite of the port: every store.Store
// must pass it.
package storetest

import (
	"context"
	"encoding/json"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/store"
)

// Run runs the suite. open returns a new, empty store that belongs to the test
// and is closed with it.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	t.Helper()
	for _, c := range []struct {
		name string
		test func(t *testing.T, s store.Store)
	}{
		{"staff and departments", staff},
		{"accounts", accounts},
		{"list of accounts", accountList},
		{"people of an account", accountPeople},
		{"relations", relations},
		{"products", products},
		{"opportunities", opportunities},
		{"list of opportunities", opportunityList},
		{"opportunities that wait", waiting},
		{"evidence, reviews and samples", papers},
		{"scopes", scopes},
		{"releases", releases},
		{"runs and journals", runs},
		{"tasks", tasks},
		{"sessions, files, settings, playbooks", deskRecords},
		{"imports and changes", imports},
		{"numbers", numbers},
		{"audit", audit},
		{"audit under writers", auditUnderWriters},
		{"transactions", transactions},
		{"a view is a snapshot", snapshot},
		{"no update is lost", noLostUpdate},
		{"pages under inserts are the whole list", pages},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(t, open(t))
		})
	}
}

// in returns the context of a test.
func in(t *testing.T) context.Context {
	t.Helper()
	return t.Context()
}

// text returns a Chinese text.
func text(zh string) i18n.Text { return i18n.Text{ZH: zh} }

// update runs fn in a transaction that must succeed.
func update(t *testing.T, s store.Store, fn func(ctx context.Context, tx store.Tx) error) {
	t.Helper()
	if err := s.Update(in(t), func(tx store.Tx) error { return fn(in(t), tx) }); err != nil {
		t.Fatalf("update: %v", err)
	}
}

// refused runs fn in a transaction that must end with a fault of kind.
func refused(t *testing.T, s store.Store, kind fault.Kind, fn func(ctx context.Context, tx store.Tx) error) {
	t.Helper()
	err := s.Update(in(t), func(tx store.Tx) error { return fn(in(t), tx) })
	if !fault.Is(err, kind) {
		t.Errorf("got fault %v, want one of kind %d", err, kind)
	}
}

// view runs fn in a reading transaction that must succeed.
func view(t *testing.T, s store.Store, fn func(ctx context.Context, r store.Reader) error) {
	t.Helper()
	if err := s.View(in(t), func(r store.Reader) error { return fn(in(t), r) }); err != nil {
		t.Fatalf("view: %v", err)
	}
}

// missing fails unless err is a fault.NotFound.
func missing(t *testing.T, what string, err error) {
	t.Helper()
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("%s: got %v, want a fault.NotFound", what, err)
	}
}

// same compares records by their JSON.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	g, err := json.Marshal(got)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	w, err := json.Marshal(want)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if string(g) != string(w) {
		t.Errorf("%s:\n got %s\nwant %s", what, g, w)
	}
}

// list returns a projection of rows.
func list[T, U any](rows []T, of func(T) U) []U {
	out := make([]U, len(rows))
	for i, r := range rows {
		out[i] = of(r)
	}
	return out
}

// put stores records one after another and returns them as stored.
func put[T any](ctx context.Context, store func(context.Context, T) (T, error), records ...*T) error {
	for _, r := range records {
		stored, err := store(ctx, *r)
		if err != nil {
			return err
		}
		*r = stored
	}
	return nil
}
