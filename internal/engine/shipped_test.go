package engine_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/chart/notation"
	"qiju/internal/chart/source"
	"qiju/internal/condition"
	"qiju/internal/engine"
	"qiju/internal/testkit/golden"
)

// shipped compiles a chart of a new installation.
func shipped(t *testing.T, id string) (*engine.Release, []engine.Unsupported) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "examples", "charts", id+".flow"))
	if err != nil {
		t.Fatal(err)
	}
	c, diags := notation.Parse(string(text))
	for _, d := range diags {
		if d.Severity == source.Error {
			t.Fatalf("%s line %d: %+v", id, d.Line, d)
		}
	}
	return engine.Compile(c, engine.Hash(string(text)))
}

// lead starts F2 for an opportunity about which everything is known and well.
func lead(t *testing.T) *game {
	t.Helper()
	rel, found := shipped(t, "F2")
	if !rel.Executable() || len(found) != 1 || found[0].Node != "T7" {
		t.Fatalf("F2 runs, only its anytime part is ignored: %+v", found)
	}
	g := gameOn(t, rel)
	g.env.Facts = condition.Env{
		Facts: condition.Facts{
			"需求.结构分": number(3), "需求.规划分": number(2), "需求.强度分": number(2), "客户.价值分": number(70),
			"内线.合格人数": number(1), "样品.已送达": boolean(true), "决策链.识别权重": number(1), "档案.完整率": number(1),
			"需求.规格明确": boolean(true), "需求.用量明确": boolean(true), "需求.时间明确": boolean(true),
			"商机.行动等级": condition.Text("II"), "壁垒.四级以上无人负责数": number(0), "商机.预算已批": boolean(true), "战略计划.完成率": number(1),
			"决策组.支持指数": number(1), "决策组.经济决策者态度": number(2), "决策组.反对的否决者数": number(0), "决策组.渗透率": number(1),
			"报价.状态": condition.Text("客户确认"),
		},
		Funcs: condition.Funcs{"有红旗": func([]condition.Value) condition.Value { return condition.Bool(false) }},
	}
	g.do(engine.Start{Run: "run_f2", Subject: engine.Subject{Kind: "opportunity", ID: "opp_1"}})
	return g
}

// walk plays F2 as it goes well, until the run stands on a node.
func (g *game) walk(until string) {
	g.t.Helper()
	documents := map[string]engine.DocumentReached{
		"B1": {Doc: "样品申请单", State: "已送达"},
		"E2": {Doc: "验厂任务", State: "通过"},
		"E3": {Doc: "报价单", State: "已发出"},
		"E4": {Doc: "招标登记", State: "中标"},
		"Z1": {Doc: "合同", State: "双方已签"},
	}
	for range 60 {
		for _, tok := range g.run.Tokens {
			if tok.Node == until {
				return
			}
		}
		if g.run.State == engine.Ended {
			break
		}
		tok := g.run.Tokens[0]
		for _, o := range g.run.Tokens {
			if tok.Phase == engine.Joining {
				tok = o
			}
		}
		document, waits := documents[tok.Node]
		switch {
		case g.rel.IsGate(tok.Node):
			g.do(engine.Gate{Token: tok.ID, Word: engine.Go})
		case tok.Node == "G4b":
			g.decide("G4b", "E3")
		case waits:
			g.env.Docs[document.Doc] = []string{document.State}
			g.do(document)
		default:
			g.do(engine.Complete{Token: tok.ID})
		}
	}
	if until != "end" {
		g.t.Fatalf("never came to %s, the run stands at %s", until, g.where())
	}
}

func TestF2RunsFromLeadToWon(t *testing.T) {
	t.Parallel()
	g := lead(t)
	g.stands("A1")
	g.walk("end")
	g.stands("ended OK")
	if got := passed(g.run); got != "G1 G2 G3 G4 G4b G5" {
		t.Errorf("decided at %s", got)
	}
	if got := linked(g.run); got != "B1→F3 E2→F6 Z1→F1.P4" {
		t.Errorf("linked %s", got)
	}
	if len(g.run.Deviations) != 0 {
		t.Errorf("a run by the book deviates nowhere: %+v", g.run.Deviations)
	}
	golden.Check(t, filepath.Join("testdata", "f2-won.txt"), []byte(story(g.journal)))
}

func TestF2EndsAtEveryGate(t *testing.T) {
	t.Parallel()
	for gate, last := range map[string]string{"G1": "Z2", "G2": "Z2", "G3": "Z2", "G4": "Z3", "G5": "Z3"} {
		t.Run("terminated at "+gate, func(t *testing.T) {
			t.Parallel()
			g := lead(t)
			g.walk(gate)
			g.do(engine.Gate{Token: g.at(gate), Word: engine.End, Reason: "预算取消"})
			g.stands(last)
			g.complete(last)
			g.stands("ended NO")
		})
	}
}

