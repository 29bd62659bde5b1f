// Package department is 管理办法: our own organisation, its posts and people
// (domain §8).
package department

import (
	"qiju/internal/base/clock"
	"qiju/internal/base/i18n"
)

// ID identifies a department ("dep_…").
type ID string

// StaffID identifies one of our people ("stf_…").
type StaffID string

// Department is a part of our organisation with one head.
type Department struct {
	ID         ID        `json:"id"`
	ExternalID string    `json:"externalId,omitempty"`
	Name       i18n.Text `json:"name"`
	Parent     ID        `json:"parent,omitempty"`
	Head       StaffID   `json:"head,omitempty"`
	Import     string    `json:"import,omitempty"` // import batch that made it
	Rev        int64     `json:"rev"`
}

// Post is a post of the organisation (S6.1).
type Post string

// The posts.
const (
	Specialist Post = "specialist"  // 大客户专员
	Manager    Post = "manager"     // 大客户部经理
	Director   Post = "director"    // 营销总监
	Executive  Post = "executive"   // 总经理, 公司高层
	BackOffice Post = "back_office" // 内勤
	Finance    Post = "finance"     // 财务
	Quality    Post = "quality"     // 质量
	Technical  Post = "technical"   // 技术
	Planning   Post = "planning"    // 计划
	Logistics  Post = "logistics"   // 物流
	Legal      Post = "legal"       // 法务
	Compliance Post = "compliance"  // 合规
	HR         Post = "hr"          // 人力资源
	NoPost     Post = "none"        // an account of an administrator without a business post
)

// Duty is an administrative role. One person cannot hold two (decisions §2.6).
type Duty string

// The administrative duties.
const (
	NoDuty        Duty = ""
	SystemAdmin   Duty = "system_admin"   // 系统管理员: no business data
	SecurityAdmin Duty = "security_admin" // 安全管理员
	Auditor       Duty = "auditor"        // 审计员: reads, changes nothing
)

// Staff is one of our people, and the user that signs in.
type Staff struct {
	ID          StaffID       `json:"id"`
	ExternalID  string        `json:"externalId,omitempty"`
	Username    string        `json:"username"` // lower case, unique; "" when the person cannot sign in
	Name        i18n.Text     `json:"name"`
	Post        Post          `json:"post"`
	Duty        Duty          `json:"duty,omitempty"`
	Department  ID            `json:"department,omitempty"`
	Superior    StaffID       `json:"superior,omitempty"`
	Deputy      StaffID       `json:"deputy,omitempty"`
	AbsentFrom  clock.Date    `json:"absentFrom,omitempty"`
	AbsentUntil clock.Date    `json:"absentUntil,omitempty"`
	Region      i18n.Text     `json:"region"`
	Email       string        `json:"email,omitempty"`
	Disabled    bool          `json:"disabled,omitempty"`
	Voided      bool          `json:"voided,omitempty"` // made by an import that was undone
	Import      string        `json:"import,omitempty"`
	CreatedAt   clock.Instant `json:"createdAt"`
	Rev         int64         `json:"rev"`
}
