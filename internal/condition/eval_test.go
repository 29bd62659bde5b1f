package condition_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/govalues/decimal"

	"qiju/internal/base/clock"
	"qiju/internal/condition"
)

func parse(t *testing.T, src string) *condition.Expr {
	t.Helper()
	e, err := condition.Parse(src)
	if err != nil {
		t.Fatalf("Parse(%s): %s at %d", src, err.Key, err.Offset)
	}
	return e
}

func number(s string) condition.Value { return condition.Number(decimal.MustParse(s)) }

func sampleEnv() condition.Env {
	return condition.Env{
		Facts: condition.Facts{
			"报价.毛利率":  number("0.12"),
			"报价.金额":   number("499999.99"),
			"报价.账期":   condition.Duration(decimal.MustParse("60"), condition.Days),
			"商机.等级":   condition.Text("II"),
			"商机.预算":   condition.Nil(),
			"样品.已送达":  condition.Bool(true),
			"应收.到期日":  condition.DateOf("2026-03-31"),
			"客户.标签":   condition.List(condition.Text("集团"), condition.Text("国企")),
			"十分之一":    number("0.1"),
			"投标.首次接触": condition.DateOf("2026-01-05"),
		},
		Funcs: condition.Funcs{
			"有红旗": func(args []condition.Value) condition.Value {
				return condition.Bool(slices.ContainsFunc(args, condition.Text("R2").Equal))
			},
			"不知道": func([]condition.Value) condition.Value { return condition.Unknown() },
		},
		Workdays: func(from clock.Date, n int) (clock.Date, bool) { return from.AddDays(n + 2), true },
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, src string
		verdict   condition.Verdict
		missing   []string
		problem   string
	}{
		{"percent is a fraction", "报价.毛利率 >= 12% 且 报价.金额 < 50万", condition.True, nil, ""},
		{"decimals are exact", "十分之一 + 0.2 = 0.3", condition.True, nil, ""},
		{"a missing fact is undetermined", "客户.价值分 >= 50", condition.Undetermined, []string{"客户.价值分"}, ""},
		{"false and unknown is false", "客户.价值分 >= 50 且 非 样品.已送达", condition.False, nil, ""},
		{"true or unknown is true", "客户.价值分 >= 50 或 样品.已送达", condition.True, nil, ""},
		{"true and unknown lists what is missing", "样品.已送达 且 客户.价值分 >= 客户.目标 且 客户.价值分 > 1", condition.Undetermined, []string{"客户.价值分", "客户.目标"}, ""},
		{"not unknown is unknown", "非 内线.合格", condition.Undetermined, []string{"内线.合格"}, ""},
		{"empty equals empty", "商机.预算 = 空", condition.True, nil, ""},
		{"empty equals nothing else", "商机.预算 = 0 或 商机.等级 = 空", condition.False, nil, ""},
		{"empty has no order", "商机.预算 > 0", condition.Undetermined, []string{"商机.预算"}, ""},
		{"empty cannot be counted with", "商机.预算 + 1 > 0", condition.Undetermined, []string{"商机.预算"}, ""},
		{"empty is no yes and no no", "商机.预算", condition.Undetermined, []string{"商机.预算"}, ""},
		{"membership", `商机.等级 属于 ["I", "II"]`, condition.True, nil, ""},
		{"membership with an unknown item", `商机.等级 属于 ["I", 客户.等级]`, condition.Undetermined, []string{"客户.等级"}, ""},
		{"membership found beside an unknown item", `商机.等级 属于 [客户.等级, "II"]`, condition.True, nil, ""},
		{"no membership", `商机.等级 不属于 ["I"]`, condition.True, nil, ""},
		{"a list contains", `客户.标签 包含 "国企" 且 客户.标签 不包含 "外企"`, condition.True, nil, ""},
		{"a text contains", `商机.等级 包含 "I"`, condition.True, nil, ""},
		{"days and weeks compare", "报价.账期 <= 9周", condition.True, nil, ""},
		{"days and months do not", "报价.账期 <= 2月", condition.Undetermined, nil, "condition.kinds_differ"},
		{"a date against a written day", `应收.到期日 = "2026-03-31" 且 应收.到期日 < "2026-04-01"`, condition.True, nil, ""},
		{"a date moved", `应收.到期日 - 7天 = "2026-03-24" 且 应收.到期日 + 1月 = "2026-04-30"`, condition.True, nil, ""},
		{"a date moved by working days", `应收.到期日 + 1工作日 = "2026-04-03"`, condition.True, nil, ""},
		{"days between dates", "应收.到期日 - 投标.首次接触 = 85天", condition.True, nil, ""},
		{"kinds that do not fit", `报价.金额 > "很多"`, condition.Undetermined, nil, "condition.kinds_differ"},
		{"a number is no yes or no", "报价.金额 且 样品.已送达", condition.Undetermined, nil, "condition.not_yes_no"},
		{"division by zero", "报价.金额 / 0 > 1", condition.Undetermined, nil, "condition.division_by_zero"},
		{"a minus before a text", "-商机.等级 > 1", condition.Undetermined, nil, "condition.kind"},
		{"a date moved out of the calendar", `应收.到期日 + 99999月 > 应收.到期日`, condition.Undetermined, nil, "condition.date_far"},
		{"a function", `有红旗("R1", "R2")`, condition.True, nil, ""},
		{"a function that cannot say", "不知道()", condition.Undetermined, []string{"不知道()"}, ""},
		{"a function that there is not", "没有这个()", condition.Undetermined, []string{"没有这个()"}, ""},
		{"a function of an unknown", "有红旗(客户.旗, [客户.二])", condition.Undetermined, []string{"客户.旗", "客户.二"}, ""},
		{"lists compare item by item", "[1, 2] = [1, 客户.价值分]", condition.Undetermined, []string{"客户.价值分"}, ""},
		{"lists that differ already", "[2, 客户.价值分] = [1, 2]", condition.False, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := parse(t, tt.src).Test(sampleEnv())
			if got.Verdict != tt.verdict || !slices.Equal(got.Missing, tt.missing) {
				t.Errorf("%s: got %s missing %v, want %s missing %v", tt.src, got.Verdict, got.Missing, tt.verdict, tt.missing)
			}
			key := ""
			if got.Problem != nil {
				key = got.Problem.Key
				hasMessage(t, key, got.Problem.Args)
			}
			if key != tt.problem {
				t.Errorf("%s: got problem %q, want %q", tt.src, key, tt.problem)
			}
		})
	}
}

