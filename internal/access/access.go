// Package access decides who may do what to which record and which field. One
// definition is used three ways: to check an act, to scope a query, to mask a
// field. It is pure and knows only principals, relations and classes.
//
// The oracle of its tests is docs/policy.csv, written by hand from domain.md
// appendix B.
package access

// Principal is who acts.
type Principal struct {
	Staff      string   // id of our person
	Post       string   // code of the post: department.Post
	Duty       string   // code of the administrative duty, "" for none
	Department string   // id of the own department
	Scopes     []string // of the bearer token; nil for a person's own session (everything)
}

// Relation is how a principal stands to a record; the strongest one counts.
type Relation string

// The relations, weakest first.
const (
	Foreign Relation = ""        // none
	Post    Relation = "post"    // the post alone lets them in (finance, legal … read every account)
	Support Relation = "support" // member of the account team from another department
	Seller  Relation = "seller"  // sells to this account besides the owner
	Head    Relation = "head"    // head of the department, or above it
	Owner   Relation = "owner"   // owner of the account or commander of the deal
)

// Class is the class of a field.
type Class string

// The classes of field.
const (
	Public   Class = "public"   // 公开: whoever sees the record
	Team     Class = "team"     // 团队: contacts, P0/P1
	Cost     Class = "cost"     // 成本/底价
	Personal Class = "personal" // 敏感个人信息: P2/P3, coach
)

// Scope narrows a list to what its principal may see. The zero Scope sees
// nothing. Only this package makes a Scope that sees anything.
type Scope struct {
	all   bool
	staff string
}

// All reports whether every record is visible.
func (s Scope) All() bool { return s.all }

// Staff returns the person whose relations open records; "" when the scope
// sees nothing or everything.
func (s Scope) Staff() string { return s.staff }
