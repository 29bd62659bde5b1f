package engine

import (
	"slices"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
)

// sendBack carries out 退回: by the exit that the chart draws, or to a node that
// the run has already visited.
func (s *stepper) sendBack(t Token, n *chart.Node, c Gate) error {
	if e := drawnReturn(n, c); e != nil {
		s.decideGate(t, n, c, e)
		return nil
	}
	if c.To == "" {
		return fault.Field("to", "engine.return_nowhere", fault.Args{"node": n.ID})
	}
	if s.rel.nodes[c.To] == nil {
		return fault.Field("to", "engine.node_unknown", fault.Args{"node": c.To})
	}
	if !slices.Contains(ReturnTargets(s.rel, s.run, t.ID), c.To) {
		if s.run.visits(c.To) == 0 {
			return fault.Field("to", "engine.return_unvisited", fault.Args{"node": c.To})
		}
		return fault.Field("to", "engine.return_blocked", fault.Args{"node": c.To})
	}
	d := s.gateDecision(n, c)
	d.To = c.To
	s.act(Entry{Kind: Decided, Token: t.ID, Node: n.ID, Decision: &d})
	s.act(Entry{Kind: Returned, Token: t.ID, Tokens: s.dominated(t, c.To), Node: c.To})
	s.moving = append(s.moving, move{token: t.ID, node: c.To})
	return nil
}

// drawnReturn returns the 退回 exit that c means: the one named, the one that
// leads to the node named, or the only one when c names nothing.
func drawnReturn(n *chart.Node, c Gate) *chart.Edge {
	for _, e := range n.Exits {
		if e.Exit != chart.ExitReturn {
			continue
		}
		if c.Edge == e.ID || c.Edge == "" && (c.To == "" || c.To == e.To) {
			return e
		}
	}
	return nil
}

// dominated returns the tokens that have to go when t goes back to node: those
// in the other branches of a parallel part that t leaves by it.
func (s *stepper) dominated(t Token, node string) []string {
	target, own := s.rel.branches[node], s.rel.branches[t.Node]
	if len(own) == len(target) {
		return nil
	}
	var gone []string
	split := own[len(target)].split
	for _, o := range s.run.Tokens {
		b, ok := s.rel.branchOf(o)
		if o.ID != t.ID && ok && target.holds(b) && len(b) > len(target) && b[len(target)].split == split {
			gone = append(gone, o.ID)
		}
	}
	return gone
}

// ReturnTargets returns the nodes to which a token at a gate may be sent back,
// in written order: those already visited that stand in the same branch or
// outside it. Going back into a parallel part that is joined would wait for its
// other branches for ever, so the split in front of it is offered instead.
func ReturnTargets(rel *Release, run Run, token string) []string {
	i := slices.IndexFunc(run.Tokens, func(t Token) bool { return t.ID == token })
	if i < 0 {
		return nil
	}
	at := run.Tokens[i].Node
	own, ok := rel.branches[at]
	if !ok {
		return nil
	}
	var ids []string
	for _, n := range rel.Chart.Nodes {
		b, ok := rel.branches[n.ID]
		kind := n.Kind == chart.Process || n.Kind == chart.Decision || n.Kind == chart.Parallel
		if kind && ok && n.ID != at && b.holds(own) && run.visits(n.ID) > 0 {
			ids = append(ids, n.ID)
		}
	}
	return ids
}
