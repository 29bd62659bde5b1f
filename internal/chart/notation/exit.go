package notation

import (
	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// exitLine reads conditions and exit words under an arrow.
func (r *reader) exitLine(under []*link) {
	switch {
	case len(under) == 0 && r.owner.none:
		r.fail(source.FactAfterChain, "", r.start, nil)
	case len(under) == 0 || under[0].bound != nil:
		r.fail(source.FactMisplaced, "", r.start, nil)
	case len(under) > 1:
		r.fail(source.FactAfterChain, "", r.start, nil)
	default:
		r.last = under
		r.exits(under)
	}
}

// exits reads `{ 通行 | 终止 | 退回 | 否则 | 当 cond }` for some arrows.
func (r *reader) exits(links []*link) {
	for r.ok() && !r.done() {
		at := r.pos
		switch {
		case r.word("通行", "go"):
			r.exitWord(links, chart.ExitGo, at)
		case r.word("终止", "terminate"):
			r.exitWord(links, chart.ExitTerminate, at)
		case r.word("退回", "return"):
			r.exitWord(links, chart.ExitReturn, at)
		case r.word("否则", "else"):
			r.exitElse(links, at)
		case r.word("当", "if"):
			r.exitCond(links, at)
		default:
			r.fail(source.Trailing, "", at, fault.Args{"text": r.rest()})
		}
	}
}

func (r *reader) exitWord(links []*link, word chart.ExitWord, at int) {
	for _, l := range links {
		if l.Exit != "" && l.Exit != word {
			r.fail(source.FactTwice, "", at, nil)
			return
		}
		l.Exit = word
	}
	r.element(&links[0].Comments)
}

func (r *reader) exitElse(links []*link, at int) {
	for _, l := range links {
		if l.Cond != nil {
			r.fail(source.FactTwice, "", at, nil)
			return
		}
		l.Else = true
	}
	r.element(&links[0].Comments)
}

func (r *reader) exitCond(links []*link, at int) {
	cond := r.condition(at, false)
	if cond == nil {
		return
	}
	for _, l := range links {
		if l.Else || l.Cond != nil && !l.Cond.Equal(cond) {
			r.fail(source.FactTwice, "", at, nil)
			return
		}
		l.Cond = cond
	}
	if at == r.start {
		r.borne(&links[0].FactComments, chart.FactCond, 0)
	}
}
