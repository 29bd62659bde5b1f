package access_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"slices"
	"testing"

	"qiju/internal/access"
	"qiju/internal/sales/department"
)

// stance is a column of docs/policy.csv: who, and how they stand to the record.
type stance struct {
	who access.Principal
	rel access.Relation
}

func person(post, duty string) access.Principal {
	return access.Principal{Staff: "stf_1", Post: post, Duty: duty}
}

func stances() map[string]stance {
	return map[string]stance{
		"anonymous":      {access.Principal{}, access.Foreign},
		"owner":          {person("specialist", ""), access.Owner},
		"seller":         {person("specialist", ""), access.Seller},
		"other_team":     {person("specialist", ""), access.Foreign},
		"head":           {person("manager", ""), access.Head},
		"other_head":     {person("manager", ""), access.Foreign},
		"back_office":    {person("back_office", ""), access.Foreign},
		"finance":        {person("finance", ""), access.Foreign},
		"quality":        {person("quality", ""), access.Foreign},
		"legal":          {person("legal", ""), access.Foreign},
		"compliance":     {person("compliance", ""), access.Foreign},
		"hr":             {person("hr", ""), access.Foreign},
		"executive":      {person("executive", ""), access.Head}, // above the department
		"system_admin":   {person("none", "system_admin"), access.Foreign},
		"security_admin": {person("none", "security_admin"), access.Foreign},
		"auditor":        {person("none", "auditor"), access.Foreign},
	}
}

func readPolicy(t *testing.T) (head []string, rows [][]string) {
	t.Helper()
	b, err := os.ReadFile("../../docs/policy.csv")
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[0], all[1:]
}

func TestCheckAgreesWithEveryCellOfThePolicy(t *testing.T) {
	t.Parallel()

	head, rows := readPolicy(t)
	who := stances()
	if got, want := len(head)-2, len(who); got != want {
		t.Fatalf("the policy has %d principals, the test knows %d", got, want)
	}
	for _, row := range rows {
		op := access.Operation(row[0])
		for i, name := range head[2:] {
			s, ok := who[name]
			if !ok {
				t.Fatalf("unknown principal %q", name)
			}
			rel := access.Strongest(s.rel, access.PostOf(s.who))
			if got, want := cell(s.who, op, rel), row[i+2]; got != want {
				t.Errorf("%s as %s: got %s, want %s", op, name, got, want)
			}
		}
	}
}

// cell is what Check and ScopeOf say, in the words of the policy.
func cell(p access.Principal, op access.Operation, rel access.Relation) string {
	switch access.Check(p, op, rel) {
	case access.Allow:
		isList := slices.Contains([]access.Operation{
			access.ListTasks, access.ListAccounts, access.ListOpportunities, access.CountOpportunities, access.ListAudit,
		}, op)
		if isList && access.ScopeOf(p, access.KindOf(op)).Nothing() {
			return "empty"
		}
		return "allow"
	case access.SignIn:
		return "401"
	case access.Deny:
		return "403"
	case access.Hide:
		return "404"
	}
	return "?"
}

func TestPolicyNamesEveryOperationOnceAndItsKind(t *testing.T) {
	t.Parallel()

	_, rows := readPolicy(t)
	var got []access.Operation
	for _, row := range rows {
		op := access.Operation(row[0])
		got = append(got, op)
		if kind := access.KindOf(op); string(kind) != row[1] {
			t.Errorf("%s: kind is %q in the code, %q in the policy", op, kind, row[1])
		}
	}
	if want := access.Operations(); !slices.Equal(got, want) {
		t.Errorf("operations of the policy: got %v, want %v", got, want)
	}
}

func TestPostsAndDutiesOfDepartmentAreKnown(t *testing.T) {
	t.Parallel()

	for _, post := range []department.Post{
		department.BackOffice, department.Finance, department.Quality, department.Technical, department.Planning,
		department.Logistics, department.Legal, department.Compliance, department.Director, department.Executive,
	} {
		p := person(string(post), "")
		if got := access.PostOf(p); got != access.Post {
			t.Errorf("post %s: got relation %q, want %q", post, got, access.Post)
		}
	}
	for _, post := range []department.Post{department.Specialist, department.Manager, department.HR, department.NoPost} {
		if got := access.PostOf(person(string(post), "")); got != access.Foreign {
			t.Errorf("post %s: got relation %q, want none", post, got)
		}
	}
	if got := access.PostOf(person("none", string(department.Auditor))); got != access.Post {
		t.Errorf("auditor: got relation %q, want %q", got, access.Post)
	}
	if access.Check(person("none", string(department.SystemAdmin)), access.CreateImport, access.Foreign) != access.Allow {
		t.Error("a system administrator may not import")
	}
	if access.Check(person("none", string(department.SecurityAdmin)), access.VerifyAudit, access.Foreign) != access.Allow {
		t.Error("a security administrator may not verify the audit chain")
	}
}
