package sqlstore

import (
	"context"

	"qiju/internal/sales/department"
)

// Staff returns one of our people, also a voided one.
func (t *tx) Staff(ctx context.Context, id department.StaffID) (department.Staff, error) {
	return one[department.Staff](ctx, t, "SELECT body FROM staff WHERE id = $1", string(id))
}

// StaffByUsername returns the person who signs in with the name.
func (t *tx) StaffByUsername(ctx context.Context, username string) (department.Staff, error) {
	return one[department.Staff](ctx, t,
		"SELECT body FROM staff WHERE username = $1 AND username <> '' AND voided = 0", username)
}

// StaffByExternalID returns the person that another system knows by the id.
func (t *tx) StaffByExternalID(ctx context.Context, external string) (department.Staff, error) {
	return one[department.Staff](ctx, t,
		"SELECT body FROM staff WHERE external_id = $1 AND external_id <> '' AND voided = 0", external)
}

// AllStaff returns everybody who is not voided, by name.
func (t *tx) AllStaff(ctx context.Context) ([]department.Staff, error) {
	return all[department.Staff](ctx, t, "SELECT body FROM staff WHERE voided = 0 ORDER BY name, id")
}

// Department returns a department.
func (t *tx) Department(ctx context.Context, id department.ID) (department.Department, error) {
	return one[department.Department](ctx, t, "SELECT body FROM departments WHERE id = $1", string(id))
}

// AllDepartments returns every department, by name.
func (t *tx) AllDepartments(ctx context.Context) ([]department.Department, error) {
	return all[department.Department](ctx, t, "SELECT body FROM departments ORDER BY name, id")
}

// Password returns the argon2id hash of a person's password, "" for none.
func (t *tx) Password(ctx context.Context, id department.StaffID) (string, error) {
	var hash string
	found, err := t.first(ctx, []any{&hash}, "SELECT password FROM staff WHERE id = $1", string(id))
	if err == nil && !found {
		return "", notFound()
	}
	return hash, err
}

// PutStaff stores a person; the password stays.
func (t *tx) PutStaff(ctx context.Context, s department.Staff) (department.Staff, error) {
	was := s.Rev
	s.Rev++
	return put(ctx, t, s, row{table: "staff", id: string(s.ID), was: was, fields: []field{
		{"username", s.Username},
		{"external_id", s.ExternalID},
		{"name", s.Name.ZH},
		{"voided", flag(s.Voided)},
	}})
}

// PutDepartment stores a department.
func (t *tx) PutDepartment(ctx context.Context, d department.Department) (department.Department, error) {
	was := d.Rev
	d.Rev++
	return put(ctx, t, d, row{table: "departments", id: string(d.ID), was: was, fields: []field{
		{"external_id", d.ExternalID},
		{"name", d.Name.ZH},
	}})
}

// DropDepartment removes a department; one that does not exist is no fault.
func (t *tx) DropDepartment(ctx context.Context, id department.ID) error {
	_, err := t.exec(ctx, "DELETE FROM departments WHERE id = $1", string(id))
	return err
}

// SetPassword stores the hash of a person's password, "" for none.
func (t *tx) SetPassword(ctx context.Context, id department.StaffID, hash string) error {
	n, err := t.exec(ctx, "UPDATE staff SET password = $2 WHERE id = $1", string(id), hash)
	if err == nil && n == 0 {
		return notFound()
	}
	return err
}
