package opportunity

import (
	"strings"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
)

// urgencyNeedsEvidence is the urgency from which evidence is required (S2.16).
const urgencyNeedsEvidence = 3

// Validate returns a fault.Invalid that names every wrong field of the
// assessment. Everything may be left open; an urgency of 3 or more needs its
// evidence.
func (n Need) Validate() error {
	var w wrongs
	w.add(n.Reason != "" && !knows(Reasons(), n.Reason), "reason", "need.reason_unknown", fault.Args{"have": n.Reason})
	w.add(n.Method != "" && !knows(Methods(), n.Method), "method", "need.method_unknown", fault.Args{"have": n.Method})
	w.score(n.Urgency, 4, "urgency")
	w.score(n.Structure, 5, "structure")
	w.score(n.Plan, 5, "plan")
	w.score(n.Strength, 5, "strength")
	urgent := n.Urgency != nil && *n.Urgency >= urgencyNeedsEvidence
	w.add(urgent && blank(n.UrgencyWhy), "urgencyWhy", "need.urgency_evidence", nil)
	w.date(n.NeededOn, "neededOn")
	return w.fault()
}

// ValidateRedFlags returns a fault.Invalid when a code is no red flag or stands
// twice.
func ValidateRedFlags(codes []string) error {
	var w wrongs
	seen := map[string]bool{}
	for _, code := range codes {
		w.add(!knows(redFlagTerms(), code), "codes", "flag.unknown", fault.Args{"have": code})
		w.add(seen[code], "codes", "flag.twice", fault.Args{"have": code})
		seen[code] = true
	}
	return w.fault()
}

// SampleDelivered reports whether a sample in the state has come to the
// customer: delivered, or further along its lifecycle without having been
// given up or made anew.
func SampleDelivered(state string) bool {
	switch state {
	case "delivered", "testing", "approved":
		return true
	default:
		return false
	}
}

// wrongs collects the wrong fields of a request.
type wrongs struct {
	parts []*fault.Error
}

func (w *wrongs) add(bad bool, field, key string, args fault.Args) {
	if bad {
		w.parts = append(w.parts, fault.Field(field, key, args))
	}
}

func (w *wrongs) score(v *int, most int, field string) {
	if v != nil {
		w.add(*v < 0 || *v > most, field, "need.range", fault.Args{"have": *v, "max": most})
	}
}

func (w *wrongs) date(d clock.Date, field string) {
	_, ok := clock.ParseDate(string(d))
	w.add(d != "" && !ok, field, "opportunity.date", fault.Args{"have": string(d)})
}

func (w *wrongs) fault() error {
	if len(w.parts) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "opportunity.invalid", nil).With(w.parts...)
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
