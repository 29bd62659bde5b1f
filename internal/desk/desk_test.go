package desk_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/id"
	"qiju/internal/desk"
	"qiju/internal/store"
	"qiju/internal/store/sqlstore"
)

func newDesk(t *testing.T) *desk.Desk {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), filepath.Join(t.TempDir(), "qiju.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return desk.New(desk.Parts{Store: s, Clock: clock.Fixed(1_790_000_000_000), IDs: &id.Sequence{}, Zone: time.UTC})
}

func person(post string) desk.Caller {
	return desk.Caller{Principal: access.Principal{Staff: "stf_1", Post: post}}
}

func TestAnActThatChecksNothingFails(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	err := d.Act(t.Context(), person("specialist"), access.ListStaff, func(ctx context.Context, t *desk.Turn) error {
		if err := t.PutSetting(ctx, "x", []byte(`1`)); err != nil {
			return err
		}
		return t.Record("x", "x", "", nil, nil, "")
	})
	if f := fault.Of(err); f == nil || f.Key != "desk.unchecked" {
		t.Fatalf("err = %v, want desk.unchecked", err)
	}
	kept(t, d, "x", "")
}

func TestAnActThatRecordsNothingFails(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	err := d.Act(t.Context(), person("specialist"), access.ListStaff, func(ctx context.Context, t *desk.Turn) error {
		if err := t.Open(); err != nil {
			return err
		}
		return t.PutSetting(ctx, "x", []byte(`1`))
	})
	if f := fault.Of(err); f == nil || f.Key != "desk.unaudited" {
		t.Fatalf("err = %v, want desk.unaudited", err)
	}
	kept(t, d, "x", "")
}

func TestAnActLeavesExactlyOneAuditLine(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	err := d.Act(t.Context(), person("specialist"), access.ListStaff, func(ctx context.Context, t *desk.Turn) error {
		if err := t.Open(); err != nil {
			return err
		}
		if err := t.PutSetting(ctx, "x", []byte(`1`)); err != nil {
			return err
		}
		return t.Record("x", "x", "", nil, map[string]int{"n": 1}, "because")
	})
	if err != nil {
		t.Fatal(err)
	}
	kept(t, d, "x", "1")
	lines := audit(t, d)
	if len(lines) != 1 || lines[0].Act != "list-staff" || lines[0].By != "stf_1" || lines[0].Why != "because" {
		t.Fatalf("audit = %+v, want one line of list-staff by stf_1", lines)
	}
}

func TestRecordingTwiceFails(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	err := d.Act(t.Context(), desk.System(), access.Setup, func(_ context.Context, t *desk.Turn) error {
		if err := t.Record("x", "x", "", nil, nil, ""); err != nil {
			return err
		}
		return t.Record("x", "x", "", nil, nil, "")
	})
	if f := fault.Of(err); f == nil || f.Key != "desk.recorded_twice" {
		t.Fatalf("err = %v, want desk.recorded_twice", err)
	}
}

func TestEqualRefusalsAreCountedInOneLine(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range 3 {
		err := d.Look(t.Context(), person("specialist"), access.GetAccount, func(ctx context.Context, g *desk.Glance) error {
			return g.Admit(ctx, "account", "acc_x", "acc_x")
		})
		if !fault.Is(err, fault.NotFound) {
			t.Fatalf("err = %v, want NotFound: a foreign account does not exist", err)
		}
	}
	if got := audit(t, d); len(got) != 0 {
		t.Fatalf("audit before the flush = %+v, want none", got)
	}
	if err := d.FlushRefusals(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := audit(t, d)
	if len(got) != 1 || got[0].Count != 3 || got[0].Refused != "fault.not_found" || got[0].Subject != "acc_x" {
		t.Fatalf("audit = %+v, want one line that counts 3 refusals of acc_x", got)
	}
}

func TestFresh(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		seen, stored int64
		want         fault.Kind
		fine         bool
	}{
		{"the same revision", 3, 3, 0, true},
		{"no revision named", 0, 3, fault.Unconditional, false},
		{"an older revision", 2, 3, fault.Stale, false},
		{"something that is no revision", -1, 3, fault.Stale, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := desk.Fresh(tt.seen, tt.stored)
			if (err == nil) != tt.fine || (err != nil && fault.KindOf(err) != tt.want) {
				t.Errorf("Fresh(%d, %d) = %v", tt.seen, tt.stored, err)
			}
		})
	}
}

func kept(t *testing.T, d *desk.Desk, name, want string) {
	t.Helper()
	err := d.Store.View(t.Context(), func(r store.Reader) error {
		b, err := r.Setting(t.Context(), name)
		if err == nil && string(b) != want {
			t.Errorf("setting %s = %q, want %q", name, b, want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func audit(t *testing.T, d *desk.Desk) []store.AuditLine {
	t.Helper()
	var lines []store.AuditLine
	err := d.Store.View(t.Context(), func(r store.Reader) error {
		q := store.AuditQuery{}
		q.Limit = 50
		p, err := r.Audit(t.Context(), access.Everything("test"), q)
		lines = p.Rows
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}
