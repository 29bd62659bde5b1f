package clock_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"qiju/internal/base/clock"
)

func shanghai(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestTheDayOfAMomentDependsOnTheZone(t *testing.T) {
	t.Parallel()
	at := clock.Of(time.Date(2026, 3, 31, 16, 30, 0, 0, time.UTC))
	if got := at.On(shanghai(t)); got != "2026-04-01" {
		t.Errorf("got %s, want 2026-04-01", got)
	}
	if got := at.On(time.UTC); got != "2026-03-31" {
		t.Errorf("got %s, want 2026-03-31", got)
	}
}

func TestAtIsTheInverseOfOn(t *testing.T) {
	t.Parallel()
	zone := shanghai(t)
	at := clock.Date("2026-03-31").At(9, 5, zone)
	if got := at.Time().In(zone).Format(time.DateTime); got != "2026-03-31 09:05:00" {
		t.Errorf("got %s, want 2026-03-31 09:05:00", got)
	}
	if got := at.On(zone); got != "2026-03-31" {
		t.Errorf("got %s, want 2026-03-31", got)
	}
}

func TestMomentsAreMilliseconds(t *testing.T) {
	t.Parallel()
	at := clock.Of(time.Date(2026, 3, 31, 0, 0, 0, 1_999_999, time.UTC))
	if got := at.Time().Nanosecond(); got != 1_000_000 {
		t.Errorf("got %d ns, want one millisecond", got)
	}
	if got := at.Add(1500 * time.Microsecond); got != at+1 {
		t.Errorf("got %d, want %d", got, at+1)
	}
}

func TestAFixedClockStandsStill(t *testing.T) {
	t.Parallel()
	c := clock.Fixed(42)
	for range 2 {
		if got := c.Now(); got != 42 {
			t.Errorf("Now = %d, want 42", got)
		}
	}
}

func TestTheSystemClockIsNow(t *testing.T) {
	t.Parallel()
	before := clock.Of(time.Now())
	if got := (clock.System{}).Now(); got < before || got > clock.Of(time.Now()) {
		t.Errorf("got %d, want now", got)
	}
}

func TestParseDateKnowsTheCalendar(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		ok         bool
	}{
		{"a leap day", "2028-02-29", true},
		{"no leap day", "2026-02-29", false},
		{"no leading zero", "2026-3-31", false},
		{"a moment", "2026-03-31T00:00:00Z", false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, ok := clock.ParseDate(tt.text); ok != tt.ok {
				t.Errorf("%q: got %v, want %v", tt.text, ok, tt.ok)
			}
		})
	}
}

func TestDaysUntilIsTheInverseOfAddDays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := clock.Date("2026-03-31").AddDays(rapid.IntRange(-100_000, 100_000).Draw(t, "from"))
		n := rapid.IntRange(-100_000, 100_000).Draw(t, "days")
		if got := d.DaysUntil(d.AddDays(n)); got != n {
			t.Fatalf("%s + %d days: got %d", d, n, got)
		}
	})
}

func TestNoDateStaysNone(t *testing.T) {
	t.Parallel()
	if got := clock.Date("").AddDays(3); got != "" {
		t.Errorf("got %s, want no date", got)
	}
	if got := clock.Date("").DaysUntil("2026-03-31"); got != 0 {
		t.Errorf("got %d days, want 0", got)
	}
	if got := clock.Date("").At(9, 0, time.UTC); got != 0 {
		t.Errorf("got %d, want no moment", got)
	}
}
