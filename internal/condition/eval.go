package condition

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"qiju/internal/base/clock"
)

// Facts are values by their path, "客户.价值分". A missing key is Unknown.
type Facts map[string]Value

// Func is a function of conditions. It must be pure and must not panic; it
// returns Unknown where it cannot say. It is not called with unknown arguments.
type Func func(args []Value) Value

// Funcs are functions by their Chinese name.
type Funcs map[string]Func

// Env is what a condition may read.
type Env struct {
	Facts Facts
	Funcs Funcs

	// Workdays returns the day that is n working days after from, before it
	// for negative n. Without it, and where it returns false, a date plus
	// working days is unknown.
	Workdays func(from clock.Date, n int) (clock.Date, bool)
}

// With returns env with the facts of more added or replaced. env stays as it is.
func (env Env) With(more Facts) Env {
	facts := make(Facts, len(env.Facts)+len(more))
	maps.Copy(facts, env.Facts)
	maps.Copy(facts, more)
	env.Facts = facts
	return env
}

// Verdict is the outcome of a condition.
type Verdict int

// The verdicts.
const (
	False        Verdict = iota // the condition does not hold
	True                        // it holds
	Undetermined                // what is known does not suffice to say
)

// String returns "false", "true" or "undetermined".
func (v Verdict) String() string {
	switch v {
	case False:
		return "false"
	case True:
		return "true"
	case Undetermined:
		return "undetermined"
	}
	return fmt.Sprintf("verdict %d", int(v))
}

// MarshalText writes the word of v.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads the word of a verdict.
func (v *Verdict) UnmarshalText(text []byte) error {
	for _, known := range []Verdict{False, True, Undetermined} {
		if known.String() == string(text) {
			*v = known
			return nil
		}
	}
	return fmt.Errorf("condition: %q is no verdict", text)
}

// Result is the outcome of a test and what it rests on.
type Result struct {
	Verdict Verdict  `json:"verdict"`
	Missing []string `json:"missing,omitempty"` // paths whose absence makes it undetermined
	Used    Facts    `json:"used,omitempty"`    // known values that were read; functions by their call, `有红旗("R1")`
	Problem *Problem `json:"problem,omitempty"` // why it could not be computed although the facts are there
}

// Test decides whether the condition holds, in Kleene's logic: false and
// unknown is false, true or unknown is true, everything else about an unknown is
// undetermined. What is known to be empty (空) equals nothing but 空; comparing
// it by order or counting with it is undetermined. So is a mismatch of types,
// which Problem describes. The nil Expr is undetermined. Test never fails and
// never panics.
func (e *Expr) Test(env Env) Result {
	if e == nil {
		return Result{Verdict: Undetermined}
	}
	run := &evaluation{env: env, used: Facts{}}
	out := run.truth(e.root)
	r := Result{Verdict: Undetermined, Used: run.used}
	if yes, ok := out.value.AsBool(); ok {
		r.Verdict = False
		if yes {
			r.Verdict = True
		}
		return r
	}
	r.Missing, r.Problem = out.missing, out.problem
	if len(r.Missing) == 0 && r.Problem == nil { // it counts with a written 空
		r.Problem = &Problem{Key: "condition.undecidable", Path: firstPath(e.root), Offset: offsetOf(e.root)}
	}
	return r
}

// Value computes an expression such as `应收.到期日 - 7天`. It is Unknown where a
// fact is not known or the kinds do not fit.
func (e *Expr) Value(env Env) Value {
	if e == nil {
		return Unknown()
	}
	run := &evaluation{env: env, used: Facts{}}
	return run.value(e.root).value
}

// outcome is a value, and what it lacks when it is unknown.
type outcome struct {
	value   Value
	missing []string
	problem *Problem
}

// lacking collects what outs lack.
func lacking(outs ...outcome) outcome {
	var all outcome
	for _, o := range outs {
		all.missing = appendNew(all.missing, o.missing...)
		if all.problem == nil {
			all.problem = o.problem
		}
	}
	return all
}

func known(v Value) outcome { return outcome{value: v} }

// evaluation is one run over one condition. Every operand is computed, also
// when another one already decides, so that Used is complete and the cost is
// linear in the size of the condition.
type evaluation struct {
	env  Env
	used Facts
}

