package demo

import "qiju/internal/condition"

// cenyue is A06 岑岳隧道装备, main drive gearboxes: in stage 5, with the factory
// audit ahead and one knock-out finding being mended.
func (s *story) cenyue() {
	d := s.chapter("A06", "gunanqiao")
	d.boring()
	d.gearboxes()
	d.programme()
	d.deciders()
	d.auditing()
}

// boring is stage 1 of A06.
func (d *deal) boring() {
	d.on(-81).open("主驱动减速机", "Main drive gearboxes", "LH-RG", 940, 45)
	d.on(-80).prove("gunanqiao", "A1",
		"工商公示:存续,无异常", "2006 年建厂,1900 人", "盾构机、顶管机,年产 60 台",
		"设计室自述:主驱动八成用 Nordwell", "名单核验无命中", "评分 V 74.4,P 51.0,无未知项")
	d.on(-78).done("A1", "")
	need := assessed("supplier_risk", 4, "招标计划:新机型 3 个月内定点", 4, 4, 4)
	need.Method, need.RaisedBy = "tender", "总工程师拓跋川"
	d.on(-77).need(need).prove("gunanqiao", "A2", "现供应商曾断供一次", "招标计划:3 个月内定点", "项目招标", "总工提出,采购组织")
	d.on(-76).done("A2", "")
	d.on(-74).pass("G1", "断供风险是真痛点", "样机进入对方试验场", "见总工拓跋川", "送主驱动样机 1 台", "问清招标时间表")
}

// gearboxes is stage 2 of A06.
func (d *deal) gearboxes() {
	d.on(-73).team("qiusiyuan", "zhuoqingye", "meiruoxi")
	d.ask("1", "LH-RG", "主驱动减速机样机,接口 D4", "1 台", "对方试验场,满载 200 小时")
	d.done("F3.P1", "").choose("F3.D1", "否", "盾构规格,不是常规品").move("qiusiyuan", "1", "not_standard", "", "")
	d.on(-72).done("F3.P2", "可行,密封加一道").choose("F3.D2", "是", "").choose("F3.D3", "是", "样机成本 5.8 万")
	d.move("qiusiyuan", "1", "feasible", "", "")
	d.on(-71).done("F3.P3", "收样品费,成交返还").choose("F3.D4", "批准", "").move(manager, "1", "approve", "", "")
	d.on(-64).done("F3.P4", "自检报告已附").move("meiruoxi", "1", "send", "", "").done("F3.P5", "专车")
	d.on(-62).move("meiruoxi", "1", "deliver", "", "试验场签收").done("F3.P6", "测试人:轩辕策").move("gunanqiao", "1", "start_test", "", "")
	need := assessed("supplier_risk", 4, "招标计划:新机型 3 个月内定点", 4, 4, 4)
	need.Method, need.RaisedBy = "tender", "总工程师拓跋川"
	need.Spec, need.Volume, need.NeededOn = "主驱动减速机,接口 D4,寿命 1 万小时", "160 台/年", d.day.AddDays(60)
	d.on(-60).need(need).coach("轩辕策", 4).prove("gunanqiao", "B2", "三问通过,受限登记").done("B2", "")
	d.on(-57).prove("gunanqiao", "B3",
		"六人识别,合计 100", "8 步填满", "Nordwell 八成,骐域两成", "接口图 D4,寿命 1 万小时", "160 台,目标价 58000 元", "来源写明:会议、招标计划、公示")
	d.done("B3", "")
	d.on(-53).move("gunanqiao", "1", "approve_sample", "满载 200 小时合格", "书面确认").done("F3.P7", "")
	d.prove("gunanqiao", "B1", "试验场签收单 {D-62}", "满载 200 小时,轩辕策执行", "试验报告:合格").choose("F3.D5", "合格", "")
	d.done("F3.P9", "").done("F3.P10b", "留样 1 台")
	d.on(-52).pass("G2", "四条满足,样机满载 200 小时合格", "进入价值评估", "测算验厂整改费用", "谈总经理关心什么", "看追溯要求")
}

// programme is stage 3 of A06.
func (d *deal) programme() {
	d.on(-51).worth("0.55", "2600000", "380000", "940 万 × 27.7%")
	d.prove(manager, "C1", "需求 4 预算 3 时间 3 产品 4 关系 2 内线 3 竞争 1 资源 2,均值 2.75", "B21 追溯资质:责任人卓清野;B24 价格:责任人顾南乔")
	d.on(-50).done("C1", "")
	d.on(-48).say(manager, "壁垒.四级以上无人负责数", number("0"), "壁垒清单 4 项,四级以上 2 项都有责任人").done("C2", "期望净值 310.9 万,I 级")
	d.on(-47).say(manager, "商机.预算已批", condition.Bool(true), "费用 38.0 万,阶段预算已核定")
	d.say("gunanqiao", "战略计划.完成率", number("0.85"), "计划表 10 项填 8 项半")
	d.prove(manager, "C3", "14 项行动都有日期", "推演:价格战、验厂不过、标书失误", "38.0 万,{D-47} 核定")
	d.on(-46).done("C3", "")
	d.on(-45).pass("G3", "净值 310.9 万,I 级,全力", "五周内支持指数过 0.40", "争取总经理独孤峻", "太叔勤参观我方工厂", "备验厂")
}

// deciders is stage 4 of A06.
func (d *deal) deciders() {
	d.on(-40).prove("gunanqiao", "D1",
		"六人各写两条诉求,均正当", "切入点:断供风险与服务进场时间", "拜访 6 次、技术交流 2 次、来厂 1 次", "无反对者", "工作餐 2 次已登记,无礼品")
	d.on(-35).won("拓跋川", 4, 2)
	d.on(-30).done("D1", "").won("太叔勤", 2, 1)
	d.on(-24).prove("duanmuqing", "D2", "{D-24} 端木清、司徒岩拜访独孤峻,谈服务站").won("独孤峻", 2, 1).done("D2", "")
	d.on(-18).prove(manager, "D3", "第 1 次 {D-18}:0.48")
	d.on(-11).prove(manager, "D3", "第 2 次 {D-11}:0.56", "每个职能至少两条线")
	d.on(-10).done("D3", "")
	d.on(-8).pass("G4", "指数 0.56,总经理 +1,无人反对,渗透 80%", "验厂一次通过", "追溯系统整改", "标书偏离表", "报价策略,特价走三级")
}

// auditing is stage 5 of A06: the talk is done, the audit being prepared.
func (d *deal) auditing() {
	d.on(-6).prove("situyan", "E1", "{D-6} 高层会谈纪要,双方签字", "三条顾虑:服务、追溯、备件;前两条书面接受")
	d.on(-5).done("E1", "追溯整改 {D+4} 前完成").done("F6.P1", "供应商准入审核,{D+6},审核组 4 人")
	d.on(-3).done("F6.P2", "差距 5 项,追溯系统为一票否决项")
	d.on(-2).choose("F6.D1", "是", "追溯系统未覆盖热处理批次")
}
