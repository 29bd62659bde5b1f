package page_test

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"qiju/internal/base/fault"
	"qiju/internal/base/page"
)

func TestCursorsSurviveTheirText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		keys []any
	}{
		{"a text and an id", []any{"北屿重工", "acc_1"}},
		{"the extremes of integers", []any{int64(math.MaxInt64), int64(math.MinInt64)}},
		{"texts that JSON escapes", []any{"\"\\\n<>&", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := page.Parse(page.After(tt.keys...).String())
			if err != nil {
				t.Fatal(err)
			}
			if got, err := c.Keys(len(tt.keys)); err != nil || !slices.Equal(got, tt.keys) {
				t.Errorf("got %v %v, want %v", got, err, tt.keys)
			}
		})
	}
}

func TestTheStartHasNoText(t *testing.T) {
	t.Parallel()
	c, err := page.Parse("")
	if err != nil || !c.IsStart() || c.String() != "" {
		t.Errorf("got %v %v, want the start", c, err)
	}
}

func TestParseRefusesWhatItDidNotWrite(t *testing.T) {
	t.Parallel()
	good := page.After("a", 1).String()
	tests := []struct{ name, text string }{
		{"not base64", "???"},
		{"too short", "AAA"},
		{"no check sum", base64.RawURLEncoding.EncodeToString([]byte(`["a"]`))},
		{"a letter changed", "A" + good[1:]},
		{"a letter lost", good[:len(good)-1]},
		{"padding", good + "="},
		{"far too long", strings.Repeat("A", 5000)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := page.Parse(tt.text)
			if f := fault.Of(err); err == nil || f.Kind != fault.Invalid || f.Field != "after" {
				t.Errorf("got %v, want an invalid fault on after", err)
			}
		})
	}
}

func TestACursorOfAnotherSortIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := page.After("a", 1).Keys(3); fault.Of(err).Field != "after" {
		t.Errorf("got %v, want a fault on after", err)
	}
}

func TestParseLimit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       int
	}{
		{"nothing", "", 50},
		{"one", "1", 1},
		{"the most", "200", 200},
		{"none", "0", 0},
		{"too many", "201", 0},
		{"a word", "all", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := page.ParseLimit(tt.text)
			if got != tt.want || (err == nil) != (tt.want > 0) {
				t.Errorf("got %d %v, want %d", got, err, tt.want)
			}
			if err != nil && fault.Of(err).Field != "limit" {
				t.Errorf("got a fault on %q, want limit", fault.Of(err).Field)
			}
		})
	}
}

func TestRequestsHaveASize(t *testing.T) {
	t.Parallel()
	for limit, want := range map[int]int{0: 50, -1: 50, 7: 7, 1000: 200} {
		if got := (page.Request{Limit: limit}).Size(); got != want {
			t.Errorf("limit %d: got %d, want %d", limit, got, want)
		}
	}
	if _, err := (page.Request{After: "?"}).Cursor(); err == nil {
		t.Error("a bad cursor was accepted")
	}
}

func TestAnEmptyPageHasRows(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(page.Cut[int](nil, 10, nil))
	if want := `{"rows":[]}`; err != nil || string(got) != want {
		t.Errorf("got %s %v, want %s", got, err, want)
	}
}

func TestConcatenatedPagesAreTheWholeList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfDistinct(rapid.Int64(), func(n int64) int64 { return n }).Draw(t, "list")
		slices.Sort(list)
		limit := rapid.IntRange(1, 5).Draw(t, "limit")
		var seen []int64
		for r := (page.Request{Limit: limit}); ; {
			p := next(t, list, r)
			seen = append(seen, p.Rows...)
			if r.After = p.Next; r.After == "" {
				break
			}
		}
		if !slices.Equal(seen, list) {
			t.Fatalf("got %v, want %v", seen, list)
		}
	})
}

// next reads one page of list, as a query with a keyset would.
func next(t *rapid.T, list []int64, r page.Request) page.Page[int64] {
	c, err := r.Cursor()
	if err != nil {
		t.Fatal(err)
	}
	from := 0
	if !c.IsStart() {
		keys, err := c.Keys(1)
		if err != nil {
			t.Fatal(err)
		}
		last, ok := keys[0].(int64)
		if !ok {
			t.Fatalf("got key %v, want an integer", keys[0])
		}
		from = slices.Index(list, last) + 1
	}
	rows := list[from:min(from+r.Size()+1, len(list))]
	return page.Cut(rows, r.Size(), func(n int64) []any { return []any{n} })
}

func FuzzParse(f *testing.F) {
	f.Add("")
	f.Add(page.After("北屿重工", int64(7)).String())
	f.Add("WyJhIl0AAAAA")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := page.Parse(text)
		if err != nil {
			if f := fault.Of(err); f.Kind != fault.Invalid || f.Field != "after" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if c.String() != text {
			t.Fatalf("%q reads as %v", text, c)
		}
	})
}
