package engine_test

import (
	"slices"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/engine"
)

// gated is S → A → G with go to B, terminate to Z, and R drawn as return.
func gated(how ...option) *chart.Chart {
	exits := append(slices.Clone(how), role("部门主管"),
		to("B", "内线.合格人数 >= 1 且 样品.已送达 且 决策链.识别权重 >= 80%", "通行"),
		to("R", "退回", "否则"), to("Z", "终止"))
	return flow(
		node(chart.Start, "S", to("A")),
		node(chart.Process, "A", role("开发经理"), to("G")),
		node(chart.Decision, "G", exits...),
		node(chart.Decision, "R", role("部门主管"), to("A"), to("Z")),
		node(chart.Process, "B", to("OK")), node(chart.Process, "Z", to("NO")),
		node(chart.End, "OK"), node(chart.End, "NO"),
	)
}

func atGate(t *testing.T, how ...option) *game {
	t.Helper()
	g := start(t, gated(how...))
	g.complete("A")
	g.stands("G")
	return g
}

func meet(g *game) {
	g.fact("内线.合格人数", number(2))
	g.fact("样品.已送达", boolean(true))
	g.fact("决策链.识别权重", number(1))
}

func TestGateGoesWhenItsConditionsHold(t *testing.T) {
	t.Parallel()
	g := atGate(t, confirmed)
	meet(g)
	g.do(engine.Gate{Token: "t1", Word: engine.Go, Override: true, Reason: "用不着"})
	g.stands("B")
	d := g.run.Decisions[0]
	if d.Override || d.Word != engine.Go || len(d.Facts) != 3 {
		t.Errorf("the override was not used, three facts were read: %+v", d)
	}
}

func TestClosedGateNamesEachRequirement(t *testing.T) {
	t.Parallel()
	g := atGate(t, confirmed)
	g.fact("内线.合格人数", number(0))
	g.fact("样品.已送达", boolean(true))
	f := g.refusal(fault.Gate, "engine.gate_closed", engine.Gate{Token: "t1", Word: engine.Go})
	if len(f.Parts) != 2 {
		t.Fatalf("got %d parts, want 2", len(f.Parts))
	}
	if p := f.Parts[0]; p.Key != "engine.condition_unmet" || p.Args["fact"] != "内线.合格人数" {
		t.Errorf("first part %s %v", p.Key, p.Args)
	}
	if p := f.Parts[1]; p.Key != "engine.condition_unknown" || p.Args["missing"] != "决策链.识别权重" {
		t.Errorf("second part %s %v", p.Key, p.Args)
	}
}

func TestOverrideNeedsAReasonAndShows(t *testing.T) {
	t.Parallel()
	g := atGate(t, confirmed)
	g.refuse(fault.Invalid, "engine.reason_needed", engine.Gate{Token: "t1", Word: engine.Go, Override: true, Reason: " "})
	g.do(engine.Gate{Token: "t1", Word: engine.Go, Override: true, Reason: "客户年底换供应商"})
	g.stands("B")
	nodes, edges := engine.Status(g.rel, g.run)
	if !nodes["G"].Override || !edges["G.B"].Override {
		t.Error("the drawing shows the override at the gate and on its arrow")
	}
}

func TestConditionalGoIsAGoWithACondition(t *testing.T) {
	t.Parallel()
	g := atGate(t, confirmed)
	g.refuse(fault.Invalid, "engine.condition_needed", engine.Gate{Token: "t1", Word: engine.Conditional})
	yes := engine.Gate{Token: "t1", Word: engine.Conditional, Condition: "补齐产线资料", ConditionDue: "2026-10-31"}
	g.refuse(fault.Gate, "engine.gate_closed", yes)
	meet(g)
	g.do(yes)
	g.stands("B")
	if d := g.run.Decisions[0]; d.Condition != "补齐产线资料" || d.ConditionDue != "2026-10-31" {
		t.Errorf("got %+v", d)
	}
}

func TestConditionsAreAdviceWhereAPersonDecides(t *testing.T) {
	t.Parallel()
	g := atGate(t)
	g.do(engine.Gate{Token: "t1", Word: engine.Go})
	g.stands("B")
	if g.run.Decisions[0].Override {
		t.Error("advice cannot be overridden")
	}
}

func TestGateTerminates(t *testing.T) {
	t.Parallel()
	g := atGate(t, confirmed)
	g.do(engine.Gate{Token: "t1", Word: engine.End, Reason: "客户转自制"})
	g.stands("Z")
	g.complete("Z")
	g.stands("ended NO")
}

func TestGateSuspendsAndResumes(t *testing.T) {
	t.Parallel()
	g := atGate(t, confirmed)
	g.refuse(fault.Invalid, "engine.revisit_needed", engine.Gate{Token: "t1", Word: engine.Suspend})
	g.do(engine.Gate{Token: "t1", Word: engine.Suspend, RevisitOn: "2027-01-10", Trigger: "新产线投产"})
	if g.run.State != engine.Suspended || g.run.Revisit != "2027-01-10" || g.run.Trigger != "新产线投产" {
		t.Fatalf("got %s %s %s", g.run.State, g.run.Revisit, g.run.Trigger)
	}
	if tasks := engine.OpenTasks(g.rel, g.run); len(tasks) != 0 {
		t.Errorf("a suspended run asks nothing: %+v", tasks)
	}
	g.refuse(fault.Conflict, "engine.suspended", engine.Gate{Token: "t1", Word: engine.End})
	g.do(engine.Resume{})
	g.stands("G")
	if v := g.run.Visits[len(g.run.Visits)-1]; v.How != "" || g.run.Revisit != "" {
		t.Errorf("the token stayed all the time: %+v", v)
	}
	meet(g)
	g.do(engine.Gate{Token: "t1", Word: engine.Go})
	g.stands("B")
}

