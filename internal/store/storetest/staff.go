package storetest

import (
	"context"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/sales/department"
	"qiju/internal/store"
)

func staff(t *testing.T, s store.Store) {
	t.Helper()
	wen := department.Staff{
		ID: "stf_1", ExternalID: "E1", Username: "wenrenche", Name: text("闻人澈"), Post: department.Manager, CreatedAt: 5,
	}
	shao := department.Staff{ID: "stf_2", Username: "shaoyicheng", Name: text("邵以成"), Post: department.Specialist}
	ghost := department.Staff{ID: "stf_3", ExternalID: "E3", Username: "ghost", Name: text("空"), Voided: true}
	silent := department.Staff{ID: "stf_4", Name: text("丁"), Post: department.Finance}
	mute := department.Staff{ID: "stf_5", Name: text("丙"), Post: department.Finance}
	sales := department.Department{ID: "dep_1", ExternalID: "D1", Name: text("大客户部"), Head: "stf_1"}
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		if err := put(ctx, tx.PutStaff, &wen, &shao, &ghost, &silent, &mute); err != nil {
			return err
		}
		return put(ctx, tx.PutDepartment, &sales)
	})
	if wen.Rev != 1 {
		t.Errorf("revision of a new record: got %d, want 1", wen.Rev)
	}
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Staff(ctx, "stf_1")
		same(t, "staff", got, wen)
		if err != nil {
			return err
		}
		got, err = r.StaffByUsername(ctx, "wenrenche")
		same(t, "by user name", got, wen)
		if err != nil {
			return err
		}
		got, err = r.StaffByExternalID(ctx, "E1")
		same(t, "by external id", got, wen)
		_, err2 := r.StaffByUsername(ctx, "ghost")
		missing(t, "voided by user name", err2)
		_, err2 = r.StaffByExternalID(ctx, "E3")
		missing(t, "voided by external id", err2)
		_, err2 = r.StaffByUsername(ctx, "")
		missing(t, "nobody's user name", err2)
		_, err2 = r.StaffByExternalID(ctx, "")
		missing(t, "no external id", err2)
		_, err2 = r.Staff(ctx, "stf_9")
		missing(t, "staff", err2)
		return err
	})
	staffChanges(t, s, wen, sales)
}

func staffChanges(t *testing.T, s store.Store, wen department.Staff, sales department.Department) {
	t.Helper()
	view(t, s, func(ctx context.Context, r store.Reader) error {
		all, err := r.AllStaff(ctx)
		same(t, "everybody by name", list(all, func(s department.Staff) string { return s.Name.ZH }),
			[]string{"丁", "丙", "邵以成", "闻人澈"})
		return err
	})
	update(t, s, func(ctx context.Context, tx store.Tx) error { return tx.SetPassword(ctx, "stf_1", "hash") })
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		changed := wen
		changed.Email = "w@example.com"
		return put(ctx, tx.PutStaff, &changed)
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		hash, err := r.Password(ctx, "stf_1")
		same(t, "password after the record changed", hash, "hash")
		return err
	})
	refused(t, s, fault.Stale, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.PutStaff(ctx, wen) // revision 1 again
		return err
	})
	refused(t, s, fault.NotFound, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.PutStaff(ctx, department.Staff{ID: "stf_9", Rev: 3})
		return err
	})
	refused(t, s, fault.Conflict, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.PutStaff(ctx, department.Staff{ID: "stf_1"})
		return err
	})
	refused(t, s, fault.Conflict, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.PutStaff(ctx, department.Staff{ID: "stf_9", Username: "wenrenche"})
		return err
	})
	refused(t, s, fault.NotFound, func(ctx context.Context, tx store.Tx) error {
		return tx.SetPassword(ctx, "stf_9", "hash")
	})
	update(t, s, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.PutStaff(ctx, department.Staff{ID: "stf_6", Username: "ghost"}) // a voided name is free
		return err
	})
	view(t, s, func(ctx context.Context, r store.Reader) error {
		got, err := r.Department(ctx, "dep_1")
		same(t, "department", got, sales)
		return err
	})
	update(t, s, func(ctx context.Context, tx store.Tx) error { return tx.DropDepartment(ctx, "dep_1") })
	view(t, s, func(ctx context.Context, r store.Reader) error {
		all, err := r.AllDepartments(ctx)
		same(t, "departments after the only one was dropped", all, []department.Department{})
		return err
	})
}
