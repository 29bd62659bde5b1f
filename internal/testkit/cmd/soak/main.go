// Command soak runs the long harnesses and prints their figures: a server that
// is killed at random instants, and people who act at random. It ends with 1
// when anything was lost or half done.
//
//	go run ./internal/testkit/cmd/soak [-sample] [-seed N]
//
// It speaks to loopback only and kills only the servers that it started.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"text/tabwriter"
	"time"
)

// size is how much the harnesses do.
type size struct {
	rounds int // servers killed
	tasks  int // tasks to complete in each round
	acts   int // random acts
	seed   uint64
}

func main() {
	sample := flag.Bool("sample", false, "run a short sample of each harness")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "seed of what is random")
	flag.Parse()
	n := size{rounds: 50, tasks: 200, acts: 10_000, seed: *seed}
	if *sample {
		n = size{rounds: 3, tasks: 100, acts: 500, seed: *seed}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	problems, err := run(ctx, os.Stdout, n)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
	}
	for _, p := range problems {
		fmt.Fprintln(os.Stderr, "soak:", p)
	}
	if err != nil || len(problems) > 0 {
		os.Exit(1)
	}
}

// figure is one line of the table.
type figure struct {
	name  string
	value any
}

// run runs the harnesses and returns what is wrong.
func run(ctx context.Context, out io.Writer, n size) (problems []string, err error) {
	fmt.Fprintf(out, "seed %d\n", n.seed)
	for _, h := range []struct {
		name string
		do   func(context.Context, size) ([]figure, []string, error)
	}{
		{"server killed (kill -9) at random instants, 8 clients", killing},
		{"4 people at a time act at random, then every state is rebuilt", wandering},
	} {
		began := time.Now()
		figures, wrong, err := h.do(ctx, n)
		problems = append(problems, wrong...)
		if err != nil {
			return problems, fmt.Errorf("%s: %w", h.name, err)
		}
		figures = append(figures, figure{"problems", len(wrong)}, figure{"seconds", int(time.Since(began).Seconds())})
		fmt.Fprintf(out, "\n%s\n", h.name)
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		for _, f := range figures {
			fmt.Fprintf(table, "  %s\t%v\n", f.name, f.value)
		}
		if err := table.Flush(); err != nil {
			return problems, err
		}
	}
	return problems, nil
}
