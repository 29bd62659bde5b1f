package demo

import (
	"context"
	"encoding/json"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/people"
	"qiju/internal/sales/department"
	"qiju/internal/sales/trade"
)

// foundedOn is the day of the first entry, before every other one.
const foundedOn = -179

// company returns whose database the demo is.
func company() people.Company {
	return people.Company{
		Name:     i18n.Text{ZH: "澜壑传动科技(演示)有限公司", EN: "Lanhe Drive (Demo)"},
		Currency: "CNY", Demo: true,
	}
}

// person is one of our people and how they sign in.
type person struct {
	row
	hash string
}

func readPeople() ([]person, error) {
	rows, err := read("people")
	if err != nil {
		return nil, err
	}
	list := make([]person, len(rows))
	for i, r := range rows {
		list[i] = person{row: r}
	}
	return list, nil
}

// found makes the company with its people, departments and products. There are
// no acts for them yet: the system writes them.
func (s *story) found(ctx context.Context, staff []person) error {
	s.hand.at = s.moment(foundedOn, 8, 0)
	return s.desk.Act(ctx, desk.System(), access.Setup, func(ctx context.Context, t *desk.Turn) error {
		name, err := json.Marshal(company())
		if err != nil {
			return fault.Wrap(err, "demo company")
		}
		if err := t.PutSetting(ctx, "company", name); err != nil {
			return err
		}
		if err := s.seedPeople(ctx, t, staff); err != nil {
			return err
		}
		if err := s.seedDepartments(ctx, t); err != nil {
			return err
		}
		if err := s.seedProducts(ctx, t); err != nil {
			return err
		}
		return t.Record("company", "company", "", nil, company(), "")
	})
}

// seedPeople stores our people. Who has a deputy is away around the day on which
// the stories stand, so that somebody stands in for them. Superiors and deputies
// stand before their people in the table; departments are named before they
// exist.
func (s *story) seedPeople(ctx context.Context, t *desk.Turn, staff []person) error {
	for _, p := range staff {
		if p.row["department"] != "" && s.departments[p.row["department"]] == "" {
			s.departments[p.row["department"]] = department.ID(t.New("dep"))
		}
		stored, err := t.PutStaff(ctx, department.Staff{
			ID: department.StaffID(t.New("stf")), Username: p.row["username"], Name: p.text("zh", "en"),
			Post: department.Post(p.row["post"]), Duty: department.Duty(p.row["duty"]), Department: s.departments[p.row["department"]],
			Superior: s.staff[p.row["superior"]].ID, Region: p.text("region_zh", "region_en"), CreatedAt: t.Now,
		})
		if err != nil {
			return err
		}
		if err := t.SetPassword(ctx, stored.ID, p.hash); err != nil {
			return err
		}
		if deputy := p.row["deputy"]; deputy != "" {
			stored.Deputy, stored.AbsentFrom, stored.AbsentUntil = s.staff[deputy].ID, s.day.AddDays(-1), s.day.AddDays(12)
			if stored, err = t.PutStaff(ctx, stored); err != nil {
				return err
			}
		}
		s.staff[stored.Username] = stored
		if stored.Post != department.NoPost && s.holders[stored.Post] == "" {
			s.holders[stored.Post] = stored.Username
		}
	}
	return nil
}

func (s *story) seedDepartments(ctx context.Context, t *desk.Turn) error {
	rows, err := read("departments")
	if err != nil {
		return err
	}
	for _, r := range rows {
		_, err := t.PutDepartment(ctx, department.Department{
			ID: s.departments[r["key"]], Name: r.text("zh", "en"), Parent: s.departments[r["parent"]], Head: s.staff[r["head"]].ID,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *story) seedProducts(ctx context.Context, t *desk.Turn) error {
	rows, err := read("products")
	if err != nil {
		return err
	}
	for _, r := range rows {
		p, err := t.PutProduct(ctx, trade.Product{
			ID: trade.ProductID(t.New("prd")), Code: r["code"], Name: r.text("zh", "en"), Series: r["series"],
			Unit: r.text("unit_zh", "unit_en"), ListPrice: r["list"], Cost: r["cost"], Currency: "CNY", CreatedAt: t.Now,
		})
		if err != nil {
			return err
		}
		s.products[p.Code] = p.ID
	}
	return nil
}
