package account

import "qiju/internal/base/i18n"

// Factor is one factor of the score sheet (domain §3.3). A level from 0 to 5
// contributes weight × level ÷ 5.
type Factor struct {
	Code   string            `json:"code"`
	Text   i18n.Text         `json:"text"`
	Weight int               `json:"weight"`
	Levels map[int]i18n.Text `json:"levels"` // what levels 0, 3 and 5 look like
}

func factor(code string, weight int, zh, en string, levels ...i18n.Text) Factor {
	return Factor{
		Code: code, Weight: weight, Text: i18n.Text{ZH: zh, EN: en},
		Levels: map[int]i18n.Text{0: levels[0], 3: levels[1], 5: levels[2]},
	}
}

func text(zh, en string) i18n.Text { return i18n.Text{ZH: zh, EN: en} }

// ValueFactors returns 价值轴, the value axis V1 … V9; the weights sum to 100.
func ValueFactors() []Factor {
	return []Factor{
		factor("V1", 20, "年可采购额潜力", "Addressable spend a year",
			text("<30万", "< CNY 0.3 m"), text("200–500万", "CNY 2–5 m"), text("≥1000万", "≥ CNY 10 m")),
		factor("V2", 12, "预计毛利率", "Expected margin",
			text("<10%", "< 10 %"), text("20–28%", "20–28 %"), text("≥35%", "≥ 35 %")),
		factor("V3", 10, "三年成长性", "Growth over three years",
			text("负增长", "Shrinking"), text("5–15%", "5–15 % a year"), text("≥25%", "≥ 25 % a year")),
		factor("V4", 10, "行业地位与示范效应", "Standing and reference value",
			text("无", "None"), text("区域前列", "Among the first of the region"), text("行业前三", "Top three of the industry")),
		factor("V5", 12, "需求匹配度", "Fit of the need",
			text("不匹配", "No fit"), text("主力产品可覆盖过半", "Main products cover more than half"),
			text("全覆盖且有独特优势", "Covered whole, with an advantage of our own")),
		factor("V6", 14, "信用与付款", "Credit and payment",
			text("失信或长期拖欠", "Dishonest or long in arrears"), text("偶有逾期≤30天", "Now and then late, ≤ 30 days"),
			text("从不逾期或预付", "Never late, or prepays")),
		factor("V7", 8, "采购持续性", "Continuity of purchasing",
			text("一次性", "Once"), text("每年2–4次", "2–4 times a year"), text("每月连续", "Every month")),
		factor("V8", 8, "战略意义", "Strategic meaning",
			text("无", "None"), text("带动一条新产品线", "Pulls a new product line"), text("打开新行业", "Opens an industry")),
		factor("V9", 6, "服务成本(逆)", "Cost to serve (reversed)",
			text(">毛利50%", "> 50 % of margin"), text("15–25%", "15–25 %"), text("<8%", "< 8 %")),
	}
}

// PositionFactors returns 地位轴, the position axis P1 … P7; the weights sum to
// 100.
func PositionFactors() []Factor {
	return []Factor{
		factor("P1", 20, "钱包份额", "Share of wallet",
			text("0", "0"), text("30–50%", "30–50 %"), text("≥70%", "≥ 70 %")),
		factor("P2", 20, "关键决策人关系", "Relation with key deciders",
			text("未接触", "No contact"), text("L2 专业认可", "L2 accepted as professionals"),
			text("L4 公开支持且≥2人", "L4 open support, two people or more")),
		factor("P3", 15, "内线质量", "Quality of the coach",
			text("无", "None"), text("提供过可验证信息", "Gave information that proved true"),
			text("多次验证、愿引荐决策人", "Proved true often, introduces deciders")),
		factor("P4", 15, "产品与技术认可", "Acceptance of product and technology",
			text("未测试", "Not tested"), text("样品合格", "Sample passed"),
			text("批量稳定且写入其规格书", "Stable in volume and written into their specification")),
		factor("P5", 15, "相对优势", "Advantage over competitors",
			text("明显劣势", "Clearly behind"), text("持平", "Level"), text("难以替代", "Hard to replace")),
		factor("P6", 10, "供应商资质与验厂", "Supplier approval and audit",
			text("未申请", "Not applied for"), text("资料审核通过", "Papers passed"),
			text("合格供应商且有效期>6个月", "Approved for more than 6 months")),
		factor("P7", 5, "历史履约", "Delivery and quality so far",
			text("重大失误", "Serious failure"), text("OTD≥95%", "OTD ≥ 95 %"), text("OTD≥99%且零批退", "OTD ≥ 99 %, no lot returned")),
	}
}
