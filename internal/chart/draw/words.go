package draw

import (
	"strconv"
	"strings"

	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/layout"
)

// words are the captions of a drawing in one language.
type words struct {
	lang                                             i18n.Lang
	ends, anytime, keyword, returned, proposed       string
	skipped, each, allOf, anyOf, nodes, edges, comma string
	states                                           map[State]string
	seals                                            map[Seal]string
	kinds                                            map[chart.Kind]string
}

// wordsIn returns the captions in lang; Chinese is the default.
func wordsIn(lang i18n.Lang) words {
	if lang == i18n.EN {
		return words{
			lang: lang, ends: "Ends", anytime: "Any time", keyword: "Keyword", returned: "Returned", proposed: "Return proposed",
			skipped: "Skipped", each: "each", allOf: "all of", anyOf: "any of", nodes: " nodes", edges: " arrows", comma: ", ",
			states: map[State]string{
				Ahead: "not reached", Done: "done", Late: "done late", Live: "due now", LiveLate: "due now, late", Skipped: "skipped", Blocked: "blocked",
			},
			seals: map[Seal]string{PassSeal: "passed", OverrideSeal: "by override", TerminateSeal: "terminated"},
			kinds: map[chart.Kind]string{
				chart.Start: "start", chart.End: "end", chart.Terminate: "end of all", chart.Decision: "decision", chart.Parallel: "parallel",
				chart.Inclusive: "inclusive", chart.FirstOf: "first event", chart.Process: "process", chart.Event: "event", chart.Store: "data store",
			},
		}
	}
	return words{
		lang: i18n.ZH, ends: "终局", anytime: "随时", keyword: "关键词", returned: "退回", proposed: "建议退回",
		skipped: "跳过", each: "逐个", allOf: "会签", anyOf: "或签", nodes: " 节点", edges: " 连线", comma: ",",
		states: map[State]string{
			Ahead: "未到", Done: "已走", Late: "已走,超时", Live: "在此", LiveLate: "在此,超时", Skipped: "跳过", Blocked: "受阻",
		},
		seals: map[Seal]string{PassSeal: "通过", OverrideSeal: "特批", TerminateSeal: "终止"},
		kinds: map[chart.Kind]string{
			chart.Start: "开始", chart.End: "结束", chart.Terminate: "全部结束", chart.Decision: "决策", chart.Parallel: "并行",
			chart.Inclusive: "多选", chart.FirstOf: "先到先得", chart.Process: "过程", chart.Event: "事件", chart.Store: "数据存储",
		},
	}
}

// corner returns the role and the limit of a node: what stands at its top right
// while there is no run.
func (w words) corner(n *chart.Node, c *chart.Chart) string {
	var parts []string
	if n.Many != nil {
		of := map[chart.ManyKind]string{chart.Each: w.each, chart.AllOf: w.allOf, chart.AnyOf: w.anyOf}[n.Many.Kind]
		parts = append(parts, of+" "+w.term(c.Roles, c.Docs, n.Many.Of))
	} else if len(n.Roles) > 0 {
		parts = append(parts, w.term(c.Roles, nil, n.Roles[0]))
	}
	if n.Limit != nil {
		parts = append(parts, layout.Span(n.Limit.For, w.lang))
	}
	return strings.Join(parts, " · ")
}

// term returns a name of the head in the reader's language.
func (w words) term(roles, docs []chart.Term, name string) string {
	for _, t := range append(append([]chart.Term(nil), roles...), docs...) {
		if t.Name == name && w.lang == i18n.EN && t.EN != "" {
			return t.EN
		}
	}
	return name
}

// days returns the planned days of a stage.
func (w words) days(s *chart.Stage) string {
	if s == nil || s.Days == nil {
		return ""
	}
	text := layout.Span(*s.Days, w.lang)
	if w.lang == i18n.EN {
		return text
	}
	return strings.Replace(text, s.Days.N, s.Days.N+" ", 1)
}

// tally returns what is said beside a walked arrow.
func (w words) tally(m EdgeMark) string {
	switch {
	case m.Text != "":
		return m.Text
	case m.Proposed:
		return w.proposed
	case m.Returned > 0:
		return w.returned + " " + strconv.Itoa(m.Returned)
	case m.Walked > 1:
		return "×" + strconv.Itoa(m.Walked)
	}
	return ""
}
