package notation

import (
	"strconv"
	"strings"

	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
	"qiju/internal/condition"
)

// Shape is the spelling of nodes.
type Shape int

// The spellings of nodes, equal in rank.
const (
	Glyph   Shape = iota // ● ○ ▲ ⬛ ⧠ ◐
	Bracket              // (…) ((…)) {…} […] [/…/] <…>
)

// Options chooses one of the four spellings of a chart; the zero Options is
// the canonical one: glyphs and Chinese keywords.
type Options struct {
	Shape Shape
	Lang  i18n.Lang // of the keywords and conditions; "" is Chinese
}

// Print returns the canonical text of c (§9) in the spelling of opt. Reading
// it gives c again.
func Print(c *chart.Chart, opt Options) string {
	p := &printer{opt: opt, en: opt.Lang == i18n.EN}
	p.head(c)
	for _, x := range participants(c) {
		if x.pool != nil {
			p.pool(*x.pool)
		} else {
			p.lane(*x.lane)
		}
	}
	list := bands(c)
	for i, b := range list {
		if b.stage != nil {
			p.stage(*b.stage)
		}
		if i > 0 && i == len(list)-1 && len(b.nodes) > 0 {
			p.gap()
			p.line("---")
		}
		for _, n := range b.nodes {
			p.node(n)
		}
	}
	if len(c.Tail) > 0 {
		p.gap()
		p.comments(c.Tail)
	}
	return p.b.String()
}

// Format returns src in canonical form, in the spelling of opt, and what
// reading found. The text is "" if reading found an error.
func Format(src string, opt Options) (string, []source.Diagnostic) {
	c, ds := Parse(src)
	if source.HasErrors(ds) {
		return "", ds
	}
	return Print(c, opt), ds
}

// printer writes a chart.
type printer struct {
	b      strings.Builder
	opt    Options
	en     bool
	indent int
	opened bool // nothing stands in this file or body yet
}

const step = 4 // blanks per level

func (p *printer) line(words ...string) {
	p.b.WriteString(strings.Repeat(" ", p.indent))
	first := true
	for _, w := range words {
		if w == "" {
			continue
		}
		if !first {
			p.b.WriteByte(' ')
		}
		p.b.WriteString(w)
		first = false
	}
	p.b.WriteByte('\n')
}

// gap writes the blank line before a heading or node.
func (p *printer) gap() {
	if p.b.Len() > 0 && !p.opened {
		p.b.WriteByte('\n')
	}
	p.opened = false
}

func (p *printer) comments(texts []string) {
	for _, text := range texts {
		p.line("//", text)
	}
}

// under writes what f writes one level deeper.
func (p *printer) under(f func()) {
	p.indent += step
	f()
	p.indent -= step
}

// word returns a word in the language of the printer.
func (p *printer) word(zh, en string) string {
	if p.en {
		return en
	}
	return zh
}

func (p *printer) kw(k keyword) string { return spell(k, p.en) }

func (p *printer) cond(e *condition.Expr) string {
	if p.en {
		return e.String()
	}
	return e.Chinese()
}

func (p *printer) duration(d chart.Duration) string {
	if !p.en {
		for _, u := range units() {
			if u.code == d.Unit {
				return d.N + u.zh
			}
		}
	}
	return code(d)
}

func (p *printer) head(c *chart.Chart) {
	p.gap()
	p.comments(c.Comments)
	p.line(lineText(c.ID+" "+p.kw(kwFlow), c.Name))
	for _, ref := range flowFacts(c) {
		p.comments(commentsOf(c.FactComments, ref))
		write := map[chart.Fact]func(){
			chart.FactSubject: func() { p.line(p.kw(kwSubject), nameText(c.Subjects[ref.n])) },
			chart.FactAbout:   func() { p.line(lineText(p.kw(kwAbout), c.About[ref.n])) },
			chart.FactRole:    func() { p.line(termText("@", c.Roles[ref.n])) },
			chart.FactDoc:     func() { p.line(termText("#", c.Docs[ref.n])) },
			chart.FactNote:    func() { p.note(c.Notes[ref.n]) },
		}
		write[ref.fact]()
	}
}

