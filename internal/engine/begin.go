package engine

import (
	"slices"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
)

// begin starts the run at the start of the chart or at the node named.
func (s *stepper) begin(c Start) error {
	node := s.rel.start.ID
	if c.Node != "" && c.Node != node {
		b, err := s.standable(c.Node)
		if err != nil {
			return err
		}
		if len(b) > 0 {
			return fault.New(fault.Invalid, "engine.node_in_parallel", fault.Args{"node": c.Node})
		}
		node = c.Node
	}
	s.open(c.Run, c.Subject)
	s.moving = []move{{token: s.run.nextToken(), node: node}}
	return nil
}

// open writes the first entry of a run.
func (s *stepper) open(id RunID, subject Subject) {
	s.act(Entry{Kind: Started, Run: &Run{
		ID: id, Chart: s.rel.Chart.ID, Release: s.rel.Hash, Subject: subject, State: Running, StartedAt: s.env.Now,
	}})
}

// place puts an imported case on a node.
func (s *stepper) place(c Place) error {
	b, err := s.standable(c.Node)
	if err != nil {
		return err
	}
	s.open(c.Run, c.Subject)
	s.put(c.Node, "", s.rel.skipped(c.Node))
	for _, f := range b {
		for _, e := range s.rel.nodes[f.split].Exits {
			if e.ID != f.edge {
				s.put(e.To, e.ID, nil)
			}
		}
	}
	return nil
}

// put makes a token on node. via is the arrow on which a join would miss it; it
// is not walked.
func (s *stepper) put(node, via string, gates []string) {
	token := s.run.nextToken()
	s.act(Entry{Kind: Placed, Token: token, Node: node, Gates: gates})
	s.moving = append(s.moving, move{token: token, node: node, via: via})
}

// placeEnded records a closed case.
func (s *stepper) placeEnded(c PlaceEnded) error {
	n := s.rel.nodes[c.End]
	if n == nil || n.Kind != chart.End && n.Kind != chart.Terminate {
		return &fault.Error{Kind: fault.Invalid, Key: "engine.end_unknown", Field: "end", Args: fault.Args{"node": c.End}}
	}
	s.open(c.Run, c.Subject)
	s.act(Entry{Kind: Placed, Node: c.End, Gates: s.rel.skipped(c.End)})
	s.end = c.End
	return nil
}

// standable returns the branch of a node on which a token may be put, or a
// fault.Invalid on field "node".
func (s *stepper) standable(id string) (branch, error) {
	n := s.rel.nodes[id]
	if n == nil {
		return nil, fault.Field("node", "engine.node_unknown", fault.Args{"node": id})
	}
	b, ok := s.rel.branches[id]
	if !ok || !slices.Contains([]chart.Kind{chart.Process, chart.Decision, chart.Parallel}, n.Kind) {
		return nil, fault.Field("node", "engine.node_no_place", fault.Args{"node": id})
	}
	return b, nil
}
