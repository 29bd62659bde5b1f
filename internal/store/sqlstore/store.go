// Package sqlstore keeps everything in SQLite or PostgreSQL. It is the only
// package that speaks SQL.
//
// Every statement is written once, with $1 … placeholders, for both databases;
// whatever differs is a method of dialect. Every record stands as JSON in the
// column body of its table; the other columns repeat what is filtered, sorted,
// joined or unique, and are written by the same statement.
//
// SQLite has one writing connection (WAL, synchronous=FULL: an acknowledged
// write survives a power cut) and a few reading ones. PostgreSQL writes in READ
// COMMITTED; lost updates are prevented by the revision of each record, and
// reads see one snapshot (REPEATABLE READ, READ ONLY).
package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"qiju/internal/base/fault"
	"qiju/internal/store"
)

// Store is a database. It is safe for concurrent use.
type Store struct {
	dialect dialect
	dbs     []*sql.DB
	writers *pool
	readers *pool
}

var _ store.Store = (*Store)(nil)

// attempts is how often a transaction is tried that the database could not
// order or had no time for; the last refusal is a fault.Busy.
const attempts = 8

// View runs fn in a read transaction: one consistent snapshot.
func (s *Store) View(ctx context.Context, fn func(store.Reader) error) error {
	return s.view(ctx, func(t *tx) error { return fn(t) })
}

func (s *Store) view(ctx context.Context, fn func(*tx) error) error {
	return again(ctx, func() (bool, error) { return s.readers.transact(ctx, s.dialect.beginView(), fn) })
}

// Update runs fn in a write transaction and commits it when fn returns nil. It
// runs fn again when the database was busy or could not order two
// transactions, at most a few times with a growing, jittered pause; then it
// returns a [fault.Busy]. A transaction in which a statement failed is never
// committed, even if fn returns nil.
func (s *Store) Update(ctx context.Context, fn func(store.Tx) error) error {
	return s.update(ctx, func(t *tx) error { return fn(t) })
}

func (s *Store) update(ctx context.Context, fn func(*tx) error) error {
	return again(ctx, func() (bool, error) { return s.writers.transact(ctx, s.dialect.begin(), fn) })
}

// Ping reports whether the database answers and can be written: it commits one
// small write.
func (s *Store) Ping(ctx context.Context) error {
	return s.update(ctx, func(t *tx) error {
		_, err := t.NextNumber(ctx, "ping")
		return err
	})
}

// Close waits for running transactions and closes the database.
func (s *Store) Close() error {
	s.readers.close()
	if s.writers != s.readers {
		s.writers.close()
	}
	var errs []error
	for _, db := range s.dbs {
		errs = append(errs, db.Close())
	}
	if err := errors.Join(errs...); err != nil {
		return fault.Wrap(err, "close database")
	}
	return nil
}

// again calls try until it does not ask for another attempt.
func again(ctx context.Context, try func() (bool, error)) error {
	for n := 1; ; n++ {
		more, err := try()
		if err == nil || !more || n == attempts {
			return err
		}
		if !pause(ctx, n) {
			return err
		}
	}
}

// pause waits before attempt n+1: about 2, 4, 8 … 128 ms, between half and all
// of it. It returns false when ctx ended meanwhile.
func pause(ctx context.Context, n int) bool {
	most := int64(2*time.Millisecond) << min(n-1, 6)
	wait, cancel := context.WithTimeout(ctx, time.Duration(most/2+rand.Int64N(most/2)))
	defer cancel()
	<-wait.Done()
	return ctx.Err() == nil
}
