package people_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/id"
	"qiju/internal/desk"
	"qiju/internal/desk/people"
	"qiju/internal/office/password"
	"qiju/internal/sales/department"
	"qiju/internal/store"
	"qiju/internal/store/sqlstore"
)

// hands is a clock that a test turns.
type hands struct {
	mu  sync.Mutex
	now clock.Instant
}

func (h *hands) Now() clock.Instant {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hands) turn(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// gatehouse is a company that is set up, with one person who can sign in.
type gatehouse struct {
	*testing.T
	desk   *desk.Desk
	people *people.People
	clock  *hands
}

const secret = "correct horse"

func newGatehouse(t *testing.T) *gatehouse {
	t.Helper()
	g := emptyGatehouse(t)
	if err := g.people.Setup(t.Context(), answers()); err != nil {
		t.Fatal(err)
	}
	return g
}

func emptyGatehouse(t *testing.T) *gatehouse {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), filepath.Join(t.TempDir(), "qiju.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	g := &gatehouse{T: t, clock: &hands{now: 1_790_000_000_000}}
	g.desk = desk.New(desk.Parts{Store: s, Clock: g.clock, IDs: &id.Sequence{}, Zone: time.UTC})
	g.people = people.New(g.desk, password.New())
	return g
}

// answers are complete answers of a first run.
func answers() people.Answers {
	a := people.Answers{
		Company: people.Company{Name: i18n.Text{ZH: "某某设备"}, Currency: "CNY"},
		People:  []people.FirstPerson{{Username: "Boss", Password: secret, Name: i18n.Text{ZH: "总经理"}, Post: department.Executive}},
		Policy:  map[string]json.RawMessage{},
	}
	for _, q := range people.Questions() {
		a.Policy[q] = json.RawMessage(`true`)
	}
	return a
}

func (g *gatehouse) signIn() people.Signed {
	g.Helper()
	s, err := g.people.SignIn(g.Context(), "boss", secret)
	if err != nil {
		g.Fatal(err)
	}
	return s
}

// change writes one of our people past the desk.
func (g *gatehouse) change(fn func(*department.Staff)) {
	g.Helper()
	err := g.desk.Store.Update(g.Context(), func(tx store.Tx) error {
		s, err := tx.StaffByUsername(g.Context(), "boss")
		if err != nil {
			return err
		}
		fn(&s)
		_, err = tx.PutStaff(g.Context(), s)
		return err
	})
	if err != nil {
		g.Fatal(err)
	}
}

func TestSignInRefusesEverythingAlike(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, username, password string
		before                   func(*department.Staff)
	}{
		{"a wrong password", "boss", "wrong horse", nil},
		{"a wrong name", "nobody", secret, nil},
		{"no name", "", secret, nil},
		{"no password", "boss", "", nil},
		{"somebody who is disabled", "boss", secret, func(s *department.Staff) { s.Disabled = true }},
		{"somebody whose import was undone", "boss", secret, func(s *department.Staff) { s.Voided = true }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g := newGatehouse(t)
			if tt.before != nil {
				g.change(tt.before)
			}
			got, err := g.people.SignIn(t.Context(), tt.username, tt.password)
			f := fault.Of(err)
			if f == nil || f.Kind != fault.Unauthenticated || f.Key != "session.refused" || f.Field != "" || f.Args != nil || f.Parts != nil {
				t.Errorf("SignIn = %v, want session.refused and nothing else", err)
			}
			if got.Secret != "" || got.Staff.ID != "" {
				t.Errorf("a refused sign-in tells %+v, want nothing", got)
			}
		})
	}
}

func TestSignInKnowsTheNameInAnyCase(t *testing.T) {
	t.Parallel()
	g := newGatehouse(t)
	signed, err := g.people.SignIn(t.Context(), " BOSS ", secret)
	if err != nil || signed.Staff.Username != "boss" {
		t.Fatalf("SignIn = %+v, %v, want boss", signed.Staff, err)
	}
	again, err := g.people.Authenticate(t.Context(), signed.Secret)
	if err != nil || again.Caller().Staff != string(signed.Staff.ID) || again.Caller().Post != "executive" {
		t.Errorf("Authenticate = %+v, %v, want the executive who signed in", again, err)
	}
}

func TestOnlyAHashOfTheSecretIsKept(t *testing.T) {
	t.Parallel()
	g := newGatehouse(t)
	signed := g.signIn()
	if signed.Session.Hash == signed.Secret || len(signed.Session.Hash) != 64 {
		t.Errorf("session hash = %q, want a SHA-256 of the secret", signed.Session.Hash)
	}
	if _, err := g.people.Authenticate(t.Context(), signed.Session.Hash); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("Authenticate with the hash = %v, want Unauthenticated", err)
	}
}

