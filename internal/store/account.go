package store

import (
	"context"

	"qiju/internal/access"
	"qiju/internal/base/page"
	"qiju/internal/sales/account"
	"qiju/internal/sales/trade"
)

// AccountQuery filters and sorts the list of accounts.
type AccountQuery struct {
	Text  string        // part of the name, the twin or the code, case-insensitive; "" for all
	Phase account.Phase // "" for all
	Owner string        // "" for all
	Sort  string        // "name" (default), "-updated", "code"
	page.Request
}

// AccountReader reads accounts and their people.
type AccountReader interface {
	Account(ctx context.Context, id account.ID) (account.Account, error)
	AccountByExternalID(ctx context.Context, external string) (account.Account, error)
	// Accounts lists accounts that are not voided.
	Accounts(ctx context.Context, scope access.Scope, q AccountQuery) (page.Page[account.Account], error)
	// AccountNames returns the accounts of ids in any order; unknown ids are left out.
	AccountNames(ctx context.Context, ids []account.ID) ([]account.Account, error)
	Contact(ctx context.Context, id account.ContactID) (account.Contact, error)
	// ContactsOf returns the contacts of an account by weight, heaviest first.
	ContactsOf(ctx context.Context, id account.ID) ([]account.Contact, error)
	// CoachesOf returns the coaches of an account.
	CoachesOf(ctx context.Context, id account.ID) ([]account.Coach, error)
	// Team returns the account team.
	Team(ctx context.Context, id account.ID) ([]account.Member, error)
	// Relations returns the flattened relations of a person to a record: the
	// key is an account id, or an opportunity id where there is no account.
	Relations(ctx context.Context, key, staff string) ([]access.Relation, error)
}

// AccountWriter changes accounts.
type AccountWriter interface {
	PutAccount(ctx context.Context, a account.Account) (account.Account, error)
	PutContact(ctx context.Context, c account.Contact) (account.Contact, error)
	PutCoach(ctx context.Context, c account.Coach) (account.Coach, error)
	DropCoach(ctx context.Context, id account.ContactID) error
	// SetTeam replaces the account team.
	SetTeam(ctx context.Context, id account.ID, team []account.Member) error
	// SetRelations replaces the flattened relations of key: staff → relations.
	SetRelations(ctx context.Context, key string, who map[string][]access.Relation) error
}

// TradeReader reads what we sell.
type TradeReader interface {
	Product(ctx context.Context, id trade.ProductID) (trade.Product, error)
	ProductByExternalID(ctx context.Context, external string) (trade.Product, error)
	// Products returns every product that is not voided, by code.
	Products(ctx context.Context) ([]trade.Product, error)
}

// TradeWriter changes what we sell.
type TradeWriter interface {
	PutProduct(ctx context.Context, p trade.Product) (trade.Product, error)
}
