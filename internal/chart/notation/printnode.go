package notation

import (
	"strings"

	"qiju/internal/chart"
)

// node writes a node with its facts, its body and its arrows.
func (p *printer) node(n *chart.Node) {
	p.gap()
	p.comments(n.Comments)
	p.line(n.ID, shapeText(n.Kind, n.Text, p.opt.Shape))
	p.under(func() {
		for _, ref := range nodeFacts(n) {
			p.comments(commentsOf(n.FactComments, ref))
			p.fact(n, ref)
		}
		if n.Body != nil {
			p.body(n)
		}
		for _, b := range n.Bounds {
			p.boundary(b)
		}
		for _, e := range n.Exits {
			p.edge(e)
		}
	})
}

func (p *printer) body(n *chart.Node) {
	p.comments(commentsOf(n.FactComments, factRef{chart.FactBody, 0}))
	p.line("{")
	p.opened = true
	for _, inner := range n.Body.Nodes {
		p.node(inner)
	}
	p.opened = false
	p.comments(n.Body.Closing)
	p.line("}")
}

// edge writes an arrow: exit words on its line, condition and annotations
// under it.
func (p *printer) edge(e *chart.Edge) {
	p.comments(e.Comments)
	arrow := "=>"
	if !e.Text.IsZero() {
		arrow = labelText(e.Text)
	}
	words := []string{arrow, e.To}
	switch e.Exit {
	case chart.ExitGo:
		words = append(words, p.kw(kwGo))
	case chart.ExitTerminate:
		words = append(words, p.kw(kwTerminate))
	case chart.ExitReturn:
		words = append(words, p.kw(kwReturn))
	}
	if e.Else {
		words = append(words, p.kw(kwElse))
	}
	p.line(words...)
	p.under(func() { p.underEdge(e) })
}

func (p *printer) underEdge(e *chart.Edge) {
	if e.Cond != nil {
		p.comments(commentsOf(e.FactComments, factRef{chart.FactCond, 0}))
		p.line(p.kw(kwIf), p.cond(e.Cond))
	}
	for i, n := range e.Notes {
		p.comments(commentsOf(e.FactComments, factRef{chart.FactNote, i}))
		p.note(n)
	}
}

// fact writes one fact of a node.
func (p *printer) fact(n *chart.Node, ref factRef) {
	write := map[chart.Fact]func(){
		chart.FactAbout:   func() { p.line(lineText(p.kw(kwAbout), n.About[ref.n])) },
		chart.FactRole:    func() { p.line("@" + nameText(n.Roles[ref.n])) },
		chart.FactDoc:     func() { p.line("#" + docText(n.Docs[ref.n])) },
		chart.FactLimit:   func() { p.line("~"+p.duration(n.Limit.For), p.limitFrom(*n.Limit)) },
		chart.FactRemind:  func() { p.line(p.kw(kwRemind), p.every(n.Reminds[ref.n].Every), p.duration(n.Reminds[ref.n].After)) },
		chart.FactCheck:   func() { p.line(lineText(p.checkSign(), n.Checks[ref.n])) },
		chart.FactCost:    func() { p.line(p.kw(kwCost), p.amount(n.Cost.Amount), n.Cost.Currency) },
		chart.FactDecided: func() { p.line(p.kw(kwDecided), p.decided(n.Decided)) },
		chart.FactMany:    func() { p.many(*n.Many) },
		chart.FactNote:    func() { p.note(n.Notes[ref.n]) },
		chart.FactCall:    func() { p.line(p.kw(kwCall), n.Call) },
		chart.FactStarts:  func() { p.starts(n.Starts[ref.n]) },
		chart.FactReads:   func() { p.line(p.kw(kwReads), n.Reads[ref.n]) },
		chart.FactWrites:  func() { p.line(p.kw(kwWrites), n.Writes[ref.n]) },
		chart.FactOn:      func() { p.line(p.message(messages(n, true)[ref.n], "")) },
		chart.FactSends:   func() { p.line(p.message(messages(n, false)[ref.n], "")) },
		chart.FactEvent:   func() { p.trigger(*n.Trigger) },
		chart.FactIn:      func() { p.line(p.kw(kwIn), n.Lane) },
		chart.FactAnytime: func() { p.line(p.kw(string(ref.fact))) },
	}
	write[ref.fact]()
}

