package department_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/sales/department"
)

const today = clock.Date("2026-09-24") // a Thursday

// company is a small organisation: the chain above everybody is written down.
type company struct {
	people map[string]department.Staff
	above  map[string][]department.StaffID
}

func (c company) Person(id string) department.Staff { return c.people[id] }

func (c company) Superiors(id string) []department.StaffID { return c.above[id] }

func (c company) Holders(post department.Post) []department.StaffID {
	var ids []department.StaffID
	for _, p := range c.people {
		if p.Post == post {
			ids = append(ids, p.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func demo() company {
	c := company{people: map[string]department.Staff{}, above: map[string][]department.StaffID{
		"yan": {"wenren", "duanmu", "situ"}, "gu": {"wenren", "duanmu", "situ"}, "wenren": {"duanmu", "situ"}, "duanmu": {"situ"},
	}}
	for id, post := range map[string]department.Post{
		"yan": department.Specialist, "gu": department.Specialist, "wenren": department.Manager, "duanmu": department.Director,
		"situ": department.Executive, "mei": department.BackOffice, "wen": department.BackOffice, "zhuo": department.Quality,
	} {
		c.people[id] = department.Staff{ID: department.StaffID(id), Post: post}
	}
	return c
}

func (c company) change(id string, fn func(*department.Staff)) company {
	p := c.people[id]
	fn(&p)
	c.people[id] = p
	return c
}

func away(until clock.Date, deputy department.StaffID) func(*department.Staff) {
	return func(p *department.Staff) { p.AbsentFrom, p.AbsentUntil, p.Deputy = today, until, deputy }
}

func TestRolesFindTheirPeople(t *testing.T) {
	t.Parallel()

	owned := department.Around{Owner: "yan", Commander: "gu"}
	tests := []struct {
		name   string
		roles  []string
		around department.Around
		org    company
		staff  department.StaffID
		queue  department.Post
		reason string
	}{
		{"the development manager is the owner", []string{"开发经理"}, owned, demo(), "yan", "", department.ReasonOwner},
		{"English names count", []string{"Specialist"}, owned, demo(), "yan", "", department.ReasonOwner},
		{"without an owner the commander", []string{"专员"}, department.Around{Commander: "gu"}, demo(), "gu", "", department.ReasonCommander},
		{"the head of the owner's department", []string{"部门主管"}, owned, demo(), "wenren", "", department.ReasonHead},
		{"a head who owns the account is not their own head", []string{"部门主管"}, department.Around{Owner: "wenren", Commander: "wenren"}, demo(), "duanmu", "", department.ReasonHead},
		{"a head who commands the deal does not decide it", []string{"经理"}, department.Around{Owner: "yan", Commander: "wenren"}, demo(), "duanmu", "", department.ReasonHead},
		{"a head who proposed does not decide", []string{"部门主管"}, department.Around{Owner: "yan", Commander: "gu", Actor: "wenren"}, demo(), "duanmu", "", department.ReasonHead},
		{"the executive is above the owner", []string{"公司高层"}, owned, demo(), "situ", "", department.ReasonSuperior},
		{"the director is above the owner", []string{"总监"}, owned, demo(), "duanmu", "", department.ReasonSuperior},
		{"posts are queues", []string{"内勤"}, owned, demo(), "", department.BackOffice, department.ReasonQueue},
		{"the member of the team with the post comes first", []string{"质量"}, department.Around{Owner: "yan", Team: []string{"zhuo"}}, demo(), "zhuo", "", department.ReasonTeam},
		{"an empty post is the head's incident", []string{"法务"}, owned, demo(), "wenren", "", department.ReasonEmptyPost},
		{"an unknown role is the head's incident", []string{"占星师"}, owned, demo(), "wenren", "", department.ReasonNoRole},
		{"the first role that leads to somebody decides", []string{"法务", "质量"}, owned, demo(), "", department.Quality, department.ReasonQueue},
		{"the program needs nobody", []string{"系统"}, owned, demo(), "", "", department.ReasonSystem},
		{"nobody at all", []string{"专员"}, department.Around{}, demo(), "", "", department.ReasonNobody},
		{"no role at all", nil, owned, demo(), "wenren", "", department.ReasonNobody},
		{"an absent owner has a deputy", []string{"专员"}, owned, demo().change("yan", away("2026-10-09", "gu")), "gu", "", department.ReasonDeputy},
		{"one working day is waited for", []string{"专员"}, owned, demo().change("yan", away(today, "gu")), "yan", "", department.ReasonOwner},
		{"deputies of deputies", []string{"专员"}, owned, demo().change("yan", away("", "gu")).change("gu", away("", "wenren")), "wenren", "", department.ReasonDeputy},
		{"deputies in a ring lead to the head", []string{"专员"}, owned, demo().change("yan", away("", "gu")).change("gu", away("", "yan")), "wenren", "", department.ReasonNobody},
		{"who cannot sign in does nothing", []string{"部门主管"}, owned, demo().change("wenren", func(p *department.Staff) { p.Disabled = true }), "duanmu", "", department.ReasonHead},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := tt.around
			a.Organisation, a.Today = tt.org, today
			got := department.Resolve(tt.roles, a)
			if got.Staff != tt.staff || got.Queue != tt.queue || got.Reason != tt.reason {
				t.Errorf("got %+v, want staff %q, queue %q, reason %s", got, tt.staff, tt.queue, tt.reason)
			}
		})
	}
}

func TestApproverIsNeverTheActor(t *testing.T) {
	t.Parallel()

	ids := []string{"yan", "gu", "wenren", "duanmu", "situ"}
	rapid.Check(t, func(t *rapid.T) {
		org := demo()
		for _, id := range ids {
			if rapid.Bool().Draw(t, id) {
				org.change(id, away("2026-12-31", department.StaffID(rapid.SampledFrom(ids).Draw(t, "deputy of "+id))))
			}
		}
		actor := rapid.SampledFrom(ids).Draw(t, "actor")
		if got := department.Approver(actor, org, today); string(got.Staff) == actor {
			t.Fatalf("%s approves their own act: %+v", actor, got)
		}
		for _, r := range department.RoleRules() {
			a := department.Around{Owner: "yan", Commander: "gu", Actor: actor, Organisation: org, Today: today}
			got := department.Resolve([]string{r.Role}, a)
			if string(got.Staff) == actor {
				t.Fatalf("role %s went to the actor %s", r.Role, actor)
			}
			if got.Staff == "" && got.Queue == "" && !got.Incident && !got.System {
				t.Fatalf("role %s is silent: %+v", r.Role, got)
			}
		}
	})
}

func TestAbsenceOfMoreThanOneWorkingDayCounts(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name        string
		from, until clock.Date
		want        bool
	}{
		{"not absent", "", "", false},
		{"from tomorrow", "2026-09-25", "2026-10-30", false},
		{"until yesterday", "2026-09-01", "2026-09-23", false},
		{"today only", today, today, false},
		{"today and tomorrow", today, "2026-09-25", true},
		{"the last day of a long one", "2026-09-01", today, false},
		{"without an end", today, "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := department.Staff{AbsentFrom: tt.from, AbsentUntil: tt.until}
			if got := s.Away(today); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
	weekend := department.Staff{AbsentFrom: "2026-09-25", AbsentUntil: "2026-09-27"} // Friday to Sunday
	if weekend.Away("2026-09-25") {
		t.Error("a weekend makes one working day longer")
	}
}

func TestEveryRoleOfTheShippedChartsIsKnown(t *testing.T) {
	t.Parallel()

	for _, role := range []string{
		"专员", "开发经理", "经理", "部门主管", "总监", "总经理", "公司高层", "内勤", "财务", "质量", "技术", "计划", "生产", "物流", "法务",
		"合规", "人力资源", "订单处理", "审批人", "评审人", "系统",
	} {
		if _, ok := department.RuleOf(role); !ok {
			t.Errorf("role %s has no rule", role)
		}
	}
}

func TestStaffNamesEveryWrongField(t *testing.T) {
	t.Parallel()

	good := department.Staff{Name: i18n.Text{ZH: "邵一澄"}, Post: department.Specialist, Username: "shaoyicheng"}
	if err := good.Validate(); err != nil {
		t.Errorf("good: got %v", err)
	}
	bad := department.Staff{ID: "a", Superior: "a", Post: "boss", Duty: "god", Username: "Shao YC", AbsentFrom: "2026-10-02", AbsentUntil: "2026-10-01"}
	if f := fault.Of(bad.Validate()); f == nil || len(f.Parts) != 6 {
		t.Errorf("bad: got %v", f)
	}
	auditor := good
	auditor.Duty = department.Auditor
	if !fault.Is(auditor.Validate(), fault.Invalid) {
		t.Error("an auditor holds a business post")
	}
}

func TestTermsHaveBothLanguages(t *testing.T) {
	t.Parallel()

	for _, x := range append(department.Posts(), department.Duties()...) {
		if x.Code == "" || x.Text.ZH == "" || x.Text.EN == "" {
			t.Errorf("term %q lacks a language", x.Code)
		}
	}
}
