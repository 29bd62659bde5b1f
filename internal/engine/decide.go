package engine

import (
	"slices"
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/condition"
)

// arriveDecision brings a token to a decision: a merge lets it through, the
// computer decides where it may, else a person is waited for.
func (s *stepper) arriveDecision(token string, n *chart.Node) {
	switch {
	case len(n.Exits) == 0 || isMerge(n):
		s.leave(token, n, n.Exits)
	case n.Decided == chart.ByComputer:
		s.compute(token, n)
	}
}

// compute takes the exit that the conditions name. Where none holds or facts
// are missing the token is stuck and says why, never silently ended.
func (s *stepper) compute(token string, n *chart.Node) {
	ev := evaluate(n, s.env.Facts)
	if ev.Proposal == "" {
		key := "engine.stuck_no_branch"
		args := Args{"node": n.ID}
		if ev.Undetermined {
			key = "engine.stuck_unknown"
			args["missing"] = strings.Join(ev.Missing, ", ")
		}
		s.fail(token, n.ID, key, args)
		return
	}
	e := s.rel.edges[ev.Proposal]
	s.emit(Entry{Kind: Decided, Token: token, Node: n.ID, Decision: &Decision{
		Node: n.ID, Word: wordOf(e.Exit), Edge: e.ID, At: s.env.Now, Facts: s.kept(ev.Used),
	}})
	s.leave(token, n, []*chart.Edge{e})
}

// decide takes the exit that a person chose.
func (s *stepper) decide(c Decide) error {
	t, n, err := s.decision(c.Token)
	if err != nil {
		return err
	}
	if isGate(n) {
		return fault.New(fault.Conflict, "engine.is_gate", fault.Args{"node": n.ID})
	}
	i := slices.IndexFunc(n.Exits, func(e *chart.Edge) bool { return e.ID == c.Edge })
	if i < 0 {
		return fault.Field("edge", "engine.edge_unknown", fault.Args{"node": n.ID, "edge": c.Edge})
	}
	ev := evaluate(n, s.env.Facts)
	against := t.Phase == Stuck || isBinding(n) && ev.Proposal != "" && ev.Proposal != c.Edge
	if against && strings.TrimSpace(c.Reason) == "" {
		return fault.Field("reason", "engine.reason_needed", fault.Args{"node": n.ID})
	}
	s.act(Entry{Kind: Decided, Token: t.ID, Node: n.ID, Decision: &Decision{
		Node: n.ID, Word: Choose, Edge: c.Edge, By: s.env.By, At: s.env.Now,
		Override: against, Reason: c.Reason, Facts: s.kept(ev.Used),
	}})
	s.leave(t.ID, n, n.Exits[i:i+1])
	return nil
}

// decision returns a token that stands at a decision and may be decided by a
// person: it waits for one, or it is stuck because the computer could not.
func (s *stepper) decision(token string) (Token, *chart.Node, error) {
	t, n, err := s.live(token)
	if err != nil {
		return Token{}, nil, err
	}
	if n.Kind != chart.Decision || len(n.Exits) == 0 {
		return Token{}, nil, fault.New(fault.Conflict, "engine.not_decision", fault.Args{"node": n.ID})
	}
	return t, n, nil
}

// isBinding reports whether the conditions of n count; with 判定 人 they are
// advice (notation §2).
func isBinding(n *chart.Node) bool {
	return n.Decided == chart.ByConfirmed || n.Decided == chart.ByComputer
}

// wordOf returns the word of a decision that takes an exit with the exit word.
func wordOf(exit chart.ExitWord) Word {
	switch exit {
	case chart.ExitGo:
		return Go
	case chart.ExitTerminate:
		return End
	case chart.ExitReturn:
		return Return
	}
	return Choose
}

// kept returns facts as the journal keeps them: without those that are private,
// nil where nothing else was read.
func (s *stepper) kept(facts condition.Facts) condition.Facts {
	out := condition.Facts{}
	for path, v := range facts {
		if s.env.Private == nil || !s.env.Private(path) {
			out[path] = v
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