// termText returns a name of the head with its English.
func termText(sign string, t chart.Term) string {
	name := sign + nameText(t.Name)
	if t.EN == "" {
		return name
	}
	before := name + " | "
	return before + written(i18n.Text{ZH: t.EN}, before, "", func(c *cursor) (i18n.Text, bool) {
		c.pos = len([]rune(before)) - 1
		s, ok := c.part(context{place: afterSign})
		return i18n.Text{ZH: s}, ok
	})
}

func (p *printer) note(n chart.Note) {
	text := noteText(n.Text.ZH)
	if n.Text.EN != "" {
		text += " | " + noteText(n.Text.EN)
	}
	p.line(n.ID, text)
}

func (p *printer) pool(x chart.Pool) {
	p.gap()
	p.comments(x.Comments)
	p.line(lineText(x.ID+" "+p.kw(kwPool), x.Text))
	p.under(func() { p.aboutAndNotes(x.FactComments, x.About, nil, x.Notes) })
}

func (p *printer) lane(x chart.Lane) {
	p.gap()
	p.comments(x.Comments)
	p.line(lineText(x.ID+" "+p.kw(kwLane), x.Text))
	p.under(func() { p.aboutAndNotes(x.FactComments, x.About, x.Roles, x.Notes) })
}

func (p *printer) aboutAndNotes(fc []chart.FactComment, about []i18n.Text, roles []string, notes []chart.Note) {
	for i, t := range about {
		p.comments(commentsOf(fc, factRef{chart.FactAbout, i}))
		p.line(lineText(p.kw(kwAbout), t))
	}
	for i, role := range roles {
		p.comments(commentsOf(fc, factRef{chart.FactRole, i}))
		p.line("@" + nameText(role))
	}
	for i, n := range notes {
		p.comments(commentsOf(fc, factRef{chart.FactNote, i}))
		p.note(n)
	}
}

func (p *printer) stage(s chart.Stage) {
	p.gap()
	p.comments(s.Comments)
	p.line(lineText(s.ID+" "+p.kw(kwStage), s.Text))
	p.under(func() {
		for _, ref := range stageFacts(s) {
			p.comments(commentsOf(s.FactComments, ref))
			p.stageFact(s, ref)
		}
	})
}

func (p *printer) stageFact(s chart.Stage, ref factRef) {
	write := map[chart.Fact]func(){
		chart.FactAbout:       func() { p.line(lineText(p.kw(kwAbout), s.About[ref.n])) },
		chart.FactRole:        func() { p.line("@" + nameText(s.Roles[ref.n])) },
		chart.FactKeyword:     func() { p.line(lineText(p.kw(kwKeyword), s.Keywords[ref.n])) },
		chart.FactContent:     func() { p.line(lineText(p.kw(kwContent), s.Contents[ref.n])) },
		chart.FactFocus:       func() { p.line(lineText(p.kw(kwFocus), s.Focus[ref.n])) },
		chart.FactSupport:     func() { p.line(lineText(p.kw(kwSupport), s.Support[ref.n])) },
		chart.FactInvolvement: func() { p.line(p.kw(kwInvolvement), p.involvement(s.Involvement)) },
		chart.FactDays:        func() { p.line(p.kw(kwDays), p.duration(*s.Days)) },
		chart.FactOdds:        func() { p.line(p.kw(kwOdds), percent(s.Odds)) },
		chart.FactBudget:      func() { p.line(p.kw(kwBudget), percent(s.Budget)) },
		chart.FactCheck:       func() { p.line(lineText(p.checkSign(), s.Checks[ref.n])) },
		chart.FactNote:        func() { p.note(s.Notes[ref.n]) },
	}
	write[ref.fact]()
}

func (p *printer) involvement(v chart.Involvement) string {
	zh := map[chart.Involvement]string{
		chart.InvolvementLow: "低", chart.InvolvementMedium: "中", chart.InvolvementHigh: "高",
	}
	return p.word(zh[v], string(v))
}

func (p *printer) checkSign() string {
	if p.opt.Shape == Bracket {
		return "[ ]"
	}
	return "☐"
}

// times returns `共 3次`.
func (p *printer) times(n int) string {
	return p.word("共 "+strconv.Itoa(n)+"次", "times "+strconv.Itoa(n))
}
