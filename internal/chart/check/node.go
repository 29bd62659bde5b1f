package check

import (
	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// node judges what can be seen at one node.
func (k *checker) node(g *graph, n *chart.Node) {
	switch n.Kind {
	case chart.Decision, chart.Inclusive:
		k.decision(n)
	case chart.FirstOf:
		k.plainExits(n)
		k.firstOf(g, n)
	case chart.Parallel, chart.Store, chart.End, chart.Terminate:
		k.plainExits(n)
	case chart.Start, chart.Process, chart.Event:
		k.plainExits(n)
		if len(n.Exits) > 1 {
			k.exit(source.ImplicitSplit, "", n.Exits[1])
		}
	}
	switch n.Kind {
	case chart.Process:
		k.task(g, n)
	case chart.Event:
		if len(n.Messages)+count(n.Trigger != nil) != 1 {
			k.about(source.EventKind, n)
		}
	case chart.Start, chart.End, chart.Terminate, chart.Decision, chart.Parallel, chart.Inclusive, chart.FirstOf, chart.Store:
	}
	k.references(n)
	for _, e := range n.Exits {
		if e.To == n.ID {
			k.exit(source.SelfLoop, "", e)
		}
	}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// plainExits reports conditions and exit words where nothing is decided.
func (k *checker) plainExits(n *chart.Node) {
	for _, e := range n.Exits {
		if e.Cond != nil || e.Else || e.Exit != "" {
			k.exit(source.CondPlace, "", e)
		}
	}
}

// task judges a ⬛.
func (k *checker) task(g *graph, n *chart.Node) {
	if n.Anytime && (n.Body == nil || len(g.out[n.ID]) > 0 || len(g.in[n.ID]) > 0) {
		k.about(source.AnytimeShape, n)
	}
	if n.Body != nil && (n.Call != "" || len(n.Starts) > 0) {
		k.about(source.BodyAndCall, n)
	}
	byMembers := n.Many != nil && n.Many.Kind != chart.Each
	if len(n.Roles) == 0 && n.Body == nil && n.Call == "" && !byMembers {
		k.about(source.RoleMissing, n)
	}
}

// firstOf judges what follows a ▲~.
func (k *checker) firstOf(g *graph, n *chart.Node) {
	for _, e := range n.Exits {
		to := g.byID[e.To]
		if to == nil {
			continue
		}
		waits := to.Kind == chart.Event
		for _, m := range to.Messages {
			waits = waits && m.Incoming
		}
		if !waits {
			k.exit(source.EventTarget, "", e)
		}
	}
}

// decision judges a ▲ or ▲*.
func (k *checker) decision(n *chart.Node) {
	if len(n.Exits) == 1 && !n.Text.IsZero() {
		k.about(source.OneExit, n)
	}
	if len(n.Exits) > 1 {
		k.labels(n)
	}
	conditions, gate := false, false
	defaults := 0
	for _, e := range n.Exits {
		conditions = conditions || e.Cond != nil || e.Else
		gate = gate || e.Exit != ""
		defaults += count(e.Else)
		if e.Else && defaults > 1 {
			k.exit(source.ElseTwice, "", e)
		}
	}
	if gate {
		k.gate(n)
	}
	if conditions && n.Decided == "" {
		k.about(source.DecidedMissing, n)
	}
	if n.Decided == chart.ByComputer || n.Decided == chart.ByConfirmed {
		k.computed(n, gate, defaults)
	}
}

// labels reports exits without text, and two with the same.
func (k *checker) labels(n *chart.Node) {
	first := map[string]*chart.Edge{}
	for _, e := range n.Exits {
		switch {
		case e.Text.ZH == "" && hasEquals(n.Text.ZH):
			k.exit(source.ExitUnlabelled, "glued", e)
		case e.Text.ZH == "":
			k.exit(source.ExitUnlabelled, "", e)
		case first[e.Text.ZH] != nil:
			k.report(source.ExitSame, "", chart.Place{Line: e.Line, Col: e.Col},
				fault.Args{"text": e.Text.ZH, "line": first[e.Text.ZH].Line})
		default:
			first[e.Text.ZH] = e
		}
	}
}

// hasEquals reports whether a text ends in what may have been meant as the
// text of an arrow, written without a blank.
func hasEquals(text string) bool {
	for _, r := range text {
		if source.Normal(r) == '=' {
			return true
		}
	}
	return false
}

// gate judges the exit words: exactly one 通行 and one 终止.
func (k *checker) gate(n *chart.Node) {
	passes, ends := 0, 0
	for _, e := range n.Exits {
		passes += count(e.Exit == chart.ExitGo)
		ends += count(e.Exit == chart.ExitTerminate)
	}
	if passes != 1 || ends != 1 {
		k.report(source.GateExits, "", placeOf(n), fault.Args{"node": name(n), "go": passes, "terminate": ends})
	}
}

// computed judges a decision that conditions take. Of a gate only the exit 通行
// needs a condition, since a person may always end or return.
func (k *checker) computed(n *chart.Node, gate bool, defaults int) {
	if len(n.Exits) < 2 {
		return
	}
	for _, e := range n.Exits {
		if e.Cond == nil && !e.Else && (!gate || e.Exit == chart.ExitGo) {
			k.exit(source.CondMissing, "", e)
		}
	}
	if defaults == 0 {
		k.about(source.ElseNone, n)
	}
}

// references judges names of pools and lanes.
func (k *checker) references(n *chart.Node) {
	for _, m := range n.Messages {
		k.pool(m, n.Line)
	}
	for _, b := range n.Bounds {
		if b.Message != nil {
			k.pool(*b.Message, b.Line)
		}
	}
	if n.Lane != "" && !k.lanes[n.Lane] {
		at := n.LaneAt
		if at.Line == 0 {
			at = placeOf(n)
		}
		k.report(source.LaneUnknown, "", at, fault.Args{"lane": n.Lane})
	}
}

func (k *checker) pool(m chart.Message, line int) {
	if m.Pool == "" || k.pools[m.Pool] {
		return
	}
	at := m.At
	if at.Line == 0 {
		at = chart.Place{Line: max(line, 1), Col: 1}
	}
	k.report(source.PoolUnknown, "", at, fault.Args{"pool": m.Pool})
}