func TestUsedHoldsWhatWasRead(t *testing.T) {
	t.Parallel()
	r := parse(t, `样品.已送达 或 客户.价值分 > 1 或 有红旗("R1")`).Test(sampleEnv())
	want := condition.Facts{"样品.已送达": condition.Bool(true), `有红旗("R1")`: condition.Bool(false)}
	if len(r.Used) != len(want) {
		t.Fatalf("got %v, want %v", r.Used, want)
	}
	for path, v := range want {
		if !r.Used[path].Equal(v) {
			t.Errorf("%s: got %v, want %v", path, r.Used[path], v)
		}
	}
}

func TestValueComputesADate(t *testing.T) {
	t.Parallel()
	got := parse(t, "应收.到期日 - 7天").Value(sampleEnv())
	if d, ok := got.AsDate(); !ok || d != "2026-03-24" {
		t.Errorf("got %v, want 2026-03-24", got)
	}
	if got := parse(t, "应收.开票日 - 7天").Value(sampleEnv()); got.Kind() != condition.UnknownKind {
		t.Errorf("got %v, want unknown", got)
	}
}

func TestConjunctsAndPathsKeepTheWrittenOrder(t *testing.T) {
	t.Parallel()
	e := parse(t, `b > 1 且 (a 或 b) 且 非 有红旗("R1")`)
	var parts []string
	for _, c := range e.Conjuncts() {
		parts = append(parts, c.String())
	}
	if want := []string{"b > 1", "a or b", `not 有红旗("R1")`}; !slices.Equal(parts, want) {
		t.Errorf("Conjuncts: got %q, want %q", parts, want)
	}
	if want := []string{"b", "a", "有红旗()"}; !slices.Equal(e.Paths(), want) {
		t.Errorf("Paths: got %q, want %q", e.Paths(), want)
	}
	if got := parse(t, "a 或 b").Conjuncts(); len(got) != 1 || got[0].String() != "a or b" {
		t.Errorf("a disjunction is its only conjunct, got %v", got)
	}
}

func TestValuesSurviveJSON(t *testing.T) {
	t.Parallel()
	facts := condition.Facts{
		"未知": condition.Unknown(), "空": condition.Nil(), "是": condition.Bool(true), "数": number("-0.120"),
		"字": condition.Text(`a"b`), "列": condition.List(condition.Int(1), condition.Nil(), condition.List()),
		"长": condition.Duration(decimal.MustParse("1.5"), condition.WorkDays), "日": condition.DateOf("2026-03-31"),
	}
	data, err := json.Marshal(facts)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"列":[1,null,[]],"字":"a\"b","数":-0.12,"日":{"date":"2026-03-31"},"是":true,"未知":{"unknown":true},"空":null,"长":{"duration":"1.5wd"}}`
	if string(data) != want {
		t.Errorf("got %s, want %s", data, want)
	}
	var back condition.Facts
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	for path, v := range facts {
		if !back[path].Equal(v) {
			t.Errorf("%s: got %v, want %v", path, back[path], v)
		}
	}
}

func TestValuesRefuseOtherJSON(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{}`, `{"date":"2026-02-30"}`, `{"duration":"3 moons"}`, `1e400`, `[{}]`} {
		var v condition.Value
		if err := json.Unmarshal([]byte(text), &v); err == nil {
			t.Errorf("%s was read as %v", text, v)
		}
	}
}

func TestResultsAndConditionsSurviveJSON(t *testing.T) {
	t.Parallel()
	r := parse(t, "客户.价值分 >= 50").Test(sampleEnv())
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"verdict":"undetermined","missing":["客户.价值分"]}`; string(data) != want {
		t.Errorf("got %s, want %s", data, want)
	}
	var back condition.Result
	if err := json.Unmarshal(data, &back); err != nil || back.Verdict != r.Verdict {
		t.Errorf("got %v %v, want %v", back, err, r)
	}
	e := parse(t, "金额 < 50万")
	if data, err = json.Marshal(e); err != nil {
		t.Fatal(err)
	}
	var again condition.Expr
	if err := json.Unmarshal(data, &again); err != nil || !again.Equal(e) {
		t.Errorf("got %s %v, want %s", again.String(), err, e)
	}
}