func TestF2ReturnsRepeatOnlyWhatIsMissing(t *testing.T) {
	t.Parallel()
	g := lead(t)
	g.walk("G2")
	g.fact("内线.合格人数", number(0))
	f := g.refusal(fault.Gate, "engine.gate_closed", engine.Gate{Token: g.at("G2"), Word: engine.Go})
	if len(f.Parts) != 1 || f.Parts[0].Args["fact"] != "内线.合格人数" {
		t.Errorf("got %+v", f.Parts)
	}
	g.do(engine.Gate{Token: g.at("G2"), Word: engine.Return, Reason: "缺内线"})
	g.stands("G2a")
	g.decide("G2a", "M1")
	g.stands("B2 B3 X2/joining") // the sample is there, B1 is done at once
	g.complete("B2")
	g.complete("B3")
	g.fact("内线.合格人数", number(1))
	g.do(engine.Gate{Token: g.at("G2"), Word: engine.Go})
	g.stands("C1")
}

func TestF2GateWithUnknownFactsSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	g := lead(t)
	g.walk("G4")
	delete(g.env.Facts.Facts, "决策组.渗透率")
	f := g.refusal(fault.Gate, "engine.gate_closed", engine.Gate{Token: g.at("G4"), Word: engine.Go})
	if len(f.Parts) != 1 || f.Parts[0].Key != "engine.condition_unknown" || f.Parts[0].Args["missing"] != "决策组.渗透率" {
		t.Errorf("got %+v", f.Parts)
	}
	ev, _ := engine.Evaluate(g.rel, "G4", g.env.Facts)
	goes, ok := ev.Go()
	if !ok || goes.Verdict != condition.Undetermined || len(goes.Parts) != 4 || ev.Proposal != "" {
		t.Errorf("got %+v", ev)
	}
}

func TestF2PlacedInEveryStage(t *testing.T) {
	t.Parallel()
	for node, want := range map[string]string{
		"A1": "", "M1": "G1", "B2": "G1", "C1": "G1 G2", "D1": "G1 G2 G3", "E1": "G1 G2 G3 G4", "Z1": "G1 G2 G3 G4 G5",
	} {
		t.Run("on "+node, func(t *testing.T) {
			t.Parallel()
			g := lead(t)
			g.run, g.journal = engine.Run{}, nil
			g.do(engine.Place{Run: "run_imported", Node: node})
			if got := strings.Join(g.run.Unreviewed, " "); got != want {
				t.Errorf("unreviewed %q, want %q", got, want)
			}
			g.walk("end")
			g.stands("ended OK")
		})
	}
}

func TestShippedChartsRun(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"F1", "F2", "F3", "F6", "F7"} {
		rel, found := shipped(t, id)
		if !rel.Executable() {
			t.Errorf("%s does not run: %+v", id, found)
		}
	}
	rel, found := shipped(t, "F1b")
	if rel.Executable() || len(found) == 0 {
		t.Error("F1b ships one by one, which does not run yet")
	}
}

// passed returns the nodes that were decided, in order.
func passed(run engine.Run) string {
	var s []string
	for _, d := range run.Decisions {
		s = append(s, d.Node)
	}
	return strings.Join(s, " ")
}

// linked returns the runs that were started, as node→chart.node.
func linked(run engine.Run) string {
	var s []string
	for _, l := range run.Links {
		s = append(s, strings.TrimSuffix(fmt.Sprintf("%s→%s.%s", l.Node, l.Chart, l.At), "."))
	}
	return strings.Join(s, " ")
}

// story tells a journal in one line per entry.
func story(journal []engine.Entry) string {
	var b strings.Builder
	for _, e := range journal {
		fields := []string{fmt.Sprintf("%3d", e.Seq), string(e.Kind)}
		for _, f := range []string{e.Token, strings.Join(e.Tokens, "+"), e.Node, e.Edge, string(e.Phase), e.Doc, e.DocState, e.By} {
			if f != "" {
				fields = append(fields, f)
			}
		}
		if e.Link != nil {
			fields = append(fields, "→", e.Link.Chart, e.Link.At, string(e.Link.Run))
		}
		if e.Decision != nil {
			fields = append(fields, string(e.Decision.Word), e.Decision.Edge)
		}
		b.WriteString(strings.Join(fields, " ") + "\n")
	}
	return b.String()
}