func (p *printer) every(yes bool) string {
	if yes {
		return p.kw(kwEvery)
	}
	return ""
}

func docText(d chart.DocFact) string {
	s := nameText(d.Name)
	sign := "="
	for _, state := range d.States {
		s += sign + stateText(state)
		sign = "/"
	}
	return s
}

func (p *printer) limitFrom(l chart.Limit) string {
	from := p.word("自", "from") + " "
	switch {
	case l.FromDoc != nil:
		return from + "#" + docText(*l.FromDoc)
	case l.FromPath != "":
		return from + nameText(l.FromPath)
	}
	return ""
}

// amount writes an amount above 9,999 in 万, where exact to 0.01 万.
func (p *printer) amount(n string) string {
	whole, _, _ := strings.Cut(n, ".")
	wan := shift(n, -4)
	_, part, _ := strings.Cut(wan, ".")
	if p.en || len(whole) < 5 || len(part) > 2 {
		return n
	}
	return wan + "万"
}

func (p *printer) decided(by chart.Decided) string {
	zh := map[chart.Decided]string{
		chart.ByPerson: "人", chart.ByComputer: "自动", chart.ByConfirmed: "自动待确认",
	}
	return p.word(zh[by], string(by))
}

func (p *printer) many(m chart.Many) {
	words := []string{p.kw(string(m.Kind)), nameText(m.Of)}
	if m.InTurn {
		words = append(words, p.word("依次", "in-turn"))
	}
	if m.Quorum != "" {
		words = append(words, p.word("满", "quorum"), quorum(m.Quorum))
	}
	if m.Until != nil {
		words = append(words, p.word("直到", "until"), p.cond(m.Until))
	}
	p.line(words...)
}

func (p *printer) starts(s chart.StartOf) {
	target := s.Chart
	if s.Node != "" {
		target += "." + s.Node
	}
	words := []string{p.kw(kwStarts), target}
	if s.Cond != nil {
		words = append(words, p.kw(kwIf), p.cond(s.Cond))
	}
	if s.Else {
		words = append(words, p.kw(kwElse))
	}
	p.line(words...)
}

// message writes a message; after is the arrow of a boundary event.
func (p *printer) message(m chart.Message, after string) string {
	word := p.kw(kwSends)
	if m.Incoming {
		word = p.kw(kwOn)
	}
	if m.Pool != "" {
		after = " @" + nameText(m.Pool) + after
	}
	return messageText(word+bang(m.Interrupting), m.Text, after)
}

func bang(yes bool) string {
	if yes {
		return "!"
	}
	return ""
}

func (p *printer) trigger(t chart.Trigger) {
	word := p.kw(string(t.Kind)) + bang(t.Interrupting)
	if t.After != nil {
		p.line(word, p.duration(*t.After))
		return
	}
	p.line(word, p.cond(t.When))
}

func (p *printer) boundary(b chart.Boundary) {
	p.comments(b.Comments)
	arrow := " => " + b.Exit.To
	switch b.Kind {
	case chart.Timer:
		words := []string{b.ID, p.kw(kwAfter) + bang(b.Interrupting), p.every(b.Every), p.duration(*b.After)}
		if b.Times > 0 {
			words = append(words, p.times(b.Times))
		}
		if b.Name.ZH != "" {
			words = append(words, quote(b.Name.ZH))
		}
		if b.Name.EN != "" {
			words = append(words, "|", quote(b.Name.EN))
		}
		p.line(append(words, arrow[1:])...)
	case chart.OnMessage:
		m := *b.Message
		m.Interrupting = b.Interrupting
		m.Incoming = true
		p.line(b.ID, p.message(m, arrow))
	case chart.OnceTrue:
		p.line(b.ID, p.kw(kwOnce)+bang(b.Interrupting), p.cond(b.When)+arrow)
	}
	p.under(func() { p.underEdge(b.Exit) })
}
