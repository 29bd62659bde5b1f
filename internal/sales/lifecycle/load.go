package lifecycle

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
)

//go:embed tables/*.txt
var tables embed.FS

// Load reads the tables that are built into the program. It returns an Internal
// fault that names the file and the line when one of them does not hold: a
// state that cannot be reached or stands twice, a transition that stands twice,
// a document with two tables.
func Load() (*Set, error) {
	sub, err := fs.Sub(tables, "tables")
	if err != nil {
		return nil, fault.Wrap(err, "open the lifecycle tables")
	}
	return Read(sub)
}

// Read is Load for the *.txt files of fsys, in the order of their names.
func Read(fsys fs.FS) (*Set, error) {
	names, err := fs.Glob(fsys, "*.txt")
	if err != nil {
		return nil, fault.Wrap(err, "list the lifecycle tables")
	}
	set := &Set{index: map[string]*Table{}}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fault.Wrap(err, "read a lifecycle table")
		}
		t, err := parse(string(data))
		if err == nil {
			err = set.add(t)
		}
		if err != nil {
			return nil, fault.Wrap(fmt.Errorf("%s: %w", path.Base(name), err), "read a lifecycle table")
		}
	}
	return set, nil
}

func (s *Set) add(t *Table) error {
	s.tables = append(s.tables, t)
	for _, name := range append(t.Documents(), t.Code, t.Name.ZH) {
		if known := s.index[name]; known != nil && known != t { // a document may be named like its table
			return fmt.Errorf("%s names two tables", name)
		}
		s.index[name] = t
	}
	return nil
}

// parse reads one table:
//
//	table 样品 sample | Sample
//	document 样品申请单
//	state 已送达 delivered effective | Delivered
//	申请 -> 备样 : 常规且额度内 standard_within_allowance @专员 [轮次<3 less_than_three_rounds]
//
// The first state is that of a new document. English names after a bar may be
// left out where they are the code with blanks. Lines with # are comments.
func parse(text string) (*Table, error) {
	t := &Table{events: map[string][]Event{}}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := t.line(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	t.settle()
	return t, t.validate()
}

func (t *Table) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "table":
		zh, code, en, _, err := named(rest)
		t.Code, t.Name = code, i18n.Text{ZH: zh, EN: en}
		return err
	case "document":
		t.documents = append(t.documents, rest)
		return nil
	case "state":
		zh, code, en, flags, err := named(rest)
		if err != nil {
			return err
		}
		if _, twice := t.StateByName(zh); (twice && code != Void) || slices.ContainsFunc(t.states, func(s State) bool { return s.Code == code }) {
			return fmt.Errorf("state %s %s stands twice", zh, code)
		}
		t.states = append(t.states, State{Code: code, Name: i18n.Text{ZH: zh, EN: en}, Effective: slices.Contains(flags, "effective")})
		return nil
	}
	return t.transition(line)
}

// named reads `已送达 delivered effective | Delivered`.
func named(s string) (zh, code, en string, flags []string, err error) {
	head, en, _ := strings.Cut(s, "|")
	words := strings.Fields(head)
	if len(words) < 2 {
		return "", "", "", nil, fmt.Errorf("%q needs a name and a code", s)
	}
	if en = strings.TrimSpace(en); en == "" {
		en = spoken(words[1])
	}
	return words[0], words[1], en, words[2:], nil
}

// spoken turns a code into words: "technical_review" is "Technical review".
func spoken(code string) string {
	s := strings.ReplaceAll(code, "_", " ")
	return strings.ToUpper(s[:1]) + s[1:]
}

// transition reads `测试中 -> 备样 : 不合格改进 improve @技术 [轮次<3 less_than_three_rounds]`.
func (t *Table) transition(line string) error {
	states, act, ok1 := strings.Cut(line, " : ")
	from, to, ok2 := strings.Cut(states, " -> ")
	act, guard, guarded := strings.Cut(act, " [")
	event, actor, ok3 := strings.Cut(act, " @")
	zh, code, ok4 := strings.Cut(event, " ")
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return fmt.Errorf("%q is no transition", line)
	}
	a, ok1 := t.StateByName(from)
	b, ok2 := t.StateByName(to)
	if !ok1 || !ok2 {
		return fmt.Errorf("%q has a state that is not declared", line)
	}
	e := Event{Code: code, Name: i18n.Text{ZH: zh, EN: spoken(code)}, To: b, Actor: actor}
	if guarded {
		zh, code, ok := strings.Cut(strings.TrimSuffix(guard, "]"), " ")
		if !ok {
			return fmt.Errorf("guard %q has no code", guard)
		}
		e.Guards = []Guard{{Code: code, Name: i18n.Text{ZH: zh, EN: spoken(code)}}}
	}
	if slices.ContainsFunc(t.events[a.Code], func(o Event) bool { return o.Code == code }) {
		return fmt.Errorf("%s %s stands twice", from, code)
	}
	t.events[a.Code] = append(t.events[a.Code], e)
	return nil
}

// settle marks the final states, also where events lead to them.
func (t *Table) settle() {
	for i := range t.states {
		t.states[i].Final = len(t.events[t.states[i].Code]) == 0
	}
	for _, events := range t.events {
		for i := range events {
			events[i].To = t.State(events[i].To.Code)
		}
	}
}

// validate checks that the table is whole and that every state is reached from
// the first.
func (t *Table) validate() error {
	if t.Code == "" || len(t.states) == 0 {
		return fmt.Errorf("it has no name or no states")
	}
	reached := map[string]bool{}
	for queue := []string{t.states[0].Code}; len(queue) > 0; queue = queue[1:] {
		if reached[queue[0]] {
			continue
		}
		reached[queue[0]] = true
		for _, e := range t.events[queue[0]] {
			queue = append(queue, e.To.Code)
		}
	}
	for _, s := range t.states {
		if !reached[s.Code] {
			return fmt.Errorf("state %s cannot be reached", s.Name.ZH)
		}
	}
	return nil
}
