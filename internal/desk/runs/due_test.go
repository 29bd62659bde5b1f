package runs_test

import (
	"testing"
	"time"

	"qiju/internal/base/clock"
	"qiju/internal/chart"
	"qiju/internal/desk/runs"
)

// TestDue counts limits on the company's calendar. 2026-09-25 is a Friday.
func TestDue(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("CST", 8*60*60)
	tests := []struct {
		name  string
		n     string
		unit  chart.Unit
		since string
		want  string
	}{
		{"minutes go by the clock", "90", chart.Minutes, "2026-09-25 23:00", "2026-09-26 00:30"},
		{"hours go by the clock", "1.5", chart.Hours, "2026-09-25 17:30", "2026-09-25 19:00"},
		{"days include the weekend", "2", chart.Days, "2026-09-25 10:15", "2026-09-27 10:15"},
		{"weeks are seven days", "1", chart.Weeks, "2026-09-25 10:15", "2026-10-02 10:15"},
		{"months keep the day", "1", chart.Months, "2026-09-25 10:15", "2026-10-25 10:15"},
		{"a working day ends at 18:00 of the next one", "1", chart.WorkingDays, "2026-09-24 09:00", "2026-09-25 18:00"},
		{"working days leave the weekend out", "1", chart.WorkingDays, "2026-09-25 10:00", "2026-09-28 18:00"},
		{"working days from a Sunday begin on Monday", "1", chart.WorkingDays, "2026-09-27 12:00", "2026-09-28 18:00"},
		{"five working days are a week", "5", chart.WorkingDays, "2026-09-23 08:00", "2026-09-30 18:00"},
		{"half a working day is a whole one", "0.5", chart.WorkingDays, "2026-09-24 09:00", "2026-09-25 18:00"},
		{"the day counts in the company's zone", "1", chart.WorkingDays, "2026-09-25 00:30", "2026-09-28 18:00"},
		{"working hours within a day", "4", chart.WorkingHours, "2026-09-24 10:00", "2026-09-24 14:00"},
		{"working hours may fill the day", "8", chart.WorkingHours, "2026-09-24 10:00", "2026-09-24 18:00"},
		{"working hours wait over the night", "2", chart.WorkingHours, "2026-09-24 17:00", "2026-09-25 10:00"},
		{"working hours wait over the weekend", "2", chart.WorkingHours, "2026-09-25 17:00", "2026-09-28 10:00"},
		{"working hours begin at 9:00", "1", chart.WorkingHours, "2026-09-24 06:20", "2026-09-24 10:00"},
		{"working hours asked for late begin the next day", "1", chart.WorkingHours, "2026-09-24 20:00", "2026-09-25 10:00"},
		{"working hours asked for on a Saturday", "1", chart.WorkingHours, "2026-09-26 11:00", "2026-09-28 10:00"},
		{"nine working hours are a day", "9", chart.WorkingHours, "2026-09-25 09:00", "2026-09-25 18:00"},
		{"no time at all", "0", chart.Hours, "2026-09-25 09:00", "2026-09-25 09:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			since, err := time.ParseInLocation("2006-01-02 15:04", tt.since, zone)
			if err != nil {
				t.Fatal(err)
			}
			due := runs.Due(chart.Duration{N: tt.n, Unit: tt.unit}, clock.Of(since), zone)
			if got := due.Time().In(zone).Format("2006-01-02 15:04"); got != tt.want {
				t.Errorf("%s %v after %s = %s, want %s", tt.n, tt.unit, tt.since, got, tt.want)
			}
		})
	}
}

func TestALimitThatIsNoneHasNoEnd(t *testing.T) {
	t.Parallel()
	for _, d := range []chart.Duration{{N: "", Unit: chart.Days}, {N: "-1", Unit: chart.Days}, {N: "soon", Unit: chart.Days}, {N: "1000000", Unit: chart.WorkingDays}, {N: "1"}} {
		if got := runs.Due(d, 1_790_000_000_000, time.UTC); got != 0 {
			t.Errorf("Due(%+v) = %d, want 0", d, got)
		}
	}
}
