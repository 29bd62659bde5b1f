package store

import (
	"context"

	"qiju/internal/base/clock"
	"qiju/internal/sales/department"
)

// StaffReader reads our organisation. The directory of names is open to
// everybody who is signed in, so these lists take no scope.
type StaffReader interface {
	Staff(ctx context.Context, id department.StaffID) (department.Staff, error)
	StaffByUsername(ctx context.Context, username string) (department.Staff, error)
	StaffByExternalID(ctx context.Context, external string) (department.Staff, error)
	// AllStaff returns everybody who is not voided, by name.
	AllStaff(ctx context.Context) ([]department.Staff, error)
	Department(ctx context.Context, id department.ID) (department.Department, error)
	AllDepartments(ctx context.Context) ([]department.Department, error)
	// Password returns the argon2id hash of a person's password, "" for none.
	Password(ctx context.Context, id department.StaffID) (string, error)
}

// StaffWriter changes our organisation.
type StaffWriter interface {
	PutStaff(ctx context.Context, s department.Staff) (department.Staff, error)
	PutDepartment(ctx context.Context, d department.Department) (department.Department, error)
	// DropDepartment removes a department that an undone import made.
	DropDepartment(ctx context.Context, id department.ID) error
	SetPassword(ctx context.Context, id department.StaffID, hash string) error
}

// Session is a signed-in browser or a bearer token. Only a hash of the secret
// is kept.
type Session struct {
	Hash      string             `json:"-"` // SHA-256 of the secret, hex
	Staff     department.StaffID `json:"staff"`
	Kind      string             `json:"kind"`           // "web" or "token"
	Name      string             `json:"name,omitempty"` // of a token
	Scopes    []string           `json:"scopes,omitempty"`
	CreatedAt clock.Instant      `json:"createdAt"`
	SeenAt    clock.Instant      `json:"seenAt"`
	ExpiresAt clock.Instant      `json:"expiresAt"`
}
