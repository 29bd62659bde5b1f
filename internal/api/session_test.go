package api_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"qiju/internal/access"
	"qiju/internal/desk"
	"qiju/internal/testkit"
	"qiju/internal/testkit/golden"
)

// signIn posts the sign-in page's form and returns the answer.
func (w *world) signIn(t *testing.T, username, secret, next string, header map[string]string) testkit.Answer {
	t.Helper()
	form := url.Values{"username": {username}, "password": {secret}, "next": {next}}
	all := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	maps.Copy(all, header)
	return w.Send(t, testkit.Person{}, testkit.Request{Method: "POST", Path: "/login", Body: form.Encode(), Header: all})
}

// session is the session cookie that an answer sets.
func session(t *testing.T, a testkit.Answer) *http.Cookie {
	t.Helper()
	for _, line := range a.Header.Values("Set-Cookie") {
		c, err := http.ParseSetCookie(line)
		if err != nil {
			t.Fatal(err)
		}
		if c.Name == "qiju_session" {
			return c
		}
	}
	t.Fatalf("no session in %d %v", a.Status, a.Header)
	return nil
}

// who asks with a cookie who is signed in.
func (w *world) who(t *testing.T, cookie string) testkit.Answer {
	t.Helper()
	q := testkit.Request{Method: "GET", Path: "/api/v1/session", Header: map[string]string{"Cookie": "qiju_session=" + cookie}}
	return w.Send(t, testkit.Person{}, q)
}

func TestSignInOpensASessionOfItsOwn(t *testing.T) {
	t.Parallel()

	w := newWorld(t)
	const planted = "chosen-by-somebody-else"
	a := w.signIn(t, "guest", password, "/", map[string]string{"Cookie": "qiju_session=" + planted})
	c := session(t, a)
	if a.Status != http.StatusSeeOther || c.Value == planted || len(c.Value) < 32 {
		t.Errorf("got %d with session %q", a.Status, c.Value)
	}
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.MaxAge <= 0 || c.Domain != "" {
		t.Errorf("got cookie %s", c)
	}
	w.who(t, planted).Want(t, 401)
	w.who(t, c.Value).Want(t, 200)

	again := session(t, w.signIn(t, "guest", password, "/", map[string]string{"Cookie": "qiju_session=" + c.Value}))
	if again.Value == c.Value {
		t.Error("a second sign-in has the session of the first")
	}
	out := w.Send(t, testkit.Person{}, testkit.Request{Method: "POST", Path: "/logout", Header: map[string]string{"Cookie": "qiju_session=" + again.Value}})
	if gone := session(t, out); gone.MaxAge >= 0 || gone.Value != "" {
		t.Errorf("signing out leaves cookie %s", gone)
	}
	w.who(t, again.Value).Want(t, 401)
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()

	clock := testkit.NewClock("2026-03-02T09:00:00+08:00")
	s := testkit.Start(t, testkit.Options{Clock: clock})
	c, err := s.NewCompany(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Server: s, company: c}
	owner := c.People["owner"]
	if err := s.People.SetPassword(t.Context(), owner.ID, password); err != nil {
		t.Fatal(err)
	}
	secret := session(t, w.signIn(t, "owner", password, "/", nil)).Value
	w.who(t, secret).Want(t, 200)
	clock.Advance(11 * time.Hour)
	w.who(t, secret).Want(t, 200)
	clock.Advance(13 * time.Hour)
	w.who(t, secret).Want(t, 401)

	secret = session(t, w.signIn(t, "owner", password, "/", nil)).Value
	err = s.Desk.Act(t.Context(), desk.System(), access.Setup, func(ctx context.Context, turn *desk.Turn) error {
		p := owner.Staff
		p.Disabled = true
		if _, err := turn.PutStaff(ctx, p); err != nil {
			return err
		}
		return turn.Record("staff", string(p.ID), "", nil, nil, "")
	})
	if err != nil {
		t.Fatal(err)
	}
	w.who(t, secret).Want(t, 401)
	s.Call(t, owner, "GET", "/api/v1/session", nil).Want(t, 401)
}

