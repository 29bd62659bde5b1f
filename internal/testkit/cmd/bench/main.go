// Command bench measures speed and prints a table, each figure beside
// something measured in the same run where that is possible (raw SQL on a file
// with the same settings).
//
//	go run ./internal/testkit/cmd/bench [-quick] [-json] [-only NAME]
//
// The absolute figures depend on the machine; the ratios tell what the program
// adds. It speaks to loopback only.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
)

// scale is how much is measured.
type scale struct {
	created int // opportunities created over HTTP
	listed  int // opportunities in the database of the list
	lists   int // pages read by each client
	rows    int // of the import
	draws   int // drawings of each size
}

// Row is one line of the table.
type Row struct {
	What   string  `json:"what"`
	PerSec float64 `json:"perSecond"`
	P50    float64 `json:"p50ms"` // milliseconds; 0 where single calls were not measured
	P99    float64 `json:"p99ms"`
	Ratio  float64 `json:"ratio,omitempty"` // times slower than the raw line before it
}

func main() {
	quick := flag.Bool("quick", false, "a tenth of everything, to see that it runs")
	asJSON := flag.Bool("json", false, "print JSON instead of a table")
	only := flag.String("only", "", "measure only what has this in its name: create, list, import, draw")
	flag.Parse()
	n := scale{created: 5000, listed: 100_000, lists: 400, rows: 8800, draws: 100}
	if *quick {
		n = scale{created: 500, listed: 10_000, lists: 50, rows: 880, draws: 10}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	rows, err := measure(ctx, n, *only)
	stop()
	if err == nil {
		err = show(os.Stdout, rows, *asJSON)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measure(ctx context.Context, n scale, only string) ([]Row, error) {
	var all []Row
	for _, m := range []struct {
		name string
		do   func(context.Context, scale) ([]Row, error)
	}{{"create", creating}, {"list", listing}, {"import", importing}, {"draw", drawing}} {
		if !strings.Contains(m.name, only) {
			continue
		}
		rows, err := m.do(ctx, n)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		all = append(all, rows...)
	}
	return all, nil
}

func show(out io.Writer, rows []Row, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(rows)
	}
	width := 0
	for _, r := range rows {
		width = max(width, len(r.What))
	}
	fmt.Fprintf(out, "%-*s %10s %9s %9s %8s\n", width, "what", "per s", "p50 ms", "p99 ms", "x raw")
	for _, r := range rows {
		fmt.Fprintf(out, "%-*s %10.0f %9s %9s %8s\n", width, r.What, r.PerSec, cell(r.P50), cell(r.P99), cell(r.Ratio))
	}
	return nil
}

// cell writes a figure, nothing for one that was not measured.
func cell(f float64) string {
	if f == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", f)
}

// repeat lets workers call fn(i) for every i below n, and returns the line of
// the table. The first error ends the measurement.
func repeat(what string, workers, n int, fn func(worker, i int) error) (Row, error) {
	type share struct {
		took []time.Duration
		err  error
	}
	shares := make(chan share, workers)
	began := time.Now()
	for w := range workers {
		go func() {
			var s share
			for i := w; i < n && s.err == nil; i += workers {
				at := time.Now()
				s.err = fn(w, i)
				s.took = append(s.took, time.Since(at))
			}
			shares <- s
		}()
	}
	var took []time.Duration
	var err error
	for range workers {
		s := <-shares
		took = append(took, s.took...)
		if err == nil {
			err = s.err
		}
	}
	all := time.Since(began)
	if err != nil {
		return Row{}, fmt.Errorf("%s: %w", what, err)
	}
	slices.Sort(took)
	return Row{What: what, PerSec: float64(n) / all.Seconds(), P50: millis(took[len(took)/2]), P99: millis(took[len(took)*99/100])}, nil
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// against sets how many times slower than raw a line is.
func (r Row) against(raw Row) Row {
	r.Ratio = raw.PerSec / r.PerSec
	return r
}
