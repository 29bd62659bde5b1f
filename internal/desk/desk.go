// Package desk is what people do: the act kernel. The chapters of the field
// stand in its sub-packages; each of their exported methods is one act: one
// permission check, one transaction, one audit line.
//
// The same methods serve the web, the command line, imports and timers. There
// is no second way in.
package desk

import (
	"context"
	"sync"
	"time"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/id"
	"qiju/internal/store"
)

// Parts are what a desk is made of.
type Parts struct {
	Store store.Store
	Blobs store.Blobs
	Clock clock.Clock
	IDs   id.Source
	Zone  *time.Location // the company's zone
}

// Desk is the act kernel. It is safe for concurrent use and keeps no state but
// a short buffer of refusals that wait to be written.
type Desk struct {
	Parts

	mu       sync.Mutex
	refusals []store.AuditLine
	places   map[refusal]int // of each refusal in refusals
}

// refusal is what makes two refusals one line.
type refusal struct{ by, act, kind, subject, key, refused string }

// maxRefusals bounds the buffer of refusals, so that a flood of them does not
// fill the memory while the database cannot be written.
const maxRefusals = 10_000

// New returns a desk over its parts.
func New(p Parts) *Desk { return &Desk{Parts: p} }

// Caller is who acts. It is an argument of every act, never a context value.
//
// The zero Caller is somebody who is not signed in.
type Caller struct {
	access.Principal
	system bool
}

// System is the caller of what happens by itself: timers, seeds, repairs. No
// request from outside can become it.
func System() Caller { return Caller{system: true} }

// IsSystem reports whether nobody in person acts.
func (c Caller) IsSystem() bool { return c.system }

// Today returns the company's day at now.
func (d *Desk) Today(now clock.Instant) clock.Date { return now.On(d.Zone) }

// Look runs a reading operation: fn must check the permission once, through its
// Glance.
func (d *Desk) Look(ctx context.Context, by Caller, op access.Operation, fn func(context.Context, *Glance) error) error {
	now := d.Clock.Now()
	var g *Glance
	err := d.Store.View(ctx, func(r store.Reader) error {
		g = &Glance{Reader: r, Desk: d, Now: now, By: by, Op: op}
		if err := fn(ctx, g); err != nil {
			return err
		}
		return g.settled()
	})
	if err != nil && g != nil {
		d.refuse(g, err)
	}
	return err
}

// Act runs a changing operation: fn must check the permission once and record
// what changed, through its Turn. fn may run twice and therefore has no effect
// but on the Turn.
func (d *Desk) Act(ctx context.Context, by Caller, op access.Operation, fn func(context.Context, *Turn) error) error {
	now := d.Clock.Now()
	var t *Turn
	err := d.Store.Update(ctx, func(tx store.Tx) error {
		t = newTurn(d, tx, now, by, op)
		if err := fn(ctx, t); err != nil {
			return err
		}
		if err := t.settled(); err != nil {
			return err
		}
		return t.file(ctx)
	})
	if err != nil && t != nil {
		d.refuse(&t.Glance, err)
	}
	return err
}

// refuse keeps a refusal for the next flush (decisions §2.5): equal ones within
// the same second are counted in one line.
func (d *Desk) refuse(g *Glance, err error) {
	f := fault.Of(err)
	switch f.Kind {
	case fault.Denied, fault.NotFound, fault.Gate:
	case fault.Internal, fault.Invalid, fault.Unauthenticated, fault.Conflict, fault.Stale, fault.Unconditional,
		fault.Reused, fault.TooLarge, fault.TooMany, fault.Busy, fault.Full:
		return
	}
	line := store.AuditLine{
		At: g.Now, By: g.By.Staff, Act: string(g.Op), Kind: g.kind, Subject: g.subject, Key: g.key,
		Refused: f.Key, Count: 1,
	}
	if f.Kind == fault.Gate && len(f.Args) > 0 { // what the sentence of the refusal says, nothing of its parts
		line.After, _ = raw(f.Args)
	}
	d.wait(line)
}

// wait puts refusals into the buffer; equal ones are counted in one line.
func (d *Desk) wait(lines ...store.AuditLine) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.places == nil {
		d.places = map[refusal]int{}
	}
	for _, l := range lines {
		r := refusal{by: l.By, act: l.Act, kind: l.Kind, subject: l.Subject, key: l.Key, refused: l.Refused}
		if i, known := d.places[r]; known {
			d.refusals[i].Count += l.Count
			continue
		}
		if len(d.refusals) < maxRefusals {
			d.places[r] = len(d.refusals)
			d.refusals = append(d.refusals, l)
		}
	}
}

// FlushRefusals writes the refusals of the last second in a transaction of its
// own. It is called every second and at shutdown. What cannot be written waits
// for the next flush.
func (d *Desk) FlushRefusals(ctx context.Context) error {
	d.mu.Lock()
	lines := d.refusals
	d.refusals, d.places = nil, nil
	d.mu.Unlock()
	if len(lines) == 0 {
		return nil
	}
	for i := range lines {
		lines[i].ID = d.IDs.New("aud")
	}
	err := d.Store.Update(ctx, func(tx store.Tx) error { return tx.AppendAudit(ctx, lines...) })
	if err != nil {
		d.wait(lines...)
	}
	return err
}

// Refused keeps the refusal of something that did not come as far as an act,
// such as a sign-in with a wrong password.
func (d *Desk) Refused(op access.Operation, subject, key string) {
	d.refuse(&Glance{Desk: d, Now: d.Clock.Now(), Op: op, kind: "session", subject: subject}, fault.New(fault.Denied, key, nil))
}
