// Package engine runs charts: a release, a run and a command give the journal
// entries of what happened, and folding those entries gives the new run. It has
// no clock, no I/O and knows nothing of selling.
//
// The journal stores outcomes (the branch that was taken, the facts that were
// read, who acted), so that the fold never evaluates a condition or reads a
// clock (decisions §1.6).
package engine

import (
	"qiju/internal/base/clock"
	"qiju/internal/condition"
)

// RunID identifies a run ("run_…").
type RunID string

// Subject is the record that a run is about, such as an opportunity.
type Subject struct {
	Kind string `json:"kind"` // code of the noun: "opportunity", "sample", "order" …
	ID   string `json:"id"`
}

// State is the state of a run.
type State string

// The states of a run.
const (
	Running   State = "running"
	Suspended State = "suspended" // 挂起: tokens stand still until the run is resumed
	Ended     State = "ended"
)

// Phase says what a token waits for.
type Phase string

// The phases of a token.
const (
	Open    Phase = "open"    // waits for a person or a document
	Joining Phase = "joining" // stands at a parallel join, waits for the others
	Linked  Phase = "linked"  // waits for a called run to end
	Stuck   Phase = "stuck"   // incident: cannot go on until somebody acts
)

// Token is one place where a run stands.
type Token struct {
	ID    string        `json:"id"` // unique in the run: "t1", "t2" …
	Node  string        `json:"node"`
	Via   string        `json:"via,omitempty"` // edge by which it came
	Since clock.Instant `json:"since"`
	Phase Phase         `json:"phase"`
	Key   string        `json:"key,omitempty"`  // Stuck: message key of the incident
	Args  Args          `json:"args,omitempty"` // Stuck: its arguments
}

// Args are the arguments of a message key. The engine puts only strings in, so
// that a journal that was read back equals the one that was written.
type Args map[string]any

// Visit is one stay of a token on a node, kept for the drawing.
type Visit struct {
	Node  string        `json:"node"`
	Token string        `json:"token"`
	In    clock.Instant `json:"in"`
	Out   clock.Instant `json:"out,omitempty"` // 0 while it stands there
	By    string        `json:"by,omitempty"`  // who completed or decided it
	How   Kind          `json:"how,omitempty"` // the entry that ended the stay
}

// Decision is the outcome of a decision node or gate.
type Decision struct {
	Node     string          `json:"node"`
	Word     Word            `json:"word"`
	Edge     string          `json:"edge,omitempty"`
	To       string          `json:"to,omitempty"` // Return: the node it moved back to
	By       string          `json:"by"`
	At       clock.Instant   `json:"at"`
	Override bool            `json:"override,omitempty"` // 特批: went although the conditions did not hold
	Reason   string          `json:"reason,omitempty"`
	Facts    condition.Facts `json:"facts,omitempty"` // what the conditions read

	Condition    string     `json:"condition,omitempty"`    // Conditional: what the next gate has to check
	ConditionDue clock.Date `json:"conditionDue,omitempty"` // Conditional: by when
}

// Word is the decision at a gate (S2.21, domain §5.6); ordinary decisions use
// Choose.
type Word string

// The decisions.
const (
	Choose      Word = "choose"
	Go          Word = "go"
	Conditional Word = "conditional"
	Return      Word = "return"
	Suspend     Word = "suspend"
	End         Word = "terminate"
)

// Link connects a run with one that it started.
type Link struct {
	Node  string `json:"node"`
	Chart string `json:"chart"`
	At    string `json:"at,omitempty"` // node where it was started; "" for its start
	Run   RunID  `json:"run"`
	Token string `json:"token,omitempty"` // token that started it
	Fresh bool   `json:"fresh,omitempty"` // started here; else an open run was linked
	Waits bool   `json:"waits,omitempty"` // 调用: the token waits for its end
	Ended string `json:"ended,omitempty"` // end node of the linked run, when it ended
}

