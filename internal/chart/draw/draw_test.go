package draw_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/draw"
	"qiju/internal/chart/layout"
	"qiju/internal/chart/notation"
	"qiju/internal/testkit/golden"
)

// shipped returns a chart of a new installation.
func shipped(tb testing.TB, id string) *chart.Chart {
	tb.Helper()
	text, err := os.ReadFile("../../../examples/charts/" + id + ".flow")
	if err != nil {
		tb.Fatal(err)
	}
	c, _ := notation.Parse(string(text))
	return c
}

func TestShippedChartsLookAsReviewed(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"F1", "F1b", "F2"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			c := shipped(t, id)
			golden.Check(t, "testdata/"+id+".svg", draw.SVG(c, layout.Layout(c, layout.Options{}), draw.Overlay{}, draw.Options{Standalone: true}))
		})
	}
}

func TestDealLooksAsReviewed(t *testing.T) {
	t.Parallel()
	c := shipped(t, "F2")
	o, moves := deal()
	d := layout.Layout(c, layout.Options{Moves: moves})
	golden.Check(t, "testdata/F2-overlay.svg", draw.SVG(c, d, o, draw.Options{Standalone: true}))
}

// element is what a test needs of an element of a drawing.
type element struct {
	name  string
	attrs map[string]string
	path  []string // classes of the elements around it
}

// elements reads a drawing as XML and returns its elements in order.
func elements(tb interface{ Fatalf(string, ...any) }, svg []byte) []element {
	dec := xml.NewDecoder(bytes.NewReader(svg))
	var out []element
	var path []string
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			tb.Fatalf("the drawing is no XML: %v", err)
			return nil
		}
		switch e := tok.(type) {
		case xml.StartElement:
			attrs := map[string]string{}
			for _, a := range e.Attr {
				attrs[a.Name.Local] = a.Value
			}
			out = append(out, element{e.Name.Local, attrs, append([]string(nil), path...)})
			path = append(path, attrs["class"])
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
}

func TestEveryNodeCanBeFocusedAndIsNamed(t *testing.T) {
	t.Parallel()
	c := shipped(t, "F2")
	o, moves := deal()
	svg := draw.SVG(c, layout.Layout(c, layout.Options{Moves: moves}), o, draw.Options{})
	nodes, edges := map[string]element{}, map[string]bool{}
	for _, e := range elements(t, svg) {
		if id := e.attrs["data-node"]; id != "" {
			nodes[id] = e
		}
		if id := e.attrs["data-edge"]; id != "" {
			edges[id] = true
		}
	}
	c.Walk(func(_, n *chart.Node) {
		e := nodes[n.ID]
		if e.attrs["tabindex"] != "0" || e.attrs["role"] != "button" || !strings.Contains(e.attrs["aria-label"], n.Text.ZH) {
			t.Errorf("node %s cannot be focused or is not named: %v", n.ID, e.attrs)
		}
		for _, x := range n.Exits {
			if !edges[x.ID] {
				t.Errorf("arrow %s is not drawn", x.ID)
			}
		}
	})
	if got := nodes["G4"].attrs["aria-label"]; !strings.Contains(got, "在此") || !strings.Contains(got, "第 4 天") {
		t.Errorf("G4 is named %q, want state and days in it", got)
	}
}

func TestStatesWearTheClassesOfTheStyleSheet(t *testing.T) {
	t.Parallel()
	c := shipped(t, "F2")
	o, moves := deal()
	classes := map[string]string{}
	for _, e := range elements(t, draw.SVG(c, layout.Layout(c, layout.Options{Moves: moves}), o, draw.Options{})) {
		switch {
		case e.attrs["data-node"] != "":
			classes[e.attrs["data-node"]] = e.attrs["class"]
		case e.name == "path" && strings.HasPrefix(e.attrs["class"], "e "):
			classes[e.attrs["class"]] = "drawn"
		}
	}
	for id, want := range map[string]string{
		"A1": "done", "B1": "done late", "D2": "skip", "G4": "live", "E1": "", "DS1": "done", "DS2": "done",
		"e done": "drawn", "e ret": "drawn", "e jump": "drawn", "e ovr": "drawn", "e ovr2": "drawn", "e pre": "drawn", "e data done": "drawn",
	} {
		if got := classes[id]; got != want {
			t.Errorf("%s has class %q, want %q", id, got, want)
		}
	}
}

func TestAnEndedRunKeepsOnlyItsSealsRed(t *testing.T) {
	t.Parallel()
	c := shipped(t, "F2")
	o, _ := deal()
	o.Ended = true
	seals := 0
	for _, e := range elements(t, draw.SVG(c, layout.Layout(c, layout.Options{}), o, draw.Options{})) {
		inked := false
		for _, class := range e.path {
			inked = inked || class == "ended"
		}
		seal := strings.HasPrefix(e.attrs["class"], "seal ")
		if seal {
			seals++
		}
		if seal == inked && (seal || e.attrs["data-node"] != "" || e.attrs["data-edge"] != "") {
			t.Errorf("%s %v: inked %v", e.name, e.attrs, inked)
		}
	}
	if seals != 3 {
		t.Errorf("%d seals, want 3", seals)
	}
}

