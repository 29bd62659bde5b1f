package deals

import (
	"qiju/internal/access"
	"qiju/internal/desk"
	"qiju/internal/sales/opportunity"
)

// openClass reports whether everybody who reads the audit lines of a deal may see
// facts of the class.
func openClass(class string) bool { return class == string(access.Public) }

// toldDeal is a deal as an audit line tells it.
type toldDeal struct {
	opportunity.Opportunity
	Stated map[string]any `json:"stated"` // in place of the deal's own
}

// told returns what the audit says of a deal: facts of restricted classes that
// a person stated are sealed, because the line has more readers than the fact.
func told(o opportunity.Opportunity) toldDeal {
	t := toldDeal{Opportunity: o, Stated: make(map[string]any, len(o.Stated))}
	for path, s := range o.Stated {
		if openClass(opportunity.ClassOf(path)) {
			t.Stated[path] = s
			continue
		}
		t.Stated[path] = desk.Seal(s)
	}
	return t
}

// toldReview returns what the audit says of a gate review: facts of restricted
// classes are left out.
func toldReview(r opportunity.Review) opportunity.Review { return r.Disclose(openClass) }
