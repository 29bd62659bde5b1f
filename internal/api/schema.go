package api

import (
	"path"
	"reflect"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
)

// schemaName names a type in the API description: its package and its name, so
// that the Row of accounts and the Row of deals are two schemas; types of this
// package stand alone, types without a name take the hint.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Name() == "" {
		return huma.DefaultSchemaNamer(t, hint)
	}
	name, arguments, generic := strings.Cut(t.Name(), "[")
	out := qualified(t.PkgPath(), name)
	if !generic {
		return out
	}
	for _, a := range strings.Split(strings.TrimSuffix(arguments, "]"), ",") {
		a = strings.TrimPrefix(a, "*")
		dot := strings.LastIndex(a, ".")
		if dot < 0 {
			out += title(a)
			continue
		}
		out += qualified(a[:dot], a[dot+1:])
	}
	return out
}

func qualified(pkg, name string) string {
	last := path.Base(pkg)
	if last == "api" || pkg == "" || strings.EqualFold(last, name) {
		return title(name)
	}
	return title(last) + title(name)
}

func title(s string) string {
	r := []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s))
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}
