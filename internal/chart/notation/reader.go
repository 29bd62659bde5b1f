package notation

import (
	"fmt"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/chart/source"
)

// reader reads a chart line by line. Reading goes on after a faulty line, and
// what could be made of it is kept, so that one mistake is reported once.
type reader struct {
	*cursor // the line being read

	lines []source.Line
	next  int // index of the line to read next
	start int // index of the first character of the statement

	chart  *chart.Chart
	pools  []*chart.Pool
	lanes  []*chart.Lane
	stages []*chart.Stage
	items  map[string]*item // nodes written or referred to by id
	ids    map[string]int   // line where each id was taken
	named  []naming         // ids in order of appearance
	nobody []unnamed        // elements that get their id at the end

	scope *scope
	stage *chart.Stage // band that new nodes belong to
	owner owner        // bearer of the facts that follow
	last  []*link      // arrows that conditions and remarks belong to

	links   []*link
	refs    []reference
	stores  []storeRef
	delayed []delayed
	bodies  []*scope // in order of their closing, for those never closed

	signs   int      // nodes of the line that were written with a sign
	pending []string // comments that wait for the next element
	first   func(comment string)
	final   func(comment string)

	diags []source.Diagnostic
}

// item is a node that is being read.
type item struct {
	*chart.Node

	scope   *scope
	stage   *chart.Stage
	defined bool // written with a sign, not only referred to
	broken  bool // written in a line that could not be read
	bounds  []*chart.Boundary
}

// scope is the main line or a body that is being read.
type scope struct {
	outer *scope
	host  *item // nil for the main line
	items []*item
	known map[shape][]*item // by sign and Chinese text
	line  int               // of its opening brace
	body  *chart.Scope
}

// link is an arrow that is being read.
type link struct {
	*chart.Edge

	from, to *item
	target   chart.Place     // where its target is mentioned
	bound    *chart.Boundary // the boundary event it leaves; nil for none
}

// spot is a mention of a node and where it stands.
type spot struct {
	item *item
	at   chart.Place
	ref  int // number of the reference, from 1; 0 where it is none
}

type naming struct {
	id string
	at chart.Place
}

// unnamed is an element without a written id.
type unnamed struct {
	prefix string
	name   func(id string)
}

// reference is a mention of a node by id that must exist in the end.
type reference struct {
	item *item
	at   chart.Place
	from *item // source of the arrow that led there; nil for none
}

type storeRef struct {
	id string
	at chart.Place
}

// delayed is a fact written under a node whose kind was not yet known.
type delayed struct {
	item *item
	fact chart.Fact
	at   chart.Place
}

// Parse reads a chart. Reading recovers, so that all faults are found in one
// pass: at most one per line, in order, and after them those that need the
// whole file. The chart is fit for use only if no diagnostic is an error.
//
// A text that begins with a box drawing is read as one (§12); positions then
// refer to the text that [Unbox] makes of it.
func Parse(src string) (*chart.Chart, []source.Diagnostic) {
	if text, d := Unbox(src); d != nil {
		return &chart.Chart{}, []source.Diagnostic{*d}
	} else if text != "" {
		src = text
	}
	r := newReader(source.Split(src))
	for r.next < len(r.lines) {
		r.cursor = &cursor{Line: r.lines[r.next]}
		r.next++
		r.readLine()
	}
	r.finish()
	return r.chart, r.diags
}

func newReader(lines []source.Line) *reader {
	c := &chart.Chart{}
	return &reader{
		cursor: &cursor{},
		lines:  lines,
		chart:  c,
		items:  map[string]*item{},
		ids:    map[string]int{},
		scope:  &scope{body: &c.Scope, known: map[shape][]*item{}},
	}
}

// readLine reads one line, and reports what is wrong with it.
func (r *reader) readLine() {
	r.first, r.final, r.signs = nil, nil, 0
	refs := len(r.refs)
	if i, bad := r.Invisible(); bad {
		r.fail(source.ControlChar, "", i, fault.Args{"code": codePoint(r.Raw[i])})
	} else if !r.done() {
		r.start = r.pos
		r.statement()
		if r.ok() && !r.done() {
			r.fail(source.Trailing, "", r.pos, fault.Args{"text": r.rest()})
		}
	}
	if r.diag != nil {
		r.diags = append(r.diags, *r.diag)
		r.refs = r.refs[:refs]
		r.pending = nil
		return
	}
	r.keepComments()
}

// keepComments gives the comments above the line to the first element of the
// line, and the one beside it to the last.
func (r *reader) keepComments() {
	if r.first != nil {
		for _, text := range r.pending {
			r.first(text)
		}
		r.pending = nil
	}
	text, found := r.commentText()
	switch {
	case !found:
	case r.final != nil:
		r.final(text)
	default:
		r.pending = append(r.pending, text)
	}
}

// element notes that an element of the line takes comments.
func (r *reader) element(list *[]string) {
	r.takes(func(text string) { *list = append(*list, text) })
}

