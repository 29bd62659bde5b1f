package source_test

import (
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/chart/source"
)

func TestCaretStandsInTheCellOfItsCharacter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		line      string
		col       int
		ambiguous int
		want      string
	}{
		{"half-width letters", "P1 abc", 4, 1, "   ^"},
		{"full-width letters take two cells", "阶段一", 3, 1, "    ^"},
		{"one past the end", "阶段", 3, 1, "    ^"},
		{"a tab is one blank", "\tA", 2, 1, " ^"},
		{"ambiguous width as set to one", "▲ 甲", 3, 1, "  ^"},
		{"ambiguous width as set to two", "▲ 甲", 3, 2, "   ^"},
		{"an emoji with a selector", "㊙\ufe0fx", 3, 1, "  ^"},
		{"a character that cannot be seen is a blank", "甲\u200b乙", 3, 1, "   ^"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, got := source.Caret(source.NewLine(1, tt.line), tt.col, tt.ambiguous); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSplitKeepsColumns(t *testing.T) {
	t.Parallel()
	lines := source.Split("\ufeffA\r\n＝》\tB\n")
	if len(lines) != 2 {
		t.Fatalf("got %d lines, want 2", len(lines))
	}
	if got := string(lines[0].Raw); got != "A" {
		t.Errorf("got %q, want A without mark and CR", got)
	}
	if got, want := string(lines[1].Norm), "=> B"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(lines[1].Raw) != len(lines[1].Norm) {
		t.Error("reading moved columns")
	}
}

func TestInvisibleCharactersAreFound(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		line string
		want int // -1 for none
	}{
		{"plain text", "⬛ 登记\tA", -1},
		{"zero-width space", "甲\u200b", 1},
		{"right-to-left override", "\u202e甲", 0},
		{"line separator", "甲\u2028乙", 1},
		{"a lone carriage return", "甲\r乙", 1},
		{"a joiner inside an emoji", "👨\u200d👩", -1},
		{"a joiner between letters", "甲\u200d乙", 1},
		{"a broken byte", "甲\xe4", 1},
		{"the replacement character itself", "\ufffd", -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, found := source.NewLine(1, tt.line).Invisible()
			if !found {
				got = -1
			}
			if got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestRenderWithoutTheLine(t *testing.T) {
	t.Parallel()
	d := source.New(source.FlowMissing, "", 1, 1, nil)
	say := func(key string, _ fault.Args) string { return key }
	want := "x.flow:1:1: warning flow-missing: chart.flow-missing; chart.flow-missing.hint\n"
	if got := source.Render(d, "x.flow", "", say, 1); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSortIsByPlace(t *testing.T) {
	t.Parallel()
	ds := []source.Diagnostic{
		source.New(source.Unreachable, "", 2, 5, nil),
		source.New(source.NoEnd, "", 2, 1, nil),
		source.New(source.StartNone, "", 1, 9, nil),
		source.New(source.RoleMissing, "", 2, 1, nil),
	}
	source.Sort(ds)
	want := []source.Kind{source.StartNone, source.NoEnd, source.RoleMissing, source.Unreachable}
	for i, d := range ds {
		if d.Kind != want[i] {
			t.Errorf("place %d: got %s, want %s", i, d.Kind, want[i])
		}
	}
}