func TestSignInTellsNothingOfWhoExists(t *testing.T) {
	t.Parallel()

	w := newWorld(t)
	try := func(username, secret string) string {
		return anonymous(w.Send(t, testkit.Person{}, testkit.Request{
			Method: "POST", Path: "/api/v1/session", Body: map[string]string{"username": username, "password": secret},
		}).Want(t, 401))
	}
	wrong := try("guest", "wrong")
	for _, username := range []string{"nobody", "", "owner"} { // unknown, empty, and somebody without a password
		if got := try(username, "wrong"); got != wrong {
			t.Errorf("%q:\n%s\nguest:\n%s", username, got, wrong)
		}
	}
	if got := try("owner", ""); got != wrong {
		t.Errorf("empty password for somebody without one:\n%s", got)
	}
}

func TestSignInLeadsNowhereElse(t *testing.T) {
	t.Parallel()

	w := newWorld(t)
	tests := []struct{ name, next, want string }{
		{"a page of ours", "/opportunities?sort=name", "/opportunities?sort=name"},
		{"nothing", "", "/"},
		{"another host", "//evil.example", "/"},
		{"another host after a backslash", `/\evil.example`, "/"},
		{"a whole address", "https://evil.example/", "/"},
		{"a script", "javascript:alert(1)", "/"},
		{"a tab between the slashes", "/\t/evil.example", "/"},
		{"a line break", "/a\r\nSet-Cookie: x=y", "/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			a := w.signIn(t, "guest", password, tt.next, nil).Want(t, http.StatusSeeOther)
			if got := a.Header.Get("Location"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			page := w.Call(t, testkit.Person{}, "GET", "/login?next="+url.QueryEscape(tt.next), nil).Want(t, 200)
			if tt.want == "/" && strings.Contains(string(page.Body), "evil.example") {
				t.Error("the sign-in page carries the address on")
			}
		})
	}
}

func TestForgedRequestsAreRefused(t *testing.T) {
	t.Parallel()

	w := newWorld(t)
	cookie := "qiju_session=" + session(t, w.signIn(t, "guest", password, "/", nil)).Value
	tests := []struct {
		name   string
		method string
		header map[string]string
		status int
	}{
		{"a form of another site", "DELETE", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"another origin", "DELETE", map[string]string{"Origin": "https://evil.example"}, 403},
		{"reading from another site changes nothing and is answered", "GET", map[string]string{"Sec-Fetch-Site": "cross-site"}, 200},
		{"our own page", "GET", map[string]string{"Sec-Fetch-Site": "same-origin"}, 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			header := map[string]string{"Cookie": cookie}
			maps.Copy(header, tt.header)
			got := w.Send(t, testkit.Person{}, testkit.Request{Method: tt.method, Path: "/api/v1/session", Header: header})
			if got.Status != tt.status {
				t.Errorf("got %d %s, want %d", got.Status, got.Body, tt.status)
			}
		})
	}
	if got := w.signIn(t, "guest", password, "/", map[string]string{"Origin": "https://evil.example"}); got.Status != 403 {
		t.Errorf("signing in from another site: got %d", got.Status)
	}
}

// TestSecurityHeaders compares the headers of one answer of each kind with
// what was agreed.
func TestSecurityHeaders(t *testing.T) {
	t.Parallel()

	w := newWorld(t)
	owner := w.company.People["owner"]
	deal := "/api/v1/opportunities/" + w.ids["opportunity"]
	answers := []struct {
		name string
		by   testkit.Person
		path string
	}{
		{"a record", owner, deal},
		{"a list", owner, "/api/v1/opportunities"},
		{"a drawing", owner, deal + "/drawing"},
		{"an attachment", owner, "/api/v1/files/" + w.ids["file"]},
		{"a refusal", testkit.Person{}, deal},
		{"no such operation", owner, "/api/v1/none"},
		{"the description of the API", testkit.Person{}, "/api/v1/openapi.json"},
		{"a sign of life", testkit.Person{}, "/healthz"},
		{"the sign-in page", testkit.Person{}, "/login"},
		{"a page for somebody who is not signed in", testkit.Person{}, "/opportunities"},
	}
	nonce := regexp.MustCompile(`'nonce-[^']+'`)
	var out strings.Builder
	for _, x := range answers {
		a := w.Call(t, x.by, "GET", x.path, nil)
		fmt.Fprintf(&out, "%s: %d\n", x.name, a.Status)
		for _, k := range slices.Sorted(maps.Keys(a.Header)) {
			switch k {
			case "Date", "X-Request-Id", "Content-Length":
				continue
			}
			fmt.Fprintf(&out, "  %s: %s\n", k, nonce.ReplaceAllString(strings.Join(a.Header[k], " | "), "'nonce-…'"))
		}
	}
	golden.Check(t, "testdata/headers.txt", []byte(out.String()))
}
