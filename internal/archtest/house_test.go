package archtest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// maxLines is the length at which a file must have been split.
const maxLines = 600

// generated marks files that a program writes.
var generated = regexp.MustCompile(`(?m)^(//|/\*+)\s*(Code generated .* DO NOT EDIT\.|This file was auto-generated)`)

// TestFilesAreShort fails when a source file has grown beyond maxLines.
func TestFilesAreShort(t *testing.T) {
	t.Parallel()

	judged := []string{".go", ".ts", ".tsx", ".css", ".sql", ".html"}
	files(t, func(path string) {
		if !slices.Contains(judged, filepath.Ext(path)) || strings.Contains(path, "/testdata/") {
			return
		}
		text := read(t, path)
		if n := strings.Count(text, "\n"); n > maxLines && !generated.MatchString(text) {
			t.Errorf("%s has %d lines, more than %d", path, n, maxLines)
		}
	})
}

// TestTheTreeIsPortable fails when a file names a folder of one machine, keeps
// a conflict marker, or leaves something for later without an issue number.
func TestTheTreeIsPortable(t *testing.T) {
	t.Parallel()

	bans := []struct {
		what string
		re   *regexp.Regexp
	}{
		{"a folder of one machine", regexp.MustCompile(`(^|[^A-Za-z0-9_.\-/:])/(work|tmp|root|home|Users)/[A-Za-z0-9_.]`)},
		{"a conflict marker", regexp.MustCompile(`^(<{7}|>{7})( |$)`)},
		{"work left for later without an issue number", regexp.MustCompile(`\b(TODO|FIXME|XXX|HACK)\b(?:[^#]*$|[^#]*#[^0-9])`)},
	}
	files(t, func(path string) {
		if !text(path) || within(path, "internal/archtest") {
			return
		}
		for i, line := range strings.Split(read(t, path), "\n") {
			for _, b := range bans {
				if b.re.MatchString(line) {
					t.Errorf("%s:%d: %s: %s", path, i+1, b.what, strings.TrimSpace(line))
				}
			}
		}
	})
}

// text reports whether a file is text that people write. Lock files and sums
// are written by programs; the wording of rules lies in this package and in the
// linter's configuration.
func text(path string) bool {
	switch filepath.Base(path) {
	case "go.sum", "package-lock.json", "LICENSE", ".golangci.yml":
		return false
	}
	switch filepath.Ext(path) {
	case ".png", ".ico", ".ttf", ".otf", ".woff2", ".gz", ".zip", ".xlsx", ".db":
		return false
	}
	return true
}

// TestLinksLeadSomewhere fails when a document links to a file that is not in
// the tree.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()

	link := regexp.MustCompile(`\]\(([^)#\s]+)[^)]*\)`)
	files(t, func(path string) {
		if filepath.Ext(path) != ".md" {
			return
		}
		for _, m := range link.FindAllStringSubmatch(read(t, path), -1) {
			if strings.Contains(m[1], ":") {
				continue // an address on the web
			}
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(path), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", path, m[1])
			}
		}
	})
}

// TestWebFoldersFollowTheField fails when the web app has a feature folder that
// is neither a chapter of the field nor one of the four pages over all of them.
func TestWebFoldersFollowTheField(t *testing.T) {
	t.Parallel()

	allowed := []string{"chart", "today", "insight", "settings"}
	chapters, err := os.ReadDir(filepath.Join(root, "internal/sales"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range chapters {
		if c.IsDir() && c.Name() != "lifecycle" { // a mechanism, not a chapter that people open
			allowed = append(allowed, c.Name())
		}
	}
	features, err := os.ReadDir(filepath.Join(root, "web/src/features"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range features {
		if f.IsDir() && !slices.Contains(allowed, f.Name()) {
			t.Errorf("web/src/features/%s: no chapter of that name; allowed are %v", f.Name(), allowed)
		}
	}
}
