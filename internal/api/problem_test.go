package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"qiju/internal/testkit"
)

// fields are the fields that a refusal names, sorted.
func fields(p testkit.Problem) []string {
	var out []string
	for _, e := range p.Errors {
		out = append(out, e.Field)
	}
	slices.Sort(out)
	return out
}

func TestWrongInputNamesEveryField(t *testing.T) {
	t.Parallel()

	w := newWorld(t)
	opportunities, owner := "/api/v1/opportunities", w.company.People["owner"]
	tests := []struct {
		name   string
		path   string
		method string
		body   any
		fields []string
	}{
		{
			"fields of the wrong shape", opportunities, "POST",
			`{"account":7,"name":{"zh":"a"},"amount":{"minor":"many","currency":"CNY"}}`,
			[]string{"account", "amount.minor"},
		},
		{"what is no JSON", opportunities, "POST", `{"account"`, []string{"body"}},
		{
			"fields that the desk refuses", opportunities, "POST",
			`{"account":"` + w.ids["account"] + `","name":{"zh":""},"amount":{"minor":-1,"currency":"CNY"},"expectedOn":"2026-02-30"}`,
			[]string{"amount", "expectedOn", "name"},
		},
		{
			"a product that we do not sell", opportunities, "POST",
			`{"account":"` + w.ids["account"] + `","name":{"zh":"a"},"product":"prd_0","amount":{"minor":1,"currency":"CNY"}}`,
			[]string{"product"},
		},
		{"an unknown query parameter", opportunities + "?colour=red", "GET", nil, []string{"query.colour"}},
		{"a value outside the list", opportunities + "?sort=colour", "GET", nil, []string{"query.sort"}},
		{"a page that is too long", opportunities + "?limit=500", "GET", nil, []string{"query.limit"}},
		{"a cursor of nobody's", opportunities + "?after=zzz", "GET", nil, []string{"after"}},
		{
			"a need out of range", opportunities + "/" + w.ids["opportunity"] + "/need", "PUT",
			`{"urgency":9,"structure":-1,"neededOn":"soon"}`,
			[]string{"neededOn", "structure", "urgency", "urgencyWhy"},
		},
		{
			"evidence without its text", opportunities + "/" + w.ids["opportunity"] + "/evidence", "POST",
			`{"node":"A1","item":"工商信息核验","kind":"text","text":" "}`,
			[]string{"text"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			got := w.Send(t, owner, testkit.Request{Method: tt.method, Path: tt.path, Body: tt.body, Rev: `"1"`}).Want(t, http.StatusBadRequest)
			p := got.Problem()
			have := fields(p)
			if len(p.Errors) == 0 {
				have = []string{p.Field}
			}
			if !slices.Equal(have, tt.fields) {
				t.Errorf("got fields %q of %s, want %q", have, got.Body, tt.fields)
			}
			if p.Detail == "" || strings.Contains(p.Detail, p.Key) {
				t.Errorf("no text for the reader: %s", got.Body)
			}
		})
	}
}

func TestRefusalsHaveTheirStatus(t *testing.T) {
	t.Parallel()

	w := newWorld(t)
	owner, head := w.company.People["owner"], w.company.People["head"]
	deal := "/api/v1/opportunities/" + w.ids["opportunity"]
	task := "/api/v1/tasks/" + w.ids["task"]
	draft := map[string]any{"account": w.ids["account"], "name": map[string]any{"zh": "新名"}, "amount": map[string]any{"minor": 1, "currency": "CNY"}}
	w.Send(t, owner, testkit.Request{Method: "POST", Path: task + "/complete", Body: "{}", Rev: w.Call(t, owner, "GET", task, nil).Rev}).Want(t, 200)
	tests := []struct {
		name   string
		by     testkit.Person
		q      testkit.Request
		status int
		key    string
	}{
		{"a change without a revision", owner, testkit.Request{Method: "PATCH", Path: deal, Body: draft}, 428, "fault.unconditional"},
		{"a change of what has changed", owner, testkit.Request{Method: "PATCH", Path: deal, Body: draft, Rev: `"1"`}, 412, "fault.stale"},
		{"a revision of another system", owner, testkit.Request{Method: "PATCH", Path: deal, Body: draft, Rev: `"abc"`}, 412, "fault.stale"},
		{"a task that is done already", owner, testkit.Request{Method: "POST", Path: task + "/complete", Body: "{}", Rev: `"1"`}, 409, "task.closed"},
		{
			"a gate that is not reached", head, testkit.Request{
				Method: "POST", Path: deal + "/decide-gate", Rev: w.Call(t, head, "GET", deal, nil).Rev,
				Body: map[string]any{"gate": "G3", "word": "go", "opinion": "可行", "nextFocus": []string{"约见"}},
			}, 409, "gate.not_live",
		},
		{"nobody", testkit.Person{}, testkit.Request{Method: "GET", Path: deal}, 401, "fault.unauthenticated"},
		{"a token that is none", testkit.Person{Token: "qiju_x"}, testkit.Request{Method: "GET", Path: deal}, 401, "fault.unauthenticated"},
		{"an unknown operation", owner, testkit.Request{Method: "GET", Path: "/api/v1/fortunes"}, 404, "fault.not_found"},
		{"a body of another kind", owner, testkit.Request{Method: "POST", Path: deal + "/samples", Body: `<a/>`, Header: map[string]string{"Content-Type": "text/xml"}}, 400, "request.media_type"},
		{"a body that is too long", owner, testkit.Request{Method: "POST", Path: deal + "/samples", Body: `{"what":"` + strings.Repeat("a", 2<<20) + `"}`}, 413, "fault.too_large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			got := w.Send(t, tt.by, tt.q)
			if got.Status != tt.status || got.Key != tt.key {
				t.Errorf("got %d %s, want %d %s", got.Status, got.Body, tt.status, tt.key)
			}
			if kind := got.Header.Get("Content-Type"); kind != "application/problem+json" {
				t.Errorf("got a %q, want a problem document", kind)
			}
		})
	}
}

func TestProblemsSpeakTheReadersLanguage(t *testing.T) {
	t.Parallel()

	w := newWorld(t)
	ask := func(t *testing.T, language string) testkit.Problem {
		t.Helper()
		q := testkit.Request{Method: "GET", Path: "/api/v1/opportunities/opp_0", Header: map[string]string{"Accept-Language": language}}
		return w.Send(t, w.company.People["owner"], q).Want(t, 404).Problem()
	}
	tests := []struct {
		name, language string
		english        bool
	}{
		{"no wish is Chinese", "", false},
		{"Chinese", "zh-CN,zh;q=0.9,en;q=0.8", false},
		{"English", "en-GB,en;q=0.9", true},
		{"an unknown language is Chinese", "fr", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			p := ask(t, tt.language)
			ascii := !strings.ContainsFunc(p.Detail, func(r rune) bool { return r > 0x2000 })
			if ascii != tt.english || p.Key != "fault.not_found" {
				t.Errorf("got %q (%s)", p.Detail, p.Key)
			}
		})
	}
}
