// Package trade is 业务流程: what we sell and the papers of selling it
// (domain §7).
package trade

import (
	"qiju/internal/base/clock"
	"qiju/internal/base/i18n"
)

// ProductID identifies a product ("prd_…").
type ProductID string

// Product is something we sell.
type Product struct {
	ID         ProductID     `json:"id"`
	ExternalID string        `json:"externalId,omitempty"`
	Code       string        `json:"code"`
	Name       i18n.Text     `json:"name"`
	Series     string        `json:"series,omitempty"`
	Unit       i18n.Text     `json:"unit"`
	ListPrice  string        `json:"listPrice"`      // decimal text without tax, up to 6 places
	Cost       string        `json:"cost,omitempty"` // decimal text; class 成本, masked for most
	Currency   string        `json:"currency"`
	Import     string        `json:"import,omitempty"`
	Voided     bool          `json:"voided,omitempty"`
	CreatedAt  clock.Instant `json:"createdAt"`
	Rev        int64         `json:"rev"`
}
