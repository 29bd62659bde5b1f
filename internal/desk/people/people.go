// Package people is what the desk does about our own people: who they are, how
// they sign in, and the directory that everybody reads.
package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/sales/department"
	"qiju/internal/store"
)

// How long a session lives: without a sign of life, and at most.
const (
	idle     = 12 * time.Hour
	lifetime = 7 * 24 * time.Hour
	sightGap = time.Minute // how often the last sign of life is written
)

// Passwords hashes and checks passwords; it is slow on purpose.
type Passwords interface {
	// Hash returns a salted hash of the password in PHC form.
	Hash(password string) (string, error)
	// Match reports whether password belongs to hash. It takes as long for an
	// empty hash as for a real one. It returns fault.TooMany when too many
	// wait already, and ctx's error when the caller has gone.
	Match(ctx context.Context, hash, password string) (bool, error)
}

// People is the chapter.
type People struct {
	desk      *desk.Desk
	passwords Passwords
}

// New returns the chapter over the kernel.
func New(d *desk.Desk, p Passwords) *People { return &People{desk: d, passwords: p} }

// Signed is somebody who is signed in.
type Signed struct {
	Secret  string // the cookie or bearer secret; shown once, only its hash is kept
	Session store.Session
	Staff   department.Staff
}

// Caller returns the signed-in person as the caller of acts.
func (s Signed) Caller() desk.Caller { return callerOf(s.Staff, s.Session) }

func callerOf(s department.Staff, session store.Session) desk.Caller {
	return desk.Caller{Principal: access.Principal{
		Staff: string(s.ID), Post: string(s.Post), Duty: string(s.Duty), Department: string(s.Department),
		Scopes: session.Scopes,
	}}
}

// SignIn opens a session for username. It returns fault.Unauthenticated with
// key session.refused for a wrong name or password alike, also for people who
// may not sign in.
func (p *People) SignIn(ctx context.Context, username, password string) (Signed, error) {
	username = strings.ToLower(strings.TrimSpace(username))
	staff, hash, err := p.credentials(ctx, username)
	if err != nil {
		return Signed{}, err
	}
	fits, err := p.passwords.Match(ctx, hash, password)
	if err != nil {
		return Signed{}, err
	}
	if !fits || staff.ID == "" {
		p.desk.Refused(access.CreateSession, string(staff.ID), "session.refused")
		return Signed{}, fault.New(fault.Unauthenticated, "session.refused", nil)
	}
	secret := newSecret()
	signed := Signed{Secret: secret, Staff: staff}
	err = p.desk.Act(ctx, desk.Caller{}, access.CreateSession, func(ctx context.Context, t *desk.Turn) error {
		if err := t.Open(); err != nil {
			return err
		}
		signed.Session = store.Session{
			Hash: digest(secret), Staff: staff.ID, Kind: "web",
			CreatedAt: t.Now, SeenAt: t.Now, ExpiresAt: t.Now.Add(lifetime),
		}
		if err := t.PutSession(ctx, signed.Session); err != nil {
			return err
		}
		return t.RecordBy(string(staff.ID), "session", string(staff.ID), map[string]string{"kind": "web"})
	})
	return signed, err
}

// credentials returns the person and the hash, or nothing for people who
// cannot sign in.
func (p *People) credentials(ctx context.Context, username string) (department.Staff, string, error) {
	var staff department.Staff
	var hash string
	err := p.desk.Store.View(ctx, func(r store.Reader) error {
		s, err := r.StaffByUsername(ctx, username)
		if fault.Is(err, fault.NotFound) || s.Disabled || s.Voided {
			return nil
		}
		if err != nil {
			return err
		}
		staff = s
		hash, err = r.Password(ctx, s.ID)
		return err
	})
	return staff, hash, err
}

// SignOut ends the session of secret. Ending what is not there is no fault.
func (p *People) SignOut(ctx context.Context, by desk.Caller, secret string) error {
	return p.desk.Act(ctx, by, access.DeleteSession, func(ctx context.Context, t *desk.Turn) error {
		if err := t.Open(); err != nil {
			return err
		}
		if err := t.DropSession(ctx, digest(secret)); err != nil {
			return err
		}
		return t.Record("session", by.Staff, "", nil, nil, "")
	})
}

// Authenticate returns who holds secret. It returns fault.Unauthenticated when
// the session is unknown or over, or the person may no longer sign in.
func (p *People) Authenticate(ctx context.Context, secret string) (Signed, error) {
	now := p.desk.Clock.Now()
	var signed Signed
	err := p.desk.Store.View(ctx, func(r store.Reader) error {
		session, err := r.Session(ctx, digest(secret))
		if err != nil {
			return err
		}
		staff, err := r.Staff(ctx, session.Staff)
		if err != nil {
			return err
		}
		signed = Signed{Session: session, Staff: staff}
		return nil
	})
	if fault.Is(err, fault.NotFound) || (err == nil && !valid(signed, now)) {
		return Signed{}, fault.New(fault.Unauthenticated, "fault.unauthenticated", nil)
	}
	if err != nil {
		return Signed{}, err
	}
	// A sign of life that cannot be noted must not keep anybody from reading.
	_ = p.seen(ctx, signed.Session, now)
	return signed, nil
}

func valid(s Signed, now clock.Instant) bool {
	return now < s.Session.ExpiresAt && !s.Staff.Disabled && !s.Staff.Voided &&
		(s.Session.Kind == "token" || now < s.Session.SeenAt.Add(idle))
}

// seen notes a sign of life, at most once a minute. It is no act of anybody:
// nothing that a person would look for in the audit changes.
func (p *People) seen(ctx context.Context, s store.Session, now clock.Instant) error {
	if now < s.SeenAt.Add(sightGap) {
		return nil
	}
	return p.desk.Store.Update(ctx, func(tx store.Tx) error { return tx.TouchSession(ctx, s.Hash, now) })
}

// IssueToken makes a bearer token for a program that acts as username. scopes
// nil allows everything that the person may do. It works on the data directory
// (qiju token create), not over HTTP.
func (p *People) IssueToken(ctx context.Context, username, name string, scopes []string, life time.Duration) (string, error) {
	secret := "qiju_" + newSecret()
	err := p.desk.Act(ctx, desk.System(), access.CreateSession, func(ctx context.Context, t *desk.Turn) error {
		staff, err := t.StaffByUsername(ctx, strings.ToLower(username))
		if err != nil {
			return err
		}
		session := store.Session{
			Hash: digest(secret), Staff: staff.ID, Kind: "token", Name: name, Scopes: scopes,
			CreatedAt: t.Now, SeenAt: t.Now, ExpiresAt: t.Now.Add(life),
		}
		if err := t.PutSession(ctx, session); err != nil {
			return err
		}
		return t.Record("session", string(staff.ID), "", nil, map[string]any{"kind": "token", "name": name, "scopes": scopes}, "")
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}

func newSecret() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
