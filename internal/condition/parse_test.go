package condition_test

import (
	"testing"

	"qiju/internal/base/i18n"
	"qiju/internal/condition"
)

func TestCanonicalForms(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, english, chinese string }{
		{"signs of both widths", "报价.毛利率 ≥ 12％ 且 报价.金额 < 50万", "报价.毛利率 >= 12% and 报价.金额 < 500000", "报价.毛利率 >= 12% 且 报价.金额 < 50万"},
		{"the English spelling", "报价.毛利率 >= 12% and 报价.金额 < 500000", "报价.毛利率 >= 12% and 报价.金额 < 500000", "报价.毛利率 >= 12% 且 报价.金额 < 50万"},
		{"is, with a text in single quotes", "商机.状态 是 '挂起'", `商机.状态 == "挂起"`, `商机.状态 = "挂起"`},
		{"curly quotes nest and know no escapes", `报价.状态 = “客户“确\认””`, `报价.状态 == "客户“确\\认”"`, `报价.状态 = "客户“确\\认”"`},
		{"a negated function", `需求.结构分 + 需求.规划分 >= 7 且 非 有红旗("R1"、"R2")`, `需求.结构分 + 需求.规划分 >= 7 and not 有红旗("R1", "R2")`, `需求.结构分 + 需求.规划分 >= 7 且 非 有红旗("R1", "R2")`},
		{"membership of a list", `商机.行动等级 不属于 【"I"，"II"】 ｜｜ ！完成`, `商机.行动等级 not in ["I", "II"] or not 完成`, `商机.行动等级 不属于 ["I", "II"] 或 非 完成`},
		{"not in as two words", `a not in [1] && b not contains "x"`, `a not in [1] and b not contains "x"`, `a 不属于 [1] 且 b 不包含 "x"`},
		{"a date expression", "应收.到期日 - 7天", "应收.到期日 - 7d", "应收.到期日 - 7天"},
		{"units of time", "x > 3工作日 或 x < 02 周", "x > 3wd or x < 2w", "x > 3工作日 或 x < 2周"},
		{"a word that begins like an operator", "或有负债 = 空", "或有负债 == nil", "或有负债 = 空"},
		{"a path whose segments are operators", "报价.是 = 真", "报价.是 == true", "报价.是 = 真"},
		{"only needed brackets stay", "((a)) 且 (b 或 (c)) 且 (d 且 e)", "a and (b or c) and d and e", "a 且 (b 或 c) 且 d 且 e"},
		{"brackets of arithmetic", "(a + b) × c - (d - (e - -f)) / 2 > 0", "(a + b) * c - (d - (e - -f)) / 2 > 0", "(a + b) * c - (d - (e - -f)) / 2 > 0"},
		{"a negated negation", "非 (非 a) 且 非 (a 或 b)", "not (not a) and not (a or b)", "非 (非 a) 且 非 (a 或 b)"},
		{"ten thousands only where exact", "a = 9999 或 a = 10000 或 a = 12345 或 a = 1.2亿 或 a = 12300", "a == 9999 or a == 10000 or a == 12345 or a == 120000000 or a == 12300", "a = 9999 或 a = 1万 或 a = 12345 或 a = 12000万 或 a = 1.23万"},
		{"zeros that say nothing", "a = 007.50 或 a = 0.50%", "a == 7.5 or a == 0.5%", "a = 7.5 或 a = 0.5%"},
		{"an ideographic full stop", "报价。金额＞１０", "报价.金额 > 10", "报价.金额 > 10"},
		{"an empty list and a call without arguments", "a 属于 [] 且 f()", "a in [] and f()", "a 属于 [] 且 f()"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, err := condition.Parse(tt.src)
			if err != nil {
				t.Fatalf("Parse(%s): %s at %d", tt.src, err.Key, err.Offset)
			}
			if got := e.String(); got != tt.english {
				t.Errorf("String: got %s, want %s", got, tt.english)
			}
			if got := e.Chinese(); got != tt.chinese {
				t.Errorf("Chinese: got %s, want %s", got, tt.chinese)
			}
			for _, text := range []string{e.String(), e.Chinese()} {
				again, err := condition.Parse(text)
				if err != nil || !again.Equal(e) {
					t.Errorf("%s does not read back: %v", text, err)
				}
			}
		})
	}
}

func TestErrorsPointAtTheirToken(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, src, key string
		offset         int
	}{
		{"an operator twice", "金额 >> 5", "condition.surplus", 4},
		{"an open bracket", "(金额 > 5", "condition.bracket_open", 7},
		{"an open bracket before blanks", "(金额 > 5  ", "condition.bracket_open", 7},
		{"an operator glued to a number", "金额 > 5且 完成", "condition.unit_unknown", 6},
		{"an arrow", "金额 => 5", "condition.arrow", 3},
		{"a thin arrow", "金额 -> 5", "condition.arrow", 3},
		{"two conditions without a word between", "甲 > 1 乙 < 2", "condition.surplus", 6},
		{"comparisons in a row", "1 < x < 5", "condition.chained", 6},
		{"nothing after an operator", "甲 且", "condition.unfinished", 3},
		{"an open quotation", `a = "x`, "condition.quote_open", 4},
		{"an open list", `a 属于 ["x"`, "condition.bracket_open", 9},
		{"a wrong closer", `(a]`, "condition.surplus", 2},
		{"an unknown sign", `a ? b`, "condition.surplus", 2},
		{"an invisible sign", "a\u200b = 1", "condition.invisible", 1},
		{"a number beyond exactness", "a = 1234567890123456789", "condition.number_long", 4},
		{"a negation of a negation without brackets", "非 非 a", "condition.surplus", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := condition.Parse(tt.src)
			if err == nil {
				t.Fatalf("%s was accepted", tt.src)
			}
			if err.Key != tt.key || err.Offset != tt.offset || err.Empty {
				t.Errorf("got %s at %d, want %s at %d", err.Key, err.Offset, tt.key, tt.offset)
			}
			hasMessage(t, err.Key, err.Args)
		})
	}
}

func TestNoConditionIsEmpty(t *testing.T) {
	t.Parallel()
	for _, src := range []string{"", " \t　"} {
		_, err := condition.Parse(src)
		if err == nil || !err.Empty || err.Key != "condition.empty" {
			t.Errorf("%q: got %v, want condition.empty", src, err)
		}
	}
}

// hasMessage fails when the catalogue has no message of key, or one that these
// arguments do not fill.
func hasMessage(t *testing.T, key string, args map[string]any) {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
		if text := words.Message(lang, key, args); !words.Has(key) || len(i18n.Placeholders(text)) > 0 {
			t.Errorf("message %s is %q", key, text)
		}
	}
}
