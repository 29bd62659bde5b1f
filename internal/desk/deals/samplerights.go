package deals

import (
	"slices"
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/desk/people"
	"qiju/internal/sales/department"
	"qiju/internal/sales/lifecycle"
	"qiju/internal/sales/opportunity"
)

// maxRounds is how many rounds a sample may go through (S2.23).
const maxRounds = 3

// stance is how the caller stands to a deal inside our organisation: who they
// act for, and who decides about the deal.
type stance struct {
	system    bool
	self      string   // the caller
	acts      []string // the caller, and those for whom they stand in today
	post      department.Post
	owner     string // of the account, else the commander
	commander string
	dir       people.Directory
}

// stanceTo returns how the caller of g stands to a deal whose account belongs to
// owner.
func stanceTo(g *desk.Glance, dir people.Directory, o opportunity.Opportunity, owner string) stance {
	s := stance{
		system: g.By.IsSystem(), self: g.By.Staff, acts: []string{g.By.Staff}, post: department.Post(g.By.Post),
		owner: owner, commander: o.Commander, dir: dir,
	}
	if s.owner == "" {
		s.owner = o.Commander
	}
	for _, away := range covered(dir, g.By.Staff, g.Desk.Today(g.Now)) {
		s.acts = append(s.acts, string(away))
	}
	return s
}

// plays reports whether the caller is who a role of a lifecycle or a chart
// names: the owner or the commander, somebody above the owner, a holder of the
// post. A head stands in for the people below. What somebody above the owner
// decides is never decided by the commander or by who asked for it.
func (s stance) plays(role, asked string) error {
	rule, known := department.RuleOf(role)
	denied := fault.New(fault.Denied, "sample.not_your_role", fault.Args{"role": role})
	switch {
	case s.system:
		return nil
	case !known:
		return denied
	}
	fits := false
	switch rule.Way {
	case department.ByOwner:
		fits = s.is(s.owner) || s.is(s.commander) || s.above(s.owner)
	case department.ByHead, department.BySuperior:
		if s.self == asked || s.self == s.commander {
			return fault.New(fault.Denied, "sample.self_approval", nil)
		}
		fits = s.above(s.owner)
	case department.ByPost:
		fits = s.holds(rule.Posts[0])
	case department.BySystem:
	}
	if !fits {
		return denied
	}
	return nil
}

// is reports whether the caller acts for the person.
func (s stance) is(staff string) bool { return staff != "" && slices.Contains(s.acts, staff) }

// above reports whether the caller stands above the person, or in for somebody
// who does.
func (s stance) above(staff string) bool {
	return slices.ContainsFunc(s.dir.Superiors(staff), func(up department.StaffID) bool { return s.is(string(up)) })
}

// holds reports whether the caller has the post or is above somebody who has.
func (s stance) holds(post department.Post) bool {
	return s.post == post || slices.ContainsFunc(s.dir.Holders(post), func(h department.StaffID) bool {
		return s.is(string(h)) || s.above(string(h))
	})
}

// mayMove refuses an event of a sample that is not the caller's, or whose
// conditions do not hold. A condition that the records cannot tell has to be
// stated by who performs the event: note says so.
func (s stance) mayMove(x opportunity.Sample, e lifecycle.Event, note string) error {
	if err := s.plays(e.Actor, x.By); err != nil {
		return err
	}
	for _, g := range e.Guards {
		holds, known := guard(x, g)
		switch {
		case known && !holds:
			return fault.New(fault.Conflict, "sample.guard_unmet", fault.Args{"event": e.Name, "guard": g.Name})
		case !known && strings.TrimSpace(note) == "" && !s.system:
			return fault.New(fault.Invalid, "fault.invalid", nil).With(fault.Field("note", "sample.state_guard", fault.Args{"guard": g.Name}))
		}
	}
	return nil
}

// guard reports whether a condition of the lifecycle of samples holds, and
// whether the records can tell.
func guard(x opportunity.Sample, g lifecycle.Guard) (holds, known bool) {
	if g.Code == "less_than_three_rounds" {
		return x.Round < maxRounds, true
	}
	return false, false
}
