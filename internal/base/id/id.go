// Package id makes the identifiers of records: a prefix that names the noun
// and a time-ordered UUIDv7 in base 32, such as "opp_01jb4m…". They are safe
// in URLs and logs and never used twice.
package id

import (
	"encoding/base32"
	"encoding/binary"
	"strings"
	"sync"

	"github.com/google/uuid"
)

// Source makes identifiers. It is injected so that tests can repeat a run.
type Source interface {
	// New returns a fresh identifier with the prefix, such as "opp".
	New(prefix string) string
}

// Random is the source of a server: UUIDv7, unique across servers.
type Random struct{}

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// New returns a fresh identifier; ids made later sort later, to the
// millisecond.
func (Random) New(prefix string) string {
	u := uuid.Must(uuid.NewV7())
	return prefix + "_" + encode(u[:])
}

func encode(b []byte) string {
	return base32.NewEncoding(alphabet).WithPadding(base32.NoPadding).EncodeToString(b)
}

// Sequence is a source for tests: 1, 2, 3 … in the same form. It is safe for
// concurrent use.
type Sequence struct {
	mu sync.Mutex
	n  uint64
}

// New returns the next identifier of the sequence.
func (s *Sequence) New(prefix string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	var b [16]byte
	binary.BigEndian.PutUint64(b[8:], s.n)
	return prefix + "_" + encode(b[:])
}

// Prefix returns the part of an identifier before the underscore.
func Prefix(s string) string {
	p, _, _ := strings.Cut(s, "_")
	return p
}
