//go:build !webbuilt

package web

import (
	"embed"
	"io/fs"
)

const built = false

//go:embed placeholder public
var tree embed.FS

func files() fs.FS { return either{tree, []string{"placeholder/", "public/"}} }

// either looks for a name in one folder of a tree after the other.
type either struct {
	fs.FS
	folders []string
}

// Open implements [fs.FS].
func (e either) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) || name == "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	for _, folder := range e.folders {
		if f, err := e.FS.Open(folder + name); err == nil {
			return f, nil
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
