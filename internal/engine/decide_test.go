package engine_test

import (
	"slices"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/condition"
	"qiju/internal/engine"
)

func boolean(b bool) condition.Value { return condition.Bool(b) }
func number(n int64) condition.Value { return condition.Int(n) }

// fork3 is a decision with two conditions and 否则.
func fork3(how ...option) *chart.Chart {
	exits := append(slices.Clone(how), to("A", "报价.金额 > 100"), to("B", "报价.急 = 真"), to("C", "否则"), role("经理"))
	return flow(
		node(chart.Start, "S", to("D")),
		node(chart.Decision, "D", exits...),
		node(chart.Process, "A", to("E")), node(chart.Process, "B", to("E")), node(chart.Process, "C", to("E")),
		node(chart.End, "E"),
	)
}

func TestComputedDecision(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		facts   condition.Facts
		want    string
		missing string
	}{
		{"the first true exit wins", condition.Facts{"报价.金额": number(200), "报价.急": boolean(true)}, "A", ""},
		{"the first true exit wins without reading on", condition.Facts{"报价.金额": number(200)}, "A", ""},
		{"the second holds", condition.Facts{"报价.金额": number(1), "报价.急": boolean(true)}, "B", ""},
		{"none holds, so else", condition.Facts{"报价.金额": number(1), "报价.急": boolean(false)}, "C", ""},
		{"nothing is known", condition.Facts{}, "D/stuck", "报价.金额"},
		{"an earlier exit is open although a later holds", condition.Facts{"报价.急": boolean(true)}, "D/stuck", "报价.金额"},
		{"a later exit is open, so not else", condition.Facts{"报价.金额": number(1)}, "D/stuck", "报价.急"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g := newGame(t, fork3(computed))
			g.env.Facts.Facts = tt.facts
			g.do(engine.Start{Run: "r"})
			g.stands(tt.want)
			if tt.missing == "" {
				return
			}
			if got := g.run.Tokens[0]; got.Key != "engine.stuck_unknown" || got.Args["missing"] != tt.missing {
				t.Errorf("incident %s %v, want missing %s", got.Key, got.Args, tt.missing)
			}
		})
	}
}

func TestStuckDecisionGoesOnAfterRetry(t *testing.T) {
	t.Parallel()
	g := start(t, fork3(computed))
	g.stands("D/stuck")
	if tasks := engine.OpenTasks(g.rel, g.run); len(tasks) != 1 || tasks[0].Kind != engine.IncidentTask {
		t.Errorf("an incident asks somebody: %+v", tasks)
	}
	g.do(engine.Retry{Token: "t1"})
	g.stands("D/stuck")
	g.fact("报价.金额", number(101))
	g.do(engine.Retry{Token: "t1"})
	g.stands("A")
	d := g.run.Decisions[0]
	if d.By != "" || d.Word != engine.Choose || d.Facts["报价.金额"].String() != "101" {
		t.Errorf("the journal keeps what was read: %+v", d)
	}
}

func TestPersonDecidesAStuckDecisionWithAReason(t *testing.T) {
	t.Parallel()
	g := start(t, fork3(computed))
	g.refuse(fault.Invalid, "engine.reason_needed", engine.Decide{Token: "t1", Edge: "D.B"})
	g.do(engine.Decide{Token: "t1", Edge: "D.B", Reason: "客户口头确认"})
	g.stands("B")
	if !g.run.Decisions[0].Override {
		t.Error("deciding for the computer is an override")
	}
}

func TestNoBranchAndNoElseIsAnIncident(t *testing.T) {
	t.Parallel()
	g := newGame(t, flow(
		node(chart.Start, "S", to("D")),
		node(chart.Decision, "D", computed, to("E", "报价.金额 > 1"), to("F", "报价.金额 > 2")),
		node(chart.End, "E"), node(chart.End, "F"),
	))
	g.fact("报价.金额", number(0))
	g.do(engine.Start{Run: "r"})
	g.stands("D/stuck")
	if g.run.Tokens[0].Key != "engine.stuck_no_branch" {
		t.Errorf("got %s", g.run.Tokens[0].Key)
	}
}

func TestPersonDecides(t *testing.T) {
	t.Parallel()
	g := start(t, fork3())
	g.stands("D")
	g.refuse(fault.Conflict, "engine.needs_decision", engine.Complete{Token: "t1"})
	g.refuse(fault.Invalid, "engine.edge_unknown", engine.Decide{Token: "t1", Edge: "D.E"})
	g.refuse(fault.Conflict, "engine.not_gate", engine.Gate{Token: "t1", Word: engine.Go})
	g.fact("报价.金额", number(200))
	g.do(engine.Decide{Token: "t1", Edge: "D.C"}) // conditions are advice
	g.stands("C")
	if d := g.run.Decisions[0]; d.Override || d.By != "zhou" {
		t.Errorf("got %+v", d)
	}
}

func TestConfirmedDecisionNeedsAReasonAgainstTheProposal(t *testing.T) {
	t.Parallel()
	g := newGame(t, fork3(confirmed))
	g.fact("报价.金额", number(200))
	g.do(engine.Start{Run: "r"})
	g.stands("D")
	ev, ok := engine.Evaluate(g.rel, "D", g.env.Facts)
	if !ok || ev.Proposal != "D.A" {
		t.Fatalf("proposal %+v", ev)
	}
	g.refuse(fault.Invalid, "engine.reason_needed", engine.Decide{Token: "t1", Edge: "D.B"})
	g.do(engine.Decide{Token: "t1", Edge: "D.B", Reason: "客户只要小样"})
	if len(g.run.Deviations) != 1 || g.run.Deviations[0].Kind != engine.DeviationOverride {
		t.Errorf("deviations %+v", g.run.Deviations)
	}
}

func TestEvaluateIsOnlyForDecisions(t *testing.T) {
	t.Parallel()
	rel, _ := engine.Compile(fork3(), "h")
	for _, id := range []string{"A", "S", "nowhere"} {
		if _, ok := engine.Evaluate(rel, id, condition.Env{}); ok {
			t.Errorf("%s is no decision", id)
		}
	}
}
