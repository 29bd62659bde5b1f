package deals

import (
	"strings"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
	"qiju/internal/sales/opportunity"
)

// Draft are the fields of an opportunity that a person writes.
type Draft struct {
	Account    string       `json:"account"`
	Name       i18n.Text    `json:"name"`
	Product    string       `json:"product,omitempty"`
	Amount     money.Amount `json:"amount"`
	ExpectedOn clock.Date   `json:"expectedOn,omitempty"`
}

// Patch returns the change that sets every field of the draft but the account.
func (q Draft) Patch() Patch {
	return Patch{Name: &q.Name, Product: &q.Product, Amount: &q.Amount, ExpectedOn: &q.ExpectedOn}
}

func (q Draft) check() error { return q.Patch().check() }

// Patch is a change of an opportunity: a field that is nil keeps its value.
type Patch struct {
	Account    *string       `json:"account,omitempty" doc:"Stays what it is; another one is refused."`
	Name       *i18n.Text    `json:"name,omitempty"`
	Product    *string       `json:"product,omitempty"`
	Amount     *money.Amount `json:"amount,omitempty"`
	ExpectedOn *clock.Date   `json:"expectedOn,omitempty"`
}

// onto writes the change over an opportunity.
func (q Patch) onto(o opportunity.Opportunity) opportunity.Opportunity {
	if q.Name != nil {
		o.Name = *q.Name
	}
	if q.Product != nil {
		o.Product = *q.Product
	}
	if q.Amount != nil {
		o.Amount = *q.Amount
	}
	if q.ExpectedOn != nil {
		o.ExpectedOn = *q.ExpectedOn
	}
	return o
}

// maxName is the length of a name in characters.
const maxName = 200

func (q Patch) check() error {
	var wrong []*fault.Error
	if q.Name != nil && q.Name.IsZero() {
		wrong = append(wrong, fault.Field("name", "field.required", nil))
	}
	if q.Name != nil && (len([]rune(q.Name.ZH)) > maxName || len([]rune(q.Name.EN)) > maxName) {
		wrong = append(wrong, fault.Field("name", "field.too_long", fault.Args{"max": maxName}))
	}
	if q.Amount != nil {
		wrong = append(wrong, checkAmount(*q.Amount)...)
	}
	if q.ExpectedOn != nil && *q.ExpectedOn != "" {
		if _, ok := clock.ParseDate(string(*q.ExpectedOn)); !ok {
			wrong = append(wrong, fault.Field("expectedOn", "field.not_a_date", nil))
		}
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "fault.invalid", nil).With(wrong...)
	}
	return nil
}

// checkAmount refuses an amount that no reader of JSON holds exactly, and one
// in a currency that there is not. Nothing needs no currency.
func checkAmount(a money.Amount) []*fault.Error {
	switch {
	case a.Minor < 0 || a.Minor > money.Max:
		return []*fault.Error{fault.Field("amount", "field.out_of_range", nil)}
	case (a.Currency != "" || a.Minor != 0) && !isCurrency(a.Currency):
		return []*fault.Error{fault.Field("amount", "opportunity.currency_unknown", fault.Args{"have": a.Currency})}
	}
	return nil
}

// isCurrency reports whether the code is that of a currency in circulation.
func isCurrency(code string) bool {
	return len(code) == 3 && !strings.Contains(code, " ") && strings.Contains(currencies, code)
}

// currencies are the currencies of ISO 4217 in circulation, apart by blanks.
const currencies = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD " +
	"CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD " +
	"HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL " +
	"MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD " +
	"RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD " +
	"UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
