package people

import (
	"context"

	"qiju/internal/access"
	"qiju/internal/desk"
	"qiju/internal/sales/department"
	"qiju/internal/store"
)

// Directory returns everybody and every department: the names are open to all
// who are signed in.
func (p *People) Directory(ctx context.Context, by desk.Caller) (Directory, error) {
	var dir Directory
	err := p.desk.Look(ctx, by, access.ListStaff, func(ctx context.Context, g *desk.Glance) error {
		if err := g.Open(); err != nil {
			return err
		}
		var err error
		dir, err = ReadDirectory(ctx, g)
		return err
	})
	return dir, err
}

// Directory is our organisation at one moment.
type Directory struct {
	Staff       []department.Staff
	Departments []department.Department

	staff map[department.StaffID]int
	deps  map[department.ID]int
}

// ReadDirectory reads the organisation in one transaction.
func ReadDirectory(ctx context.Context, r store.StaffReader) (Directory, error) {
	staff, err := r.AllStaff(ctx)
	if err != nil {
		return Directory{}, err
	}
	deps, err := r.AllDepartments(ctx)
	if err != nil {
		return Directory{}, err
	}
	d := Directory{Staff: staff, Departments: deps, staff: map[department.StaffID]int{}, deps: map[department.ID]int{}}
	for i, s := range staff {
		d.staff[s.ID] = i
	}
	for i, x := range deps {
		d.deps[x.ID] = i
	}
	return d, nil
}

// Person returns one of our people by id; the zero value for an unknown id.
func (d Directory) Person(id string) department.Staff {
	if i, ok := d.staff[department.StaffID(id)]; ok {
		return d.Staff[i]
	}
	return department.Staff{}
}

// Department returns a department by id; the zero value for an unknown id.
func (d Directory) Department(id department.ID) department.Department {
	if i, ok := d.deps[id]; ok {
		return d.Departments[i]
	}
	return department.Department{}
}

// DepartmentByID returns a department by its id as text.
func (d Directory) DepartmentByID(id string) department.Department {
	return d.Department(department.ID(id))
}

// Superiors returns the chain of people above id, nearest first: the heads of
// the department and of those above it, then the superiors of the last one. Nobody
// stands above themselves.
func (d Directory) Superiors(id string) []department.StaffID {
	var chain []department.StaffID
	seen := map[department.StaffID]bool{department.StaffID(id): true, "": true}
	add := func(s department.StaffID) {
		if !seen[s] {
			seen[s] = true
			chain = append(chain, s)
		}
	}
	person := d.Person(id)
	steps := 0
	for dep := d.Department(person.Department); dep.ID != "" && steps < 20; dep = d.Department(dep.Parent) {
		add(dep.Head)
		steps++
	}
	for next := person.Superior; next != "" && !seen[next] && len(chain) < 40; next = d.Person(string(next)).Superior {
		add(next)
	}
	if n := len(chain); n > 0 {
		for next := d.Person(string(chain[n-1])).Superior; next != "" && !seen[next] && len(chain) < 40; next = d.Person(string(next)).Superior {
			add(next)
		}
	}
	return chain
}

// With returns a copy of the directory in which s stands, new or changed.
func (d Directory) With(s department.Staff) Directory {
	next := Directory{Staff: append([]department.Staff(nil), d.Staff...), Departments: d.Departments, staff: map[department.StaffID]int{}, deps: d.deps}
	for id, i := range d.staff {
		next.staff[id] = i
	}
	if i, ok := next.staff[s.ID]; ok {
		next.Staff[i] = s
		return next
	}
	next.staff[s.ID] = len(next.Staff)
	next.Staff = append(next.Staff, s)
	return next
}

// Holders returns the people who hold a post and can sign in.
func (d Directory) Holders(post department.Post) []department.StaffID {
	var holders []department.StaffID
	for _, s := range d.Staff {
		if s.Post == post && s.Username != "" && !s.Disabled && !s.Voided {
			holders = append(holders, s.ID)
		}
	}
	return holders
}
