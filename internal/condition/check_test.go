package condition_test

import (
	"slices"
	"testing"

	"qiju/internal/condition"
)

func catalogue(t *testing.T) *condition.Catalogue {
	t.Helper()
	c, err := condition.NewCatalogue([]condition.Fact{
		{Path: "报价.毛利率", EN: "Quotation margin", Type: condition.RateType},
		{Path: "报价.金额", EN: "Quotation amount", Type: condition.AmountType},
		{Path: "报价.账期", EN: "Payment term", Type: condition.DurationType},
		{Path: "商机.行动等级", EN: "Action level", Type: condition.TextType, Values: []string{"I", "II", "III", "IV"}},
		{Path: "样品.已送达", EN: "Sample delivered", Type: condition.BoolType, Entered: true},
		{Path: "应收.到期日", EN: "Due day", Type: condition.DateType},
		{Path: "客户.标签", EN: "Tags", Type: condition.ListType},
	}, []condition.FuncSpec{
		{Name: "有红旗", EN: "has red flag", Args: []condition.Type{condition.TextType}, Result: condition.BoolType, Variadic: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCheckFindsWhatDoesNotSuitTheCatalogue(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, src string
		want      []string
	}{
		{"all is well", `报价.毛利率 >= 12% 且 报价.金额 < 50万 且 商机.行动等级 属于 ["I", "II"] 且 非 有红旗("R1", "R2") 且 报价.账期 <= 60天`, nil},
		{"dates and written days", `应收.到期日 - 7天 >= "2026-01-01" 且 应收.到期日 - 应收.到期日 > 3天`, nil},
		{"emptiness may always be asked", `报价.金额 = 空 或 客户.标签 包含 "国企"`, nil},
		{"a slip of the pen", "报价.毛利绿 > 1", []string{"condition.fact_unknown_near"}},
		{"nothing like it", "天气.温度 > 1", []string{"condition.fact_unknown"}},
		{"another record, the same fact", "合同与订单.金额 > 1", []string{"condition.fact_unknown_near"}},
		{"kinds that do not fit", `报价.金额 > 60天 且 报价.毛利率 = "高"`, []string{"condition.kinds_differ", "condition.kinds_differ"}},
		{"texts have no order", `商机.行动等级 > "I"`, []string{"condition.kinds_differ"}},
		{"a value that never occurs", `商机.行动等级 = "五" 或 商机.行动等级 属于 ["I", "六"]`, []string{"condition.value_unknown", "condition.value_unknown"}},
		{"a number is no condition", "报价.金额 + 1", []string{"condition.result"}},
		{"a number in a junction", "报价.金额 且 样品.已送达", []string{"condition.kind"}},
		{"an unknown function", `有红期("R1")`, []string{"condition.func_unknown_near"}},
		{"too few arguments", "有红旗()", []string{"condition.arguments"}},
		{"an argument of another kind", "有红旗(1)", []string{"condition.kind"}},
		{"membership of what is no list", "报价.金额 属于 报价.毛利率", []string{"condition.kind"}},
		{"arithmetic of a date and a number", "应收.到期日 + 7 > 应收.到期日", []string{"condition.kinds_differ"}},
		{"a minus before a date", "-应收.到期日 = 空", []string{"condition.kind"}},
		{"a text in a date", `应收.到期日 > "明天"`, []string{"condition.kinds_differ"}},
	}
	c := catalogue(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, p := range parse(t, tt.src).Check(c) {
				got = append(got, p.Key)
				hasMessage(t, p.Key, p.Args)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s: got %v, want %v", tt.src, got, tt.want)
			}
		})
	}
}

func TestCheckSuggestsAndPoints(t *testing.T) {
	t.Parallel()
	got := parse(t, "样品.已送达 且 报价.毛利绿 > 1").Check(catalogue(t))
	if len(got) != 1 || got[0].Args["nearest"] != "报价.毛利率" || got[0].Path != "报价.毛利绿" || got[0].Offset != 9 {
		t.Errorf("got %+v, want 报价.毛利率 suggested for 报价.毛利绿 at 9", got)
	}
}

func TestCheckAsAcceptsADateExpression(t *testing.T) {
	t.Parallel()
	if got := parse(t, "应收.到期日 - 7天").CheckAs(catalogue(t), condition.DateType); len(got) != 0 {
		t.Errorf("got %+v, want nothing", got)
	}
}

func TestCatalogueRefusesWhatNoConditionCanSpell(t *testing.T) {
	t.Parallel()
	good := condition.Fact{Path: "报价.金额", Type: condition.AmountType}
	tests := []struct {
		name  string
		facts []condition.Fact
		funcs []condition.FuncSpec
	}{
		{"a path twice", []condition.Fact{good, good}, nil},
		{"an operator as path", []condition.Fact{{Path: "且", Type: condition.BoolType}}, nil},
		{"blanks in a path", []condition.Fact{{Path: "报价 金额", Type: condition.BoolType}}, nil},
		{"no type", []condition.Fact{{Path: "报价.金额"}}, nil},
		{"a function without a result", nil, []condition.FuncSpec{{Name: "f"}}},
		{"a repeated argument that is not there", nil, []condition.FuncSpec{{Name: "f", Result: condition.BoolType, Variadic: true}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := condition.NewCatalogue(tt.facts, tt.funcs); err == nil {
				t.Error("it was accepted")
			}
		})
	}
	if f, ok := catalogue(t).Fact("样品.已送达"); !ok || !f.Entered || len(catalogue(t).All()) != 7 {
		t.Errorf("got %+v %v, want a fact that people enter", f, ok)
	}
}
