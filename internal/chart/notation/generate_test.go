package notation_test

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/condition"
)

// hostile are texts that look like syntax.
func hostile() []string {
	return []string{
		"登记询价", "否则 当 流程 end if", "a] b", "[[甲", "甲]]", "(a)", "((a) b)", "a)) b", "{甲", "乙}", "「急」", "急」",
		"<x>", "a > b", "《合同》", "x -> y", "x => y", "价格 ==> 底价", "→", "a | b", "|", "｜", "“守”阶段", "“守”", `"甲"`,
		`"`, "“", "”", `a\b`, `\n`, "两\n行", "// x", "甲 // 乙", "http://x/y", "@专员", "甲 @专员", "甲 #单", "甲 ~2天", "~ 2",
		"=甲=> 乙", "甲 =乙=> 丙", "毛利=收入-成本", "=", "==", ">", ":", ":甲", ":乙", "!", "! 甲", "+ 甲", "+5% 以上?", "* 乙", "~ 丙", "/",
		"/甲/", "甲/", "/", "😀 ㊙️ 👨‍👩‍👧", "□ 甲", "☐", "▲", "---", "———", "通行", "否则", "次", "共 3次", "每 7天", "@", "#", "~", "、,,",
		"　", "甲　乙", "甲＂乙", "＂", "＼", "{", "}", "[ ]", "[]", "'", "甲'乙", strings.Repeat("长", 900), "E1", "end", "if",
	}
}

func anyText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		s := rapid.SampledFrom(hostile()).Draw(t, "text")
		if rapid.IntRange(0, 3).Draw(t, "more") == 0 {
			s += rapid.SampledFrom([]string{"", " "}).Draw(t, "gap") + rapid.SampledFrom(hostile()).Draw(t, "tail")
		}
		return s
	})
}

func anyPair() *rapid.Generator[i18n.Text] {
	return rapid.Custom(func(t *rapid.T) i18n.Text {
		text := i18n.Text{ZH: anyText().Draw(t, "zh")}
		if rapid.Bool().Draw(t, "twin") {
			text.EN = anyText().Draw(t, "en")
		}
		return text
	})
}

func anyName() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		s := rapid.SampledFrom(hostile()).Draw(t, "name")
		return strings.ReplaceAll(s, "\n", "")
	})
}

func anyDuration() *rapid.Generator[chart.Duration] {
	return rapid.Custom(func(t *rapid.T) chart.Duration {
		return chart.Duration{
			N: rapid.SampledFrom([]string{"1", "2", "0.5", "30", "100"}).Draw(t, "n"),
			Unit: rapid.SampledFrom([]chart.Unit{
				chart.Minutes, chart.Hours, chart.Days, chart.Weeks, chart.Months, chart.WorkingHours, chart.WorkingDays,
			}).Draw(t, "unit"),
		}
	})
}

func anyCondition() *rapid.Generator[*condition.Expr] {
	return rapid.Custom(func(t *rapid.T) *condition.Expr {
		e, err := condition.Parse(rapid.SampledFrom([]string{
			"报价.金额 < 50万", "报价.毛利率 >= 12% 且 非 有红旗(\"R1\", \"=> //\")", "商机.行动等级 属于 [\"I\", \"II\"]",
			"样品.已送达", "(a 或 b) 且 c != 空", "x / 2 > -1", "名称 = \"a // b\"",
		}).Draw(t, "condition"))
		if err != nil {
			t.Fatalf("sample condition: %v", err)
		}
		return e
	})
}

func several[T any](t *rapid.T, g *rapid.Generator[T], name string, equal func(a, b T) bool) []T {
	var list []T
	for range rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, name+" count") {
		v := g.Draw(t, name)
		again := false
		for _, have := range list {
			again = again || equal(have, v)
		}
		if !again {
			list = append(list, v)
		}
	}
	return list
}

