package archtest_test

import (
	"go/parser"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floor is one line of the drawing of the house.
type floor struct {
	prefix  string   // packages it judges
	allowed []string // module-relative prefixes it may import
	thirdOK []string // third-party prefixes it may import; nil means none
}

// floors lists the floors of the house from the ground up; the first line whose
// prefix fits a package judges it. Adding a top-level package means adding a
// line here, in the same commit.
func floors() []floor {
	anything := []string{""}
	return []floor{
		{"internal/base", below("base"), []string{"github.com/google/uuid", "github.com/govalues/decimal"}},
		{"internal/condition", below("base", "condition"), []string{"github.com/govalues/decimal"}},
		{"internal/chart", below("base", "condition", "chart"), []string{"golang.org/x/image/", "golang.org/x/text/width"}},
		{"internal/access", below("base", "access"), nil},
		// One line a chapter: siblings do not import each other.
		{"internal/sales/account", below("base", "condition", "sales/account"), []string{"github.com/govalues/decimal"}},
		{"internal/sales/opportunity", below("base", "condition", "sales/opportunity"), []string{"github.com/govalues/decimal"}},
		{"internal/sales/trade", below("base", "condition", "sales/trade"), []string{"github.com/govalues/decimal"}},
		{"internal/sales/department", below("base", "condition", "sales/department"), []string{"github.com/govalues/decimal"}},
		{"internal/sales/lifecycle", below("base", "sales/lifecycle"), nil},
		{"internal/engine", below("base", "condition", "chart", "engine"), []string{"github.com/govalues/decimal"}},
		{
			"internal/store/sqlstore", below("base", "condition", "access", "sales", "chart", "engine", "store"),
			[]string{"modernc.org/sqlite", "github.com/jackc/pgx", "github.com/pressly/goose", "github.com/govalues/decimal"},
		},
		{"internal/store/storetest", append(below("base", "condition", "access", "sales", "chart", "engine", "store"), "internal/testkit"), anything},
		{"internal/store", below("base", "access", "sales", "chart", "engine", "store"), nil},
		{"internal/desk", below("base", "condition", "access", "sales", "chart", "engine", "store", "desk"), []string{"github.com/govalues/decimal"}},
		{"internal/office", append(below("base", "condition", "access", "sales", "chart", "engine", "store", "desk", "office"), "examples"), []string{"github.com/govalues/decimal", "go.yaml.in/yaml", "golang.org/x/crypto"}},
		{"internal/api/client", below("base", "api/client"), nil},
		{"internal/api", below("base", "access", "sales", "chart", "engine", "desk", "api"), []string{"github.com/danielgtaylor/huma"}},
		{
			"internal/cli", below("base", "chart", "api/client", "cli"),
			[]string{"github.com/alecthomas/kong", "github.com/schollz/progressbar", "github.com/mattn/go-isatty", "go.yaml.in/yaml"},
		},
		{"internal/testkit", []string{"internal", "cmd", "web", "examples"}, anything},
		{"web", nil, nil},
		{"examples", nil, nil},
		{"cmd", []string{"internal", "web", "examples"}, anything},
	}
}

// rooms lists packages behind a port: only these may import them.
func rooms() map[string][]string {
	return map[string][]string{
		"internal/store/sqlstore":  {"internal/store/sqlstore", "internal/testkit", "cmd"},
		"internal/store/blobstore": {"internal/store/blobstore", "internal/testkit", "cmd"},
		"internal/store/storetest": {"internal/store/storetest"},
		"internal/testkit":         {"internal/testkit", "internal/store/storetest"},
	}
}

// below turns floor names into import prefixes.
func below(names ...string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = "internal/" + n
	}
	return out
}

// TestImportsPointDown fails when a package imports something that its floor
// does not allow; test files are exempt.
func TestImportsPointDown(t *testing.T) {
	t.Parallel()

	for _, s := range sources(t, parser.ImportsOnly) {
		if s.test {
			continue
		}
		for _, spec := range s.file.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if why := judge(s.dir, imp); why != "" {
				t.Errorf("%s: %s", s.path, why)
			}
		}
	}
}

// TestTheJudgeRefuses shows that the drawing has teeth.
func TestTheJudgeRefuses(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, pkg, imp string
		refused        bool
	}{
		{"a rule may use values", "internal/sales/account", "qiju/internal/base/clock", false},
		{"a chapter may not import its sibling", "internal/sales/account", "qiju/internal/sales/trade", true},
		{"a rule may not reach the port", "internal/sales/trade", "qiju/internal/store", true},
		{"the engine knows nothing of selling", "internal/engine", "qiju/internal/sales/opportunity", true},
		{"a chart knows nothing of the engine", "internal/chart/check", "qiju/internal/engine", true},
		{"the desk speaks to the port", "internal/desk/accounts", "qiju/internal/store", false},
		{"the desk does not know what is behind it", "internal/desk/accounts", "qiju/internal/store/sqlstore", true},
		{"the program wires the database", "cmd/qiju", "qiju/internal/store/sqlstore", false},
		{"the program does not ship test tools", "cmd/qiju", "qiju/internal/testkit/golden", true},
		{"the command line speaks through the API", "internal/cli", "qiju/internal/desk", true},
		{"only the edge knows the HTTP library", "internal/desk", "github.com/danielgtaylor/huma/v2", true},
		{"only sqlstore knows a driver", "internal/office/backup", "modernc.org/sqlite", true},
		{"the standard library is free here", "internal/sales/trade", "slices", false},
		{"a package on no floor is refused", "internal/helper", "slices", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			if why := judge(tt.pkg, tt.imp); (why != "") != tt.refused {
				t.Errorf("%s importing %s: got %q, want refused=%v", tt.pkg, tt.imp, why, tt.refused)
			}
		})
	}
}

// judge says why pkg may not import imp; nothing when it may.
func judge(pkg, imp string) string {
	i := slices.IndexFunc(floors(), func(f floor) bool { return within(pkg, f.prefix) })
	if i < 0 {
		return pkg + " is on no floor; add it to floors"
	}
	f := floors()[i]
	own, isOwn := strings.CutPrefix(imp, module+"/")
	switch {
	case isOwn && !withinAny(own, f.allowed):
		return pkg + " must not import " + own + ": it is not below " + f.prefix
	case !isOwn && thirdParty(imp) && !prefixAny(imp, f.thirdOK):
		return pkg + " must not import third-party " + imp
	case !isOwn:
		return ""
	}
	for room, users := range rooms() {
		if within(own, room) && !withinAny(pkg, users) {
			return pkg + " must not import " + own + ": only " + strings.Join(users, ", ") + " may"
		}
	}
	return ""
}

func within(pkg, prefix string) bool { return pkg == prefix || strings.HasPrefix(pkg, prefix+"/") }

func withinAny(pkg string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return within(pkg, p) })
}

func prefixAny(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}

// thirdParty reports whether an import path has a dot in its first element, as
// every path outside the standard library does.
func thirdParty(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}
