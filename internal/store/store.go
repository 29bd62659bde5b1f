// Package store is the port behind which everything is kept: what the desk
// needs, in the field's words, without SQL.
//
// The conformance suite that every implementation must pass is storetest.
//
// Records are saved with Put methods: a record with Rev 0 is new and is stored
// with Rev 1; any other is an update that succeeds only if the stored revision
// is still the record's, and stores Rev+1. Put returns the record as stored, or
// a [fault.Stale] fault; a new record whose id, external id, user name or number
// is taken is a [fault.Conflict]. Reading what does not exist is a
// [fault.NotFound]; looking up by external id or user name finds no voided
// record. After a Conflict the transaction cannot commit: return it.
package store

import (
	"context"
	"io"

	"qiju/internal/base/clock"
)

// Store keeps everything.
type Store interface {
	// View runs fn in a read transaction: one consistent snapshot.
	View(ctx context.Context, fn func(Reader) error) error
	// Update runs fn in a write transaction and commits it when fn returns nil.
	// fn may run twice (the database was busy, or two transactions could not be
	// ordered), so it has no effect but on its Tx.
	Update(ctx context.Context, fn func(Tx) error) error
	// LinkAudit links up to max unlinked audit rows into the hash chain, in the
	// order in which they were committed, and returns how many. One caller at a
	// time holds the lease; others get 0.
	LinkAudit(ctx context.Context, now clock.Instant, max int) (int, error)
	// VerifyAudit proves the audit chain from its first row.
	VerifyAudit(ctx context.Context) (AuditReport, error)
	// Ping reports whether the database answers and can be written.
	Ping(ctx context.Context) error
	// Close waits for running transactions and closes the database.
	Close() error
}

// Blobs keeps the content of files by its hash, outside the database.
type Blobs interface {
	// Put stores the content and returns its SHA-256 in hex and its size. It
	// returns fault.TooLarge when the content is longer than max bytes.
	Put(ctx context.Context, r io.Reader, max int64) (hash string, size int64, err error)
	// Open returns the content.
	Open(ctx context.Context, hash string) (io.ReadCloser, error)
}

// Reader reads in one transaction. List methods take an access.Scope: there is
// no query without one.
type Reader interface {
	StaffReader
	AccountReader
	TradeReader
	OpportunityReader
	RunReader
	DeskReader
	AuditReader
}

// Tx reads and writes in one transaction.
type Tx interface {
	Reader
	StaffWriter
	AccountWriter
	TradeWriter
	OpportunityWriter
	RunWriter
	DeskWriter
	AuditWriter
}
