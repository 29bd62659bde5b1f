package opportunity

import (
	"strings"
	"unicode/utf8"

	"qiju/internal/base/fault"
)

// Words of a gate review: engine.Word has the same codes (domain §5.6).
const (
	WordGo          = "go"
	WordConditional = "conditional"
	WordReturn      = "return"
	WordSuspend     = "suspend"
	WordTerminate   = "terminate"
)

// States of a gate review.
const (
	ReviewProposed  = "proposed"
	ReviewDecided   = "decided"
	ReviewWithdrawn = "withdrawn"
)

// overrideReason is the least number of characters of a reason to override.
const overrideReason = 10

// Validate returns a fault.Invalid that names every field that the word of the
// review lacks (S2.4, domain §5.6): one to three points of next focus for go
// and conditional, a condition with its day, a reason to return (without a node it goes where the chart draws it),
// a day to revisit, a reason code and a condition of restart. An
// override goes with a reason of at least ten characters. Whether who decides
// may decide is [Review.DecidedWithin]'s question.
func (r Review) Validate() error {
	var w wrongs
	switch r.Word {
	case WordGo:
		w.focus(r.NextFocus)
	case WordConditional:
		w.focus(r.NextFocus)
		w.add(blank(r.Condition), "condition", "review.condition", nil)
		w.add(r.ConditionDue == "", "conditionDue", "review.condition_due", nil)
	case WordReturn:
		w.add(blank(r.Reason) && blank(r.Opinion), "reason", "review.reason", nil)
	case WordSuspend:
		w.add(r.RevisitOn == "", "revisitOn", "review.revisit", nil)
	case WordTerminate:
		w.add(!knows(LostReasons(), r.ReasonCode), "reasonCode", "review.reason_code", nil)
		w.add(blank(r.Restart), "restart", "review.restart", nil)
	default:
		w.add(true, "word", "review.word", fault.Args{"have": r.Word})
	}
	w.add(len(r.NextFocus) > 3, "nextFocus", "review.focus_many", nil)
	w.date(r.ConditionDue, "conditionDue")
	w.date(r.RevisitOn, "revisitOn")
	if r.Override {
		w.add(r.Word != WordGo && r.Word != WordConditional, "override", "review.override_word", nil)
		short := utf8.RuneCountInString(strings.TrimSpace(r.Reason)) < overrideReason
		w.add(short, "reason", "review.override_reason", fault.Args{"min": overrideReason})
	}
	return w.fault()
}

// focus checks the mandatory next focus (下一步工作重点).
func (w *wrongs) focus(points []string) {
	n := 0
	for _, p := range points {
		if !blank(p) {
			n++
		}
	}
	w.add(n == 0, "nextFocus", "review.focus", nil)
}

// DecidedWithin returns a fault.Denied when by may not decide the review: the
// gate is decided by a head, never by who commands the deal or proposed the
// decision (decisions §1.4).
func (r Review) DecidedWithin(by, commander string, head bool) error {
	switch {
	case !head:
		return fault.New(fault.Denied, "review.head_only", nil)
	case by == commander || (r.ProposedBy != "" && by == r.ProposedBy):
		return fault.New(fault.Denied, "review.self_approval", nil)
	default:
		return nil
	}
}
