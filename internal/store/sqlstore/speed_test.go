package sqlstore_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"qiju/internal/access"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
	"qiju/internal/store/sqlstore"
)

// fill stores deals, five to an account, in transactions of 500 as an import
// does, with the relations of a department: stf_all is head of everybody,
// stf_tenth of a tenth, stf_hundredth and stf_thousandth see that much less.
func fill(tb testing.TB, s *sqlstore.Store, deals int) {
	tb.Helper()
	const batch = 500
	for from := 0; from < deals; from += batch {
		err := s.Update(tb.Context(), func(tx store.Tx) error {
			for i := from; i < min(from+batch, deals); i++ {
				if err := fillOne(tb, tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}

func fillOne(tb testing.TB, tx store.Tx, i int) error {
	tb.Helper()
	ctx, n := tb.Context(), i/5
	owner := fmt.Sprintf("stf_%03d", n%100)
	id := account.ID(fmt.Sprintf("acc_%06d", n))
	if i%5 == 0 {
		a := account.Account{ID: id, Code: fmt.Sprintf("A%06d", n), Name: i18n.Text{ZH: fmt.Sprintf("重工%06d", n*7919%100000)}, Owner: owner, UpdatedAt: 1}
		if _, err := tx.PutAccount(ctx, a); err != nil {
			return err
		}
		who := map[string][]access.Relation{owner: {access.Owner}, "stf_all": {access.Head}}
		for share, staff := range map[int]string{10: "stf_tenth", 45: "stf_few", 100: "stf_hundredth", 1000: "stf_thousandth"} {
			if n%share == 0 {
				who[staff] = []access.Relation{access.Head}
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

// BenchmarkList reads page 1 of 50 of 100,000 deals, by amount, as people who
// see little and much.
func BenchmarkList(b *testing.B) {
	for name, fresh := range databases() {
		s := open(b, fresh(b))
		began := time.Now()
		fill(b, s, 100_000)
		b.Run(name+"/fill", func(b *testing.B) {
			b.ReportMetric(120_000/time.Since(began).Seconds(), "records/s")
		})
		if name == "postgres" {
			if _, err := s.Exec(b.Context(), "ANALYZE"); err != nil {
				b.Fatal(err)
			}
		}
		for _, staff := range []string{"", "stf_all", "stf_tenth", "stf_few", "stf_hundredth", "stf_thousandth", "stf_042"} {
			scope := access.RelatedTo(staff)
			if staff == "" {
				scope = access.Everything("bench")
			}
			q := store.OpportunityQuery{Sort: "-amount"}
			b.Run(name+"/"+staff, func(b *testing.B) { benchList(b, s, scope, q) })
			if staff == "stf_tenth" {
				q.Commander = "stf_010"
				b.Run(name+"/"+staff+" of one commander", func(b *testing.B) { benchList(b, s, scope, q) })
			}
			b.Run(name+"/counts "+staff, func(b *testing.B) {
				for b.Loop() {
					if err := s.View(b.Context(), func(r store.Reader) error {
						_, err := r.OpportunityCounts(b.Context(), scope)
						return err
					}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func benchList(b *testing.B, s *sqlstore.Store, scope access.Scope, q store.OpportunityQuery) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		err := s.View(b.Context(), func(r store.Reader) error {
			p, err := r.Opportunities(b.Context(), scope, q)
			if err == nil && len(p.Rows) != 50 {
				err = fmt.Errorf("%d rows, want 50", len(p.Rows))
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

// BenchmarkImport stores contacts in transactions of 500 with an audit line
// and a change each, as an import does.
func BenchmarkImport(b *testing.B) {
	for name, fresh := range databases() {
		b.Run(name, func(b *testing.B) {
			s := open(b, fresh(b))
			const batch = 500
			rows := 0
			for b.Loop() {
				if err := s.Update(b.Context(), func(tx store.Tx) error { return importBatch(b, tx, rows, batch) }); err != nil {
					b.Fatal(err)
				}
				rows += batch
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "contacts/s")
			b.ReportMetric(3*float64(rows)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func importBatch(tb testing.TB, tx store.Tx, from, rows int) error {
	tb.Helper()
	ctx := tb.Context()
	var (
		changes []store.Change
		lines   []store.AuditLine
	)
	for i := from; i < from+rows; i++ {
		c, err := tx.PutContact(ctx, account.Contact{
			ID: account.ContactID(fmt.Sprintf("con_%08d", i)), Account: "acc_1", Name: i18n.Text{ZH: "王工"}, Import: "imp_1",
		})
		if err != nil {
			return err
		}
		changes = append(changes, store.Change{Import: "imp_1", Kind: "contact", ID: string(c.ID), After: "digest"})
		lines = append(lines, store.AuditLine{
			ID: fmt.Sprintf("aud_%08d", i), Act: "import", Kind: "contact", Subject: string(c.ID), Key: "acc_1",
		})
	}
	if err := tx.AddChanges(ctx, changes); err != nil {
		return err
	}
	return tx.AppendAudit(ctx, lines...)
}

// BenchmarkLinkAudit links and verifies lines in passes of 1,000.
func BenchmarkLinkAudit(b *testing.B) {
	for name, fresh := range databases() {
		b.Run(name, func(b *testing.B) {
			s := open(b, fresh(b))
			lines := 0
			for b.Loop() {
				b.StopTimer()
				if err := s.Update(b.Context(), func(tx store.Tx) error { return importBatch(b, tx, lines, 1000) }); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				n, err := s.LinkAudit(b.Context(), 1, 1000)
				if err != nil || n != 1000 {
					b.Fatal(n, err)
				}
				lines += n
			}
			b.ReportMetric(float64(lines)/b.Elapsed().Seconds(), "linked/s")
			began := time.Now()
			if report, err := s.VerifyAudit(b.Context()); err != nil || !report.OK {
				b.Fatal(report, err)
			}
			b.ReportMetric(float64(lines)/time.Since(began).Seconds(), "verified/s")
		})
	}
}

// BenchmarkAct commits one small act after another: read, put, audit line.
func BenchmarkAct(b *testing.B) {
	for name, fresh := range databases() {
		b.Run(name, func(b *testing.B) {
			s := open(b, fresh(b))
			fill(b, s, 100)
			n := 0
			for b.Loop() {
				n++
				err := s.Update(b.Context(), func(tx store.Tx) error {
					o, err := tx.Opportunity(b.Context(), "opp_000007")
					if err != nil {
						return err
					}
					if _, err := tx.PutOpportunity(b.Context(), o); err != nil {
						return err
					}
					return tx.AppendAudit(b.Context(), store.AuditLine{ID: fmt.Sprintf("aud_act_%d", n), Act: "note"})
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
		})
	}
}
