package access_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"qiju/internal/access"
)

func TestFieldsShowWhatThePostAndTheRelationOpen(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name  string
		post  string
		class access.Class
		rel   access.Relation
		want  bool
	}{
		{"the owner sees contacts", "specialist", access.Team, access.Owner, true},
		{"a stranger sees no contacts", "specialist", access.Team, access.Foreign, false},
		{"a supporter sees contacts", "technical", access.Team, access.Support, true},
		{"the back office sees contacts, masked", "back_office", access.Team, access.Post, true},
		{"finance sees no contacts", "finance", access.Team, access.Post, false},
		{"an executive outside the line sees no contacts", "executive", access.Team, access.Post, false},
		{"an executive above the department sees contacts", "executive", access.Team, access.Head, true},
		{"the owner sees the coach", "specialist", access.Personal, access.Owner, true},
		{"the head sees the coach", "manager", access.Personal, access.Head, true},
		{"a supporter knows of no coach", "technical", access.Personal, access.Support, false},
		{"the back office knows of no coach", "back_office", access.Personal, access.Post, false},
		{"compliance reads the coach", "compliance", access.Personal, access.Post, true},
		{"the owner sees no cost", "specialist", access.Cost, access.Owner, false},
		{"a manager sees cost", "manager", access.Cost, access.Foreign, true},
		{"finance sees cost", "finance", access.Cost, access.Foreign, true},
		{"human resources sees no account even in its team", "hr", access.Public, access.Support, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := access.MaySee(person(tt.post, ""), tt.class, tt.rel); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

func TestOnlyTheBackOfficeOutsideTheTeamSeesMaskedContacts(t *testing.T) {
	t.Parallel()

	if !access.Masks(person("back_office", ""), access.Post) {
		t.Error("the back office sees telephone numbers whole")
	}
	if access.Masks(person("back_office", ""), access.Support) {
		t.Error("a team member of the back office sees masked numbers")
	}
	if access.Masks(person("compliance", ""), access.Post) {
		t.Error("compliance sees masked numbers")
	}
}

func TestMaskKeepsWhatOneRecognisesOnly(t *testing.T) {
	t.Parallel()

	for in, want := range map[string]string{
		"13812345678":      "13***78",
		"wang@example.com": "w***@example.com",
		"@example.com":     "***@example.com",
		"110":              "***",
		"":                 "***",
		"王小二先生电话":          "王小***电话",
	} {
		if got := access.Mask(in); got != want {
			t.Errorf("Mask(%q): got %q, want %q", in, got, want)
		}
	}
}

func TestTokenNeedsTheScopeOfTheOperation(t *testing.T) {
	t.Parallel()

	p := person("specialist", "")
	p.Scopes = []string{"opportunity:read"}
	tests := []struct {
		name string
		op   access.Operation
		want access.Verdict
	}{
		{"reading deals is in the scope", access.GetWarRoom, access.Allow},
		{"changing deals is not", access.UpdateOpportunity, access.Deny},
		{"reading accounts is not", access.GetAccount, access.Deny},
		{"asking who one is needs no scope", access.GetSession, access.Allow},
		{"health needs no scope", access.GetHealth, access.Allow},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := access.Check(p, tt.op, access.Owner); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	if !access.ScopeOf(p, access.AccountKind).Nothing() {
		t.Error("a token without account:read lists accounts")
	}
	if access.ScopeOf(p, access.OpportunityKind).Staff() != p.Staff {
		t.Error("a token with opportunity:read does not list its person's deals")
	}
	if got := access.TokenScopes(); !slices.Contains(got, "contact:write") || slices.Contains(got, "session:read") {
		t.Errorf("token scopes: got %v", got)
	}
}

func TestImportKindsFollowThePost(t *testing.T) {
	t.Parallel()

	admin, head, seller := person("none", "system_admin"), person("manager", ""), person("specialist", "")
	if !access.MayImport(admin, "person") || !access.MayImport(admin, "product") || access.MayImport(admin, "account") {
		t.Error("a system administrator imports people and products, no business data")
	}
	if !access.MayImport(head, "opportunity") || access.MayImport(seller, "person") {
		t.Error("managers import everything, specialists nothing")
	}
}

func TestMenuOffersWhatThePostAllows(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		p    access.Principal
		op   access.Operation
		want bool
	}{
		{"a specialist may create an opportunity", person("specialist", ""), access.CreateOpportunity, true},
		{"a specialist never decides a gate", person("specialist", ""), access.DecideGate, false},
		{"a manager decides gates", person("manager", ""), access.DecideGate, true},
		{"finance completes tasks", person("finance", ""), access.CompleteTask, true},
		{"finance creates no account", person("finance", ""), access.CreateAccount, false},
		{"an auditor changes nothing", person("none", "auditor"), access.CompleteTask, false},
		{"a system administrator sees no account", person("none", "system_admin"), access.GetAccount, false},
		{"nobody is offered the first run", person("executive", ""), access.Setup, false},
		{"somebody not signed in may sign in", access.Principal{}, access.CreateSession, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := access.Possible(tt.p, tt.op); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

func anyPrincipal() *rapid.Generator[access.Principal] {
	return rapid.Custom(func(t *rapid.T) access.Principal {
		return access.Principal{
			Staff: rapid.SampledFrom([]string{"", "stf_1"}).Draw(t, "staff"),
			Post: rapid.SampledFrom([]string{
				"", "none", "specialist", "manager", "director", "executive", "back_office", "finance", "quality",
				"technical", "planning", "logistics", "legal", "compliance", "hr", "unheard-of",
			}).Draw(t, "post"),
			Duty: rapid.SampledFrom([]string{"", "system_admin", "security_admin", "auditor"}).Draw(t, "duty"),
		}
	})
}

func anyRelation() *rapid.Generator[access.Relation] {
	return rapid.SampledFrom([]access.Relation{
		access.Foreign, access.Post, access.Support, access.Seller, access.Head, access.Owner,
	})
}

func TestWhoMayActMayAlsoRead(t *testing.T) {
	t.Parallel()

	reads := map[access.Kind]access.Operation{
		access.AccountKind: access.GetAccount, access.OpportunityKind: access.GetOpportunity, access.TaskKind: access.GetTask,
		access.ContactKind: access.ListContacts, access.SampleKind: access.ListSamples, access.FileKind: access.GetFile,
		access.EvidenceKind: access.GetWarRoom, access.RunKind: access.GetWarRoom,
	}
	rapid.Check(t, func(t *rapid.T) {
		p, rel := anyPrincipal().Draw(t, "p"), anyRelation().Draw(t, "rel")
		op := rapid.SampledFrom(access.Operations()).Draw(t, "op")
		read, ok := reads[access.KindOf(op)]
		if !ok || op == access.CreateAccount || access.Check(p, op, rel) != access.Allow {
			return
		}
		isList := op == access.ListAccounts || op == access.ListOpportunities || op == access.CountOpportunities || op == access.ListTasks
		if got := access.Check(p, read, rel); !isList && got != access.Allow {
			t.Fatalf("%v may %s but %s says %s", p, op, read, got)
		}
	})
}

func TestNobodyUnsignedDoesMoreThanThreeThings(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		p, rel := anyPrincipal().Draw(t, "p"), anyRelation().Draw(t, "rel")
		p.Staff = ""
		op := rapid.SampledFrom(access.Operations()).Draw(t, "op")
		allowed := op == access.CreateSession || op == access.GetOpenAPI || op == access.GetHealth
		if got := access.Check(p, op, rel); (got == access.Allow) != allowed {
			t.Fatalf("%s: got %s", op, got)
		}
	})
}

func TestWhoReadsARecordHasAScopeForItsList(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		p, rel := anyPrincipal().Draw(t, "p"), anyRelation().Draw(t, "rel")
		if access.Check(p, access.GetAccount, rel) == access.Allow && access.ScopeOf(p, access.AccountKind).Nothing() {
			t.Fatalf("%v reads accounts in relation %q but lists none", p, rel)
		}
	})
}