func sameText(a, b i18n.Text) bool { return a.ZH == b.ZH }

func sameName(a, b string) bool { return a == b }

// builder makes a chart with fresh ids.
type builder struct {
	t    *rapid.T
	last int
}

func (b *builder) id(prefix string) string {
	b.last++
	return fmt.Sprintf("%s%d", prefix, b.last)
}

func (b *builder) notes() []chart.Note {
	var list []chart.Note
	for _, text := range several(b.t, anyPair(), "note", sameText) {
		list = append(list, chart.Note{ID: b.id("N"), Text: text})
	}
	return list
}

func (b *builder) comments() []string {
	list := several(b.t, anyText(), "comment", sameName)
	for i, text := range list {
		list[i] = strings.Trim(strings.ReplaceAll(text, "\n", ""), " \u3000")
	}
	return list
}

// anyChart draws a chart with every kind of element and fact. Its structure
// need not make sense; its notation does.
func anyChart() *rapid.Generator[*chart.Chart] {
	return rapid.Custom(func(t *rapid.T) *chart.Chart {
		b := &builder{t: t}
		c := &chart.Chart{
			ID: b.id("F"), Name: anyPair().Draw(t, "name"), Line: 1,
			Subjects: several(t, anyName(), "subject", sameName),
			About:    several(t, anyPair(), "about", sameText),
			Notes:    b.notes(), Comments: b.comments(), Tail: b.comments(),
		}
		for _, name := range several(t, anyName(), "role term", sameName) {
			c.Roles = append(c.Roles, chart.Term{Name: name, EN: rapid.SampledFrom([]string{"", "Specialist", "a @b", "x | y"}).Draw(t, "en")})
		}
		for _, text := range several(t, anyPair(), "pool", sameText) {
			c.Pools = append(c.Pools, chart.Pool{ID: b.id("Q"), Text: text, Notes: b.notes(), Comments: b.comments()})
		}
		for _, text := range several(t, anyPair(), "lane", sameText) {
			c.Lanes = append(c.Lanes, chart.Lane{ID: b.id("L"), Text: text, Roles: several(t, anyName(), "lane role", sameName)})
		}
		for _, text := range several(t, anyPair(), "stage", sameText) {
			c.Stages = append(c.Stages, b.stage(text))
		}
		c.Nodes = b.nodes(1)
		b.intoStages(c)
		return c
	})
}

func (b *builder) stage(text i18n.Text) chart.Stage {
	t := b.t
	s := chart.Stage{
		ID: b.id("ST"), Text: text, Comments: b.comments(), Notes: b.notes(),
		Roles:       several(t, anyName(), "stage role", sameName),
		Keywords:    several(t, anyPair(), "keyword", sameText),
		Contents:    several(t, anyPair(), "content", sameText),
		Checks:      several(t, anyPair(), "check", sameText),
		Involvement: rapid.SampledFrom([]chart.Involvement{"", chart.InvolvementLow, chart.InvolvementHigh}).Draw(t, "involvement"),
		Odds:        rapid.SampledFrom([]string{"", "0.1", "0.005", "1"}).Draw(t, "odds"),
		Budget:      rapid.SampledFrom([]string{"", "0.02"}).Draw(t, "budget"),
	}
	if rapid.Bool().Draw(t, "days") {
		d := anyDuration().Draw(t, "days")
		s.Days = &d
	}
	return s
}

// intoStages puts the nodes of the main line into bands, in canonical order.
func (b *builder) intoStages(c *chart.Chart) {
	place := 0
	for _, n := range c.Nodes {
		place = min(place+rapid.IntRange(0, 1).Draw(b.t, "band"), len(c.Stages)+1)
		if place > 0 && place <= len(c.Stages) {
			n.Stage = c.Stages[place-1].ID
		}
	}
}

