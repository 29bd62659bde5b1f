// Package page is lists by pages: a request for one, the page itself, and the
// cursor between two of them.
//
// Pages are cut by keyset: a cursor holds the sort keys of the last row seen, so
// rows that come or go meanwhile neither repeat nor hide others.
package page

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"strconv"

	"qiju/internal/base/fault"
)

// The size of a page.
const (
	DefaultLimit = 50  // rows where nothing is asked
	MaxLimit     = 200 // rows at most
)

// Page is one page of a list.
type Page[T any] struct {
	Rows []T    `json:"rows"`           // never null
	Next string `json:"next,omitempty"` // cursor of the next page; empty on the last
}

// Cut makes a page of rows that were read with one row more than limit: the row
// too many tells that there is a next page, and is dropped. keys returns the
// sort keys of a row, texts and whole numbers.
func Cut[T any](rows []T, limit int, keys func(T) []any) Page[T] {
	if rows == nil {
		rows = []T{}
	}
	if len(rows) <= limit {
		return Page[T]{Rows: rows}
	}
	rows = rows[:limit]
	return Page[T]{Rows: rows, Next: After(keys(rows[limit-1])...).String()}
}

// Cursor is a place in a list: the sort keys of the last row seen. The zero
// Cursor is the start of the list.
type Cursor struct {
	keys []any // string or int64
}

// maxCursor is how long the text of a cursor may be, in bytes.
const maxCursor = 2048

// After returns the cursor after the row with these sort keys. Keys are texts
// or int64; other integers are widened, and anything else becomes the empty text.
func After(keys ...any) Cursor {
	c := Cursor{keys: make([]any, len(keys))}
	for i, k := range keys {
		switch k := k.(type) {
		case int64:
			c.keys[i] = k
		case int:
			c.keys[i] = int64(k)
		case string:
			c.keys[i] = k
		default:
			c.keys[i] = ""
		}
	}
	return c
}

// IsStart reports whether c is the start of the list.
func (c Cursor) IsStart() bool { return len(c.keys) == 0 }

// Keys returns the sort keys, each a string or an int64. It returns an Invalid
// fault on field "after" when there are not as many as the list sorts by, which
// happens when a cursor is carried from one sort to another.
func (c Cursor) Keys(want int) ([]any, error) {
	if len(c.keys) != want {
		return nil, bad()
	}
	return append([]any(nil), c.keys...), nil
}

// String returns the opaque text of c; it is empty for the start. The check sum
// in it finds slips, not forgery: a cursor grants nothing.
func (c Cursor) String() string {
	if c.IsStart() {
		return ""
	}
	data, err := json.Marshal(c.keys)
	if err != nil { // texts and integers always are JSON
		return ""
	}
	data = binary.BigEndian.AppendUint32(data, crc32.ChecksumIEEE(data))
	return base64.RawURLEncoding.EncodeToString(data)
}

// Parse reads the text of a cursor. Empty text is the start. It returns an
// Invalid fault on field "after" for anything that String did not write.
func Parse(text string) (Cursor, error) {
	if text == "" {
		return Cursor{}, nil
	}
	if len(text) > maxCursor {
		return Cursor{}, bad()
	}
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(data) < 4 {
		return Cursor{}, bad()
	}
	body, sum := data[:len(data)-4], binary.BigEndian.Uint32(data[len(data)-4:])
	if crc32.ChecksumIEEE(body) != sum {
		return Cursor{}, bad()
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var c Cursor
	if err := dec.Decode(&c.keys); err != nil {
		return Cursor{}, bad()
	}
	for i, k := range c.keys {
		switch k := k.(type) {
		case string:
		case json.Number:
			n, err := k.Int64()
			if err != nil {
				return Cursor{}, bad()
			}
			c.keys[i] = n
		default:
			return Cursor{}, bad()
		}
	}
	if c.String() != text {
		return Cursor{}, bad()
	}
	return c, nil
}

func bad() *fault.Error { return fault.Field("after", "page.cursor_bad", nil) }

// ParseLimit reads how many rows a page may have: [DefaultLimit] for an empty
// text. It returns an Invalid fault on field "limit" for anything but 1 to
// [MaxLimit].
func ParseLimit(text string) (int, error) {
	if text == "" {
		return DefaultLimit, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > MaxLimit {
		return 0, fault.Field("limit", "page.limit_bad", fault.Args{"max": MaxLimit})
	}
	return n, nil
}
