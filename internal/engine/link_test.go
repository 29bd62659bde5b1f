package engine_test

import (
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/condition"
	"qiju/internal/engine"
)

// signing starts F1 at P4 when the quote is accepted, else at P1, and waits for
// the contract only.
func signing() *chart.Chart {
	return flow(
		node(chart.Start, "S", to("Z1")),
		node(chart.Process, "Z1", doc("合同", "双方已签"), to("OK"),
			starts("F1", "P4", `报价.状态 = "客户确认"`), starts("F1", "P1", "否则")),
		node(chart.End, "OK"),
	)
}

func TestStartsAtTheNodeThatTheConditionNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		quote condition.Value
		want  string
	}{
		{"an accepted quote starts at the review", condition.Text("客户确认"), "P4"},
		{"a draft starts at the inquiry", condition.Text("草稿"), "P1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g := newGame(t, signing())
			g.fact("报价.状态", tt.quote)
			g.do(engine.Start{Run: "r"})
			g.stands("Z1")
			l := g.run.Links
			if len(l) != 1 || l[0].At != tt.want || l[0].Waits || !l[0].Fresh || l[0].Run != "run_new0" {
				t.Errorf("got %+v", l)
			}
			g.do(engine.DocumentReached{Doc: "合同", State: "双方已签"})
			g.stands("ended OK")
		})
	}
}

func TestStartWithUnknownFactsIsAnIncident(t *testing.T) {
	t.Parallel()
	g := start(t, signing())
	g.stands("Z1/stuck")
	if len(g.run.Links) != 0 {
		t.Errorf("nothing was started: %+v", g.run.Links)
	}
	g.fact("报价.状态", condition.Nil())
	g.do(engine.Retry{Token: "t1"})
	g.stands("Z1")
}

func TestDocumentAlsoFreesAStuckNode(t *testing.T) {
	t.Parallel()
	g := start(t, signing())
	g.stands("Z1/stuck")
	g.do(engine.DocumentReached{Doc: "合同", State: "双方已签"})
	g.stands("ended OK")
}

func TestStartsLinksTheOpenRunOfThatChart(t *testing.T) {
	t.Parallel()
	g := newGame(t, flow(
		node(chart.Start, "S", to("A")),
		node(chart.Process, "A", starts("F3", "", ""), starts("F3", "", ""), starts("F6", "", ""), to("B")),
		node(chart.Process, "B", to("A")),
	))
	g.env.OpenRuns["F3"] = "run_7"
	g.do(engine.Start{Run: "r"})
	l := g.run.Links
	if len(l) != 2 || l[0].Run != "run_7" || l[0].Fresh || l[1].Run != "run_new0" || !l[1].Fresh {
		t.Fatalf("got %+v", l)
	}
	g.env.OpenRuns["F6"] = "run_new0"
	g.complete("A")
	g.complete("B")
	g.stands("A")
	if len(g.run.Links) != 2 {
		t.Errorf("the same run is linked once: %+v", g.run.Links)
	}
}

func TestHeldDocumentStartsNothing(t *testing.T) {
	t.Parallel()
	g := newGame(t, signing())
	g.env.Docs["合同"] = []string{"双方已签"}
	g.do(engine.Start{Run: "r"})
	g.stands("ended OK")
	if len(g.run.Links) != 0 {
		t.Errorf("got %+v", g.run.Links)
	}
}

func TestCallWaitsForTheEndOfItsRun(t *testing.T) {
	t.Parallel()
	g := start(t, flow(
		node(chart.Start, "S", to("A")),
		node(chart.Process, "A", call("F4"), to("B")),
		node(chart.Process, "B", to("E")),
		node(chart.End, "E"),
	))
	g.stands("A/linked")
	if tasks := engine.OpenTasks(g.rel, g.run); len(tasks) != 0 {
		t.Errorf("a call asks nobody here: %+v", tasks)
	}
	g.refuse(fault.Conflict, "engine.token_waits", engine.Complete{Token: "t1"})
	g.refuse(fault.Conflict, "engine.link_unknown", engine.LinkEnded{Run: "run_x", EndNode: "E1"})
	g.refuse(fault.Invalid, "engine.end_missing", engine.LinkEnded{Run: "run_new0"})
	g.do(engine.LinkEnded{Run: "run_new0", EndNode: "E1"})
	g.stands("B")
	g.refuse(fault.Conflict, "engine.link_unknown", engine.LinkEnded{Run: "run_new0", EndNode: "E1"})
	if g.run.Links[0].Ended != "E1" {
		t.Errorf("got %+v", g.run.Links)
	}
}

func TestStartWithoutIdsIsInternal(t *testing.T) {
	t.Parallel()
	rel, _ := engine.Compile(flow(
		node(chart.Start, "S", to("A")), node(chart.Process, "A", call("F4"), to("E")), node(chart.End, "E"),
	), "h")
	_, entries, err := engine.Step(rel, engine.Run{}, engine.Start{Run: "r"}, engine.Env{})
	if !fault.Is(err, fault.Internal) || entries != nil {
		t.Errorf("got %v, %v", entries, err)
	}
}
