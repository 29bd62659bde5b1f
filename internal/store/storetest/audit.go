package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"qiju/internal/access"
	"qiju/internal/base/page"
	"qiju/internal/store"
)

func audit(t *testing.T, s store.Store) {
	t.Helper()
	lines := []store.AuditLine{
		{
			ID: "aud_1", At: 1, By: "stf_1", Act: "advance", Kind: "opportunity", Subject: "opp_1", Key: "acc_1",
			Before: json.RawMessage(`{"stage":"S1"}`), After: json.RawMessage(`{"stage":"S2"}`), Why: "<样品> 通过",
		},
		{ID: "aud_2", At: 2, By: "stf_2", Act: "advance", Subject: "opp_2", Key: "acc_2", Refused: "fault.denied", Count: 3},
		{ID: "aud_3", At: 3, Act: "sign-in"},
	}
	update(t, s, func(ctx context.Context, tx store.Tx) error { return tx.AppendAudit(ctx, lines...) })
	report := verify(t, s)
	same(t, "report before linking", report, store.AuditReport{Unlinked: 3, OK: true})
	link(t, s, 2, 2)
	report = verify(t, s)
	if report.Linked != 2 || report.Unlinked != 1 || !report.OK || len(report.Head) != 64 {
		t.Errorf("report after two were linked: %+v", report)
	}
	link(t, s, 100, 1)
	link(t, s, 100, 0)
	report = verify(t, s)
	view(t, s, func(ctx context.Context, r store.Reader) error {
		p, err := r.Audit(ctx, everything(), store.AuditQuery{})
		if err != nil {
			return err
		}
		for i, l := range p.Rows {
			if want := int64(3 - i); l.Seq != want || len(l.Hash) != 64 || len(l.Chain) != 64 {
				t.Errorf("line %d: seq %d, hash %q, chain %q; want seq %d", i, l.Seq, l.Hash, l.Chain, want)
			}
			if i == 0 && l.Chain != report.Head {
				t.Errorf("head: got %s, want that of the last line %s", report.Head, l.Chain)
			}
			l.Hash, l.Seq, l.Chain = "", 0, ""
			same(t, "line, newest first", l, lines[2-i])
		}
		return nil
	})
	for _, c := range []struct {
		name  string
		scope access.Scope
		q     store.AuditQuery
		want  []string
	}{
		{"of a subject", everything(), store.AuditQuery{Subject: "opp_1"}, []string{"aud_1"}},
		{"of any of some subjects", everything(), store.AuditQuery{Subjects: []string{"opp_1", "opp_2", "opp_9"}}, []string{"aud_2", "aud_1"}},
		{"of no subjects", everything(), store.AuditQuery{Subjects: []string{}}, []string{}},
		{"of a key", everything(), store.AuditQuery{Key: "acc_2"}, []string{"aud_2"}},
		{"of a person", everything(), store.AuditQuery{By: "stf_1"}, []string{"aud_1"}},
		{"one line", everything(), store.AuditQuery{Request: page.Request{Limit: 1}}, []string{"aud_3"}},
		{"for nobody", access.Scope{}, store.AuditQuery{}, []string{}},
		{"of a foreign key", access.RelatedTo("stf_1"), store.AuditQuery{Key: "acc_2"}, []string{}},
	} {
		view(t, s, func(ctx context.Context, r store.Reader) error {
			p, err := r.Audit(ctx, c.scope, c.q)
			same(t, c.name, list(p.Rows, func(l store.AuditLine) string { return l.ID }), c.want)
			return err
		})
	}
}

func verify(t *testing.T, s store.Store) store.AuditReport {
	t.Helper()
	report, err := s.VerifyAudit(in(t))
	if err != nil {
		t.Fatalf("verify: %v", err)
	}
	return report
}

func link(t *testing.T, s store.Store, most, want int) {
	t.Helper()
	n, err := s.LinkAudit(in(t), 1000, most)
	if err != nil || n != want {
		t.Errorf("link: got %d, %v, want %d", n, err, want)
	}
}

// auditUnderWriters links while several write: every line gets one place, in
// the order in which each writer committed.
func auditUnderWriters(t *testing.T, s store.Store) {
	t.Helper()
	const writers, each = 4, 25
	stop := make(chan struct{})
	var linkers sync.WaitGroup
	for range 2 {
		linkers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := s.LinkAudit(in(t), 1, 7); err != nil {
					t.Errorf("link: %v", err)
					return
				}
			}
		})
	}
	together(t, writers, func(w int) error {
		for i := range each {
			line := store.AuditLine{ID: fmt.Sprintf("aud_%d_%02d", w, i), By: fmt.Sprint(w), Act: "note"}
			if err := s.Update(in(t), func(tx store.Tx) error { return tx.AppendAudit(in(t), line) }); err != nil {
				return err
			}
		}
		return nil
	})
	close(stop)
	linkers.Wait()
	for {
		n, err := s.LinkAudit(in(t), 1, 50)
		if err != nil {
			t.Fatalf("link: %v", err)
		}
		if n == 0 {
			break
		}
	}
	report := verify(t, s)
	if report.Linked != writers*each || report.Unlinked != 0 || !report.OK {
		t.Errorf("report: %+v, want %d linked", report, writers*each)
	}
	for w := range writers {
		view(t, s, func(ctx context.Context, r store.Reader) error {
			p, err := r.Audit(ctx, everything(), store.AuditQuery{By: fmt.Sprint(w), Request: page.Request{Limit: each}})
			last := int64(1 << 62)
			for _, l := range p.Rows {
				if l.Seq >= last {
					t.Errorf("writer %d: place %d comes after %d", w, l.Seq, last)
				}
				last = l.Seq
			}
			return err
		})
	}
}
