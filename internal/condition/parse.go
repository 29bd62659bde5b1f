package condition

// parser reads tokens by recursive descent; its methods stand in the order of
// the grammar (notation §6), from the weakest binding to the strongest.
type parser struct {
	tokens []token
	pos    int
	depth  int
}

func (p *parser) peek() token { return p.tokens[p.pos] }

// take consumes the next token if it is one of ops.
func (p *parser) take(ops ...op) (op, bool) {
	t := p.peek()
	if t.kind != opToken {
		return "", false
	}
	for _, o := range ops {
		if t.op == o {
			p.pos++
			return o, true
		}
	}
	return "", false
}

// takeSign consumes the next token if it is the bracket or comma.
func (p *parser) takeSign(sign string) bool {
	if t := p.peek(); t.kind != signToken || t.text != sign {
		return false
	}
	p.pos++
	return true
}

// condition reads the whole text.
func (p *parser) condition() (node, *Error) {
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.peek().kind != endToken {
		return nil, p.surplus()
	}
	return n, nil
}

// surplus says that the next token cannot stand where it does.
func (p *parser) surplus() *Error {
	t := p.peek()
	switch t.kind {
	case endToken:
		return &Error{Key: "condition.unfinished", Offset: t.start}
	case arrowToken:
		return &Error{Key: "condition.arrow", Args: map[string]any{"arrow": t.text}, Offset: t.start}
	case atomToken, pathToken, opToken, signToken, notInToken, strangeSign:
	}
	return &Error{Key: "condition.surplus", Args: map[string]any{"text": t.text}, Offset: t.start}
}

// closing consumes the closer of a bracket.
func (p *parser) closing(closer string) *Error {
	if p.takeSign(closer) {
		p.depth--
		return nil
	}
	if t := p.peek(); t.kind == endToken {
		return &Error{Key: "condition.bracket_open", Args: map[string]any{"closer": closer}, Offset: t.start}
	}
	return p.surplus()
}

func (p *parser) or() (node, *Error) { return p.junction(opOr, p.and) }

func (p *parser) and() (node, *Error) { return p.junction(opAnd, p.not) }

func (p *parser) junction(o op, operand func() (node, *Error)) (node, *Error) {
	var items []node
	for {
		n, err := operand()
		if err != nil {
			return nil, err
		}
		items = append(items, n)
		if _, ok := p.take(o); !ok {
			return join(o, items), nil
		}
	}
}

func (p *parser) not() (node, *Error) {
	if _, ok := p.take(opNot); !ok {
		return p.comparison()
	}
	n, err := p.comparison()
	if err != nil {
		return nil, err
	}
	return &unary{op: opNot, x: n}, nil
}

func (p *parser) comparison() (node, *Error) {
	l, err := p.sum()
	if err != nil {
		return nil, err
	}
	o, ok := p.relation()
	if !ok {
		return l, nil
	}
	r, err := p.sum()
	if err != nil {
		return nil, err
	}
	again := p.peek()
	if _, chained := p.relation(); chained {
		return nil, &Error{Key: "condition.chained", Args: map[string]any{"text": again.text}, Offset: again.start}
	}
	return &binary{op: o, l: l, r: r}, nil
}

// relation consumes an operator of comparison; "not in" may be one word or two.
func (p *parser) relation() (op, bool) {
	if o, ok := p.take(opEqual, opUnequal, opLess, opAtMost, opMore, opAtLeast, opIn, opContains); ok {
		return o, true
	}
	t := p.peek()
	if t.kind == notInToken {
		p.pos++
		return t.op, true
	}
	if t.kind != opToken || t.op != opNot {
		return "", false
	}
	p.pos++
	negated := map[op]op{opIn: opNotIn, opContains: opNotContains}
	if o, ok := p.take(opIn, opContains); ok {
		return negated[o], true
	}
	p.pos--
	return "", false
}

func (p *parser) sum() (node, *Error) { return p.chain(p.product, opPlus, opMinus) }

func (p *parser) product() (node, *Error) { return p.chain(p.signed, opTimes, opDivide) }

// chain reads operands joined by ops, the left ones first.
func (p *parser) chain(operand func() (node, *Error), ops ...op) (node, *Error) {
	l, err := operand()
	if err != nil {
		return nil, err
	}
	for {
		o, ok := p.take(ops...)
		if !ok {
			return l, nil
		}
		r, err := operand()
		if err != nil {
			return nil, err
		}
		l = &binary{op: o, l: l, r: r}
	}
}

func (p *parser) signed() (node, *Error) {
	_, negative := p.take(opMinus)
	n, err := p.atom()
	if err != nil || !negative {
		return n, err
	}
	return &unary{op: opMinus, x: n}, nil
}

func (p *parser) atom() (node, *Error) {
	t := p.peek()
	switch {
	case t.kind == atomToken:
		p.pos++
		return t.node, nil
	case t.kind == pathToken:
		p.pos++
		return p.fact(t)
	case p.takeSign("("):
		if err := p.deeper(t); err != nil {
			return nil, err
		}
		n, err := p.or()
		if err != nil {
			return nil, err
		}
		return n, p.closing(")")
	case p.takeSign("["):
		items, err := p.items(t, "]")
		if err != nil {
			return nil, err
		}
		return &list{items: items}, nil
	}
	return nil, p.surplus()
}

// fact reads what follows a path: the arguments of a function, or nothing.
func (p *parser) fact(t token) (node, *Error) {
	open := p.peek()
	if !p.takeSign("(") {
		return &path{name: t.text, at: t.start}, nil
	}
	args, err := p.items(open, ")")
	if err != nil {
		return nil, err
	}
	return &call{name: t.text, args: args, at: t.start}, nil
}

// items reads conditions between commas up to the closer.
func (p *parser) items(open token, closer string) ([]node, *Error) {
	if err := p.deeper(open); err != nil {
		return nil, err
	}
	var items []node
	for p.peek().kind != signToken || p.peek().text != closer {
		n, err := p.or()
		if err != nil {
			return nil, err
		}
		items = append(items, n)
		if !p.takeSign(",") {
			break
		}
	}
	return items, p.closing(closer)
}

func (p *parser) deeper(open token) *Error {
	if p.depth++; p.depth > maxDepth {
		return &Error{Key: "condition.too_deep", Args: map[string]any{"max": maxDepth}, Offset: open.start}
	}
	return nil
}
