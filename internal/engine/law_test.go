package engine_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/engine"
)

// sketch draws a random structured chart: whatever opens in parallel is joined,
// so that every run of it can reach an end.
type sketch struct {
	t     *rapid.T
	nodes []*chart.Node
	n     int
}

func structured(t *rapid.T) *chart.Chart {
	s := &sketch{t: t}
	first := s.block(3, "E")
	s.nodes = append(s.nodes, node(chart.Start, "S", to(first)), node(chart.End, "E"), node(chart.Terminate, "Z"))
	return flow(s.nodes...)
}

func (s *sketch) id(prefix string) string {
	s.n++
	return fmt.Sprintf("%s%d", prefix, s.n)
}

func (s *sketch) add(kind chart.Kind, prefix string, options ...option) string {
	id := s.id(prefix)
	s.nodes = append(s.nodes, node(kind, id, options...))
	return id
}

// block draws a part that leaves to next, and returns the node where it begins.
func (s *sketch) block(depth int, next string) string {
	kind := "task"
	if depth > 0 {
		kind = rapid.SampledFrom([]string{"task", "row", "choice", "both", "loop", "gate", "document", "call", "computed"}).Draw(s.t, "block")
	}
	switch kind {
	case "row":
		return s.block(depth-1, s.block(depth-1, next))
	case "choice":
		return s.add(chart.Decision, "D", to(s.block(depth-1, next)), to(s.block(depth-1, next)))
	case "computed":
		return s.add(chart.Decision, "D", computed, to(s.block(depth-1, next), "报价.金额 > 100"), to(next, "否则"))
	case "both":
		join := s.add(chart.Parallel, "X", to(next))
		split := s.add(chart.Parallel, "X", to(s.branch(depth-1, join)), to(s.branch(depth-1, join)), to(join))
		return s.add(chart.Decision, "M", bare, to(split))
	case "loop":
		again := s.id("M")
		check := s.add(chart.Decision, "D", to(next), to(again))
		s.nodes = append(s.nodes, node(chart.Decision, again, bare, to(s.block(depth-1, check))))
		return again
	case "gate":
		return s.add(chart.Decision, "G", confirmed, to(next, "通行", "商机.预算已批"), to("Z", "终止"))
	case "document":
		return s.add(chart.Process, "A", doc("报价单", "已发出"), starts("F3", "", ""), to(next))
	case "call":
		return s.add(chart.Process, "A", call("F4"), to(next))
	default:
		return s.add(chart.Process, "A", to(next))
	}
}

// branch draws a branch of a split: its ends merge before they reach the join,
// which counts arrows.
func (s *sketch) branch(depth int, join string) string {
	return s.block(depth, s.add(chart.Decision, "M", bare, to(join)))
}

// draw draws a command that the run may or may not accept.
func (g *game) draw(t *rapid.T) engine.Command {
	var tokens []string
	for _, tok := range g.run.Tokens {
		tokens = append(tokens, tok.ID)
	}
	token := rapid.SampledFrom(append(tokens, "t404")).Draw(t, "token")
	var exits []string
	for _, tok := range g.run.Tokens {
		if tok.ID == token {
			for _, e := range g.rel.Node(tok.Node).Exits {
				exits = append(exits, e.ID)
			}
		}
	}
	edge := rapid.SampledFrom(append(exits, "no.edge")).Draw(t, "edge")
	switch rapid.IntRange(0, 9).Draw(t, "command") {
	case 0:
		return engine.DocumentReached{Doc: "报价单", State: "已发出"}
	case 1:
		return engine.Retry{Token: token}
	case 2:
		return engine.Resume{}
	case 3:
		run := engine.RunID("run_none")
		if n := len(g.run.Links); n > 0 {
			run = g.run.Links[rapid.IntRange(0, n-1).Draw(t, "link")].Run
		}
		return engine.LinkEnded{Run: run, EndNode: "E"}
	case 4, 5, 6:
		return g.drawGate(t, token)
	case 7:
		return engine.Decide{Token: token, Edge: edge, Reason: "试"}
	default:
		return engine.Complete{Token: token}
	}
}

func (g *game) drawGate(t *rapid.T, token string) engine.Command {
	word := rapid.SampledFrom([]engine.Word{engine.Go, engine.Conditional, engine.Return, engine.Return, engine.Suspend, engine.End}).Draw(t, "word")
	c := engine.Gate{
		Token: token, Word: word, Condition: "补", RevisitOn: "2027-01-01",
		Override: rapid.Bool().Draw(t, "override"), Reason: rapid.SampledFrom([]string{"", "急"}).Draw(t, "reason"),
	}
	if targets := engine.ReturnTargets(g.rel, g.run, token); len(targets) > 0 && word == engine.Return {
		c.To = rapid.SampledFrom(targets).Draw(t, "to")
	}
	return c
}

// drift lets the facts drift.
func (g *game) drift(t *rapid.T) {
	g.fact("商机.预算已批", boolean(rapid.Bool().Draw(t, "approved")))
	if rapid.Bool().Draw(t, "priced") {
		g.fact("报价.金额", number(rapid.Int64Range(0, 200).Draw(t, "amount")))
	}
}

