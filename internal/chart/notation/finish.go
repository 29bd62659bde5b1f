package notation

import (
	"fmt"
	"strconv"
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// finish checks what needs the whole file, gives ids to what has none, and
// puts the chart together.
func (r *reader) finish() {
	r.chart.Tail = r.pending
	if r.chart.Line == 0 {
		d := source.New(source.FlowMissing, "", 1, 1, nil)
		r.diags = append([]source.Diagnostic{d}, r.diags...)
		r.chart.Name = i18n.Text{ZH: "未命名"}
		r.nobody = append([]unnamed{{"F", func(id string) { r.chart.ID = id }}}, r.nobody...)
	}
	r.unknownIDs()
	r.idCases()
	for _, s := range r.bodies {
		if r.stillOpen(s) {
			r.report(source.BodyOpen, "", chart.Place{Line: s.line, Col: 1}, nil)
		}
	}
	r.crossings()
	flows := r.storeFlows()
	r.lateFacts()
	r.nameAll()
	r.assemble(flows)
}

func (r *reader) report(k source.Kind, variant string, at chart.Place, args fault.Args) {
	r.diags = append(r.diags, source.New(k, variant, at.Line, at.Col, args))
}

func (r *reader) stillOpen(s *scope) bool {
	for open := r.scope; open != nil; open = open.outer {
		if open == s {
			return true
		}
	}
	return false
}

// unknownIDs reports ids of nodes and stores that are nowhere written. An
// arrow out of a store is left to storeFlows.
func (r *reader) unknownIDs() {
	line := 0
	for _, ref := range r.refs {
		n := ref.item
		fromStore := ref.from != nil && ref.from.Kind == chart.Store
		if n.defined || n.broken || fromStore || ref.at.Line == line {
			continue
		}
		line = ref.at.Line
		r.report(source.IDUnknown, "", ref.at, fault.Args{"id": n.ID})
	}
	for _, ref := range r.stores {
		n := r.items[ref.id]
		if n == nil || n.Kind != chart.Store && !n.broken {
			r.report(source.IDUnknown, "store", ref.at, fault.Args{"id": ref.id})
		}
	}
}

// idCases reports ids that differ in letter case only.
func (r *reader) idCases() {
	first := map[string]string{}
	for _, n := range r.named {
		lower := strings.ToLower(n.id)
		if other, taken := first[lower]; taken && other != n.id {
			r.report(source.IDCase, "", n.at, fault.Args{"id": n.id, "other": other})
			continue
		}
		first[lower] = n.id
	}
}

// data reports whether l reads or writes a store.
func (l *link) data() bool {
	return l.from.Kind == chart.Store || l.to.Kind == chart.Store
}

// crossings reports arrows that leave their scope.
func (r *reader) crossings() {
	for _, l := range r.links {
		if l.from.defined && l.to.defined && !l.data() && l.from.scope != l.to.scope {
			r.report(source.CrossScope, "", l.target, fault.Args{"from": l.from.label(), "to": l.to.label()})
		}
	}
}

// label names a node for a message.
func (n *item) label() string {
	if n.ID != "" {
		return n.ID
	}
	return n.Text.ZH
}

// storeFlows turns arrows from and to stores into reading and writing, and
// returns the other arrows.
func (r *reader) storeFlows() []*link {
	var flows []*link
	for _, l := range r.links {
		plain := l.Text.IsZero() && l.Cond == nil && !l.Else && l.Exit == "" && l.bound == nil
		switch {
		case !l.data():
			flows = append(flows, l)
		case plain && l.from.Kind == chart.Store && l.to.defined && nodeBears(l.to.Kind, chart.FactReads),
			plain && l.to.Kind == chart.Store && nodeBears(l.from.Kind, chart.FactWrites):
			r.nobody = append(r.nobody, unnamed{"", func(string) { l.store() }})
		default:
			r.report(source.StoreFlow, "", chart.Place{Line: l.Line, Col: l.Col}, nil)
		}
	}
	return flows
}

// store gives the node of a data arrow its store; both have their ids by now.
func (l *link) store() {
	n, id, f, list := l.to, l.from.ID, chart.FactReads, &l.to.Reads
	if l.to.Kind == chart.Store {
		n, id, f, list = l.from, l.to.ID, chart.FactWrites, &l.from.Writes
	}
	i := 0
	for i < len(*list) && (*list)[i] != id {
		i++
	}
	if i == len(*list) {
		*list = append(*list, id)
	}
	for _, text := range l.Comments {
		n.FactComments = append(n.FactComments, chart.FactComment{Fact: f, N: i, Text: text})
	}
	n.Notes = append(n.Notes, l.Notes...)
}

// lateFacts reports facts of nodes whose kind, known only now, cannot bear
// them.
func (r *reader) lateFacts() {
	for _, d := range r.delayed {
		if d.item.defined && !nodeBears(d.item.Kind, d.fact) {
			r.report(source.FactMisplaced, "", d.at, nil)
		}
	}
}

// nameAll gives every element without an id the prefix of its kind and the
// smallest number that is free in the whole file, whatever the letter case.
func (r *reader) nameAll() {
	taken := map[string]bool{}
	for id := range r.ids {
		taken[strings.ToLower(id)] = true
	}
	next := map[string]int{}
	for _, u := range r.nobody {
		if u.prefix == "" {
			u.name("")
			continue
		}
		for {
			next[u.prefix]++
			id := u.prefix + strconv.Itoa(next[u.prefix])
			if !taken[strings.ToLower(id)] {
				taken[strings.ToLower(id)] = true
				u.name(id)
				break
			}
		}
	}
}

// assemble fills the chart from what was read.
func (r *reader) assemble(flows []*link) {
	c := r.chart
	for _, p := range r.pools {
		c.Pools = append(c.Pools, *p)
	}
	for _, l := range r.lanes {
		c.Lanes = append(c.Lanes, *l)
	}
	for _, s := range r.stages {
		c.Stages = append(c.Stages, *s)
	}
	main := r.scope
	for main.outer != nil {
		main = main.outer
	}
	main.items = banded(main.items, r.stages)
	main.fill()
	for _, s := range r.bodies {
		s.fill()
	}
	count := map[string]int{}
	for _, l := range flows {
		l.From, l.To = l.from.ID, l.to.ID
		source := l.From
		if l.bound != nil {
			source = l.bound.ID
		} else {
			l.from.Exits = append(l.from.Exits, l.Edge)
		}
		l.ID = edgeID(count, source, l.To)
	}
}

func edgeID(count map[string]int, source, target string) string {
	id := source + "." + target
	count[id]++
	if n := count[id]; n > 1 {
		return fmt.Sprintf("%s.%d", id, n)
	}
	return id
}

// fill writes the nodes of s into the chart.
func (s *scope) fill() {
	for _, n := range s.items {
		if n.stage != nil {
			n.Stage = n.stage.ID
		}
		for _, b := range n.bounds {
			n.Bounds = append(n.Bounds, *b)
		}
		s.body.Nodes = append(s.body.Nodes, n.Node)
	}
}

// banded returns items in canonical order: nodes before the first stage, each
// stage with its nodes, the rest.
func banded(items []*item, stages []*chart.Stage) []*item {
	var ordered, rest []*item
	seen := false
	for _, n := range items {
		seen = seen || n.stage != nil
		switch {
		case n.stage != nil:
		case seen:
			rest = append(rest, n)
		default:
			ordered = append(ordered, n)
		}
	}
	for _, s := range stages {
		for _, n := range items {
			if n.stage == s {
				ordered = append(ordered, n)
			}
		}
	}
	return append(ordered, rest...)
}
