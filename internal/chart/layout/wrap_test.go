package layout_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/layout"
)

// linesOf returns the lines into which the text of a single node is broken.
func linesOf(kind chart.Kind, text string) layout.Box {
	c := &chart.Chart{ID: "F", Scope: chart.Scope{Nodes: []*chart.Node{{ID: "P1", Kind: kind, Text: i18n.Text{ZH: text}}}}}
	return layout.Layout(c, layout.Options{}).Nodes[0]
}

func TestTextsBreakWhereAReaderWould(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		kind chart.Kind
		text string
		want string
	}{
		{"one line stays one", chart.Process, "参加投标", "参加投标"},
		{"before 与", chart.Process, "评估成交可能性与成交障碍", "评估成交可能性/与成交障碍"},
		{"behind a comma", chart.Process, "用印签订,向客户交付合同副本", "用印签订,/向客户交付合同副本"},
		{"behind an enumeration comma", chart.Process, "了解经营时间、规模、现状与供应结构", "了解经营时间、规模、/现状与供应结构"},
		{"a decision is widest in the middle", chart.Decision, "内线确定、样品送达、信息充分、需求明确?", "内线确定、/样品送达、信息充分、/需求明确?"},
		{"Latin words stay whole", chart.Process, "Settle and keep a coach", "Settle and/keep a coach"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(linesOf(tt.kind, tt.text).Text.Lines, "/"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNoLineBeginsWithPunctuation(t *testing.T) {
	t.Parallel()
	const closing = ",、。?!:;)）”」"
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		for i := rapid.IntRange(1, 14).Draw(t, "words"); i > 0; i-- {
			text.WriteString(rapid.SampledFrom([]string{"客", "报价", "合同评审", "验厂与考察", "RFQ", "“守”", "(样品)"}).Draw(t, "word"))
			text.WriteString(rapid.SampledFrom([]string{"", "", ",", "、", "。", "?", ":", "”", ")", "」"}).Draw(t, "sign"))
		}
		kind := rapid.SampledFrom([]chart.Kind{chart.Process, chart.Decision, chart.Parallel, chart.End}).Draw(t, "kind")
		for _, l := range linesOf(kind, text.String()).Text.Lines {
			if strings.ContainsRune(closing, []rune(l)[0]) {
				t.Errorf("line %q of %q begins with punctuation", l, text.String())
			}
		}
	})
}

func TestLinesFitIntoTheirBox(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("客户报价,合同、。 ab WM")), 1, 300, -1).Draw(t, "text")
		b := linesOf(chart.Process, text)
		for _, l := range b.Text.Lines {
			if w := layout.Measure(l, 120); w > b.W {
				t.Errorf("line %q is %d px wide, its box %d", l, w, b.W)
			}
		}
		if h := len(b.Text.Lines) * b.Text.Step; h > b.H {
			t.Errorf("%d lines are %d px high, their box %d", len(b.Text.Lines), h, b.H)
		}
	})
}
