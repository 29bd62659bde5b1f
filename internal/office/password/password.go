// Package password hashes passwords with argon2id (19 MiB, two passes, one
// lane), at most two at a time so that sign-ins cannot exhaust the memory.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"qiju/internal/base/fault"
)

const (
	memory  = 19 * 1024 // KiB
	passes  = 2
	lanes   = 1
	keyLen  = 32
	saltLen = 16
)

// waiting is how many may wait for a free slot before more are turned away.
const waiting = 64

// Argon is the hasher. Use New.
type Argon struct {
	slots chan struct{} // who is being served
	queue chan struct{} // who is served or waits
}

// New returns a hasher that works on at most two passwords at a time.
func New() *Argon {
	return &Argon{slots: make(chan struct{}, 2), queue: make(chan struct{}, waiting)}
}

// Hash returns the salted hash in PHC form.
func (a *Argon) Hash(password string) (string, error) {
	salt := make([]byte, saltLen)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("read salt: %w", err)
	}
	key := a.key(password, salt)
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, lanes,
		enc.EncodeToString(salt), enc.EncodeToString(key)), nil
}

// Match reports whether password belongs to hash. An empty or foreign hash
// takes as long as a real one and never matches.
// It returns fault.TooMany when too many wait already, and ctx's error when the
// caller has gone.
func (a *Argon) Match(ctx context.Context, hash, password string) (bool, error) {
	salt, want, ok := split(hash)
	if !ok {
		salt = make([]byte, saltLen)
	}
	got, err := a.turn(ctx, password, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && ok, nil
}

// turn waits for a free slot, unless the queue is full or the caller goes.
func (a *Argon) turn(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case a.queue <- struct{}{}:
	default:
		return nil, fault.New(fault.TooMany, "fault.too_many", nil)
	}
	defer func() { <-a.queue }()
	select {
	case a.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-a.slots }()
	return derive(password, salt), nil
}

func derive(password string, salt []byte) []byte {
	return argon2.IDKey([]byte(password), salt, passes, memory, lanes, keyLen)
}

func (a *Argon) key(password string, salt []byte) []byte {
	a.slots <- struct{}{}
	defer func() { <-a.slots }()
	return derive(password, salt)
}

func split(hash string) (salt, key []byte, ok bool) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[3] != fmt.Sprintf("m=%d,t=%d,p=%d", memory, passes, lanes) {
		return nil, nil, false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	return salt, key, err1 == nil && err2 == nil && len(key) == keyLen
}
