package people_test

import (
	"testing"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/store"
)

func TestASignOfLifeNeverBringsASessionBack(t *testing.T) {
	t.Parallel()
	g := newGatehouse(t)
	signed := g.signIn()
	err := g.desk.Store.Update(t.Context(), func(tx store.Tx) error {
		if err := tx.DropSessionsOf(t.Context(), string(signed.Staff.ID)); err != nil {
			return err
		}
		return tx.TouchSession(t.Context(), signed.Session.Hash, g.clock.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.people.Authenticate(t.Context(), signed.Secret); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("err = %v, want Unauthenticated: the session was ended", err)
	}
}

func TestARefusedSignInIsAudited(t *testing.T) {
	t.Parallel()
	g := newGatehouse(t)
	for range 2 {
		if _, err := g.people.SignIn(t.Context(), "boss", "wrong"); !fault.Is(err, fault.Unauthenticated) {
			t.Fatalf("err = %v, want Unauthenticated", err)
		}
	}
	if err := g.desk.FlushRefusals(t.Context()); err != nil {
		t.Fatal(err)
	}
	found := 0
	err := g.desk.Store.View(t.Context(), func(r store.Reader) error {
		q := store.AuditQuery{}
		q.Limit = 50
		p, err := r.Audit(t.Context(), access.Everything("test"), q)
		for _, l := range p.Rows {
			if l.Refused == "session.refused" {
				found += l.Count
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if found != 2 {
		t.Errorf("%d refused sign-ins in the audit, want 2", found)
	}
}
