package testkit

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"qiju/internal/engine"
	"qiju/internal/store"
)

// linkAtOnce is how many audit lines one pass links.
const linkAtOnce = 5000

// Proof is what Prove looked at, and what did not fit.
type Proof struct {
	Runs     int
	Entries  int
	Tasks    int
	Audit    store.AuditReport
	Problems []string // empty when all is well
}

// Prove checks that nothing in the database is half done: every run is the fold
// of its journal, its open tasks are its open tokens, and the audit chain,
// after linking what waits, is whole. only narrows it to some runs; none means
// all.
func (s *Server) Prove(ctx context.Context, only ...engine.RunID) (Proof, error) {
	var p Proof
	ids, err := s.runs(ctx, only)
	if err != nil {
		return p, err
	}
	for part := range slices.Chunk(ids, 200) {
		err := s.Store.View(ctx, func(r store.Reader) error {
			for _, id := range part {
				if err := s.proveRun(ctx, r, id, &p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return p, err
		}
	}
	for n := linkAtOnce; n == linkAtOnce; {
		if n, err = s.Store.LinkAudit(ctx, s.Desk.Clock.Now(), linkAtOnce); err != nil {
			return p, err
		}
	}
	if p.Audit, err = s.Store.VerifyAudit(ctx); err != nil {
		return p, err
	}
	if !p.Audit.OK || p.Audit.Unlinked > 0 {
		p.Problems = append(p.Problems, fmt.Sprintf("audit chain: %+v", p.Audit))
	}
	return p, nil
}

func (s *Server) runs(ctx context.Context, only []engine.RunID) ([]engine.RunID, error) {
	if len(only) > 0 {
		return only, nil
	}
	var all []engine.RunID
	err := s.Store.View(ctx, func(r store.Reader) error {
		all = nil
		for after := engine.RunID(""); ; {
			ids, err := r.RunIDs(ctx, after, 500)
			if err != nil || len(ids) == 0 {
				return err
			}
			all, after = append(all, ids...), ids[len(ids)-1]
		}
	})
	return all, err
}

func (s *Server) proveRun(ctx context.Context, r store.Reader, id engine.RunID, p *Proof) error {
	say := func(format string, args ...any) {
		p.Problems = append(p.Problems, fmt.Sprintf("run %s: ", id)+fmt.Sprintf(format, args...))
	}
	run, err := r.Run(ctx, id)
	if err != nil {
		return err
	}
	entries, err := r.Journal(ctx, id)
	if err != nil {
		return err
	}
	p.Runs, p.Entries = p.Runs+1, p.Entries+len(entries)
	folded, err := engine.Replay(entries)
	if err != nil {
		say("%v", err)
		return nil
	}
	if engine.Digest(folded) != engine.Digest(run) {
		say("state at entry %d is not the fold of %d entries", run.Seq, len(entries))
	}
	rel, err := s.Book.Release(ctx, r, run.Release)
	if err != nil {
		return err
	}
	want, have := map[string]string{}, map[string]string{}
	for _, t := range engine.OpenTasks(rel, folded) {
		want[t.Token] = t.Node
	}
	tasks, err := r.OpenTasksOf(ctx, id)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		have[t.Token] = t.Node
	}
	p.Tasks += len(tasks)
	if !maps.Equal(want, have) || len(tasks) != len(have) {
		say("open tasks %v, open tokens %v", have, want)
	}
	return nil
}
