package notation

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"qiju/internal/base/i18n"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// Unbox turns a box drawing into a text of the notation: a heading, and one
// chain on line 2. It returns "" for a text that is not a box drawing: whose
// first printing character is neither `+` nor `┌`. Side-by-side boxes are
// refused rather than guessed; the diagnostic then refers to src.
func Unbox(src string) (string, *source.Diagnostic) {
	src = strings.ReplaceAll(strings.TrimPrefix(src, "\ufeff"), "\r\n", "\n")
	head := strings.TrimLeft(src, " \t\n\u3000")
	if !strings.HasPrefix(head, "+") && !strings.HasPrefix(head, "┌") {
		return "", nil
	}
	borders := regexp.MustCompile(`[+┌└][-─┬┴]{2,}[+┐┘]`).FindAllStringIndex(src, -1)
	if len(borders) == 0 {
		return "", branch(src, strings.Index(src, head))
	}
	var texts []string
	for i := 0; i < len(borders); i += 2 {
		if i+1 == len(borders) {
			return "", branch(src, borders[i][0])
		}
		text, ok := boxText(src[borders[i][1]:borders[i+1][0]])
		if !ok {
			return "", branch(src, borders[i][0])
		}
		texts = append(texts, text)
		end := len(src)
		if i+2 < len(borders) {
			end = borders[i+2][0]
		}
		between := src[borders[i+1][1]:end]
		if odd := strings.TrimLeft(between, " \t\n\u3000|│Vv↓"); odd != "" {
			return "", branch(src, end-len(odd))
		}
	}
	return "流程 未命名\n" + boxChain(texts) + "\n", nil
}

func branch(src string, offset int) *source.Diagnostic {
	before := src[:offset]
	line := strings.Count(before, "\n") + 1
	col := utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:]) + 1
	d := source.New(source.BoxesBranch, "", line, col, nil)
	return &d
}

// boxText returns what stands in a box, without bars and blanks; false where
// that is nothing, or the columns of several boxes.
func boxText(inside string) (string, bool) {
	var b strings.Builder
	for _, line := range strings.Split(inside, "\n") {
		cells := strings.FieldsFunc(line, func(r rune) bool { return r == '|' || r == '│' })
		written := 0
		for _, cell := range cells {
			cell = strings.Trim(cell, " \t\u3000\u00a0")
			if cell == "" {
				continue
			}
			written++
			if b.Len() > 0 && cell[0] < utf8.RuneSelf {
				b.WriteByte(' ')
			}
			b.WriteString(cell)
		}
		if written > 1 {
			return "", false
		}
	}
	return b.String(), b.Len() > 0
}

// boxChain writes the boxes as one chain. A box that repeats an earlier one,
// but not the one before it, gets an id, since it is not that earlier node.
func boxChain(texts []string) string {
	parts := make([]string, 0, len(texts))
	seen := map[string]int{}
	for i, text := range texts {
		kind := boxKind(text)
		part := shapeText(kind, i18n.Text{ZH: text}, Glyph)
		if last, again := seen[part]; again && last != i-1 {
			part = fmt.Sprintf("%s%d %s", prefix(kind), len(texts)+i, part)
		}
		seen[part] = i
		parts = append(parts, part)
	}
	return strings.Join(parts, " => ")
}

// boxKind returns the kind of node that the text of a box asks for.
func boxKind(text string) chart.Kind {
	lower := strings.ToLower(text)
	switch {
	case strings.HasPrefix(text, "开始") || lower == "start":
		return chart.Start
	case strings.HasPrefix(text, "结束") || strings.HasSuffix(text, "结束") || lower == "end":
		return chart.End
	case strings.Contains(text, "决策") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "\uff1f"):
		return chart.Decision
	case strings.Contains(text, "数据存储"):
		return chart.Store
	}
	return chart.Process
}
