package notation

import "slices"

// keyword is a word that begins a line, in its English spelling.
type keyword = string

const (
	kwFlow        = "flow"
	kwPool        = "pool"
	kwLane        = "lane"
	kwStage       = "stage"
	kwSubject     = "subject"
	kwAbout       = "about"
	kwRemind      = "remind"
	kwCost        = "cost"
	kwAllOf       = "all-of"
	kwAnyOf       = "any-of"
	kwEach        = "each"
	kwCall        = "call"
	kwStarts      = "starts"
	kwAnytime     = "anytime"
	kwReads       = "reads"
	kwWrites      = "writes"
	kwSends       = "sends"
	kwOn          = "on"
	kwDecided     = "decided"
	kwIn          = "in"
	kwKeyword     = "keyword"
	kwContent     = "content"
	kwFocus       = "focus"
	kwSupport     = "support"
	kwInvolvement = "involvement"
	kwDays        = "days"
	kwOdds        = "odds"
	kwBudget      = "budget"
	kwWait        = "wait"
	kwUntil       = "until"
	kwEvery       = "every"
	kwOnce        = "once"
	kwAfter       = "after"
	kwIf          = "if"
	kwElse        = "else"
	kwGo          = "go"
	kwTerminate   = "terminate"
	kwReturn      = "return"
)

// spelling is the Chinese word of a keyword.
type spelling struct {
	zh string
	kw keyword
}

// spellings returns all keywords that begin a line; of two words that begin
// alike the longer stands first.
func spellings() []spelling {
	return []spelling{
		{"流程", kwFlow},
		{"池", kwPool},
		{"泳道", kwLane},
		{"阶段", kwStage},
		{"主体", kwSubject},
		{"说明", kwAbout},
		{"催办", kwRemind},
		{"费用上限", kwBudget},
		{"费用", kwCost},
		{"会签", kwAllOf},
		{"或签", kwAnyOf},
		{"逐个", kwEach},
		{"调用", kwCall},
		{"启动", kwStarts},
		{"随时", kwAnytime},
		{"读", kwReads},
		{"写", kwWrites},
		{"发出", kwSends},
		{"收到", kwOn},
		{"判定", kwDecided},
		{"在", kwIn},
		{"关键词", kwKeyword},
		{"内容", kwContent},
		{"重点", kwFocus},
		{"支持", kwSupport},
		{"介入", kwInvolvement},
		{"工期", kwDays},
		{"赢率", kwOdds},
		{"等到", kwUntil},
		{"等", kwWait},
		{"每", kwEvery},
		{"一旦", kwOnce},
		{"超时", kwAfter},
		{"当", kwIf},
		{"否则", kwElse},
		{"通行", kwGo},
		{"终止", kwTerminate},
		{"退回", kwReturn},
	}
}

// english returns the keyword that word spells in English.
func english(word string) (keyword, bool) {
	i := slices.IndexFunc(spellings(), func(s spelling) bool { return s.kw == word })
	return word, i >= 0
}

// englishKeyword reports whether word is a keyword, which no id may be.
func englishKeyword(word string) bool {
	if _, ok := english(word); ok {
		return true
	}
	return slices.Contains([]string{"in-turn", "quorum", "times", "from"}, word)
}

// keywordAt returns the keyword at i, its length, and whether it stands alone:
// no letter follows it.
func (c *cursor) keywordAt(i int) (kw keyword, length int, alone bool) {
	if end := c.idEnd(i); end > i {
		word, ok := english(string(c.Norm[i:end]))
		if !ok {
			return "", 0, false
		}
		return word, end - i, true
	}
	for _, s := range spellings() {
		if n := c.prefix(i, s.zh); n > 0 {
			return s.kw, n, c.wordAt(i, s.zh) > 0
		}
	}
	return "", 0, false
}

// heads reports whether kw opens a part of the chart that bears an id.
func heads(kw keyword) bool {
	return kw == kwFlow || kw == kwPool || kw == kwLane || kw == kwStage
}

// happens reports whether kw can begin a boundary event, which bears an id.
func happens(kw keyword) bool { return kw == kwAfter || kw == kwOn || kw == kwOnce }

// belongsToArrow reports whether kw belongs to an arrow.
func belongsToArrow(kw keyword) bool {
	return kw == kwIf || kw == kwElse || kw == kwGo || kw == kwTerminate || kw == kwReturn
}

// spell returns kw in the language of the printer.
func spell(kw keyword, en bool) string {
	if en {
		return kw
	}
	for _, s := range spellings() {
		if s.kw == kw {
			return s.zh
		}
	}
	return kw
}
