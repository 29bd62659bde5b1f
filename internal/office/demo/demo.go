// Package demo loads the demo company 澜壑传动 (domain §11): our people, twelve
// key accounts, and the deals that run the chart.
//
// The company is made by the acts of its people, through the chapters of the
// desk and on a clock of its own, so that every journal, audit line, task and
// review is a true one. Only people, departments and products, for which there
// is no act yet, are seeded by the system, in one place.
//
// What the accounts are stands in data/*.csv; what happened on a deal is a story,
// one file each. All days are relative to the day D on which the company is
// loaded. A text may name one: {D-16} becomes the month and day.
package demo

import (
	"context"
	"time"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/id"
	"qiju/internal/condition"
	"qiju/internal/sales/lifecycle"
	"qiju/internal/store"
)

// secret is the password of everybody in the demo.
const secret = "demo"

// Passwords hashes passwords.
type Passwords interface {
	// Hash returns a salted hash of the password in PHC form.
	Hash(password string) (string, error)
}

// Parts are what the company is loaded with.
type Parts struct {
	Store      store.Store
	Blobs      store.Blobs
	IDs        id.Source
	Zone       *time.Location
	Passwords  Passwords
	Lifecycles *lifecycle.Set
	Catalogue  *condition.Catalogue
	Words      *i18n.Catalogue
}

// Load makes the demo company in a database that holds the shipped charts and
// no company; day is D, the day on which its story ends. It does nothing when
// there is a company already. Everything is one transaction: on a fault nothing
// was loaded.
func Load(ctx context.Context, p Parts, day clock.Date) error {
	known, err := settled(ctx, p.Store)
	if err != nil || known {
		return err
	}
	people, err := hired(p.Passwords)
	if err != nil {
		return err
	}
	return p.Store.Update(ctx, func(tx store.Tx) error {
		known, err := tx.Setting(ctx, "company")
		if err != nil || known != nil {
			return err
		}
		s := newStory(p, tx, day)
		if err := s.found(ctx, people); err != nil {
			return err
		}
		if err := s.write(ctx); err != nil {
			return err
		}
		return s.play(ctx)
	})
}

// settled reports whether the database has a company.
func settled(ctx context.Context, s store.Store) (bool, error) {
	known := false
	err := s.View(ctx, func(r store.Reader) error {
		b, err := r.Setting(ctx, "company")
		known = b != nil
		return err
	})
	return known, err
}

// hired returns our people with the hashes of their passwords, which take time
// and therefore are made before the transaction.
func hired(p Passwords) ([]person, error) {
	people, err := readPeople()
	if err != nil {
		return nil, err
	}
	for i := range people {
		if people[i].hash, err = p.Hash(secret); err != nil {
			return nil, fault.Wrap(err, "hash password")
		}
	}
	return people, nil
}

// joined is the store inside one transaction: the acts of the story join it and
// are committed together.
type joined struct {
	store.Store
	tx store.Tx
}

// View reads inside the transaction.
func (j joined) View(_ context.Context, fn func(store.Reader) error) error { return fn(j.tx) }

// Update writes inside the transaction.
func (j joined) Update(_ context.Context, fn func(store.Tx) error) error { return fn(j.tx) }

// hand is the clock of the story, which moves it from act to act.
type hand struct{ at clock.Instant }

// Now returns the moment of the act.
func (h *hand) Now() clock.Instant { return h.at }
