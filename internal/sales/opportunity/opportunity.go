// Package opportunity is 开发: the deal on its way through the five stages
// (S2, domain §5).
package opportunity

import (
	"qiju/internal/base/clock"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
	"qiju/internal/condition"
)

// ID identifies an opportunity ("opp_…").
type ID string

// State is the state of an opportunity. The run leads: an ended run decides it.
type State string

// The states.
const (
	Open       State = "open"
	Suspended  State = "suspended"  // 挂起
	Won        State = "won"        // 成交
	Lost       State = "lost"       // 丢单
	Terminated State = "terminated" // 终止
)

// Opportunity is a deal in development.
type Opportunity struct {
	ID         ID                   `json:"id"`
	ExternalID string               `json:"externalId,omitempty"`
	Account    string               `json:"account,omitempty"` // account.ID; "" while an import waits for it
	Name       i18n.Text            `json:"name"`
	Commander  string               `json:"commander"`         // department.StaffID, exactly one (S2.6)
	Product    string               `json:"product,omitempty"` // trade.ProductID
	Amount     money.Amount         `json:"amount"`            // expected or closed value
	State      State                `json:"state"`
	Stage      string               `json:"stage,omitempty"`      // id of the stage of the chart where it stands: "S1" … "S5"
	StageSince clock.Instant        `json:"stageSince,omitempty"` // when the run came into the stage
	Node       string               `json:"node,omitempty"`       // where it stands: the first live node of its main run
	Run        string               `json:"run,omitempty"`        // engine.RunID of its main run
	ExpectedOn clock.Date           `json:"expectedOn,omitempty"` // expected close
	EngagedOn  clock.Date           `json:"engagedOn,omitempty"`
	ClosedOn   clock.Date           `json:"closedOn,omitempty"`
	Need       Need                 `json:"need"`
	RedFlags   []string             `json:"redFlags"` // codes R1 … R15 (domain §5.7)
	Stated     map[string]Statement `json:"stated"`   // facts that a person stated, by path of the catalogue
	Waiting    []Unattached         `json:"waiting"`  // what an import could not attach
	Import     string               `json:"import,omitempty"`
	Voided     bool                 `json:"voided,omitempty"`
	CreatedAt  clock.Instant        `json:"createdAt"`
	UpdatedAt  clock.Instant        `json:"updatedAt"`
	Rev        int64                `json:"rev"`
}

// Need is the assessment of the customer's need (S2.15–S2.20, domain §5.1–5.2).
type Need struct {
	Reason     string     `json:"reason,omitempty"` // code of the reason for a new supplier (domain §5.1)
	ReasonNote string     `json:"reasonNote,omitempty"`
	Urgency    *int       `json:"urgency,omitempty"`    // 0–4
	UrgencyWhy string     `json:"urgencyWhy,omitempty"` // evidence, required from 3
	Structure  *int       `json:"structure,omitempty"`  // 0–5
	Plan       *int       `json:"plan,omitempty"`       // 0–5
	Strength   *int       `json:"strength,omitempty"`   // 0–5
	Method     string     `json:"method,omitempty"`     // 采购方式
	RaisedBy   string     `json:"raisedBy,omitempty"`   // 谁提出需求
	Spec       string     `json:"spec,omitempty"`       // 规格
	Volume     string     `json:"volume,omitempty"`     // 年用量
	NeededOn   clock.Date `json:"neededOn,omitempty"`   // 时间
}

// Statement is a fact that a person stated, with its evidence.
type Statement struct {
	Value    condition.Value `json:"value"`
	Evidence string          `json:"evidence,omitempty"`
	By       string          `json:"by"`
	At       clock.Instant   `json:"at"`
}

// Unattached is a reference of an imported row that fits no record.
type Unattached struct {
	Kind       string `json:"kind"`                 // "account", "product"
	Value      string `json:"value"`                // as it stood in the file; "" when it was empty
	Suggestion string `json:"suggestion,omitempty"` // id of the record that it may mean
}

// EvidenceID identifies a piece of evidence ("evd_…").
type EvidenceID string

// EvidenceKind is the form of a piece of evidence.
type EvidenceKind string

