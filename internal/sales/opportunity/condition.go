package opportunity

import (
	"slices"

	"qiju/internal/base/i18n"
)

// EarlierCondition is the code of the requirement that the condition of an
// earlier conditional go is met (decisions §1.2: the next gate checks it).
const EarlierCondition = "earlier_condition"

// RepairCondition mends an earlier condition: the next review states that it is
// met.
const RepairCondition RepairKind = "condition"

// OpenConditions returns the decided reviews of a run whose conditional go still
// waits for its condition, oldest first.
func OpenConditions(reviews []Review, run string) []Review {
	var open []Review
	for _, r := range reviews {
		if r.Run == run && r.State == ReviewDecided && r.Word == WordConditional && !r.ConditionMet {
			open = append(open, r)
		}
	}
	return open
}

// JudgeConditions returns one requirement for each open condition: met where the
// present review states so.
func JudgeConditions(open []Review, stated []ReviewID) []RequirementResult {
	results := make([]RequirementResult, 0, len(open))
	for _, r := range open {
		met := slices.Contains(stated, r.ID)
		result := RequirementResult{
			Code: EarlierCondition, Text: i18n.Text{ZH: r.Gate + ": " + r.Condition}, State: Unmet, Repair: RepairCondition,
			Parts: []RequirementPart{{Fact: r.Condition, Have: "✗", Want: "✓ ≤ " + string(r.ConditionDue), Met: met}},
		}
		if met {
			result.State, result.Parts[0].Have = Met, "✓"
		}
		results = append(results, result)
	}
	return results
}
