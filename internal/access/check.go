package access

import "slices"

// Verdict is the answer to "may they?".
type Verdict string

// The verdicts.
const (
	Allow  Verdict = "allow"
	SignIn Verdict = "sign_in" // nobody is signed in
	Deny   Verdict = "deny"    // the record is visible, this act is not theirs
	Hide   Verdict = "hide"    // for them the record does not exist
)

// Check decides whether p may do op on a record to which the strongest relation
// is rel. For operations without a record rel is [PostOf](p).
//
// An unknown operation is denied. Conditions that need more than the relation
// (whose task it is, who proposed, which kind of import) are the act's own.
func Check(p Principal, op Operation, rel Relation) Verdict {
	r, ok := find(op)
	if ok && r.reach == anybody {
		return Allow
	}
	if p.Staff == "" {
		return SignIn
	}
	if !ok || r.reach == nobody || !tokenAllows(p, op) {
		return Deny
	}
	rel = effective(p, rel)
	if r.allows(p, rel) {
		return Allow
	}
	if r.reach == onRecord && !visible(p, r.kind, rel) {
		return Hide
	}
	return Deny
}

// Possible reports whether p could do op on some record: it decides what a
// menu offers.
func Possible(p Principal, op Operation) bool {
	return slices.ContainsFunc([]Relation{PostOf(p), Support, Seller, Head, Owner}, func(rel Relation) bool {
		return attainable(p, rel) && Check(p, op, rel) == Allow
	})
}

// PostOf returns the relation that p has to every account by post alone: Post
// for posts that read all of them, Foreign for the others.
func PostOf(p Principal) Relation {
	if officesOf(p)&reading != 0 {
		return Post
	}
	return Foreign
}

// Strongest returns the strongest of the relations, Foreign for none.
func Strongest(rels ...Relation) Relation {
	best := Foreign
	for _, r := range rels {
		if rank(r) > rank(best) {
			best = r
		}
	}
	return best
}

// MayImport reports whether p may import records of kind and undo that: people
// and products also as a system administrator, business data only as manager or
// above.
func MayImport(p Principal, kind string) bool {
	o := officesOf(p)
	if o&leading != 0 {
		return o&auditor == 0
	}
	return o&systemAdmin != 0 && (kind == "person" || kind == "product")
}

func (r rule) allows(p Principal, rel Relation) bool {
	o := officesOf(p)
	if r.write && r.kind != SessionKind && o&auditor != 0 {
		return false // an auditor changes nothing
	}
	switch r.reach {
	case anybody, signedIn, listing:
		return true
	case byOffice:
		return o&r.posts != 0
	case onRecord:
		return r.who.has(rel) || (rel == Post && o&r.posts != 0)
	case nobody:
		return false
	}
	return false
}

// visible reports whether p sees records of kind at all.
func visible(p Principal, k Kind, rel Relation) bool {
	if k == ContactKind {
		return MaySee(p, Team, rel)
	}
	return rel != Foreign
}

// tokenAllows reports whether the session's scopes cover op.
func tokenAllows(p Principal, op Operation) bool {
	if p.Scopes == nil {
		return true
	}
	need := TokenScope(op)
	return need == "" || slices.Contains(p.Scopes, need)
}

// effective returns the relation that counts: people without a business post
// (human resources, administrators) have none, whatever the team table says.
func effective(p Principal, rel Relation) Relation {
	if rel == Post {
		return PostOf(p)
	}
	if officesOf(p)&(selling|working) == 0 {
		return PostOf(p)
	}
	return rel
}

// attainable reports whether somebody of p's post can come to stand in rel:
// those who sell, support and lead by their post.
func attainable(p Principal, rel Relation) bool {
	o := officesOf(p)
	switch rel {
	case Owner, Seller:
		return o&selling != 0
	case Head:
		return o&leading != 0
	case Support:
		return o&(selling|working) != 0
	case Post, Foreign:
		return true
	}
	return false
}

func rank(r Relation) int {
	return slices.Index([]Relation{Foreign, Post, Support, Seller, Head, Owner}, r)
}
