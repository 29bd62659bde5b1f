// Package chart is the flowchart language: the shared model of a drawn
// process. It knows nothing of selling and nothing of storage.
//
// Text, drawing, BPMN and execution are four faces of one [Chart]. The
// definition of the notation is docs/notation.md.
package chart

import (
	"qiju/internal/base/i18n"
	"qiju/internal/condition"
)

// Text is a text of a chart with its optional English twin.
type Text = i18n.Text

// Chart is one flow: the content of one .flow file.
type Chart struct {
	ID           string
	Name         Text
	Subjects     []string      // kinds of record a run may be about, such as 商机
	About        []Text        // 说明
	Roles        []Term        // names of roles with their English, as declared in the head
	Docs         []Term        // names of documents with their English
	Notes        []Note        // annotations of the chart itself
	Comments     []string      // comments above the head and at the end of the file
	Tail         []string      // comments below the last element
	FactComments []FactComment // comments above facts of the head
	Pools        []Pool
	Lanes        []Lane
	Stages       []Stage
	Scope            // the nodes of the main line
	Line         int // line of the heading, from 1; 0 when it was missing
}

// Scope is a level of a chart: the main line, or the body of a sub-process.
// Ids are unique in the whole chart; arrows stay inside their scope.
type Scope struct {
	Nodes   []*Node  // in written order
	Closing []string // comments above the closing brace of a body
}

// Term is a name and its English twin.
type Term struct {
	Name string
	EN   string
}

// Pool is a black-box participant, such as 客户 (customer).
type Pool struct {
	ID           string
	Text         Text
	About        []Text
	Notes        []Note
	Comments     []string
	FactComments []FactComment
	Line         int
}

// Lane is a 泳道 (lane): the roles that stand in it.
type Lane struct {
	ID           string
	Text         Text
	Roles        []string
	About        []Text
	Notes        []Note
	Comments     []string
	FactComments []FactComment
	Line         int
}

// Involvement is how deeply the company takes part in a stage (介入).
type Involvement string

// The degrees of involvement.
const (
	InvolvementLow    Involvement = "low"
	InvolvementMedium Involvement = "medium"
	InvolvementHigh   Involvement = "high"
)

// Stage is a 阶段 (stage): a band of nodes and its stage card.
type Stage struct {
	ID           string
	Text         Text
	Roles        []string
	Keywords     []Text // 关键词
	Contents     []Text // 内容
	Focus        []Text // 重点
	Support      []Text // 支持
	Involvement  Involvement
	Days         *Duration // 工期
	Odds         string    // 赢率, decimal text of a fraction: "0.1" is 10 %
	Budget       string    // 费用上限, decimal text of a fraction of the expected first-year margin
	Checks       []Text
	About        []Text
	Notes        []Note
	Comments     []string
	FactComments []FactComment
	Line         int
}

// Kind is the kind of a node.
type Kind string

// The kinds of node; the words are those of the neutral outline.
const (
	Start     Kind = "start" // ● 开始
	End       Kind = "end"   // ○ 结束
	Terminate Kind = "endx"  // ○! kills its scope
	Decision  Kind = "xor"   // ▲ 决策, exclusive; without text and with one exit a merge
	Parallel  Kind = "and"   // ▲+ all exits; waits for all incoming arrows
	Inclusive Kind = "or"    // ▲* every exit whose condition holds
	FirstOf   Kind = "evt"   // ▲~ the first event wins
	Process   Kind = "task"  // ⬛ 过程
	Event     Kind = "event" // ◐ waits or sends
	Store     Kind = "store" // ⧠ 数据存储
)

// Node is a node with its facts.
type Node struct {
	ID           string
	Written      bool // whether the id stood in the text (else it was assigned)
	Kind         Kind
	Text         Text
	Stage        string // id of the stage it belongs to; "" for none
	Lane         string // id of the lane it was put in by 在; "" where the role decides
	Line         int    // line where it was first written, from 1
	Col          int    // column there, in code points, from 1
	About        []Text
	Roles        []string   // @
	Docs         []DocFact  // #
	Limit        *Limit     // ~
	Reminds      []Remind   // 催办
	Checks       []Text     // ☐
	Cost         *Cost      // 费用
	Decided      Decided    // 判定; "" where not written
	Many         *Many      // 会签, 或签, 逐个
	Call         string     // 调用: id of the chart that is run and awaited
	Starts       []StartOf  // 启动
	Reads        []string   // ids of stores
	Writes       []string   // ids of stores
	Messages     []Message  // 收到 / 发出 on ⬛, ○, ● and ◐
	Trigger      *Trigger   // what a ● waits for, or what a ◐ waits for or sends, other than a message
	Anytime      bool       // 随时: an event sub-process
	Body         *Scope     // the nodes of a sub-process; nil where it is none
	Bounds       []Boundary // boundary events
	Exits        []*Edge    // arrows out of it, in written order
	Notes        []Note
	Comments     []string
	FactComments []FactComment
	LaneAt       Place // where its lane was written
}