// borne notes that the n-th fact of a kind takes comments.
func (r *reader) borne(list *[]chart.FactComment, f chart.Fact, n int) {
	r.takes(func(text string) { *list = append(*list, chart.FactComment{Fact: f, N: n, Text: text}) })
}

func (r *reader) takes(f func(text string)) {
	if r.first == nil {
		r.first = f
	}
	r.final = f
}

func (r *reader) placeAt(i int) chart.Place { return chart.Place{Line: r.No, Col: i + 1} }

// codePoint names a character that cannot be seen.
func codePoint(r rune) string { return fmt.Sprintf("U+%04X", r) }

// rest returns the first few characters at the cursor, for a message.
func (r *reader) rest() string {
	const enough = 12
	rest := r.Raw[min(r.pos, len(r.Raw)):]
	if len(rest) > enough {
		return trim(rest[:enough]) + "…"
	}
	return trim(rest)
}

// statement reads one line that is not empty. The first sign or keyword
// decides what it is.
func (r *reader) statement() {
	under := r.last
	r.last = nil
	switch c := r.peek(); {
	case letter(c):
		r.wordLine(under)
	case c == '@' || c == '#' || c == '~':
		r.sigilLine()
	case r.quote(r.pos):
		r.noteLine(under, "")
	case c == '{' && r.alone():
		r.openBody()
	case c == '}' && r.alone():
		r.closeBody()
	case c == '☐' || c == '□' || r.boxAt(r.pos) > 0:
		r.checkLine()
	case r.arrow(r.pos) > 0 || c == '=':
		r.arrowLine()
	case r.ruleEnd() > 0:
		r.endStage()
	case r.shapeAt(r.pos):
		r.chain()
	default:
		r.keywordLine(under)
	}
}

// alone reports whether nothing follows the character at the cursor.
func (r *reader) alone() bool {
	probe := cursor{Line: r.Line, pos: r.pos + 1}
	return probe.done()
}

// boxAt returns the length of an empty pair of brackets at i, 0 for none.
func (c *cursor) boxAt(i int) int {
	if c.at(i) != '[' {
		return 0
	}
	j := i + 1
	for c.blank(j) {
		j++
	}
	if c.at(j) != ']' {
		return 0
	}
	return j + 1 - i
}

// ruleEnd returns the index after `---` or a line of `—`, 0 where the line is
// neither.
func (r *reader) ruleEnd() int {
	end := r.pos
	dash := r.peek()
	for r.at(end) == dash && dash != 0 {
		end++
	}
	probe := cursor{Line: r.Line, pos: end}
	if (dash == '-' && end-r.pos >= 3 || dash == '—') && probe.done() {
		return end
	}
	return 0
}

func (r *reader) endStage() {
	r.pos = r.ruleEnd()
	if r.scope.outer != nil {
		r.fail(source.FactMisplaced, "", r.start, nil)
		return
	}
	r.stage = nil
}

// wordLine reads a line that begins with an ASCII word: an English keyword, or
// an id.
func (r *reader) wordLine(under []*link) {
	if _, n, ok := r.keywordAt(r.pos); ok {
		after := cursor{Line: r.Line, pos: r.pos + n}
		after.skipBlanks()
		if after.arrow(after.pos) > 0 {
			r.fail(source.IDBad, "keyword", r.pos, fault.Args{"id": string(r.Norm[r.pos : r.pos+n])})
			return
		}
		r.keywordLine(under)
		return
	}
	after := cursor{Line: r.Line, pos: r.idEnd(r.pos)}
	after.skipBlanks()
	kw, n, alone := after.keywordAt(after.pos)
	switch {
	case after.quote(after.pos):
		r.withID(func(id string) { r.noteLine(under, id) })
	case heads(kw) && !alone:
		word := string(r.Raw[after.pos : after.pos+n])
		r.fail(source.UnknownLine, "blank", after.pos+n, fault.Args{"keyword": word})
	case !alone:
		r.chain()
	case heads(kw):
		r.withID(func(id string) { r.heading(kw, id) })
	case happens(kw):
		r.withID(func(id string) { r.eventLine(kw, id) })
	default:
		r.fail(source.IDBad, "none", r.pos, fault.Args{"id": string(r.Norm[r.pos:r.idEnd(r.pos)])})
	}
}

// withID reads an id and goes on behind the blanks after it.
func (r *reader) withID(then func(id string)) {
	if id, ok := r.id(); ok {
		r.skipBlanks()
		then(id)
	}
}

// keywordLine reads a line that begins with a keyword.
func (r *reader) keywordLine(under []*link) {
	kw, n, alone := r.keywordAt(r.pos)
	switch {
	case n == 0:
		r.fail(source.UnknownLine, "", r.pos, nil)
	case !alone:
		word := string(r.Raw[r.pos : r.pos+n])
		r.fail(source.UnknownLine, "blank", r.pos+n, fault.Args{"keyword": word})
	case heads(kw):
		r.heading(kw, "")
	case happens(kw):
		r.eventLine(kw, "")
	case belongsToArrow(kw):
		r.exitLine(under)
	default:
		r.pos += n
		r.colon()
		r.fact(kw)
	}
}
