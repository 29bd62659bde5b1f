// Package fault is the one kind of error that crosses a package border.
//
// A fault names what went wrong by a message key and arguments, never by a
// sentence; the edge (api, cli) turns it into the reader's language. Lower
// floors return faults, the edge logs their cause once.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of failure a fault is. Only api knows which HTTP status
// and only cli which exit code belongs to a kind (decisions §4).
type Kind int

// The kinds of fault.
const (
	Internal        Kind = iota // something broke that the caller cannot mend
	Invalid                     // the input is wrong; Parts name every field
	Unauthenticated             // nobody is signed in
	Denied                      // visible, but this act is not allowed
	NotFound                    // there is none, or the caller may not see it
	Conflict                    // already done, or an illegal state for the act
	Stale                       // the record has changed since the caller read it
	Unconditional               // the act needs the revision the caller saw
	Gate                        // a gate refused; Parts name each unmet requirement
	Reused                      // an idempotency key came with another body
	TooLarge                    // the input exceeds a limit
	TooMany                     // too many attempts; try later
	Busy                        // the database is busy; the same call may succeed
	Full                        // the disk is full; nothing was written
)

// Args are the named arguments of a message.
type Args map[string]any

// Error is a fault.
type Error struct {
	Kind  Kind
	Key   string   // message key, such as "opportunity.gate_closed"
	Field string   // JSON field at fault; empty when it is the whole request
	Args  Args     // arguments of the message
	Parts []*Error // each wrong field (Invalid) or unmet requirement (Gate)
	Err   error    // cause for the log; never sent to a client
}

// New returns a fault of kind with the message key and its arguments.
func New(kind Kind, key string, args Args) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Field returns an Invalid fault about one JSON field.
func Field(field, key string, args Args) *Error {
	return &Error{Kind: Invalid, Key: key, Field: field, Args: args}
}

// Wrap returns an Internal fault with a cause for the log.
func Wrap(err error, verb string) *Error {
	return &Error{Kind: Internal, Key: "fault.internal", Err: fmt.Errorf("%s: %w", verb, err)}
}

// Error implements error with the key and the cause; it is meant for the log.
func (e *Error) Error() string {
	s := e.Key
	if e.Field != "" {
		s += " [" + e.Field + "]"
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// With returns a copy of e that carries parts.
func (e *Error) With(parts ...*Error) *Error {
	c := *e
	c.Parts = append(append([]*Error(nil), e.Parts...), parts...)
	return &c
}

// Of returns the fault in err's chain, or an Internal one that wraps err. It
// returns nil for nil.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	var f *Error
	if errors.As(err, &f) {
		return f
	}
	return &Error{Kind: Internal, Key: "fault.internal", Err: err}
}

// KindOf returns the kind of err's fault, Internal for any other error. It
// must not be asked about nil.
func KindOf(err error) Kind { return Of(err).Kind }

// Is reports whether err is a fault of kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }
