//go:build webbuilt

package web

import (
	"embed"
	"io/fs"
)

const built = true

//go:embed all:build
var tree embed.FS

func files() fs.FS { return below{tree, "build"} }

// below is the part of a tree under a folder.
type below struct {
	fs.FS
	folder string
}

// Open implements [fs.FS].
func (b below) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return b.FS.Open(b.folder)
	}
	return b.FS.Open(b.folder + "/" + name)
}
