package api

import (
	"context"
	"sync"

	"qiju/internal/base/clock"
	"qiju/internal/desk"
)

// readiness remembers for a moment whether the database could be written, so
// that strangers who ask cannot make it write all day.
type readiness struct {
	mu  sync.Mutex
	at  clock.Instant
	err error
}

// readyFor is how long an answer holds, in milliseconds.
const readyFor = 2000

func (r *readiness) ask(ctx context.Context, d *desk.Desk) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := (clock.System{}).Now(); now-r.at >= readyFor {
		r.err = d.Store.Ping(ctx)
		r.at = now
	}
	return r.err
}
