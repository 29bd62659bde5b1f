package chart

// Fact is a kind of fact of an element; the words are those of the neutral
// outline.
type Fact string

// The kinds of fact, in canonical order (§9 of the notation).
const (
	FactSubject     Fact = "subject"     // 主体
	FactAbout       Fact = "about"       // 说明
	FactRole        Fact = "role"        // @
	FactKeyword     Fact = "keyword"     // 关键词
	FactContent     Fact = "content"     // 内容
	FactFocus       Fact = "focus"       // 重点
	FactSupport     Fact = "support"     // 支持
	FactInvolvement Fact = "involvement" // 介入
	FactDays        Fact = "days"        // 工期
	FactOdds        Fact = "odds"        // 赢率
	FactBudget      Fact = "budget"      // 费用上限
	FactDoc         Fact = "doc"         // #
	FactLimit       Fact = "limit"       // ~
	FactRemind      Fact = "remind"      // 催办
	FactCheck       Fact = "check"       // ☐
	FactCost        Fact = "cost"        // 费用
	FactDecided     Fact = "decided"     // 判定
	FactMany        Fact = "many"        // 会签, 或签, 逐个
	FactCall        Fact = "call"        // 调用
	FactStarts      Fact = "starts"      // 启动
	FactReads       Fact = "reads"       // 读
	FactWrites      Fact = "writes"      // 写
	FactOn          Fact = "on"          // 收到
	FactSends       Fact = "sends"       // 发出
	FactEvent       Fact = "event"       // 等, 等到, 每, 一旦
	FactIn          Fact = "in"          // 在
	FactNote        Fact = "note"        // “ ”
	FactAnytime     Fact = "anytime"     // 随时
	FactBody        Fact = "body"        // {
	FactCond        Fact = "cond"        // 当, of an arrow
)

// FactComment is a comment that stands above a fact.
type FactComment struct {
	Fact Fact
	N    int // which fact of its kind, from 0
	Text string
}

// Place is where something stood in the text: line and column from 1, in code
// points. The zero Place is nowhere, as in a chart that was not read from text.
type Place struct {
	Line, Col int
}

// Walk calls visit for every node of the chart in written order, a node before
// those of its body. parent is nil on the main line.
func (c *Chart) Walk(visit func(parent, n *Node)) { c.walk(nil, visit) }

func (s *Scope) walk(parent *Node, visit func(parent, n *Node)) {
	for _, n := range s.Nodes {
		visit(parent, n)
		if n.Body != nil {
			n.Body.walk(n, visit)
		}
	}
}
