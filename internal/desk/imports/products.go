package imports

import (
	"context"
	"strings"

	"qiju/internal/base/i18n"
	"qiju/internal/sales/trade"
	"qiju/internal/store"
)

// takeProduct imports one product; its name is its id in the other system.
func takeProduct(ctx context.Context, b *turn, r row) (outcome, error) {
	c := b.w.mapping.Product.Columns
	name := r.get(c.Name)
	if name == "" {
		b.problem(r, c.Name, "field.required", nil)
		return bad, nil
	}
	price := r.get(c.ListPrice)
	if !isDecimal(price) {
		b.problem(r, c.ListPrice, "import.number_bad", nil)
		return bad, nil
	}
	ext := b.w.mapping.external("product", name)
	var have trade.Product
	known := false
	for _, p := range b.products {
		if p.ExternalID == ext {
			have, known = p, true
		}
	}
	want := have
	if !known {
		want = trade.Product{ID: trade.ProductID(b.New("prd")), ExternalID: ext, Import: b.importID, CreatedAt: b.Now}
	}
	want.Code, want.Name, want.Series, want.ListPrice, want.Currency = name, i18n.Text{ZH: name}, r.get(c.Series), price, b.w.mapping.Currency
	if known && want == have {
		return unchanged, nil
	}
	result := made
	var before any
	if known {
		if _, edited, err := b.lastOf(ctx, "product", string(have.ID), have); err != nil || edited {
			return b.leave(r, "product", string(have.ID)), err
		}
		result, before = changed, have
	}
	if b.dry {
		b.products = append(b.products, want)
		return result, nil
	}
	stored, err := b.PutProduct(ctx, want)
	if err != nil {
		return bad, err
	}
	b.products = append(b.products, stored)
	return result, b.note(store.Change{Kind: "product", ID: string(stored.ID)}, "", before, stored)
}

// isDecimal reports whether s is an unsigned decimal number of at most six
// places; "" is not.
func isDecimal(s string) bool {
	whole, frac, dot := strings.Cut(s, ".")
	digits := func(x string) bool {
		return x != "" && strings.Trim(x, "0123456789") == ""
	}
	return digits(whole) && len(whole) <= 12 && (!dot || (digits(frac) && len(frac) <= 6))
}
