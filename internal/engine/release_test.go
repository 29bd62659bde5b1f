package engine_test

import (
	"slices"
	"testing"

	"qiju/internal/chart"
	"qiju/internal/engine"
)

func TestCompileNamesWhatCannotRun(t *testing.T) {
	t.Parallel()
	start, end := node(chart.Start, "S", to("A")), node(chart.End, "E")
	tests := []struct {
		name  string
		nodes []*chart.Node
		want  string
	}{
		{"no start", []*chart.Node{end}, "engine.unsupported.start"},
		{"an event", []*chart.Node{start, node(chart.Event, "A", to("E")), end}, "engine.unsupported.event"},
		{"an inclusive gateway", []*chart.Node{start, node(chart.Inclusive, "A", to("E")), end}, "engine.unsupported.inclusive"},
		{"first event wins", []*chart.Node{start, node(chart.FirstOf, "A", to("E")), end}, "engine.unsupported.first_of"},
		{"one by one", []*chart.Node{start, node(chart.Process, "A", to("E"), func(n *chart.Node) {
			n.Many, n.Body = &chart.Many{Kind: chart.Each}, &chart.Scope{}
		}), end}, "engine.unsupported.each"},
		{"a sub-process", []*chart.Node{start, node(chart.Process, "A", to("E"), func(n *chart.Node) {
			n.Body = &chart.Scope{}
		}), end}, "engine.unsupported.body"},
		{"a boundary event", []*chart.Node{start, node(chart.Process, "A", to("E"), func(n *chart.Node) {
			n.Bounds = []chart.Boundary{{ID: "T1"}}
		}), end}, "engine.unsupported.boundary"},
		{"a process with two exits", []*chart.Node{start, node(chart.Process, "A", to("E"), to("E")), end}, "engine.unsupported.exits"},
		{"an arrow into nowhere", []*chart.Node{start, node(chart.Process, "A", to("Q")), end}, "engine.unsupported.arrow"},
		{"a gate without terminate", []*chart.Node{start, node(chart.Decision, "A", to("E", "通行"), to("E")), end}, "engine.unsupported.gate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rel, found := engine.Compile(flow(tt.nodes...), "h")
			if rel.Executable() || len(found) != 1 || found[0].Key != tt.want {
				t.Errorf("got %+v, want %s", found, tt.want)
			}
		})
	}
}

func TestAnytimeIsOnlyANote(t *testing.T) {
	t.Parallel()
	rel, found := engine.Compile(flow(
		node(chart.Start, "S", to("E")), node(chart.End, "E"),
		node(chart.Process, "T", func(n *chart.Node) { n.Anytime, n.Body = true, &chart.Scope{} }),
	), "h")
	if !rel.Executable() || len(found) != 1 || found[0].Blocks {
		t.Errorf("got %+v", found)
	}
}

func TestReleaseAnswersForItsChart(t *testing.T) {
	t.Parallel()
	rel, _ := engine.Compile(gated(), "h")
	goes, terminates, returns := rel.GateExits("G")
	if goes.To != "B" || terminates.To != "Z" || returns.To != "R" {
		t.Errorf("got %v %v %v", goes, terminates, returns)
	}
	if !rel.IsGate("G") || rel.IsGate("R") || rel.IsGate("nowhere") || !slices.Equal(rel.Gates(), []string{"G"}) {
		t.Error("G is the only gate")
	}
	if rel.Node("nowhere") != nil || rel.Edge("G.B").To != "B" {
		t.Error("nodes and arrows are known by id")
	}
	if a, b, c := rel.GateExits("nowhere"); a != nil || b != nil || c != nil {
		t.Error("no node has no exits")
	}
	docs, _ := engine.Compile(sampled(), "h")
	if !docs.Mentions("价值评估表") || docs.Mentions("发票") {
		t.Error("forms are mentioned too")
	}
}

func TestTasksFallToThePerformerBefore(t *testing.T) {
	t.Parallel()
	c := flow(
		node(chart.Start, "S", to("A")),
		node(chart.Process, "A", role("专员"), to("B")),
		node(chart.Process, "B", role("系统"), to("M")),
		node(chart.Decision, "M", bare, to("D")),
		node(chart.Decision, "D", to("E"), to("A")),
		node(chart.End, "E"),
	)
	c.Nodes[1].Limit = &chart.Limit{For: chart.Duration{N: "4", Unit: chart.WorkingHours}}
	g := start(t, c)
	task := engine.OpenTasks(g.rel, g.run)[0]
	if task.Kind != engine.WorkTask || task.Limit == nil || task.Since != g.run.Tokens[0].Since {
		t.Errorf("got %+v", task)
	}
	g.complete("A")
	task = engine.OpenTasks(g.rel, g.run)[0]
	if task.Node != "D" || task.Kind != engine.DecisionTask || !slices.Equal(task.Roles, []string{"专员"}) {
		t.Errorf("got %+v", task)
	}
	gate := atGate(t)
	if task := engine.OpenTasks(gate.rel, gate.run)[0]; task.Kind != engine.GateTask {
		t.Errorf("got %+v", task)
	}
}
