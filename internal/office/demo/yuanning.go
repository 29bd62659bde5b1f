package demo

import (
	"qiju/internal/condition"
	"qiju/internal/desk/deals"
	"qiju/internal/engine"
)

// yuanning is A08 垣宁轨道装备, second source of a drive part: returned once at
// G2, let through G3 by an override, and now at G4, which three requirements
// keep shut.
func (s *story) yuanning() {
	d := s.chapter("A08", "yanshubai")
	d.target()
	d.sampling()
	d.informed()
	d.valued()
	d.influence()
}

// target is stage 1 of A08.
func (d *deal) target() {
	d.on(-69).open("转向架传动件二供", "Bogie drive part, second source", "LH-RG", 620, 85)
	d.on(-68).prove("yanshubai", "A1",
		"工商公示:存续,省国资控股,无经营异常",
		"1996 年建厂,3200 人,三年营收年均增长 9%",
		"城轨转向架与车辆总成,两条新线明年投产",
		"项目经理自述:传动件现由骐域独家供货",
		"失信、制裁、环保处罚名单均无命中",
		"评分 V 78.8,P 50.0,无未知项")
	d.on(-66).done("A1", "概况表已归档")
	need := assessed("second_source", 3, "新平台立项批文写明 4 个月内定型", 3, 4, 3)
	need.Method, need.RaisedBy = "inquiry", "项目经理祁望"
	d.on(-65).need(need).prove("yanshubai", "A2",
		"二供策略:独家供应被集团列为风险",
		"立项批文:新平台 4 个月内定型",
		"评审会加询比价,周期约 4 个月",
		"项目部提出,总工认可")
	d.on(-64).done("A2", "")
	d.on(-63).pass("G1", "需求真实,二供由集团要求,不是销售自己说的", "一个月内样品上台架",
		"认识总工宁远山与质量部长佟知行", "送转向架传动件样品 2 套", "问清评审会由谁召集")
}

// sampling is the first round of stage 2 of A08, which G2 sends back.
func (d *deal) sampling() {
	d.on(-62).team("qiusiyuan", "zhuoqingye", "meiruoxi")
	d.ask("1", "LH-RG", "转向架传动件样品,图纸 T2", "2 套", "台架疲劳试验,对方测试人:质量部试验室")
	d.done("F3.P1", "").choose("F3.D1", "否", "转向架规格,不是常规品").move("qiusiyuan", "1", "not_standard", "", "")
	d.on(-60).done("F3.P2", "可行,轴端花键按 T2 改").choose("F3.D2", "是", "").choose("F3.D3", "否", "成本 1.1 万,在线内")
	d.move("qiusiyuan", "1", "feasible", "", "").move(manager, "1", "approve", "", "")
	d.on(-58).done("B2", "祁望愿意说明流程,先观察")
	d.on(-57).prove("yanshubai", "B3", "已识别四人,合计 80", "", "在位者骐域独家", "图纸 T2,T3 在改").done("B3", "采购流程还差两步")
	d.on(-47).done("F3.P4", "自检报告已附")
	d.on(-44).move("meiruoxi", "1", "send", "", "普通快递").done("F3.P5", "运单已登记")
	d.on(-42).move("meiruoxi", "1", "deliver", "", "试验室签收回执").done("F3.P6", "测试人:试验室,排期三周")
	d.prove("yanshubai", "B1", "试验室签收单 {D-42}", "台架疲劳 200 万次,对方试验室执行")
	d.on(-41).propose(deals.Verdict{
		Gate: "G2", Word: engine.Return, ReturnTo: "G2a", Opinion: "内线还没有经过三问,采购流程差两步,建议补一轮", Reason: "内线未定,采购流程未填满",
	})
	d.decide(deals.Verdict{
		Gate: "G2", Word: engine.Return, ReturnTo: "G2a", Opinion: "样品已送达;内线和采购流程补齐再来", Reason: "内线未定,采购流程未填满",
		NextFocus: []string{"祁望过内线三问", "采购流程 8 步填满"},
	})
	d.on(-40).choose("G2a", "是", "总工支持试验,补一轮值得")
}

