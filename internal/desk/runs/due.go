package runs

import (
	"strconv"
	"time"

	"qiju/internal/base/clock"
	"qiju/internal/chart"
)

// The working day that limits in working hours count on.
const (
	dayBegins = 9
	dayEnds   = 18
	workHours = dayEnds - dayBegins
)

// Due returns the moment d after since. Working days are Monday to Friday and
// end at 18:00 in zone; a limit of n working days ends at the close of the nth
// working day after the day of since. Working hours count from 9:00 to 18:00.
func Due(d chart.Duration, since clock.Instant, zone *time.Location) clock.Instant {
	n, err := strconv.ParseFloat(d.N, 64)
	if err != nil || n < 0 || n > 100_000 {
		return 0
	}
	at := since.Time().In(zone)
	switch d.Unit {
	case chart.Minutes:
		return since.Add(time.Duration(n * float64(time.Minute)))
	case chart.Hours:
		return since.Add(time.Duration(n * float64(time.Hour)))
	case chart.Days:
		return clock.Of(at.Add(time.Duration(n * 24 * float64(time.Hour))))
	case chart.Weeks:
		return clock.Of(at.Add(time.Duration(n * 7 * 24 * float64(time.Hour))))
	case chart.Months:
		return clock.Of(at.AddDate(0, int(n), 0))
	case chart.WorkingDays:
		return clock.Of(afterWorkingDays(at, int(n+0.999)))
	case chart.WorkingHours:
		return clock.Of(afterWorkingTime(at, time.Duration(n*float64(time.Hour))))
	}
	return 0
}

func working(t time.Time) bool {
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
}

func afterWorkingDays(at time.Time, n int) time.Time {
	day := at
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		if working(day) {
			n--
		}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), dayEnds, 0, 0, 0, day.Location())
}

func afterWorkingTime(at time.Time, left time.Duration) time.Time {
	for {
		begin := time.Date(at.Year(), at.Month(), at.Day(), dayBegins, 0, 0, 0, at.Location())
		end := begin.Add(workHours * time.Hour)
		if at.Before(begin) {
			at = begin
		}
		if working(at) && at.Before(end) {
			room := end.Sub(at)
			if left <= room {
				return at.Add(left)
			}
			left -= room
		}
		at = begin.AddDate(0, 0, 1)
	}
}
