package main

import (
	"context"
	"fmt"

	"qiju/internal/testkit"
)

// walkers is how many people act at random at a time.
const walkers = 4

// wandering lets people act at random at the same time, then drops the states
// of all runs, makes them anew from the journal and compares (decisions §1.6).
func wandering(ctx context.Context, n size) ([]figure, []string, error) {
	s, err := testkit.Open(ctx, testkit.Options{Beat: true})
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = s.Close() }()
	c, err := s.NewCompany(ctx)
	if err != nil {
		return nil, nil, err
	}
	type result struct {
		tally testkit.Tally
		err   error
	}
	results := make(chan result, walkers)
	for i := range uint64(walkers) {
		go func() {
			tally, err := s.RandomActs(ctx, c, n.seed+i, n.acts/walkers)
			results <- result{tally, err}
		}()
	}
	done, refused := 0, 0
	for range walkers {
		r := <-results
		if err == nil {
			err = r.err
		}
		d, f := r.tally.Total()
		done, refused = done+d, refused+f
	}
	if err != nil {
		return nil, nil, err
	}
	proof, err := s.Prove(ctx)
	if err != nil {
		return nil, nil, err
	}
	report, err := s.Deals.Rebuild(ctx, func(int, int) {})
	if err != nil {
		return nil, proof.Problems, err
	}
	for _, id := range report.Different {
		proof.Problems = append(proof.Problems, fmt.Sprintf("run %s is not what its journal says", id))
	}
	return []figure{
		{"acts done", done},
		{"acts refused", refused},
		{"runs rebuilt", report.Runs},
		{"journal entries", proof.Entries},
		{"open tasks", report.Tasks},
		{"runs that differ", len(report.Different)},
		{"audit lines proved", proof.Audit.Linked},
	}, proof.Problems, nil
}
