package opportunity_test

import (
	"testing"

	"qiju/internal/access"
	"qiju/internal/condition"
	"qiju/internal/sales/opportunity"
)

func TestGateTellsOutsidersOnlyWhetherAConditionHolds(t *testing.T) {
	t.Parallel()

	finance := access.Principal{Staff: "stf_1", Post: "finance"}
	sees := func(class string) bool { return access.MaySee(finance, access.Class(class), access.Post) }
	for _, r := range judge(t, "G2", readyForG2()) {
		told := r.Disclose(sees)
		for i, p := range told.Parts {
			hidden := p.Fact == "内线.合格人数" || p.Fact == "决策链.识别权重"
			if p.Met != r.Parts[i].Met || (p.Have == "") != hidden {
				t.Errorf("%s: got have %q, met %t", p.Fact, p.Have, p.Met)
			}
		}
		if r.Parts[0].Have == "" {
			t.Errorf("%s: telling one reader changed the result itself", r.Code)
		}
	}
	review := opportunity.Review{Facts: condition.Facts{"内线.合格人数": condition.Int(1), "档案.完整率": condition.Int(1)}}
	told := review.Disclose(sees).Facts
	if _, there := told["内线.合格人数"]; there || len(told) != 1 || len(review.Facts) != 2 {
		t.Errorf("got %v", told)
	}
}

func TestClassesOfFactsAreClassesOfFields(t *testing.T) {
	t.Parallel()

	for _, f := range opportunity.FactTable() {
		switch c := access.Class(opportunity.ClassOf(f.Path)); c {
		case access.Public, access.Team, access.Cost, access.Personal:
		default:
			t.Errorf("%s: class %q", f.Path, c)
		}
	}
}
