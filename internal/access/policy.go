package access

// reach says on what an operation is decided.
type reach uint8

const (
	anybody  reach = iota // also without signing in
	signedIn              // everybody who is signed in
	listing               // everybody who is signed in; the scope narrows the answer
	byOffice              // the post or the duty alone
	onRecord              // the relation to a record
	nobody                // no person at all
)

// rule is the policy of one operation.
type rule struct {
	op    Operation
	kind  Kind
	write bool
	reach reach
	who   relations // onRecord: relations that suffice by themselves
	posts offices   // onRecord: offices that suffice with relation Post; byOffice: offices
}

// policy is the definition of who may do what (domain.md appendix B,
// decisions §2). Its order is that of docs/policy.csv.
func policy() []rule {
	return []rule{
		{CreateSession, SessionKind, true, anybody, 0, 0},
		{GetSession, SessionKind, false, signedIn, 0, 0},
		{DeleteSession, SessionKind, true, signedIn, 0, 0},
		{ListTasks, TaskKind, false, listing, 0, 0},
		{GetTask, TaskKind, false, onRecord, readers, 0},
		{ClaimTask, TaskKind, true, onRecord, workers, working},
		{CompleteTask, TaskKind, true, onRecord, workers, working},
		{DecideTask, TaskKind, true, onRecord, workers, working},
		{ListAccounts, AccountKind, false, listing, 0, 0},
		{GetAccount, AccountKind, false, onRecord, readers, 0},
		{CreateAccount, AccountKind, true, byOffice, 0, selling},
		{UpdateAccount, AccountKind, true, onRecord, sellers, 0},
		{ScoreAccount, AccountKind, true, onRecord, sellers, 0},
		{VerifyDossier, AccountKind, true, onRecord, sellers, 0},
		{SetAccountTeam, AccountKind, true, onRecord, byOwner | byHead, 0},
		{ListContacts, ContactKind, false, onRecord, workers, backOffice | compliance},
		{CreateContact, ContactKind, true, onRecord, holders, 0},
		{UpdateContact, ContactKind, true, onRecord, holders, 0},
		{SetCoach, ContactKind, true, onRecord, holders, 0},
		{DropCoach, ContactKind, true, onRecord, holders, 0},
		{ListOpportunities, OpportunityKind, false, listing, 0, 0},
		{CountOpportunities, OpportunityKind, false, listing, 0, 0},
		{GetOpportunity, OpportunityKind, false, onRecord, readers, 0},
		{CreateOpportunity, OpportunityKind, true, onRecord, sellers, 0},
		{UpdateOpportunity, OpportunityKind, true, onRecord, sellers, 0},
		{AssessNeed, OpportunityKind, true, onRecord, sellers, 0},
		{FlagOpportunity, OpportunityKind, true, onRecord, sellers, 0},
		{StateFact, OpportunityKind, true, onRecord, sellers, 0},
		{GetWarRoom, OpportunityKind, false, onRecord, readers, 0},
		{GetOpportunityDrawing, OpportunityKind, false, onRecord, readers, 0},
		{ListHistory, OpportunityKind, false, onRecord, readers, 0},
		{AddEvidence, EvidenceKind, true, onRecord, workers, filing},
		{WithdrawEvidence, EvidenceKind, true, onRecord, workers, filing},
		{StartRun, RunKind, true, onRecord, sellers, 0},
		{ResumeRun, RunKind, true, onRecord, sellers, 0},
		{GetGate, OpportunityKind, false, onRecord, readers, 0},
		{ProposeGate, OpportunityKind, true, onRecord, sellers, 0},
		{WithdrawGate, OpportunityKind, true, onRecord, sellers, 0},
		{DecideGate, OpportunityKind, true, onRecord, byHead, 0},
		{ListSamples, SampleKind, false, onRecord, readers, 0},
		{CreateSample, SampleKind, true, onRecord, sellers, 0},
		{AdvanceSample, SampleKind, true, onRecord, workers, backOffice | technical},
		{UploadFile, FileKind, true, onRecord, workers, filing},
		{GetFile, FileKind, false, onRecord, readers, 0},
		{ListCharts, ChartKind, false, signedIn, 0, 0},
		{GetChart, ChartKind, false, signedIn, 0, 0},
		{GetChartDrawing, ChartKind, false, signedIn, 0, 0},
		{GetPlaybook, PlaybookKind, false, signedIn, 0, 0},
		{ListProducts, ProductKind, false, signedIn, 0, 0},
		{ListStaff, StaffKind, false, signedIn, 0, 0},
		{ListDepartments, StaffKind, false, signedIn, 0, 0},
		{CreateImport, ImportKind, true, byOffice, 0, leading | systemAdmin},
		{GetImport, ImportKind, false, byOffice, 0, leading | systemAdmin},
		{ListImports, ImportKind, false, byOffice, 0, leading | systemAdmin},
		{CancelImport, ImportKind, true, byOffice, 0, leading | systemAdmin},
		{AcceptSuggestion, ImportKind, true, byOffice, 0, leading},
		{UndoImport, ImportKind, true, byOffice, 0, leading | systemAdmin},
		{ListAudit, AuditKind, false, listing, 0, 0},
		{VerifyAudit, AuditKind, false, byOffice, 0, auditor | securityAdmin},
		{GetCompany, CompanyKind, false, signedIn, 0, 0},
		{Setup, CompanyKind, true, nobody, 0, 0},
		{GetOpenAPI, SystemKind, false, anybody, 0, 0},
		{GetHealth, SystemKind, false, anybody, 0, 0},
	}
}

func find(op Operation) (rule, bool) {
	for _, r := range policy() {
		if r.op == op {
			return r, true
		}
	}
	return rule{}, false
}
