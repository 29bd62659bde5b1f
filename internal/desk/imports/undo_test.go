package imports_test

import (
	"context"
	"slices"
	"testing"

	"qiju/internal/access"
	"qiju/internal/desk/imports"
	"qiju/internal/engine"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// work is what a test does with a record that an import made, and what the undo
// must leave alone.
type work struct {
	name string
	do   func(ctx context.Context, tx store.Tx) error
}

// leaves undoes an import of a shop of its own after each work and expects that
// it leaves the record alone, and would not without the work.
func leaves(t *testing.T, works func(s *shop) (importID, record string, all []work)) {
	t.Helper()
	_, _, all := works(stocked(t))
	all = append(all, work{"nothing", nil})
	for i, w := range all {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			s := stocked(t)
			id, record, own := works(s)
			if w.do != nil {
				s.update(own[i].do)
			}
			u, r := s.undo(id)
			left := slices.ContainsFunc(r.Touched, func(x imports.Touched) bool { return x.ID == record })
			if u.State != "undone" || left != (w.do != nil) {
				t.Errorf("undo = %s %+v; %s left alone: %t", u.State, r, record, left)
			}
		})
	}
}

func stocked(t *testing.T) *shop {
	t.Helper()
	s := newShop(t)
	s.stock()
	return s
}

func TestUndoLeavesDealsOnWhichPeopleWorked(t *testing.T) {
	t.Parallel()
	leaves(t, func(s *shop) (string, string, []work) {
		o := s.deal("A3")
		subject := engine.Subject{Kind: "opportunity", ID: string(o.ID)}
		return o.Import, string(o.ID), []work{
			{"a sample", func(ctx context.Context, tx store.Tx) error {
				_, err := tx.PutSample(ctx, opportunity.Sample{ID: "smp_1", Opportunity: o.ID})
				return err
			}},
			{"evidence", func(ctx context.Context, tx store.Tx) error {
				return tx.PutEvidence(ctx, opportunity.Evidence{ID: "evd_1", Opportunity: o.ID})
			}},
			{"a review", func(ctx context.Context, tx store.Tx) error {
				_, err := tx.PutReview(ctx, opportunity.Review{ID: "rev_1", Opportunity: o.ID})
				return err
			}},
			{"a file", func(ctx context.Context, tx store.Tx) error {
				return tx.PutFile(ctx, store.File{ID: "fil_1", Parent: string(o.ID)})
			}},
			{"a step of its run", func(ctx context.Context, tx store.Tx) error {
				run, err := tx.Run(ctx, engine.RunID(o.Run))
				if err != nil {
					return err
				}
				run.Seq++
				if err := tx.PutRun(ctx, run, run.Seq-1); err != nil {
					return err
				}
				return tx.AppendJournal(ctx, run.ID, []engine.Entry{{Seq: run.Seq, Kind: engine.Completed}})
			}},
			{"another run", func(ctx context.Context, tx store.Tx) error {
				return tx.PutRun(ctx, engine.Run{ID: "run_x", Chart: "F4", Subject: subject, Seq: 1}, 0)
			}},
			{"a red flag", func(ctx context.Context, tx store.Tx) error {
				o.RedFlags = []string{"R2"}
				_, err := tx.PutOpportunity(ctx, o)
				return err
			}},
		}
	})
}

func TestUndoLeavesAccountsOnWhichPeopleWorked(t *testing.T) {
	t.Parallel()
	leaves(t, func(s *shop) (string, string, []work) {
		a := s.account("Beta") // no deal, no owner
		return a.Import, string(a.ID), []work{
			{"a contact", func(ctx context.Context, tx store.Tx) error {
				_, err := tx.PutContact(ctx, account.Contact{ID: "con_1", Account: a.ID})
				return err
			}},
			{"a coach", func(ctx context.Context, tx store.Tx) error {
				_, err := tx.PutCoach(ctx, account.Coach{Contact: "con_1", Account: a.ID})
				return err
			}},
			{"a team", func(ctx context.Context, tx store.Tx) error {
				return tx.SetTeam(ctx, a.ID, []account.Member{{Account: a.ID, Staff: "stf_boss", Role: account.TeamSupport}})
			}},
			{"a file", func(ctx context.Context, tx store.Tx) error {
				return tx.PutFile(ctx, store.File{ID: "fil_1", Parent: string(a.ID)})
			}},
			{"a deal", func(ctx context.Context, tx store.Tx) error {
				_, err := tx.PutOpportunity(ctx, opportunity.Opportunity{ID: "opp_1", Account: string(a.ID), State: opportunity.Open})
				return err
			}},
		}
	})
}

