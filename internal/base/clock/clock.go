// Package clock is the only place that reads the time of day.
package clock

import (
	"time"
)

// Instant is a moment in milliseconds since 1970-01-01 UTC. Columns named *_at
// hold it. The zero Instant means "not yet".
type Instant int64

// Date is a day on the company's wall calendar, "2026-03-31". Columns named
// *_on hold it. The empty Date means "not set".
type Date string

// Clock tells the time. It is an argument or a field, never a global.
type Clock interface {
	// Now returns the present moment.
	Now() Instant
}

// System is the machine's clock.
type System struct{}

// Now returns the machine's time.
func (System) Now() Instant { return Of(time.Now()) }

// Fixed is a clock that stands still, for tests and frozen demos.
type Fixed Instant

// Now returns the fixed moment.
func (f Fixed) Now() Instant { return Instant(f) }

// Of converts a time.Time, dropping what is finer than a millisecond.
func Of(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Time returns the moment as a time.Time in UTC.
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i)).UTC() }

// Add returns the moment d later.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d.Milliseconds()) }

// On returns the day of the moment in zone.
func (i Instant) On(zone *time.Location) Date {
	return Date(i.Time().In(zone).Format(time.DateOnly))
}

// ParseDate reads "2006-01-02". It returns false for anything else, also for
// days that do not exist.
func ParseDate(s string) (Date, bool) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", false
	}
	return Date(s), true
}

// AddDays returns the day n days later (earlier for negative n). The empty
// Date stays empty.
func (d Date) AddDays(n int) Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return Date(t.AddDate(0, 0, n).Format(time.DateOnly))
}

// DaysUntil returns the number of days from d to e, negative when e is before
// d, zero when either is empty.
func (d Date) DaysUntil(e Date) int {
	a, err1 := time.Parse(time.DateOnly, string(d))
	b, err2 := time.Parse(time.DateOnly, string(e))
	if err1 != nil || err2 != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// At returns the moment hour:minute of the day in zone.
func (d Date) At(hour, minute int, zone *time.Location) Instant {
	t, err := time.ParseInLocation(time.DateOnly, string(d), zone)
	if err != nil {
		return 0
	}
	return Of(time.Date(t.Year(), t.Month(), t.Day(), hour, minute, 0, 0, zone))
}
