package department

import "qiju/internal/base/i18n"

// Term is a code of a closed list with its text.
type Term struct {
	Code string    `json:"code"`
	Text i18n.Text `json:"text"`
}

// Posts returns the posts of the organisation.
func Posts() []Term {
	return []Term{
		{string(Specialist), i18n.Text{ZH: "大客户专员", EN: "Key-account specialist"}},
		{string(Manager), i18n.Text{ZH: "大客户部经理", EN: "Key-account manager"}},
		{string(Director), i18n.Text{ZH: "营销总监", EN: "Sales director"}},
		{string(Executive), i18n.Text{ZH: "公司高层", EN: "Executive"}},
		{string(BackOffice), i18n.Text{ZH: "内勤", EN: "Back office"}},
		{string(Finance), i18n.Text{ZH: "财务", EN: "Finance"}},
		{string(Quality), i18n.Text{ZH: "质量", EN: "Quality"}},
		{string(Technical), i18n.Text{ZH: "技术", EN: "Engineering"}},
		{string(Planning), i18n.Text{ZH: "计划", EN: "Planning"}},
		{string(Logistics), i18n.Text{ZH: "物流", EN: "Logistics"}},
		{string(Legal), i18n.Text{ZH: "法务", EN: "Legal"}},
		{string(Compliance), i18n.Text{ZH: "合规", EN: "Compliance"}},
		{string(HR), i18n.Text{ZH: "人力资源", EN: "Human resources"}},
		{string(NoPost), i18n.Text{ZH: "无业务岗位", EN: "No business post"}},
	}
}

// Duties returns the administrative duties.
func Duties() []Term {
	return []Term{
		{string(SystemAdmin), i18n.Text{ZH: "系统管理员", EN: "System administrator"}},
		{string(SecurityAdmin), i18n.Text{ZH: "安全管理员", EN: "Security administrator"}},
		{string(Auditor), i18n.Text{ZH: "审计员", EN: "Auditor"}},
	}
}