func (b *builder) nodes(depth int) []*chart.Node {
	t := b.t
	var nodes []*chart.Node
	for range rapid.IntRange(1, 5).Draw(t, "nodes") {
		kind := rapid.SampledFrom([]chart.Kind{
			chart.Start, chart.End, chart.Terminate, chart.Decision, chart.Parallel, chart.Inclusive,
			chart.FirstOf, chart.Process, chart.Process, chart.Event, chart.Store,
		}).Draw(t, "kind")
		nodes = append(nodes, b.node(kind))
	}
	for _, n := range nodes {
		b.arrows(n, nodes)
		if n.Kind == chart.Process && depth > 0 && rapid.IntRange(0, 4).Draw(t, "body") == 0 {
			n.Body = &chart.Scope{Nodes: b.nodes(depth - 1), Closing: b.comments()}
		}
	}
	return nodes
}

func (b *builder) node(kind chart.Kind) *chart.Node {
	t := b.t
	n := &chart.Node{ID: b.id("A"), Kind: kind, Text: anyPair().Draw(t, "text"), Comments: b.comments(), Notes: b.notes()}
	gateway := kind == chart.Decision || kind == chart.Parallel || kind == chart.Inclusive || kind == chart.FirstOf
	if gateway && rapid.Bool().Draw(t, "bare") {
		n.Text = i18n.Text{}
	}
	n.About = several(t, anyPair(), "about", sameText)
	switch kind {
	case chart.Process:
		b.task(n)
	case chart.Decision, chart.Inclusive:
		n.Roles = several(t, anyName(), "role", sameName)
		n.Decided = rapid.SampledFrom([]chart.Decided{"", chart.ByPerson, chart.ByComputer, chart.ByConfirmed}).Draw(t, "decided")
	case chart.Event, chart.Start:
		b.event(n)
	case chart.End:
		n.Messages = b.messages(false)
	case chart.Terminate, chart.Parallel, chart.FirstOf, chart.Store:
	}
	return n
}

func (b *builder) task(n *chart.Node) {
	t := b.t
	n.Roles = several(t, anyName(), "role", sameName)
	for _, name := range several(t, anyName(), "doc", sameName) {
		n.Docs = append(n.Docs, chart.DocFact{Name: name, States: several(t, anyName(), "state", sameName)})
	}
	n.Checks = several(t, anyPair(), "check", sameText)
	n.Messages = append(b.messages(true), b.messages(false)...)
	if rapid.Bool().Draw(t, "limit") {
		n.Limit = &chart.Limit{For: anyDuration().Draw(t, "for")}
		if rapid.Bool().Draw(t, "from") {
			n.Limit.FromDoc = &chart.DocFact{Name: anyName().Draw(t, "doc"), States: []string{anyName().Draw(t, "state")}}
		}
	}
	if rapid.Bool().Draw(t, "remind") {
		n.Reminds = []chart.Remind{{Every: rapid.Bool().Draw(t, "every"), After: anyDuration().Draw(t, "after")}}
	}
	if rapid.Bool().Draw(t, "cost") {
		n.Cost = &chart.Cost{
			Amount:   rapid.SampledFrom([]string{"800", "15000", "9999", "10000", "123456", "1234567.5", "120000000"}).Draw(t, "amount"),
			Currency: rapid.SampledFrom([]string{"", "USD"}).Draw(t, "currency"),
		}
	}
	if rapid.Bool().Draw(t, "many") {
		n.Many = &chart.Many{
			Kind:   rapid.SampledFrom([]chart.ManyKind{chart.AllOf, chart.AnyOf, chart.Each}).Draw(t, "many kind"),
			Of:     anyName().Draw(t, "of"),
			InTurn: rapid.Bool().Draw(t, "in turn"),
			Quorum: rapid.SampledFrom([]string{"", "2", "2/3", "0.6"}).Draw(t, "quorum"),
		}
		if rapid.Bool().Draw(t, "until") {
			n.Many.Until = anyCondition().Draw(t, "until")
		}
	}
	n.Call = rapid.SampledFrom([]string{"", "F4"}).Draw(t, "call")
	if rapid.Bool().Draw(t, "starts") {
		n.Starts = []chart.StartOf{{Chart: "F1", Node: "P4", Cond: anyCondition().Draw(t, "if")}, {Chart: "F1", Else: true}}
	}
	n.Anytime = rapid.IntRange(0, 5).Draw(t, "anytime") == 0
}

