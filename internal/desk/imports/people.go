package imports

import (
	"context"
	"strings"
	"unicode"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/sales/department"
	"qiju/internal/sales/trade"
)

// takePerson imports one of our people; superiors that are only named are made
// as heads of a department of their own.
func takePerson(ctx context.Context, b *turn, r row) (outcome, error) {
	c := b.w.mapping.Person.Columns
	name := r.get(c.Name)
	if name == "" {
		b.problem(r, c.Name, "field.required", nil)
		return bad, nil
	}
	var head department.Staff
	if sup := r.get(c.Superior); sup != "" {
		var err error
		if head, err = b.superior(ctx, sup, r.get(c.Region)); err != nil {
			return bad, err
		}
	}
	have, known := b.person(name)
	want := have
	if !known {
		want = department.Staff{
			ID: department.StaffID(b.New("stf")), ExternalID: b.w.mapping.external("person", name), Username: username(name),
			Post: b.w.mapping.Person.Post, Import: b.importID, CreatedAt: b.Now,
		}
	}
	want.Name = i18n.Text{ZH: name}
	want.Superior, want.Department, want.Region = head.ID, head.Department, i18n.Text{ZH: r.get(c.Region)}
	if known && want == have {
		return unchanged, nil
	}
	return b.putStaff(ctx, r, have, want, known)
}

func (b *turn) putStaff(ctx context.Context, r row, have, want department.Staff, known bool) (outcome, error) {
	if !known && b.taken(want.Username) {
		b.problem(r, b.w.mapping.Person.Columns.Name, "import.username_taken", fault.Args{"username": want.Username})
		return bad, nil
	}
	result := made
	if known {
		result = changed
	}
	if b.dry {
		b.dir = b.dir.With(want)
		return result, nil
	}
	stored, err := b.PutStaff(ctx, want)
	if err != nil {
		return bad, err
	}
	b.dir = b.dir.With(stored)
	var before any
	if known {
		before = have
	}
	return result, b.note("person", string(stored.ID), "", before, stored)
}

// superior returns the head with name, and makes them and their department when
// the file names them first.
func (b *turn) superior(ctx context.Context, name, region string) (department.Staff, error) {
	if s, ok := b.person(name); ok {
		return s, nil
	}
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
		b.dir = b.dir.With(s)
		return s, nil
	}
	dep, err := b.PutDepartment(ctx, dep)
	if err != nil {
		return s, err
	}
	if s, err = b.PutStaff(ctx, s); err != nil {
		return s, err
	}
	b.dir = b.dir.With(s)
	if err := b.note("department", string(dep.ID), "", nil, dep); err != nil {
		return s, err
	}
	return s, b.note("person", string(s.ID), "", nil, s)
}

func (b *turn) taken(username string) bool {
	for _, s := range b.dir.Staff {
		if s.Username == username {
			return true
		}
	}
	return false
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
	return result, b.note("product", string(stored.ID), "", before, stored)
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
