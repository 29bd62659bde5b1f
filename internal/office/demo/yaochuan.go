package demo

import "qiju/internal/condition"

// yaochuan is A02 曜川新能源装备, guides for winding machines: in the value
// assessment of stage 3.
func (s *story) yaochuan() {
	d := s.chapter("A02", "yanshubai")
	d.winding()
	d.guides()
	d.assessing()
}

// winding is stage 1 of A02.
func (d *deal) winding() {
	d.on(-34).open("卷绕机导轨", "Guides for winding machines", "LH-GR", 780, 110)
	d.say("yanshubai", "投标.首次接触日", condition.DateOf(d.day.AddDays(-55)), "{D-55} 首次技术交流签到表")
	d.on(-33).prove("yanshubai", "A1",
		"工商公示:存续,无异常", "2014 年建厂,900 人,新厂在建", "卷绕机、叠片机,年产 220 台",
		"技术总监自述:导轨七成用 Nordwell", "名单核验无命中", "评分 V 76.8,P 33.0,无未知项").done("A1", "")
	need := assessed("lead_time", 3, "新厂立项书:6 个月内投产", 4, 3, 3)
	need.Method, need.RaisedBy = "tender", "工艺部长公孙澄"
	d.on(-30).need(need).prove("yanshubai", "A2", "现供应商交期 6 周变 14 周", "新厂立项书,6 个月内投产", "项目招标,预计 {D+40} 发标", "工艺部提出,技术总监定规格")
	d.on(-29).done("A2", "")
	d.on(-27).pass("G1", "缺口在交期,我们有本地备库", "样品两周内上机", "见技术总监尉迟弘", "送导轨样品 4 根", "问清招标由谁组织")
}

// guides is stage 2 of A02.
func (d *deal) guides() {
	d.on(-26).ask("1", "LH-GR", "直线导轨 25 型,2 米", "4 根", "对方工艺室,直线度与温升")
	d.done("F3.P1", "").choose("F3.D1", "是", "常规品,额度内").move("yanshubai", "1", "standard_within_allowance", "", "")
	d.on(-24).done("F3.P4", "自检报告已附").move("meiruoxi", "1", "send", "", "").done("F3.P5", "运单已登记")
	d.on(-21).move("meiruoxi", "1", "deliver", "", "工艺室签收").done("F3.P6", "测试人:公孙澄")
	need := assessed("lead_time", 3, "新厂立项书:6 个月内投产", 4, 3, 3)
	need.Method, need.RaisedBy = "tender", "工艺部长公孙澄"
	need.Spec, need.Volume, need.NeededOn = "25 型导轨,图纸 B2,直线度 8 微米", "7900 米/年", d.day.AddDays(150)
	d.on(-20).need(need).move("yanshubai", "1", "start_test", "", "上机")
	d.on(-19).prove("yanshubai", "B1", "工艺室签收单 {D-21}", "直线度与温升,公孙澄执行")
	d.on(-13).coach("公孙澄", 3).prove("yanshubai", "B2", "三问通过,受限登记").done("B2", "")
	d.on(-12).flag("R7").prove("yanshubai", "B3",
		"六人识别,合计 100", "8 步填满", "Nordwell 七成,骐域三成", "图纸 B2 版", "7900 米,目标价 900 元", "来源写明:会议与招标计划")
	d.done("B3", "")
	d.on(-8).move("yanshubai", "1", "approve_sample", "直线度 7 微米,温升合格", "书面确认").done("F3.P7", "")
	d.prove("yanshubai", "B1", "", "", "测试报告:合格").choose("F3.D5", "合格", "").done("F3.P9", "").done("F3.P10b", "封样 1 根")
	d.on(-4).pass("G2", "四条满足;R7 账期提示,价值评估时按 180 天资金成本算", "一周内给出行动等级",
		"测算 180 天商票的资金成本", "定报价策略", "约采购总监皇甫清")
}

// assessing is stage 3 of A02, under way: two of the four facts of G3 are there.
func (d *deal) assessing() {
	d.say("yanshubai", "投标.标书发布日", condition.DateOf(d.day.AddDays(40)), "对方采购部招标计划表")
	d.on(-3).worth("0.45", "896000", "180000", "首年 320 万 × 28%")
	d.prove(manager, "C1", "需求 4 预算 3 时间 3 产品 4 关系 1 内线 2 竞争 1 资源 0,均值 2.25", "B13 付款门槛:责任人阮静仪;B25 切换成本:责任人裘思远")
	d.say(manager, "壁垒.四级以上无人负责数", number("0"), "壁垒清单 4 项,四级以上 1 项有责任人")
	d.on(-2).done("C1", "")
}
