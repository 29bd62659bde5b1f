package department

import (
	"slices"
	"strings"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
)

// Validate returns a fault.Invalid that names every wrong field: a name, a known
// post and duty, an auditor without a business post (who reads and changes
// nothing, decisions §2.6), a user name in lower case without blanks, and days
// of absence in order.
func (s Staff) Validate() error {
	var parts []*fault.Error
	wrong := func(bad bool, field, key string, args fault.Args) {
		if bad {
			parts = append(parts, fault.Field(field, key, args))
		}
	}
	wrong(s.Name.IsZero(), "name", "department.name_missing", nil)
	wrong(!hasCode(Posts(), string(s.Post)), "post", "department.post_unknown", fault.Args{"have": string(s.Post)})
	wrong(s.Duty != NoDuty && !hasCode(Duties(), string(s.Duty)), "duty", "department.duty_unknown", fault.Args{"have": string(s.Duty)})
	wrong(s.Duty == Auditor && s.Post != NoPost, "duty", "department.auditor_post", nil)
	wrong(s.Username != strings.ToLower(s.Username) || strings.ContainsAny(s.Username, " \t　"), "username", "department.username", nil)
	wrong(s.ID != "" && (s.Superior == s.ID || s.Deputy == s.ID), "superior", "department.own_superior", nil)
	for field, d := range map[string]clock.Date{"absentFrom": s.AbsentFrom, "absentUntil": s.AbsentUntil} {
		_, ok := clock.ParseDate(string(d))
		wrong(d != "" && !ok, field, "department.date", fault.Args{"have": string(d)})
	}
	wrong(s.AbsentUntil != "" && s.AbsentUntil < s.AbsentFrom, "absentUntil", "department.absence_order", nil)
	if len(parts) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "department.invalid", nil).With(parts...)
}

func hasCode(terms []Term, code string) bool {
	return slices.ContainsFunc(terms, func(t Term) bool { return t.Code == code })
}