// conserved checks that every token that ever was is live or was consumed by an
// entry, once.
func (g *game) conserved() {
	g.t.Helper()
	gone, seen := map[string]int{}, map[string]bool{}
	for _, e := range g.journal {
		if e.Token != "" {
			seen[e.Token] = true
		}
		for _, id := range e.Tokens {
			gone[id]++
		}
		if e.Kind == engine.Finished {
			gone[e.Token]++
		}
	}
	for _, tok := range g.run.Tokens {
		gone[tok.ID]++
	}
	for id := range seen {
		if gone[id] != 1 {
			g.t.Fatalf("token %s is accounted for %d times in\n%s", id, gone[id], text(g.t, g.journal))
		}
	}
}

// finish plays the run to an end without asking whether it likes to.
func (g *game) finish() {
	g.t.Helper()
	for range 500 {
		if g.run.State == engine.Ended {
			return
		}
		if g.run.State == engine.Suspended {
			g.do(engine.Resume{})
			continue
		}
		g.do(g.forward())
	}
	g.t.Fatalf("no end in sight, the run stands at %s", g.where())
}

// forward returns a command that brings some token on.
func (g *game) forward() engine.Command {
	g.t.Helper()
	for _, l := range g.run.Links {
		if l.Waits && l.Ended == "" {
			return engine.LinkEnded{Run: l.Run, EndNode: "E"}
		}
	}
	for _, tok := range g.run.Tokens {
		n := g.rel.Node(tok.Node)
		switch {
		case tok.Phase == engine.Joining:
		case g.rel.IsGate(n.ID):
			return engine.Gate{Token: tok.ID, Word: engine.Go, Override: true, Reason: "收尾"}
		case n.Kind == chart.Decision:
			return engine.Decide{Token: tok.ID, Edge: n.Exits[0].ID, Reason: "收尾"}
		case tok.Phase == engine.Stuck:
			return engine.Retry{Token: tok.ID}
		case len(n.Docs) > 0 && len(n.Docs[0].States) > 0:
			return engine.DocumentReached{Doc: n.Docs[0].Name, State: n.Docs[0].States[0]}
		default:
			return engine.Complete{Token: tok.ID}
		}
	}
	g.t.Fatalf("nobody can go on, the run stands at %s", g.where())
	return nil
}

// roam plays random commands, most of which are refused somewhere.
func (g *game) roam(t *rapid.T) {
	for range rapid.IntRange(0, 25).Draw(t, "steps") {
		if g.run.State == engine.Ended {
			return
		}
		g.drift(t)
		if _, err := g.try(g.draw(t)); err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatalf("an internal fault: %v", err)
		}
		g.conserved()
	}
}

func TestStructuredRunsKeepTheLawsAndReachAnEnd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := newGame(t, structured(t))
		g.do(engine.Start{Run: "run_1", Subject: engine.Subject{Kind: "opportunity", ID: "opp_1"}})
		g.roam(t)
		g.finish()
		g.conserved()
	})
}

func TestPlacedRunsReachAnEnd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := newGame(t, structured(t))
		var places []string
		for _, n := range g.rel.Chart.Nodes {
			if n.Kind == chart.Process || n.Kind == chart.Decision {
				places = append(places, n.ID)
			}
		}
		if len(places) == 0 {
			return
		}
		node := rapid.SampledFrom(places).Draw(t, "place")
		if _, err := g.try(engine.Place{Run: "run_1", Node: node}); err != nil {
			t.Fatalf("a structured chart has a clear place everywhere, but %s: %v", node, err)
		}
		g.roam(t)
		g.finish()
		g.conserved()
	})
}

func TestEndedRunAcceptsNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := newGame(t, structured(t))
		g.do(engine.Start{Run: "run_1"})
		g.roam(t)
		g.finish()
		for _, cmd := range []engine.Command{
			g.draw(t), engine.Start{Run: "r"}, engine.Place{Run: "r", Node: "S"}, engine.PlaceEnded{Run: "r", End: "E"},
		} {
			if _, err := g.try(cmd); !fault.Is(err, fault.Conflict) {
				t.Fatalf("%T: got %v, want a Conflict", cmd, err)
			}
		}
	})
}

// TestFoldLeavesItsArgumentAlone also checks that every entry changes the run.
func TestFoldLeavesItsArgumentAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := newGame(t, structured(t))
		g.do(engine.Start{Run: "run_1"})
		g.roam(t)
		var states []engine.Run
		var digests []string
		run := engine.Run{}
		for _, e := range g.journal {
			run = engine.Fold(run, e)
			states, digests = append(states, run), append(digests, engine.Digest(run))
		}
		for i, s := range states {
			if engine.Digest(s) != digests[i] {
				t.Fatalf("state %d was changed by a later fold", i+1)
			}
		}
		if sorted := slices.Compact(slices.Sorted(slices.Values(digests))); len(sorted) != len(digests) {
			t.Fatal("an entry changed nothing")
		}
	})
}

func BenchmarkRun(b *testing.B) {
	rel, _ := engine.Compile(split(), "h")
	for range b.N {
		run, _, err := engine.Step(rel, engine.Run{}, engine.Start{Run: "r"}, engine.Env{Now: clock.Instant(1)})
		for err == nil && run.State != engine.Ended {
			task := engine.OpenTasks(rel, run)[0]
			run, _, err = engine.Step(rel, run, engine.Complete{Token: task.Token}, engine.Env{Now: clock.Instant(2)})
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
