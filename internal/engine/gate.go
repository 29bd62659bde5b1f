package engine

import (
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/condition"
)

// gate carries out a decision at a gate. All doors lead through here: web, API,
// import and command line.
func (s *stepper) gate(c Gate) error {
	t, n, err := s.decision(c.Token)
	if err != nil {
		return err
	}
	if !isGate(n) {
		return fault.New(fault.Conflict, "engine.not_gate", fault.Args{"node": n.ID})
	}
	switch c.Word {
	case Go, Conditional:
		return s.pass(t, n, c)
	case Return:
		return s.sendBack(t, n, c)
	case Suspend:
		return s.suspend(t, n, c)
	case End:
		s.decideGate(t, n, c, exitWith(n, chart.ExitTerminate))
		return nil
	case Choose:
	}
	return fault.Field("word", "engine.word_unknown", fault.Args{"node": n.ID, "word": string(c.Word)})
}

// pass goes through the gate. Conditions that do not hold close it, unless a
// person decides the gate by judgement (判定 人: conditions are advice) or
// overrides it with a reason (特批). A conditional go needs the same, and a text.
func (s *stepper) pass(t Token, n *chart.Node, c Gate) error {
	if c.Word == Conditional && strings.TrimSpace(c.Condition) == "" {
		return fault.Field("condition", "engine.condition_needed", fault.Args{"node": n.ID})
	}
	ev := evaluate(n, s.env.Facts)
	exit, _ := ev.Go()
	unmet := isBinding(n) && exit.Verdict != condition.True
	switch {
	case unmet && !c.Override:
		return closed(n, exit)
	case unmet && strings.TrimSpace(c.Reason) == "":
		return fault.Field("reason", "engine.reason_needed", fault.Args{"node": n.ID})
	}
	c.Override = unmet
	s.decideGate(t, n, c, exitWith(n, chart.ExitGo))
	return nil
}

// closed is the refusal of a gate: one part per condition that does not hold.
// It names conditions and facts, never their values (decisions §2.3).
func closed(n *chart.Node, exit Exit) error {
	f := fault.New(fault.Gate, "engine.gate_closed", fault.Args{"node": n.ID, "gate": n.Text.ZH})
	for _, p := range exit.Parts {
		switch p.Verdict {
		case condition.True:
		case condition.False:
			f = f.With(fault.New(fault.Gate, "engine.condition_unmet", fault.Args{
				"condition": p.Chinese, "fact": strings.Join(p.Facts, ", "),
			}))
		case condition.Undetermined:
			f = f.With(fault.New(fault.Gate, "engine.condition_unknown", fault.Args{
				"condition": p.Chinese, "fact": strings.Join(p.Facts, ", "), "missing": strings.Join(p.Missing, ", "),
			}))
		}
	}
	return f
}

// decideGate writes the decision and sends the token out by e.
func (s *stepper) decideGate(t Token, n *chart.Node, c Gate, e *chart.Edge) {
	d := s.gateDecision(n, c)
	d.Edge = e.ID
	s.act(Entry{Kind: Decided, Token: t.ID, Node: n.ID, Decision: &d})
	s.leave(t.ID, n, []*chart.Edge{e})
}

// gateDecision is the decision of c as the journal keeps it.
func (s *stepper) gateDecision(n *chart.Node, c Gate) Decision {
	d := Decision{
		Node: n.ID, Word: c.Word, By: s.env.By, At: s.env.Now, Reason: c.Reason,
		Facts: s.kept(evaluate(n, s.env.Facts).Used),
	}
	if c.Word == Go || c.Word == Conditional {
		d.Override = c.Override
	}
	if c.Word == Conditional {
		d.Condition, d.ConditionDue = c.Condition, c.ConditionDue
	}
	return d
}

// suspend keeps the token at the gate and the run still until it is resumed.
func (s *stepper) suspend(t Token, n *chart.Node, c Gate) error {
	if c.RevisitOn == "" {
		return fault.Field("revisitOn", "engine.revisit_needed", fault.Args{"node": n.ID})
	}
	d := s.gateDecision(n, c)
	s.act(Entry{Kind: Decided, Token: t.ID, Node: n.ID, Decision: &d})
	s.act(Entry{Kind: Paused, Token: t.ID, Node: n.ID, Revisit: c.RevisitOn, Trigger: c.Trigger})
	return nil
}
