package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"qiju/internal/chart"
)

// Release is a chart made ready to run. It is immutable and safe for
// concurrent use. Only the main line runs; see [Compile].
type Release struct {
	Hash  string // content hash of its canonical text, see [Hash]
	Chart *chart.Chart

	start    *chart.Node
	nodes    map[string]*chart.Node   // main line only
	edges    map[string]*chart.Edge   // arrows of the main line
	incoming map[string][]*chart.Edge // by target, in written order
	branches map[string]branch        // by node; without those that have no clear place
	gates    []string                 // in written order
	blocked  bool                     // some part cannot be executed
}

// Compile prepares c for running. hash is the [Hash] of its canonical text.
// What the engine cannot execute is named; if any of it blocks, the release is
// not executable but can still be drawn.
func Compile(c *chart.Chart, hash string) (*Release, []Unsupported) {
	rel := &Release{
		Hash: hash, Chart: c,
		nodes: map[string]*chart.Node{}, edges: map[string]*chart.Edge{}, incoming: map[string][]*chart.Edge{},
	}
	for _, n := range c.Nodes {
		rel.nodes[n.ID] = n
		if n.Kind == chart.Start && rel.start == nil {
			rel.start = n
		}
		if isGate(n) {
			rel.gates = append(rel.gates, n.ID)
		}
		for _, e := range n.Exits {
			rel.edges[e.ID] = e
			rel.incoming[e.To] = append(rel.incoming[e.To], e)
		}
	}
	found := unsupported(rel)
	rel.blocked = slices.ContainsFunc(found, func(u Unsupported) bool { return u.Blocks })
	rel.branches = findBranches(rel)
	return rel, found
}

// Hash returns the content hash of a chart's canonical text, "sha256:…" in
// lower-case hex.
func Hash(canonicalText string) string {
	sum := sha256.Sum256([]byte(canonicalText))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Executable reports whether runs of the release can be started.
func (r *Release) Executable() bool { return !r.blocked }

// Node returns the node of the main line with id, nil if there is none.
func (r *Release) Node(id string) *chart.Node { return r.nodes[id] }

// Edge returns the arrow of the main line with id, nil if there is none.
func (r *Release) Edge(id string) *chart.Edge { return r.edges[id] }

// Gates returns the ids of the gates in written order.
func (r *Release) Gates() []string { return slices.Clone(r.gates) }

// IsGate reports whether node is a gate (关口): a decision with an exit word.
func (r *Release) IsGate(node string) bool {
	n := r.nodes[node]
	return n != nil && isGate(n)
}

// GateExits returns the exits of a gate: its 通行, its 终止 and its first drawn
// 退回. Those that do not exist are nil.
func (r *Release) GateExits(node string) (goes, terminates, returns *chart.Edge) {
	n := r.nodes[node]
	if n == nil {
		return nil, nil, nil
	}
	return exitWith(n, chart.ExitGo), exitWith(n, chart.ExitTerminate), exitWith(n, chart.ExitReturn)
}

// Mentions reports whether a node names the document, with or without states.
func (r *Release) Mentions(doc string) bool {
	for _, n := range r.Chart.Nodes {
		if slices.ContainsFunc(n.Docs, func(d chart.DocFact) bool { return d.Name == doc }) {
			return true
		}
	}
	return false
}

// awaiting returns the process nodes that wait for the document to reach state.
func (r *Release) awaiting(doc, state string) []string {
	var ids []string
	for _, n := range r.Chart.Nodes {
		if awaits(n, doc, state) {
			ids = append(ids, n.ID)
		}
	}
	return ids
}

// awaits reports whether n waits for doc to reach state.
func awaits(n *chart.Node, doc, state string) bool {
	if n.Kind != chart.Process || n.Call != "" {
		return false
	}
	return slices.ContainsFunc(n.Docs, func(d chart.DocFact) bool {
		return d.Name == doc && slices.Contains(d.States, state)
	})
}

// awaited returns the documents whose states n waits for.
func awaited(n *chart.Node) []chart.DocFact {
	var docs []chart.DocFact
	for _, d := range n.Docs {
		if len(d.States) > 0 {
			docs = append(docs, d)
		}
	}
	return docs
}

// isGate reports whether n is a decision with an exit word.
func isGate(n *chart.Node) bool {
	return n.Kind == chart.Decision && slices.ContainsFunc(n.Exits, func(e *chart.Edge) bool { return e.Exit != "" })
}

// isMerge reports whether n only brings arrows together (notation §1).
func isMerge(n *chart.Node) bool {
	return n.Kind == chart.Decision && n.Text.IsZero() && len(n.Exits) == 1 && !isGate(n)
}

// isService reports whether the system does n, and nobody else.
func isService(n *chart.Node) bool {
	return len(n.Roles) > 0 && !slices.ContainsFunc(n.Roles, func(r string) bool { return !isSystem(r) })
}

// isSystem reports whether a role is 系统.
func isSystem(role string) bool { return role == "系统" || strings.EqualFold(role, "system") }

// isJoin reports whether n waits for all its incoming arrows.
func (r *Release) isJoin(n *chart.Node) bool {
	return n.Kind == chart.Parallel && len(r.incoming[n.ID]) > 1
}

// exitWith returns the first exit of n with the word, nil if there is none.
func exitWith(n *chart.Node, word chart.ExitWord) *chart.Edge {
	for _, e := range n.Exits {
		if e.Exit == word {
			return e
		}
	}
	return nil
}
