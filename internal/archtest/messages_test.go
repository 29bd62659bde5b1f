package archtest_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const catalogueDir = "internal/base/i18n/catalog"

var (
	keyShape    = regexp.MustCompile(`^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+$`)
	placeholder = regexp.MustCompile(`\{([A-Za-z][A-Za-z0-9_]*)[^{}]*\}`)
)

// catalogue reads every area of one language: key → text.
func catalogue(t *testing.T, lang string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, catalogueDir, lang, "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no catalogue of %s: %v", lang, err)
	}
	all := map[string]string{}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		area := map[string]string{}
		if err := json.Unmarshal(b, &area); err != nil {
			t.Fatalf("%s: %v", p, err)
		}
		for k, v := range area {
			if _, twice := all[k]; twice {
				t.Errorf("%s: key %s stands in another area too", p, k)
			}
			all[k] = v
		}
	}
	return all
}

// placeholders returns the names of the arguments of a text, sorted, once each.
func placeholders(text string) []string {
	var out []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestBothLanguagesAreComplete fails when Chinese and English differ in keys or
// in the arguments of a text, or when a text is empty.
func TestBothLanguagesAreComplete(t *testing.T) {
	t.Parallel()

	zh, en := catalogue(t, "zh"), catalogue(t, "en")
	for k := range en {
		if _, ok := zh[k]; !ok {
			t.Errorf("%s is missing in zh", k)
		}
	}
	for k, text := range zh {
		twin, ok := en[k]
		switch {
		case !ok:
			t.Errorf("%s is missing in en", k)
		case strings.TrimSpace(text) == "" || strings.TrimSpace(twin) == "":
			t.Errorf("%s has an empty text", k)
		case !slices.Equal(placeholders(text), placeholders(twin)):
			t.Errorf("%s: arguments of zh are %v, of en %v", k, placeholders(text), placeholders(twin))
		}
	}
}

// TestChineseIsConcise fails on the words that a message does without.
func TestChineseIsConcise(t *testing.T) {
	t.Parallel()

	for k, text := range catalogue(t, "zh") {
		for _, word := range []string{"请", "您", "抱歉", "!", "！"} {
			if strings.Contains(text, word) {
				t.Errorf("%s: %q holds %s", k, text, word)
			}
		}
	}
}

// TestMessageKeysExist fails when the program names a message that the
// catalogue does not hold, or does not give it the arguments that it needs.
//
// A message key is what stands where a parameter called key is expected, what
// is assigned to a field called Key, and the front part of such a text that is
// completed when the program runs ("login." + word).
func TestMessageKeysExist(t *testing.T) {
	t.Parallel()

	zh := catalogue(t, "zh")
	all := sources(t, 0)
	params := keyParameters(all)
	found := 0
	for _, s := range all {
		if s.test || within(s.dir, "internal/testkit") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			for _, u := range uses(n, s.dir, params) {
				found++
				if why := u.judge(zh); why != "" {
					t.Errorf("%s: %s", s.line(n), why)
				}
			}
			return true
		})
	}
	if found == 0 {
		t.Error("no message key found in the whole program: the guard is blind")
	}
}

// use is one place where the program names a message.
type use struct {
	key    string
	prefix bool      // key is only the front part
	args   *ast.Expr // the expression of the arguments, where it stands beside the key
}

func (u use) judge(texts map[string]string) string {
	if u.prefix {
		for k := range texts {
			if strings.HasPrefix(k, u.key) {
				return ""
			}
		}
		return "no message begins with " + u.key
	}
	text, ok := texts[u.key]
	if !ok {
		return "message " + u.key + " is not in the catalogue"
	}
	given, known := given(u.args)
	if !known {
		return ""
	}
	for _, p := range placeholders(text) {
		if !slices.Contains(given, p) {
			return "message " + u.key + " needs the argument " + p
		}
	}
	return ""
}

// given returns the names of literal arguments; known is false when they are
// computed elsewhere.
func given(e *ast.Expr) (names []string, known bool) {
	if e == nil {
		return nil, false
	}
	switch v := (*e).(type) {
	case *ast.Ident:
		return nil, v.Name == "nil"
	case *ast.CompositeLit:
		for _, elt := range v.Elts {
			kv, ok := elt.(*ast.KeyValueExpr)
			if !ok {
				return nil, false
			}
			name, ok := literal(kv.Key)
			if !ok {
				return nil, false
			}
			names = append(names, name)
		}
		return names, true
	default:
		return nil, false
	}
}

