// Package i18n holds texts in two languages and the catalogue of messages.
//
// Chinese is the default language; English is complete. A text that a person
// typed is a [Text]; a sentence of the program is a key of the catalogue.
package i18n

// Lang is a language of the interface.
type Lang string

// The languages of the interface.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Text is a text that users enter in one or two languages (decisions §3.9).
// The English part is optional.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en,omitempty"`
}

// In returns the text in lang: the English twin where there is one, else the
// Chinese; and the English where the Chinese is empty.
func (t Text) In(lang Lang) string {
	if (lang == EN && t.EN != "") || t.ZH == "" {
		return t.EN
	}
	return t.ZH
}

// IsZero reports whether both parts are empty.
func (t Text) IsZero() bool { return t.ZH == "" && t.EN == "" }
