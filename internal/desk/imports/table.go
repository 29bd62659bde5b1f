package imports

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
)

// maxRows bounds one file.
const maxRows = 1_000_000

// table is a file in memory: its header and its rows with their lines.
type table struct {
	header map[string]int
	rows   []row
}

// row is one record of the file.
type row struct {
	line  int // of the file, from 1, where the record begins
	cells []string
	head  map[string]int
}

// get returns the cell of a column without outer blanks, "" when the mapping
// names no column.
func (r row) get(column string) string {
	i, ok := r.head[column]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

// readTable reads a CSV file in UTF-8, with or without a byte order mark. Rows
// that cannot be read at all come back as problems; the others go on.
func readTable(content string) (table, []Problem, error) {
	if !utf8.ValidString(content) {
		return table{}, nil, fault.Field("content", "import.not_utf8", nil)
	}
	r := csv.NewReader(bytes.NewReader([]byte(strings.TrimPrefix(content, "\ufeff"))))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		return table{}, nil, fault.Field("content", "import.empty", nil)
	}
	t := table{header: map[string]int{}}
	for i, h := range head {
		t.header[strings.TrimSpace(h)] = i
	}
	var problems []Problem
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, problems, nil
		}
		line, _ := r.FieldPos(0)
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			problems = append(problems, Problem{Line: bad.StartLine, Key: "import.row_unreadable"})
			continue
		}
		if len(cells) != len(head) {
			problems = append(problems, Problem{Line: line, Key: "import.row_length", Args: fault.Args{"have": len(cells), "want": len(head)}})
			continue
		}
		if len(t.rows) >= maxRows {
			return table{}, nil, fault.New(fault.TooLarge, "import.too_many_rows", fault.Args{"max": maxRows})
		}
		t.rows = append(t.rows, row{line: line, cells: cells, head: t.header})
	}
}

// repeats finds the rows whose cell in column stood in a row above: line → line
// of the first. Empty cells do not repeat.
func (t table) repeats(column string) map[int]int {
	first, again := map[string]int{}, map[int]int{}
	for _, r := range t.rows {
		value := r.get(column)
		if line, known := first[value]; known && value != "" {
			again[r.line] = line
			continue
		}
		first[value] = r.line
	}
	return again
}

// need returns a fault for every mapped column that the file does not have.
func (t table) need(columns map[string]string) error {
	var wrong []*fault.Error
	for field, column := range columns {
		if _, ok := t.header[column]; column != "" && !ok {
			wrong = append(wrong, fault.Field("mapping."+field, "import.column_missing", fault.Args{"column": column}))
		}
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "fault.invalid", nil).With(wrong...)
	}
	return nil
}

// Problem is what is wrong with one row or cell of the file.
type Problem struct {
	Line   int        `json:"line"`
	Column string     `json:"column,omitempty"`
	Value  string     `json:"value,omitempty"`
	Key    string     `json:"key"`
	Args   fault.Args `json:"args,omitempty"`
}

// date reads a day in the mapping's form; "" stays empty.
func (m Mapping) date(s string) (clock.Date, bool) {
	if s == "" {
		return "", true
	}
	layout := time.DateOnly
	if m.Dates == "M/D/YYYY" {
		layout = "1/2/2006"
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		return "", false
	}
	return clock.Date(t.Format(time.DateOnly)), true
}

// plain is a name without case, blanks and signs, for suggestions.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -_.\u3000·()（）", r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
}
