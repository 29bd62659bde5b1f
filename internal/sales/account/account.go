// Package account is 大客户: the key account, its people and its standing
// (domain §§3–4).
package account

import (
	"qiju/internal/base/clock"
	"qiju/internal/base/i18n"
)

// ID identifies an account ("acc_…").
type ID string

// ContactID identifies a contact ("con_…").
type ContactID string

// Phase is where an account stands in the five movements (S1.10, domain §4).
// 修身 is a track of people, not a phase.
type Phase string

// The phases.
const (
	Target Phase = "target" // 找准
	Attack Phase = "attack" // 攻
	Hold   Phase = "hold"   // 守
	Defend Phase = "defend" // 防
	Lost   Phase = "lost"   // 流失
	Watch  Phase = "watch"  // 观察
	Sealed Phase = "sealed" // 封存
)

// Tier is the class of an account (domain §3.3).
type Tier string

// The tiers. C is no key account.
const (
	TierS Tier = "S"
	TierA Tier = "A"
	TierB Tier = "B"
	TierC Tier = "C"
)

// Levels holds the level 0–5 of each factor of one axis in the order of the
// score table; −1 is unknown and counts as 1 (domain §3.3).
type Levels []int

// Account is a customer organisation.
type Account struct {
	ID          ID            `json:"id"`
	Code        string        `json:"code,omitempty"` // short number, "A08"
	ExternalID  string        `json:"externalId,omitempty"`
	Name        i18n.Text     `json:"name"`
	Parent      ID            `json:"parent,omitempty"`     // 集团
	CreditCode  string        `json:"creditCode,omitempty"` // 统一社会信用代码
	Industry    i18n.Text     `json:"industry"`
	Ownership   string        `json:"ownership,omitempty"` // "state", "private", "foreign", "public"
	Location    string        `json:"location,omitempty"`
	FoundedYear int           `json:"foundedYear,omitempty"`
	Employees   int           `json:"employees,omitempty"`
	Revenue     string        `json:"revenue,omitempty"`    // decimal text, millions of the company currency a year, as stated
	Existing    bool          `json:"existing"`             // 现有 (else 潜在)
	Owner       string        `json:"owner,omitempty"`      // department.StaffID of the specialist; "" while nobody is assigned
	Department  string        `json:"department,omitempty"` // department.ID that the account belongs to
	Phase       Phase         `json:"phase"`
	PhaseNote   i18n.Text     `json:"phaseNote"`
	Value       Levels        `json:"value"`    // V1..V9
	Position    Levels        `json:"position"` // P1..P7
	Dossier     Dossier       `json:"dossier"`
	Import      string        `json:"import,omitempty"`
	Voided      bool          `json:"voided,omitempty"`
	CreatedAt   clock.Instant `json:"createdAt"`
	UpdatedAt   clock.Instant `json:"updatedAt"`
	Rev         int64         `json:"rev"`
}

// Dossier is what is filled in of the customer file; see domain §8.5 for the
// fields and weights. The key is the code of the field ("A1" …), the value says
// when it was verified. "n/a" marks a field that does not apply.
type Dossier map[string]DossierField

// DossierField is the state of one dossier field.
type DossierField struct {
	Value    string     `json:"value"`
	Verified clock.Date `json:"verified,omitempty"`
	NA       bool       `json:"na,omitempty"`
}

// ContactRole is a role in the decision group (S4.9, domain §6).
type ContactRole string

// The roles of the decision group.
const (
	EconomicBuyer  ContactRole = "economic"   // 经济决策者
	TechnicalBuyer ContactRole = "technical"  // 技术把关者
	UserBuyer      ContactRole = "user"       // 使用者
	Purchasing     ContactRole = "purchasing" // 采购
	Other          ContactRole = "other"
)

// Contact is one of the customer's people. Only P0 and P1 facts stand here
// (domain §9.2); whether somebody is a coach is a restricted fact of its own.
type Contact struct {
	ID         ContactID     `json:"id"`
	Account    ID            `json:"account"`
	ExternalID string        `json:"externalId,omitempty"`
	Name       i18n.Text     `json:"name"`
	Title      i18n.Text     `json:"title"`
	Phone      string        `json:"phone,omitempty"`
	Email      string        `json:"email,omitempty"`
	Role       ContactRole   `json:"role"`
	Weight     int           `json:"weight"`             // influence, 0–100; the members sum to 100 when all are known
	Level      int           `json:"level"`              // L0–L4 (domain §5.4)
	Attitude   *int          `json:"attitude,omitempty"` // −2 … +2; nil unknown
	Veto       bool          `json:"veto"`
	Identified bool          `json:"identified"` // role and weight are established, not guessed
	Voided     bool          `json:"voided,omitempty"`
	Import     string        `json:"import,omitempty"`
	CreatedAt  clock.Instant `json:"createdAt"`
	UpdatedAt  clock.Instant `json:"updatedAt"`
	Rev        int64         `json:"rev"`
}

// Coach is the restricted fact that a contact helps us from inside (S2.24,
// domain §5.2, §9.4). It is a row of its own with its own revision and never
// enters audit values, journal or search (decisions §2.4).
type Coach struct {
	Contact   ContactID     `json:"contact"`
	Account   ID            `json:"account"`
	Stars     int           `json:"stars"`     // 1–4
	Trusted   bool          `json:"trusted"`   // 我方在其心中有信誉
	Wishes    bool          `json:"wishes"`    // 他希望我方成功
	Respected bool          `json:"respected"` // 客户内部认可其意见
	By        string        `json:"by"`
	At        clock.Instant `json:"at"`
	Rev       int64         `json:"rev"`
}

// TeamRole is a role in the account team.
type TeamRole string

// The roles of the account team.
const (
	TeamOwner   TeamRole = "owner"
	TeamSeller  TeamRole = "seller"  // sells to this account besides the owner
	TeamSupport TeamRole = "support" // another department's member
)

// Member is a member of the account team.
type Member struct {
	Account ID       `json:"account"`
	Staff   string   `json:"staff"`
	Role    TeamRole `json:"role"`
}
