package engine_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/condition"
	"qiju/internal/engine"
)

// The charts of the tests are drawn by these functions: node makes a node,
// its options say the rest.
type option func(*chart.Node)

func flow(nodes ...*chart.Node) *chart.Chart {
	c := &chart.Chart{ID: "T1", Name: i18n.Text{ZH: "试验"}}
	c.Nodes = nodes
	return c
}

func node(kind chart.Kind, id string, options ...option) *chart.Node {
	n := &chart.Node{ID: id, Kind: kind, Text: i18n.Text{ZH: "文字 " + id}}
	for _, o := range options {
		o(n)
	}
	return n
}

// to adds an arrow. cond may be "", a condition, or "否则".
func to(target string, cond ...string) option {
	return func(n *chart.Node) {
		e := &chart.Edge{ID: n.ID + "." + target, From: n.ID, To: target}
		if same := slices.ContainsFunc(n.Exits, func(o *chart.Edge) bool { return o.To == target }); same {
			e.ID += fmt.Sprintf(".%d", len(n.Exits)+1)
		}
		for _, c := range cond {
			switch c {
			case "否则":
				e.Else = true
			case "通行":
				e.Exit = chart.ExitGo
			case "终止":
				e.Exit = chart.ExitTerminate
			case "退回":
				e.Exit = chart.ExitReturn
			default:
				e.Cond = expr(c)
			}
		}
		n.Exits = append(n.Exits, e)
	}
}

func expr(src string) *condition.Expr {
	x, err := condition.Parse(src)
	if err != nil {
		panic(src + ": " + err.Key)
	}
	return x
}

func role(names ...string) option { return func(n *chart.Node) { n.Roles = names } }
func bare(n *chart.Node)          { n.Text = i18n.Text{} }
func computed(n *chart.Node)      { n.Decided = chart.ByComputer }
func confirmed(n *chart.Node)     { n.Decided = chart.ByConfirmed }
func stage(id string) option      { return func(n *chart.Node) { n.Stage = id } }
func call(id string) option       { return func(n *chart.Node) { n.Call = id } }

func doc(name string, states ...string) option {
	return func(n *chart.Node) { n.Docs = append(n.Docs, chart.DocFact{Name: name, States: states}) }
}

func starts(chartID, at, cond string) option {
	return func(n *chart.Node) {
		st := chart.StartOf{Chart: chartID, Node: at}
		switch cond {
		case "":
		case "否则":
			st.Else = true
		default:
			st.Cond = expr(cond)
		}
		n.Starts = append(n.Starts, st)
	}
}

// game plays one run and holds every step against the laws of the engine.
type game struct {
	t       rapid.TB
	rel     *engine.Release
	run     engine.Run
	journal []engine.Entry
	env     engine.Env
	runs    int
}

const began = clock.Instant(1_700_000_000_000)

func newGame(t rapid.TB, c *chart.Chart) *game {
	t.Helper()
	rel, found := engine.Compile(c, engine.Hash(c.ID))
	if !rel.Executable() {
		t.Fatalf("the chart cannot run: %+v", found)
	}
	return gameOn(t, rel)
}

func gameOn(t rapid.TB, rel *engine.Release) *game {
	t.Helper()
	return &game{t: t, rel: rel, env: engine.Env{
		Now: began, By: "zhou", Docs: map[string][]string{}, OpenRuns: map[string]engine.RunID{},
		Facts: condition.Env{Facts: condition.Facts{}},
	}}
}

// start starts the run at its start.
func start(t rapid.TB, c *chart.Chart) *game {
	t.Helper()
	g := newGame(t, c)
	g.do(engine.Start{Run: "run_1", Subject: engine.Subject{Kind: "opportunity", ID: "opp_1"}})
	return g
}

