// Package examples holds what a new installation begins with: the charts of
// the sales department, in canonical notation.
package examples

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed charts/*.flow
var files embed.FS

// Charts returns the shipped charts: the text of each by the id of the chart,
// such as "F1b".
func Charts() map[string]string {
	charts := map[string]string{}
	entries, err := fs.ReadDir(files, "charts")
	if err != nil {
		return charts // cannot happen: the folder is part of the program
	}
	for _, e := range entries {
		if text, err := fs.ReadFile(files, path.Join("charts", e.Name())); err == nil {
			charts[strings.TrimSuffix(e.Name(), ".flow")] = string(text)
		}
	}
	return charts
}
