package notation

import (
	"slices"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// fact reads the value of a keyword, which stands before the cursor.
func (r *reader) fact(kw keyword) {
	f := factOf(kw)
	o, ok := r.bear(f)
	if !ok {
		return
	}
	switch kw {
	case kwSubject:
		r.subject()
	case kwAbout:
		r.textFact(o, f, o.about(r.chart))
	case kwKeyword:
		r.textFact(o, f, &o.stage.Keywords)
	case kwContent:
		r.textFact(o, f, &o.stage.Contents)
	case kwFocus:
		r.textFact(o, f, &o.stage.Focus)
	case kwSupport:
		r.textFact(o, f, &o.stage.Support)
	case kwInvolvement:
		r.involvement(o)
	case kwDays:
		if d, ok := r.duration(); ok {
			setPointer(r, o, f, &o.stage.Days, d)
		}
	case kwOdds:
		r.share(o, f, &o.stage.Odds)
	case kwBudget:
		r.share(o, f, &o.stage.Budget)
	case kwSends:
		r.message(o, false, false)
	case kwWait, kwEvery, kwUntil:
		r.trigger(o, kw)
	default:
		r.nodeFact(o.node, kw)
	}
}

// nodeFact reads the value of a keyword that only nodes bear.
func (r *reader) nodeFact(n *item, kw keyword) {
	o := owner{node: n}
	switch kw {
	case kwRemind:
		r.remind(n)
	case kwCost:
		if cost, ok := r.cost(); ok {
			setPointer(r, o, chart.FactCost, &n.Cost, cost)
		}
	case kwAllOf, kwAnyOf, kwEach:
		r.many(n, kw)
	case kwCall:
		if id, ok := r.chartID(); ok {
			setValue(r, o, chart.FactCall, &n.Call, id)
		}
	case kwStarts:
		r.starts(n)
	case kwReads:
		r.storeFact(o, chart.FactReads, &n.Reads)
	case kwWrites:
		r.storeFact(o, chart.FactWrites, &n.Writes)
	case kwDecided:
		r.decided(n)
	case kwIn:
		r.lane(n)
	case kwAnytime:
		n.Anytime = true
		r.borne(&n.FactComments, chart.FactAnytime, 0)
	default:
		r.fail(source.FactMisplaced, "", r.start, nil)
	}
}

// factOf returns the kind of fact that kw begins.
func factOf(kw keyword) chart.Fact {
	switch kw {
	case kwAllOf, kwAnyOf, kwEach:
		return chart.FactMany
	case kwWait, kwUntil, kwEvery, kwOnce:
		return chart.FactEvent
	default:
		return chart.Fact(kw)
	}
}

// again reports that a fact is already written, and not the same.
func (r *reader) again() { r.fail(source.FactTwice, "", r.start, nil) }

// setValue gives a fact that may be written once its value.
func setValue[T comparable](r *reader, o owner, f chart.Fact, field *T, v T) {
	var zero T
	if *field != zero && *field != v {
		r.again()
		return
	}
	*field = v
	r.borne(o.comments(r.chart), f, 0)
}

// setPointer does the same where the value is optional.
func setPointer[T comparable](r *reader, o owner, f chart.Fact, field **T, v T) {
	if *field != nil && **field != v {
		r.again()
		return
	}
	*field = &v
	r.borne(o.comments(r.chart), f, 0)
}

// add gives a fact that may be written several times one more value; an equal
// repetition is ignored, and one with the same name but another value is an
// error.
func add[T any](r *reader, o owner, f chart.Fact, list *[]T, v T, named, equal func(a, b T) bool) {
	i := slices.IndexFunc(*list, func(have T) bool { return named(have, v) })
	switch {
	case i < 0:
		i = len(*list)
		*list = append(*list, v)
	case !equal((*list)[i], v):
		r.again()
		return
	}
	r.borne(o.comments(r.chart), f, i)
}

func same[T comparable](a, b T) bool { return a == b }

func sameZH(a, b i18n.Text) bool { return a.ZH == b.ZH }

// textFact reads one of several texts.
func (r *reader) textFact(o owner, f chart.Fact, list *[]i18n.Text) {
	t, ok := r.text(context{place: inLine})
	switch {
	case !ok:
	case t.ZH == "":
		r.fail(source.TextEmpty, "", r.start, nil)
	default:
		add(r, o, f, list, t, sameZH, same)
	}
}

func (r *reader) subject() {
	r.skipBlanks()
	name, ok := r.name()
	if !ok {
		r.fail(source.TextEmpty, "", r.start, nil)
		return
	}
	add(r, owner{}, chart.FactSubject, &r.chart.Subjects, name, same, same)
}

// checkLine reads a checklist item.
func (r *reader) checkLine() {
	sign := r.pos
	o, ok := r.bear(chart.FactCheck)
	if !ok {
		return
	}
	r.pos += max(r.boxAt(r.pos), 1)
	from := r.pos
	t, ok := r.text(context{place: inLine})
	switch {
	case !ok:
		return
	case t.ZH == "":
		r.fail(source.TextEmpty, "", sign, nil)
		return
	}
	add(r, o, chart.FactCheck, o.checks(), t, sameZH, same)
	if r.Norm[sign] != '□' {
		return
	}
	for i := from; i < r.pos; i++ {
		if r.arrow(i) > 0 {
			r.diags = append(r.diags, source.New(source.CheckArrow, "", r.No, sign+1, nil))
			return
		}
	}
}

// noteLine reads an annotation of the arrow right above, or of the owner.
func (r *reader) noteLine(under []*link, id string) {
	notes, comments := r.owner.notes(r.chart), r.owner.comments(r.chart)
	switch {
	case len(under) > 1 || len(under) == 0 && (r.owner.none || r.owner.heads):
		r.fail(source.FactAfterChain, "", r.start, nil)
		return
	case len(under) == 1:
		notes, comments = &under[0].Notes, &under[0].FactComments
		r.last = under
	case r.owner.fresh:
		r.fail(source.FactOrphan, "", r.start, nil)
		return
	}
	at := r.pos
	t, ok := r.noteText()
	switch {
	case !ok:
		return
	case t.ZH == "":
		r.fail(source.TextEmpty, "", at, nil)
		return
	case id != "" && !r.claim(id, r.start):
		return
	}
	i := len(*notes)
	*notes = append(*notes, chart.Note{ID: id, Text: t, Line: r.No})
	if id == "" {
		r.later("N", func(id string) { (*notes)[i].ID = id })
	}
	r.borne(comments, chart.FactNote, i)
}

// noteText reads `quoted [ "|" ( quoted | text ) ]`.
func (r *reader) noteText() (t i18n.Text, ok bool) {
	at := r.pos
	zh, end, closed := r.quoted(at)
	if !closed {
		return t, r.fail(source.QuoteOpen, "", at, nil)
	}
	t.ZH, r.pos = zh, end
	if !r.checkLength(zh, at) {
		return t, false
	}
	r.skipBlanks()
	if r.peek() != '|' {
		return t, true
	}
	r.pos++
	t.EN, ok = r.part(context{place: inLine})
	if ok && r.peek() == '|' {
		return t, r.fail(source.TextParts, "", r.pos, nil)
	}
	return t, ok
}

// decided reads 判定.
func (r *reader) decided(n *item) {
	var by chart.Decided
	at := r.pos
	r.skipBlanks()
	switch {
	case r.word("人", "person"):
		by = chart.ByPerson
	case r.word("自动待确认", "confirmed"):
		by = chart.ByConfirmed
	case r.word("自动", "computed"):
		by = chart.ByComputer
	}
	if by == "" || !r.done() {
		r.fail(source.ValueBad, "decided", at, nil)
		return
	}
	setValue(r, owner{node: n}, chart.FactDecided, &n.Decided, by)
}

// involvement reads 介入.
func (r *reader) involvement(o owner) {
	var v chart.Involvement
	at := r.pos
	r.skipBlanks()
	switch {
	case r.word("低", "low"):
		v = chart.InvolvementLow
	case r.word("中", "medium"):
		v = chart.InvolvementMedium
	case r.word("高", "high"):
		v = chart.InvolvementHigh
	}
	if v == "" || !r.done() {
		r.fail(source.ValueBad, "involvement", at, nil)
		return
	}
	setValue(r, o, chart.FactInvolvement, &o.stage.Involvement, v)
}

// lane reads 在.
func (r *reader) lane(n *item) {
	r.skipBlanks()
	at := r.pos
	id, ok := r.id()
	if !ok {
		r.fail(source.LaneBad, "", at, nil)
		return
	}
	setValue(r, owner{node: n}, chart.FactIn, &n.Lane, id)
	if n.LaneAt == (chart.Place{}) {
		n.LaneAt = r.placeAt(r.start)
	}
}

// storeFact reads 读 or 写.
func (r *reader) storeFact(o owner, f chart.Fact, list *[]string) {
	r.skipBlanks()
	at := r.pos
	id, ok := r.id()
	if !ok {
		r.fail(source.IDUnknown, "store", at, fault.Args{"id": r.rest()})
		return
	}
	r.stores = append(r.stores, storeRef{id, r.placeAt(at)})
	add(r, o, f, list, id, same, same)
}
