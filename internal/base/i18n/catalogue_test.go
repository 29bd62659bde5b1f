package i18n_test

import (
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/govalues/decimal"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/money"
)

func load(t *testing.T) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(fault.Of(err).Err)
	}
	return c
}

func read(t *testing.T, files map[string]string) (*i18n.Catalogue, error) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return i18n.Read(fsys)
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	if err := load(t).Check(); err != nil {
		t.Error(err)
	}
}

func TestCheckFindsDifferences(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, zh, en string }{
		{"a key without English", `{"a":"甲","b":"乙"}`, `{"a":"A"}`},
		{"a key without Chinese", `{"a":"甲"}`, `{"a":"A","b":"B"}`},
		{"another placeholder", `{"a":"甲 {x}"}`, `{"a":"A {y}"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := read(t, map[string]string{"zh/a.json": tt.zh, "en/a.json": tt.en})
			if err != nil {
				t.Fatal(err)
			}
			if c.Check() == nil {
				t.Error("the difference was not found")
			}
		})
	}
}

func TestReadRefusesBrokenCatalogues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files map[string]string
	}{
		{"a key in two files", map[string]string{"zh/a.json": `{"k":"甲"}`, "zh/b.json": `{"k":"乙"}`, "en/a.json": `{"k":"A"}`}},
		{"a key twice in one file", map[string]string{"zh/a.json": `{"k":"甲","k":"乙"}`, "en/a.json": `{"k":"A"}`}},
		{"a language without a folder", map[string]string{"zh/a.json": `{"k":"甲"}`}},
		{"a text that is none", map[string]string{"zh/a.json": `{"k":1}`, "en/a.json": `{}`}},
		{"a list", map[string]string{"zh/a.json": `[]`, "en/a.json": `{}`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := read(t, tt.files); !fault.Is(err, fault.Internal) {
				t.Errorf("got %v, want an internal fault", err)
			}
		})
	}
}

func TestMessagesShowTheirArguments(t *testing.T) {
	t.Parallel()
	c, err := read(t, map[string]string{
		"zh/a.json": `{"m":"值 {v}。","part":"缺 {what}"}`,
		"en/a.json": `{"m":"value {v}.","part":"{what} missing"}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	amount, err := money.Parse("612000", "CNY")
	if err != nil {
		t.Fatal(err)
	}
	part := fault.New(fault.Gate, "part", fault.Args{"what": i18n.Text{ZH: "样品", EN: "sample"}})
	tests := []struct {
		name   string
		value  any
		zh, en string
	}{
		{"a text", "甲", "值 甲。", "value 甲."},
		{"a text in two languages", i18n.Text{ZH: "样品", EN: "sample"}, "值 样品。", "value sample."},
		{"a text in two languages after JSON", map[string]any{"zh": "样品", "en": "sample"}, "值 样品。", "value sample."},
		{"a number", 12, "值 12。", "value 12."},
		{"a number after JSON", 1500000.0, "值 1500000。", "value 1500000."},
		{"a decimal", decimal.MustParse("0.125"), "值 0.125。", "value 0.125."},
		{"money", amount, "值 612,000.00 元。", "value CNY 612,000.00."},
		{"a day", clock.Date("2026-03-31"), "值 2026-03-31。", "value 2026-03-31."},
		{"a moment", clock.Of(time.Date(2026, 3, 31, 1, 5, 0, 0, time.UTC)), "值 2026-03-31 09:05。", "value 2026-03-31 09:05."},
		{"no moment", clock.Instant(0), "值 。", "value ."},
		{"a yes", true, "值 是。", "value yes."},
		{"a list of texts", []string{"甲", "乙"}, "值 甲、乙。", "value 甲, 乙."},
		{"a list of faults", []*fault.Error{part, part}, "值 缺 样品、缺 样品。", "value sample missing, sample missing."},
		{"a list of anything", []any{1, i18n.Text{ZH: "二", EN: "two"}}, "值 1、二。", "value 1, two."},
		{"nothing", nil, "值 。", "value ."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			args := map[string]any{"v": tt.value}
			if got := c.Message(i18n.ZH, "m", args); got != tt.zh {
				t.Errorf("got %s, want %s", got, tt.zh)
			}
			if got := c.Message(i18n.EN, "m", args); got != tt.en {
				t.Errorf("got %s, want %s", got, tt.en)
			}
		})
	}
}

func TestMessagesShowTheirHoles(t *testing.T) {
	t.Parallel()
	c, err := read(t, map[string]string{"zh/a.json": `{"m":"{a} 与 {b} “{”“}” {"}`, "en/a.json": `{}`})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Message(i18n.ZH, "m", map[string]any{"a": "{b}"}), "{b} 与 {b} “{”“}” {"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := c.Message(i18n.EN, "no.such", nil), "no.such"; got != want || c.Has("no.such") {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := c.Message(i18n.EN, "m", nil); got != "{a} 与 {b} “{”“}” {" {
		t.Errorf("a key without English shows the Chinese, got %s", got)
	}
	if !slices.Equal(c.Keys(), []string{"m"}) {
		t.Errorf("got keys %v, want m", c.Keys())
	}
}

func TestMomentsFollowTheZone(t *testing.T) {
	t.Parallel()
	c, err := read(t, map[string]string{"zh/a.json": `{"m":"{at}"}`, "en/a.json": `{"m":"{at}"}`})
	if err != nil {
		t.Fatal(err)
	}
	at := clock.Of(time.Date(2026, 3, 31, 1, 5, 0, 0, time.UTC))
	if got, want := c.In(time.UTC).Message(i18n.ZH, "m", map[string]any{"at": at}), "2026-03-31 01:05"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestParseAcceptLanguage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, header string
		want         i18n.Lang
	}{
		{"nothing is Chinese", "", i18n.ZH},
		{"a bare tag", "en", i18n.EN},
		{"a region", "en-GB,en;q=0.9", i18n.EN},
		{"the heavier one", "en;q=0.4, zh-CN;q=0.8", i18n.ZH},
		{"the first of equals", "en, zh", i18n.EN},
		{"a language that there is not", "fr, de;q=0.8", i18n.ZH},
		{"a language that there is not before one that there is", "fr, en;q=0.3", i18n.EN},
		{"one that is refused", "en;q=0", i18n.ZH},
		{"a broken weight", "en;q=high", i18n.ZH},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := i18n.ParseAcceptLanguage(tt.header); got != tt.want {
				t.Errorf("%q: got %s, want %s", tt.header, got, tt.want)
			}
		})
	}
}
