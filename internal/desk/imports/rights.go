package imports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/desk/accounts"
	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/store"
)

// lastOf returns the newest change of a record, also one of this batch; edited
// reports whether the record says something else than that change left, or an
// earlier one had: an import changes only what an import wrote.
func (b *turn) lastOf(ctx context.Context, kind, id string, have any) (c store.Change, edited bool, err error) {
	c, known := b.last[kind+"|"+id]
	if !known {
		c, err = b.LastChange(ctx, kind, id)
		if fault.Is(err, fault.NotFound) {
			return c, true, nil
		}
	}
	return c, c.Edited || c.After != contentOf(have), err
}

// may reports whether the importer may do op on the record under key: by
// relation, as in every other act, or because their own import made it.
func (b *turn) may(ctx context.Context, op access.Operation, key, madeBy string) (bool, error) {
	rel, err := b.Relation(ctx, key)
	if err != nil || b.Could(op, rel) {
		return err == nil, err
	}
	return b.mine(ctx, madeBy)
}

// mine reports whether the importer made an import.
func (b *turn) mine(ctx context.Context, importID string) (bool, error) {
	if importID == "" {
		return false, nil
	}
	own, known := b.own[importID]
	if !known {
		i, err := b.Import(ctx, importID)
		if err != nil {
			return false, err
		}
		own = i.By == b.By.Staff
		if b.own == nil {
			b.own = map[string]bool{}
		}
		b.own[importID] = own
	}
	return own, nil
}

// mayMove reports whether the importer may change one of our people: those that
// an import made, below the importer. Directors, executives and system
// administrators may change all of them.
func (b *turn) mayMove(s department.Staff) bool {
	if s.Import == "" {
		return false
	}
	if b.By.IsSystem() || b.By.Duty == string(department.SystemAdmin) || b.presides() {
		return true
	}
	for _, above := range b.dir.Superiors(string(s.ID)) {
		if string(above) == b.By.Staff {
			return true
		}
	}
	return false
}

// presides reports whether the importer stands above every department.
func (b *turn) presides() bool {
	return b.By.Post == string(department.Director) || b.By.Post == string(department.Executive)
}

// maySell judges whether a deal of staff may be attached to an account, which
// lets staff see it: staff sells to it already and the importer may make deals
// there, or the importer may set its team or brought the account in. It notes a problem of the row and
// returns false where neither holds.
func (b *turn) maySell(ctx context.Context, r row, a account.Account, staff string) (bool, error) {
	team, err := b.team(ctx, a.ID)
	if err != nil {
		return false, err
	}
	rels := accounts.Around(b.dir, a, team)[b.By.Staff]
	rel := access.Strongest(append(rels, access.PostOf(b.By.Principal))...)
	if b.By.IsSystem() || b.presides() || b.Could(access.SetAccountTeam, rel) {
		return true, nil
	}
	if own, err := b.mine(ctx, a.Import); err != nil || own {
		return own, err
	}
	c := b.w.mapping.Opportunity.Columns
	if !b.Could(access.CreateOpportunity, rel) {
		b.problem(r, c.Account, "import.account_foreign", nil)
		return false, nil
	}
	if a.Owner != staff && !inTeam(team, staff) {
		b.problem(r, c.Commander, "import.team_by_owner", nil)
		return false, nil
	}
	return true, nil
}

// contentOf is the digest of what a record says, without its revision and the
// moment of its last change: an undo finds back what it restored.
func contentOf(record any) string {
	b, err := json.Marshal(record)
	if err != nil {
		return ""
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(b, &fields); err != nil {
		return ""
	}
	delete(fields, "rev")
	delete(fields, "updatedAt")
	if b, err = json.Marshal(fields); err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
