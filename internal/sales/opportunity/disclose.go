package opportunity

import (
	"strings"

	"qiju/internal/condition"
)

// ClassOf returns the field class of a fact, in the codes of access.Class: what
// a reader must be allowed to see before its value is shown. That a condition
// about it holds or not is a declared disclosure (decisions §2.3); its value is
// not.
func ClassOf(path string) string {
	switch {
	case strings.HasPrefix(path, "内线."):
		return "personal"
	case strings.HasPrefix(path, "决策组.") || strings.HasPrefix(path, "决策链."):
		return "team"
	case path == "报价.毛利率" || path == "报价.低于成本" || path == pathMargin || path == pathNet:
		return "cost"
	default:
		return "public"
	}
}

// Disclose returns the result as somebody may see it who sees the classes for
// which sees is true: of other facts only whether they are met remains.
func (r RequirementResult) Disclose(sees func(class string) bool) RequirementResult {
	parts := make([]RequirementPart, len(r.Parts))
	for i, p := range r.Parts {
		if !sees(ClassOf(p.Fact)) {
			p.Have, p.Unknown = "", false
		}
		parts[i] = p
	}
	r.Parts = parts
	return r
}

// Disclose returns the review as somebody may see it who sees the classes for
// which sees is true: facts of other classes are left out.
func (r Review) Disclose(sees func(class string) bool) Review {
	facts := condition.Facts{}
	for path, v := range r.Facts {
		if sees(ClassOf(path)) {
			facts[path] = v
		}
	}
	r.Facts = facts
	return r
}
