package demo

// muli is A04 沐砾医疗器械, ball screws for imaging tables: at G2 without a
// coach. The second sample was delivered on D−16 and has no result, so that the
// line 测试结论 of B1 has no evidence; the node itself completed when the first
// sample came.
func (s *story) muli() {
	d := s.chapter("A04", "gunanqiao")
	d.imaging()
	d.screws()
	d.coachless()
}

// imaging is stage 1 of A04.
func (d *deal) imaging() {
	d.on(-33).open("影像床丝杠", "Ball screws for imaging tables", "LH-BS", 240, 95)
	d.on(-32).prove("gunanqiao", "A1",
		"工商公示:存续,医疗器械生产许可有效", "2009 年建厂,650 人", "CT 床、DR 立柱,三条装配线",
		"研发总监自述:丝杠全部用 Nordwell", "名单核验无命中", "评分 V 74.0,P 18.0,无未知项")
	d.on(-30).done("A1", "")
	need := assessed("localisation", 3, "立项书:新一代影像床 5 个月内送检", 3, 3, 3)
	need.Method, need.RaisedBy = "inquiry", "研发总监宰父清"
	d.on(-28).need(need).prove("gunanqiao", "A2", "进口丝杠交期不稳,要国产替代", "立项书:5 个月内送检", "询比价,合格后转年度框架", "研发总监提出")
	d.on(-27).done("A2", "")
	d.on(-24).pass("G1", "国产替代是真需求,有立项书", "两轮样品内合格", "见研发总监与质量经理", "送影像床丝杠样品", "找愿意说明流程的人")
}

// screws is the two rounds of samples of A04.
func (d *deal) screws() {
	d.ask("1", "LH-BS", "影像床丝杠,导程 5", "2 套", "导程误差 ≤ 12 微米,对方来料检测")
	d.done("F3.P1", "").choose("F3.D1", "是", "常规导程,额度内").move("gunanqiao", "1", "standard_within_allowance", "", "现货加检")
	d.on(-23).done("F3.P4", "自检报告已附").move("wenzhixia", "1", "send", "", "").done("F3.P5", "运单已登记")
	d.on(-22).move("wenzhixia", "1", "deliver", "", "来料检测签收").done("F3.P6", "测试人:漆雕正")
	d.move("gunanqiao", "1", "start_test", "", "")
	d.prove("gunanqiao", "B1", "来料签收单 {D-22}", "导程误差 ≤ 12 微米,质量经理漆雕正执行")
	d.on(-20).done("F3.P7", "").choose("F3.D5", "不合格,且轮次少于3", "导程误差 15 微米")
	d.move(manager, "1", "give_up", "导程误差 15 微米,不合格", "第 1 轮止,改进后另立第 2 轮").done("F3.P8", "改磨削工序,复检 9 微米")
	d.ask("2", "LH-BS", "影像床丝杠,导程 5,改磨削", "2 套", "导程误差 ≤ 12 微米,装机跑合")
	d.move("gunanqiao", "2", "standard_within_allowance", "", "")
	d.on(-17).done("F3.P4", "自检 9 微米").move("wenzhixia", "2", "send", "", "").done("F3.P5", "运单已登记")
	d.on(-16).move("wenzhixia", "2", "deliver", "", "运动部件组签收").done("F3.P6", "对方未定测试日期")
}

// coachless is how A04 comes to gate G2.
func (d *deal) coachless() {
	need := assessed("localisation", 3, "立项书:新一代影像床 5 个月内送检", 3, 3, 3)
	need.Method, need.RaisedBy = "inquiry", "研发总监宰父清"
	need.Spec, need.Volume, need.NeededOn = "丝杠导程 5,误差 ≤ 12 微米,图纸 C1", "1100 套/年", d.day.AddDays(140)
	d.on(-15).need(need).team("qiusiyuan", "wenzhixia", "shaoyicheng")
	d.on(-12).prove("gunanqiao", "B3",
		"五人已识别,合计 81", "8 步填满", "Nordwell 独家", "图纸 C1,导程误差要求", "1100 套,目标价 2200 元", "来源写明:会议与公示")
	d.done("B3", "")
	d.on(-6).done("B2", "宰父清可谈技术,不愿谈流程;暂无合适人选,先到关口")
}
