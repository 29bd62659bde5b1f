// Package lifecycle is the states of documents and records: one mechanism for
// the tables of domain.md appendix F, which stand in tables/ as text.
//
// Only an act on a document changes its state, and only as its table allows.
// What the law or a customer has seen cannot be undone: a state is effective
// when it has had an effect outside of the company. Documents that are neither
// effective nor final may be put on hold and voided, in every table.
package lifecycle

import (
	"slices"

	"qiju/internal/base/i18n"
)

// The states that every table has beside its own, and the events that lead
// there. A record on hold remembers where it was; resuming takes it back.
const (
	OnHold = "on_hold" // 挂起
	Void   = "void"    // 作废

	HoldEvent   = "hold"   // any state that is neither effective nor final → OnHold
	ResumeEvent = "resume" // OnHold → the state before; see [Table.Resume]
	VoidEvent   = "void"   // any state that is neither effective nor final, and OnHold → Void
)

// State is a state of a document.
type State struct {
	Code      string    `json:"code"` // English code, "delivered"
	Name      i18n.Text `json:"name"`
	Effective bool      `json:"effective"` // it has had an effect outside of the company
	Final     bool      `json:"final"`     // nothing leads out of it
}

// Guard is a condition that the one who performs an event must see to.
type Guard struct {
	Code string    `json:"code"`
	Name i18n.Text `json:"name"`
}

// Event is something that may happen to a document in a state.
type Event struct {
	Code   string    `json:"code"` // English code, unique among the events of a state
	Name   i18n.Text `json:"name"`
	To     State     `json:"to"`
	Actor  string    `json:"actor"` // role by its Chinese name, "专员"; 系统 for a rule or a timer
	Guards []Guard   `json:"guards,omitempty"`
}

// Table is the lifecycle of one kind of document. It is immutable.
type Table struct {
	Code      string    // English code, "sample"
	Name      i18n.Text // 样品
	documents []string
	states    []State
	events    map[string][]Event // by the code of the state they leave
}

// Documents returns the documents, as charts name them, that live by the table.
func (t *Table) Documents() []string { return slices.Clone(t.documents) }

// Start returns the state of a new document.
func (t *Table) Start() State { return t.states[0] }

// States returns the states of the table in written order, without those that
// every table has.
func (t *Table) States() []State { return slices.Clone(t.states) }

// State returns the state of code; the zero State when the table has none.
func (t *Table) State(code string) State {
	for _, s := range t.states {
		if s.Code == code {
			return s
		}
	}
	switch code {
	case OnHold:
		return onHold()
	case Void:
		return void()
	}
	return State{}
}

// StateByName returns the state with a Chinese name, as charts write it
// (样品申请单=已送达).
func (t *Table) StateByName(chinese string) (State, bool) {
	for _, s := range append(t.States(), onHold(), void()) {
		if s.Name.ZH == chinese {
			return s, true
		}
	}
	return State{}, false
}

// Events returns the events of the table that may happen in the state of code,
// in written order.
func (t *Table) Events(state string) []Event { return slices.Clone(t.events[state]) }

// Next returns the state that event leads to and what must be seen to before.
// It returns false when the event may not happen in the state. Both are English
// codes.
func (t *Table) Next(state, event string) (State, []Guard, bool) {
	for _, e := range t.events[state] {
		if e.Code == event {
			return e.To, slices.Clone(e.Guards), true
		}
	}
	switch {
	case event == HoldEvent && t.Open(state):
		return onHold(), nil, true
	case event == VoidEvent && (t.Open(state) || state == OnHold):
		return t.State(Void), nil, true
	}
	return State{}, nil, false
}

// Open reports whether a document in the state may be put on hold or voided:
// the table has the state, and it is neither effective nor final.
func (t *Table) Open(state string) bool {
	s := t.State(state)
	return s.Code != "" && s.Code != OnHold && !s.Effective && !s.Final
}

// Resume returns the state that a document on hold goes back to; false when it
// cannot have been put on hold there.
func (t *Table) Resume(before string) (State, bool) {
	if !t.Open(before) {
		return State{}, false
	}
	return t.State(before), true
}

func onHold() State {
	return State{Code: OnHold, Name: i18n.Text{ZH: "挂起", EN: "On hold"}}
}

func void() State {
	return State{Code: Void, Name: i18n.Text{ZH: "作废", EN: "Void"}, Final: true}
}

// Set is all tables. It is immutable.
type Set struct {
	tables []*Table
	index  map[string]*Table
}

// Table returns a table by its code, its Chinese name, or a document that lives
// by it: "sample", 样品 and 样品申请单 are one. A document without a table is a
// form, which waits for 完成.
func (s *Set) Table(name string) (*Table, bool) {
	t, ok := s.index[name]
	return t, ok
}

// All returns the tables in the order of appendix F.
func (s *Set) All() []*Table { return slices.Clone(s.tables) }
