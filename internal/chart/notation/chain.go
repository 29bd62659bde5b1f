package notation

import (
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// chain reads `A => B, C => D` or a single node, and settles what the next
// lines belong to: the only node of the line, or the first one if it is the
// only one written with a sign.
func (r *reader) chain() {
	group := r.group(nil)
	if len(group) == 0 {
		return
	}
	head := group[0].item
	headSigned := r.signs > 0 && head.defined
	alone := len(group) == 1
	if r.ok() && alone && r.signs == 0 && !r.follows() {
		r.fail(source.ShapeMissing, "", r.pos, fault.Args{"text": r.rest()})
		head.broken = true
		return
	}
	r.owner = owner{none: true}
	count := r.arrows(group)
	if count == 0 && alone || headSigned && r.signs == 1 {
		r.owner = owner{node: head}
	}
}

// follows reports whether something that may follow an id stands next.
func (r *reader) follows() bool {
	if r.done() {
		return true
	}
	return r.arrow(r.pos) > 0 || strings.ContainsRune(",@#~=", r.peek())
}

// arrowLine reads `=> B => C`, arrows from the owner.
func (r *reader) arrowLine() {
	o, ok := r.bear(bearsArrow)
	if !ok {
		return
	}
	r.arrows([]spot{{item: o.node}})
	r.owner.heads = r.owner.heads || r.signs > 0
}

// arrows reads `{ arrow group } [ exits ]` from the nodes of group and returns
// how many arrows it made.
func (r *reader) arrows(group []spot) int {
	var made, latest []*link
	for r.ok() {
		r.skipBlanks()
		at := r.placeAt(r.pos)
		label, found := r.arrowSign()
		if !found || !r.ok() {
			break
		}
		targets := r.group(group)
		latest = nil
		for _, from := range group {
			for _, to := range targets {
				latest = append(latest, r.connect(from.item, to, label, at))
			}
		}
		made = append(made, latest...)
		group = targets
	}
	if r.ok() && len(latest) > 0 {
		r.exits(latest)
	}
	r.last = made
	return len(made)
}

// connect makes an arrow.
func (r *reader) connect(from *item, to spot, label i18n.Text, at chart.Place) *link {
	l := &link{
		Edge:   &chart.Edge{Text: label, Line: at.Line, Col: at.Col},
		from:   from,
		to:     to.item,
		target: to.at,
	}
	r.links = append(r.links, l)
	if to.ref > 0 {
		r.refs[to.ref-1].from = from
	}
	r.element(&l.Comments)
	return l
}

// arrowSign reads an arrow with or without text, and goes on with the next
// line where the arrow ends its own; found is false where there is none.
func (r *reader) arrowSign() (label i18n.Text, found bool) {
	at := r.pos
	n := r.arrow(at)
	if n == 0 && r.peek() != '=' {
		return label, false
	}
	if n == 0 {
		r.pos++
		var ok bool
		label, ok = r.text(context{place: inLabel})
		n = r.labelEnd(r.pos)
		switch {
		case !ok:
			return label, true
		case n == 0:
			r.fail(source.ArrowOpen, "", at, nil)
			return label, true
		case label.ZH == "":
			r.fail(source.TextEmpty, "", at, nil)
			return label, true
		}
	}
	r.pos += n
	if r.done() && !r.carryOn() {
		r.fail(source.TargetMissing, "", at, nil)
	}
	return label, true
}

// carryOn moves to the next line with something on it, if a node begins
// there; a line that ends in an arrow continues so.
func (r *reader) carryOn() bool {
	comments := []string{}
	if text, found := r.commentText(); found {
		comments = append(comments, text)
	}
	for i := r.next; i < len(r.lines); i++ {
		c := &cursor{Line: r.lines[i]}
		if _, bad := c.Invisible(); bad {
			return false
		}
		if c.done() {
			if text, found := c.commentText(); found {
				comments = append(comments, text)
			}
			continue
		}
		if !c.nodeLine() {
			return false
		}
		r.cursor = c
		r.next = i + 1
		r.pending = append(r.pending, comments...)
		return true
	}
	return false
}

// nodeLine reports whether a line begins with a node.
func (c *cursor) nodeLine() bool {
	switch {
	case c.peek() == '□' || c.boxAt(c.pos) > 0:
		return false
	case c.shapeAt(c.pos):
		brace := cursor{Line: c.Line, pos: c.pos + 1}
		return c.peek() != '{' || !brace.done()
	case !letter(c.peek()):
		return false
	}
	end := c.idEnd(c.pos)
	after := cursor{Line: c.Line, pos: end}
	after.skipBlanks()
	kw, _, _ := after.keywordAt(after.pos)
	return !englishKeyword(string(c.Norm[c.pos:end])) && !heads(kw) && !happens(kw) && !after.quote(after.pos)
}

// group reads `node { "," node }`; prev are the nodes the arrow before comes
// from.
func (r *reader) group(prev []spot) []spot {
	var group []spot
	for {
		s, ok := r.node(prev)
		if s.item != nil {
			group = append(group, s)
		}
		if !ok {
			return group
		}
		r.skipBlanks()
		if r.peek() != ',' {
			return group
		}
		r.pos++
	}
}

// node reads one node with the short facts behind it. It returns what it
// could make out even of a faulty one.
func (r *reader) node(prev []spot) (spot, bool) {
	r.skipBlanks()
	at := r.pos
	id, written := r.id()
	if !r.ok() {
		return spot{}, false
	}
	r.skipBlanks()
	here := spot{at: r.placeAt(at)}
	switch {
	case r.shapeAt(r.pos):
		s, ok := r.shape()
		if ok && s.text.ZH == "" && !gateway(s.kind) {
			r.fail(source.TextEmpty, "", at, nil)
		}
		here.item = r.signed(id, s, at, prev)
	case written:
		here.item = r.refer(id, at)
		here.ref = len(r.refs)
	default:
		r.fail(source.ShapeMissing, "target", at, nil)
		return spot{}, false
	}
	return here, r.ok() && r.sigils(here.item)
}

// sigils reads the short facts behind a node.
func (r *reader) sigils(n *item) bool {
	for r.ok() {
		r.skipBlanks()
		if r.done() || !strings.ContainsRune("@#~", r.peek()) {
			break
		}
		f := sigilFact(r.peek())
		if n.defined && !nodeBears(n.Kind, f) {
			return r.fail(source.FactMisplaced, "", r.pos, nil)
		}
		r.delay(n, f, r.pos)
		r.sigil(owner{node: n})
	}
	return r.ok()
}