func TestOnlyADrawingAloneBringsItsStyle(t *testing.T) {
	t.Parallel()
	c := shipped(t, "F1")
	d := layout.Layout(c, layout.Options{Lang: i18n.EN})
	alone := draw.SVG(c, d, draw.Overlay{}, draw.Options{Lang: i18n.EN, Standalone: true})
	inPage := draw.SVG(c, d, draw.Overlay{}, draw.Options{Lang: i18n.EN})
	if !bytes.Contains(alone, []byte("<style>")) || bytes.Contains(alone, []byte("tabindex")) {
		t.Error("a drawing alone must bring its style and take no focus")
	}
	if bytes.Contains(inPage, []byte("<style>")) || !bytes.Contains(inPage, []byte("tabindex")) {
		t.Error("a drawing in the page must use the page's style and take the focus")
	}
	if !bytes.Contains(inPage, []byte("Register the RFQ")) {
		t.Error("the English drawing does not speak English")
	}
}

func TestTextsOfPeopleNeverBecomeMarkup(t *testing.T) {
	t.Parallel()
	allowed := map[string]bool{
		"svg": true, "title": true, "desc": true, "defs": true, "marker": true, "style": true, "g": true,
		"path": true, "rect": true, "circle": true, "text": true,
	}
	rapid.Check(t, func(t *rapid.T) {
		evil := rapid.SampledFrom([]string{
			`<script>alert(1)</script>`, `"><script>x</script>`, `' onload='x`, "]]>", "&amp;&lt;", "a\x00b\x1b", "\ufffe", `</style><img src=x>`, `javascript:x`, "正常 <b>",
		})
		text := func(name string) i18n.Text { return i18n.Text{ZH: evil.Draw(t, name)} }
		n := &chart.Node{ID: "P1", Kind: chart.Process, Text: text("node"), Stage: "ST1", Roles: []string{evil.Draw(t, "role")}, Writes: []string{"DS1"}}
		n.Exits = []*chart.Edge{{ID: "P1.P1", From: "P1", To: "P1", Text: text("arrow")}}
		n.Notes = []chart.Note{{ID: "N1", Text: text("note")}}
		c := &chart.Chart{ID: evil.Draw(t, "id"), Name: text("name"), Stages: []chart.Stage{{ID: "ST1", Text: text("stage"), Keywords: []i18n.Text{text("key")}}}}
		c.Nodes = []*chart.Node{n, {ID: "DS1", Kind: chart.Store, Text: text("store")}}
		o := draw.Overlay{
			Title: evil.Draw(t, "title"),
			Nodes: map[string]draw.NodeMark{"P1": {State: draw.Live, Corner: evil.Draw(t, "corner"), Chip: evil.Draw(t, "chip"), Seal: draw.PassSeal, Tooltip: evil.Draw(t, "tip")}},
			Edges: map[string]draw.EdgeMark{"P1.P1": {Walked: 1, Text: evil.Draw(t, "beside"), Tooltip: evil.Draw(t, "edge tip")}},
			Bands: map[string]draw.BandMark{"ST1": {Days: evil.Draw(t, "days")}},
		}
		svg := draw.SVG(c, layout.Layout(c, layout.Options{}), o, draw.Options{Standalone: rapid.Bool().Draw(t, "standalone")})
		for _, e := range elements(t, svg) {
			if !allowed[e.name] {
				t.Errorf("element %s in the drawing", e.name)
			}
			for a := range e.attrs {
				if strings.HasPrefix(a, "on") || a == "href" || a == "src" {
					t.Errorf("attribute %s of %s in the drawing", a, e.name)
				}
			}
		}
	})
}

func TestEveryStateAndSealIsDrawn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		mark draw.NodeMark
		want string
	}{
		{"a late live node", draw.NodeMark{State: draw.LiveLate, Chip: "晏书白 · 第 6 天 / 限 5 天"}, `class="chip late"`},
		{"an incident", draw.NodeMark{State: draw.Blocked, Corner: "缺少 报价"}, `class="warn"`},
		{"a live node has its stone", draw.NodeMark{State: draw.Live}, `class="stone"`},
		{"a late node has its bar", draw.NodeMark{State: draw.Late}, `class="latebar"`},
		{"a pass", draw.NodeMark{State: draw.Done, Seal: draw.PassSeal}, `class="seal pass"`},
		{"an override", draw.NodeMark{State: draw.Done, Seal: draw.OverrideSeal}, `class="seal ovrs"`},
		{"a termination", draw.NodeMark{State: draw.Done, Seal: draw.TerminateSeal}, `class="seal term"`},
	}
	c := shipped(t, "F2")
	d := layout.Layout(c, layout.Options{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, id := range []string{"B1", "G2", "NO"} {
				svg := draw.SVG(c, d, draw.Overlay{Nodes: map[string]draw.NodeMark{id: tt.mark}}, draw.Options{})
				if !bytes.Contains(svg, []byte(tt.want)) {
					t.Errorf("%s: no %s in the drawing", id, tt.want)
				}
			}
		})
	}
}

func BenchmarkSVG(b *testing.B) {
	c := shipped(b, "F2")
	o, moves := deal()
	d := layout.Layout(c, layout.Options{Moves: moves})
	for b.Loop() {
		draw.SVG(c, d, o, draw.Options{})
	}
}
