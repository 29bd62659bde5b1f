package opportunity

import (
	"github.com/govalues/decimal"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/condition"
)

// FactTable returns the facts that the shipped charts read: their Chinese path,
// English name, type and unit, and whether a person may state them. Amounts are
// in the main unit of the company currency, rates are fractions.
func FactTable() []condition.Fact {
	const num, rate, yes, amount = condition.NumberType, condition.RateType, condition.BoolType, condition.AmountType
	said := func(path, en string, t condition.Type, unit string) condition.Fact {
		return condition.Fact{Path: path, EN: en, Type: t, Unit: unit, Entered: true}
	}
	known := func(path, en string, t condition.Type, unit string) condition.Fact {
		return condition.Fact{Path: path, EN: en, Type: t, Unit: unit}
	}
	return []condition.Fact{
		known("需求.结构分", "Need: structure and problems", num, "0–5"),
		known("需求.规划分", "Need: business plan", num, "0–5"),
		known("需求.强度分", "Need: strength", num, "0–5"),
		known("需求.紧迫性", "Need: urgency", num, "0–4"),
		known("需求.规格明确", "Need: specification clear", yes, ""),
		known("需求.用量明确", "Need: volume clear", yes, ""),
		known("需求.时间明确", "Need: time clear", yes, ""),
		known("客户.价值分", "Account: value score", num, "0–100"),
		known("档案.完整率", "Dossier: completeness", rate, ""),
		known("内线.合格人数", "Coaches: qualified", num, "人"),
		known("样品.已送达", "Sample: delivered", yes, ""),
		known("决策链.识别权重", "Decision map: weight identified", rate, ""),
		known("决策组.支持指数", "Decision group: support index", num, "−1–1"),
		known("决策组.经济决策者态度", "Decision group: attitude of the economic buyer", num, "−2–2"),
		known("决策组.反对的否决者数", "Decision group: vetoes against us", num, "人"),
		known("决策组.渗透率", "Decision group: penetration", rate, ""),
		known("商机.金额", "Opportunity: amount", amount, ""),
		said(pathLikelihood, "Opportunity: likelihood", rate, ""),
		said(pathMargin, "Opportunity: margin a year", amount, ""),
		said(pathCost, "Opportunity: expected cost", amount, ""),
		said(pathOrdered, "Opportunity: ordered by the general manager", yes, ""),
		known(pathNet, "Opportunity: expected net value", amount, ""),
		{Path: pathLevel, EN: "Opportunity: action level", Type: condition.TextType, Values: []string{"I", "II", "III", "IV"}, Entered: true},
		said(pathBudget, "Opportunity: budget approved", yes, ""),
		said("壁垒.四级以上无人负责数", "Barriers: severity 4 or more without an owner", num, ""),
		said("战略计划.完成率", "Strategic plan: completed", rate, ""),
		{Path: "报价.状态", EN: "Quotation: state", Type: condition.TextType, Entered: true, Values: []string{
			"草稿", "审批中", "已批", "已发出", "客户确认", "客户拒绝", "已被新版取代", "已过期", "作废",
		}},
		said("报价.审批级别", "Quotation: approval level", num, "0–3"),
		known("报价.金额", "Quotation: amount", amount, ""),
		known("报价.折扣率", "Quotation: discount", rate, ""),
		known("报价.毛利率", "Quotation: margin", rate, ""),
		known("报价.低于成本", "Quotation: below cost", yes, ""),
		known("报价.账期", "Quotation: credit term", condition.DurationType, ""),
		known("订单.已全部发货", "Order: shipped in full", yes, ""),
		known("订单.已全部开票", "Order: invoiced in full", yes, ""),
		known("订单.已签收批数", "Order: shipments received", num, ""),
		said("投标.首次接触日", "Tender: first contact", condition.DateType, ""),
		said("投标.标书发布日", "Tender: published", condition.DateType, ""),
		known("应收.到期日", "Receivable: due date", condition.DateType, ""),
	}
}

// Facts that people state about the worth of a deal, and what follows from them.
const (
	pathLikelihood = "商机.成交可能性"
	pathMargin     = "商机.年毛利"
	pathCost       = "商机.预期费用"
	pathOrdered    = "商机.总经理指令"
	pathNet        = "商机.期望净值"
	pathLevel      = "商机.行动等级"
	pathBudget     = "商机.预算已批"
)

// FuncTable returns the functions that the shipped charts call.
func FuncTable() []condition.FuncSpec {
	return []condition.FuncSpec{
		{Name: funcRedFlag, EN: "has a red flag", Args: []condition.Type{condition.TextType}, Result: condition.BoolType, Variadic: true},
	}
}

const funcRedFlag = "有红旗"

// Catalogue returns the catalogue of facts and functions.
func Catalogue() (*condition.Catalogue, error) {
	return condition.NewCatalogue(FactTable(), FuncTable())
}

// StatedByHead reports whether only a head may state the fact: approvals and
// orders, which nobody gives themselves (decisions §1.4).
func StatedByHead(path string) bool { return path == pathBudget || path == pathOrdered }

// ValidateStatement returns a fault.Invalid when nobody may state the fact of
// path, the value does not fit its type, or the evidence is missing.
func ValidateStatement(c *condition.Catalogue, path string, v condition.Value, evidence string) error {
	f, ok := c.Fact(path)
	var w wrongs
	switch {
	case !ok:
		w.add(true, "path", "fact.unknown", fault.Args{"path": path})
	case !f.Entered:
		w.add(true, "path", "fact.not_entered", fault.Args{"fact": f.Name()})
	default:
		w.add(!fits(f, v), "value", "fact.value", fault.Args{"fact": f.Name(), "have": v.String()})
	}
	w.add(blank(evidence), "evidence", "fact.evidence", nil)
	return w.fault()
}

func fits(f condition.Fact, v condition.Value) bool {
	if v.Kind() != f.Type.Kind() {
		return false
	}
	if n, ok := v.AsNumber(); ok {
		tooMuch := f.Type == condition.RateType && n.Cmp(decimal.MustNew(1, 0)) > 0
		return !n.IsNeg() && !tooMuch
	}
	if d, ok := v.AsDate(); ok {
		_, exists := clock.ParseDate(string(d))
		return exists
	}
	s, isText := v.AsText()
	if !isText || len(f.Values) == 0 {
		return true
	}
	for _, allowed := range f.Values {
		if s == allowed {
			return true
		}
	}
	return false
}

func filled(s string) condition.Value { return condition.Bool(!blank(s)) }