func (b *builder) messages(incoming bool) []chart.Message {
	var list []chart.Message
	for _, text := range several(b.t, anyPair(), "message", sameText) {
		pool := ""
		if rapid.Bool().Draw(b.t, "to") {
			pool = anyName().Draw(b.t, "pool")
		}
		list = append(list, chart.Message{Incoming: incoming, Text: text, Pool: pool})
	}
	return list
}

func (b *builder) event(n *chart.Node) {
	t := b.t
	switch rapid.IntRange(0, 3).Draw(t, "event") {
	case 0:
		n.Messages = b.messages(true)
	case 1:
		n.Trigger = &chart.Trigger{Kind: chart.Once, When: anyCondition().Draw(t, "once")}
	case 2:
		d := anyDuration().Draw(t, "after")
		n.Trigger = &chart.Trigger{Kind: chart.Wait, After: &d}
		if n.Kind == chart.Start {
			n.Trigger.Kind = chart.Every
		}
	}
}

func (b *builder) arrows(n *chart.Node, nodes []*chart.Node) {
	t := b.t
	if n.Kind == chart.Store {
		return
	}
	for range rapid.IntRange(0, 3).Draw(t, "arrows") {
		to := rapid.SampledFrom(nodes).Draw(t, "to")
		if to.Kind == chart.Store {
			continue
		}
		n.Exits = append(n.Exits, b.edge(n, to))
		if n.Kind == chart.Process && rapid.IntRange(0, 2).Draw(t, "boundary") == 0 {
			n.Bounds = append(n.Bounds, b.boundary(to))
		}
	}
}

func (b *builder) edge(from, to *chart.Node) *chart.Edge {
	t := b.t
	e := &chart.Edge{From: from.ID, To: to.ID, Notes: b.notes(), Comments: b.comments()}
	if rapid.Bool().Draw(t, "label") {
		e.Text = anyPair().Draw(t, "label")
	}
	e.Exit = rapid.SampledFrom([]chart.ExitWord{"", "", chart.ExitGo, chart.ExitTerminate, chart.ExitReturn}).Draw(t, "exit")
	switch rapid.IntRange(0, 3).Draw(t, "cond") {
	case 0:
		e.Cond = anyCondition().Draw(t, "if")
	case 1:
		e.Else = true
	}
	return e
}

func (b *builder) boundary(to *chart.Node) chart.Boundary {
	t := b.t
	x := chart.Boundary{
		ID: b.id("T"), Interrupting: rapid.Bool().Draw(t, "interrupts"), Comments: b.comments(),
		Exit: &chart.Edge{To: to.ID},
	}
	switch rapid.IntRange(0, 2).Draw(t, "boundary kind") {
	case 0:
		d := anyDuration().Draw(t, "after")
		x.Kind, x.After = chart.Timer, &d
		if rapid.Bool().Draw(t, "named") {
			x.Name = anyPair().Draw(t, "timer name")
		}
		if x.Every = rapid.Bool().Draw(t, "every"); x.Every {
			x.Times = rapid.IntRange(0, 3).Draw(t, "times")
		}
	case 1:
		x.Kind = chart.OnMessage
		x.Message = &chart.Message{Incoming: true, Text: anyPair().Draw(t, "message"), Pool: rapid.SampledFrom([]string{"", "客户"}).Draw(t, "pool")}
	default:
		x.Kind, x.When = chart.OnceTrue, anyCondition().Draw(t, "once")
	}
	return x
}