func TestASessionEnds(t *testing.T) {
	t.Parallel()
	const idle, lifetime = 12 * time.Hour, 7 * 24 * time.Hour
	tests := []struct {
		name  string
		steps []time.Duration // after each one the person is seen
		ok    bool
	}{
		{"one who was seen within half a day stays", []time.Duration{idle - time.Second}, true},
		{"one who was not seen for half a day goes", []time.Duration{idle}, false},
		{"a sign of life lets the half day begin anew", []time.Duration{idle - time.Second, idle - time.Second}, true},
		{"nobody stays longer than a week", slices.Repeat([]time.Duration{idle - time.Minute}, int(lifetime/idle)+1), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g := newGatehouse(t)
			signed := g.signIn()
			var err error
			for _, d := range tt.steps {
				g.clock.turn(d)
				_, err = g.people.Authenticate(t.Context(), signed.Secret)
			}
			if (err == nil) != tt.ok || (err != nil && !fault.Is(err, fault.Unauthenticated)) {
				t.Errorf("Authenticate = %v, want ok = %v", err, tt.ok)
			}
		})
	}
}

func TestASessionOfSomebodyWhoIsDisabledEndsAtOnce(t *testing.T) {
	t.Parallel()
	g := newGatehouse(t)
	signed := g.signIn()
	g.change(func(s *department.Staff) { s.Disabled = true })
	if _, err := g.people.Authenticate(t.Context(), signed.Secret); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("Authenticate = %v, want Unauthenticated", err)
	}
}

func TestSignOutEndsOneSession(t *testing.T) {
	t.Parallel()
	g := newGatehouse(t)
	here, there := g.signIn(), g.signIn()
	if err := g.people.SignOut(t.Context(), here.Caller(), here.Secret); err != nil {
		t.Fatal(err)
	}
	if _, err := g.people.Authenticate(t.Context(), here.Secret); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("the session that was ended: %v, want Unauthenticated", err)
	}
	if _, err := g.people.Authenticate(t.Context(), there.Secret); err != nil {
		t.Errorf("the other session: %v, want it to live", err)
	}
}

func TestANewPasswordEndsAllSessions(t *testing.T) {
	t.Parallel()
	g := newGatehouse(t)
	signed := g.signIn()
	token, err := g.people.IssueToken(t.Context(), "BOSS", "robot", nil, 90*24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.people.SetPasswordOf(t.Context(), "Boss", "another horse"); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{signed.Secret, token} {
		if _, err := g.people.Authenticate(t.Context(), s); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("a session from before the new password: %v, want Unauthenticated", err)
		}
	}
	if _, err := g.people.SignIn(t.Context(), "boss", secret); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("the old password: %v, want Unauthenticated", err)
	}
	if _, err := g.people.SignIn(t.Context(), "boss", "another horse"); err != nil {
		t.Errorf("the new password: %v", err)
	}
}

func TestATokenLivesAsLongAsItWasMadeFor(t *testing.T) {
	t.Parallel()
	g := newGatehouse(t)
	token, err := g.people.IssueToken(t.Context(), "boss", "robot", []string{"account:read"}, 48*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	g.clock.turn(47 * time.Hour) // a token needs no sign of life
	signed, err := g.people.Authenticate(t.Context(), token)
	if err != nil || !slices.Equal(signed.Caller().Scopes, []string{"account:read"}) {
		t.Errorf("Authenticate = %v with scopes %v, want the scopes of the token", err, signed.Caller().Scopes)
	}
	g.clock.turn(time.Hour)
	if _, err := g.people.Authenticate(t.Context(), token); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("after its life: %v, want Unauthenticated", err)
	}
	if _, err := g.people.IssueToken(t.Context(), "nobody", "robot", nil, time.Hour); !fault.Is(err, fault.NotFound) {
		t.Errorf("a token for nobody: %v, want NotFound", err)
	}
}

func TestSetupNamesEveryMissingAnswerAtOnce(t *testing.T) {
	t.Parallel()
	g := emptyGatehouse(t)
	f := fault.Of(g.people.Setup(t.Context(), people.Answers{}))
	if f == nil || f.Kind != fault.Invalid {
		t.Fatalf("Setup = %v, want Invalid", f)
	}
	want := []string{"company.currency", "company.name", "people"}
	for _, q := range people.Questions() {
		want = append(want, "policy."+q)
	}
	slices.Sort(want)
	if got := fields(f); !slices.Equal(got, want) {
		t.Errorf("Setup names %v, want %v", got, want)
	}
	if c, err := g.people.Company(t.Context()); err != nil || !c.Name.IsZero() {
		t.Errorf("company = %+v, %v, want none: a refused set-up keeps nothing", c, err)
	}
}

