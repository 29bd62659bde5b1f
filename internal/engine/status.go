package engine

import "qiju/internal/base/clock"

// NodeStatus is what a run has done at a node, as the drawing shows it.
type NodeStatus struct {
	Visits     int           `json:"visits"`           // how often a token came
	Done       int           `json:"done"`             // how many of the stays are over
	Live       bool          `json:"live"`             // a token stands here now
	Phase      Phase         `json:"phase,omitempty"`  // Live: what it waits for; Stuck before the others
	Tokens     []string      `json:"tokens,omitempty"` // Live: the tokens
	Since      clock.Instant `json:"since,omitempty"`  // Live: when the earliest came
	LastOut    clock.Instant `json:"lastOut,omitempty"`
	LastBy     string        `json:"lastBy,omitempty"` // who ended the last stay
	Key        string        `json:"key,omitempty"`    // Stuck: the incident
	Args       Args          `json:"args,omitempty"`
	Override   bool          `json:"override,omitempty"`   // 特批 was used here
	Returned   bool          `json:"returned,omitempty"`   // 退回 led here
	Placed     bool          `json:"placed,omitempty"`     // 放置 put the run here
	Unreviewed bool          `json:"unreviewed,omitempty"` // a gate that the placing jumped over
	Ended      bool          `json:"ended,omitempty"`      // the end at which the run stands
	Documents  []Args        `json:"documents,omitempty"`  // document states that came before the run
}

// EdgeStatus is what a run has done on an arrow.
type EdgeStatus struct {
	Walked   int  `json:"walked"`
	Override bool `json:"override,omitempty"` // walked once against the conditions
	Returned bool `json:"returned,omitempty"` // walked once as 退回
}

// Status returns what the drawing of a run shows, by node and by arrow. Nodes
// and arrows that the run has not touched are absent.
func Status(rel *Release, run Run) (map[string]NodeStatus, map[string]EdgeStatus) {
	nodes, edges := map[string]*NodeStatus{}, map[string]EdgeStatus{}
	at := func(id string) *NodeStatus {
		if nodes[id] == nil {
			nodes[id] = &NodeStatus{}
		}
		return nodes[id]
	}
	for _, v := range run.Visits {
		at(v.Node).visit(v)
	}
	for _, t := range run.Tokens {
		at(t.Node).stand(t)
	}
	for _, d := range run.Deviations {
		at(d.Node).deviate(d)
	}
	if run.State == Ended && run.EndNode != "" {
		at(run.EndNode).Ended = true
	}
	for id, n := range run.Walked {
		edges[id] = EdgeStatus{Walked: n}
	}
	for _, d := range run.Decisions {
		if e, ok := edges[d.Edge]; ok {
			e.Override = e.Override || d.Override
			e.Returned = e.Returned || d.Word == Return
			edges[d.Edge] = e
		}
	}
	plain := map[string]NodeStatus{}
	for id, n := range nodes {
		if rel.nodes[id] != nil {
			plain[id] = *n
		}
	}
	return plain, edges
}

// visit counts a stay.
func (s *NodeStatus) visit(v Visit) {
	s.Visits++
	if v.How == "" {
		return
	}
	s.Done++
	if v.Out >= s.LastOut {
		s.LastOut, s.LastBy = v.Out, v.By
	}
}

// stand notes a token that is here.
func (s *NodeStatus) stand(t Token) {
	if !s.Live || t.Since < s.Since {
		s.Since = t.Since
	}
	if !s.Live || t.Phase == Stuck {
		s.Phase = t.Phase
	}
	s.Live, s.Tokens = true, append(s.Tokens, t.ID)
	if t.Phase == Stuck {
		s.Key, s.Args = t.Key, t.Args
	}
}

// deviate notes a deviation.
func (s *NodeStatus) deviate(d Deviation) {
	switch d.Kind {
	case DeviationDocument:
		s.Documents = append(s.Documents, d.Args)
	case DeviationPlaced:
		s.Placed = true
	case DeviationOverride:
		s.Override = true
	case DeviationSkipped:
		s.Unreviewed = true
	case DeviationReturned:
		s.Returned = true
	}
}
