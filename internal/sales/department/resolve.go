package department

import (
	"slices"
	"time"

	"qiju/internal/base/clock"
)

// Around is who stands around the record that a task is about.
type Around struct {
	Owner        string   // of the account; "" while nobody is assigned
	Commander    string   // of the deal
	Team         []string // further members of the account team
	Actor        string   // whose act is to be approved: never chosen (no self-approval); "" for an ordinary task
	Organisation Organisation
	Today        clock.Date
}

// Assignment is who has to do a task: a person, or the queue of a post. Neither
// means an incident that nobody can take; Incident with a person means that the
// person has to find somebody, because the role leads nowhere.
type Assignment struct {
	Staff    StaffID
	Queue    Post
	Reason   string // message key: why it is theirs; its argument is {roles}
	Incident bool
	System   bool // the program does it, nobody is asked
}

// The reasons of assignments: message keys.
const (
	ReasonOwner     = "task.reason.owner"
	ReasonCommander = "task.reason.commander"
	ReasonHead      = "task.reason.head"
	ReasonSuperior  = "task.reason.superior"
	ReasonTeam      = "task.reason.team"
	ReasonQueue     = "task.reason.queue"
	ReasonDeputy    = "task.reason.deputy"
	ReasonSystem    = "task.reason.system"
	ReasonEmptyPost = "task.incident.post_empty"
	ReasonNobody    = "task.incident.nobody"
	ReasonNoRole    = "task.incident.role_unknown"
)

// Resolve finds who has to do what the roles of a node ask: the first role that
// leads to somebody decides. People who are away for more than one working day
// are replaced by their deputy. Where nobody is found the task becomes an
// incident, in the hands of the nearest superior where there is one.
func Resolve(roles []string, a Around) Assignment {
	failed := ReasonNobody
	for _, role := range roles {
		rule, ok := RuleOf(role)
		if !ok {
			failed = ReasonNoRole
			continue
		}
		found, reason := a.resolve(rule)
		if reason == "" {
			return found
		}
		failed = reason
	}
	return a.incident(failed)
}

// Approver returns who approves an act of actor: the nearest superior who is
// not actor, absent people replaced by their deputies.
func Approver(actor string, org Organisation, today clock.Date) Assignment {
	a := Around{Owner: actor, Actor: actor, Organisation: org, Today: today}
	return Resolve([]string{"部门主管"}, a)
}

// resolve returns the assignment of one rule, or why there is none.
func (a Around) resolve(rule RoleRule) (Assignment, string) {
	switch rule.Way {
	case BySystem:
		return Assignment{System: true, Reason: ReasonSystem}, ""
	case ByOwner:
		if s, ok := a.take(a.Owner, ReasonOwner); ok {
			return s, ""
		}
		if s, ok := a.take(a.Commander, ReasonCommander); ok {
			return s, ""
		}
		return Assignment{}, ReasonNobody
	case ByHead:
		return a.first(a.above(), ReasonHead)
	case BySuperior:
		return a.superior(rule.Posts)
	case ByPost:
		return a.post(rule.Posts[0])
	}
	return Assignment{}, ReasonNoRole
}

// above returns the people above the owner, without those whose own deal it
// is.
func (a Around) above() []StaffID {
	who := a.Owner
	if who == "" {
		who = a.Commander
	}
	if who == "" {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(a.Organisation.Superiors(who)), func(s StaffID) bool {
		return string(s) == a.Commander || string(s) == a.Owner
	})
}

func (a Around) superior(posts []Post) (Assignment, string) {
	chain := a.above()
	for _, post := range posts {
		for _, s := range chain {
			if a.Organisation.Person(string(s)).Post != post {
				continue
			}
			if found, ok := a.take(string(s), ReasonSuperior); ok {
				return found, ""
			}
		}
	}
	slices.Reverse(chain)
	return a.first(chain, ReasonSuperior)
}

func (a Around) post(post Post) (Assignment, string) {
	for _, member := range append([]string{a.Owner, a.Commander}, a.Team...) {
		if member == "" || a.Organisation.Person(member).Post != post {
			continue
		}
		if found, ok := a.take(member, ReasonTeam); ok {
			return found, ""
		}
	}
	for _, s := range a.Organisation.Holders(post) {
		if string(s) != a.Actor {
			return Assignment{Queue: post, Reason: ReasonQueue}, ""
		}
	}
	return Assignment{}, ReasonEmptyPost
}

func (a Around) first(chain []StaffID, reason string) (Assignment, string) {
	for _, s := range chain {
		if found, ok := a.take(string(s), reason); ok {
			return found, ""
		}
	}
	return Assignment{}, ReasonNobody
}

// take assigns to somebody, or to their deputy while they are away. It fails
// for nobody, for people who cannot sign in, and for the actor.
func (a Around) take(id, reason string) (Assignment, bool) {
	seen := map[string]bool{a.Actor: true, "": true}
	for !seen[id] {
		seen[id] = true
		p := a.Organisation.Person(id)
		if p.ID != "" && !p.Disabled && !p.Voided && !p.Away(a.Today) {
			return Assignment{Staff: p.ID, Reason: reason}, true
		}
		id, reason = string(p.Deputy), ReasonDeputy
	}
	return Assignment{}, false
}

// incident gives what nobody can do to the nearest superior, who has to find
// somebody.
func (a Around) incident(reason string) Assignment {
	found, failed := a.first(a.above(), reason)
	if failed != "" {
		return Assignment{Reason: reason, Incident: true}
	}
	found.Reason, found.Incident = reason, true
	return found
}

// Away reports whether the person is absent on the day and for more than one
// working day from then on. An absence without an end lasts.
func (s Staff) Away(today clock.Date) bool {
	if s.AbsentFrom == "" || today < s.AbsentFrom || (s.AbsentUntil != "" && today > s.AbsentUntil) {
		return false
	}
	if s.AbsentUntil == "" {
		return true
	}
	working := 0
	for day := today; day <= s.AbsentUntil && working < 2; day = day.AddDays(1) {
		if wd := day.At(0, 0, time.UTC).Time().Weekday(); wd != time.Saturday && wd != time.Sunday {
			working++
		}
	}
	return working > 1
}
