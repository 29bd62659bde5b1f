package notation

import (
	"strconv"
	"strings"

	"qiju/internal/base/i18n"
	"qiju/internal/chart"
)

// Outline returns the chart as an indented list in neutral words: one element
// or fact a line, two blanks deeper per level, facts in canonical order. It is
// the accessible text of a drawing, and what tests compare.
func Outline(c *chart.Chart) string {
	var o outline
	o.comments(0, c.Comments)
	o.named(0, "flow", c.ID, c.Name)
	for _, ref := range flowFacts(c) {
		o.comments(1, commentsOf(c.FactComments, ref))
		o.line(1, flowFact(c, ref))
	}
	for _, p := range participants(c) {
		if p.pool != nil {
			o.pool(*p.pool)
		} else {
			o.lane(*p.lane)
		}
	}
	for _, s := range c.Stages {
		o.stage(s)
	}
	for _, n := range c.Nodes {
		o.node(0, n)
	}
	o.comments(0, c.Tail)
	return o.String()
}

// outline is an outline being written.
type outline struct{ strings.Builder }

func (o *outline) line(level int, words ...string) {
	o.WriteString(strings.Repeat("  ", level))
	first := true
	for _, w := range words {
		if w == "" {
			continue
		}
		if !first {
			o.WriteByte(' ')
		}
		o.WriteString(w)
		first = false
	}
	o.WriteByte('\n')
}

func (o *outline) comments(level int, texts []string) {
	for _, text := range texts {
		o.line(level, "comment", quote(text))
	}
}

func (o *outline) named(level int, word, id string, t i18n.Text) {
	o.line(level, word, id, outlineText(t))
}

// outlineText returns `"text"` or `"text" | "twin"`.
func outlineText(t i18n.Text) string {
	switch {
	case t.IsZero():
		return ""
	case t.EN == "":
		return quote(t.ZH)
	}
	return quote(t.ZH) + " | " + quote(t.EN)
}

func (o *outline) pool(p chart.Pool) {
	o.comments(0, p.Comments)
	o.named(0, "pool", p.ID, p.Text)
	o.aboutAndNotes(p.FactComments, p.About, nil, p.Notes)
}

func (o *outline) lane(l chart.Lane) {
	o.comments(0, l.Comments)
	o.named(0, "lane", l.ID, l.Text)
	o.aboutAndNotes(l.FactComments, l.About, l.Roles, l.Notes)
}

func (o *outline) aboutAndNotes(fc []chart.FactComment, about []i18n.Text, roles []string, notes []chart.Note) {
	for i, t := range about {
		o.comments(1, commentsOf(fc, factRef{chart.FactAbout, i}))
		o.line(1, "about", outlineText(t))
	}
	for i, role := range roles {
		o.comments(1, commentsOf(fc, factRef{chart.FactRole, i}))
		o.line(1, "role", role)
	}
	for i, n := range notes {
		o.comments(1, commentsOf(fc, factRef{chart.FactNote, i}))
		o.named(1, "note", n.ID, n.Text)
	}
}

func flowFact(c *chart.Chart, ref factRef) string {
	word := string(ref.fact) + " "
	texts := map[chart.Fact]func() string{
		chart.FactSubject: func() string { return word + c.Subjects[ref.n] },
		chart.FactAbout:   func() string { return word + outlineText(c.About[ref.n]) },
		chart.FactRole:    func() string { return word + outlineTerm(c.Roles[ref.n]) },
		chart.FactDoc:     func() string { return word + outlineTerm(c.Docs[ref.n]) },
		chart.FactNote:    func() string { return word + c.Notes[ref.n].ID + " " + outlineText(c.Notes[ref.n].Text) },
	}
	return texts[ref.fact]()
}

func outlineTerm(t chart.Term) string {
	if t.EN == "" {
		return t.Name
	}
	return t.Name + " | " + quote(t.EN)
}

