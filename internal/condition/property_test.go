package condition_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"qiju/internal/condition"
)

// source draws the text of a random condition over the facts a, b, c and d.
func source(t *rapid.T, depth int) string {
	atoms := []string{
		"a", "b", "c", "报价.毛利率", "3", "12%", "50万", "1.2345", "7天", "2工作日", `"x"`, "“y”", "真", "空", `["x", a]`, "f(a, 1)", `"2026-03-31"`, "d",
	}
	if depth <= 0 {
		return rapid.SampledFrom(atoms).Draw(t, "atom")
	}
	switch rapid.IntRange(0, 6).Draw(t, "shape") {
	case 0:
		return "非 (" + source(t, depth-1) + ")"
	case 1:
		return "-(" + source(t, depth-1) + ")"
	case 2:
		return "[" + source(t, depth-1) + "，" + source(t, depth-1) + "]"
	case 3:
		return "f（" + source(t, depth-1) + "）"
	}
	ops := []string{"且", "or", "&&", "=", "!=", "<", "≥", "属于", "not in", "包含", "不包含", "+", "-", "×", "/"}
	op := rapid.SampledFrom(ops).Draw(t, "op")
	return "(" + source(t, depth-1) + ") " + op + " (" + source(t, depth-1) + ")"
}

func draw(t *rapid.T) *condition.Expr {
	src := source(t, rapid.IntRange(0, 5).Draw(t, "depth"))
	e, err := condition.Parse(src)
	if err != nil {
		t.Fatalf("%s: %s at %d", src, err.Key, err.Offset)
	}
	return e
}

func value(t *rapid.T, label string) condition.Value {
	return rapid.SampledFrom([]condition.Value{
		condition.Unknown(), condition.Unknown(), condition.Nil(), condition.Bool(true), condition.Bool(false), condition.Int(3), condition.Int(0),
		condition.Text("x"), condition.List(condition.Text("x"), condition.Int(3)), condition.DateOf("2026-03-31"), parseRapid(t, "7天").Value(condition.Env{}),
	}).Draw(t, label)
}

func parseRapid(t *rapid.T, src string) *condition.Expr {
	e, err := condition.Parse(src)
	if err != nil {
		t.Fatalf("%s: %s at %d", src, err.Key, err.Offset)
	}
	return e
}

func environment(t *rapid.T) condition.Env {
	facts := condition.Facts{}
	for _, path := range []string{"a", "b", "c", "d", "报价.毛利率"} {
		facts[path] = value(t, path)
	}
	return condition.Env{Facts: facts, Funcs: condition.Funcs{
		"f": func(args []condition.Value) condition.Value { return args[0] },
	}}
}

func TestParseReadsBothCanonicalForms(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := draw(t)
		for _, text := range []string{e.String(), e.Chinese()} {
			again := parseRapid(t, text)
			if again.String() != e.String() || again.Chinese() != e.Chinese() {
				t.Fatalf("%s reads back as %s", text, again)
			}
		}
	})
}

func TestEvaluationIsTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e, env := draw(t), environment(t)
		r := e.Test(env)
		explained := len(r.Missing) > 0 || r.Problem != nil
		if (r.Verdict == condition.Undetermined) != explained {
			t.Fatalf("%s is %s, missing %v, problem %v", e, r.Verdict, r.Missing, r.Problem)
		}
		for _, m := range r.Missing {
			if !strings.Contains(strings.Join(e.Paths(), "\n"), m) {
				t.Fatalf("%s misses %s, which it does not read", e, m)
			}
		}
		e.Value(env)
	})
}

func TestDeMorganHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x, y, env := draw(t).String(), draw(t).String(), environment(t)
		left := parseRapid(t, "not (("+x+") and ("+y+"))").Test(env)
		right := parseRapid(t, "(not ("+x+")) or (not ("+y+"))").Test(env)
		if left.Verdict != right.Verdict {
			t.Fatalf("%s, %s: not both is %s, one not is %s", x, y, left.Verdict, right.Verdict)
		}
	})
}

func TestLearningAFactNeverFlipsAVerdict(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e, env := draw(t), environment(t)
		before := e.Test(env)
		learnt := condition.Facts{}
		for path, v := range env.Facts {
			if v.Kind() == condition.UnknownKind {
				learnt[path] = value(t, "learnt "+path)
			}
		}
		after := e.Test(env.With(learnt))
		if before.Verdict != condition.Undetermined && after.Verdict != before.Verdict {
			t.Fatalf("%s was %s, is %s after %v", e, before.Verdict, after.Verdict, learnt)
		}
	})
}

func TestDepthAndLengthAreBounded(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, key string }{
		{"brackets", strings.Repeat("(", 51) + "a" + strings.Repeat(")", 51), "condition.too_deep"},
		{"lists", strings.Repeat("[", 51) + strings.Repeat("]", 51), "condition.too_deep"},
		{"calls", strings.Repeat("f(", 51) + strings.Repeat(")", 51), "condition.too_deep"},
		{"letters", strings.Repeat("字", 4001), "condition.too_long"},
		{"letters of the other spelling", "a" + strings.Repeat("&&b", 1300), "condition.too_long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := condition.Parse(tt.src); err == nil || err.Key != tt.key {
				t.Errorf("got %v, want %s", err, tt.key)
			}
		})
	}
	if _, err := condition.Parse(strings.Repeat("(", 50) + "a" + strings.Repeat(")", 50)); err != nil {
		t.Errorf("fifty brackets: %s", err.Key)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"报价.毛利率 ≥ 12％ 且 报价.金额 < 50万", `商机.状态 是 '挂起' || ！有红旗（"R1"、“R2”）`, "应收.到期日 - 7天", "(金额 > 5", "1 < x < 5", "a => 5", "非 非 a", "5且",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		e, err := condition.Parse(src)
		if err != nil {
			if err.Key == "" || err.Offset < 0 || err.Offset > len([]rune(src)) {
				t.Fatalf("%q: %q at %d", src, err.Key, err.Offset)
			}
			return
		}
		for _, text := range []string{e.String(), e.Chinese()} {
			if again, err := condition.Parse(text); err != nil || !again.Equal(e) {
				t.Fatalf("%q does not read back from %q: %v", src, text, err)
			}
		}
		e.Test(condition.Env{Facts: condition.Facts{"a": condition.Int(1)}})
	})
}
