// Package archtest guards the house rules that no compiler knows: the floors,
// the message catalogue, the glossary, the ledger of dependencies, the size of
// files. Every guard reads the files of the tree in process, never through a
// command, so that the test cache sees what it judged.
package archtest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// root is the root of the repository, seen from this package.
const root = "../.."

// module is the path of the module.
const module = "qiju"

// source is one parsed Go file of the tree.
type source struct {
	dir  string // folder, relative to the root, with slashes
	path string // file, relative to the root, with slashes
	test bool   // a test file
	file *ast.File
	pos  *token.FileSet
}

// line returns where n stands, for a failure message.
func (s source) line(n ast.Node) string {
	p := s.pos.Position(n.Pos())
	return s.path + ":" + strconv.Itoa(p.Line)
}

// files calls fn with every file of the tree that people write: build output,
// caches and fetched packages are left out.
func files(t *testing.T, fn func(path string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			switch rel {
			case ".git", ".tools", ".qiju", "bin", "qiju-data", "web/build", "web/coverage", "web/node_modules":
				return filepath.SkipDir
			}
			return nil
		}
		if d.Type().IsRegular() {
			fn(rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sources parses every Go file of the module; mode is a mode of go/parser.
func sources(t *testing.T, mode parser.Mode) []source {
	t.Helper()
	var out []source
	files(t, func(path string) {
		if !strings.HasSuffix(path, ".go") || strings.Contains(path, "/testdata/") || strings.HasPrefix(path, "tools/") {
			return
		}
		pos := token.NewFileSet()
		f, err := parser.ParseFile(pos, filepath.Join(root, path), nil, mode|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		dir := "."
		if i := strings.LastIndexByte(path, '/'); i >= 0 {
			dir = path[:i]
		}
		out = append(out, source{dir: dir, path: path, test: strings.HasSuffix(path, "_test.go"), file: f, pos: pos})
	})
	if len(out) == 0 {
		t.Fatal("no Go files found below " + root)
	}
	return out
}

// read returns the text of a file of the tree.
func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
