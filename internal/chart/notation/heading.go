package notation

import (
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// heading reads `流程`, `池`, `泳道` or `阶段` and opens what it names.
func (r *reader) heading(kw keyword, id string) {
	at := r.pos
	_, n, _ := r.keywordAt(r.pos)
	r.pos += n
	r.colon()
	text, ok := r.text(context{place: inLine})
	switch {
	case !ok:
		return
	case kw == kwFlow && r.chart.Line > 0:
		r.fail(source.FlowTwice, "", r.start, fault.Args{"line": r.chart.Line})
	case r.scope.outer != nil:
		r.fail(source.FactMisplaced, "", r.start, nil)
	case text.ZH == "":
		r.fail(source.TextEmpty, "", at, nil)
	case id == "" || r.claim(id, r.start):
		r.open(kw, id, text)
	}
}

// open makes the element of a heading and lets it own what follows.
func (r *reader) open(kw keyword, id string, text i18n.Text) {
	var field *string
	var prefix string
	switch kw {
	case kwFlow:
		c := r.chart
		c.Name, c.Line = text, r.No
		r.owner, field, prefix = owner{}, &c.ID, "F"
		r.element(&c.Comments)
	case kwPool:
		p := &chart.Pool{Text: text, Line: r.No}
		r.pools = append(r.pools, p)
		r.owner, field, prefix = owner{pool: p}, &p.ID, "Q"
		r.element(&p.Comments)
	case kwLane:
		l := &chart.Lane{Text: text, Line: r.No}
		r.lanes = append(r.lanes, l)
		r.owner, field, prefix = owner{lane: l}, &l.ID, "L"
		r.element(&l.Comments)
	default:
		s := &chart.Stage{Text: text, Line: r.No}
		r.stages = append(r.stages, s)
		r.stage = s
		r.owner, field, prefix = owner{stage: s}, &s.ID, "ST"
		r.element(&s.Comments)
	}
	*field = id
	if id == "" {
		r.later(prefix, func(id string) { *field = id })
	}
}

// later lets an element have its id when all written ones are known.
func (r *reader) later(prefix string, name func(id string)) {
	r.nobody = append(r.nobody, unnamed{prefix, name})
}

// claim takes id for the element whose id stands at index at.
func (r *reader) claim(id string, at int) bool {
	if line, taken := r.ids[id]; taken {
		return r.fail(source.IDTwice, "", at, fault.Args{"id": id, "line": line})
	}
	r.ids[id] = r.No
	r.named = append(r.named, naming{id, r.placeAt(at)})
	return true
}
