// Command qiju is the program: it wires the floors together and nothing else.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"qiju/internal/base/i18n"
	"qiju/internal/cli"
)

// version is set by the build.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx)
	stop()
	os.Exit(code)
}

func run(ctx context.Context) int {
	words, err := i18n.Load()
	if err != nil {
		fmt.Fprintln(os.Stderr, "qiju:", err)
		return cli.Refused
	}
	return cli.Main(ctx, os.Args[1:], &keeping{words: words}, cli.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Terminal: isTerminal(os.Stderr), Words: words, Lang: language(),
		Version: version + build(), Files: files{},
	})
}

// language is the reader's: QIJU_LANG, else that of the machine.
func language() i18n.Lang {
	for _, name := range []string{"QIJU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if strings.HasPrefix(strings.ToLower(v), "en") {
				return i18n.EN
			}
			return i18n.ZH
		}
	}
	return i18n.ZH
}

func build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return " " + s.Value
		}
	}
	return ""
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// files are the files of this machine.
type files struct{}

// Read reads a file whole.
func (files) Read(name string) ([]byte, error) { return os.ReadFile(name) }

// Write writes a file whole.
func (files) Write(name string, content []byte) error { return os.WriteFile(name, content, 0o644) }
