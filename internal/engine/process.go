package engine

import (
	"slices"
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
)

// arriveProcess brings a token into a process node: a call waits for its run; a
// node whose documents are already there completes at once (F2 N1); else its
// linked runs start, and a person or a document is waited for. A service step
// of the system does not wait.
func (s *stepper) arriveProcess(token string, n *chart.Node) error {
	if n.Call != "" {
		return s.call(token, n)
	}
	docs := awaited(n)
	if doc, state, all := s.reached(docs, "", ""); all && len(docs) > 0 {
		s.emit(Entry{Kind: Completed, Token: token, Node: n.ID, Doc: doc, DocState: state})
		s.leave(token, n, n.Exits)
		return nil
	}
	if ok, err := s.startLinked(token, n); err != nil || !ok {
		return err
	}
	if isService(n) && len(docs) == 0 {
		s.emit(Entry{Kind: Completed, Token: token, Node: n.ID})
		s.leave(token, n, n.Exits)
	}
	return nil
}

// reached reports whether each of docs is in one of its states, counting that
// doc has just come to state. It names the last one found.
func (s *stepper) reached(docs []chart.DocFact, doc, state string) (name, in string, all bool) {
	for _, d := range docs {
		found, ok := s.env.has(d.Name, d.States)
		if d.Name == doc && slices.Contains(d.States, state) {
			found, ok = state, true
		}
		if !ok {
			return "", "", false
		}
		name, in = d.Name, found
	}
	return name, in, true
}

// complete ends a process node by a person's word.
func (s *stepper) complete(c Complete) error {
	t, n, err := s.live(c.Token)
	if err != nil {
		return err
	}
	if t.Phase == Stuck {
		return fault.New(fault.Conflict, "engine.token_stuck", fault.Args{"node": n.ID})
	}
	if n.Kind != chart.Process {
		return fault.New(fault.Conflict, "engine.needs_decision", fault.Args{"node": n.ID})
	}
	if docs := awaited(n); len(docs) > 0 {
		return fault.New(fault.Conflict, "engine.waits_for_document", fault.Args{
			"node": n.ID, "doc": docs[0].Name, "states": strings.Join(docs[0].States, ", "),
		})
	}
	s.act(Entry{Kind: Completed, Token: t.ID, Node: n.ID})
	s.leave(t.ID, n, n.Exits)
	return nil
}

// documentReached completes the live nodes that wait for the document. Where
// none waits, and the nodes that would have waited were not yet completed, the
// document is ahead of the run: a deviation (decisions §1.3). A further state of
// a document whose node is done is no deviation, nor is a state that the chart
// does not name.
func (s *stepper) documentReached(c DocumentReached) {
	waiting := false
	for _, t := range slices.Clone(s.run.Tokens) {
		n := s.rel.nodes[t.Node]
		if !awaits(n, c.Doc, c.State) {
			continue
		}
		waiting = true
		if _, _, all := s.reached(awaited(n), c.Doc, c.State); all {
			s.act(Entry{Kind: Completed, Token: t.ID, Node: n.ID, Doc: c.Doc, DocState: c.State})
			s.leave(t.ID, n, n.Exits)
		}
	}
	nodes := s.rel.awaiting(c.Doc, c.State)
	if waiting || len(nodes) == 0 || s.run.completedAny(nodes) {
		return
	}
	s.act(Entry{Kind: Deviated, Node: nodes[0], Doc: c.Doc, DocState: c.State})
}
