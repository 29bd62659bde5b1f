package accounts

import (
	"context"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/sales/account"
)

// ContactView is a contact as the reader may see them.
type ContactView struct {
	account.Contact
	Coach  *account.Coach `json:"coach,omitempty" doc:"Only for those who may know."`
	Masked bool           `json:"masked,omitempty" doc:"Telephone and mail are shown in part."`
}

// Contacts returns the contacts of an account, heaviest first. Who is a coach
// is told only to those who may know (domain §9.4).
func (c *Accounts) Contacts(ctx context.Context, by desk.Caller, id account.ID) ([]ContactView, error) {
	rows := []ContactView{}
	err := c.desk.Look(ctx, by, access.ListContacts, func(ctx context.Context, g *desk.Glance) error {
		if _, err := load(ctx, g, g, id); err != nil {
			return err
		}
		var err error
		rows, err = contacts(ctx, g, id)
		return err
	})
	return rows, err
}

func contacts(ctx context.Context, g *desk.Glance, id account.ID) ([]ContactView, error) {
	rel, err := g.Relation(ctx, string(id))
	if err != nil {
		return nil, err
	}
	list, err := g.ContactsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	coaches := map[account.ContactID]account.Coach{}
	if g.By.IsSystem() || access.MaySee(g.By.Principal, access.Personal, rel) {
		known, err := g.CoachesOf(ctx, id)
		if err != nil {
			return nil, err
		}
		for _, k := range known {
			coaches[k.Contact] = k
		}
	}
	masked := !g.By.IsSystem() && access.Masks(g.By.Principal, rel)
	rows := make([]ContactView, 0, len(list))
	for _, x := range list {
		if x.Voided {
			continue
		}
		v := ContactView{Contact: x}
		if masked {
			v.Phone, v.Email, v.Masked = mask(x.Phone), mask(x.Email), true
		}
		if k, ok := coaches[x.ID]; ok {
			v.Coach = &k
		}
		rows = append(rows, v)
	}
	return rows, nil
}

// mask hides the middle of what there is; nothing stays nothing.
func mask(s string) string {
	if s == "" {
		return ""
	}
	return access.Mask(s)
}

// ContactDraft are the fields of a contact that a person writes.
type ContactDraft struct {
	Name       i18n.Text           `json:"name"`
	Title      i18n.Text           `json:"title,omitempty"`
	Phone      string              `json:"phone,omitempty"`
	Email      string              `json:"email,omitempty"`
	Role       account.ContactRole `json:"role"`
	Weight     int                 `json:"weight,omitempty"`
	Level      int                 `json:"level,omitempty"`
	Attitude   *int                `json:"attitude,omitempty"`
	Veto       bool                `json:"veto,omitempty"`
	Identified bool                `json:"identified,omitempty"`
	Voided     bool                `json:"voided,omitempty"`
}

// Patch returns the change that sets every field of the draft.
func (q ContactDraft) Patch() ContactPatch {
	return ContactPatch{
		Name: &q.Name, Title: &q.Title, Phone: &q.Phone, Email: &q.Email, Role: &q.Role, Weight: &q.Weight, Level: &q.Level,
		Attitude: q.Attitude, Veto: &q.Veto, Identified: &q.Identified, Voided: &q.Voided, AttitudeUnknown: q.Attitude == nil,
	}
}

// ContactPatch is a change of a contact: a field that is nil keeps its value.
type ContactPatch struct {
	Name       *i18n.Text           `json:"name,omitempty"`
	Title      *i18n.Text           `json:"title,omitempty"`
	Phone      *string              `json:"phone,omitempty"`
	Email      *string              `json:"email,omitempty"`
	Role       *account.ContactRole `json:"role,omitempty"`
	Weight     *int                 `json:"weight,omitempty"`
	Level      *int                 `json:"level,omitempty"`
	Attitude   *int                 `json:"attitude,omitempty"`
	Veto       *bool                `json:"veto,omitempty"`
	Identified *bool                `json:"identified,omitempty"`
	Voided     *bool                `json:"voided,omitempty"`

	AttitudeUnknown bool `json:"attitudeUnknown,omitempty" doc:"Nobody knows the attitude any more; it is emptied."`
}

// onto writes the change over a contact.
func (q ContactPatch) onto(x account.Contact) account.Contact {
	set(&x.Name, q.Name)
	set(&x.Title, q.Title)
	set(&x.Phone, q.Phone)
	set(&x.Email, q.Email)
	set(&x.Role, q.Role)
	set(&x.Weight, q.Weight)
	set(&x.Level, q.Level)
	set(&x.Veto, q.Veto)
	set(&x.Identified, q.Identified)
	set(&x.Voided, q.Voided)
	if q.Attitude != nil || q.AttitudeUnknown {
		x.Attitude = q.Attitude
	}
	return x
}

