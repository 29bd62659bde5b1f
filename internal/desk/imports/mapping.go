// Package imports brings records in from files of other systems: checked row
// by row, repeatable by the ids of the other system, undoable. What cannot be
// attached is kept for resolution, never guessed.
package imports

import (
	"encoding/json"
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/sales/department"
)

// Mapping says how the columns of a file become the fields of our records.
type Mapping struct {
	Source   string `json:"source"`   // name of the other system; ids of the file belong to it
	Dates    string `json:"dates"`    // "YYYY-MM-DD" (default) or "M/D/YYYY"
	Currency string `json:"currency"` // of amounts; default: the company's

	Person      PersonMapping      `json:"person"`
	Product     ProductMapping     `json:"product"`
	Account     AccountMapping     `json:"account"`
	Opportunity OpportunityMapping `json:"opportunity"`
}

// PersonMapping maps our people.
type PersonMapping struct {
	Columns struct {
		Name     string `json:"name"`
		Superior string `json:"superior"`
		Region   string `json:"region"`
	} `json:"columns"`
	Post         department.Post `json:"post"`          // of the people of the file
	SuperiorPost department.Post `json:"superior_post"` // of those who are named as superiors
}

// ProductMapping maps products.
type ProductMapping struct {
	Columns struct {
		Name      string `json:"name"`
		Series    string `json:"series"`
		ListPrice string `json:"list_price"`
	} `json:"columns"`
}

// AccountMapping maps accounts.
type AccountMapping struct {
	Columns struct {
		Name      string `json:"name"`
		Industry  string `json:"industry"`
		Founded   string `json:"founded"`
		Revenue   string `json:"revenue"`
		Employees string `json:"employees"`
		Location  string `json:"location"`
		Group     string `json:"group"`
	} `json:"columns"`
}

// OpportunityMapping maps deals.
type OpportunityMapping struct {
	Columns struct {
		ID        string `json:"id"`
		Commander string `json:"commander"`
		Product   string `json:"product"`
		Account   string `json:"account"`
		Stage     string `json:"stage"`
		EngagedOn string `json:"engaged_on"`
		ClosedOn  string `json:"closed_on"`
		Amount    string `json:"amount"`
	} `json:"columns"`
	Chart  string                  `json:"chart"`  // default F2
	Stages map[string]StageMapping `json:"stages"` // stage of the file → where it stands with us
}

// StageMapping says where a deal of a stage of the file stands with us: a
// running one on a node, a closed one at an end.
type StageMapping struct {
	State string `json:"state"` // open, won, lost, terminated
	Place string `json:"place"` // open: node
	End   string `json:"end"`   // closed: end node
}

// ParseMapping reads a mapping. It returns fault.Invalid on field "mapping".
func ParseMapping(b json.RawMessage) (Mapping, error) {
	var m Mapping
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return m, fault.Field("mapping", "import.mapping_bad", fault.Args{"why": err.Error()})
	}
	if m.Source == "" {
		return m, fault.Field("mapping.source", "field.required", nil)
	}
	if m.Dates == "" {
		m.Dates = "YYYY-MM-DD"
	}
	if m.Dates != "YYYY-MM-DD" && m.Dates != "M/D/YYYY" {
		return m, fault.Field("mapping.dates", "import.dates_unknown", fault.Args{"value": m.Dates})
	}
	if m.Opportunity.Chart == "" {
		m.Opportunity.Chart = "F2"
	}
	if m.Person.Post == "" {
		m.Person.Post = department.Specialist
	}
	if m.Person.SuperiorPost == "" {
		m.Person.SuperiorPost = department.Manager
	}
	return m, nil
}

// external is the id of a record of the other system, unique among all sources
// and kinds.
func (m Mapping) external(kind, value string) string {
	return m.Source + ":" + kind + ":" + value
}
