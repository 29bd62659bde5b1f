package sqlstore

import (
	"context"

	"qiju/internal/sales/trade"
)

// Product returns a product, also a voided one.
func (t *tx) Product(ctx context.Context, id trade.ProductID) (trade.Product, error) {
	return one[trade.Product](ctx, t, "SELECT body FROM products WHERE id = $1", string(id))
}

// ProductByExternalID returns the product that another system knows by the id.
func (t *tx) ProductByExternalID(ctx context.Context, external string) (trade.Product, error) {
	return one[trade.Product](ctx, t,
		"SELECT body FROM products WHERE external_id = $1 AND external_id <> '' AND voided = 0", external)
}

// Products returns every product that is not voided, by code.
func (t *tx) Products(ctx context.Context) ([]trade.Product, error) {
	return all[trade.Product](ctx, t, "SELECT body FROM products WHERE voided = 0 ORDER BY code, id")
}

// PutProduct stores a product.
func (t *tx) PutProduct(ctx context.Context, p trade.Product) (trade.Product, error) {
	was := p.Rev
	p.Rev++
	return put(ctx, t, p, row{table: "products", id: string(p.ID), was: was, fields: []field{
		{"external_id", p.ExternalID},
		{"code", p.Code},
		{"name", p.Name.ZH},
		{"name_en", p.Name.EN},
		{"voided", flag(p.Voided)},
	}})
}
