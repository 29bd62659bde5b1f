package account

import (
	"github.com/govalues/decimal"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
)

// DossierItem is a field of the customer file (domain §8.5).
type DossierItem struct {
	Code   string    `json:"code"`
	Group  string    `json:"group"` // "A" … "F"
	Text   i18n.Text `json:"text"`
	Weight int       `json:"weight"`
	Class  string    `json:"class"` // access.Class of its value: "public", "team" or "personal"
}

// DossierGroups returns the groups of the customer file with their names.
func DossierGroups() []Term {
	return []Term{
		{"A", text("企业", "Company")},
		{"B", text("需求与采购", "Need and purchasing")},
		{"C", text("决策组", "Decision group")},
		{"D", text("竞争", "Competition")},
		{"E", text("信用风险", "Credit risk")},
		{"F", text("计划与记录", "Plan and records")},
	}
}

// DossierItems returns the fields of the customer file. The weights sum to 100;
// private facts about people weigh nothing because they are no fields at all
// (C9: completeness must never reward them).
func DossierItems() []DossierItem {
	item := func(code string, weight int, class, zh, en string) DossierItem {
		return DossierItem{Code: code, Group: code[:1], Weight: weight, Class: class, Text: text(zh, en)}
	}
	const public, team, personal = "public", "team", "personal"
	return []DossierItem{
		item("A1", 4, public, "名称与信用代码", "Name and credit code"),
		item("A2", 3, public, "集团与股权", "Group and shareholders"),
		item("A3", 2, public, "地址与工厂", "Address and plants"),
		item("A4", 2, public, "成立年限", "Years in business"),
		item("A5", 3, public, "规模", "Size"),
		item("A6", 3, public, "产品与产线", "Products and lines"),
		item("A7", 3, public, "经营现状", "Present condition"),
		item("A8", 2, public, "所有制与规模类型", "Ownership and size class"),
		item("A9", 1, public, "公开资料", "Public sources"),
		item("A10", 1, public, "开票资料", "Invoicing data"),
		item("B1", 4, public, "增加或调整供应商的原因", "Reason to add or change a supplier"),
		item("B2", 3, public, "紧迫性", "Urgency"),
		item("B3", 4, public, "用量与目标价", "Volume and target price"),
		item("B4", 3, public, "规格与图纸", "Specification and drawings"),
		item("B5", 6, public, "采购流程8步", "Eight steps of purchasing"),
		item("B6", 3, public, "采购方式与周期", "Method and cycle of purchasing"),
		item("B7", 3, public, "预算与立项", "Budget and project approval"),
		item("C1", 6, team, "决策链≥80%", "Decision map, 80 % or more"),
		item("C2", 5, team, "角色与权限", "Roles and authority"),
		item("C3", 4, team, "关系等级与态度", "Level and attitude"),
		item("C4", 3, personal, "内线星级", "Stars of the coach"),
		item("C5", 2, team, "主联系人与备份(工作方式)", "Main contact and backup, their ways of working"),
		item("D1", 4, public, "在位者与份额", "Incumbents and shares"),
		item("D2", 2, public, "价格带", "Price band"),
		item("D3", 2, public, "竞争合同到期", "End of the rival's contract"),
		item("D4", 2, public, "满意与不满", "Likes and dislikes"),
		item("D5", 2, public, "我方差异", "Our difference"),
		item("E1", 4, public, "评级与额度", "Rating and limit"),
		item("E2", 3, public, "付款习惯", "Payment habit"),
		item("E3", 3, public, "风险核验日期", "Date of the risk check"),
		item("F1", 4, public, "作战计划≤90天", "Battle plan, 90 days or newer"),
		item("F2", 2, public, "最近拜访", "Last visit"),
		item("F3", 2, public, "承诺台账", "Promises"),
	}
}

// Freshness is the state of a dossier field.
type Freshness string

// The states of a dossier field.
const (
	Fresh         Freshness = "fresh"   // verified within 180 days: counts whole
	Ageing        Freshness = "ageing"  // verified within 365 days: counts half
	Stale         Freshness = "stale"   // older or never verified: counts nothing
	Missing       Freshness = "missing" // empty
	NotApplicable Freshness = "na"      // 不适用, with a reason: leaves the denominator
)

// Freshness returns the state of the field on the day. "本人不愿提供" (they do not
// wish to say) is a value like any other and counts as filled.
func (f DossierField) Freshness(today clock.Date) Freshness {
	switch {
	case f.NA:
		return NotApplicable
	case f.Value == "":
		return Missing
	case f.Verified == "":
		return Stale
	}
	switch age := f.Verified.DaysUntil(today); {
	case age <= 180:
		return Fresh
	case age <= 365:
		return Ageing
	default:
		return Stale
	}
}

// Completeness returns 档案完整率, the share of the dossier that is filled and
// fresh on the day, as a fraction from 0 to 1 with 19 digits; round it with
// [RoundHalfUp] to show it. A dossier in which nothing applies is at 0.
func Completeness(d Dossier, today clock.Date) decimal.Decimal {
	half, whole := 0, 0 // in half points
	for _, item := range DossierItems() {
		switch d[item.Code].Freshness(today) {
		case Fresh:
			half += 2 * item.Weight
		case Ageing:
			half += item.Weight
		case NotApplicable:
			continue
		case Stale, Missing:
		}
		whole += 2 * item.Weight
	}
	return share(half, whole)
}

// StageTarget returns the completeness that a stage of the development process
// asks for, such as 0.70 in "S2"; 0.90 for active accounts and anything else.
func StageTarget(stage string) decimal.Decimal {
	percent := map[string]int64{"S1": 40, "S2": 70, "S3": 80, "S4": 85}[stage]
	if percent == 0 {
		percent = 90
	}
	return decimal.MustNew(percent, 2)
}

// CheckDossier returns a fault.Invalid when code is no field of the dossier, or
// a field that does not apply names no reason as its value.
func CheckDossier(code string, f DossierField) error {
	known := false
	for _, item := range DossierItems() {
		known = known || item.Code == code
	}
	switch {
	case !known:
		return fault.Field("code", "account.dossier_unknown", fault.Args{"code": code})
	case f.NA && f.Value == "":
		return fault.Field("value", "account.dossier_na_reason", fault.Args{"code": code})
	default:
		return nil
	}
}
