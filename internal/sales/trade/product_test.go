package trade_test

import (
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/sales/trade"
)

func TestProductNamesEveryWrongField(t *testing.T) {
	t.Parallel()

	good := trade.Product{Code: "LH-RG", Name: i18n.Text{ZH: "精密减速机"}, ListPrice: "6800", Cost: "4350.123456", Currency: "CNY"}
	tests := []struct {
		name   string
		change func(*trade.Product)
		wrong  int
	}{
		{"all is well", func(*trade.Product) {}, 0},
		{"the cost may be unknown", func(p *trade.Product) { p.Cost = "" }, 0},
		{"no code and no name", func(p *trade.Product) { p.Code, p.Name = " ", i18n.Text{} }, 2},
		{"seven places", func(p *trade.Product) { p.ListPrice = "0.1234567" }, 1},
		{"below zero", func(p *trade.Product) { p.Cost = "-1" }, 1},
		{"no number", func(p *trade.Product) { p.ListPrice = "六千" }, 1},
		{"small letters", func(p *trade.Product) { p.Currency = "cny" }, 1},
		{"a word", func(p *trade.Product) { p.Currency = "YUAN" }, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := good
			tt.change(&p)
			f := fault.Of(p.Validate())
			if (f == nil) != (tt.wrong == 0) || (f != nil && len(f.Parts) != tt.wrong) {
				t.Errorf("got %v, want %d wrong fields", f, tt.wrong)
			}
		})
	}
}
