package condition

// op is an operator, in its canonical English spelling.
type op string

const (
	opOr          op = "or"
	opAnd         op = "and"
	opNot         op = "not"
	opEqual       op = "=="
	opUnequal     op = "!="
	opLess        op = "<"
	opAtMost      op = "<="
	opMore        op = ">"
	opAtLeast     op = ">="
	opIn          op = "in"
	opNotIn       op = "not in"
	opContains    op = "contains"
	opNotContains op = "not contains"
	opPlus        op = "+"
	opMinus       op = "-"
	opTimes       op = "*"
	opDivide      op = "/"
)

// How strongly the parts of an expression bind, the weakest first.
const (
	bindOr = iota + 1
	bindAnd
	bindNot
	bindCompare
	bindSum
	bindProduct
	bindSign
	bindAtom
)

// node is a part of a condition.
type node interface {
	binding() int
	children() []node
}

// literal is a value written in the condition. Numbers keep whether they were
// written in percent; they are never negative.
type literal struct {
	value   Value
	percent bool
}

// path is a fact read.
type path struct {
	name string
	at   int // offset in the text, in code points
}

// call is a function of the catalogue.
type call struct {
	name string
	args []node
	at   int
}

type list struct{ items []node }

// unary is a sign or a negation: opMinus, opNot.
type unary struct {
	op op
	x  node
}

// binary is a comparison, a sum or a product of two.
type binary struct {
	op   op
	l, r node
}

// junction is two or more operands of opAnd or opOr, none of them of the same op.
type junction struct {
	op    op
	items []node
}

func (*literal) binding() int { return bindAtom }
func (*path) binding() int    { return bindAtom }
func (*call) binding() int    { return bindAtom }
func (*list) binding() int    { return bindAtom }

func (u *unary) binding() int {
	if u.op == opNot {
		return bindNot
	}
	return bindSign
}

func (b *binary) binding() int {
	if b.op == opPlus || b.op == opMinus {
		return bindSum
	}
	if b.op == opTimes || b.op == opDivide {
		return bindProduct
	}
	return bindCompare
}

func (j *junction) binding() int {
	if j.op == opOr {
		return bindOr
	}
	return bindAnd
}

func (*literal) children() []node    { return nil }
func (*path) children() []node       { return nil }
func (c *call) children() []node     { return c.args }
func (l *list) children() []node     { return l.items }
func (u *unary) children() []node    { return []node{u.x} }
func (b *binary) children() []node   { return []node{b.l, b.r} }
func (j *junction) children() []node { return j.items }

// join makes a junction and takes in operands of the same operator.
func join(o op, items []node) node {
	if len(items) == 1 {
		return items[0]
	}
	flat := make([]node, 0, len(items))
	for _, n := range items {
		if j, ok := n.(*junction); ok && j.op == o {
			flat = append(flat, j.items...)
			continue
		}
		flat = append(flat, n)
	}
	return &junction{op: o, items: flat}
}

// walk visits n and everything in it, in written order.
func walk(n node, visit func(node)) {
	visit(n)
	for _, c := range n.children() {
		walk(c, visit)
	}
}