// keyParameters finds the functions that take a message key: their name, with
// the folder they stand in, and the place of the parameter. A store that keeps
// values by key has another kind of key and is left out.
func keyParameters(all []source) map[string]int {
	out := map[string]int{}
	for _, s := range all {
		if s.test || within(s.dir, "internal/store") || within(s.dir, "internal/testkit") {
			continue
		}
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				if i := keyPlace(f.Type); i >= 0 {
					out[s.dir+"."+f.Name.Name] = i
					if f.Name.IsExported() {
						out[f.Name.Name] = i
					}
				}
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool { // need := func(ok bool, field, key string)
			a, ok := n.(*ast.AssignStmt)
			if !ok || len(a.Lhs) != 1 || len(a.Rhs) != 1 {
				return true
			}
			name, isName := a.Lhs[0].(*ast.Ident)
			lit, isFunc := a.Rhs[0].(*ast.FuncLit)
			if isName && isFunc {
				if i := keyPlace(lit.Type); i >= 0 {
					out[s.dir+"."+name.Name] = i
				}
			}
			return true
		})
	}
	return out
}

// keyPlace returns the place of the string parameter called key, or -1.
func keyPlace(f *ast.FuncType) int {
	i := 0
	for _, field := range f.Params.List {
		typ, _ := field.Type.(*ast.Ident)
		for _, name := range field.Names {
			if name.Name == "key" && typ != nil && typ.Name == "string" {
				return i
			}
			i++
		}
	}
	return -1
}

// uses returns the messages that a node names.
func uses(n ast.Node, dir string, params map[string]int) []use {
	switch v := n.(type) {
	case *ast.CallExpr:
		i, ok := place(v.Fun, dir, params)
		if !ok || i >= len(v.Args) {
			return nil
		}
		var args *ast.Expr
		if i+1 < len(v.Args) {
			args = &v.Args[i+1]
		}
		return keysOf(v.Args[i], args)
	case *ast.CompositeLit:
		var key, args *ast.Expr
		for _, elt := range v.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				if name, ok := kv.Key.(*ast.Ident); ok && name.Name == "Key" {
					key = &kv.Value
				} else if ok && name.Name == "Args" {
					args = &kv.Value
				}
			}
		}
		if key != nil {
			return keysOf(*key, args)
		}
	}
	return nil
}

// place looks up whether a called function takes a message key, and where.
func place(fun ast.Expr, dir string, params map[string]int) (int, bool) {
	switch f := fun.(type) {
	case *ast.Ident:
		i, ok := params[dir+"."+f.Name]
		return i, ok
	case *ast.SelectorExpr:
		if i, ok := params[dir+"."+f.Sel.Name]; ok {
			return i, true
		}
		if pkg, ok := f.X.(*ast.Ident); ok && pkg.Name == "fault" {
			i, ok := params["internal/base/fault."+f.Sel.Name]
			return i, ok
		}
		if f.Sel.Name == "Message" {
			i, ok := params["Message"]
			return i, ok
		}
	}
	return 0, false
}

// keysOf returns the message keys in an expression: a literal, or the front
// part of a sum.
func keysOf(e ast.Expr, args *ast.Expr) []use {
	if key, ok := literal(e); ok {
		if !keyShape.MatchString(key) {
			return nil
		}
		return []use{{key: key, args: args}}
	}
	if sum, ok := e.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
		if front, ok := literal(sum.X); ok && keyShape.MatchString(front+"x") {
			return []use{{key: front, prefix: true}}
		}
	}
	return nil
}

// literal returns the value of a string literal.
func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// TestTheKeyGuardSees shows which forms the guard finds and refuses.
func TestTheKeyGuardSees(t *testing.T) {
	t.Parallel()

	texts := map[string]string{"a.plain": "text", "a.count": "{n} left"}
	tests := []struct {
		name, code string
		refused    bool
	}{
		{"a known key", `fault.New(1, "a.plain", nil)`, false},
		{"an unknown key", `fault.New(1, "a.gone", nil)`, true},
		{"a missing argument", `fault.New(1, "a.count", nil)`, true},
		{"a wrong argument", `fault.New(1, "a.count", fault.Args{"m": 1})`, true},
		{"the right argument", `fault.New(1, "a.count", fault.Args{"n": 1})`, false},
		{"computed arguments", `fault.New(1, "a.count", args)`, false},
		{"an unknown key in a literal", `fault.Error{Key: "a.gone"}`, true},
		{"a known beginning", `words.Message(lang, "a."+word, nil)`, false},
		{"an unknown beginning", `words.Message(lang, "b."+word, nil)`, true},
	}
	params := map[string]int{"internal/base/fault.New": 1, "Message": 1}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			e, err := parser.ParseExpr(tt.code)
			if err != nil {
				t.Fatal(err)
			}
			got := uses(e, "internal/x", params)
			if len(got) != 1 {
				t.Fatalf("got %d uses, want 1", len(got))
			}
			if why := got[0].judge(texts); (why != "") != tt.refused {
				t.Errorf("got %q, want refused=%v", why, tt.refused)
			}
		})
	}
}
