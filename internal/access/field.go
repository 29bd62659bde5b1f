package access

// MaySee reports whether p, standing in rel to the record, sees its fields of
// class (domain.md appendix B, §9.4). Fields that one may not see are absent.
//
// Costs belong to products, which have no relation: there the post decides.
func MaySee(p Principal, class Class, rel Relation) bool {
	o := officesOf(p)
	rel = effective(p, rel)
	switch class {
	case Public:
		return rel != Foreign
	case Team:
		return workers.has(rel) || (rel == Post && o&(backOffice|compliance) != 0)
	case Cost:
		return o&(finance|leading) != 0
	case Personal:
		return sellers.has(rel) || (rel == Post && o&compliance != 0)
	}
	return false
}

// Masks reports whether p, standing in rel, sees telephone numbers and
// addresses of contacts only in part: the back office outside the account team.
func Masks(p Principal, rel Relation) bool {
	return effective(p, rel) == Post && officesOf(p)&backOffice != 0
}

// Mask hides the middle of a telephone number or the name in a mail address,
// so that one recognises it and cannot use it.
func Mask(s string) string {
	r := []rune(s)
	keep, from := 2, len(r)
	for i, c := range r {
		if c == '@' {
			keep, from = 1, i
		}
	}
	if from < len(r) {
		return string(r[:min(keep, from)]) + "***" + string(r[from:])
	}
	if len(r) <= 2*keep {
		return "***"
	}
	return string(r[:keep]) + "***" + string(r[len(r)-keep:])
}
