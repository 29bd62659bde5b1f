// Package charts is what the desk does about charts: releasing them, the
// library that every department reads, and the playbook beside them.
package charts

import (
	"context"
	"encoding/json"
	"slices"

	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/check"
	"qiju/internal/chart/draw"
	"qiju/internal/chart/layout"
	"qiju/internal/chart/notation"
	"qiju/internal/chart/source"
	"qiju/internal/desk"
	"qiju/internal/engine"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

// Charts is the chapter.
type Charts struct {
	desk *desk.Desk
}

// New returns the chapter over the kernel.
func New(d *desk.Desk) *Charts { return &Charts{desk: d} }

// Row is a line of the library: the newest release of a chart.
type Row struct {
	ID         string        `json:"id"`
	Name       i18n.Text     `json:"name"`
	Version    int           `json:"version"`
	Hash       string        `json:"hash"`
	Executable bool          `json:"executable"`
	ReleasedAt clock.Instant `json:"releasedAt"`
}

// Detail is one chart with its text.
type Detail struct {
	Row
	Text    string    `json:"text"`
	Outline string    `json:"outline" doc:"Accessible text of the drawing."`
	About   i18n.Text `json:"about"`
}

// Install releases the charts and the playbook of a new installation, as far as
// they are not there yet. A chart that changed since becomes a new release; the
// runs of the old one stay on theirs.
func (c *Charts) Install(ctx context.Context, texts map[string]string, playbook []byte) error {
	ids := make([]string, 0, len(texts))
	for id := range texts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return c.desk.Act(ctx, desk.System(), access.Setup, func(ctx context.Context, t *desk.Turn) error {
		made := []string{}
		for _, id := range ids {
			fresh, err := c.release(ctx, t, texts[id])
			if err != nil {
				return err
			}
			if fresh {
				made = append(made, id)
			}
		}
		fresh, err := c.keepPlaybook(ctx, t, playbook)
		if err != nil {
			return err
		}
		if len(made) == 0 && !fresh {
			t.Nothing()
			return nil
		}
		return t.Record("chart", "library", "", nil, map[string]any{"charts": made, "playbook": fresh}, "")
	})
}

// release stores a chart whose text is new. It must be free of errors.
func (c *Charts) release(ctx context.Context, t *desk.Turn, text string) (bool, error) {
	parsed, diags := notation.Parse(text)
	if i := slices.IndexFunc(append(diags, check.Check(parsed)...), isError); i >= 0 {
		return false, fault.New(fault.Invalid, "chart.has_errors", fault.Args{"chart": parsed.ID})
	}
	canonical := notation.Print(parsed, notation.Options{})
	hash := engine.Hash(canonical)
	version := 1
	current, err := t.CurrentRelease(ctx, parsed.ID)
	switch {
	case err == nil && current.Hash == hash:
		return false, nil
	case err == nil:
		version = current.Version + 1
	case !fault.Is(err, fault.NotFound):
		return false, err
	}
	rel, _ := engine.Compile(parsed, hash)
	return true, t.PutRelease(ctx, store.Release{
		Hash: hash, Chart: parsed.ID, Version: version, Name: parsed.Name, Text: canonical, Executable: rel.Executable(),
		ReleasedAt: t.Now, By: t.By.Staff,
	})
}

func isError(d source.Diagnostic) bool { return d.Severity == source.Error }

// keepPlaybook stores the playbook that ships, where there is none yet.
func (c *Charts) keepPlaybook(ctx context.Context, t *desk.Turn, body []byte) (bool, error) {
	_, err := t.CurrentPlaybook(ctx)
	if err == nil || !fault.Is(err, fault.NotFound) {
		return false, err
	}
	if _, err := opportunity.ParsePlaybook(body); err != nil {
		return false, err
	}
	return true, t.PutPlaybook(ctx, store.Playbook{Version: 1, Body: json.RawMessage(body), At: t.Now})
}

// List returns the library.
func (c *Charts) List(ctx context.Context, by desk.Caller) ([]Row, error) {
	rows := []Row{}
	err := c.desk.Look(ctx, by, access.ListCharts, func(ctx context.Context, g *desk.Glance) error {
		if err := g.Open(); err != nil {
			return err
		}
		list, err := g.Releases(ctx)
		for _, r := range list {
			rows = append(rows, row(r))
		}
		return err
	})
	return rows, err
}

func row(r store.Release) Row {
	return Row{ID: r.Chart, Name: r.Name, Version: r.Version, Hash: r.Hash, Executable: r.Executable, ReleasedAt: r.ReleasedAt}
}

// Get returns the newest release of a chart.
func (c *Charts) Get(ctx context.Context, by desk.Caller, id string) (Detail, error) {
	r, parsed, err := c.read(ctx, by, access.GetChart, id)
	if err != nil {
		return Detail{}, err
	}
	d := Detail{Row: row(r), Text: r.Text, Outline: notation.Outline(parsed)}
	if len(parsed.About) > 0 {
		d.About = parsed.About[0]
	}
	return d, nil
}

// Drawing returns the newest release of a chart as SVG, in lang.
func (c *Charts) Drawing(ctx context.Context, by desk.Caller, id string, lang i18n.Lang, standalone bool) ([]byte, error) {
	_, parsed, err := c.read(ctx, by, access.GetChartDrawing, id)
	if err != nil {
		return nil, err
	}
	d := layout.Layout(parsed, layout.Options{Lang: lang})
	return draw.SVG(parsed, d, draw.Overlay{}, draw.Options{Lang: lang, Standalone: standalone}), nil
}

func (c *Charts) read(ctx context.Context, by desk.Caller, op access.Operation, id string) (store.Release, *chart.Chart, error) {
	var r store.Release
	err := c.desk.Look(ctx, by, op, func(ctx context.Context, g *desk.Glance) error {
		if err := g.Open(); err != nil {
			return err
		}
		var err error
		r, err = g.CurrentRelease(ctx, id)
		return err
	})
	if err != nil {
		return r, nil, err
	}
	parsed, _ := notation.Parse(r.Text)
	return r, parsed, nil
}

// Playbook returns the playbook in force.
func (c *Charts) Playbook(ctx context.Context, by desk.Caller) (store.Playbook, error) {
	var p store.Playbook
	err := c.desk.Look(ctx, by, access.GetPlaybook, func(ctx context.Context, g *desk.Glance) error {
		if err := g.Open(); err != nil {
			return err
		}
		var err error
		p, err = g.CurrentPlaybook(ctx)
		return err
	})
	return p, err
}
