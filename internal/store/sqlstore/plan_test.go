package sqlstore_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
	"qiju/internal/store/sqlstore"
)

// Steps that read a table row by row, and steps that sort.
var (
	scans = regexp.MustCompile(`(?m)SCAN \w+$|SCAN \w+ USING INDEX sqlite_auto|Seq Scan on (accounts|opportunities|relations|audit|tasks)`)
	sorts = regexp.MustCompile(`TEMP B-TREE FOR (LAST \d TERMS? OF )?ORDER BY|Sort`)
)

// TestEveryListUsesAnIndex asks the planner about every list in every sort, with
// 10,000 deals: none may read a whole table, and only lists that start from the
// relations of somebody who sees little may sort.
func TestEveryListUsesAnIndex(t *testing.T) {
	t.Parallel()
	for database, fresh := range databases() {
		t.Run(database, func(t *testing.T) {
			t.Parallel()
			s := open(t, fresh(t))
			fill(t, s, 10_000)
			fillWork(t, s, 3000)
			if database == "postgres" {
				if _, err := s.Exec(t.Context(), "ANALYZE"); err != nil {
					t.Fatal(err)
				}
			}
			for name, c := range plannedLists() {
				plans, err := s.Plans(t.Context(), func(r store.Reader) error { return c.read(t.Context(), r) })
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				for _, p := range plans {
					if strings.HasSuffix(p.Query, " few") {
						continue // a bounded count, whatever way it goes
					}
					if found := scans.FindString(p.Steps); found != "" && !c.small {
						t.Errorf("%s: %q in\n%s\nof %s", name, found, p.Steps, p.Query)
					}
					if found := sorts.FindString(p.Steps); found != "" && !c.mayOrder && (!c.narrow || database != "postgres") {
						t.Errorf("%s: %q in\n%s\nof %s", name, found, p.Steps, p.Query)
					}
				}
			}
		})
	}
}

// planned is a list whose plan is looked at.
type planned struct {
	read     func(context.Context, store.Reader) error
	mayOrder bool // may sort what it found
	narrow   bool // an index leaves so few rows that PostgreSQL may prefer to sort them
	small    bool // may read on from the start of the table: it is the order, or the table stays small
}

// plannedLists returns every list that a store offers.
func plannedLists() map[string]planned {
	lists := map[string]planned{}
	for name, scope := range map[string]access.Scope{
		"all": access.Everything("plans"), "many": access.RelatedTo("stf_all"), "few": access.RelatedTo("stf_thousandth"),
	} {
		few := name == "few"
		for _, sort := range []string{"name", "code", "-updated"} {
			lists["accounts "+name+" by "+sort] = planned{mayOrder: few, read: func(ctx context.Context, r store.Reader) error {
				_, err := r.Accounts(ctx, scope, store.AccountQuery{Sort: sort})
				return err
			}}
		}
		for _, sort := range []string{"-updated", "-amount", "amount", "expected", "name"} {
			lists["opportunities "+name+" by "+sort] = planned{mayOrder: few, read: func(ctx context.Context, r store.Reader) error {
				q := store.OpportunityQuery{Sort: sort, State: opportunity.Open}
				p, err := r.Opportunities(ctx, scope, q)
				if err != nil || p.Next == "" {
					return err
				}
				q.After = p.Next
				_, err = r.Opportunities(ctx, scope, q)
				return err
			}}
		}
		for _, sort := range []string{"-updated", "-amount", "amount"} {
			lists["opportunities "+name+" of a commander by "+sort] = planned{mayOrder: few, narrow: true, read: func(ctx context.Context, r store.Reader) error {
				_, err := r.Opportunities(ctx, scope, store.OpportunityQuery{Sort: sort, Commander: "stf_001", State: opportunity.Open, Stage: "S2"})
				return err
			}}
		}
		lists["audit "+name] = planned{mayOrder: few, small: !few, read: func(ctx context.Context, r store.Reader) error {
			_, err := r.Audit(ctx, scope, store.AuditQuery{})
			return err
		}}
		lists["my tasks "+name] = planned{read: func(ctx context.Context, r store.Reader) error {
			_, err := r.MyTasks(ctx, scope, "stf_001", "finance", 50)
			return err
		}}
	}
	for name, read := range ofOneRecord() {
		lists[name] = planned{mayOrder: true, small: true, read: read}
	}
	return lists
}

// ofOneRecord returns the lists of what belongs to one record.
func ofOneRecord() map[string]func(context.Context, store.Reader) error {
	deal := opportunity.ID("opp_000001")
	return map[string]func(context.Context, store.Reader) error{
		"contacts": func(ctx context.Context, r store.Reader) error { _, err := r.ContactsOf(ctx, "acc_1"); return err },
		"evidence": func(ctx context.Context, r store.Reader) error { _, err := r.EvidenceOf(ctx, deal); return err },
		"reviews":  func(ctx context.Context, r store.Reader) error { _, err := r.ReviewsOf(ctx, deal); return err },
		"samples":  func(ctx context.Context, r store.Reader) error { _, err := r.SamplesOf(ctx, deal); return err },
		"runs": func(ctx context.Context, r store.Reader) error {
			_, err := r.RunsOf(ctx, engine.Subject{Kind: "opportunity", ID: string(deal)})
			return err
		},
		"journal": func(ctx context.Context, r store.Reader) error { _, err := r.Journal(ctx, "run_1"); return err },
		"changes": func(ctx context.Context, r store.Reader) error { _, err := r.Changes(ctx, "imp_1", 0, 50); return err },
		"last change": func(ctx context.Context, r store.Reader) error {
			_, err := r.LastChange(ctx, "account", "acc_1")
			if fault.Is(err, fault.NotFound) {
				return nil
			}
			return err
		},
		"files": func(ctx context.Context, r store.Reader) error { _, err := r.FilesOf(ctx, "acc_1"); return err },
		"names": func(ctx context.Context, r store.Reader) error {
			_, err := r.AccountNames(ctx, []account.ID{"acc_000001", "acc_000002"})
			return err
		},
	}
}

// fillWork stores tasks and audit lines of the accounts that fill made.
func fillWork(t *testing.T, s *sqlstore.Store, rows int) {
	t.Helper()
	err := s.Update(t.Context(), func(tx store.Tx) error {
		for i := range rows {
			record := fmt.Sprintf("acc_%06d", i%2000)
			w := store.Task{ID: fmt.Sprintf("tsk_%06d", i), Key: record, OpenedAt: 1}
			if w.Queue = "finance"; i%2 == 0 {
				w.Assignee = fmt.Sprintf("stf_%03d", i%100)
			}
			if _, err := tx.PutTask(t.Context(), w); err != nil {
				return err
			}
			line := store.AuditLine{ID: fmt.Sprintf("aud_%06d", i), Act: "note", Key: record}
			if err := tx.AppendAudit(t.Context(), line); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
