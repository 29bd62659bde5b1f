package i18n

import (
	"strconv"
	"strings"
)

// ParseAcceptLanguage returns the language that an Accept-Language header
// prefers among those that there are; Chinese when it names none of them. A
// bare "en" or "zh-CN" is such a header too.
func ParseAcceptLanguage(header string) Lang {
	best, weight := ZH, 0
	for part := range strings.SplitSeq(header, ",") {
		tag, parameters, _ := strings.Cut(part, ";")
		primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		w := quality(parameters)
		if lang := Lang(primary); (lang == ZH || lang == EN) && w > weight {
			best, weight = lang, w
		}
	}
	return best
}

// quality reads "q=0.8" as 800 thousandths; 1000 where there is none, 0 where
// it cannot be read.
func quality(parameters string) int {
	_, q, ok := strings.Cut(parameters, "q=")
	if !ok {
		return 1000
	}
	whole, fraction, _ := strings.Cut(strings.TrimSpace(q), ".")
	n, err := strconv.Atoi(whole + (fraction + "000")[:3])
	if err != nil || n < 0 || n > 1000 {
		return 0
	}
	return n
}
