package blobstore_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"qiju/internal/base/fault"
	"qiju/internal/store/blobstore"
)

func open(t *testing.T, dir string) *blobstore.Store {
	t.Helper()
	s, err := blobstore.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// files returns the paths of all files below dir.
func files(t *testing.T, dir string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, relErr := filepath.Rel(dir, path)
			paths = append(paths, rel)
			return relErr
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func TestWhatIsPutIsOpened(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	rapid.Check(t, func(r *rapid.T) {
		content := rapid.SliceOfN(rapid.Byte(), 0, 5000).Draw(r, "content")
		hash, size, err := s.Put(t.Context(), bytes.NewReader(content), 5000)
		sum := sha256.Sum256(content)
		if err != nil || size != int64(len(content)) || hash != hex.EncodeToString(sum[:]) {
			r.Fatalf("put: %s, %d, %v", hash, size, err)
		}
		f, err := s.Open(t.Context(), hash)
		if err != nil {
			r.Fatal(err)
		}
		got, err := io.ReadAll(f)
		if err := errors.Join(err, f.Close()); err != nil || !bytes.Equal(got, content) {
			r.Fatalf("got %d bytes, %v, want the %d that were put", len(got), err, len(content))
		}
	})
}

func TestContentLiesUnderItsHash(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var all sync.WaitGroup
	for range 4 { // two stores on one directory, as two servers
		s := open(t, dir)
		all.Go(func() {
			for range 5 {
				if _, _, err := s.Put(t.Context(), strings.NewReader("合同"), 100); err != nil {
					t.Errorf("put: %v", err)
				}
			}
		})
	}
	all.Wait()
	sum := sha256.Sum256([]byte("合同"))
	hash := hex.EncodeToString(sum[:])
	want := filepath.Join("blobs", hash[:2], hash)
	if got := files(t, dir); len(got) != 1 || got[0] != want {
		t.Errorf("got %v, want only %s", got, want)
	}
	info, err := os.Stat(filepath.Join(dir, want))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode: got %v, %v, want 0600", info, err)
	}
}

func TestNothingStaysOfWhatIsRefused(t *testing.T) {
	t.Parallel()
	broke := errors.New("broke")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		r    io.Reader
		is   func(error) bool
	}{
		{"one byte too many", t.Context(), strings.NewReader("12345"), func(err error) bool { return fault.Is(err, fault.TooLarge) }},
		{"a reader that breaks", t.Context(), iotest.ErrReader(broke), func(err error) bool { return errors.Is(err, broke) }},
		{"a context that ended", ended, strings.NewReader("1"), func(err error) bool { return errors.Is(err, context.Canceled) }},
	} {
		dir := t.TempDir()
		if _, _, err := open(t, dir).Put(c.ctx, c.r, 4); !c.is(err) {
			t.Errorf("%s: got %v", c.name, err)
		}
		if got := files(t, dir); len(got) != 0 {
			t.Errorf("%s: left %v", c.name, got)
		}
	}
	if _, size, err := open(t, t.TempDir()).Put(t.Context(), strings.NewReader("1234"), 4); size != 4 || err != nil {
		t.Errorf("exactly the limit: got %d, %v", size, err)
	}
}

func TestOpenKnowsOnlyHashes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	for _, hash := range []string{
		"", "..", "../secret", "/etc/passwd", strings.Repeat("a", 63), strings.Repeat("A", 64), strings.Repeat("a", 64),
		"../" + strings.Repeat("a", 61),
	} {
		if _, err := s.Open(t.Context(), hash); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: got %v, want a fault.NotFound", hash, err)
		}
	}
	if _, err := blobstore.Open(filepath.Join(dir, "none")); !fault.Is(err, fault.NotFound) {
		t.Errorf("a folder that does not exist: got %v, want a fault.NotFound", err)
	}
}

// TestLinksLeadNowhere plants a link where a content would lie.
func TestLinksLeadNowhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir)
	hash := strings.Repeat("a", 64)
	if err := os.Mkdir(filepath.Join(dir, "blobs", "aa"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../../secret", filepath.Join(dir, "blobs", "aa", hash)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(t.Context(), hash); err == nil {
		t.Error("a link out of the store was followed")
	}
}
