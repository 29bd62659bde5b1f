package testkit_test

import (
	"os"
	"strconv"
	"testing"

	"qiju/internal/testkit"
)

// TestServerAnswersAndStops shows the whole server at work: a person of a new
// company reads their deal over HTTP, nobody else does.
func TestServerAnswersAndStops(t *testing.T) {
	t.Parallel()

	s := testkit.Start(t, testkit.Options{Clock: testkit.NewClock("2026-03-02T09:00:00+08:00")})
	c, err := s.NewCompany(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	path := "/api/v1/opportunities/" + string(c.Deal.ID)
	s.Call(t, c.People["owner"], "GET", path, nil).Want(t, 200)
	s.Call(t, c.People["anonymous"], "GET", path, nil).Want(t, 401)
	if got := s.Call(t, c.People["other_team"], "GET", path, nil).Want(t, 404); got.Key != "fault.not_found" {
		t.Errorf("got key %q", got.Key)
	}
}

// TestRandomActsLeaveStatesThatRebuild walks at random through the desk; then
// the states of all runs, made anew from the journal, are what they were
// (decisions §1.6). QIJU_RANDOM_ACTS sets the length of the walk.
func TestRandomActsLeaveStatesThatRebuild(t *testing.T) {
	t.Parallel()

	n := 500
	if v, err := strconv.Atoi(os.Getenv("QIJU_RANDOM_ACTS")); err == nil {
		n = v
	}
	s := testkit.Start(t, testkit.Options{})
	c, err := s.NewCompany(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tally, err := s.RandomActs(t.Context(), c, 1, n)
	if err != nil {
		t.Fatal(err)
	}
	if done, _ := tally.Total(); done < n/4 {
		t.Errorf("only %d of %d acts were done: %+v", done, n, tally)
	}
	proof, err := s.Prove(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range proof.Problems {
		t.Error(p)
	}
	report, err := s.Deals.Rebuild(t.Context(), func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	if !report.OK() || report.Runs != proof.Runs {
		t.Errorf("rebuilt %d runs of %d, different: %v", report.Runs, proof.Runs, report.Different)
	}
	t.Logf("%+v; %d runs, %d entries, %d open tasks", tally, proof.Runs, proof.Entries, proof.Tasks)
}