func TestGateAndDecisionAreNotMixed(t *testing.T) {
	t.Parallel()
	g := atGate(t, confirmed)
	g.refuse(fault.Conflict, "engine.is_gate", engine.Decide{Token: "t1", Edge: "G.B"})
	g.refuse(fault.Invalid, "engine.word_unknown", engine.Gate{Token: "t1", Word: "maybe"})
	g.refuse(fault.Invalid, "engine.word_unknown", engine.Gate{Token: "t1", Word: engine.Choose})
}

func TestComputedGateDecidesItself(t *testing.T) {
	t.Parallel()
	g := newGame(t, gated(computed))
	g.do(engine.Start{Run: "r"})
	meet(g)
	g.fact("内线.合格人数", number(0))
	g.complete("A")
	g.stands("R")
	if d := g.run.Decisions[0]; d.Word != engine.Return || d.By != "" {
		t.Errorf("got %+v", d)
	}
}

func TestDrawnReturn(t *testing.T) {
	t.Parallel()
	g := atGate(t, confirmed)
	g.do(engine.Gate{Token: "t1", Word: engine.Return, Reason: "补内线"})
	g.stands("R")
	g.decide("R", "A")
	g.stands("A")
	_, edges := engine.Status(g.rel, g.run)
	if !edges["G.R"].Returned || len(g.run.Deviations) != 0 {
		t.Errorf("a drawn return walks its arrow and is no deviation: %+v %+v", edges, g.run.Deviations)
	}
}

func TestReturnToAVisitedNode(t *testing.T) {
	t.Parallel()
	g := atGate(t, confirmed)
	if got := engine.ReturnTargets(g.rel, g.run, "t1"); !slices.Equal(got, []string{"A"}) {
		t.Errorf("targets %v", got)
	}
	g.refuse(fault.Invalid, "engine.return_unvisited", engine.Gate{Token: "t1", Word: engine.Return, To: "B"})
	g.refuse(fault.Invalid, "engine.node_unknown", engine.Gate{Token: "t1", Word: engine.Return, To: "Q9"})
	g.do(engine.Gate{Token: "t1", Word: engine.Return, To: "A", Reason: "重谈"})
	g.stands("A")
	if g.run.Deviations[0].Kind != engine.DeviationReturned || g.run.Decisions[0].To != "A" {
		t.Errorf("got %+v %+v", g.run.Deviations, g.run.Decisions)
	}
	g.complete("A")
	g.stands("G")
}

// parallelGate has a gate G in one branch and a gate H behind the join.
func parallelGate() *chart.Chart {
	return flow(
		node(chart.Start, "S", to("P")),
		node(chart.Process, "P", to("X1")),
		node(chart.Parallel, "X1", to("A"), to("B")),
		node(chart.Process, "A", to("G")),
		node(chart.Decision, "G", to("X2", "通行"), to("Z", "终止")),
		node(chart.Process, "B", to("X2")),
		node(chart.Parallel, "X2", to("H")),
		node(chart.Decision, "H", to("E", "通行"), to("Z", "终止")),
		node(chart.Terminate, "Z"), node(chart.End, "E"),
	)
}

func TestReturnOutOfABranchTakesItsSiblingsAlong(t *testing.T) {
	t.Parallel()
	g := start(t, parallelGate())
	g.complete("P")
	g.complete("B")
	g.complete("A")
	g.stands("G X2/joining")
	entries := g.do(engine.Gate{Token: g.at("G"), Word: engine.Return, To: "P"})
	g.stands("P")
	if r := entries[1]; r.Kind != engine.Returned || len(r.Tokens) != 1 {
		t.Errorf("the entry names the token that went: %+v", r)
	}
	g.complete("P")
	g.stands("A B")
}

func TestReturnWithinABranchLeavesSiblings(t *testing.T) {
	t.Parallel()
	g := start(t, parallelGate())
	g.complete("P")
	g.complete("A")
	g.do(engine.Gate{Token: g.at("G"), Word: engine.Return, To: "A"})
	g.stands("A B")
}

func TestReturnIntoAJoinedPartIsRefused(t *testing.T) {
	t.Parallel()
	g := start(t, parallelGate())
	g.complete("P")
	g.complete("A")
	g.complete("B")
	g.do(engine.Gate{Token: g.at("G"), Word: engine.Go})
	g.stands("H")
	h := g.at("H")
	g.refuse(fault.Invalid, "engine.return_blocked", engine.Gate{Token: h, Word: engine.Return, To: "A"})
	g.refuse(fault.Invalid, "engine.return_nowhere", engine.Gate{Token: h, Word: engine.Return})
	g.do(engine.Gate{Token: h, Word: engine.Return, To: "X1"})
	g.stands("A B")
}
