package imports

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"qiju/internal/base/fault"
	"qiju/internal/desk"
	"qiju/internal/desk/people"
	"qiju/internal/desk/runs"
	"qiju/internal/engine"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
)

// check proves what a mapping says about this house, and fills in what it leaves
// to the house. It returns fault.Invalid with every field that is wrong.
func (w *worker) check(ctx context.Context, t *desk.Turn, book *runs.Book) error {
	var wrong []*fault.Error
	var err error
	switch w.kind {
	case "person":
		wrong = w.checkPosts(t.By)
	case "product":
		wrong, err = w.checkCurrency(ctx, t)
	case "opportunity":
		if wrong, err = w.checkCurrency(ctx, t); err == nil {
			var stages []*fault.Error
			stages, err = w.checkStages(ctx, t, book)
			wrong = append(wrong, stages...)
		}
	}
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "fault.invalid", nil).With(wrong...)
	}
	return nil
}

// checkCurrency takes the company's currency where the mapping names none.
func (w *worker) checkCurrency(ctx context.Context, t *desk.Turn) ([]*fault.Error, error) {
	if w.mapping.Currency == "" {
		b, err := t.Setting(ctx, "company")
		if err != nil {
			return nil, err
		}
		var c people.Company
		if b != nil {
			if err := json.Unmarshal(b, &c); err != nil {
				return nil, fault.Wrap(err, "company")
			}
		}
		w.mapping.Currency = c.Currency
	}
	if len(w.mapping.Currency) != 3 {
		return []*fault.Error{fault.Field("mapping.currency", "import.currency_bad", nil)}, nil
	}
	return nil, nil
}

// checkPosts lets nobody make people of a post above their own.
func (w *worker) checkPosts(by desk.Caller) []*fault.Error {
	m := w.mapping.Person
	posts := map[string]department.Post{"post": m.Post}
	if m.Columns.Superior != "" {
		posts["superior_post"] = m.SuperiorPost
	}
	var wrong []*fault.Error
	for _, field := range slices.Sorted(maps.Keys(posts)) {
		switch rank := rankOf(posts[field]); {
		case rank < 0:
			wrong = append(wrong, fault.Field("mapping.person."+field, "field.unknown_value", nil))
		case !by.IsSystem() && rank > highest(by):
			wrong = append(wrong, fault.Field("mapping.person."+field, "import.post_above", nil))
		}
	}
	return wrong
}

// highest is the rank up to which somebody may make people: their own; a system
// administrator's is that of a manager.
func highest(by desk.Caller) int {
	rank := rankOf(department.Post(by.Post))
	if by.Duty == string(department.SystemAdmin) {
		return max(rank, rankOf(department.Manager))
	}
	return rank
}

// rankOf orders posts by what they may see; −1 for a post that does not exist.
func rankOf(p department.Post) int {
	switch p {
	case department.NoPost:
		return 0
	case department.Specialist, department.BackOffice, department.Finance, department.Quality, department.Technical,
		department.Planning, department.Logistics, department.Legal, department.Compliance, department.HR:
		return 1
	case department.Manager:
		return 2
	case department.Director:
		return 3
	case department.Executive:
		return 4
	}
	return -1
}

// checkStages proves every stage of the mapping against the chart in force: a
// running deal needs a node on which it can stand, a closed one an end.
func (w *worker) checkStages(ctx context.Context, t *desk.Turn, book *runs.Book) ([]*fault.Error, error) {
	m := w.mapping.Opportunity
	if len(m.Stages) == 0 {
		return []*fault.Error{fault.Field("mapping.opportunity.stages", "field.required", nil)}, nil
	}
	rel, err := book.Current(ctx, t, m.Chart)
	if fault.Is(err, fault.NotFound) {
		return []*fault.Error{fault.Field("mapping.opportunity.chart", "import.chart_unknown", fault.Args{"chart": m.Chart})}, nil
	}
	if err != nil {
		return nil, err
	}
	if !rel.Executable() {
		return []*fault.Error{fault.Field("mapping.opportunity.chart", "run.not_executable", fault.Args{"chart": m.Chart})}, nil
	}
	var wrong []*fault.Error
	for _, name := range slices.Sorted(maps.Keys(m.Stages)) {
		if f := m.Stages[name].check(rel, t); f != nil {
			f.Field = "mapping.opportunity.stages." + name + "." + f.Field
			wrong = append(wrong, f)
		}
	}
	return wrong, nil
}

// check returns what is wrong with a stage, its field relative to the stage.
func (s StageMapping) check(rel *engine.Release, t *desk.Turn) *fault.Error {
	subject := engine.Subject{Kind: "opportunity", ID: "check"}
	field, stands, other := "end", s.End, s.Place
	var cmd engine.Command = engine.PlaceEnded{Run: "check", Subject: subject, End: s.End}
	switch opportunity.State(s.State) {
	case opportunity.Open:
		field, stands, other = "place", s.Place, s.End
		cmd = engine.Place{Run: "check", Subject: subject, Node: s.Place}
	case opportunity.Won, opportunity.Lost, opportunity.Terminated:
	case opportunity.Suspended: // nothing says where it would wait
		fallthrough
	default:
		return fault.Field("state", "field.unknown_value", nil)
	}
	if stands == "" || other != "" {
		return fault.Field(field, "import.stage_place", nil)
	}
	env := engine.Env{Now: t.Now, NewRunID: func(int) engine.RunID { return "check" }}
	if _, _, err := engine.Step(rel, engine.Run{}, cmd, env); err != nil {
		return fault.Field(field, fault.Of(err).Key, fault.Of(err).Args)
	}
	return nil
}
