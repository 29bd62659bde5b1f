package account

import (
	"strings"

	"qiju/internal/base/fault"
)

// Validate returns a fault.Invalid that names every wrong field of the account:
// the name is mandatory, the phase a known one, the credit code well formed
// where there is one, and levels between 0 and 5.
func (a Account) Validate() error {
	var parts []*fault.Error
	wrong := func(bad bool, field, key string, args fault.Args) {
		if bad {
			parts = append(parts, fault.Field(field, key, args))
		}
	}
	wrong(strings.TrimSpace(a.Name.ZH) == "" && strings.TrimSpace(a.Name.EN) == "", "name", "account.name_missing", nil)
	wrong(!knows(Phases(), string(a.Phase)), "phase", "account.phase_unknown", fault.Args{"have": string(a.Phase)})
	wrong(a.CreditCode != "" && !ValidCreditCode(a.CreditCode), "creditCode", "account.credit_code", fault.Args{"have": a.CreditCode})
	wrong(a.FoundedYear < 0 || a.FoundedYear > 9999, "foundedYear", "account.founded_year", fault.Args{"have": a.FoundedYear})
	wrong(a.Employees < 0, "employees", "account.employees", fault.Args{"have": a.Employees})
	if len(a.Value) > 0 {
		parts = append(parts, partsOf(CheckLevels("value", ValueFactors(), a.Value))...)
	}
	if len(a.Position) > 0 {
		parts = append(parts, partsOf(CheckLevels("position", PositionFactors(), a.Position))...)
	}
	return invalid(parts)
}

// Validate returns a fault.Invalid that names every wrong field of the contact.
func (c Contact) Validate() error {
	var parts []*fault.Error
	wrong := func(bad bool, field, key string, args fault.Args) {
		if bad {
			parts = append(parts, fault.Field(field, key, args))
		}
	}
	wrong(strings.TrimSpace(c.Name.ZH) == "" && strings.TrimSpace(c.Name.EN) == "", "name", "account.contact_name_missing", nil)
	wrong(!knows(ContactRoles(), string(c.Role)), "role", "account.contact_role", fault.Args{"have": string(c.Role)})
	wrong(c.Weight < 0 || c.Weight > fullWeight, "weight", "account.contact_weight", fault.Args{"have": c.Weight})
	wrong(c.Level < 0 || c.Level > 4, "level", "account.contact_level", fault.Args{"have": c.Level})
	wrong(c.Attitude != nil && (*c.Attitude < -2 || *c.Attitude > 2), "attitude", "account.contact_attitude", nil)
	return invalid(parts)
}

// Validate returns a fault.Invalid when the coach has not one to four stars.
func (c Coach) Validate() error {
	if c.Stars < 1 || c.Stars > 4 {
		return fault.Field("stars", "account.coach_stars", fault.Args{"have": c.Stars})
	}
	return nil
}

// CheckTeam returns a fault.Invalid when a role of the team is unknown, nobody
// is named, or somebody stands twice with one role.
func CheckTeam(team []Member) error {
	var parts []*fault.Error
	seen := map[Member]bool{}
	for _, m := range team {
		m.Account = ""
		switch {
		case m.Staff == "":
			parts = append(parts, fault.Field("staff", "account.team_nobody", nil))
		case !knows(TeamRoles(), string(m.Role)):
			parts = append(parts, fault.Field("role", "account.team_role", fault.Args{"have": string(m.Role)}))
		case seen[m]:
			parts = append(parts, fault.Field("staff", "account.team_twice", nil))
		}
		seen[m] = true
	}
	return invalid(parts)
}

// ValidCreditCode reports whether s is a 统一社会信用代码: 18 characters of which
// the last one checks the others (GB 32100).
func ValidCreditCode(s string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY" // 31 characters: no I, O, S, V, Z
	if len(s) != 18 {
		return false
	}
	sum, weight := 0, 1
	for _, c := range s[:17] {
		at := strings.IndexRune(alphabet, c)
		if at < 0 {
			return false
		}
		sum += at * weight
		weight = weight * 3 % 31
	}
	return strings.IndexByte(alphabet, s[17]) == (31-sum%31)%31
}

// invalid returns one fault with the parts, nil when there are none.
func invalid(parts []*fault.Error) error {
	if len(parts) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "account.invalid", nil).With(parts...)
}

func partsOf(err error) []*fault.Error {
	f := fault.Of(err)
	switch {
	case f == nil:
		return nil
	case len(f.Parts) > 0:
		return f.Parts
	default:
		return []*fault.Error{f}
	}
}
