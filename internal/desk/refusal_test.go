package desk_test

import (
	"context"
	"errors"
	"testing"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/store"
)

// full is a store whose disk is full.
type full struct{ store.Store }

var errFull = errors.New("disk full")

func (full) Update(context.Context, func(store.Tx) error) error { return errFull }

func look(t *testing.T, d *desk.Desk, id string) {
	t.Helper()
	err := d.Look(t.Context(), person("specialist"), access.GetAccount, func(_ context.Context, g *desk.Glance) error {
		g.Asked("account", id)
		return fault.New(fault.NotFound, "fault.not_found", nil)
	})
	if !fault.Is(err, fault.NotFound) {
		t.Fatalf("err = %v, want NotFound", err)
	}
}

func TestARefusalNamesWhatWasAskedForThoughItIsNotThere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	look(t, d, "acc_1")
	look(t, d, "acc_2")
	look(t, d, "acc_1")
	if err := d.FlushRefusals(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, l := range audit(t, d) {
		got[l.Kind+" "+l.Subject] = l.Count
	}
	if len(got) != 2 || got["account acc_1"] != 2 || got["account acc_2"] != 1 {
		t.Errorf("refusals = %v, want two of acc_1 and one of acc_2", got)
	}
}

func TestRefusalsThatCannotBeWrittenWait(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	disk := d.Store
	look(t, d, "acc_1")
	d.Store = full{disk}
	if err := d.FlushRefusals(t.Context()); !errors.Is(err, errFull) {
		t.Fatalf("err = %v, want the disk to be full", err)
	}
	d.Store = disk
	look(t, d, "acc_1")
	if err := d.FlushRefusals(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := audit(t, d); len(got) != 1 || got[0].Count != 2 {
		t.Errorf("audit = %+v, want one line that counts both", got)
	}
}
