package imports

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"qiju/internal/base/i18n"
	"qiju/internal/sales/department"
	"qiju/internal/store"
)

// roll finds our people by what a file may call them.
type roll struct {
	external map[string]department.Staff
	names    map[string][]department.Staff
	users    map[string]bool
}

func newRoll(staff []department.Staff) roll {
	r := roll{external: map[string]department.Staff{}, names: map[string][]department.Staff{}, users: map[string]bool{}}
	for _, s := range staff {
		r.add(s)
	}
	return r
}

// add puts somebody on the roll, over what stood there of them.
func (r roll) add(s department.Staff) {
	r.external[s.ExternalID] = s
	r.users[s.Username] = true
	for _, name := range []string{s.Name.ZH, s.Name.EN} {
		same := func(o department.Staff) bool { return o.ID == s.ID }
		if i := slices.IndexFunc(r.names[name], same); i >= 0 {
			r.names[name][i] = s
			continue
		}
		r.names[name] = append(r.names[name], s)
	}
}

// enrol remembers somebody who was made or changed.
func (b *turn) enrol(s department.Staff) {
	b.dir = b.dir.With(s)
	b.roll.add(s)
}

// person finds whom a cell means: the one whom the file's system knows by the
// name, else the only one of that name.
func (b *turn) person(name string) (department.Staff, bool) {
	if s, ok := b.roll.external[b.w.mapping.external("person", name)]; ok {
		return s, true
	}
	if alike := b.roll.names[name]; len(alike) == 1 && name != "" {
		return alike[0], true
	}
	return department.Staff{}, false
}

// ambiguous reports whether several of our people have the name.
func (b *turn) ambiguous(name string) bool {
	_, known := b.person(name)
	return !known && name != "" && len(b.roll.names[name]) > 1
}

// takePerson imports one of our people, known by the id of the other system
// only: a name is no proof. Superiors that are only named are made as heads of a
// department of their own.
func takePerson(ctx context.Context, b *turn, r row) (outcome, error) {
	c := b.w.mapping.Person.Columns
	name, superior := r.get(c.Name), r.get(c.Superior)
	ext := b.w.mapping.external("person", name)
	have, known := b.roll.external[ext]
	boss, found := b.person(superior)
	switch {
	case name == "":
		b.problem(r, c.Name, "field.required", nil)
		return bad, nil
	case !known && b.taken(r, c.Name, name):
		return bad, nil
	case superior == name:
		b.problem(r, c.Superior, "import.superior_self", nil)
		return bad, nil
	case b.ambiguous(superior):
		b.problem(r, c.Superior, "import.person_ambiguous", nil)
		return bad, nil
	}
	want := have
	if !known {
		want = department.Staff{
			ID: department.StaffID(b.New("stf")), ExternalID: ext, Username: username(name), Name: i18n.Text{ZH: name},
			Post: b.w.mapping.Person.Post, Import: b.importID, CreatedAt: b.Now,
		}
	}
	fresh := superior != "" && !found
	want = under(want, boss, r.get(c.Region))
	if known && !fresh && want == have {
		return unchanged, nil
	}
	if known {
		if _, edited, err := b.lastOf(ctx, "person", string(have.ID), have); err != nil || edited || !b.mayMove(have) {
			return b.leave(r, "person", string(have.ID)), err
		}
	}
	if fresh {
		if b.taken(r, c.Superior, superior) {
			return bad, nil
		}
		var err error
		if boss, err = b.makeSuperior(ctx, superior, r.get(c.Region)); err != nil {
			return bad, err
		}
		want = under(want, boss, "")
	}
	return b.putStaff(ctx, have, want, known)
}

// under puts somebody below a superior, where the file names one.
func under(s, superior department.Staff, region string) department.Staff {
	if superior.ID != "" {
		s.Superior = superior.ID
	}
	if superior.Department != "" {
		s.Department = superior.Department
	}
	if region != "" {
		s.Region = i18n.Text{ZH: region}
	}
	return s
}

func (b *turn) putStaff(ctx context.Context, have, want department.Staff, known bool) (outcome, error) {
	result := made
	var before any
	if known {
		result, before = changed, have
		b.moved = b.moved || have.Superior != want.Superior || have.Department != want.Department
	}
	if b.dry {
		b.enrol(want)
		return result, nil
	}
	stored, err := b.PutStaff(ctx, want)
	if err != nil {
		return bad, err
	}
	b.enrol(stored)
	return result, b.note(store.Change{Kind: "person", ID: string(stored.ID)}, "", before, stored)
}

// makeSuperior makes somebody whom a file names as a superior, and the
// department that they head.
func (b *turn) makeSuperior(ctx context.Context, name, region string) (department.Staff, error) {
	dep := department.Department{
		ID: department.ID(b.New("dep")), ExternalID: b.w.mapping.external("department", name),
		Name: i18n.Text{ZH: name + " 组", EN: "Team " + name}, Import: b.importID,
	}
	s := department.Staff{
		ID: department.StaffID(b.New("stf")), ExternalID: b.w.mapping.external("person", name), Username: username(name),
		Name: i18n.Text{ZH: name}, Post: b.w.mapping.Person.SuperiorPost, Department: dep.ID, Region: i18n.Text{ZH: region},
		Import: b.importID, CreatedAt: b.Now,
	}
	dep.Head = s.ID
	b.report.Superiors++
	if b.dry {
		b.enrol(s)
		return s, nil
	}
	dep, err := b.PutDepartment(ctx, dep)
	if err != nil {
		return s, err
	}
	if s, err = b.PutStaff(ctx, s); err != nil {
		return s, err
	}
	b.enrol(s)
	if err := b.note(store.Change{Kind: "department", ID: string(dep.ID)}, "", nil, dep); err != nil {
		return s, err
	}
	return s, b.note(store.Change{Kind: "person", ID: string(s.ID)}, "", nil, s)
}

// taken notes a problem where somebody else signs in with the user name that
// name would get.
func (b *turn) taken(r row, column, name string) bool {
	u := username(name)
	if u == "" || !b.roll.users[u] {
		return false
	}
	b.problem(r, column, "import.username_taken", map[string]any{"username": u})
	return true
}

// username is the name in lower case, letters and digits only; people with the
// same one are told apart by hand.
func username(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}
