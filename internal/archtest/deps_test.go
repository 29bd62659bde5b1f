package archtest_test

import (
	"cmp"
	"fmt"
	"go/parser"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"qiju/internal/testkit/golden"
)

// dependency is one row of the ledger.
type dependency struct {
	module, version string
	use             string // product, test, or indirect: only through another module
	licence         string // SPDX name, written by hand
}

var requirement = regexp.MustCompile(`(?m)^(?:require )?\s*([a-z0-9.-]+\.[a-z]+/\S+|[a-z0-9.-]+\.[a-z]+) (v\S+)`)

// TestTheLedgerOfDependenciesIsTrue fails when docs/deps.txt differs from
// go.mod and from what the code imports. make golden rewrites the file and
// keeps the licences; the licence of a new module is written by hand.
func TestTheLedgerOfDependenciesIsTrue(t *testing.T) {
	t.Parallel()

	licences := licencesOf(read(t, "docs/deps.txt"))
	deps := modules(read(t, "go.mod"))
	product, test := thirdPartyImports(t)
	for i, d := range deps {
		deps[i].use = useOf(d.module, deps, product, test)
		deps[i].licence = cmp.Or(licences[d.module], "?")
		if deps[i].licence == "?" {
			t.Errorf("docs/deps.txt: the licence of %s is not written down", d.module)
		}
	}
	golden.Check(t, root+"/docs/deps.txt", ledger(deps))
}

// modules reads the requirements of a go.mod, sorted by path.
func modules(gomod string) []dependency {
	var out []dependency
	for _, m := range requirement.FindAllStringSubmatch(gomod, -1) {
		out = append(out, dependency{module: m[1], version: m[2]})
	}
	slices.SortFunc(out, func(a, b dependency) int { return cmp.Compare(a.module, b.module) })
	return out
}

// thirdPartyImports returns what the product and what its tests import.
func thirdPartyImports(t *testing.T) (product, test []string) {
	t.Helper()
	for _, s := range sources(t, parser.ImportsOnly) {
		for _, spec := range s.file.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case !thirdParty(imp):
			case s.test || within(s.dir, "internal/testkit") || within(s.dir, "internal/store/storetest"):
				test = append(test, imp)
			default:
				product = append(product, imp)
			}
		}
	}
	return product, test
}

// useOf says how a module is used. An import belongs to the longest module path
// that it begins with.
func useOf(module string, all []dependency, product, test []string) string {
	belongs := func(imp string) bool {
		longest := ""
		for _, d := range all {
			if within(imp, d.module) && len(d.module) > len(longest) {
				longest = d.module
			}
		}
		return longest == module
	}
	switch {
	case slices.ContainsFunc(product, belongs):
		return "product"
	case slices.ContainsFunc(test, belongs):
		return "test"
	}
	return "indirect"
}

// licencesOf reads the licences out of a ledger.
func licencesOf(text string) map[string]string {
	out := map[string]string{}
	for _, line := range strings.Split(text, "\n") {
		if f := strings.Fields(line); len(f) == 4 && f[0] != "#" {
			out[f[0]] = f[3]
		}
	}
	return out
}

// ledger prints the rows in columns.
func ledger(deps []dependency) []byte {
	var b strings.Builder
	b.WriteString("# Dependencies of the product, from go.mod: module, version, use, licence.\n")
	b.WriteString("# Use: product, test, or indirect (only through another module).\n")
	b.WriteString("# make golden rewrites this file; the licence of a new module is written by hand.\n\n")
	for _, d := range deps {
		fmt.Fprintf(&b, "%-45s %-38s %-9s %s\n", d.module, d.version, d.use, d.licence)
	}
	return []byte(b.String())
}
