package demo

// lingan is A12 翎岸风电, yaw drives: three days old, known from public sources
// only, its first node partly evidenced.
func (s *story) lingan() {
	d := s.chapter("A12", "yanshubai")
	d.on(-3).open("偏航轴承传动", "Yaw bearing drives", "LH-CM", 300, 180)
	d.on(-2).prove("yanshubai", "A1",
		"工商公示:存续,无异常", "2010 年建厂,1100 人,年报营收增长 12%", "", "", "名单核验无命中")
}
