package archtest_test

import (
	"go/ast"
	"regexp"
	"strings"
	"testing"
)

var inCode = regexp.MustCompile("`([^`]+)`")

// TestEveryNounHasAGlossaryRow fails when an exported type of the field or of
// the chart has no row in docs/glossary.md, or when a row names a type that
// does not exist. The third column names types as in `account.Tier`.
func TestEveryNounHasAGlossaryRow(t *testing.T) {
	t.Parallel()

	rows := glossary(t)
	nouns := map[string]bool{}
	judged := map[string]bool{}
	for _, s := range sources(t, 0) {
		if s.test || (s.dir != "internal/chart" && !within(s.dir, "internal/sales")) {
			continue
		}
		judged[s.file.Name.Name] = true
		for _, name := range exportedTypes(s.file) {
			noun := s.file.Name.Name + "." + name
			nouns[noun] = true
			if !rows[noun] {
				t.Errorf("%s: %s has no row in docs/glossary.md", s.path, noun)
			}
		}
	}
	for row := range rows {
		if pkg, _, ok := strings.Cut(row, "."); ok && judged[pkg] && !nouns[row] {
			t.Errorf("docs/glossary.md names %s, which does not exist", row)
		}
	}
}

// glossary returns what the code column of the glossary names.
func glossary(t *testing.T) map[string]bool {
	t.Helper()
	rows := map[string]bool{}
	for _, line := range strings.Split(read(t, "docs/glossary.md"), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 5 {
			continue
		}
		for _, m := range inCode.FindAllStringSubmatch(cells[3], -1) {
			rows[m[1]] = true
		}
	}
	if len(rows) == 0 {
		t.Fatal("docs/glossary.md has no rows of the form | 中文 | English | `code` | avoid |")
	}
	return rows
}

func exportedTypes(f *ast.File) []string {
	var out []string
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range g.Specs {
			if s, ok := spec.(*ast.TypeSpec); ok && s.Name.IsExported() {
				out = append(out, s.Name.Name)
			}
		}
	}
	return out
}
