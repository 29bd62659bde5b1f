package engine

import (
	"qiju/internal/base/clock"
	"qiju/internal/condition"
)

// Command is something that is asked of a run. The commands are the types of
// this file; only [Step] carries them out.
type Command interface{ command() }

// Start begins a run. It needs the zero Run.
type Start struct {
	Run     RunID
	Subject Subject
	Node    string // where to begin; "" for the start of the chart
}

// Place puts an imported, running case on a node without pretending that it
// walked there (放置, decisions §1.8). The gates that it jumps over are listed as
// unreviewed. Inside a parallel part the other branches open at their first
// nodes. It needs the zero Run.
type Place struct {
	Run     RunID
	Subject Subject
	Node    string
}

// PlaceEnded records an imported, closed case as a run that stands at an end
// and has walked no arrow. It needs the zero Run.
type PlaceEnded struct {
	Run     RunID
	Subject Subject
	End     string // id of the end
}

// Complete ends a process node by a person's word (完成). A node that waits for
// the state of a document refuses it: the document leads (decisions §1.3).
type Complete struct{ Token string }

// Decide takes an exit of an ordinary decision. Taking another exit than the
// conditions propose, where they count, needs a reason and is an override.
type Decide struct {
	Token  string
	Edge   string
	Reason string
}

// Gate decides at a gate (关口, domain §5.6).
type Gate struct {
	Token        string
	Word         Word
	To           string     // Return: node to go back to; "" for the drawn exit
	Edge         string     // Return: which drawn exit, where there are several
	Override     bool       // Go, Conditional: although the conditions do not hold; needs Reason
	Reason       string     // why
	Condition    string     // Conditional: what the next gate has to check
	ConditionDue clock.Date // Conditional: by when
	RevisitOn    clock.Date // Suspend: when to look again
	Trigger      string     // Suspend: what would wake it
}

// DocumentReached tells the run that a document of its subject has come to a
// state. Every live node that waits for it completes, also in a suspended run.
// If none waits though the chart would, later, that is a deviation.
type DocumentReached struct {
	Doc   string
	State string
}

// Resume wakes a suspended run (恢复).
type Resume struct{}

// LinkEnded tells the run that a run which it started has ended at EndNode.
type LinkEnded struct {
	Run     RunID
	EndNode string
}

// Retry lets a stuck token try its node again, with the facts of today.
type Retry struct{ Token string }

func (Start) command()           {}
func (Place) command()           {}
func (PlaceEnded) command()      {}
func (Complete) command()        {}
func (Decide) command()          {}
func (Gate) command()            {}
func (DocumentReached) command() {}
func (Resume) command()          {}
func (LinkEnded) command()       {}
func (Retry) command()           {}

// Env is the world as a command sees it. The engine reads it and keeps what it
// read in the journal.
type Env struct {
	Now      clock.Instant
	By       string              // id of who acts; "" for the system
	Facts    condition.Env       // what conditions may read about the subject
	Docs     map[string][]string // document → states that it has now, by name
	OpenRuns map[string]RunID    // chart → open run of it for the same subject

	// Private reports whether the value of a fact must stay out of the journal
	// (personal facts, decisions §2.4); nil for none.
	Private func(path string) bool

	// NewRunID returns the id for the nth run (from 0) that the command starts.
	// The same n must give the same id. It may be nil where nothing starts.
	NewRunID func(n int) RunID
}

// has reports whether doc has one of states now.
func (e Env) has(doc string, states []string) (string, bool) {
	for _, have := range e.Docs[doc] {
		for _, want := range states {
			if have == want {
				return want, true
			}
		}
	}
	return "", false
}
