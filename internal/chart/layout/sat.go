package layout

import (
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
)

const satGap = 10 // px between stores and annotations that share a cell

// satsOf returns what stands beside n: the stores it uses, its annotations and
// those of its arrows.
func satsOf(n *chart.Node, stores map[string]*chart.Node, lang i18n.Lang) []*sat {
	var out []*sat
	use := func(id string) *sat {
		for _, s := range out {
			if s.id == id {
				return s
			}
		}
		store := stores[id]
		if store == nil {
			return &sat{}
		}
		out = append(out, newStore(store, lang))
		return out[len(out)-1]
	}
	for _, id := range n.Reads {
		use(id).reads = true
	}
	for _, id := range n.Writes {
		use(id).writes = true
	}
	for _, note := range n.Notes {
		out = append(out, newNote(note, "", lang))
	}
	for _, e := range n.Exits {
		for _, note := range e.Notes {
			out = append(out, newNote(note, e.Text.In(lang), lang))
		}
	}
	return out
}

// newStore sizes a store.
func newStore(n *chart.Node, lang i18n.Lang) *sat {
	lines := even(n.Text.In(lang), 108, tinyText, mostCaption)
	return &sat{
		id: n.ID, lines: lines,
		w: max(64, widest(lines, tinyText)+2*storeSlant+10),
		h: max(storeH, len(lines)*(line-1)+10),
	}
}

// newNote sizes an annotation; of is the text of the arrow it belongs to.
func newNote(n chart.Note, of string, lang i18n.Lang) *sat {
	text := n.Text.In(lang)
	if of != "" {
		text = of + " – " + text
	}
	lines := even(text, noteW-16, tinyText, mostLines)
	return &sat{id: n.ID, note: true, lines: lines, w: max(48, widest(lines, tinyText)+24), h: len(lines)*(line-1) + 12}
}

// adriftOf returns the stores of a scope that no node uses and, for the main
// line, the annotations of the chart.
func adriftOf(c *chart.Chart, nodes []*chart.Node, in string, lang i18n.Lang) []*sat {
	used := map[string]bool{}
	c.Walk(func(_, n *chart.Node) {
		for _, id := range append(append([]string(nil), n.Reads...), n.Writes...) {
			used[id] = true
		}
	})
	var out []*sat
	for _, n := range nodes {
		if n.Kind == chart.Store && !used[n.ID] {
			out = append(out, newStore(n, lang))
		}
	}
	if in == "" {
		for _, note := range c.Notes {
			out = append(out, newNote(note, "", lang))
		}
	}
	return out
}

// stackSize returns the size of stores and annotations one below the other.
func stackSize(sats []*sat) (w, h int) {
	for i, s := range sats {
		w = max(w, s.w)
		h += s.h
		if i > 0 {
			h += satGap
		}
	}
	return w, h
}

// boundText returns the text beside a boundary event: its name, its message, or
// its duration.
func boundText(b *chart.Boundary, lang i18n.Lang) string {
	switch {
	case !b.Name.IsZero():
		return b.Name.In(lang)
	case b.Message != nil:
		return b.Message.Text.In(lang)
	case b.After != nil:
		return Span(*b.After, lang)
	}
	return ""
}

// Span returns a duration as the notation writes it: 2工作日, or 2 wd in English.
func Span(d chart.Duration, lang i18n.Lang) string {
	if lang == i18n.EN {
		return d.N + " " + string(d.Unit)
	}
	switch d.Unit {
	case chart.Minutes:
		return d.N + "分钟"
	case chart.Hours:
		return d.N + "小时"
	case chart.Days:
		return d.N + "天"
	case chart.Weeks:
		return d.N + "周"
	case chart.Months:
		return d.N + "月"
	case chart.WorkingHours:
		return d.N + "工时"
	case chart.WorkingDays:
		return d.N + "工作日"
	}
	return d.N
}
