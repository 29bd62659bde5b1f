package engine_test

import (
	"slices"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/engine"
)

// staged has two gates on the trunk and a parallel part between them.
func staged() *chart.Chart {
	c := flow(
		node(chart.Start, "S", to("A"), stage("S1")),
		node(chart.Process, "A", to("G1"), stage("S1")),
		node(chart.Decision, "G1", to("X1", "通行"), to("Z", "终止"), stage("S1")),
		node(chart.Parallel, "X1", to("B1"), to("B2"), to("X2"), stage("S2")),
		node(chart.Process, "B1", to("X2"), stage("S2")),
		node(chart.Process, "B2", doc("决策链图", "已批"), to("X2"), stage("S2")),
		node(chart.Parallel, "X2", to("G2"), stage("S2")),
		node(chart.Decision, "G2", to("C", "通行"), to("Z", "终止"), stage("S2")),
		node(chart.Process, "C", to("OK"), stage("S3")),
		node(chart.Process, "Z", to("NO")),
		node(chart.End, "OK"), node(chart.End, "NO"),
	)
	for _, id := range []string{"S1", "S2", "S3"} {
		c.Stages = append(c.Stages, chart.Stage{ID: id})
	}
	return c
}

func TestPlaceListsTheGatesItJumpsOver(t *testing.T) {
	t.Parallel()
	tests := []struct {
		node   string
		stands string
		gates  []string
	}{
		{"A", "A", nil},
		{"G1", "G1", nil},
		{"G2", "G2", []string{"G1"}},
		{"C", "C", []string{"G1", "G2"}},
		{"Z", "Z", []string{"G1"}},
		{"B1", "B1 B2 X2/joining", []string{"G1"}},
	}
	for _, tt := range tests {
		t.Run("on "+tt.node, func(t *testing.T) {
			t.Parallel()
			g := newGame(t, staged())
			g.do(engine.Place{Run: "r", Node: tt.node})
			g.stands(tt.stands)
			if !slices.Equal(g.run.Unreviewed, tt.gates) {
				t.Errorf("unreviewed %v, want %v", g.run.Unreviewed, tt.gates)
			}
			if len(g.run.Walked) != 0 {
				t.Errorf("placing inks no arrow: %v", g.run.Walked)
			}
			nodes, _ := engine.Status(g.rel, g.run)
			for _, id := range tt.gates {
				if !nodes[id].Unreviewed {
					t.Errorf("%s is not marked", id)
				}
			}
			if !nodes[tt.node].Placed {
				t.Errorf("%s is not marked as placed", tt.node)
			}
		})
	}
}

func TestPlacedRunGoesOn(t *testing.T) {
	t.Parallel()
	g := newGame(t, staged())
	g.env.Docs["决策链图"] = []string{"已批"}
	g.do(engine.Place{Run: "r", Node: "B1"})
	g.stands("B1 X2/joining X2/joining")
	g.complete("B1")
	g.stands("G2")
}

func TestPlaceRefusesWhatNobodyCanStandOn(t *testing.T) {
	t.Parallel()
	g := newGame(t, staged())
	g.refuse(fault.Invalid, "engine.node_unknown", engine.Place{Run: "r", Node: "Q"})
	g.refuse(fault.Invalid, "engine.node_no_place", engine.Place{Run: "r", Node: "OK"})
	g.refuse(fault.Invalid, "engine.end_unknown", engine.PlaceEnded{Run: "r", End: "C"})
}

func TestPlaceEndedIsAnEndedRunWithNoInk(t *testing.T) {
	t.Parallel()
	g := newGame(t, staged())
	g.do(engine.PlaceEnded{Run: "r", End: "OK"})
	g.stands("ended OK")
	nodes, edges := engine.Status(g.rel, g.run)
	if len(edges) != 0 || !nodes["OK"].Ended || !slices.Equal(g.run.Unreviewed, []string{"G1", "G2"}) {
		t.Errorf("got %+v %+v %v", nodes["OK"], edges, g.run.Unreviewed)
	}
	g.refuse(fault.Conflict, "engine.run_ended", engine.Resume{})
}

func TestStartAtANode(t *testing.T) {
	t.Parallel()
	g := newGame(t, staged())
	g.refuse(fault.Invalid, "engine.node_in_parallel", engine.Start{Run: "r", Node: "B1"})
	g.do(engine.Start{Run: "r", Node: "C"})
	g.stands("C")
	if len(g.run.Unreviewed) != 0 || len(g.run.Deviations) != 0 {
		t.Errorf("a chart may start another in its middle: %+v", g.run.Deviations)
	}
}

func TestUnclearBranchIsNoPlace(t *testing.T) {
	t.Parallel()
	g := newGame(t, flow(
		node(chart.Start, "S", to("X1")),
		node(chart.Parallel, "X1", to("A"), to("B")),
		node(chart.Process, "A", to("C")),
		node(chart.Process, "B", to("C")),
		node(chart.Process, "C", to("E")), // reached in two branches
		node(chart.End, "E"),
	))
	g.refuse(fault.Invalid, "engine.node_no_place", engine.Place{Run: "r", Node: "C"})
	g.do(engine.Place{Run: "r", Node: "A"})
	g.stands("A B")
}
