package notation_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"qiju/internal/chart/check"
	"qiju/internal/chart/notation"
	"qiju/internal/chart/source"
)

// goldenCase is one case of testdata/golden.txt, whose head explains them.
type goldenCase struct {
	name, mode, input, expect string
}

func goldenCases(t *testing.T) []goldenCase {
	t.Helper()
	data, err := os.ReadFile("testdata/golden.txt")
	if err != nil {
		t.Fatal(err)
	}
	var cases []goldenCase
	for _, part := range strings.Split(string(data), "\n## ")[1:] {
		head, rest, _ := strings.Cut(part, "\n")
		title, name, _ := strings.Cut(head, " · ")
		number, mode, _ := strings.Cut(title, " ")
		_, rest, _ = strings.Cut(rest, "--- input\n")
		input, expect, ok := strings.Cut(rest, "\n--- expect\n")
		if !ok {
			t.Fatalf("case %s has no expectation", number)
		}
		cases = append(cases, goldenCase{number + " " + name, mode, input + "\n", strings.TrimSpace(expect)})
	}
	return cases
}

func TestGoldenCases(t *testing.T) {
	t.Parallel()
	cases := goldenCases(t)
	if len(cases) != 49 {
		t.Fatalf("got %d cases, want 49", len(cases))
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := judged(c.input, c.mode != "parse"); got != c.expect {
				t.Errorf("got\n%s\nwant\n%s", got, c.expect)
			}
		})
	}
}

// judged returns what the golden file expects of an input.
func judged(input string, structure bool) string {
	c, ds := notation.Parse(input)
	read := !source.HasErrors(ds)
	if read && structure {
		ds = append(ds, check.Check(c)...)
	}
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%s %s %d:%d\n", d.Severity, d.Kind, d.Line, d.Col)
	}
	if read {
		b.WriteString(notation.Outline(c))
	}
	return strings.TrimSpace(b.String())
}
