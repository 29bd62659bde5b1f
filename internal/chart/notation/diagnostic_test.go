package notation_test

import (
	"fmt"
	"strings"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/chart/check"
	"qiju/internal/chart/notation"
	"qiju/internal/chart/source"
)

// fault cases beyond those of the golden file; the first line is always
// `F 流程 错` unless the text says otherwise.
func faultyTexts() []struct{ name, text, want string } {
	return []struct{ name, text, want string }{
		{"something after a complete line", "A ⬛ 甲\n判定 人 了\n", "error fact-misplaced 3:1"},
		{"something after a keyword without a value", "A ⬛ 甲\n随时 都行\n", "error trailing 3:4"},
		{"something after a bracket", "A [甲] 乙\n", "error trailing 2:7"},
		{"something after an annotation", "A ⬛ 甲\n“乙” 丙\n", "error trailing 3:5"},
		{"something after an arrow's target", "A ⬛ 甲\n=> A 乙\n", "error trailing 3:6"},
		{"a text of 2001 characters", "A ⬛ " + strings.Repeat("长", 2001), "error text-long 2:5"},
		{"a role without a name", "A ⬛ 甲\n@ \n", "error role-bad 3:3"},
		{"a countersign of nobody", "A ⬛ 甲\n会签\n", "error role-bad 3:3"},
		{"a document without a name", "A ⬛ 甲\n#\n", "error doc-bad 3:2"},
		{"a document without its state", "A ⬛ 甲\n#单=\n", "error doc-bad 3:4"},
		{"a lane by its name", "A ⬛ 甲\n在 销售\n", "error lane-bad 3:3"},
		{"a chart by its name", "A ⬛ 甲\n调用 折扣审批\n", "error chart-bad 3:4"},
		{"no flow heading", "!A ⬛ 甲\n", "warning flow-missing 1:1"},
		{"a boundary event with a chain", "A ⬛ 甲\n超时 2天 => A => A\n", "error boundary-exit 3:1"},
		{"a boundary event with two targets", "A ⬛ 甲\nT1 超时 2天 => A, A\n", "error boundary-exit 3:4"},
		{"boxes side by side", "!+----+ +----+\n|甲| |乙|\n+----+ +----+\n", "error boxes-branch 1:1"},
		{"a box that is not closed", "!+----+\n|甲|\n", "error boxes-branch 1:1"},
		{"an id of 65 characters", strings.Repeat("A", 65) + " ⬛ 甲", "error id-bad 2:1"},
		{"an id before a fact that takes none", "A ⬛ 甲\nB 催办 1天\n", "error id-bad 3:1"},
		{"a store that is not there", "A ⬛ 甲\n读 DS9\n", "error id-unknown 3:3"},
		{"a node that is no store", "A ⬛ 甲\n写 A\n", "error id-unknown 3:3"},
		{"a percentage in words", "阶段 甲\n赢率 很高\n", "error number-bad 3:4"},
		{"a currency in words", "A ⬛ 甲\n费用 800 美元\n", "error number-bad 3:8"},
		{"a timer that runs zero times", "A ⬛ 甲\n超时 每 2天 共 0次 => A\n", "error number-bad 3:11"},
		{"an involvement that is none", "阶段 甲\n介入 很深\n", "error value-bad 3:3"},
		{"two English texts for one node", "⬛ 甲 | a\n⬛ 甲 | b\n", "error id-twice 3:1"},
		{"an id in another scope", "A ⬛ 甲\n{\nA ⬛ 甲\n}\n", "error id-twice 4:1"},
		{"a fact in a body before its first node", "A ⬛ 甲\n{\n@乙\n}\n", "error fact-orphan 4:1"},
		{"an arrow before the first node", "=> A\nA ⬛ 甲\n", "error fact-orphan 2:1"},
		{"a fact below an arrow to a written node", "A ⬛ 甲\n=> B ⬛ 乙\n@丙\n", "error fact-after-chain 4:1"},
		{"a condition below several arrows", "A ▲ 甲\n=> A, A\n当 x > 1\n", "error fact-after-chain 4:1"},
		{"an interruption of nothing", "A ⬛ 甲\n收到! 乙\n", "error fact-misplaced 3:1"},
		{"a fact of a node that turns out another kind", "A @乙\nA ● 甲\n", "error fact-misplaced 2:3"},
		{"a heading inside a body", "A ⬛ 甲\n{\n阶段 乙\n}\n", "error fact-misplaced 4:1"},
		{"an arrow that ends the line before a fact", "A ⬛ 甲 =>\n@乙\n", "error target-missing 2:7"},
		{"a label on an arrow to a store", "A ⬛ 甲\nD ⧠ 库\nA =写=> D\n", "error store-flow 4:3"},
		{"a condition that breaks off", "A ▲ 甲 =是=> A 当 x >\n", "error cond-bad 2:19"},
		{"an empty condition before a comment", "A ▲ 甲 =是=> A 当 // 空\n", "error cond-empty 2:16"},
		{"a joiner outside of emoji", "A ⬛ 甲\u200d乙\n", "error control-char 2:6"},
		{"a byte that is not UTF-8", "A ⬛ 甲\xff乙\n", "error control-char 2:6"},
		{"a compound ISO duration", "A ⬛ 甲\n~P1DT4H\n", "error duration-bad 3:2"},
		{"a text with three parts in an arrow", "A ▲ 甲\n=a | b | c=> A\n", "error text-parts 3:8"},
		{"an annotation without a text", "A ⬛ 甲\n“”\n", "error text-empty 3:1"},
		{"a sub-process too deep", strings.Repeat("⬛ 甲\n{\n", 33) + strings.Repeat("}\n", 32), "error fact-misplaced 67:1"},
		{"an English keyword as a target", "A ⬛ 甲\n=> end\n=> else\n", "error id-bad 4:4\nerror id-unknown 3:4"},
	}
}

