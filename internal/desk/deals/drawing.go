package deals

import (
	"context"
	"strconv"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/draw"
	"qiju/internal/chart/layout"
	"qiju/internal/desk"
	"qiju/internal/engine"
	"qiju/internal/sales/opportunity"
)

// Drawing returns the chart of a deal as it was walked, as SVG in lang.
func (d *Deals) Drawing(ctx context.Context, by desk.Caller, id opportunity.ID, lang i18n.Lang, standalone bool) ([]byte, error) {
	var svg []byte
	err := d.desk.Look(ctx, by, access.GetOpportunityDrawing, func(ctx context.Context, g *desk.Glance) error {
		o, err := load(ctx, g, g, id)
		if err != nil {
			return err
		}
		m, err := d.enter(ctx, g, o)
		if err != nil {
			return err
		}
		opts := draw.Options{Lang: lang, Standalone: standalone}
		if m.rel == nil {
			rel, err := d.book.Current(ctx, g, mainChart)
			if err != nil {
				return err
			}
			svg = draw.SVG(rel.Chart, d.book.Layout(rel, lang), draw.Overlay{}, opts)
			return nil
		}
		svg = draw.SVG(m.rel.Chart, d.book.Layout(m.rel, lang), m.overlay(lang), opts)
		return nil
	})
	return svg, err
}

// overlay says what the run did on the chart, in lang.
func (m *room) overlay(lang i18n.Lang) draw.Overlay {
	o := draw.Overlay{
		Nodes: map[string]draw.NodeMark{}, Edges: map[string]draw.EdgeMark{}, Bands: map[string]draw.BandMark{}, Ended: m.run.State == engine.Ended,
	}
	for _, n := range m.rel.Chart.Nodes {
		if n.Kind == chart.Store {
			continue
		}
		o.Nodes[n.ID] = m.mark(n, lang)
	}
	for id, e := range m.edges {
		mark := draw.EdgeMark{Walked: e.Walked, Override: e.Override}
		if e.Returned {
			mark.Returned = e.Walked
		}
		o.Edges[id] = mark
	}
	for _, s := range m.stageViews() {
		b := draw.BandMark{Late: s.Late, Reached: s.State != "ahead", Active: s.State == "active"}
		if b.Reached {
			b.Days = m.say(lang, "drawing.days", fault.Args{"n": s.Days})
			if s.Norm != "" {
				b.Days = m.say(lang, "drawing.days_of", fault.Args{"n": s.Days, "norm": s.Norm})
			}
		}
		o.Bands[s.ID] = b
	}
	return o
}

func (m *room) say(lang i18n.Lang, key string, args fault.Args) string {
	return m.d.words.Message(lang, key, args)
}

// mark says what the run did at a node.
func (m *room) mark(n *chart.Node, lang i18n.Lang) draw.NodeMark {
	s := m.nodes[n.ID]
	mark := draw.NodeMark{State: state(m.nodeState(n)), Seal: m.seal(n)}
	if s.Done > 0 && !s.Live {
		mark.Corner = m.dwell(n, lang)
	}
	if s.Unreviewed {
		mark.Corner = m.say(lang, "drawing.unreviewed", nil)
	}
	if s.Live {
		mark.Chip = m.chip(n, s.Since, lang)
	}
	for i := len(m.run.Decisions) - 1; i >= 0; i-- {
		d := m.run.Decisions[i]
		if d.Node != n.ID {
			continue
		}
		mark.Tooltip = m.say(lang, "drawing.decided", fault.Args{
			"who": m.dir.Person(d.By).Name, "word": m.d.wordText(d.Word), "on": string(d.At.On(m.d.desk.Zone)), "why": d.Reason,
		})
		break
	}
	return mark
}

func state(s string) draw.State {
	if s == "ahead" {
		return draw.Ahead
	}
	return draw.State(s)
}

// seal is the stamp of the last decision at a gate.
func (m *room) seal(n *chart.Node) draw.Seal {
	if !m.rel.IsGate(n.ID) {
		return draw.NoSeal
	}
	for i := len(m.run.Decisions) - 1; i >= 0; i-- {
		d := m.run.Decisions[i]
		if d.Node != n.ID {
			continue
		}
		switch d.Word {
		case engine.Go, engine.Conditional:
			if d.Override {
				return draw.OverrideSeal
			}
			return draw.PassSeal
		case engine.End:
			return draw.TerminateSeal
		case engine.Choose, engine.Return, engine.Suspend:
			return draw.NoSeal
		}
	}
	return draw.NoSeal
}

// dwell is how long the run stood on a node that it left: 3 天, 2 次 · 9 天,
// 21 / 15 天 when it was late.
func (m *room) dwell(n *chart.Node, lang i18n.Lang) string {
	var spent clock.Instant
	stays := 0
	for _, v := range m.run.Visits {
		if v.Node == n.ID && v.Out != 0 {
			spent += v.Out - v.In
			stays++
		}
	}
	d := int(spent / 86_400_000)
	if n.Kind != chart.Process || (d == 0 && stays < 2) {
		return ""
	}
	if m.nodeState(n) == "late" && n.Limit != nil {
		return m.say(lang, "drawing.days_of", fault.Args{"n": d, "norm": n.Limit.For.N})
	}
	if stays > 1 {
		return m.say(lang, "drawing.stays", fault.Args{"times": stays, "n": d})
	}
	return m.say(lang, "drawing.days", fault.Args{"n": d})
}

// chip says who has a live node and for how long: 闻人澈 · 第 4 天 / 限 5 天.
func (m *room) chip(n *chart.Node, since clock.Instant, lang i18n.Lang) string {
	who := m.say(lang, "drawing.nobody", nil)
	for _, t := range m.tasks {
		if t.Node != n.ID {
			continue
		}
		if t.Assignee != "" {
			who = m.dir.Person(t.Assignee).Name.In(lang)
		} else if t.Queue != "" {
			who = m.say(lang, "post."+t.Queue, nil)
		}
	}
	args := fault.Args{"who": who, "day": days(since, m.g.Now) + 1}
	if n.Limit != nil && n.Limit.FromDoc == nil && n.Limit.FromPath == "" {
		args["limit"] = layout.Span(n.Limit.For, lang)
		return m.say(lang, "drawing.live_limit", args)
	}
	return m.say(lang, "drawing.live", args)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
