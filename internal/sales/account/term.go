package account

import "qiju/internal/base/i18n"

// Term is a code of a closed list with its text.
type Term struct {
	Code string    `json:"code"`
	Text i18n.Text `json:"text"`
}

// Phases returns the phases of an account in the order of their cycle.
func Phases() []Term {
	return []Term{
		{string(Target), text("找准", "Target")},
		{string(Attack), text("攻", "Attack")},
		{string(Hold), text("守", "Hold")},
		{string(Defend), text("防", "Defend")},
		{string(Lost), text("流失", "Lost")},
		{string(Watch), text("观察", "Watch")},
		{string(Sealed), text("封存", "Sealed")},
	}
}

// ContactRoles returns the roles of the decision group.
func ContactRoles() []Term {
	return []Term{
		{string(EconomicBuyer), text("经济决策者", "Economic buyer")},
		{string(TechnicalBuyer), text("技术把关者", "Technical buyer")},
		{string(UserBuyer), text("使用者", "User buyer")},
		{string(Purchasing), text("采购执行", "Procurement")},
		{string(Other), text("其他", "Other")},
	}
}

// RelationLevels returns the observable levels of a relationship, L0 to L4
// (domain §5.4).
func RelationLevels() []Term {
	return []Term{
		{"0", text("L0 未接触", "L0 no contact")},
		{"1", text("L1 见过并可联系", "L1 met, can be reached")},
		{"2", text("L2 专业认可", "L2 accepted as professionals")},
		{"3", text("L3 信任", "L3 trust")},
		{"4", text("L4 支持", "L4 open support")},
	}
}

// Attitudes returns the attitudes −2 to +2 (domain §5.4).
func Attitudes() []Term {
	return []Term{
		{"-2", text("反对", "Against")},
		{"-1", text("消极", "Negative")},
		{"0", text("中立", "Neutral")},
		{"1", text("倾向", "Leaning to us")},
		{"2", text("支持", "For us")},
	}
}

// CoachStars returns what one to four stars of a coach mean (domain §5.2).
func CoachStars() []Term {
	return []Term{
		{"1", text("传递公开信息", "Passes on public information")},
		{"2", text("提供可验证的流程信息", "Tells the process, and it proves true")},
		{"3", text("引荐决策人并反馈内部意见", "Introduces deciders, reports opinions")},
		{"4", text("公开推荐", "Recommends us openly")},
	}
}

// TeamRoles returns the roles of the account team.
func TeamRoles() []Term {
	return []Term{
		{string(TeamOwner), text("负责人", "Owner")},
		{string(TeamSeller), text("协同销售", "Co-seller")},
		{string(TeamSupport), text("支持", "Support")},
	}
}

func knows(terms []Term, code string) bool {
	for _, t := range terms {
		if t.Code == code {
			return true
		}
	}
	return false
}