func withHead(text string) string {
	if rest, bare := strings.CutPrefix(text, "!"); bare {
		return rest
	}
	return "F 流程 错\n" + text
}

func TestReadingFaultsStandAtTheirCharacter(t *testing.T) {
	t.Parallel()
	for _, c := range faultyTexts() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, ds := notation.Parse(withHead(c.text))
			var got []string
			for _, d := range ds {
				got = append(got, fmt.Sprintf("%s %s %d:%d", d.Severity, d.Kind, d.Line, d.Col))
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), c.want)
			}
		})
	}
}

func TestEveryReadingKindHasACase(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	note := func(expect string) {
		for _, line := range strings.Split(expect, "\n") {
			if words := strings.Fields(line); len(words) == 3 && (words[0] == "error" || words[0] == "warning") {
				seen[words[1]] = true
			}
		}
	}
	for _, c := range goldenCases(t) {
		note(c.expect)
	}
	for _, c := range faultyTexts() {
		note(c.want)
	}
	for _, k := range source.ReadingKinds() {
		if !seen[string(k)] {
			t.Errorf("no case for %s", k)
		}
	}
}

func TestEveryDiagnosticHasItsTexts(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var all []source.Diagnostic
	collect := func(text string) {
		c, ds := notation.Parse(text)
		all = append(all, ds...)
		if !source.HasErrors(ds) {
			all = append(all, check.Check(c)...)
		}
	}
	for _, c := range goldenCases(t) {
		collect(c.input)
	}
	for _, c := range faultyTexts() {
		collect(withHead(c.text))
	}
	for _, d := range all {
		for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
			say := func(key string, args fault.Args) string {
				if !catalogue.Has(key) {
					t.Errorf("%s: no text %s", d.Kind, key)
				}
				return catalogue.Message(lang, key, args)
			}
			for _, hole := range []string{"{", "<nil>"} {
				if got := d.Format("x", say); strings.Contains(got, hole) && d.Kind != source.BracketOpen {
					t.Errorf("%s has a hole: %s", d.Kind, got)
				}
			}
		}
	}
}

func TestDiagnosticsSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	text := "F 流程 错\nP1 ⬛ 甲\n阶段一\nP1 ⬛ 乙\n"
	_, ds := notation.Parse(text)
	var got strings.Builder
	for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
		for _, d := range ds {
			say := func(key string, args fault.Args) string { return catalogue.Message(lang, key, args) }
			got.WriteString(source.Render(d, "甲.flow", text, say, 1))
		}
	}
	want := `甲.flow:3:3: error unknown-line: 看不懂这一行; “阶段”后面加一个空格
阶段一
    ^
甲.flow:4:1: error id-twice: 编号 P1 在第 2 行已经用过
P1 ⬛ 乙
^
甲.flow:3:3: error unknown-line: This line cannot be read; put a blank after “阶段”
阶段一
    ^
甲.flow:4:1: error id-twice: The id P1 is already used in line 2
P1 ⬛ 乙
^
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}
