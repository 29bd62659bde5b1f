// Package blobstore keeps the content of files in a directory, each under the
// SHA-256 of its content: blobs/ab/abcd…. Content is never changed, so that a
// copy of the directory taken at any time is whole, and the same content is
// kept once.
package blobstore

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"

	"qiju/internal/base/fault"
	"qiju/internal/store"
)

// Store is a directory of contents. It is safe for concurrent use, also by
// several servers on shared storage.
type Store struct {
	root *os.Root
}

var _ store.Blobs = (*Store)(nil)

// Open opens the store in dir/blobs and makes that folder where it is missing.
// Nothing outside of it is ever read or written.
func Open(dir string) (*Store, error) {
	root, err := openRoot(dir)
	if err != nil {
		return nil, stored(err, "open file store")
	}
	return &Store{root: root}, nil
}

func openRoot(dir string) (*os.Root, error) {
	parent, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = parent.Close() }()
	if err := parent.Mkdir("blobs", 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if err := syncFolder(parent, "."); err != nil {
		return nil, err
	}
	return parent.OpenRoot("blobs")
}

// Close releases the directory. Contents that are being read stay readable.
func (s *Store) Close() error {
	if err := s.root.Close(); err != nil {
		return fault.Wrap(err, "close file store")
	}
	return nil
}

// Put stores the content and returns its SHA-256 in hex and its size. When it
// returns, the content survives a power cut. It returns fault.TooLarge when the
// content is longer than max bytes and fault.Full when the disk is full; then
// nothing is kept. An error of r comes back as it is.
func (s *Store) Put(ctx context.Context, r io.Reader, max int64) (hash string, size int64, err error) {
	temporary := "new-" + rand.Text() // other servers put at the same time
	f, err := s.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", 0, stored(err, "store file")
	}
	defer func() { // there is nothing to remove after the rename
		if removeErr := s.root.Remove(temporary); removeErr != nil && !errors.Is(removeErr, fs.ErrNotExist) && err == nil {
			err = stored(removeErr, "remove temporary file")
		}
	}()
	hash, size, err = fill(ctx, f, r, max)
	if closeErr := f.Close(); err == nil && closeErr != nil {
		err = stored(closeErr, "store file")
	}
	if err != nil {
		return "", 0, err
	}
	if err := s.place(temporary, hash); err != nil {
		return "", 0, stored(err, "store file")
	}
	return hash, size, nil
}

// fill copies r into f to the disk and returns the digest and the size.
func fill(ctx context.Context, f *os.File, r io.Reader, max int64) (string, int64, error) {
	sum := sha256.New()
	in := &source{ctx: ctx, r: io.LimitReader(r, max+1)}
	size, err := io.Copy(io.MultiWriter(f, sum), in)
	switch {
	case in.err != nil:
		return "", 0, in.err
	case err != nil:
		return "", 0, stored(err, "store file")
	case size > max:
		return "", 0, fault.New(fault.TooLarge, "fault.too_large", fault.Args{"max": max})
	}
	if err := f.Sync(); err != nil {
		return "", 0, stored(err, "store file")
	}
	return hex.EncodeToString(sum.Sum(nil)), size, nil
}

// source tells the errors of the reader from those of the disk, and ends with
// its context.
type source struct {
	ctx context.Context
	r   io.Reader
	err error
}

// Read implements io.Reader.
func (s *source) Read(b []byte) (int, error) {
	if s.err = s.ctx.Err(); s.err != nil {
		return 0, s.err
	}
	n, err := s.r.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// place moves a finished file to where its hash says. Content that is there
// already is replaced by the same content.
func (s *Store) place(temporary, hash string) error {
	folder := hash[:2]
	if err := s.root.Mkdir(folder, 0o700); err == nil {
		if err := syncFolder(s.root, "."); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := s.root.Rename(temporary, path.Join(folder, hash)); err != nil {
		return err
	}
	return syncFolder(s.root, folder)
}

// Open returns the content. It returns fault.NotFound when there is none, or
// when hash is none.
func (s *Store) Open(_ context.Context, hash string) (io.ReadCloser, error) {
	if !isHash(hash) {
		return nil, fault.New(fault.NotFound, "store.blob_missing", nil)
	}
	f, err := s.root.Open(path.Join(hash[:2], hash))
	if err != nil {
		return nil, stored(err, "open file")
	}
	return f, nil
}

// isHash reports whether a text is a SHA-256 in lower-case hex.
func isHash(text string) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && len(raw) == sha256.Size && hex.EncodeToString(raw) == text
}

// syncFolder makes the names in a folder survive a power cut.
func syncFolder(root *os.Root, name string) error {
	f, err := root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// stored turns an error of the file system into a fault.
func stored(err error, verb string) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return &fault.Error{Kind: fault.Full, Key: "fault.full", Err: fmt.Errorf("%s: %w", verb, err)}
	case errors.Is(err, fs.ErrNotExist):
		return &fault.Error{Kind: fault.NotFound, Key: "store.blob_missing", Err: fmt.Errorf("%s: %w", verb, err)}
	}
	return fault.Wrap(err, verb)
}