func (o *outline) stage(s chart.Stage) {
	o.comments(0, s.Comments)
	o.named(0, "stage", s.ID, s.Text)
	for _, ref := range stageFacts(s) {
		o.comments(1, commentsOf(s.FactComments, ref))
		o.line(1, string(ref.fact), stageFact(s, ref))
	}
}

func stageFact(s chart.Stage, ref factRef) string {
	texts := map[chart.Fact]func() string{
		chart.FactAbout:       func() string { return outlineText(s.About[ref.n]) },
		chart.FactRole:        func() string { return s.Roles[ref.n] },
		chart.FactKeyword:     func() string { return outlineText(s.Keywords[ref.n]) },
		chart.FactContent:     func() string { return outlineText(s.Contents[ref.n]) },
		chart.FactFocus:       func() string { return outlineText(s.Focus[ref.n]) },
		chart.FactSupport:     func() string { return outlineText(s.Support[ref.n]) },
		chart.FactInvolvement: func() string { return string(s.Involvement) },
		chart.FactDays:        func() string { return code(*s.Days) },
		chart.FactOdds:        func() string { return percent(s.Odds) },
		chart.FactBudget:      func() string { return percent(s.Budget) },
		chart.FactCheck:       func() string { return outlineText(s.Checks[ref.n]) },
		chart.FactNote:        func() string { return s.Notes[ref.n].ID + " " + outlineText(s.Notes[ref.n].Text) },
	}
	return texts[ref.fact]()
}

// code returns a duration as number and unit code: `2wd`.
func code(d chart.Duration) string { return d.N + string(d.Unit) }

// percent returns a fraction as a percentage.
func percent(fraction string) string { return shift(fraction, 2) + "%" }

func (o *outline) node(level int, n *chart.Node) {
	o.comments(level, n.Comments)
	stage := ""
	if n.Stage != "" {
		stage = "in " + n.Stage
	}
	o.line(level, string(n.Kind), n.ID, outlineText(n.Text), stage)
	for _, ref := range nodeFacts(n) {
		o.comments(level+1, commentsOf(n.FactComments, ref))
		o.line(level+1, nodeFact(n, ref))
	}
	if n.Body != nil {
		o.comments(level+1, commentsOf(n.FactComments, factRef{chart.FactBody, 0}))
		o.line(level+1, "body")
		for _, inner := range n.Body.Nodes {
			o.node(level+2, inner)
		}
		o.comments(level+2, n.Body.Closing)
	}
	for _, b := range n.Bounds {
		o.comments(level+1, b.Comments)
		o.line(level+1, "boundary", b.ID, boundaryFact(b))
		o.edge(level+2, b.Exit)
	}
	for _, e := range n.Exits {
		o.edge(level+1, e)
	}
}

func (o *outline) edge(level int, e *chart.Edge) {
	o.comments(level, e.Comments)
	cond := ""
	if e.Cond != nil {
		cond = "if " + e.Cond.String()
	}
	if e.Else {
		cond = "else"
	}
	o.line(level, "=>", e.To, outlineText(e.Text), string(e.Exit), cond)
	o.comments(level+1, commentsOf(e.FactComments, factRef{chart.FactCond, 0}))
	for i, n := range e.Notes {
		o.comments(level+1, commentsOf(e.FactComments, factRef{chart.FactNote, i}))
		o.named(level+1, "note", n.ID, n.Text)
	}
}

