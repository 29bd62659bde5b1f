package notation

import (
	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

func (r *reader) chartID() (string, bool) {
	r.skipBlanks()
	at := r.pos
	id, ok := r.id()
	if !ok {
		return "", r.fail(source.ChartBad, "", at, nil)
	}
	return id, true
}

// starts reads 启动.
func (r *reader) starts(n *item) {
	var s chart.StartOf
	var ok bool
	if s.Chart, ok = r.chartID(); !ok {
		return
	}
	if r.peek() == '.' {
		r.pos++
		if s.Node, ok = r.chartID(); !ok {
			return
		}
	}
	r.skipBlanks()
	at := r.pos
	switch {
	case r.word("否则", "else"):
		s.Else = true
	case r.word("当", "if"):
		if s.Cond = r.condition(at, false); s.Cond == nil {
			return
		}
	}
	add(r, owner{node: n}, chart.FactStarts, &n.Starts, s, sameStart, sameStart)
}

func sameStart(a, b chart.StartOf) bool {
	return a.Chart == b.Chart && a.Node == b.Node && a.Else == b.Else && sameCondition(a.Cond, b.Cond)
}

// remind reads 催办.
func (r *reader) remind(n *item) {
	r.skipBlanks()
	m := chart.Remind{Every: r.word("每", "every")}
	var ok bool
	if m.After, ok = r.duration(); ok {
		add(r, owner{node: n}, chart.FactRemind, &n.Reminds, m, same, same)
	}
}

// many reads 会签, 或签 or 逐个.
func (r *reader) many(n *item, kw keyword) {
	m := chart.Many{Kind: chart.ManyKind(kw)}
	r.skipBlanks()
	at := r.pos
	var ok bool
	if m.Of, ok = r.name(); !ok {
		r.fail(source.RoleBad, "", at, nil)
		return
	}
	for r.ok() && !r.done() {
		at := r.pos
		switch {
		case r.word("依次", "in-turn"):
			m.InTurn = true
		case r.word("满", "quorum"):
			m.Quorum = r.quorum()
		case r.word("直到", "until"):
			m.Until = r.condition(at, false)
		default:
			r.fail(source.Trailing, "", r.pos, fault.Args{"text": r.rest()})
		}
	}
	if !r.ok() {
		return
	}
	if n.Many != nil && !sameMany(*n.Many, m) {
		r.again()
		return
	}
	n.Many = &m
	r.borne(&n.FactComments, chart.FactMany, 0)
}

func sameMany(a, b chart.Many) bool {
	equal := sameCondition(a.Until, b.Until)
	a.Until, b.Until = nil, nil
	return equal && a == b
}
