package accounts

import (
	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/desk"
	"qiju/internal/sales/account"
)

// toldAccount is an account as an audit line tells it.
type toldAccount struct {
	account.Account
	Dossier map[string]any `json:"dossier"` // in place of the account's own
}

// told returns what the audit says of an account: dossier fields of restricted
// classes are sealed, because the line has more readers than the field.
func told(a account.Account) toldAccount {
	t := toldAccount{Account: a, Dossier: make(map[string]any, len(a.Dossier))}
	for code, f := range a.Dossier {
		if classOf(code) == string(access.Public) {
			t.Dossier[code] = f
			continue
		}
		t.Dossier[code] = desk.Seal(f)
	}
	return t
}

// classOf returns the class of a dossier field; one that is not known is
// treated like a personal one.
func classOf(code string) string {
	for _, item := range account.DossierItems() {
		if item.Code == code {
			return item.Class
		}
	}
	return string(access.Personal)
}

// toldTeam returns what the audit says of an account team.
func toldTeam(rev int64, team []account.Member) map[string]any {
	members := make([]map[string]string, len(team))
	for i, m := range team {
		members[i] = map[string]string{"staff": m.Staff, "role": string(m.Role)}
	}
	return map[string]any{"rev": rev, "team": members}
}

// toldContact returns what the audit says of a contact: that and which fields,
// never the values of personal facts (decisions §2.4).
func toldContact(x account.Contact) map[string]any {
	return map[string]any{"role": x.Role, "weight": x.Weight, "level": x.Level, "veto": x.Veto, "identified": x.Identified, "voided": x.Voided, "rev": x.Rev}
}

// coachField is the dossier field that the register of coaches fills.
const coachField = "C4"

// WithCoaches returns the dossier with the field of the coaches' stars as the
// register has it: verified on the day of the latest entry, missing without one.
// What stands there in the dossier itself counts for nothing.
func WithCoaches(d account.Dossier, coaches []account.Coach, day func(clock.Instant) clock.Date) account.Dossier {
	out := make(account.Dossier, len(d)+1)
	for code, f := range d {
		if code != coachField {
			out[code] = f
		}
	}
	var latest clock.Instant
	for _, k := range coaches {
		latest = max(latest, k.At)
	}
	if latest != 0 {
		out[coachField] = account.DossierField{Value: coachField, Verified: day(latest)}
	}
	return out
}
