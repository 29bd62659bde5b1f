package check_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"qiju/internal/chart"
	"qiju/internal/chart/check"
	"qiju/internal/chart/notation"
	"qiju/internal/chart/source"
)

// found returns the structural diagnostics of a text whose first line is
// added, one per line.
func found(t *testing.T, text string) string {
	t.Helper()
	c, ds := notation.Parse("F 流程 甲\n" + text)
	if source.HasErrors(ds) {
		t.Fatalf("reading found %+v", ds)
	}
	var list []string
	for _, d := range check.Check(c) {
		list = append(list, fmt.Sprintf("%s %d:%d", d.Kind, d.Line, d.Col))
	}
	return strings.Join(list, "\n")
}

type structure struct{ name, text, want string }

func structures() []structure {
	return []structure{
		{"nothing begins", "P ⬛ 乙 @丙 => E\nE ○ 完\n", "start-none 1:1"},
		{
			"a body without a start", "S ● 始 => P\nP ⬛ 乙\n{\nB ○ 止\n}\n=> E\nE ○ 完\n",
			"start-none 3:1",
		},
		{"a dead end", "S ● 始 => P\nP ⬛ 乙 @丙\n", "no-end 3:1"},
		{
			"a circle without a way out", "S ● 始 => D\nD ▲ 去?\n=是=> E\n=否=> P\nP ⬛ 乙 @丙 => Q\nQ ⬛ 丁 @丙 => P\nE ○ 完\n",
			"no-end 6:1\nno-end 7:1",
		},
		{
			"a computed decision with an exit that has no condition",
			"S ● 始 => D\nD ▲ 去?\n判定 自动\n=是=> E 当 x > 1\n=否=> E2\nE ○ 完\nE2 ○ 完二\n",
			"else-none 3:1\ncond-missing 6:1",
		},
		{
			"a computed decision that may stop",
			"S ● 始 => D\nD ▲ 去?\n判定 自动\n=是=> E 当 x > 1\n=否=> E2 当 x < 0\nE ○ 完\nE2 ○ 完二\n", "else-none 3:1",
		},
		{
			"a person may be advised by conditions",
			"S ● 始 => D\nD ▲ 去?\n判定 人\n=是=> E 当 x > 1\n=否=> E2\nE ○ 完\nE2 ○ 完二\n", "",
		},
		{"an arrow to itself", "S ● 始 => D\nD ▲ 去?\n=是=> E\n=否=> D\nE ○ 完\n", "self-loop 5:1"},
		{"a message to nobody's pool on a boundary", "S ● 始 => P\nP ⬛ 乙 @丙\n收到! 丁 @戊 => E\n=> E\nE ○ 完\n", "pool-unknown 4:1"},
		{
			"two tokens meet behind a merge",
			"S ● 始 => X\nX ▲+ => A, B\nA ⬛ 甲 @丙 => M\nB ⬛ 乙 @丙 => M\nM ▲ => P\nP ⬛ 丁 @丙 => E\nE ○ 完\n", "unsound 6:1",
		},
		{
			"a loop back into a parallel join",
			"S ● 始 => X\nX ▲+ => A\nA ⬛ 甲 @丙 => D\nD ▲ 再来?\n=是=> X\n=否=> E\nE ○ 完\n", "unsound 3:1",
		},
		{
			"a join that waits for one of two alternatives inside a sub-process",
			"S ● 始 => P\nP ⬛ 乙\n{\nA ● 起 => D\nD ▲ 去?\n=是=> X\n=否=> X\nX ▲+ => B\nB ○ 止\n}\n=> E\nE ○ 完\n", "unsound 9:1",
		},
		{
			"a non-interrupting timer that runs into the main line",
			"S ● 始 => P\nP ⬛ 乙 @丙\n超时 2天 => Q\n=> Q\nQ ⬛ 丁 @丙 => E\nE ○ 完\n", "unsound 6:1",
		},
	}
}

