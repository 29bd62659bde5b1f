package condition

import (
	"slices"
	"strings"

	"qiju/internal/base/clock"
)

// Check returns what is wrong with the condition over the catalogue, in written
// order: facts and functions that there are not (with the nearest that there
// is), kinds that do not fit, texts that a closed fact never has, a result that
// is not a yes or a no. Nil when all is well.
func (e *Expr) Check(c *Catalogue) []Problem { return e.CheckAs(c, BoolType) }

// CheckAs is Check for an expression whose result is to be of type want, such
// as the date of 等到.
func (e *Expr) CheckAs(c *Catalogue, want Type) []Problem {
	k := &checker{catalogue: c}
	if got := k.kind(e.root); got != UnknownKind && got != want.Kind() {
		k.add("condition.result", e.root, map[string]any{"kind": got.Text(), "want": want.Kind().Text()})
	}
	slices.SortStableFunc(k.problems, func(a, b Problem) int { return a.Offset - b.Offset })
	return k.problems
}

// checker infers the kind of each part. UnknownKind stands for "could be any":
// what is wrong below is reported once, not again by everything above it.
type checker struct {
	catalogue *Catalogue
	problems  []Problem
}

func (k *checker) add(key string, at node, args map[string]any) {
	k.problems = append(k.problems, Problem{Key: key, Args: args, Path: firstPath(at), Offset: offsetOf(at)})
}

func (k *checker) kind(n node) Kind {
	switch n := n.(type) {
	case *literal:
		return n.value.kind
	case *path:
		f, ok := k.catalogue.Fact(n.name)
		if !ok {
			k.unknown("condition.fact_unknown", n, n.name, k.catalogue.paths())
			return UnknownKind
		}
		return f.Type.Kind()
	case *call:
		return k.call(n)
	case *list:
		for _, item := range n.items {
			k.kind(item)
		}
		return ListKind
	case *unary:
		return k.unary(n)
	case *binary:
		if n.binding() == bindCompare {
			k.comparison(n)
			return BoolKind
		}
		return k.arithmetic(n)
	case *junction:
		for _, item := range n.items {
			k.want(item, BoolKind)
		}
		return BoolKind
	}
	return UnknownKind
}

func (k *checker) unknown(key string, at node, name string, candidates []string) {
	args := map[string]any{"name": name, "nearest": ""}
	if near := nearest(name, candidates); near != "" {
		key += "_near"
		args["nearest"] = near
	}
	k.add(key, at, args)
}

// want infers n and reports when it is of another kind than kinds.
func (k *checker) want(n node, kinds ...Kind) Kind {
	got := k.kind(n)
	if got != UnknownKind && got != NilKind && !slices.Contains(kinds, got) {
		k.add("condition.kind", n, map[string]any{"kind": got.Text(), "want": kinds[0].Text(), "text": spell(n, chinese())})
	}
	return got
}

func (k *checker) call(n *call) Kind {
	f, ok := k.catalogue.Func(n.name)
	if !ok {
		k.unknown("condition.func_unknown", n, n.name, k.catalogue.names)
		return UnknownKind
	}
	if len(n.args) < len(f.Args) || len(n.args) > len(f.Args) && !f.Variadic {
		k.add("condition.arguments", n, map[string]any{"name": f.Name, "want": len(f.Args), "got": len(n.args)})
	}
	for i, a := range n.args {
		if i < len(f.Args) || f.Variadic {
			k.want(a, f.Args[min(i, len(f.Args)-1)].Kind())
		}
	}
	return f.Result.Kind()
}

func (k *checker) unary(n *unary) Kind {
	if n.op == opNot {
		k.want(n.x, BoolKind)
		return BoolKind
	}
	return k.want(n.x, NumberKind, DurationKind)
}

func (k *checker) comparison(n *binary) {
	switch n.op {
	case opLess, opAtMost, opMore, opAtLeast:
		l := k.want(n.l, NumberKind, DurationKind, DateKind, TextKind)
		r := k.want(n.r, NumberKind, DurationKind, DateKind, TextKind)
		k.fit(n, l, r, false)
	case opEqual, opUnequal:
		k.fit(n, k.kind(n.l), k.kind(n.r), true)
		k.closed(n.l, n.r)
		k.closed(n.r, n.l)
	case opIn, opNotIn:
		k.member(n, n.l, n.r)
	case opContains, opNotContains:
		if l := k.want(n.l, ListKind, TextKind); l == TextKind {
			k.want(n.r, TextKind)
			return
		}
		k.kind(n.r)
	case opOr, opAnd, opNot, opPlus, opMinus, opTimes, opDivide:
	}
}

// fit reports kinds that cannot be compared with one another.
func (k *checker) fit(n *binary, l, r Kind, equality bool) {
	if l == UnknownKind || r == UnknownKind || (equality && (l == NilKind || r == NilKind)) {
		return
	}
	dates := l == DateKind && isDay(n.r) || r == DateKind && isDay(n.l)
	if dates || l == r && (equality || l != TextKind) {
		return
	}
	k.add("condition.kinds_differ", n, map[string]any{"left": l.Text(), "right": r.Text(), "op": string(n.op)})
}

// isDay reports whether n is a text that may stand for a date.
func isDay(n node) bool {
	l, ok := n.(*literal)
	if !ok || l.value.kind != TextKind {
		return false
	}
	_, ok = clock.ParseDate(l.value.text)
	return ok
}

// member checks `item 属于 row`.
func (k *checker) member(n *binary, item, row node) {
	got := k.kind(item)
	k.want(row, ListKind)
	items, ok := row.(*list)
	if !ok {
		return
	}
	for _, x := range items.items {
		k.fit(&binary{op: n.op, l: item, r: x}, got, (&checker{catalogue: k.catalogue}).kind(x), true)
		k.closed(item, x)
	}
}

// closed reports a text that the closed fact never is.
func (k *checker) closed(fact, text node) {
	p, ok1 := fact.(*path)
	l, ok2 := text.(*literal)
	if !ok1 || !ok2 || l.value.kind != TextKind {
		return
	}
	f, ok := k.catalogue.Fact(p.name)
	if !ok || len(f.Values) == 0 || slices.Contains(f.Values, l.value.text) {
		return
	}
	k.add("condition.value_unknown", fact, map[string]any{
		"name": p.name, "value": l.value.text, "values": strings.Join(f.Values, ", "),
	})
}

func (k *checker) arithmetic(n *binary) Kind {
	l := k.want(n.l, NumberKind, DurationKind, DateKind)
	r := k.want(n.r, NumberKind, DurationKind, DateKind)
	if l == UnknownKind || r == UnknownKind {
		return UnknownKind
	}
	switch {
	case l == NumberKind && r == NumberKind:
		return NumberKind
	case l == DurationKind && r == DurationKind && n.binding() == bindSum:
		return DurationKind
	case l == DurationKind && r == NumberKind && n.binding() == bindProduct:
		return DurationKind
	case l == NumberKind && r == DurationKind && n.op == opTimes:
		return DurationKind
	case l == DateKind && r == DurationKind && n.binding() == bindSum:
		return DateKind
	case l == DateKind && r == DateKind && n.op == opMinus:
		return DurationKind
	}
	k.add("condition.kinds_differ", n, map[string]any{"left": l.Text(), "right": r.Text(), "op": string(n.op)})
	return UnknownKind
}
