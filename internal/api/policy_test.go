package api_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
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

// cells is docs/policy.csv: operation → principal → what the policy says.
type cells map[string]map[string]string

func readPolicy(t *testing.T) (columns []string, policy cells) {
	t.Helper()
	b, err := os.ReadFile("../../docs/policy.csv")
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	columns, policy = all[0][2:], cells{}
	for _, row := range all[1:] {
		policy[row[0]] = map[string]string{}
		for i, c := range columns {
			policy[row[0]][c] = row[i+2]
		}
	}
	return columns, policy
}

// operation is one operation of the API description.
type operation struct {
	id, method, path string
	parameters       []string // of the path, as declared
}

func operations(t *testing.T) []operation {
	t.Helper()
	var out []operation
	for path, methods := range object(parse(t, openAPI(t)), "paths") {
		for method, op := range fieldsOf(methods) {
			o := operation{path: path, method: strings.ToUpper(method)}
			o.id, _ = fieldsOf(op)["operationId"].(string)
			list, _ := fieldsOf(op)["parameters"].([]any)
			for _, p := range list {
				if p := fieldsOf(p); p["in"] == "path" {
					o.parameters = append(o.parameters, fmt.Sprint(p["name"]))
				}
			}
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b operation) int { return strings.Compare(a.id, b.id) })
	return out
}

// outside are the operations of the policy that are no operations of the API:
// two pages, and the first run, which only the program itself does.
func outside() map[string]string {
	return map[string]string{"get-openapi": "GET /api/v1/openapi.json", "get-health": "GET /healthz", "setup": ""}
}

// pages are the routes that are not in the API description.
func pages() []string {
	return []string{
		"/", "GET /login", "POST /login", "POST /logout", "GET /healthz", "GET /readyz", "GET /api/v1/openapi.json", "/api/",
	}
}

func TestEveryOperationStandsInThePolicyAndViceVersa(t *testing.T) {
	t.Parallel()

	_, policy := readPolicy(t)
	known := map[string]bool{}
	for _, o := range operations(t) {
		known[o.id] = true
		if policy[o.id] == nil {
			t.Errorf("%s %s (%s) has no row in docs/policy.csv", o.method, o.path, o.id)
		}
	}
	for id := range policy {
		if _, page := outside()[id]; !known[id] && !page {
			t.Errorf("%s of docs/policy.csv is no operation of the API", id)
		}
	}
}

func TestEveryParameterOfAPathIsDeclared(t *testing.T) {
	t.Parallel()

	param := regexp.MustCompile(`\{(\w+)\}`)
	for _, o := range operations(t) {
		var want []string
		for _, m := range param.FindAllStringSubmatch(o.path, -1) {
			want = append(want, m[1])
		}
		slices.Sort(want)
		slices.Sort(o.parameters)
		if !slices.Equal(o.parameters, want) {
			t.Errorf("%s %s (%s): declares %v, the path has %v; an embedded struct must be exported to be read", o.method, o.path, o.id, o.parameters, want)
		}
	}
}

// TestEveryRouteIsAnOperationOrAListedPage reads the sources: whatever is
// registered on the mux by hand must be a listed page, and no operation hides
// from the description.
func TestEveryRouteIsAnOperationOrAListedPage(t *testing.T) {
	t.Parallel()

	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				sel, ok := n.Fun.(*ast.SelectorExpr)
				if ok && (sel.Sel.Name == "HandleFunc" || sel.Sel.Name == "Handle") && len(n.Args) == 2 {
					found = append(found, literal(t, n.Args[0]))
				}
			case *ast.KeyValueExpr:
				if k, ok := n.Key.(*ast.Ident); ok && k.Name == "Hidden" {
					t.Errorf("%s: an operation hides from the API description", name)
				}
			}
			return true
		})
	}
	want := pages()
	slices.Sort(found)
	slices.Sort(want)
	if !slices.Equal(found, want) {
		t.Errorf("routes by hand:\n got %q\nwant %q", found, want)
	}
}

func literal(t *testing.T, e ast.Expr) string {
	t.Helper()
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		t.Fatalf("a route that is no literal: %#v", e)
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
