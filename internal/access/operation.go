package access

import (
	"slices"
	"strings"
)

// Operation is the id of something that can be asked of the program: the same
// in the API description, the audit trail and docs/policy.csv.
type Operation string

// Kind is the kind of record that an operation is about.
type Kind string

// The kinds of record.
const (
	SessionKind     Kind = "session"
	TaskKind        Kind = "task"
	AccountKind     Kind = "account"
	ContactKind     Kind = "contact"
	OpportunityKind Kind = "opportunity"
	EvidenceKind    Kind = "evidence"
	RunKind         Kind = "run"
	SampleKind      Kind = "sample"
	FileKind        Kind = "file"
	ChartKind       Kind = "chart"
	PlaybookKind    Kind = "playbook"
	ProductKind     Kind = "product"
	StaffKind       Kind = "staff"
	ImportKind      Kind = "import"
	AuditKind       Kind = "audit"
	CompanyKind     Kind = "company"
	SystemKind      Kind = "system"
)

// The operations.
const (
	CreateSession         Operation = "create-session"
	GetSession            Operation = "get-session"
	DeleteSession         Operation = "delete-session"
	ListTasks             Operation = "list-tasks"
	GetTask               Operation = "get-task"
	ClaimTask             Operation = "claim-task"
	CompleteTask          Operation = "complete-task"
	DecideTask            Operation = "decide-task"
	ListAccounts          Operation = "list-accounts"
	GetAccount            Operation = "get-account"
	CreateAccount         Operation = "create-account"
	UpdateAccount         Operation = "update-account"
	ScoreAccount          Operation = "score-account"
	VerifyDossier         Operation = "verify-dossier"
	SetAccountTeam        Operation = "set-account-team"
	ListContacts          Operation = "list-contacts"
	CreateContact         Operation = "create-contact"
	UpdateContact         Operation = "update-contact"
	SetCoach              Operation = "set-coach"
	DropCoach             Operation = "drop-coach"
	ListOpportunities     Operation = "list-opportunities"
	CountOpportunities    Operation = "count-opportunities"
	GetOpportunity        Operation = "get-opportunity"
	CreateOpportunity     Operation = "create-opportunity" // the record is the account that it is for
	UpdateOpportunity     Operation = "update-opportunity"
	AssessNeed            Operation = "assess-need"
	FlagOpportunity       Operation = "flag-opportunity"
	StateFact             Operation = "state-fact"
	GetWarRoom            Operation = "get-war-room"
	GetOpportunityDrawing Operation = "get-opportunity-drawing"
	ListHistory           Operation = "list-history"
	AddEvidence           Operation = "add-evidence"
	WithdrawEvidence      Operation = "withdraw-evidence"
	StartRun              Operation = "start-run"
	ResumeRun             Operation = "resume-run"
	GetGate               Operation = "get-gate"
	ProposeGate           Operation = "propose-gate"
	WithdrawGate          Operation = "withdraw-gate"
	DecideGate            Operation = "decide-gate"
	ListSamples           Operation = "list-samples"
	CreateSample          Operation = "create-sample"
	AdvanceSample         Operation = "advance-sample"
	UploadFile            Operation = "upload-file"
	GetFile               Operation = "get-file"
	ListCharts            Operation = "list-charts"
	GetChart              Operation = "get-chart"
	GetChartDrawing       Operation = "get-chart-drawing"
	GetPlaybook           Operation = "get-playbook"
	ListProducts          Operation = "list-products"
	ListStaff             Operation = "list-staff"
	ListDepartments       Operation = "list-departments"
	CreateImport          Operation = "create-import"
	GetImport             Operation = "get-import"
	ListImports           Operation = "list-imports"
	CancelImport          Operation = "cancel-import"
	AcceptSuggestion      Operation = "accept-suggestion"
	UndoImport            Operation = "undo-import"
	ListAudit             Operation = "list-audit"
	VerifyAudit           Operation = "verify-audit"
	GetCompany            Operation = "get-company"
	Setup                 Operation = "setup" // the first run; only the program itself does it
	GetOpenAPI            Operation = "get-openapi"
	GetHealth             Operation = "get-health"
)

// Operations returns every operation in the order of docs/policy.csv.
func Operations() []Operation {
	rules := policy()
	ops := make([]Operation, len(rules))
	for i, r := range rules {
		ops[i] = r.op
	}
	return ops
}

// KindOf returns the kind of record that op is about, "" for an unknown
// operation.
func KindOf(op Operation) Kind {
	r, _ := find(op)
	return r.kind
}

// Writes reports whether op changes something.
func Writes(op Operation) bool {
	r, _ := find(op)
	return r.write
}

// TokenScope returns the scope that a bearer token needs for op, such as
// "opportunity:read"; "" when every token may do it.
func TokenScope(op Operation) string {
	r, ok := find(op)
	if !ok || r.kind == SessionKind || r.kind == SystemKind || r.kind == CompanyKind {
		return ""
	}
	if r.write {
		return string(r.kind) + ":write"
	}
	return string(r.kind) + ":read"
}

// TokenScopes returns every scope that a bearer token can be given, sorted.
func TokenScopes() []string {
	var all []string
	for _, r := range policy() {
		if s := TokenScope(r.op); s != "" {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, strings.Compare)
	return slices.Compact(all)
}
