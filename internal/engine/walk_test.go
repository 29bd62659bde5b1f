package engine_test

import (
	"fmt"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/engine"
)

func split() *chart.Chart {
	return flow(
		node(chart.Start, "S", to("X1")),
		node(chart.Parallel, "X1", to("A"), to("B")),
		node(chart.Process, "A", to("X2"), role("专员")),
		node(chart.Process, "B", to("X2"), role("内勤")),
		node(chart.Parallel, "X2", to("C")),
		node(chart.Process, "C", to("E"), role("专员")),
		node(chart.End, "E"),
	)
}

func TestSplitWaitsForBothBranches(t *testing.T) {
	t.Parallel()
	g := start(t, split())
	g.stands("A B")
	g.complete("B")
	g.stands("A X2/joining")
	g.refuse(fault.Conflict, "engine.token_waits", engine.Complete{Token: g.at("X2")})
	g.complete("A")
	g.stands("C")
	g.complete("C")
	g.stands("ended E")
	if g.run.Walked["X2.C"] != 1 || g.run.Walked["B.X2"] != 1 {
		t.Errorf("walked %v", g.run.Walked)
	}
}

func TestEntriesOfOneWalk(t *testing.T) {
	t.Parallel()
	g := newGame(t, flow(
		node(chart.Start, "S", to("A")), node(chart.Process, "A", to("E")), node(chart.End, "E"),
	))
	got := kinds(g.do(engine.Start{Run: "r"}))
	if want := "started entered moved entered"; got != want {
		t.Errorf("start wrote %q, want %q", got, want)
	}
	entries := g.do(engine.Complete{Token: "t1"})
	if got, want := kinds(entries), "completed moved entered finished ended"; got != want {
		t.Errorf("complete wrote %q, want %q", got, want)
	}
	if entries[0].By != "zhou" || entries[1].By != "" {
		t.Errorf("the act is by %q, its consequence by %q", entries[0].By, entries[1].By)
	}
}

func TestJoinCountsArrowsNotTokens(t *testing.T) {
	t.Parallel()
	g := start(t, flow(
		node(chart.Start, "S", to("X1")),
		node(chart.Parallel, "X1", to("M"), to("M"), to("B")),
		node(chart.Decision, "M", bare, to("A")),
		node(chart.Process, "A", to("X2")),
		node(chart.Process, "B", to("X2")),
		node(chart.Parallel, "X2", to("C")),
		node(chart.Process, "C", to("E")),
		node(chart.End, "E"),
	))
	g.stands("A A B")
	g.complete("A")
	g.complete("A")
	g.stands("B X2/joining X2/joining")
	g.complete("B")
	g.stands("C X2/joining") // the second token on A.X2 stays behind
}

func TestLoopVisitsAgain(t *testing.T) {
	t.Parallel()
	g := start(t, flow(
		node(chart.Start, "S", to("A")),
		node(chart.Process, "A", to("D")),
		node(chart.Decision, "D", to("A"), to("E")),
		node(chart.End, "E"),
	))
	for range 3 {
		g.complete("A")
		g.decide("D", "A")
	}
	g.complete("A")
	g.decide("D", "E")
	nodes, edges := engine.Status(g.rel, g.run)
	if nodes["A"].Visits != 4 || edges["D.A"].Walked != 3 {
		t.Errorf("A visited %d times, D.A walked %d times", nodes["A"].Visits, edges["D.A"].Walked)
	}
}

func TestEndlessLoopStopsAndGoesOnAfterRetry(t *testing.T) {
	t.Parallel()
	g := start(t, flow(
		node(chart.Start, "S", to("M")),
		node(chart.Decision, "M", bare, to("A")),
		node(chart.Process, "A", role("系统"), to("D")),
		node(chart.Decision, "D", computed, to("E", "商机.停 = 真"), to("M", "否则")),
		node(chart.End, "E"),
	))
	g.stands("D/stuck") // nobody knows 商机.停
	g.fact("商机.停", boolean(false))
	g.do(engine.Retry{Token: g.at("D")})
	if g.run.Tokens[0].Key != "engine.stuck_loop" {
		t.Fatalf("got incident %q, want the loop guard", g.run.Tokens[0].Key)
	}
	g.fact("商机.停", boolean(true))
	g.do(engine.Retry{Token: g.run.Tokens[0].ID})
	for g.run.State != engine.Ended {
		g.do(engine.Retry{Token: g.run.Tokens[0].ID})
	}
	g.stands("ended E")
}