// CreateContact adds one of the customer's people.
func (c *Accounts) CreateContact(ctx context.Context, by desk.Caller, id account.ID, q ContactDraft) (account.Contact, error) {
	var out account.Contact
	err := c.desk.Act(ctx, by, access.CreateContact, func(ctx context.Context, t *desk.Turn) error {
		if _, err := load(ctx, &t.Glance, t.Tx, id); err != nil {
			return err
		}
		x := q.Patch().onto(account.Contact{ID: account.ContactID(t.New("con")), Account: id, CreatedAt: t.Now, UpdatedAt: t.Now})
		if err := x.Validate(); err != nil {
			return err
		}
		var err error
		if out, err = t.PutContact(ctx, x); err != nil {
			return err
		}
		return t.Record("contact", string(out.ID), string(id), nil, toldContact(out), "")
	})
	return out, err
}

// UpdateContact changes a contact. One that is voided is no coach any more.
func (c *Accounts) UpdateContact(ctx context.Context, by desk.Caller, id account.ContactID, rev int64, q ContactPatch) (account.Contact, error) {
	var out account.Contact
	err := c.desk.Act(ctx, by, access.UpdateContact, func(ctx context.Context, t *desk.Turn) error {
		x, err := contact(ctx, t, id)
		if err != nil {
			return err
		}
		if err := desk.Fresh(rev, x.Rev); err != nil {
			return err
		}
		next := q.onto(x)
		next.UpdatedAt = t.Now
		if err := next.Validate(); err != nil {
			return err
		}
		if out, err = t.PutContact(ctx, next); err != nil {
			return err
		}
		if out.Voided {
			if err := forget(ctx, t, out); err != nil {
				return err
			}
		}
		return t.Record("contact", string(id), string(x.Account), toldContact(x), toldContact(out), "")
	})
	return out, err
}

// forget erases that a contact is a coach, where they are one.
func forget(ctx context.Context, t *desk.Turn, x account.Contact) error {
	k, err := coachOf(ctx, t, x)
	if err != nil || k.Rev == 0 {
		return err
	}
	return t.DropCoach(ctx, x.ID)
}

// contact returns a contact after the permission check.
func contact(ctx context.Context, t *desk.Turn, id account.ContactID) (account.Contact, error) {
	t.Asked("contact", string(id))
	x, err := t.Contact(ctx, id)
	if err != nil {
		return x, err
	}
	return x, t.Admit(ctx, "contact", string(id), string(x.Account))
}

// Restricted is the kind of audit lines about facts of class personal. Only who
// may see such facts of the account reads them.
const Restricted = "restricted"

// CoachDraft is what makes a contact a coach (domain §5.2).
type CoachDraft struct {
	Stars     int  `json:"stars"`
	Trusted   bool `json:"trusted"`
	Wishes    bool `json:"wishes"`
	Respected bool `json:"respected"`
}

// SetCoach registers a contact as a coach, or changes what the register says of
// them; rev is that of the entry, 0 where there is none yet. The audit says that
// a restricted fact of the account was written, not about whom nor what
// (decisions §2.4).
func (c *Accounts) SetCoach(ctx context.Context, by desk.Caller, id account.ContactID, rev int64, q CoachDraft) (account.Coach, error) {
	var out account.Coach
	err := c.desk.Act(ctx, by, access.SetCoach, func(ctx context.Context, t *desk.Turn) error {
		x, err := contact(ctx, t, id)
		if err != nil {
			return err
		}
		if x.Voided {
			return fault.New(fault.Conflict, "account.contact_voided", nil)
		}
		k, err := coachOf(ctx, t, x)
		if err != nil {
			return err
		}
		if err := desk.Fresh(rev, k.Rev); err != nil {
			return err
		}
		k.Contact, k.Account, k.By, k.At = id, x.Account, by.Staff, t.Now
		k.Stars, k.Trusted, k.Wishes, k.Respected = q.Stars, q.Trusted, q.Wishes, q.Respected
		if err := k.Validate(); err != nil {
			return err
		}
		if out, err = t.PutCoach(ctx, k); err != nil {
			return err
		}
		return t.Record(Restricted, string(x.Account), string(x.Account), nil, map[string]string{"fact": "restricted"}, "")
	})
	return out, err
}

// coachOf returns the coach fact of a contact, the zero value when there is
// none.
func coachOf(ctx context.Context, t *desk.Turn, x account.Contact) (account.Coach, error) {
	known, err := t.CoachesOf(ctx, x.Account)
	if err != nil {
		return account.Coach{}, err
	}
	for _, k := range known {
		if k.Contact == x.ID {
			return k, nil
		}
	}
	return account.Coach{}, nil
}

// DropCoach erases the fact that a contact is a coach; rev is that of the entry.
func (c *Accounts) DropCoach(ctx context.Context, by desk.Caller, id account.ContactID, rev int64) error {
	return c.desk.Act(ctx, by, access.DropCoach, func(ctx context.Context, t *desk.Turn) error {
		x, err := contact(ctx, t, id)
		if err != nil {
			return err
		}
		k, err := coachOf(ctx, t, x)
		if err != nil {
			return err
		}
		if k.Rev == 0 {
			return fault.New(fault.NotFound, "fault.not_found", nil)
		}
		if err := desk.Fresh(rev, k.Rev); err != nil {
			return err
		}
		if err := t.DropCoach(ctx, id); err != nil {
			return err
		}
		return t.Record(Restricted, string(x.Account), string(x.Account), map[string]string{"fact": "restricted"}, nil, "")
	})
}
