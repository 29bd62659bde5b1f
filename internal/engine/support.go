package engine

import "qiju/internal/chart"

// Unsupported is a part of a chart that the engine does not execute.
type Unsupported struct {
	Node   string `json:"node,omitempty"` // "" for the chart as a whole
	Key    string `json:"key"`            // message key, "engine.unsupported.…", with argument node
	Blocks bool   `json:"blocks"`         // false: a note only, the part is ignored when the chart runs
}

// unsupported names what cannot be executed, in written order.
func unsupported(rel *Release) []Unsupported {
	var found []Unsupported
	starts := 0
	for _, n := range rel.Chart.Nodes {
		if n.Kind == chart.Start {
			starts++
		}
		if n.Anytime {
			found = append(found, Unsupported{Node: n.ID, Key: "engine.unsupported.anytime"})
			continue
		}
		for _, key := range append(unsupportedKind(n), unsupportedExits(rel, n)...) {
			found = append(found, Unsupported{Node: n.ID, Key: key, Blocks: true})
		}
	}
	if starts != 1 {
		found = append(found, Unsupported{Key: "engine.unsupported.start", Blocks: true})
	}
	return found
}

// unsupportedKind judges n by itself.
func unsupportedKind(n *chart.Node) []string {
	var keys []string
	switch n.Kind {
	case chart.Inclusive:
		keys = append(keys, "engine.unsupported.inclusive")
	case chart.FirstOf:
		keys = append(keys, "engine.unsupported.first_of")
	case chart.Event:
		keys = append(keys, "engine.unsupported.event")
	case chart.Start, chart.End, chart.Terminate, chart.Decision, chart.Parallel, chart.Process, chart.Store:
	}
	switch {
	case n.Many != nil && n.Many.Kind == chart.Each:
		keys = append(keys, "engine.unsupported.each")
	case n.Body != nil:
		keys = append(keys, "engine.unsupported.body")
	}
	if len(n.Bounds) > 0 {
		keys = append(keys, "engine.unsupported.boundary")
	}
	return keys
}

// unsupportedExits judges the arrows out of n.
func unsupportedExits(rel *Release, n *chart.Node) []string {
	var keys []string
	if n.Kind != chart.Decision && n.Kind != chart.Parallel && n.Kind != chart.Inclusive && n.Kind != chart.FirstOf && len(n.Exits) > 1 {
		keys = append(keys, "engine.unsupported.exits")
	}
	words := map[chart.ExitWord]int{}
	for _, e := range n.Exits {
		words[e.Exit]++
		if to := rel.nodes[e.To]; to == nil || to.Kind == chart.Store || to.Kind == chart.Start || to.Anytime {
			keys = append(keys, "engine.unsupported.arrow")
		}
	}
	if isGate(n) && (words[chart.ExitGo] != 1 || words[chart.ExitTerminate] != 1) {
		keys = append(keys, "engine.unsupported.gate")
	}
	return keys
}
