package department

import "slices"

// Way is how a role of a chart finds a person (decisions §1.4).
type Way string

// The ways.
const (
	ByOwner    Way = "owner"    // the owner of the account, else the commander
	ByHead     Way = "head"     // the head of the owner's department
	BySuperior Way = "superior" // the first above the owner who holds one of the posts, else the topmost
	ByPost     Way = "post"     // the member of the account team with the post, else the queue of the post
	BySystem   Way = "system"   // nobody: the program does it
)

// RoleRule says who a role of a chart is.
type RoleRule struct {
	Role  string // Chinese name, as charts write it
	EN    string // English name, which charts may write instead
	Way   Way
	Posts []Post // BySuperior: in order of preference; ByPost: the one post
}

// RoleRules returns the table by which roles find people.
//
// Until the authority matrix and the review by function have documents of their
// own, 审批人 and 评审人 are the head.
func RoleRules() []RoleRule {
	return []RoleRule{
		{"专员", "Specialist", ByOwner, nil},
		{"开发经理", "Development manager", ByOwner, nil},
		{"经理", "Manager", ByHead, nil},
		{"部门主管", "Head of department", ByHead, nil},
		{"审批人", "Approver", ByHead, nil},
		{"评审人", "Reviewer", ByHead, nil},
		{"总监", "Sales director", BySuperior, []Post{Director, Executive}},
		{"总经理", "General manager", BySuperior, []Post{Executive, Director}},
		{"公司高层", "Executive", BySuperior, []Post{Executive, Director}},
		{"内勤", "Back office", ByPost, []Post{BackOffice}},
		{"订单处理", "Order processing", ByPost, []Post{BackOffice}},
		{"财务", "Finance", ByPost, []Post{Finance}},
		{"质量", "Quality", ByPost, []Post{Quality}},
		{"技术", "Engineering", ByPost, []Post{Technical}},
		{"计划", "Planning", ByPost, []Post{Planning}},
		{"生产", "Production", ByPost, []Post{Planning}},
		{"物流", "Logistics", ByPost, []Post{Logistics}},
		{"法务", "Legal", ByPost, []Post{Legal}},
		{"合规", "Compliance", ByPost, []Post{Compliance}},
		{"人力资源", "Human resources", ByPost, []Post{HR}},
		{"系统", "System", BySystem, nil},
	}
}

// RuleOf returns the rule of a role by its Chinese or English name.
func RuleOf(role string) (RoleRule, bool) {
	rules := RoleRules()
	i := slices.IndexFunc(rules, func(r RoleRule) bool { return r.Role == role || r.EN == role })
	if i < 0 {
		return RoleRule{}, false
	}
	return rules[i], true
}

// Organisation is our organisation at one moment.
type Organisation interface {
	// Person returns one of our people, the zero Staff for an unknown id.
	Person(id string) Staff
	// Superiors returns the people above somebody, nearest first, never that
	// person: the heads of the department and of those above it, then their
	// superiors.
	Superiors(id string) []StaffID
	// Holders returns the people who hold a post and can sign in.
	Holders(post Post) []StaffID
}