func TestUndoLeavesPeopleWhoAreNeeded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		do   func(ctx context.Context, tx store.Tx, s *shop) error
		want []string // names of those who stay
	}{
		{"nobody is needed", func(context.Context, store.Tx, *shop) error { return nil }, nil},
		{"an owner, and who heads them", func(ctx context.Context, tx store.Tx, s *shop) error {
			_, err := tx.PutAccount(ctx, account.Account{ID: "acc_1", Owner: string(s.person("Di Fox").ID)})
			return err
		}, []string{"Di Fox", "Ed Roe"}},
		{"a commander, and who heads them", func(ctx context.Context, tx store.Tx, s *shop) error {
			_, err := tx.PutOpportunity(ctx, opportunity.Opportunity{ID: "opp_1", Commander: string(s.person("Ann Lee").ID)})
			return err
		}, []string{"Ann Lee", "Bo Max"}},
		{"the head of a department that got somebody else", func(ctx context.Context, tx store.Tx, s *shop) error {
			_, err := tx.PutStaff(ctx, department.Staff{ID: "stf_1", Department: s.person("Ed Roe").Department})
			return err
		}, []string{"Ed Roe"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newShop(t)
			i, _ := s.bring("person", somePeople)
			s.update(func(ctx context.Context, tx store.Tx) error { return c.do(ctx, tx, s) })
			s.undo(i.ID)
			var got []string
			deps := look(s, func(ctx context.Context, r store.Reader) ([]department.Department, error) {
				return r.AllDepartments(ctx)
			})
			for _, p := range look(s, func(ctx context.Context, r store.Reader) ([]department.Staff, error) { return r.AllStaff(ctx) }) {
				if p.Import == i.ID {
					got = append(got, p.Name.ZH)
				}
			}
			if slices.Sort(got); !slices.Equal(got, c.want) {
				t.Errorf("%v stay, want %v", got, c.want)
			}
			if want := min(len(c.want), 1); len(deps) != want {
				t.Errorf("%d departments stay, want %d", len(deps), want)
			}
		})
	}
}

func TestTeamsGrowInTheAuditAndShrinkWithTheUndo(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, _, i := s.stock()
	acme := s.account("Acme")
	if len(s.team(acme.ID)) != 1 || acme.Owner != string(s.person("Ann Lee").ID) {
		t.Fatalf("owner %s, team %v, want Ann Lee and Cy Poe", acme.Owner, s.team(acme.ID))
	}
	cy := string(s.person("Cy Poe").ID)
	lines := s.audited(string(acme.ID))
	if k := slices.IndexFunc(lines, func(l store.AuditLine) bool { return l.Kind == "team" }); k < 0 || lines[k].Key != string(acme.ID) || lines[k].Before == nil {
		t.Errorf("audit = %+v, want a line about the team", lines)
	}
	s.undo(i.ID)
	if now := s.account("Acme"); len(s.team(acme.ID)) != 0 || now.Owner != "" || s.stands(string(acme.ID), cy, access.Seller) {
		t.Errorf("after the undo: owner %q, team %v, want nobody", now.Owner, s.team(acme.ID))
	}
}

func TestATeamThatSomebodyChangedIsLeftAlone(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, _, i := s.stock()
	acme := s.account("Acme")
	s.update(func(ctx context.Context, tx store.Tx) error {
		team, err := tx.Team(ctx, acme.ID)
		if err != nil {
			return err
		}
		return tx.SetTeam(ctx, acme.ID, append(team, account.Member{Account: acme.ID, Staff: "stf_boss", Role: account.TeamSupport}))
	})
	if _, r := s.undo(i.ID); len(r.Touched) != 1 || r.Touched[0].Kind != "team" || len(s.team(acme.ID)) != 2 {
		t.Errorf("touched = %+v, team %v, want the team left alone", r.Touched, s.team(acme.ID))
	}
}

func TestUndoTellsBeforeAndAfterUnderTheKeyOfTheRecord(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, _, i := s.stock()
	won, loose := s.deal("A1"), s.deal("A3")
	s.undo(i.ID)
	for _, o := range []opportunity.Opportunity{won, loose} {
		key := o.Account
		if key == "" {
			key = string(o.ID)
		}
		lines := s.audited(string(o.ID))
		if len(lines) != 2 || lines[0].Act != "undo-import" || lines[0].Key != key || lines[0].Before == nil || string(lines[0].After) != `{"voided":true}` {
			t.Errorf("audit of %s = %+v, want an undo under %s", o.ExternalID, lines, key)
		}
	}
	if s.stands(string(loose.ID), loose.Commander, access.Owner) {
		t.Error("the commander still stands by the deal that was undone")
	}
}

// audited returns the audit lines about a record, newest first.
func (s *shop) audited(subject string) []store.AuditLine {
	s.Helper()
	return look(s, func(ctx context.Context, r store.Reader) ([]store.AuditLine, error) {
		p, err := r.Audit(ctx, access.Everything("test"), store.AuditQuery{Subject: subject})
		return p.Rows, err
	})
}
