package notation

import (
	"slices"
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

func sigilFact(sign rune) chart.Fact {
	switch sign {
	case '@':
		return chart.FactRole
	case '#':
		return chart.FactDoc
	default:
		return chart.FactLimit
	}
}

// sigilLine reads `@role`, `#document` and `~limit` of the owner.
func (r *reader) sigilLine() {
	for r.ok() && !r.done() {
		r.start = r.pos
		if !strings.ContainsRune("@#~", r.peek()) {
			r.fail(source.Trailing, "", r.pos, fault.Args{"text": r.rest()})
			return
		}
		o, ok := r.bear(sigilFact(r.peek()))
		if !ok {
			return
		}
		r.sigil(o)
	}
}

// sigil reads one short fact for o, which can bear it.
func (r *reader) sigil(o owner) {
	r.start = r.pos
	sign := r.peek()
	r.pos++
	flow := o == owner{}
	switch {
	case sign == '@' && flow:
		r.term(source.RoleBad, chart.FactRole, &r.chart.Roles)
	case sign == '#' && flow:
		r.term(source.DocBad, chart.FactDoc, &r.chart.Docs)
	case sign == '@':
		r.skipBlanks()
		name, ok := r.name()
		if !ok {
			r.fail(source.RoleBad, "", r.pos, nil)
			return
		}
		add(r, o, chart.FactRole, o.roles(), name, same, same)
	case sign == '#':
		if d, ok := r.doc(); ok {
			add(r, o, chart.FactDoc, &o.node.Docs, d, sameDocName, sameDoc)
		}
	default:
		r.limit(o)
	}
}

// term reads a name of the head with its English.
func (r *reader) term(kind source.Kind, f chart.Fact, list *[]chart.Term) {
	r.skipBlanks()
	at := r.pos
	name, ok := r.name()
	if !ok {
		r.fail(kind, "", at, nil)
		return
	}
	t := chart.Term{Name: name}
	r.skipBlanks()
	if r.peek() == '|' {
		r.pos++
		if t.EN, ok = r.part(context{place: afterSign}); !ok {
			return
		}
	}
	add(r, owner{}, f, list, t, func(a, b chart.Term) bool { return a.Name == b.Name }, same)
}

// doc reads the name of a document and the states that are awaited.
func (r *reader) doc() (d chart.DocFact, ok bool) {
	r.skipBlanks()
	if d.Name, ok = r.name(); !ok {
		return d, r.fail(source.DocBad, "", r.pos, nil)
	}
	if r.peek() != '=' || r.arrow(r.pos) > 0 {
		return d, true
	}
	for {
		r.pos++
		state, ok := r.name()
		if !ok {
			return d, r.fail(source.DocBad, "state", r.pos, fault.Args{"doc": d.Name})
		}
		d.States = append(d.States, state)
		if r.peek() != '/' {
			return d, true
		}
	}
}

func sameDocName(a, b chart.DocFact) bool { return a.Name == b.Name }

func sameDoc(a, b chart.DocFact) bool { return a.Name == b.Name && slices.Equal(a.States, b.States) }

// limit reads a time limit and what it counts from.
func (r *reader) limit(o owner) {
	var l chart.Limit
	var ok bool
	if l.For, ok = r.duration(); !ok {
		return
	}
	back := r.pos
	r.skipBlanks()
	if !r.word("自", "from") {
		r.pos = back
	} else if !r.limitFrom(&l) {
		return
	}
	n := o.node
	if n.Limit != nil && !sameLimit(*n.Limit, l) {
		r.again()
		return
	}
	n.Limit = &l
	r.borne(&n.FactComments, chart.FactLimit, 0)
}

func (r *reader) limitFrom(l *chart.Limit) bool {
	r.skipBlanks()
	if r.peek() == '#' {
		r.pos++
		d, ok := r.doc()
		if ok && len(d.States) != 1 {
			return r.fail(source.DocBad, "state", r.pos, fault.Args{"doc": d.Name})
		}
		l.FromDoc = &d
		return ok
	}
	at := r.pos
	var ok bool
	if l.FromPath, ok = r.name(); !ok {
		return r.fail(source.DocBad, "", at, nil)
	}
	return true
}

func sameLimit(a, b chart.Limit) bool {
	if a.FromDoc != nil && b.FromDoc != nil && !sameDoc(*a.FromDoc, *b.FromDoc) {
		return false
	}
	return a.For == b.For && a.FromPath == b.FromPath && (a.FromDoc == nil) == (b.FromDoc == nil)
}
