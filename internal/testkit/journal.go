package testkit

import (
	"bytes"
	"sync"
	"sync/atomic"
	"time"

	"qiju/internal/base/clock"
)

// journal keeps what a server logs. It is safe for concurrent use.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write appends a line.
func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

// String returns everything that was written.
func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// Clock is a clock that a test sets and moves. It is safe for concurrent use.
type Clock struct{ at atomic.Int64 }

// NewClock returns a clock that stands still at a moment in RFC 3339, such as
// "2026-03-02T09:00:00+08:00". It panics for anything else: the moment is part
// of a test.
func NewClock(at string) *Clock {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		panic(err)
	}
	c := &Clock{}
	c.at.Store(int64(clock.Of(t)))
	return c
}

// Now returns the moment at which the clock stands.
func (c *Clock) Now() clock.Instant { return clock.Instant(c.at.Load()) }

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) { c.at.Add(d.Milliseconds()) }
