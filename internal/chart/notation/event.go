package notation

import (
	"slices"
	"strconv"

	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// eventLine reads 超时, 收到 or 一旦. The last two are boundary events if they
// have an arrow; else a message or a trigger of the owner.
func (r *reader) eventLine(kw keyword, id string) {
	at := r.pos
	_, n, _ := r.keywordAt(r.pos)
	r.pos += n
	interrupts := r.peek() == '!'
	if interrupts {
		r.pos++
	}
	r.colon()
	switch kw {
	case kwAfter:
		r.afterLine(id, at, interrupts)
	case kwOn:
		r.onLine(id, at, interrupts)
	default:
		r.onceLine(id, at, interrupts)
	}
}

// afterLine reads a boundary timer.
func (r *reader) afterLine(id string, at int, interrupts bool) {
	o, ok := r.bear(bearsBoundary)
	if !ok {
		return
	}
	b := &chart.Boundary{Kind: chart.Timer, Interrupting: interrupts, Line: r.No}
	r.skipBlanks()
	b.Every = r.word("每", "every")
	d, ok := r.duration()
	if !ok {
		return
	}
	b.After = &d
	r.skipBlanks()
	if r.word("共", "times") && !r.times(b) {
		return
	}
	r.skipBlanks()
	if r.quote(r.pos) {
		if b.Name, ok = r.timerName(); !ok {
			return
		}
	}
	r.boundary(o.node, b, id, at)
}

func (r *reader) times(b *chart.Boundary) bool {
	r.skipBlanks()
	at := r.pos
	text, ok := r.number()
	n, err := strconv.Atoi(text)
	if !ok || err != nil || n < 1 {
		return r.fail(source.NumberBad, "times", at, nil)
	}
	b.Times = n
	r.skipBlanks()
	r.word("次", "")
	return true
}

// timerName reads `quoted [ "|" quoted ]`.
func (r *reader) timerName() (t i18n.Text, ok bool) {
	t.ZH, ok = r.name()
	if !ok || !r.checkLength(t.ZH, r.pos) {
		return t, r.fail(source.TextEmpty, "", r.pos, nil)
	}
	back := r.pos
	r.skipBlanks()
	if r.peek() != '|' {
		r.pos = back
		return t, true
	}
	r.pos++
	r.skipBlanks()
	if !r.quote(r.pos) {
		return t, r.fail(source.QuoteOpen, "", r.pos, nil)
	}
	t.EN, ok = r.name()
	return t, ok || r.ok()
}

// onLine reads an incoming message.
func (r *reader) onLine(id string, at int, interrupts bool) {
	probe := *r.cursor
	_, ok := r.readMessage(true, interrupts)
	r.skipBlanks()
	arrow := ok && (r.arrow(r.pos) > 0 || r.peek() == '=')
	*r.cursor = probe
	if !arrow && id == "" {
		if o, ok := r.bear(chart.FactOn); ok && r.mayInterrupt(o, interrupts) {
			r.message(o, true, interrupts)
		}
		return
	}
	o, ok := r.bear(bearsBoundary)
	if !ok {
		return
	}
	m, ok := r.readMessage(true, interrupts)
	if !ok {
		return
	}
	b := &chart.Boundary{Kind: chart.OnMessage, Interrupting: interrupts, Message: &m, Line: r.No}
	m.Interrupting = false
	r.boundary(o.node, b, id, at)
}

// onceLine reads a condition that is waited for.
func (r *reader) onceLine(id string, at int, interrupts bool) {
	end := r.conditionEnd(r.pos, true)
	if r.arrow(end) == 0 && id == "" {
		if o, ok := r.bear(chart.FactEvent); ok && r.mayInterrupt(o, interrupts) {
			if when := r.condition(at, false); when != nil {
				r.setTrigger(o, chart.Trigger{Kind: chart.Once, When: when, Interrupting: interrupts})
			}
		}
		return
	}
	o, ok := r.bear(bearsBoundary)
	if !ok {
		return
	}
	when := r.condition(at, true)
	if when == nil {
		return
	}
	r.boundary(o.node, &chart.Boundary{Kind: chart.OnceTrue, Interrupting: interrupts, When: when, Line: r.No}, id, at)
}

// mayInterrupt reports whether `!` means something: only the start of an event
// sub-process can interrupt without an arrow.
func (r *reader) mayInterrupt(o owner, interrupts bool) bool {
	host := r.scope.host
	if !interrupts || host != nil && host.Anytime && o.node.Kind == chart.Start {
		return true
	}
	return r.fail(source.FactMisplaced, "", r.start, nil)
}

// boundary reads the one arrow of a boundary event, and gives the event to n.
func (r *reader) boundary(n *item, b *chart.Boundary, id string, at int) {
	if id != "" && !r.claim(id, r.start) {
		return
	}
	r.skipBlanks()
	if r.labelled(r.pos) {
		r.fail(source.BoundaryLabel, "", at, nil)
		return
	}
	keyword, arrow := r.placeAt(at), r.placeAt(r.pos)
	_, found := r.arrowSign()
	if !found {
		variant := ""
		if b.Kind == chart.Timer {
			variant = "after"
		}
		r.fail(source.TargetMissing, variant, r.pos, nil)
	}
	if !r.ok() {
		return
	}
	target, ok := r.node([]spot{{item: n}})
	if !ok {
		return
	}
	r.skipBlanks()
	if r.peek() == ',' || r.peek() == '=' || r.arrow(r.pos) > 0 {
		r.failAt(source.BoundaryExit, keyword)
		return
	}
	r.attach(n, b, id, r.connect(n, target, i18n.Text{}, arrow))
}

// attach adds a finished boundary event to its node.
func (r *reader) attach(n *item, b *chart.Boundary, id string, l *link) {
	b.ID = id
	if id == "" {
		r.later("T", func(id string) { b.ID = id })
	}
	l.bound = b
	b.Exit = l.Edge
	n.bounds = append(n.bounds, b)
	r.last = []*link{l}
	r.first, r.final = nil, nil
	r.element(&b.Comments)
}

// readMessage reads `text [ @pool ]`.
func (r *reader) readMessage(incoming, interrupts bool) (chart.Message, bool) {
	m := chart.Message{Incoming: incoming, Interrupting: interrupts, At: r.placeAt(r.start)}
	var ok bool
	m.Text, ok = r.text(context{place: afterSign})
	switch {
	case !ok:
		return m, false
	case m.Text.ZH == "":
		return m, r.fail(source.TextEmpty, "", r.start, nil)
	}
	r.skipBlanks()
	if r.peek() != '@' {
		return m, true
	}
	r.pos++
	if m.Pool, ok = r.name(); !ok {
		return m, r.fail(source.RoleBad, "", r.pos, nil)
	}
	return m, true
}

// message reads a message of the owner. Incoming messages stand before
// outgoing ones, as they are written in canonical form.
func (r *reader) message(o owner, incoming, interrupts bool) {
	m, ok := r.readMessage(incoming, interrupts)
	if !ok {
		return
	}
	in, out := messages(o.node.Node, true), messages(o.node.Node, false)
	if incoming {
		add(r, o, chart.FactOn, &in, m, sameMessage, sameMessage)
	} else {
		add(r, o, chart.FactSends, &out, m, sameMessage, sameMessage)
	}
	o.node.Messages = slices.Concat(in, out)
}

func sameMessage(a, b chart.Message) bool {
	a.At, b.At = chart.Place{}, chart.Place{}
	return a == b
}

// trigger reads 等, 等到 or 每.
func (r *reader) trigger(o owner, kw keyword) {
	waits := o.node.Kind == chart.Event
	if o.node.defined && (kw == kwWait && !waits || kw == kwEvery && waits) {
		r.fail(source.FactMisplaced, "", r.start, nil)
		return
	}
	t := chart.Trigger{Kind: chart.TriggerKind(kw)}
	if kw == kwUntil {
		if t.When = r.condition(r.start, false); t.When == nil {
			return
		}
	} else {
		d, ok := r.duration()
		if !ok {
			return
		}
		t.After = &d
	}
	r.setTrigger(o, t)
}

func (r *reader) setTrigger(o owner, t chart.Trigger) {
	n := o.node
	if n.Trigger != nil && !sameTrigger(*n.Trigger, t) {
		r.again()
		return
	}
	n.Trigger = &t
	r.borne(&n.FactComments, chart.FactEvent, 0)
}

func sameTrigger(a, b chart.Trigger) bool {
	after := a.After == b.After || a.After != nil && b.After != nil && *a.After == *b.After
	return a.Kind == b.Kind && a.Interrupting == b.Interrupting && after && sameCondition(a.When, b.When)
}
