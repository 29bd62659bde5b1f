package opportunity

import (
	"github.com/govalues/decimal"

	"qiju/internal/base/clock"
	"qiju/internal/condition"
)

// AccountFacts is what conditions may know of the account.
type AccountFacts struct {
	Known        bool            // the deal has an account
	Scored       bool            // somebody filled in the value axis
	Value        decimal.Decimal // V, 0 to 100
	Completeness decimal.Decimal // of the dossier, 0 to 1
}

// GroupFacts is what conditions may know of the decision group.
type GroupFacts struct {
	Known             bool            // the deal has an account
	Weighed           bool            // some member has a weight
	Identified        decimal.Decimal // share of weight, 0 to 1
	Penetration       decimal.Decimal // 0 to 1
	SupportIndex      decimal.Decimal // −1 to 1
	Economic          *int            // attitude of the economic buyer, nil unknown
	VetoesAgainst     int
	VetoesUndisclosed int // vetoes whose attitude nobody knows
}

// CoachFacts is the one thing that conditions may know of coaches: how many
// qualify.
type CoachFacts struct {
	Known     bool // the deal has an account
	Qualified int
}

// SampleFacts is what conditions may know of a sample.
type SampleFacts struct {
	State       string     // English code of the lifecycle state
	DeliveredOn clock.Date // day of the receipt, empty before
}

// delivered reports whether the sample came to the customer; one that was
// disposed of counts when it had been delivered before.
func (s SampleFacts) delivered() bool {
	return SampleDelivered(s.State) || (s.State == "disposed" && s.DeliveredOn != "")
}

// Inputs are the values that facts are made from. The desk fills them: chapters
// do not import each other.
type Inputs struct {
	Opportunity Opportunity
	Account     AccountFacts
	Group       GroupFacts
	Coaches     CoachFacts
	Samples     []SampleFacts
}

// Facts returns what conditions about the deal may read. What nobody knows is
// left out, so that a condition about it is undetermined and not false.
//
// A count of vetoes is known only when no veto's attitude is unknown, or when
// one is against us anyway. The action level follows from likelihood, margin
// and cost where all three are stated; else it is what somebody stated.
func Facts(in Inputs) condition.Env {
	facts := condition.Facts{}
	needFacts(facts, in.Opportunity.Need)
	accountFacts(facts, in)
	groupFacts(facts, in.Group)
	facts["样品.已送达"] = condition.Bool(anyDelivered(in.Samples))
	facts["商机.金额"] = condition.Number(in.Opportunity.Amount.Decimal())
	statedFacts(facts, in.Opportunity.Stated)
	worthFacts(facts)
	return condition.Env{Facts: facts, Funcs: condition.Funcs{funcRedFlag: redFlagged(in.Opportunity.RedFlags)}}
}

func needFacts(facts condition.Facts, n Need) {
	for path, score := range map[string]*int{
		"需求.结构分": n.Structure, "需求.规划分": n.Plan, "需求.强度分": n.Strength, "需求.紧迫性": n.Urgency,
	} {
		if score != nil {
			facts[path] = condition.Int(int64(*score))
		}
	}
	facts["需求.规格明确"] = filled(n.Spec)
	facts["需求.用量明确"] = filled(n.Volume)
	facts["需求.时间明确"] = filled(string(n.NeededOn))
}

func accountFacts(facts condition.Facts, in Inputs) {
	if in.Account.Known {
		facts["档案.完整率"] = condition.Number(in.Account.Completeness)
		if in.Account.Scored {
			facts["客户.价值分"] = condition.Number(in.Account.Value)
		}
	}
	if in.Coaches.Known {
		facts["内线.合格人数"] = condition.Int(int64(in.Coaches.Qualified))
	}
}

func groupFacts(facts condition.Facts, g GroupFacts) {
	if !g.Known {
		return
	}
	facts["决策链.识别权重"] = condition.Number(g.Identified)
	if g.Economic != nil {
		facts["决策组.经济决策者态度"] = condition.Int(int64(*g.Economic))
	}
	if !g.Weighed {
		return
	}
	facts["决策组.支持指数"] = condition.Number(g.SupportIndex)
	facts["决策组.渗透率"] = condition.Number(g.Penetration)
	if g.VetoesAgainst > 0 || g.VetoesUndisclosed == 0 {
		facts["决策组.反对的否决者数"] = condition.Int(int64(g.VetoesAgainst))
	}
}

func anyDelivered(samples []SampleFacts) bool {
	for _, s := range samples {
		if s.delivered() {
			return true
		}
	}
	return false
}

// statedFacts adds what people stated, but only facts that may be stated.
func statedFacts(facts condition.Facts, stated map[string]Statement) {
	for _, f := range FactTable() {
		if s, ok := stated[f.Path]; ok && f.Entered {
			facts[f.Path] = s.Value
		}
	}
}

func worthFacts(facts condition.Facts) {
	likelihood, ok1 := facts[pathLikelihood].AsNumber()
	margin, ok2 := facts[pathMargin].AsNumber()
	cost, ok3 := facts[pathCost].AsNumber()
	if !ok1 || !ok2 || !ok3 {
		return
	}
	e := NewEstimate(likelihood, margin, cost)
	e.Ordered, _ = facts[pathOrdered].AsBool()
	if w, err := e.Worth(); err == nil {
		facts[pathNet] = condition.Number(w.Net)
		facts[pathLevel] = condition.Text(string(w.Level))
	}
}

// redFlagged returns the function 有红旗: whether one of the named flags is set.
func redFlagged(set []string) condition.Func {
	return func(args []condition.Value) condition.Value {
		for _, a := range args {
			code, ok := a.AsText()
			if !ok {
				return condition.Unknown()
			}
			for _, s := range set {
				if s == code {
					return condition.Bool(true)
				}
			}
		}
		return condition.Bool(false)
	}
}
