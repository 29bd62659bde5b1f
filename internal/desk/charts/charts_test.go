package charts_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qiju/examples"
	"qiju/internal/access"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/id"
	"qiju/internal/desk"
	"qiju/internal/desk/charts"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
	"qiju/internal/store/sqlstore"
)

const small = `T1 流程 借样品 | Borrow a sample
@专员 | Specialist

S ● 有人要样品 | Somebody wants a sample
    => A

A ⬛ 拿样品 | Fetch it
    @专员
    => E

E ○ 完成 | Done
`

func newLibrary(t *testing.T) (*charts.Charts, *desk.Desk) {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), filepath.Join(t.TempDir(), "qiju.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	d := desk.New(desk.Parts{Store: s, Clock: clock.Fixed(1_790_000_000_000), IDs: &id.Sequence{}, Zone: time.UTC})
	return charts.New(d), d
}

func reader() desk.Caller {
	return desk.Caller{Principal: access.Principal{Staff: "stf_1", Post: "logistics"}}
}

func install(t *testing.T, c *charts.Charts, texts map[string]string) {
	t.Helper()
	if err := c.Install(t.Context(), texts, opportunity.DefaultPlaybook()); err != nil {
		t.Fatal(err)
	}
}

func lines(t *testing.T, d *desk.Desk) int {
	t.Helper()
	n := 0
	err := d.Store.View(t.Context(), func(r store.Reader) error {
		q := store.AuditQuery{}
		q.Limit = 50
		p, err := r.Audit(t.Context(), access.Everything("test"), q)
		n = len(p.Rows)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheShippedChartsAreReleasedOnce(t *testing.T) {
	t.Parallel()
	c, d := newLibrary(t)
	install(t, c, examples.Charts())
	first, err := c.List(t.Context(), reader())
	if err != nil || len(first) != len(examples.Charts()) {
		t.Fatalf("library = %d charts, %v, want %d", len(first), err, len(examples.Charts()))
	}
	install(t, c, examples.Charts())
	second, err := c.List(t.Context(), reader())
	if err != nil {
		t.Fatal(err)
	}
	for i := range first {
		if first[i] != second[i] || first[i].Version != 1 {
			t.Errorf("after installing again: %+v, want %+v", second[i], first[i])
		}
	}
	if n := lines(t, d); n != 1 {
		t.Errorf("audit holds %d lines, want 1: nothing happened the second time", n)
	}
}

func TestANewTextIsANewVersionAndTheOldOneStays(t *testing.T) {
	t.Parallel()
	c, d := newLibrary(t)
	install(t, c, map[string]string{"T1": small})
	before, err := c.Get(t.Context(), reader(), "T1")
	if err != nil {
		t.Fatal(err)
	}
	install(t, c, map[string]string{"T1": strings.Replace(small, "拿样品", "领样品", 1)})
	after, err := c.Get(t.Context(), reader(), "T1")
	if err != nil {
		t.Fatal(err)
	}
	if after.Version != 2 || after.Hash == before.Hash || !strings.Contains(after.Text, "领样品") {
		t.Errorf("newest release = version %d of %s, want version 2 of the new text", after.Version, after.Text)
	}
	err = d.Store.View(t.Context(), func(r store.Reader) error {
		old, err := r.Release(t.Context(), before.Hash)
		if err == nil && old.Text != before.Text {
			t.Errorf("the old release now reads %s, want %s", old.Text, before.Text)
		}
		return err
	})
	if err != nil {
		t.Errorf("the old release: %v, want it to stay", err)
	}
}

func TestAnotherSpellingIsNoNewVersion(t *testing.T) {
	t.Parallel()
	c, _ := newLibrary(t)
	install(t, c, map[string]string{"T1": small})
	install(t, c, map[string]string{"T1": strings.ReplaceAll(small, "    ", "\t") + "\n\n"})
	if got, err := c.Get(t.Context(), reader(), "T1"); err != nil || got.Version != 1 {
		t.Errorf("Get = version %d, %v, want 1: the canonical text is the same", got.Version, err)
	}
}

func TestAChartWithErrorsReleasesNothing(t *testing.T) {
	t.Parallel()
	c, d := newLibrary(t)
	broken := strings.Replace(small, "=> E", "=> X9", 1)
	err := c.Install(t.Context(), map[string]string{"T0": strings.Replace(small, "T1", "T0", 1), "T1": broken}, opportunity.DefaultPlaybook())
	if f := fault.Of(err); f == nil || f.Key != "chart.has_errors" || f.Args["chart"] != "T1" {
		t.Fatalf("Install = %v, want chart.has_errors of T1", err)
	}
	if list, err := c.List(t.Context(), reader()); err != nil || len(list) != 0 || lines(t, d) != 0 {
		t.Errorf("library = %v, %v, want nothing: one act, one transaction", list, err)
	}
}

func TestThePlaybookOfTheDepartmentStays(t *testing.T) {
	t.Parallel()
	c, d := newLibrary(t)
	install(t, c, nil)
	err := d.Store.Update(t.Context(), func(tx store.Tx) error {
		p, err := tx.CurrentPlaybook(t.Context())
		if err != nil {
			return err
		}
		p.Version = 2
		return tx.PutPlaybook(t.Context(), p)
	})
	if err != nil {
		t.Fatal(err)
	}
	install(t, c, nil)
	if p, err := c.Playbook(t.Context(), reader()); err != nil || p.Version != 2 {
		t.Errorf("playbook = version %d, %v, want 2", p.Version, err)
	}
}

func TestTheLibraryIsForThoseWhoAreSignedIn(t *testing.T) {
	t.Parallel()
	c, _ := newLibrary(t)
	install(t, c, map[string]string{"T1": small})
	nobody := desk.Caller{}
	if _, err := c.List(t.Context(), nobody); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("List = %v, want Unauthenticated", err)
	}
	if _, err := c.Get(t.Context(), nobody, "T1"); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("Get = %v, want Unauthenticated", err)
	}
	if _, err := c.Get(t.Context(), reader(), "T9"); !fault.Is(err, fault.NotFound) {
		t.Errorf("Get of a chart that is not there = %v, want NotFound", err)
	}
}

func TestAChartIsDrawnInTheLanguageOfItsReader(t *testing.T) {
	t.Parallel()
	c, _ := newLibrary(t)
	install(t, c, map[string]string{"T1": small})
	for lang, want := range map[i18n.Lang]string{i18n.ZH: "拿样品", i18n.EN: "Fetch it"} {
		svg, err := c.Drawing(t.Context(), reader(), "T1", lang, true)
		if err != nil || !strings.HasPrefix(string(svg), "<svg") || !strings.Contains(string(svg), want) {
			t.Errorf("drawing in %s = %.200s, %v, want an SVG with %s", lang, svg, err, want)
		}
	}
}
