package notation

import (
	"slices"

	"qiju/internal/chart"
)

// factRef is the n-th fact of a kind.
type factRef struct {
	fact chart.Fact
	n    int
}

// factList collects facts in the order they are written.
type factList []factRef

func (l *factList) many(f chart.Fact, n int) {
	for i := range n {
		*l = append(*l, factRef{f, i})
	}
}

func (l *factList) one(f chart.Fact, there bool) {
	if there {
		*l = append(*l, factRef{f, 0})
	}
}

// flowFacts returns the facts of the head in canonical order.
func flowFacts(c *chart.Chart) factList {
	var l factList
	l.many(chart.FactSubject, len(c.Subjects))
	l.many(chart.FactAbout, len(c.About))
	l.many(chart.FactRole, len(c.Roles))
	l.many(chart.FactDoc, len(c.Docs))
	l.many(chart.FactNote, len(c.Notes))
	return l
}

// stageFacts returns the facts of a stage card in canonical order.
func stageFacts(s chart.Stage) factList {
	var l factList
	l.many(chart.FactAbout, len(s.About))
	l.many(chart.FactRole, len(s.Roles))
	l.many(chart.FactKeyword, len(s.Keywords))
	l.many(chart.FactContent, len(s.Contents))
	l.many(chart.FactFocus, len(s.Focus))
	l.many(chart.FactSupport, len(s.Support))
	l.one(chart.FactInvolvement, s.Involvement != "")
	l.one(chart.FactDays, s.Days != nil)
	l.one(chart.FactOdds, s.Odds != "")
	l.one(chart.FactBudget, s.Budget != "")
	l.many(chart.FactCheck, len(s.Checks))
	l.many(chart.FactNote, len(s.Notes))
	return l
}

// nodeFacts returns the facts of a node in canonical order, up to its body.
func nodeFacts(n *chart.Node) factList {
	var l factList
	l.many(chart.FactAbout, len(n.About))
	l.many(chart.FactRole, len(n.Roles))
	l.many(chart.FactDoc, len(n.Docs))
	l.one(chart.FactLimit, n.Limit != nil)
	l.many(chart.FactRemind, len(n.Reminds))
	l.many(chart.FactCheck, len(n.Checks))
	l.one(chart.FactCost, n.Cost != nil)
	l.one(chart.FactDecided, n.Decided != "")
	l.one(chart.FactMany, n.Many != nil)
	l.one(chart.FactCall, n.Call != "")
	l.many(chart.FactStarts, len(n.Starts))
	l.many(chart.FactReads, len(n.Reads))
	l.many(chart.FactWrites, len(n.Writes))
	l.many(chart.FactOn, len(messages(n, true)))
	l.many(chart.FactSends, len(messages(n, false)))
	l.one(chart.FactEvent, n.Trigger != nil)
	l.one(chart.FactIn, n.Lane != "")
	l.many(chart.FactNote, len(n.Notes))
	l.one(chart.FactAnytime, n.Anytime)
	return l
}

// messages returns the incoming or the outgoing messages of n.
func messages(n *chart.Node, incoming bool) []chart.Message {
	var list []chart.Message
	for _, m := range n.Messages {
		if m.Incoming == incoming {
			list = append(list, m)
		}
	}
	return list
}

// commentsOf returns the comments above one fact.
func commentsOf(list []chart.FactComment, ref factRef) []string {
	var texts []string
	for _, fc := range list {
		if fc.Fact == ref.fact && fc.N == ref.n {
			texts = append(texts, fc.Text)
		}
	}
	return texts
}

// participant is a pool or a lane.
type participant struct {
	pool *chart.Pool
	lane *chart.Lane
	line int
}

// participants returns pools and lanes in written order; where none is known,
// pools stand first.
func participants(c *chart.Chart) []participant {
	var list []participant
	for i := range c.Pools {
		list = append(list, participant{pool: &c.Pools[i], line: c.Pools[i].Line})
	}
	for i := range c.Lanes {
		list = append(list, participant{lane: &c.Lanes[i], line: c.Lanes[i].Line})
	}
	slices.SortStableFunc(list, func(a, b participant) int { return a.line - b.line })
	return list
}

// band is a stage with its nodes; no stage stands for the nodes before the
// first one, and for the rest after `---`.
type band struct {
	stage *chart.Stage
	nodes []*chart.Node
}

// bands returns the nodes of the main line in canonical order.
func bands(c *chart.Chart) []band {
	byID := map[string]int{}
	list := []band{{}}
	for i := range c.Stages {
		byID[c.Stages[i].ID] = len(list)
		list = append(list, band{stage: &c.Stages[i]})
	}
	list = append(list, band{})
	seen := false
	for _, n := range c.Nodes {
		i, staged := byID[n.Stage]
		seen = seen || staged
		if !staged && seen {
			i = len(list) - 1
		}
		list[i].nodes = append(list[i].nodes, n)
	}
	return list
}
