package demo

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
)

//go:embed data/*.csv
var tables embed.FS

// row is a line of a table: column → text.
type row map[string]string

// read returns the lines of data/NAME.csv.
func read(name string) ([]row, error) {
	f, err := tables.Open("data/" + name + ".csv")
	if err != nil {
		return nil, fault.Wrap(err, "open demo table")
	}
	defer func() { _ = f.Close() }()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fault.Wrap(err, "read demo table "+name)
	}
	rows := make([]row, 0, len(lines))
	for _, line := range lines[1:] {
		r := row{}
		for i, column := range lines[0] {
			r[column] = line[i]
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// text returns a text in both languages from the columns of the two.
func (r row) text(zh, en string) i18n.Text { return i18n.Text{ZH: r[zh], EN: r[en]} }

// number returns a whole number; 0 for an empty column.
func (r row) number(column string) (int, error) {
	if r[column] == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(r[column])
	if err != nil {
		return 0, fault.Wrap(fmt.Errorf("%s: %w", column, err), "read demo table")
	}
	return n, nil
}

// yes reports whether the column holds a mark.
func (r row) yes(column string) bool { return r[column] == "y" || r[column] == "1" }
