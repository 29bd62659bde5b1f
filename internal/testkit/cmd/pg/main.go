// Command pg runs a command beside a throw-away PostgreSQL server, whose
// address it finds in QIJU_TEST_PG:
//
//	go run ./internal/testkit/cmd/pg -- go test ./internal/store/...
//
// It ends with the status of the command.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"qiju/internal/testkit"
)

func main() {
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	status, err := run(context.Background(), args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "pg:", err)
	}
	os.Exit(status)
}

// run starts the server, runs the command, stops the server, and returns the
// status of the command.
func run(ctx context.Context, args []string) (status int, err error) {
	if len(args) == 0 {
		return 2, errors.New("usage: pg -- COMMAND…")
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	server, err := testkit.StartPostgres(ctx)
	if err != nil {
		return 1, err
	}
	defer func() {
		if stopErr := server.Stop(context.WithoutCancel(ctx)); stopErr != nil {
			status, err = max(status, 1), errors.Join(err, stopErr)
		}
	}()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), "QIJU_TEST_PG="+server.DSN)
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