func TestStructureFaultsStandAtTheirPlace(t *testing.T) {
	t.Parallel()
	for _, c := range structures() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := found(t, c.text); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestSoundChartsPass(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text string }{
		{"alternatives merge before a join", "S ● 始 => X\nX ▲+ => A, D\nA ⬛ 甲 @丙 => J\nD ▲ 去?\n=是=> M\n=否=> M\nM ▲ => J\nJ ▲+ => E\nE ○ 完\n"},
		{"a loop", "S ● 始 => P\nP ⬛ 乙 @丙 => D\nD ▲ 好?\n=是=> E\n=否=> P\nE ○ 完\n"},
		{"an inclusive split joins inclusively", "S ● 始 => I\nI ▲* 哪些?\n=甲=> A\n=乙=> B\nA ⬛ 甲 @丙 => J\nB ⬛ 乙 @丙 => J\nJ ▲* => E\nE ○ 完\n"},
		{"an interrupting timer replaces the main line", "S ● 始 => P\nP ⬛ 乙 @丙\n超时! 2天 => Q\n=> Q\nQ ⬛ 丁 @丙 => E\nE ○ 完\n"},
		{"a reminder ends by itself", "S ● 始 => P\nP ⬛ 乙 @丙\n超时 2天 => Q\n=> E\nQ ⬛ 丁 @丙 => E2\nE ○ 完\nE2 ○ 已提醒\n"},
		{"a terminate end stops the others", "S ● 始 => X\nX ▲+ => A, B\nA ⬛ 甲 @丙 => E\nB ⬛ 乙 @丙 => E2\nE ○! 完\nE2 ○ 完二\n"},
		{"the first event wins", "S ● 始 => X\nX ▲~ => V, W\nV ◐ 甲\n等 2天\n=> E\nW ◐ 乙\n收到 丙\n=> E\nE ○ 完\n"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := found(t, c.text); got != "" {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

func TestUnsoundNamesTheMarking(t *testing.T) {
	t.Parallel()
	c, _ := notation.Parse("F 流程 甲\nS ● 始 => D\nD ▲ 去?\n=是=> A\n=否=> X\nA ⬛ 甲 @丙 => X\nX ▲+ => E\nE ○ 完\n")
	ds := check.Check(c)
	if len(ds) != 1 || ds[0].Kind != source.Unsound || ds[0].Key != "chart.unsound.stuck" {
		t.Fatalf("got %+v", ds)
	}
	if got := ds[0].Args["marking"]; got != "D.X" && got != "D.A" {
		t.Errorf("got marking %v, want the arrow that holds the token", got)
	}
}

func TestManyParallelLinesAreGivenUpInTime(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("S ● 始 => X\nX ▲+\n")
	for i := range 24 {
		fmt.Fprintf(&b, "=> D%d\n", i)
	}
	for i := range 24 {
		fmt.Fprintf(&b, "D%d ▲ 甲%d\n=是=> M%d\n=否=> M%d\nM%d ▲ => J\n", i, i, i, i, i)
	}
	b.WriteString("J ▲+ => E\nE ○ 完\n")
	if got := found(t, b.String()); got != "" {
		t.Errorf("got\n%s", got)
	}
}

func TestCheckBearsChartsThatWereNotRead(t *testing.T) {
	t.Parallel()
	c := &chart.Chart{ID: "F", Scope: chart.Scope{Nodes: []*chart.Node{
		{ID: "S", Kind: chart.Start, Exits: []*chart.Edge{{ID: "S.Z", From: "S", To: "Z"}}},
		{ID: "W", Kind: chart.FirstOf, Exits: []*chart.Edge{{ID: "W.Z", From: "W", To: "Z"}}},
	}}}
	if ds := check.Check(c); !source.HasErrors(ds) {
		t.Errorf("got %v, want errors", ds)
	}
}

func TestEveryStructureKindHasACase(t *testing.T) {
	t.Parallel()
	golden, err := os.ReadFile("../notation/testdata/golden.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := string(golden)
	for _, c := range structures() {
		all += "\n" + c.want
	}
	for _, k := range source.StructureKinds() {
		if !strings.Contains(all, string(k)+" ") {
			t.Errorf("no case for %s", k)
		}
	}
}
