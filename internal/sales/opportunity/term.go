package opportunity

import "qiju/internal/base/i18n"

// Term is a code of a closed list with its text.
type Term struct {
	Code string    `json:"code"`
	Text i18n.Text `json:"text"`
}

func text(zh, en string) i18n.Text { return i18n.Text{ZH: zh, EN: en} }

func term(code, zh, en string) Term { return Term{Code: code, Text: text(zh, en)} }

func knows(terms []Term, code string) bool {
	for _, t := range terms {
		if t.Code == code {
			return true
		}
	}
	return false
}

// Tables returns the closed lists that forms offer, by name.
func Tables() map[string][]Term {
	return map[string][]Term{
		"reasons":     Reasons(),
		"urgencies":   Urgencies(),
		"methods":     Methods(),
		"redFlags":    redFlagTerms(),
		"barriers":    barrierTerms(),
		"lostReasons": LostReasons(),
		"likelihood":  LikelihoodFactors(),
		"levels":      ActionLevels(),
	}
}

// Reasons returns why a customer adds or changes a supplier (S2.15, domain
// §5.1).
func Reasons() []Term {
	return []Term{
		term("capacity", "产能不足", "Not enough capacity"),
		term("quality", "现供应商质量", "Quality of the present supplier"),
		term("lead_time", "现供应商交期", "Lead time of the present supplier"),
		term("price", "现供应商价格", "Price of the present supplier"),
		term("service", "服务与响应差", "Poor service and response"),
		term("technology", "技术升级或新产品", "New technology or product"),
		term("second_source", "二供策略", "Second source"),
		term("localisation", "国产替代", "Replacing imports"),
		term("nearness", "地域就近", "Nearness"),
		term("certificate", "合规或认证要求", "Compliance or certificate"),
		term("supplier_risk", "现供应商财务或断供风险", "Financial or supply risk of the present supplier"),
		term("group_buying", "集团集采调整", "Group purchasing changes"),
		term("rotation", "例行轮换", "Routine rotation"),
		term("unknown", "不明", "Not known"),
	}
}

// Urgencies returns the degrees of urgency 0 to 4 (S2.16, domain §5.1).
func Urgencies() []Term {
	return []Term{
		term("0", "无计划", "No plan"),
		term("1", ">12个月", "More than 12 months"),
		term("2", "6–12个月", "6–12 months"),
		term("3", "3–6个月", "3–6 months"),
		term("4", "<3个月", "Less than 3 months"),
	}
}

// Methods returns the ways of purchasing (domain §3.2).
func Methods() []Term {
	return []Term{
		term("framework", "年度框架", "Annual framework"),
		term("tender", "项目招标", "Tender"),
		term("inquiry", "单次询比价", "Single inquiry"),
		term("consignment", "寄售或VMI", "Consignment or VMI"),
		term("platform", "电商平台", "Platform"),
	}
}

// LikelihoodFactors returns the eight factors of 成交可能性, each 0–5 (domain §5.3).
func LikelihoodFactors() []Term {
	return []Term{
		term("need", "需求真实", "The need is real"),
		term("budget", "预算落实", "The budget is there"),
		term("time", "时间确定", "The time is fixed"),
		term("product", "产品合格", "Our product is accepted"),
		term("coverage", "关系覆盖", "We reach the deciders"),
		term("coach", "内线质量", "Quality of the coach"),
		term("competition", "竞争态势", "State of the competition"),
		term("resources", "我方资源", "Our resources"),
	}
}

// ActionLevels returns the action levels (domain §5.3).
func ActionLevels() []Term {
	return []Term{
		term(string(LevelI), "I 全力:每周作战会,高层牵头", "I all out: war room every week, executive sponsor"),
		term(string(LevelII), "II 重点:双周评审", "II focus: review every two weeks"),
		term(string(LevelIII), "III 跟进:月度评审,不动用高层费用", "III follow: monthly review, no executive cost"),
		term(string(LevelIV), "IV 观望:挂起或终止", "IV wait: suspend or terminate"),
	}
}