// informed is the second round of stage 2 of A08.
func (d *deal) informed() {
	need := assessed("second_source", 3, "新平台立项批文写明 4 个月内定型", 3, 4, 3)
	need.Method, need.RaisedBy = "inquiry", "项目经理祁望"
	need.Spec, need.Volume, need.NeededOn = "转向架传动件,图纸 T3,疲劳 200 万次", "910 台套/年", d.day.AddDays(120)
	d.on(-39).move("yanshubai", "1", "start_test", "", "上台架")
	d.on(-38).coach("祁望", 3).prove("yanshubai", "B2", "三问通过,已引荐总工,受限登记")
	d.on(-37).need(need).prove("yanshubai", "B3",
		"六人全部识别,合计 100", "8 步填满,每步有人和时限", "骐域独家,合同到期日未知",
		"图纸 T3,疲劳与振动要求书", "910 台套,目标价 6800 元", "每条写明来源:会议、对方自述、公示")
	d.done("B3", "")
	d.on(-36).done("B2", "")
	d.on(-33).move("yanshubai", "1", "approve_sample", "台架 200 万次通过", "书面确认").done("F3.P7", "结论书面收到")
	d.prove("yanshubai", "B1", "", "", "试验报告:200 万次无裂纹,合格")
	d.choose("F3.D5", "合格", "").done("F3.P9", "确认书已存").done("F3.P10b", "封样 2 件")
	d.on(-32).pass("G2", "四条都满足,档案 90% 以上,样品试验合格", "三周内定行动等级",
		"测算年毛利与费用", "弄清佟知行担心什么", "请总工谈疲劳数据")
}

// valued is stage 3 of A08: the plan is short of what G3 asks, and the manager
// overrides it.
func (d *deal) valued() {
	d.on(-31).worth("0.40", "1736000", "265000", "620 万 × 28%")
	d.prove(manager, "C1", "需求 3 预算 3 时间 3 产品 3 关系 1 内线 2 竞争 1 资源 0,均值 2.0", "B31 质量部长反对:责任人晏书白;B43 怕担责:责任人裘思远")
	d.on(-30).done("C1", "")
	d.on(-28).say(manager, "壁垒.四级以上无人负责数", number("0"), "壁垒清单 5 项,四级以上 2 项都有责任人").done("C2", "期望净值 142.9 万,II 级")
	d.on(-27).say(manager, "商机.预算已批", condition.Bool(true), "费用 26.5 万,阶段预算已核定")
	d.say("yanshubai", "战略计划.完成率", number("0.60"), "计划表 10 项填 6 项")
	d.prove(manager, "C3", "11 项行动都有日期与责任人", "推演三种输法:质量否决、拖过定型、骐域降价", "26.5 万,{D-27} 核定")
	d.done("C3", "")
	d.on(-26).later(2 * pace).decide(deals.Verdict{
		Gate: "G3", Word: engine.Go, Override: true, Reason: "对方评审会提前,先进入关系建立;计划表差的四项 {D-16} 前补齐,由我担责",
		Opinion: "净值 142.9 万,II 级,预算已批;只差计划表", NextFocus: []string{"争取质量部长佟知行", "安排高层对等互访", "决策模拟两次"},
		ExpectedEffect: "{D-1} 前支持指数到 0.40",
	})
}

// influence is stage 4 of A08, up to the gate that stays shut.
func (d *deal) influence() {
	d.on(-24).won("端木恺", 1, 0).won("纪怀舟", 2, 1)
	d.on(-22).prove("yanshubai", "D1",
		"六人各写两条:业务结果与职业诉求,均正当",
		"切入点:疲劳数据与改型周期;话题:减少独家风险",
		"技术交流 2 次,请试验室来厂 1 次,日期已定",
		"佟知行:由卓清野谈过程能力与追溯",
		"国企礼品额度 0,无礼品;工作餐 1 次已登记")
	d.on(-19).won("宁远山", 4, 2)
	d.on(-16).say("yanshubai", "战略计划.完成率", number("0.90"), "计划表补到 9 项").won("麦冬生", 2, 1)
	d.on(-12).done("D1", "").done("D2", "对方总经理出差,互访没有做成,先往下走")
	d.on(-9).prove(manager, "D3", "第 1 次模拟 {D-9}:指数 0.31").won("祁望", 3, 2)
	d.on(-5).prove(manager, "D3", "第 2 次模拟 {D-5}:指数 0.365,短板在端木恺与佟知行", "每个职能至少两条线")
	d.on(-4).done("D3", "短板:总经理 0,质量部长 −1")
	d.propose(deals.Verdict{
		Gate: "G4", Word: engine.Return, ReturnTo: "D2", Opinion: "指数 0.365,总经理中立,质量部长消极;建议退回 D2 补高层互访",
		Reason: "支持指数、经济决策者、否决者三条不满足", NextFocus: []string{"司徒岩拜访端木恺", "卓清野约佟知行质量评审"},
		ExpectedEffect: "端木恺 +1、佟知行 0 时指数 0.565",
	})
}