func TestSetupNamesEveryWrongAnswerAtOnce(t *testing.T) {
	t.Parallel()
	a := answers()
	a.Company.Currency = "RMBY"
	a.People = slices.Repeat([]people.FirstPerson{{Username: "a", Password: "12345678", Post: department.Manager}}, 11)
	a.People[10] = people.FirstPerson{Password: "short"}
	a.Policy["colour"] = json.RawMessage(`"red"`)
	delete(a.Policy, "credit")
	got := fields(fault.Of(emptyGatehouse(t).people.Setup(t.Context(), a)))
	want := []string{"company.currency", "people[10].password", "people[10].post", "people[10].username", "policy.colour", "policy.credit"}
	if !slices.Equal(got, want) {
		t.Errorf("Setup names %v, want %v", got, want)
	}
}

func fields(f *fault.Error) []string {
	var names []string
	for _, p := range f.Parts {
		names = append(names, p.Field)
	}
	slices.Sort(names)
	return names
}

func TestSetupHappensOnce(t *testing.T) {
	t.Parallel()
	g := newGatehouse(t)
	a := answers()
	a.People[0].Username = "usurper"
	f := fault.Of(g.people.Setup(t.Context(), a))
	if f == nil || f.Kind != fault.Conflict || f.Key != "setup.done_already" {
		t.Errorf("second Setup = %v, want setup.done_already", f)
	}
	if _, err := g.people.SignIn(t.Context(), "usurper", secret); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("the usurper: %v, want Unauthenticated", err)
	}
}

// TestNoSecretEntersTheAudit looks for passwords, tokens and hashes in what the
// audit keeps of sign-ins.
func TestNoSecretEntersTheAudit(t *testing.T) {
	t.Parallel()
	g := newGatehouse(t)
	signed := g.signIn()
	token, err := g.people.IssueToken(t.Context(), "boss", "robot", nil, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.people.SetPasswordOf(t.Context(), "boss", "another horse"); err != nil {
		t.Fatal(err)
	}
	var acts []string
	err = g.desk.Store.View(t.Context(), func(r store.Reader) error {
		q := store.AuditQuery{}
		q.Limit = 50
		p, err := r.Audit(t.Context(), access.Everything("test"), q)
		for _, l := range p.Rows {
			acts = append(acts, l.Act)
			text, _ := json.Marshal(l)
			for _, s := range []string{signed.Secret, signed.Session.Hash, token, secret, "another horse", "argon2"} {
				if strings.Contains(string(text), s) {
					t.Errorf("audit line of %s holds a secret: %s", l.Act, text)
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(acts)
	if want := []string{"create-session", "create-session", "setup", "setup"}; !slices.Equal(acts, want) {
		t.Errorf("audit holds %v, want %v", acts, want)
	}
}

func TestSuperiorsAreNearestFirst(t *testing.T) {
	t.Parallel()
	g := newGatehouse(t)
	staff := []department.Staff{
		{ID: "stf_s", Post: department.Specialist, Department: "dep_east", Superior: "stf_m"},
		{ID: "stf_m", Post: department.Manager, Department: "dep_key"},
		{ID: "stf_d", Post: department.Director, Department: "dep_sales", Superior: "stf_x"},
		{ID: "stf_x", Post: department.Executive},
	}
	deps := []department.Department{
		{ID: "dep_sales", Head: "stf_d"},
		{ID: "dep_key", Head: "stf_m", Parent: "dep_sales"},
		{ID: "dep_east", Parent: "dep_key"},
	}
	err := g.desk.Store.Update(t.Context(), func(tx store.Tx) error { return plant(t.Context(), tx, staff, deps) })
	if err != nil {
		t.Fatal(err)
	}
	dir, err := g.people.Directory(t.Context(), g.signIn().Caller())
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, of string
		want     []department.StaffID
	}{
		{"a specialist", "stf_s", []department.StaffID{"stf_m", "stf_d", "stf_x"}},
		{"a head does not stand above themselves", "stf_m", []department.StaffID{"stf_d", "stf_x"}},
		{"the topmost has nobody above", "stf_x", nil},
		{"somebody unknown", "stf_?", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := dir.Superiors(tt.of); !slices.Equal(got, tt.want) {
				t.Errorf("Superiors(%s) = %v, want %v", tt.of, got, tt.want)
			}
		})
	}
}

func plant(ctx context.Context, tx store.Tx, staff []department.Staff, deps []department.Department) error {
	for _, s := range staff {
		s.Name = i18n.Text{ZH: string(s.ID)}
		if _, err := tx.PutStaff(ctx, s); err != nil {
			return err
		}
	}
	for _, d := range deps {
		d.Name = i18n.Text{ZH: string(d.ID)}
		if _, err := tx.PutDepartment(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

func TestTheDirectoryIsForThoseWhoAreSignedIn(t *testing.T) {
	t.Parallel()
	g := newGatehouse(t)
	if _, err := g.people.Directory(t.Context(), desk.Caller{}); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("Directory = %v, want Unauthenticated", err)
	}
}