// The forms of evidence.
const (
	TextEvidence  EvidenceKind = "text"
	LinkEvidence  EvidenceKind = "link"
	FileEvidence  EvidenceKind = "file"
	NotApplicable EvidenceKind = "na" // 不适用, with the reason as text
)

// Evidence stands behind one line of a checklist.
type Evidence struct {
	ID          EvidenceID    `json:"id"`
	Opportunity ID            `json:"opportunity"`
	Run         string        `json:"run"`
	Node        string        `json:"node"`
	Item        string        `json:"item"` // the Chinese text of the checklist line
	Kind        EvidenceKind  `json:"kind"`
	Text        string        `json:"text"`           // text, address, or remark
	File        string        `json:"file,omitempty"` // id of the stored file
	By          string        `json:"by"`
	At          clock.Instant `json:"at"`
	Withdrawn   bool          `json:"withdrawn,omitempty"`
}

// ReviewID identifies a gate review ("rev_…").
type ReviewID string

// Review is a gate review (S2.4, domain §5.6).
type Review struct {
	ID             ReviewID        `json:"id"`
	Opportunity    ID              `json:"opportunity"`
	Run            string          `json:"run"`
	Gate           string          `json:"gate"`  // node id, "G2"
	Word           string          `json:"word"`  // engine.Word
	State          string          `json:"state"` // "proposed", "decided", "withdrawn"
	Score          int             `json:"score"` // 0–100: share of checklist lines with evidence (S2.4)
	Opinion        string          `json:"opinion"`
	NextFocus      []string        `json:"nextFocus"` // 1–3 items, mandatory for go and conditional
	ExpectedEffect string          `json:"expectedEffect,omitempty"`
	Condition      string          `json:"condition,omitempty"` // Conditional: what must be met
	ConditionDue   clock.Date      `json:"conditionDue,omitempty"`
	ConditionMet   bool            `json:"conditionMet,omitempty"`
	MeetsEarlier   []ReviewID      `json:"meetsEarlier,omitempty"` // conditional reviews whose condition this one states to be met
	ReturnTo       string          `json:"returnTo,omitempty"`
	RevisitOn      clock.Date      `json:"revisitOn,omitempty"`
	Trigger        string          `json:"trigger,omitempty"`
	ReasonCode     string          `json:"reasonCode,omitempty"` // Terminate: lost reason (domain §5.9)
	Restart        string          `json:"restart,omitempty"`    // Terminate: condition of restart
	Override       bool            `json:"override,omitempty"`
	Reason         string          `json:"reason,omitempty"` // of the override
	Facts          condition.Facts `json:"facts"`            // what the conditions read
	Unmet          []string        `json:"unmet"`            // codes of requirements that were not met
	Evidence       []EvidenceID    `json:"evidence"`
	ProposedBy     string          `json:"proposedBy,omitempty"`
	ProposedAt     clock.Instant   `json:"proposedAt,omitempty"`
	DecidedBy      string          `json:"decidedBy,omitempty"`
	DecidedAt      clock.Instant   `json:"decidedAt,omitempty"`
	Rev            int64           `json:"rev"`
}

// SampleID identifies a sample request ("smp_…").
type SampleID string

// Sample is a 样品申请单 (S2.23); its states are the lifecycle table 样品.
type Sample struct {
	ID          SampleID      `json:"id"`
	Opportunity ID            `json:"opportunity"`
	Number      string        `json:"number"` // unique, SMP202609-0001
	Round       int           `json:"round"`
	Product     string        `json:"product,omitempty"`
	What        string        `json:"what"`
	Quantity    string        `json:"quantity"`
	Standard    string        `json:"standard,omitempty"` // 测试标准与测试人
	State       string        `json:"state"`              // English code of the lifecycle state
	DeliveredOn clock.Date    `json:"deliveredOn,omitempty"`
	Result      string        `json:"result,omitempty"`
	By          string        `json:"by"`
	CreatedAt   clock.Instant `json:"createdAt"`
	UpdatedAt   clock.Instant `json:"updatedAt"`
	Rev         int64         `json:"rev"`
}