// Edge is an arrow. It has no written id: see [Edge.ID].
type Edge struct {
	ID           string // derived: "source.target", ".2" … for further ones in order
	From, To     string // node ids
	Text         Text
	Cond         *condition.Expr // 当; nil where there is none
	Else         bool            // 否则
	Exit         ExitWord        // 通行, 终止, 退回; "" for none
	Notes        []Note
	Comments     []string
	FactComments []FactComment // comments above its condition and notes
	Line         int
	Col          int // column of the arrow, in code points, from 1
}

// ExitWord marks the exits of a gate (decisions §1.2).
type ExitWord string

// The exit words.
const (
	ExitGo        ExitWord = "go"        // 通行
	ExitTerminate ExitWord = "terminate" // 终止
	ExitReturn    ExitWord = "return"    // 退回
)

// Decided says who decides at a decision (判定).
type Decided string

// The ways to decide.
const (
	ByPerson    Decided = "person"    // 人
	ByComputer  Decided = "computed"  // 自动
	ByConfirmed Decided = "confirmed" // 自动待确认: computed, then confirmed by a person
)

// DocFact is a document of a node and the states it waits for. A node with a
// document and no states opens it (a form).
type DocFact struct {
	Name   string
	States []string
}

// Limit is a time limit (~), from entry or from a document state or date.
type Limit struct {
	For      Duration
	FromDoc  *DocFact // 自 #发货单=已送达
	FromPath string   // 自 应收.到期日
}

// Unit is the unit of a duration; the codes are those of the outline.
type Unit string

// The units of duration. Working hours and working days count on the working
// calendar.
const (
	Minutes      Unit = "min"
	Hours        Unit = "h"
	Days         Unit = "d"
	Weeks        Unit = "w"
	Months       Unit = "mo"
	WorkingHours Unit = "wh"
	WorkingDays  Unit = "wd"
)

// Duration is an amount of one unit. Compound durations do not exist.
type Duration struct {
	N    string // decimal text without needless zeros, such as "2" or "0.5"
	Unit Unit
}

// Remind is a reminder (催办).
type Remind struct {
	Every bool
	After Duration
}

// Cost is an expected cost (费用).
type Cost struct {
	Amount   string // decimal text in major units
	Currency string // "" for the company's
}

// ManyKind is the kind of a multi-instance node.
type ManyKind string

// The kinds of multi-instance node.
const (
	AllOf ManyKind = "all-of" // 会签
	AnyOf ManyKind = "any-of" // 或签
	Each  ManyKind = "each"   // 逐个
)

// Many makes one instance per member or record.
type Many struct {
	Kind   ManyKind
	Of     string // role, or kind of record
	InTurn bool   // 依次
	Quorum string // 满: "3", "2/3" or "0.6"; "" for all
	Until  *condition.Expr
}

// StartOf starts another chart without waiting (启动).
type StartOf struct {
	Chart string
	Node  string // "" for its start
	Cond  *condition.Expr
	Else  bool
}

// Message is 收到 (incoming) or 发出 (outgoing).
type Message struct {
	Incoming     bool
	Interrupting bool // 收到!
	Text         Text
	Pool         string // name of the pool as written; "" for none
	At           Place  // where it was written
}

// TriggerKind is what an event waits for.
type TriggerKind string

// The kinds of trigger.
const (
	Wait  TriggerKind = "wait"  // 等 2工作日
	Until TriggerKind = "until" // 等到 应收.到期日 - 7天
	Every TriggerKind = "every" // 每 7天
	Once  TriggerKind = "once"  // 一旦 条件
)

// Trigger is what a ● or ◐ waits for, other than a message.
type Trigger struct {
	Kind         TriggerKind
	After        *Duration       // Wait, Every
	When         *condition.Expr // Until (a date), Once (a condition)
	Interrupting bool            // 一旦!
}

// BoundaryKind is the kind of a boundary event.
type BoundaryKind string

// The kinds of boundary event.
const (
	Timer     BoundaryKind = "timer"
	OnMessage BoundaryKind = "message"
	OnceTrue  BoundaryKind = "condition"
)

// Boundary is an event on the border of a ⬛.
type Boundary struct {
	ID           string
	Kind         BoundaryKind
	Interrupting bool
	Every        bool
	After        *Duration // Timer
	Times        int       // 共 3次; 0 where not bounded
	Name         Text      // a timer's name
	Message      *Message  // OnMessage
	When         *condition.Expr
	Exit         *Edge // its one arrow; ID is "boundary.target"
	Comments     []string
	Line         int
}

// Note is an annotation (a text box beside a node, an arrow or the chart).
type Note struct {
	ID   string
	Text Text
	Line int
}
