package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"qiju/internal/base/fault"
)

//go:embed catalog
var files embed.FS

// Catalogue holds the messages of the program in every language. It is
// immutable.
type Catalogue struct {
	texts map[Lang]map[string]string
	keys  []string
	zone  *time.Location
}

// Load reads the catalogue that is built into the program. It returns an
// Internal fault when a file is not one or a key stands twice. That both
// languages say the same is the business of [Catalogue.Check] and its test.
//
// Moments are written in China Standard Time; see [Catalogue.In].
func Load() (*Catalogue, error) {
	sub, err := fs.Sub(files, "catalog")
	if err != nil {
		return nil, fault.Wrap(err, "open the catalogue")
	}
	return Read(sub)
}

// Read is Load for the folders zh and en of other files.
func Read(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{texts: map[Lang]map[string]string{}, zone: time.FixedZone("CST", 8*60*60)}
	for _, lang := range []Lang{ZH, EN} {
		texts, err := readFolder(fsys, string(lang))
		if err != nil {
			return nil, fault.Wrap(err, "read the catalogue")
		}
		c.texts[lang] = texts
	}
	for key := range c.texts[ZH] {
		c.keys = append(c.keys, key)
	}
	slices.Sort(c.keys)
	return c, nil
}

func readFolder(fsys fs.FS, folder string) (map[string]string, error) {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return nil, fmt.Errorf("folder %s: %w", folder, err)
	}
	texts := map[string]string{}
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		if e.IsDir() || path.Ext(name) != ".json" {
			continue
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("file %s: %w", name, err)
		}
		if err := merge(texts, data); err != nil {
			return nil, fmt.Errorf("file %s: %w", name, err)
		}
	}
	return texts, nil
}

// merge adds the texts of one file. A key that stands twice, in one file or in
// two, is an error: one of its texts would be lost.
func merge(texts map[string]string, data []byte) error {
	dec := json.NewDecoder(strings.NewReader(string(data)))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("not an object of texts (%v): %w", t, err)
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return fmt.Errorf("read a key: %w", err)
		}
		name, _ := key.(string)
		var text string
		if err := dec.Decode(&text); err != nil {
			return fmt.Errorf("text of %s: %w", name, err)
		}
		if _, twice := texts[name]; twice {
			return fmt.Errorf("key %s stands twice", name)
		}
		texts[name] = text
	}
	return nil
}

// Check returns an error when the languages differ in their keys or in the
// placeholders of a key.
func (c *Catalogue) Check() error {
	for _, pair := range [][2]Lang{{ZH, EN}, {EN, ZH}} {
		for key, text := range c.texts[pair[0]] {
			other, ok := c.texts[pair[1]][key]
			if !ok {
				return fmt.Errorf("key %s is missing in %s", key, pair[1])
			}
			if a, b := Placeholders(text), Placeholders(other); !slices.Equal(a, b) {
				return fmt.Errorf("key %s has placeholders %v in %s and %v in %s", key, a, pair[0], b, pair[1])
			}
		}
	}
	return nil
}

// Placeholders returns the names in braces in text, sorted, each once. Braces
// around anything but letters, digits and _ are plain signs.
func Placeholders(text string) []string {
	var names []string
	for {
		_, name, after, ok := cutPlaceholder(text)
		if !ok {
			break
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		text = after
	}
	slices.Sort(names)
	return names
}

// cutPlaceholder splits text around its first placeholder.
func cutPlaceholder(text string) (before, name, after string, ok bool) {
	for from := 0; ; {
		open := strings.IndexByte(text[from:], '{')
		if open < 0 {
			return text, "", "", false
		}
		from += open + 1
		name, after, ok := strings.Cut(text[from:], "}")
		if ok && name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == "" {
			return text[:from-1], name, after, true
		}
	}
}

// In returns the catalogue with moments written as the clocks of zone show them.
func (c *Catalogue) In(zone *time.Location) *Catalogue {
	d := *c
	d.zone = zone
	return &d
}

// Has reports whether there is a message of key.
func (c *Catalogue) Has(key string) bool {
	_, ok := c.texts[ZH][key]
	return ok
}

// Keys returns all keys in order.
func (c *Catalogue) Keys() []string { return slices.Clone(c.keys) }

// Message returns the message of key in lang with its placeholders filled in
// from args. A key that there is not is its own text, and so is a placeholder
// without an argument: a hole is shown, not hidden.
//
// An argument may be a text, a [Text] or anything with In(Lang) string, a
// number, a decimal, a clock.Instant or clock.Date, a fault or a list of any of
// these, which is joined by 、 or a comma.
func (c *Catalogue) Message(lang Lang, key string, args map[string]any) string {
	text, ok := c.texts[lang][key]
	if !ok {
		if text, ok = c.texts[ZH][key]; !ok {
			return key
		}
	}
	var b strings.Builder
	for {
		before, name, after, found := cutPlaceholder(text)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if value, given := args[name]; given {
			b.WriteString(c.argument(lang, value))
		} else {
			b.WriteString("{" + name + "}")
		}
		text = after
	}
}