// RedFlag is a sign to stop or to look again (domain §5.7).
type RedFlag struct {
	Term
	Restricted bool `json:"restricted"` // goes to compliance and is hidden from the ordinary list
}

// RedFlags returns R1 … R15.
func RedFlags() []RedFlag {
	flag := func(code, zh, en string) RedFlag {
		return RedFlag{Term: term(code, zh, en), Restricted: code == "R9" || code == "R10"}
	}
	return []RedFlag{
		flag("R1", "客户列入失信或经营异常", "Listed as dishonest debtor or abnormal"),
		flag("R2", "需求只有销售自己在说", "Only our salesman speaks of the need"),
		flag("R3", "制裁或禁售范围", "Sanctions or forbidden scope"),
		flag("R4", "唯一联系人拒绝引荐他人", "The only contact refuses introductions"),
		flag("R5", "规格明显指向对手", "The specification points to a rival"),
		flag("R6", "无预算或未立项却索要底价", "No budget yet, but wants the floor price"),
		flag("R7", "要求先垫资或异常账期", "Asks for prefinancing or abnormal terms"),
		flag("R8", "三次改期无理由", "Three postponements without a reason"),
		flag("R9", "暗示个人好处", "Hints at a personal benefit"),
		flag("R10", "要求账外折扣或第三方收款", "Off-book discount or third-party collection"),
		flag("R11", "采购流程讲不清", "The purchasing process stays unexplained"),
		flag("R12", "竞争对手已试样合格而我方未测", "A rival has passed the test, we have not been tested"),
		flag("R13", "关键人新上任", "A key person is new"),
		flag("R14", "高层从未出现", "An executive was never seen"),
		flag("R15", "技术协议未定却催报价", "Presses for a price before the technical agreement"),
	}
}

func redFlagTerms() []Term {
	flags := RedFlags()
	terms := make([]Term, len(flags))
	for i, f := range flags {
		terms[i] = f.Term
	}
	return terms
}

// Barrier is a kind of barrier on the two axes of the source (S1.20, domain
// §5.8).
type Barrier struct {
	Term
	Tangible bool `json:"tangible"` // 有形, else 无形
	Intended bool `json:"intended"` // 有心, else 无心
}

// Barriers returns the kinds of barrier. The first digit of a code is the
// field of the two by two table.
func Barriers() []Barrier {
	barrier := func(code, zh, en string) Barrier {
		field := code[1]
		return Barrier{Term: term(code, zh, en), Tangible: field == '1' || field == '2', Intended: field == '1' || field == '3'}
	}
	return []Barrier{
		barrier("B11", "指定品牌或参数指向", "Named brand or written-in parameters"),
		barrier("B12", "供应商名录冻结", "Frozen vendor list"),
		barrier("B13", "付款或保证金门槛", "Payment or bond threshold"),
		barrier("B14", "独家协议", "Exclusive agreement"),
		barrier("B15", "对手低价锁定", "Price lock by a rival"),
		barrier("B21", "认证或资质缺失", "Missing certificate"),
		barrier("B22", "接口或尺寸不兼容", "Interface mismatch"),
		barrier("B23", "产能或交期不足", "Capacity or lead time"),
		barrier("B24", "价格超预算", "Over budget"),
		barrier("B25", "切换成本", "Switching cost"),
		barrier("B26", "距离与物流", "Distance and logistics"),
		barrier("B31", "关键人反对", "Key person opposed"),
		barrier("B32", "对手内线", "Champion of a rival"),
		barrier("B33", "部门政治", "Internal politics"),
		barrier("B34", "故意拖延或压价策略", "Deliberate delay or price pressure"),
		barrier("B41", "不了解我方", "Unaware of us"),
		barrier("B42", "过往不良印象", "Bad memory"),
		barrier("B43", "惯性或怕担责", "Inertia, fear of blame"),
		barrier("B44", "信息不对称", "Information asymmetry"),
		barrier("B45", "文化或语言差异", "Culture or language"),
		barrier("B46", "组织变动", "Reorganisation"),
	}
}

func barrierTerms() []Term {
	list := Barriers()
	terms := make([]Term, len(list))
	for i, b := range list {
		terms[i] = b.Term
	}
	return terms
}
