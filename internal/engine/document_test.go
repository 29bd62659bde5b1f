package engine_test

import (
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/engine"
)

// sampled waits for a delivered sample, then for a sent quotation.
func sampled() *chart.Chart {
	return flow(
		node(chart.Start, "S", to("A")),
		node(chart.Process, "A", doc("样品申请单", "已送达", "合格封样"), to("F")),
		node(chart.Process, "F", doc("价值评估表"), to("Q")),
		node(chart.Process, "Q", doc("报价单", "已发出"), doc("合同", "双方已签"), to("D")),
		node(chart.Decision, "D", to("A"), to("E")),
		node(chart.End, "E"),
	)
}

func TestDocumentCompletesTheNodeThatWaits(t *testing.T) {
	t.Parallel()
	g := start(t, sampled())
	f := g.refusal(fault.Conflict, "engine.waits_for_document", engine.Complete{Token: "t1"})
	if f.Args["doc"] != "样品申请单" {
		t.Errorf("got %v", f.Args)
	}
	g.do(engine.DocumentReached{Doc: "样品申请单", State: "已送达"})
	g.stands("F")
	v := g.run.Visits[len(g.run.Visits)-2]
	if v.Node != "A" || v.How != engine.Completed || v.By != "zhou" {
		t.Errorf("got %+v", v)
	}
	g.complete("F") // a form waits for a person
	g.stands("Q")
}

func TestNodeWithTwoDocumentsWaitsForBoth(t *testing.T) {
	t.Parallel()
	g := start(t, sampled())
	g.do(engine.DocumentReached{Doc: "样品申请单", State: "已送达"})
	g.complete("F")
	g.env.Docs["报价单"] = []string{"已发出"}
	if entries := g.do(engine.DocumentReached{Doc: "报价单", State: "已发出"}); len(entries) != 0 {
		t.Errorf("the contract is still missing, nothing happens: %+v", entries)
	}
	g.do(engine.DocumentReached{Doc: "合同", State: "双方已签"})
	g.stands("D")
}

func TestDocumentAheadOfTheRunIsADeviation(t *testing.T) {
	t.Parallel()
	g := start(t, sampled())
	g.do(engine.DocumentReached{Doc: "报价单", State: "已发出"})
	g.stands("A")
	if len(g.run.Deviations) != 1 {
		t.Fatalf("got %+v", g.run.Deviations)
	}
	if d := g.run.Deviations[0]; d.Kind != engine.DeviationDocument || d.Node != "Q" || d.Args["doc"] != "报价单" {
		t.Errorf("got %+v", d)
	}
	nodes, _ := engine.Status(g.rel, g.run)
	if len(nodes["Q"].Documents) != 1 || nodes["Q"].Live {
		t.Errorf("the drawing shows it at Q: %+v", nodes["Q"])
	}
}

func TestDocumentThatTheChartDoesNotAwaitIsNothing(t *testing.T) {
	t.Parallel()
	g := start(t, sampled())
	g.do(engine.DocumentReached{Doc: "样品申请单", State: "已送达"})
	for _, c := range []engine.DocumentReached{
		{Doc: "样品申请单", State: "合格封样"}, // its node is done
		{Doc: "样品申请单", State: "草稿"},   // no node waits for a draft
		{Doc: "价值评估表", State: "已批"},   // a form
		{Doc: "发票", State: "已开具"},     // no document of this chart
	} {
		if entries := g.do(c); len(entries) != 0 {
			t.Errorf("%v wrote %+v", c, entries)
		}
	}
}

func TestNodeCompletesAtOnceWhenItsDocumentIsThere(t *testing.T) {
	t.Parallel()
	g := start(t, sampled())
	g.do(engine.DocumentReached{Doc: "样品申请单", State: "已送达"})
	g.complete("F")
	g.env.Docs["样品申请单"] = []string{"已送达"}
	g.env.Docs["合同"] = []string{"双方已签"}
	g.do(engine.DocumentReached{Doc: "报价单", State: "已发出"})
	g.decide("D", "A")
	g.stands("F") // A is there already, the form is done again by a person
	g.env.Docs["报价单"] = []string{"已发出"}
	g.complete("F")
	g.stands("D")
}

func TestDocumentMovesASuspendedRunOn(t *testing.T) {
	t.Parallel()
	g := start(t, flow(
		node(chart.Start, "S", to("X1")),
		node(chart.Parallel, "X1", to("A"), to("G")),
		node(chart.Process, "A", doc("合同", "双方已签"), to("X2")),
		node(chart.Decision, "G", to("X2", "通行"), to("Z", "终止")),
		node(chart.Parallel, "X2", to("E")),
		node(chart.End, "E"), node(chart.Terminate, "Z"),
	))
	g.do(engine.Gate{Token: g.at("G"), Word: engine.Suspend, RevisitOn: "2027-01-01"})
	g.do(engine.DocumentReached{Doc: "合同", State: "双方已签"})
	g.stands("G X2/joining")
	if g.run.State != engine.Suspended {
		t.Error("a document does not wake the run")
	}
}
