package imports_test

import (
	"context"
	"encoding/json"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/desk/imports"
	"qiju/internal/store"
)

func TestAMappingMustFitTheHouse(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	stage := func(state, place, end string) map[string]any {
		return map[string]any{"state": state, "place": place, "end": end}
	}
	const won = "opportunity.stages.Won"
	for _, c := range []struct {
		name, path string
		value      any
		field, key string
	}{
		{"a state that does not exist", won, stage("victory", "", "OK"), won + ".state", "field.unknown_value"},
		{"a suspended deal stands nowhere", won, stage("suspended", "A1", ""), won + ".state", "field.unknown_value"},
		{"a closed deal without an end", won, stage("won", "", ""), won + ".end", "import.stage_place"},
		{"a closed deal on a node", won, stage("won", "A1", ""), won + ".end", "import.stage_place"},
		{"both", won, stage("won", "A1", "OK"), won + ".end", "import.stage_place"},
		{"an end that is a node", won, stage("won", "", "A1"), won + ".end", "engine.end_unknown"},
		{"a node that does not exist", won, stage("open", "A99", ""), won + ".place", "engine.node_unknown"},
		{"a running deal at an end", won, stage("open", "OK", ""), won + ".place", "engine.node_no_place"},
		{"a chart that does not exist", "opportunity.chart", "F99", "opportunity.chart", "import.chart_unknown"},
		{"no stages", "opportunity.stages", nil, "opportunity.stages", "field.required"},
		{"no currency, here or in the company", "currency", nil, "currency", "import.currency_bad"},
	} {
		_, err := s.imports.Start(t.Context(), s.boss, imports.Request{Kind: "opportunity", Mapping: s.mapped(c.path, c.value), Content: someDeals})
		f := fault.Of(err)
		if f == nil || f.Kind != fault.Invalid || len(f.Parts) != 1 || f.Parts[0].Field != "mapping."+c.field || f.Parts[0].Key != c.key {
			t.Errorf("%s: %+v, want %s on %s", c.name, f, c.key, c.field)
		}
	}
}

func TestTheCurrencyIsTheCompanysWhereTheMappingNamesNone(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.update(func(ctx context.Context, tx store.Tx) error {
		return tx.PutSetting(ctx, "company", json.RawMessage(`{"name":{"zh":"试"},"currency":"JPY"}`))
	})
	s.bring("person", somePeople)
	s.bringAs(s.boss, "opportunity", dealsOf("A1|Ann Lee|GTX Pro||Won|1054"), s.mapped("currency", nil))
	if a := s.deal("A1").Amount; a.Currency != "JPY" || a.Minor != 1054 {
		t.Errorf("amount = %+v, want 1054 yen", a)
	}
}
