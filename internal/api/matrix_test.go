package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"qiju/internal/access"
	"qiju/internal/base/i18n"
	"qiju/internal/base/page"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/deals"
	"qiju/internal/desk/imports"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
	"qiju/internal/testkit"
)

// password is that of the person who signs in during the matrix.
const password = "correct horse"

// world is a company with one record of every kind, on one side of which each
// principal of the policy stands.
type world struct {
	*testkit.Server

	company *testkit.Company
	ids     map[string]string // name of a record → its id
	before  string            // digest as it must stay, "" after a call that may change something
}

func newWorld(t *testing.T) *world {
	t.Helper()
	s := testkit.Start(t, testkit.Options{Clock: testkit.NewClock("2026-03-02T09:00:00+08:00")})
	c, err := s.NewCompany(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Server: s, company: c, ids: map[string]string{
		"account": string(c.Account.ID), "opportunity": string(c.Deal.ID), "chart": "F2", "gate": "G1",
	}}
	owner := c.People["owner"].Caller()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	guest, err := s.Hire(t.Context(), department.Staff{Username: "guest", Post: department.NoPost, Name: i18n.Text{ZH: "访客"}})
	must(err)
	must(s.People.SetPassword(t.Context(), guest.ID, password))
	contact, err := s.Accounts.CreateContact(t.Context(), owner, c.Account.ID, contactDraft())
	must(err)
	_, err = s.Accounts.SetCoach(t.Context(), owner, contact.ID, 0, accounts.CoachDraft{Stars: 2})
	must(err)
	sample, err := s.Deals.CreateSample(t.Context(), owner, c.Deal.ID, deals.SampleDraft{What: "样机", Quantity: "1"})
	must(err)
	evidence, err := s.Deals.AddEvidence(t.Context(), owner, c.Deal.ID, proof())
	must(err)
	file, err := s.Records.Upload(t.Context(), owner, string(c.Deal.ID), "图纸.txt", strings.NewReader("A4"))
	must(err)
	task, err := s.TaskAt(t.Context(), c.Deal, "A1")
	must(err)
	started, err := s.Imports.Start(t.Context(), c.People["head"].Caller(), importRequest())
	must(err)
	w.ids["contact"], w.ids["sample"], w.ids["evidence"] = string(contact.ID), string(sample.ID), string(evidence.ID)
	w.ids["file"], w.ids["task"], w.ids["import"] = file.ID, task.ID, started.ID
	w.calm(t)
	return w
}

func contactDraft() accounts.ContactDraft {
	d := accounts.ContactDraft{Role: account.TechnicalBuyer, Weight: 20, Level: 1}
	d.Name.ZH = "贺工"
	return d
}

func proof() deals.Proof {
	return deals.Proof{Node: "A1", Item: "工商信息核验", Kind: opportunity.TextEvidence, Text: "已核验"}
}

func importRequest() imports.Request {
	return imports.Request{
		Kind: "product", File: "products.csv", DryRun: true, Content: "product,series,price\nGX-9,GX,900\n",
		Mapping: json.RawMessage(`{"source":"old","currency":"CNY","product":{"columns":{"name":"product","series":"series","list_price":"price"}}}`),
	}
}

// bodies are what operations are sent. Acts that need a revision get none: who
// may act is told 428, and nothing changes.
func bodies(ids map[string]string) map[access.Operation]any {
	name := map[string]any{"zh": "新名称"}
	amount := map[string]any{"minor": 100, "currency": "CNY"}
	verdict := map[string]any{"gate": "G1", "word": "go", "opinion": "可行", "nextFocus": []string{"约见"}}
	return map[access.Operation]any{
		access.CreateSession:     map[string]any{"username": "guest", "password": password},
		access.CreateAccount:     map[string]any{"name": name},
		access.UpdateAccount:     map[string]any{"name": name},
		access.ScoreAccount:      map[string]any{"value": make([]int, 9), "position": make([]int, 7)},
		access.VerifyDossier:     map[string]any{"code": "A1", "value": "已核对"},
		access.SetAccountTeam:    []any{},
		access.CreateContact:     contactDraft(),
		access.UpdateContact:     contactDraft(),
		access.SetCoach:          accounts.CoachDraft{Stars: 2},
		access.CreateOpportunity: map[string]any{"account": ids["account"], "name": name, "amount": amount},
		access.UpdateOpportunity: map[string]any{"account": "", "name": name, "amount": amount},
		access.AssessNeed:        map[string]any{},
		access.FlagOpportunity:   map[string]any{"codes": []string{}},
		access.StateFact:         map[string]any{"path": "商机.预算已批", "value": true, "evidence": "纪要"},
		access.AddEvidence:       proof(),
		access.ProposeGate:       verdict,
		access.DecideGate:        verdict,
		access.WithdrawGate:      map[string]any{"proposal": "rev_0"},
		access.CreateSample:      map[string]any{"what": "样机", "quantity": "1"},
		access.AdvanceSample:     map[string]any{"event": "not_standard"},
		access.UploadFile:        []byte("A4"),
		access.CreateImport:      importRequest(),
		access.AcceptSuggestion:  map[string]any{"kind": "product", "value": "GX9"},
		access.CompleteTask:      map[string]any{"note": ""},
		access.DecideTask:        map[string]any{"edge": "A1.A2"},
	}
}