// nodeFact returns one fact of a node in neutral words.
func nodeFact(n *chart.Node, ref factRef) string {
	word := string(ref.fact) + " "
	texts := map[chart.Fact]func() string{
		chart.FactAbout:   func() string { return word + outlineText(n.About[ref.n]) },
		chart.FactRole:    func() string { return word + n.Roles[ref.n] },
		chart.FactDoc:     func() string { return word + outlineDoc(n.Docs[ref.n], " =", " =") },
		chart.FactLimit:   func() string { return word + outlineLimit(*n.Limit) },
		chart.FactRemind:  func() string { return word + every(n.Reminds[ref.n].Every) + code(n.Reminds[ref.n].After) },
		chart.FactCheck:   func() string { return word + outlineText(n.Checks[ref.n]) },
		chart.FactCost:    func() string { return strings.TrimSpace(word + n.Cost.Amount + " " + n.Cost.Currency) },
		chart.FactDecided: func() string { return word + string(n.Decided) },
		chart.FactMany:    func() string { return outlineMany(*n.Many) },
		chart.FactCall:    func() string { return word + n.Call },
		chart.FactStarts:  func() string { return word + outlineStart(n.Starts[ref.n]) },
		chart.FactReads:   func() string { return word + n.Reads[ref.n] },
		chart.FactWrites:  func() string { return word + n.Writes[ref.n] },
		chart.FactOn:      func() string { return word + outlineMessage(messages(n, true)[ref.n]) },
		chart.FactSends:   func() string { return word + outlineMessage(messages(n, false)[ref.n]) },
		chart.FactEvent:   func() string { return outlineTrigger(*n.Trigger) },
		chart.FactIn:      func() string { return word + n.Lane },
		chart.FactNote:    func() string { return word + n.Notes[ref.n].ID + " " + outlineText(n.Notes[ref.n].Text) },
		chart.FactAnytime: func() string { return string(ref.fact) },
	}
	return texts[ref.fact]()
}

func every(yes bool) string {
	if yes {
		return "every "
	}
	return ""
}

func outlineDoc(d chart.DocFact, first, further string) string {
	s := d.Name
	for i, state := range d.States {
		if i == 0 {
			s += first + state
		} else {
			s += further + state
		}
	}
	return s
}

func outlineLimit(l chart.Limit) string {
	switch {
	case l.FromDoc != nil:
		return code(l.For) + " from #" + outlineDoc(*l.FromDoc, "=", "/")
	case l.FromPath != "":
		return code(l.For) + " from " + l.FromPath
	}
	return code(l.For)
}

func outlineMany(m chart.Many) string {
	s := string(m.Kind) + " " + m.Of
	if m.InTurn {
		s += " in-turn"
	}
	if m.Quorum != "" {
		s += " quorum " + quorum(m.Quorum)
	}
	if m.Until != nil {
		s += " (" + m.Until.String() + ")"
	}
	return s
}

// quorum returns a quorum as it is written: `2`, `2/3`, `60%`.
func quorum(q string) string {
	if strings.Contains(q, ".") {
		return percent(q)
	}
	return q
}

func outlineStart(s chart.StartOf) string {
	text := s.Chart
	if s.Node != "" {
		text += " node " + s.Node
	}
	switch {
	case s.Cond != nil:
		return text + " (" + s.Cond.String() + ")"
	case s.Else:
		return text + " else"
	}
	return text
}

func outlineMessage(m chart.Message) string {
	s := interrupting(m.Interrupting) + outlineText(m.Text)
	if m.Pool != "" {
		s += " pool " + m.Pool
	}
	return s
}

func interrupting(yes bool) string {
	if yes {
		return "interrupting "
	}
	return ""
}

func outlineTrigger(t chart.Trigger) string {
	s := string(t.Kind) + " " + interrupting(t.Interrupting)
	if t.After != nil {
		return s + code(*t.After)
	}
	return s + "(" + t.When.String() + ")"
}

func boundaryFact(b chart.Boundary) string {
	s := string(b.Kind) + " " + interrupting(b.Interrupting)
	switch b.Kind {
	case chart.Timer:
		s += every(b.Every) + code(*b.After)
		if b.Times > 0 {
			s += " times " + strconv.Itoa(b.Times)
		}
		if !b.Name.IsZero() {
			s += " " + outlineText(b.Name)
		}
	case chart.OnMessage:
		s += outlineMessage(*b.Message)
	case chart.OnceTrue:
		s += "(" + b.When.String() + ")"
	}
	return s
}
