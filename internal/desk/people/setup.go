package people

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/sales/department"
	"qiju/internal/store"
)

// Company is whose database this is.
type Company struct {
	Name     i18n.Text `json:"name"`
	Currency string    `json:"currency"` // ISO 4217 code of amounts without one
	Demo     bool      `json:"demo,omitempty"`
}

// Answers are the answers to the questions of the first run (domain.md
// appendix C). Nothing in them has a silent default.
type Answers struct {
	Company Company                    `json:"company"`
	People  []FirstPerson              `json:"people"`
	Policy  map[string]json.RawMessage `json:"policy"`
}

// FirstPerson is somebody who can sign in after the first run.
type FirstPerson struct {
	Username string          `json:"username"`
	Password string          `json:"password"`
	Name     i18n.Text       `json:"name"`
	Post     department.Post `json:"post"`
	Duty     department.Duty `json:"duty"`
}

// Questions returns the names of the answers that the policy must hold, in the
// order of domain.md appendix C.
func Questions() []string {
	return []string{
		"kpi_basis", "warning_threshold", "key_spend", "own_size_and_ownership", "privacy", "gift_limits", "discount_matrix",
		"credit", "invoice_channel", "stage_times", "churn_windows", "approvers", "retention", "working_calendar",
	}
}

// Company returns the company, with an empty name before the first run.
func (p *People) Company(ctx context.Context) (Company, error) {
	var c Company
	err := p.desk.Store.View(ctx, func(r store.Reader) error {
		b, err := r.Setting(ctx, "company")
		if err != nil || b == nil {
			return err
		}
		return json.Unmarshal(b, &c)
	})
	return c, err
}

// Setup does the first run. It returns fault.Conflict when there is a company
// already, and fault.Invalid with every answer that is missing or wrong.
func (p *People) Setup(ctx context.Context, a Answers) error {
	if err := check(a); err != nil {
		return err
	}
	hashes := make([]string, len(a.People))
	for i, person := range a.People {
		h, err := p.passwords.Hash(person.Password)
		if err != nil {
			return fault.Wrap(err, "hash password")
		}
		hashes[i] = h
	}
	return p.desk.Act(ctx, desk.System(), access.Setup, func(ctx context.Context, t *desk.Turn) error {
		known, err := t.Setting(ctx, "company")
		if err != nil {
			return err
		}
		if known != nil {
			return fault.New(fault.Conflict, "setup.done_already", nil)
		}
		if err := p.keep(ctx, t, a); err != nil {
			return err
		}
		for i, person := range a.People {
			if err := p.first(ctx, t, person, hashes[i]); err != nil {
				return err
			}
		}
		return t.Record("company", "company", "", nil, a.Company, "")
	})
}

func (p *People) keep(ctx context.Context, t *desk.Turn, a Answers) error {
	for name, v := range map[string]any{"company": a.Company, "policy": a.Policy} {
		b, err := json.Marshal(v)
		if err != nil {
			return fault.Wrap(err, "setup")
		}
		if err := t.PutSetting(ctx, name, b); err != nil {
			return err
		}
	}
	return nil
}

func (p *People) first(ctx context.Context, t *desk.Turn, person FirstPerson, hash string) error {
	s, err := t.PutStaff(ctx, department.Staff{
		ID: department.StaffID(t.New("stf")), Username: strings.ToLower(person.Username), Name: person.Name,
		Post: person.Post, Duty: person.Duty, CreatedAt: t.Now,
	})
	if err != nil {
		return err
	}
	return t.SetPassword(ctx, s.ID, hash)
}

// check returns every answer that is missing or wrong at once.
func check(a Answers) error {
	var wrong []*fault.Error
	need := func(ok bool, field, key string) {
		if !ok {
			wrong = append(wrong, fault.Field(field, key, nil))
		}
	}
	need(!a.Company.Name.IsZero(), "company.name", "field.required")
	need(len(a.Company.Currency) == 3, "company.currency", "setup.currency")
	need(len(a.People) > 0, "people", "setup.nobody")
	for i, person := range a.People {
		at := func(f string) string { return "people[" + strconv.Itoa(i) + "]." + f }
		need(person.Username != "", at("username"), "field.required")
		need(len([]rune(person.Password)) >= 8, at("password"), "setup.password_short")
		need(person.Post != "", at("post"), "field.required")
	}
	for _, q := range Questions() {
		_, ok := a.Policy[q]
		need(ok, "policy."+q, "setup.unanswered")
	}
	for q := range a.Policy {
		need(slices.Contains(Questions(), q), "policy."+q, "setup.unknown_question")
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "fault.invalid", nil).With(wrong...)
	}
	return nil
}

// SetPassword gives somebody a password, for seeds and repairs on the data
// directory. All their sessions end.
func (p *People) SetPassword(ctx context.Context, id department.StaffID, password string) error {
	hash, err := p.passwords.Hash(password)
	if err != nil {
		return fault.Wrap(err, "hash password")
	}
	return p.desk.Act(ctx, desk.System(), access.Setup, func(ctx context.Context, t *desk.Turn) error {
		if err := t.SetPassword(ctx, id, hash); err != nil {
			return err
		}
		if err := t.DropSessionsOf(ctx, string(id)); err != nil {
			return err
		}
		return t.Record("staff", string(id), "", nil, map[string]bool{"password": true}, "")
	})
}

// SetPasswordOf is SetPassword by user name.
func (p *People) SetPasswordOf(ctx context.Context, username, password string) error {
	var id department.StaffID
	err := p.desk.Store.View(ctx, func(r store.Reader) error {
		s, err := r.StaffByUsername(ctx, strings.ToLower(username))
		id = s.ID
		return err
	})
	if err != nil {
		return err
	}
	return p.SetPassword(ctx, id, password)
}
