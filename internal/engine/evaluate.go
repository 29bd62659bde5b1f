package engine

import (
	"maps"
	"slices"

	"qiju/internal/chart"
	"qiju/internal/condition"
)

// Evaluation is what the conditions of a decision or gate say at a moment.
type Evaluation struct {
	Node         string          `json:"node"`
	Gate         bool            `json:"gate"`
	Exits        []Exit          `json:"exits"`              // in written order
	Proposal     string          `json:"proposal,omitempty"` // edge of the first exit that holds, else of 否则
	Undetermined bool            `json:"undetermined"`       // no proposal, because facts are missing
	Missing      []string        `json:"missing,omitempty"`  // those facts
	Used         condition.Facts `json:"used,omitempty"`     // what was read
}

// Exit is one arrow out of a decision with what its condition says.
type Exit struct {
	Edge      string            `json:"edge"`
	To        string            `json:"to"`
	Word      chart.ExitWord    `json:"word,omitempty"`
	Else      bool              `json:"else,omitempty"`
	Condition string            `json:"condition,omitempty"` // canonical; "" where there is none
	Verdict   condition.Verdict `json:"verdict"`             // without condition: true
	Missing   []string          `json:"missing,omitempty"`
	Parts     []Part            `json:"parts,omitempty"` // operands of its top-level "and", in order
}

// Part is one requirement of a condition.
type Part struct {
	Condition string            `json:"condition"` // canonical English form
	Chinese   string            `json:"chinese"`
	Facts     []string          `json:"facts"` // paths that it names
	Verdict   condition.Verdict `json:"verdict"`
	Missing   []string          `json:"missing,omitempty"`
	Used      condition.Facts   `json:"used,omitempty"`
}

// Go returns the 通行 exit of a gate, false if there is none.
func (e Evaluation) Go() (Exit, bool) {
	i := slices.IndexFunc(e.Exits, func(x Exit) bool { return x.Word == chart.ExitGo })
	if i < 0 {
		return Exit{}, false
	}
	return e.Exits[i], true
}

// Evaluate tests the conditions of a decision or gate. It reports false when
// node is neither.
func Evaluate(rel *Release, node string, env condition.Env) (Evaluation, bool) {
	n := rel.nodes[node]
	if n == nil || n.Kind != chart.Decision {
		return Evaluation{}, false
	}
	return evaluate(n, env), true
}

// evaluate tests the exits of n. The first that holds is proposed; one that is
// undetermined before it leaves the question open (chart.md §4.3.4).
func evaluate(n *chart.Node, env condition.Env) Evaluation {
	ev := Evaluation{Node: n.ID, Gate: isGate(n), Used: condition.Facts{}}
	otherwise := ""
	for _, e := range n.Exits {
		x := Exit{Edge: e.ID, To: e.To, Word: e.Exit, Else: e.Else, Verdict: condition.True}
		if e.Else {
			otherwise = e.ID
		}
		if e.Cond != nil {
			r := e.Cond.Test(env)
			x.Condition, x.Verdict, x.Missing, x.Parts = e.Cond.String(), r.Verdict, r.Missing, parts(e.Cond, env)
			maps.Copy(ev.Used, r.Used)
		}
		ev.Exits = append(ev.Exits, x)
	}
	ev.propose(otherwise)
	return ev
}

// propose weighs the exits that have a condition. otherwise is the edge of 否则.
func (e *Evaluation) propose(otherwise string) {
	conditions := false
	for _, x := range e.Exits {
		if x.Condition == "" {
			continue
		}
		conditions = true
		if e.weigh(x); e.Proposal != "" || e.Undetermined {
			return
		}
	}
	if conditions {
		e.Proposal = otherwise
	}
}

// weigh takes one exit into account.
func (e *Evaluation) weigh(x Exit) {
	switch x.Verdict {
	case condition.True:
		e.Proposal = x.Edge
	case condition.Undetermined:
		e.Undetermined, e.Missing = true, x.Missing
	case condition.False:
	}
}

// parts tests each requirement of a condition.
func parts(c *condition.Expr, env condition.Env) []Part {
	var list []Part
	for _, p := range c.Conjuncts() {
		r := p.Test(env)
		list = append(list, Part{
			Condition: p.String(), Chinese: p.Chinese(), Facts: p.Paths(),
			Verdict: r.Verdict, Missing: r.Missing, Used: r.Used,
		})
	}
	return list
}
