package i18n

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
)

// localized is a value that knows its own text in each language: Text, amounts
// of money.
type localized interface {
	In(lang Lang) string
}

// argument renders one argument of a message.
func (c *Catalogue) argument(lang Lang, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case localized:
		return v.In(lang)
	case *fault.Error:
		return c.Message(lang, v.Key, v.Args)
	case clock.Instant:
		return c.moment(v)
	case clock.Date:
		return string(v)
	case bool:
		return yesNo(lang, v)
	case float64: // a whole number that went through JSON
		return strconv.FormatFloat(v, 'f', -1, 64)
	case map[string]any:
		return bilingual(lang, v)
	case fmt.Stringer:
		return v.String()
	}
	if list := reflect.ValueOf(value); list.Kind() == reflect.Slice {
		return c.list(lang, list)
	}
	return fmt.Sprint(value)
}

func (c *Catalogue) list(lang Lang, list reflect.Value) string {
	parts := make([]string, list.Len())
	for i := range parts {
		parts[i] = c.argument(lang, list.Index(i).Interface())
	}
	if lang == ZH {
		return strings.Join(parts, "、")
	}
	return strings.Join(parts, ", ")
}

// moment writes minutes, "2026-03-31 09:05"; nothing for the zero Instant.
func (c *Catalogue) moment(at clock.Instant) string {
	if at == 0 {
		return ""
	}
	return at.Time().In(c.zone).Format("2006-01-02 15:04")
}

func yesNo(lang Lang, yes bool) string {
	if yes {
		return Text{ZH: "是", EN: "yes"}.In(lang)
	}
	return Text{ZH: "否", EN: "no"}.In(lang)
}

// bilingual renders a Text that went through JSON.
func bilingual(lang Lang, v map[string]any) string {
	zh, _ := v["zh"].(string)
	en, _ := v["en"].(string)
	if t := (Text{ZH: zh, EN: en}); !t.IsZero() {
		return t.In(lang)
	}
	return fmt.Sprint(v)
}
