package condition

import (
	"fmt"

	"qiju/internal/base/i18n"
)

// Type is the type of a fact in the catalogue.
type Type string

// The types of facts.
const (
	NumberType   Type = "number"   // a count or a score
	AmountType   Type = "amount"   // money in the main unit of the company currency
	RateType     Type = "rate"     // a fraction: 12% is 0.12
	BoolType     Type = "bool"     // yes or no
	TextType     Type = "text"     // a text or one of a closed set of codes
	DateType     Type = "date"     // a day
	ListType     Type = "list"     // a list of texts or numbers
	DurationType Type = "duration" // a number of units of time
)

// Kind returns the kind that the known values of facts of this type have.
func (t Type) Kind() Kind {
	switch t {
	case NumberType, AmountType, RateType:
		return NumberKind
	case BoolType:
		return BoolKind
	case TextType:
		return TextKind
	case DateType:
		return DateKind
	case ListType:
		return ListKind
	case DurationType:
		return DurationKind
	}
	return UnknownKind
}

// Fact is a fact that conditions may read.
type Fact struct {
	Path    string   `json:"path"`             // "客户.价值分"
	EN      string   `json:"en"`               // English name, for the screen
	Type    Type     `json:"type"`             //
	Unit    string   `json:"unit,omitempty"`   // of a number, for the screen
	Values  []string `json:"values,omitempty"` // allowed texts, if the set is closed
	Entered bool     `json:"entered"`          // a person may state it
}

// Name returns the name of the fact in both languages.
func (f Fact) Name() i18n.Text { return i18n.Text{ZH: f.Path, EN: f.EN} }

// FuncSpec is a function that conditions may call. The last of Args may repeat
// when Variadic is set.
type FuncSpec struct {
	Name     string
	EN       string
	Args     []Type
	Result   Type
	Variadic bool
}

// Catalogue is the set of facts and functions that conditions may use. It is
// immutable.
type Catalogue struct {
	facts []Fact
	index map[string]int
	funcs map[string]FuncSpec
	names []string // of the functions, in order
}

// NewCatalogue returns the catalogue of facts and funcs. It returns an error
// when a path or name is not one that a condition can spell, stands twice, or
// has no type.
func NewCatalogue(facts []Fact, funcs []FuncSpec) (*Catalogue, error) {
	c := &Catalogue{index: map[string]int{}, funcs: map[string]FuncSpec{}}
	for _, f := range facts {
		if _, twice := c.index[f.Path]; twice || !isPath(f.Path) || f.Type.Kind() == UnknownKind {
			return nil, fmt.Errorf("condition: fact %q is spelled wrongly, twice there, or of no type", f.Path)
		}
		c.index[f.Path] = len(c.facts)
		f.Values = append([]string(nil), f.Values...)
		c.facts = append(c.facts, f)
	}
	for _, f := range funcs {
		if _, twice := c.funcs[f.Name]; twice || !isPath(f.Name) || f.Result.Kind() == UnknownKind {
			return nil, fmt.Errorf("condition: function %q is spelled wrongly, twice there, or of no type", f.Name)
		}
		if f.Variadic && len(f.Args) == 0 {
			return nil, fmt.Errorf("condition: function %q repeats an argument that it does not have", f.Name)
		}
		f.Args = append([]Type(nil), f.Args...)
		c.funcs[f.Name] = f
		c.names = append(c.names, f.Name)
	}
	return c, nil
}

func isPath(s string) bool {
	e, err := Parse(s)
	if err != nil {
		return false
	}
	p, ok := e.root.(*path)
	return ok && p.name == s
}

// Fact returns the fact of path.
func (c *Catalogue) Fact(path string) (Fact, bool) {
	i, ok := c.index[path]
	if !ok {
		return Fact{}, false
	}
	return c.facts[i], true
}

// All returns the facts in the order in which they were given.
func (c *Catalogue) All() []Fact { return append([]Fact(nil), c.facts...) }

// Func returns the function of name.
func (c *Catalogue) Func(name string) (FuncSpec, bool) {
	f, ok := c.funcs[name]
	return f, ok
}

// paths returns the paths of all facts.
func (c *Catalogue) paths() []string {
	list := make([]string, len(c.facts))
	for i, f := range c.facts {
		list[i] = f.Path
	}
	return list
}