func (run *evaluation) value(n node) outcome {
	switch n := n.(type) {
	case *literal:
		return known(n.value)
	case *path:
		v := run.env.Facts[n.name]
		if v.kind == UnknownKind {
			return outcome{missing: []string{n.name}}
		}
		run.used[n.name] = v
		return known(v)
	case *call:
		return run.call(n)
	case *list:
		return run.list(n)
	case *unary:
		if n.op == opNot {
			return run.not(n.x)
		}
		return run.negative(n.x)
	case *binary:
		if n.binding() == bindCompare {
			return run.compare(n)
		}
		return run.arithmetic(n)
	case *junction:
		return run.junction(n)
	}
	return outcome{}
}

func (run *evaluation) values(nodes []node) ([]Value, []outcome) {
	vs, outs := make([]Value, len(nodes)), make([]outcome, len(nodes))
	for i, n := range nodes {
		outs[i] = run.value(n)
		vs[i] = outs[i].value
	}
	return vs, outs
}

func (run *evaluation) call(n *call) outcome {
	args, outs := run.values(n.args)
	if slices.ContainsFunc(args, partial) {
		return lacking(outs...)
	}
	f := run.env.Funcs[n.name]
	if f == nil {
		return outcome{missing: []string{n.name + "()"}}
	}
	v := f(args)
	if v.kind == UnknownKind {
		return outcome{missing: []string{n.name + "()"}}
	}
	run.used[callText(n.name, args)] = v
	return known(v)
}

// partial reports whether v is unknown or a list with something unknown in it.
func partial(v Value) bool {
	return v.kind == UnknownKind || v.kind == ListKind && slices.ContainsFunc(v.items, partial)
}

// callText writes a call with the values of its arguments.
func callText(name string, args []Value) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = a.String()
		if a.kind == TextKind {
			parts[i] = quote(a.text)
		}
	}
	return name + "(" + strings.Join(parts, ", ") + ")"
}

// list keeps unknown items, so that membership among the known ones can be told.
func (run *evaluation) list(n *list) outcome {
	items, outs := run.values(n.items)
	out := lacking(outs...)
	out.value = List(items...)
	return out
}

// truth computes n and takes it as a yes or a no.
func (run *evaluation) truth(n node) outcome {
	out := run.value(n)
	switch out.value.kind {
	case BoolKind, UnknownKind:
		return out
	case NilKind:
		return outcome{missing: pathsOf(n)}
	case NumberKind, TextKind, ListKind, DurationKind, DateKind:
	}
	return outcome{problem: &Problem{
		Key:  "condition.not_yes_no",
		Args: map[string]any{"kind": out.value.kind.Text()},
		Path: firstPath(n), Offset: offsetOf(n),
	}}
}

func (run *evaluation) not(x node) outcome {
	out := run.truth(x)
	if yes, ok := out.value.AsBool(); ok {
		return known(Bool(!yes))
	}
	return out
}

func (run *evaluation) junction(n *junction) outcome {
	deciding := n.op == opOr // the value of one operand that decides the whole
	outs := make([]outcome, len(n.items))
	decided, unknown := false, false
	for i, item := range n.items {
		outs[i] = run.truth(item)
		yes, ok := outs[i].value.AsBool()
		decided = decided || ok && yes == deciding
		unknown = unknown || !ok
	}
	switch {
	case decided:
		return known(Bool(deciding))
	case unknown:
		return lacking(outs...)
	}
	return known(Bool(!deciding))
}

// mismatch says that the kinds of l and r do not fit together.
func mismatch(n *binary, l, r Value) outcome {
	return outcome{problem: &Problem{
		Key:  "condition.kinds_differ",
		Args: map[string]any{"left": l.kind.Text(), "right": r.kind.Text(), "op": string(n.op)},
		Path: firstPath(n), Offset: offsetOf(n),
	}}
}

func firstPath(n node) string {
	if list := pathsOf(n); len(list) > 0 {
		return list[0]
	}
	return ""
}

// offsetOf returns where the first fact of n stands in the text.
func offsetOf(n node) int {
	at := -1
	walk(n, func(n node) {
		if at >= 0 {
			return
		}
		switch n := n.(type) {
		case *path:
			at = n.at
		case *call:
			at = n.at
		}
	})
	return max(at, 0)
}

// Problem says why a condition cannot be computed or does not suit a catalogue.
type Problem struct {
	Key    string         `json:"key"`              // message key, such as "condition.fact_unknown"
	Args   map[string]any `json:"args,omitempty"`   // arguments of the message
	Path   string         `json:"path,omitempty"`   // the fact or function concerned
	Offset int            `json:"offset,omitempty"` // where it stands, in code points from the start of the text
}