// request makes the call of an operation on records.
func (w *world) request(o operation, ids map[string]string) testkit.Request {
	kinds := map[string]string{
		"accounts": "account", "opportunities": "opportunity", "contacts": "contact", "tasks": "task", "samples": "sample",
		"files": "file", "imports": "import", "charts": "chart",
	}
	noun := strings.Split(o.path, "/")[3]
	path := strings.NewReplacer("{id}", ids[kinds[noun]], "{gate}", ids["gate"], "{evidence}", ids["evidence"]).Replace(o.path)
	if o.id == string(access.UploadFile) {
		path += "?name=a.txt&parent=" + ids["opportunity"]
	}
	return testkit.Request{Method: o.method, Path: path, Body: bodies(ids)[access.Operation(o.id)]}
}

// nothing names records of the same form that do not exist.
func (w *world) nothing() map[string]string {
	out := map[string]string{}
	for name, id := range w.ids {
		if prefix, rest, ok := strings.Cut(id, "_"); ok {
			id = prefix + "_" + strings.Repeat("0", len(rest))
		}
		out[name] = id
	}
	return out
}

// namesRecord reports whether an operation is about one record that somebody
// may not know of.
func namesRecord(o operation) bool {
	return strings.Contains(o.path, "{") || o.id == string(access.CreateOpportunity) || o.id == string(access.UploadFile)
}

// TestPolicyMatrix calls every operation as every principal of the policy and
// compares what happens with the cell, which a person wrote (trust A3).
func TestPolicyMatrix(t *testing.T) { //nolint:tparallel // the digest of the one database is compared around each call
	t.Parallel()

	w := newWorld(t)
	columns, policy := readPolicy(t)
	ops := operations(t)
	for _, column := range columns {
		if _, known := w.company.People[column]; !known {
			t.Fatalf("the policy knows the principal %q, the test does not", column)
		}
		for _, o := range ops {
			want, known := policy[o.id][column]
			if !known {
				continue // TestEveryOperationStandsInThePolicyAndViceVersa says so
			}
			t.Run(column+"/"+o.id, func(t *testing.T) { w.cell(t, column, o, want) })
		}
	}
}

func (w *world) cell(t *testing.T, column string, o operation, want string) {
	t.Helper()
	by := w.company.People[column]
	if o.id == string(access.DeleteSession) && column != "anonymous" {
		by = w.again(t, by)
	}
	if w.before == "" {
		w.before = w.digest(t)
	}
	got := w.Send(t, by, w.request(o, w.ids))
	switch want {
	case "allow":
		w.calm(t)
		w.allowed(t, column, o, got)
		if o.method != http.MethodGet {
			w.before = "" // it may have changed something
			return
		}
	case "empty":
		wantRows(t, got, 0)
	case "401", "403", "404":
		if fmt.Sprint(got.Status) != want {
			t.Fatalf("got %d %s, want %s", got.Status, got.Body, want)
		}
		if want == "403" && got.Key != "fault.denied" {
			t.Errorf("refused by %s, want the policy itself", got.Key)
		}
		if want != "401" {
			w.audited(t, by, o, got.Key)
		}
		if want == "404" {
			w.indistinguishable(t, by, o, got)
		}
	default:
		t.Fatalf("unknown cell %q", want)
	}
	if now := w.digest(t); now != w.before {
		t.Error("a GET or a refused call changed the database")
		w.before = now
	}
}

// again signs somebody in once more, for the sake of signing out.
func (w *world) again(t *testing.T, p testkit.Person) testkit.Person {
	t.Helper()
	token, err := w.People.IssueToken(t.Context(), p.Username, "again", nil, 1<<40)
	if err != nil {
		t.Fatal(err)
	}
	p.Token = token
	return p
}

// own are refusals that an act makes for reasons of its own, after the policy
// has let the person in: whose task, whose proposal, which kind of file.
func own() []string {
	return []string{
		"task.not_your_queue", "task.not_yours", "gate.not_your_proposal", "gate.self_approval", "evidence.not_yours",
		"account.owner_by_head", "import.kind_denied", "fact.head_only", "sample.not_your_role", "sample.self_approval",
		"task.self_decision",
	}
}

// allowed judges an answer where the policy says allow: the person was let in,
// whatever the act then said of its input.
func (w *world) allowed(t *testing.T, column string, o operation, got testkit.Answer) {
	t.Helper()
	switch got.Status {
	case 200, 201, 202, 204, 400, 409, 412, 422, 428:
	case 403:
		if !slices.Contains(own(), got.Key) {
			t.Fatalf("got 403 %s, want to be let in", got.Body)
		}
	case 404:
		if o.id == string(access.WithdrawGate) || o.id == string(access.DropCoach) { // the proposal or the coach, not the record
			return
		}
		t.Fatalf("got 404 %s, want to be let in", got.Body)
	default:
		t.Fatalf("got %d %s, want to be let in", got.Status, got.Body)
	}
	w.sees(t, column, o, got)
}

// sees compares lists with the single record: who may read it finds it, nobody
// else does.
func (w *world) sees(t *testing.T, column string, o operation, got testkit.Answer) {
	t.Helper()
	record := map[string]string{"list-accounts": "account", "list-opportunities": "opportunity", "list-audit": "opportunity"}[o.id]
	if record == "" {
		if got.Status == 200 && !w.reads(t, column) && bytes.Contains(got.Body, []byte(w.ids["opportunity"])) {
			t.Errorf("tells of a deal that %s may not read: %s", column, got.Body)
		}
		return
	}
	if has := bytes.Contains(got.Body, []byte(w.ids[record])); has != w.reads(t, column) {
		t.Errorf("lists the %s: %t, may read it: %t", record, has, w.reads(t, column))
	}
}

func (w *world) reads(t *testing.T, column string) bool {
	t.Helper()
	_, policy := readPolicy(t)
	return policy["get-opportunity"][column] == "allow"
}

func wantRows(t *testing.T, got testkit.Answer, n int) {
	t.Helper()
	var list struct {
		Rows []json.RawMessage `json:"rows"`
	}
	got.Want(t, http.StatusOK).Into(t, &list)
	if list.Rows == nil || len(list.Rows) != n {
		t.Errorf("got %s, want %d rows", got.Body, n)
	}
}

// audited flushes the refusals and expects one of the call, newest of its
// author.
func (w *world) audited(t *testing.T, by testkit.Person, o operation, key string) {
	t.Helper()
	if err := w.Desk.FlushRefusals(t.Context()); err != nil {
		t.Fatal(err)
	}
	var lines page.Page[store.AuditLine]
	err := w.Store.View(t.Context(), func(r store.Reader) error {
		var err error
		lines, err = r.Audit(t.Context(), access.Everything("test"), store.AuditQuery{By: string(by.ID), Request: page.Request{Limit: 1}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(lines.Rows) != 1 || lines.Rows[0].Act != o.id || lines.Rows[0].Refused != key {
		t.Errorf("newest audit line is %+v, want the refusal of %s with %s", lines.Rows, o.id, key)
	}
}

// indistinguishable compares the refusal with that of a record that does not
// exist: same status, body and headers, but for the number of the request.
func (w *world) indistinguishable(t *testing.T, by testkit.Person, o operation, got testkit.Answer) {
	t.Helper()
	if !namesRecord(o) {
		t.Fatalf("%s names no record and cannot answer 404", o.id)
	}
	none := w.Send(t, by, w.request(o, w.nothing()))
	if err := w.Desk.FlushRefusals(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a, b := anonymous(got), anonymous(none); a != b {
		t.Errorf("hidden:\n%s\nnot there:\n%s", a, b)
	}
}

// anonymous is an answer without what differs from call to call.
func anonymous(a testkit.Answer) string {
	h := a.Header.Clone()
	h.Del("Date")
	h.Del("X-Request-Id")
	number := regexp.MustCompile(`"request":"[0-9a-f]+"`)
	return fmt.Sprintf("%d %v %s", a.Status, h, number.ReplaceAll(a.Body, nil))
}

// digest is that of everything but the audit trail.
func (w *world) digest(t *testing.T) string {
	t.Helper()
	d, err := w.Digest(t.Context(), "audit", "audit_head")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// calm waits until no import runs in the background.
func (w *world) calm(t *testing.T) {
	t.Helper()
	for range 10_000 {
		list, err := w.Imports.List(t.Context(), desk.System())
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(list, func(i store.Import) bool { return i.State == "running" || i.State == "undoing" }) {
			return
		}
		<-time.After(time.Millisecond)
	}
	t.Fatal("an import does not end")
}
