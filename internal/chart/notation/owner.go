package notation

import (
	"slices"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// Things a node bears that are not facts of the outline.
const (
	bearsArrow    chart.Fact = "arrow"
	bearsBoundary chart.Fact = "boundary"
)

// owner is what the facts of the following lines belong to; the zero owner is
// the flow.
type owner struct {
	node  *item
	stage *chart.Stage
	lane  *chart.Lane
	pool  *chart.Pool
	fresh bool // a body in which nothing stands yet
	none  bool // after a line with several nodes: nobody
	heads bool // after an arrow to a node written with a sign: only arrows
}

// accepts reports whether o can bear f.
func (o owner) accepts(f chart.Fact) bool {
	switch {
	case o.fresh:
		return false
	case o.node != nil:
		return nodeBears(o.node.Kind, f) || !o.node.defined && someNodeBears(f)
	case o.stage != nil:
		return stageBears(f)
	case o.lane != nil:
		return f == chart.FactAbout || f == chart.FactNote || f == chart.FactRole
	case o.pool != nil:
		return f == chart.FactAbout || f == chart.FactNote
	}
	return slices.Contains([]chart.Fact{
		chart.FactSubject, chart.FactAbout, chart.FactRole, chart.FactDoc, chart.FactNote,
	}, f)
}

func stageBears(f chart.Fact) bool {
	return slices.Contains([]chart.Fact{
		chart.FactAbout, chart.FactNote, chart.FactRole, chart.FactKeyword, chart.FactContent, chart.FactFocus,
		chart.FactSupport, chart.FactInvolvement, chart.FactDays, chart.FactOdds, chart.FactBudget, chart.FactCheck,
	}, f)
}

// nodeBears reports whether a node of kind k bears f (the tables of §2 and §4).
func nodeBears(k chart.Kind, f chart.Fact) bool {
	decision := k == chart.Decision || k == chart.Inclusive
	task := k == chart.Process
	switch f {
	case chart.FactAbout, chart.FactNote, chart.FactIn, bearsArrow:
		return true
	case chart.FactRole, chart.FactDoc:
		return task || decision || k == chart.Event
	case chart.FactLimit, chart.FactRemind, chart.FactCheck, chart.FactReads:
		return task || decision
	case chart.FactCost, chart.FactMany, chart.FactCall, chart.FactStarts, chart.FactWrites,
		chart.FactAnytime, chart.FactBody, bearsBoundary:
		return task
	case chart.FactDecided:
		return decision
	case chart.FactOn:
		return task || k == chart.Start || k == chart.Event
	case chart.FactSends:
		return task || k == chart.End || k == chart.Event
	case chart.FactEvent:
		return k == chart.Start || k == chart.Event
	case chart.FactSubject, chart.FactKeyword, chart.FactContent, chart.FactFocus, chart.FactSupport,
		chart.FactInvolvement, chart.FactDays, chart.FactOdds, chart.FactBudget, chart.FactCond:
		return false
	}
	return false
}

// someNodeBears reports whether there are nodes that bear f.
func someNodeBears(f chart.Fact) bool {
	for _, k := range []chart.Kind{chart.Start, chart.End, chart.Decision, chart.Process, chart.Event} {
		if nodeBears(k, f) {
			return true
		}
	}
	return false
}

// orphan reports whether f says by itself that it wants a node above it.
func orphan(f chart.Fact) bool {
	return f == bearsArrow || f == bearsBoundary || f == chart.FactBody || f == chart.FactCheck
}

// bear returns the owner of the line, if it can bear f.
func (r *reader) bear(f chart.Fact) (owner, bool) {
	o := r.owner
	switch {
	case o.none || o.heads && f != bearsArrow && f != bearsBoundary:
		return o, r.fail(source.FactAfterChain, "", r.start, nil)
	case o.accepts(f):
		r.delay(o.node, f, r.start)
		return o, true
	case o.fresh || orphan(f) && o == (owner{}):
		return o, r.fail(source.FactOrphan, "", r.start, nil)
	}
	return o, r.fail(source.FactMisplaced, "", r.start, nil)
}

// delay remembers to ask later whether n can bear f, if its sign has not been
// seen yet.
func (r *reader) delay(n *item, f chart.Fact, at int) {
	if n != nil && !n.defined {
		r.delayed = append(r.delayed, delayed{n, f, r.placeAt(at)})
	}
}

// comments returns the list that takes the comments of facts.
func (o owner) comments(c *chart.Chart) *[]chart.FactComment {
	switch {
	case o.node != nil:
		return &o.node.FactComments
	case o.stage != nil:
		return &o.stage.FactComments
	case o.lane != nil:
		return &o.lane.FactComments
	case o.pool != nil:
		return &o.pool.FactComments
	}
	return &c.FactComments
}

func (o owner) notes(c *chart.Chart) *[]chart.Note {
	switch {
	case o.node != nil:
		return &o.node.Notes
	case o.stage != nil:
		return &o.stage.Notes
	case o.lane != nil:
		return &o.lane.Notes
	case o.pool != nil:
		return &o.pool.Notes
	}
	return &c.Notes
}

func (o owner) about(c *chart.Chart) *[]i18n.Text {
	switch {
	case o.node != nil:
		return &o.node.About
	case o.stage != nil:
		return &o.stage.About
	case o.lane != nil:
		return &o.lane.About
	case o.pool != nil:
		return &o.pool.About
	}
	return &c.About
}

// roles returns the roles of a node, stage or lane.
func (o owner) roles() *[]string {
	switch {
	case o.node != nil:
		return &o.node.Roles
	case o.stage != nil:
		return &o.stage.Roles
	}
	return &o.lane.Roles
}

// checks returns the checklist of a node or stage.
func (o owner) checks() *[]i18n.Text {
	if o.node != nil {
		return &o.node.Checks
	}
	return &o.stage.Checks
}

// depth returns how many bodies are open.
func (r *reader) depth() int {
	n := 0
	for s := r.scope; s.outer != nil; s = s.outer {
		n++
	}
	return n
}

// openBody reads the `{` of a sub-process.
func (r *reader) openBody() {
	r.pos++
	o, ok := r.bear(chart.FactBody)
	if !ok {
		return
	}
	if o.node.Body != nil {
		r.fail(source.FactTwice, "", r.start, nil)
		return
	}
	if r.depth() >= maxDepth {
		r.fail(source.FactMisplaced, "deep", r.start, fault.Args{"max": maxDepth})
		return
	}
	o.node.Body = &chart.Scope{}
	r.borne(&o.node.FactComments, chart.FactBody, 0)
	r.scope = &scope{outer: r.scope, host: o.node, line: r.No, body: o.node.Body, known: map[shape][]*item{}}
	r.bodies = append(r.bodies, r.scope)
	r.owner = owner{fresh: true}
}

// closeBody reads the `}` of a sub-process. Comments above it belong to it.
func (r *reader) closeBody() {
	r.pos++
	if r.scope.outer == nil {
		r.fail(source.BodyClose, "", r.start, nil)
		return
	}
	closing := &r.scope.body.Closing
	*closing = append(*closing, r.pending...)
	r.pending = nil
	r.owner = owner{node: r.scope.host}
	r.scope = r.scope.outer
}