func TestWideSplitStopsAtTheStepLimit(t *testing.T) {
	t.Parallel()
	exits := []option{}
	nodes := []*chart.Node{node(chart.Start, "S", to("X")), node(chart.End, "E")}
	for i := range 1100 {
		id := fmt.Sprintf("A%d", i)
		exits = append(exits, to(id))
		nodes = append(nodes, node(chart.Process, id, to("E")))
	}
	g := start(t, flow(append(nodes, node(chart.Parallel, "X", exits...))...))
	stuck := 0
	for _, tok := range g.run.Tokens {
		if tok.Key == "engine.stuck_loop" {
			stuck++
		}
	}
	if len(g.run.Tokens) != 1100 || stuck != 102 {
		t.Errorf("got %d tokens, %d of them stuck; want 1100 and 102", len(g.run.Tokens), stuck)
	}
}

func TestTerminateEndKillsEveryToken(t *testing.T) {
	t.Parallel()
	g := start(t, flow(
		node(chart.Start, "S", to("X")),
		node(chart.Parallel, "X", to("A"), to("B"), to("C")),
		node(chart.Process, "A", to("T")),
		node(chart.Process, "B", to("E")),
		node(chart.Process, "C", to("E")),
		node(chart.Terminate, "T"),
		node(chart.End, "E"),
	))
	g.complete("B")
	g.stands("A C") // a plain end takes only its token
	entries := g.do(engine.Complete{Token: g.at("A")})
	g.stands("ended T")
	if last := entries[len(entries)-2]; last.Kind != engine.Finished || len(last.Tokens) != 1 {
		t.Errorf("the end names the tokens it killed: %+v", last)
	}
}

func TestServiceStepDoesNotWait(t *testing.T) {
	t.Parallel()
	g := start(t, flow(
		node(chart.Start, "S", to("A")),
		node(chart.Process, "A", role("系统"), to("B")),
		node(chart.Process, "B", role("system"), doc("发货单", "已送达"), to("E")),
		node(chart.End, "E"),
	))
	g.stands("B")
	g.do(engine.DocumentReached{Doc: "发货单", State: "已送达"})
	g.stands("ended E")
}

func TestNoArrowIsAnIncident(t *testing.T) {
	t.Parallel()
	g := start(t, flow(node(chart.Start, "S", to("A")), node(chart.Process, "A")))
	g.complete("A")
	g.stands("A/stuck")
	g.refuse(fault.Conflict, "engine.token_stuck", engine.Complete{Token: "t1"})
	g.do(engine.Retry{Token: "t1"})
	g.stands("A")
}

func TestCommandsOnTheWrongRunAreConflicts(t *testing.T) {
	t.Parallel()
	g := newGame(t, split())
	g.refuse(fault.Conflict, "engine.run_missing", engine.Complete{Token: "t1"})
	g.do(engine.Start{Run: "r"})
	g.refuse(fault.Conflict, "engine.run_exists", engine.Start{Run: "r2"})
	g.refuse(fault.Conflict, "engine.token_gone", engine.Complete{Token: "t99"})
	g.refuse(fault.Conflict, "engine.not_decision", engine.Decide{Token: g.at("A"), Edge: "A.X2"})
	g.refuse(fault.Conflict, "engine.token_not_stuck", engine.Retry{Token: g.at("A")})
	g.refuse(fault.Conflict, "engine.not_suspended", engine.Resume{})
	other := *g
	other.rel, _ = engine.Compile(split(), "another hash")
	other.refuse(fault.Internal, "engine.other_release", engine.Resume{})
	blocked := *g
	blocked.rel, _ = engine.Compile(flow(node(chart.Event, "W")), "h")
	blocked.refuse(fault.Conflict, "engine.not_executable", engine.Resume{})
}

func TestReplayRefusesABrokenJournal(t *testing.T) {
	t.Parallel()
	g := start(t, split())
	for name, journal := range map[string][]engine.Entry{
		"the first entry is missing": g.journal[1:],
		"a number is left out":       append(append([]engine.Entry{}, g.journal[:2]...), g.journal[3:]...),
		"it starts twice":            append(append([]engine.Entry{}, g.journal...), engine.Entry{Seq: g.run.Seq + 1, Kind: engine.Started}),
	} {
		if _, err := engine.Replay(journal); !fault.Is(err, fault.Internal) {
			t.Errorf("%s: got %v, want an Internal fault", name, err)
		}
	}
}