// try steps and checks: the arguments stay as they are, a second time gives
// the same, replaying the journal gives the run, nothing changes unwritten.
func (g *game) try(cmd engine.Command) ([]engine.Entry, error) {
	g.t.Helper()
	g.env.Now += 1000
	base := g.runs
	g.env.NewRunID = func(n int) engine.RunID { return engine.RunID(fmt.Sprintf("run_new%d", base+n)) }
	before := digest(g.t, g.run)
	next, entries, err := engine.Step(g.rel, g.run, cmd, g.env)
	again, entries2, err2 := engine.Step(g.rel, g.run, cmd, g.env)
	if digest(g.t, g.run) != before {
		g.t.Fatalf("%T changed its argument", cmd)
	}
	if !reflect.DeepEqual(next, again) || !reflect.DeepEqual(entries, entries2) || (err == nil) != (err2 == nil) {
		g.t.Fatalf("%T twice gave two answers", cmd)
	}
	if err != nil {
		if len(entries) != 0 || !reflect.DeepEqual(next, g.run) {
			g.t.Fatalf("%T was refused (%v) but did something", cmd, err)
		}
		return nil, err
	}
	if len(entries) == 0 && digest(g.t, next) != before {
		g.t.Fatalf("%T changed the run without an entry", cmd)
	}
	for _, e := range entries {
		if e.Kind == engine.LinkedRun && e.Link.Fresh {
			g.runs++
		}
	}
	g.run, g.journal = next, append(g.journal, entries...)
	g.holds()
	return entries, nil
}

// holds checks that the journal, as it is and through JSON, gives the run.
func (g *game) holds() {
	g.t.Helper()
	replayed, err := engine.Replay(g.journal)
	if err != nil {
		g.t.Fatal(err)
	}
	if !reflect.DeepEqual(replayed, g.run) {
		g.t.Fatalf("replay differs\n got %s\nwant %s", text(g.t, replayed), text(g.t, g.run))
	}
	var read []engine.Entry
	parse(g.t, text(g.t, g.journal), &read)
	replayed, err = engine.Replay(read)
	if err != nil || engine.Digest(replayed) != engine.Digest(g.run) {
		g.t.Fatalf("replay of the written journal differs (%v)\n got %s\nwant %s", err, text(g.t, replayed), text(g.t, g.run))
	}
	var stored engine.Run
	parse(g.t, text(g.t, g.run), &stored)
	if !reflect.DeepEqual(stored, g.run) {
		g.t.Fatalf("the stored run differs\n got %#v\nwant %#v", stored, g.run)
	}
}

// do steps; a refusal fails the test.
func (g *game) do(cmd engine.Command) []engine.Entry {
	g.t.Helper()
	entries, err := g.try(cmd)
	if err != nil {
		g.t.Fatalf("%#v was refused: %v", cmd, err)
	}
	return entries
}

// refuse steps and wants a fault.
func (g *game) refuse(kind fault.Kind, key string, cmd engine.Command) {
	g.t.Helper()
	_ = g.refusal(kind, key, cmd)
}

// refusal is refuse for tests that look at what the fault names.
func (g *game) refusal(kind fault.Kind, key string, cmd engine.Command) *fault.Error {
	g.t.Helper()
	_, err := g.try(cmd)
	if f := fault.Of(err); f == nil || f.Kind != kind || f.Key != key {
		g.t.Fatalf("%#v: got fault %v, want %s", cmd, err, key)
	}
	return fault.Of(err)
}

// at returns the token on a node.
func (g *game) at(node string) string {
	g.t.Helper()
	for _, t := range g.run.Tokens {
		if t.Node == node {
			return t.ID
		}
	}
	g.t.Fatalf("no token on %s, the run stands at %s", node, g.where())
	return ""
}

func (g *game) complete(node string) { g.t.Helper(); g.do(engine.Complete{Token: g.at(node)}) }

func (g *game) decide(node, target string) {
	g.t.Helper()
	g.do(engine.Decide{Token: g.at(node), Edge: node + "." + target})
}

// fact sets a fact.
func (g *game) fact(path string, v condition.Value) { g.env.Facts.Facts[path] = v }

// where returns where the run stands: "B1 B2/joining", or "ended NO".
func (g *game) where() string {
	if g.run.State == engine.Ended {
		return "ended " + g.run.EndNode
	}
	var places []string
	for _, t := range g.run.Tokens {
		place := t.Node
		if t.Phase != engine.Open {
			place += "/" + string(t.Phase)
		}
		places = append(places, place)
	}
	slices.Sort(places)
	return strings.Join(places, " ")
}

func (g *game) stands(want string) {
	g.t.Helper()
	if got := g.where(); got != want {
		g.t.Fatalf("the run stands at %q, want %q", got, want)
	}
}

// kinds returns the kinds of entries, joined.
func kinds(entries []engine.Entry) string {
	var s []string
	for _, e := range entries {
		s = append(s, string(e.Kind))
	}
	return strings.Join(s, " ")
}

func digest(t rapid.TB, v any) string { t.Helper(); return engine.Hash(text(t, v)) }

func text(t rapid.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func parse(t rapid.TB, s string, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(s), v); err != nil {
		t.Fatal(err)
	}
}