// The kinds of deviation.
const (
	DeviationDocument = "document" // a document was ahead of the run
	DeviationPlaced   = "placed"   // 放置: the run was put on the node by an import
	DeviationOverride = "override" // 特批: decided against the conditions
	DeviationSkipped  = "skipped"  // a gate that the placing jumped over
	DeviationReturned = "returned" // 退回 to a node where no arrow leads
)

// Deviation is something that reality did and the chart did not foresee.
type Deviation struct {
	At   clock.Instant `json:"at"`
	Kind string        `json:"kind"`
	Node string        `json:"node,omitempty"`
	Args Args          `json:"args,omitempty"`
}

// Run is one execution of a release for one subject: the fold of its journal.
type Run struct {
	ID         RunID          `json:"id"`
	Chart      string         `json:"chart"`
	Release    string         `json:"release"` // content hash of the release
	Subject    Subject        `json:"subject"`
	State      State          `json:"state"`
	EndNode    string         `json:"endNode,omitempty"`
	StartedAt  clock.Instant  `json:"startedAt"`
	EndedAt    clock.Instant  `json:"endedAt,omitempty"`
	Seq        int64          `json:"seq"` // number of its last journal entry, from 1
	Tokens     []Token        `json:"tokens"`
	NextToken  int            `json:"nextToken"` // number of the next token, from 1
	Visits     []Visit        `json:"visits"`
	Walked     map[string]int `json:"walked"` // edge → times walked
	Decisions  []Decision     `json:"decisions"`
	Links      []Link         `json:"links"`
	Deviations []Deviation    `json:"deviations"`
	Unreviewed []string       `json:"unreviewed,omitempty"` // gates skipped by 放置 (place), marked 未经评审
	Revisit    clock.Date     `json:"revisit,omitempty"`    // Suspended: when to look again
	Trigger    string         `json:"trigger,omitempty"`    // Suspended: what would wake it
}

// Kind is the kind of a journal entry.
type Kind string

// The kinds of journal entry.
const (
	Started   Kind = "started"
	Entered   Kind = "entered"   // a token came to a node
	Completed Kind = "completed" // a process node was completed by a person, a document or a linked run
	Decided   Kind = "decided"   // a decision or gate was decided
	Moved     Kind = "moved"     // a token walked an edge
	Joined    Kind = "joined"    // the tokens of a join became one
	Placed    Kind = "placed"    // 放置: an imported run was put on a node
	Returned  Kind = "returned"  // 退回: a token was moved back to a visited node
	Paused    Kind = "paused"    // 挂起
	Resumed   Kind = "resumed"   // 恢复: the run, or with a token that stuck token
	LinkedRun Kind = "linked"    // another run was started or linked
	Unlinked  Kind = "linkEnded" // a linked run ended
	Failed    Kind = "failed"    // an incident on a token
	Deviated  Kind = "deviated"  // a document came to a state that no live node waited for
	Finished  Kind = "finished"  // a token reached an end
	Ran       Kind = "ended"     // the run ended
)

// Entry is one line of the journal: an outcome, never a wish.
type Entry struct {
	Seq      int64         `json:"seq"`
	At       clock.Instant `json:"at"`
	By       string        `json:"by"` // id of who acted; "" for the system
	Kind     Kind          `json:"kind"`
	Token    string        `json:"token,omitempty"`
	Tokens   []string      `json:"tokens,omitempty"` // consumed ones: Joined, Returned, Finished at a terminate end
	Node     string        `json:"node,omitempty"`
	Edge     string        `json:"edge,omitempty"`
	Phase    Phase         `json:"phase,omitempty"`
	Decision *Decision     `json:"decision,omitempty"`
	Link     *Link         `json:"link,omitempty"`
	Doc      string        `json:"doc,omitempty"`
	DocState string        `json:"docState,omitempty"`
	Key      string        `json:"key,omitempty"`
	Args     Args          `json:"args,omitempty"`
	Gates    []string      `json:"gates,omitempty"`   // Placed: gates that were skipped
	Revisit  clock.Date    `json:"revisit,omitempty"` // Paused
	Trigger  string        `json:"trigger,omitempty"` // Paused
	Run      *Run          `json:"run,omitempty"`     // Started: identity of the run (no tokens)
}
