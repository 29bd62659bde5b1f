package cli_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"qiju/internal/base/i18n"
	"qiju/internal/cli"
	"qiju/internal/testkit"
)

// TestMain makes this test program answer as qiju in scripts. Commands that
// work on a data directory are not wired here: their scripts lie beside the
// program, in cmd/qiju.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"qiju": qiju})
}

func qiju() {
	words, err := i18n.Load()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(cli.Refused)
	}
	os.Exit(cli.Main(context.Background(), os.Args[1:], nil, cli.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Words: words, Lang: i18n.ZH, Version: "1.2.3", Files: disk{},
	}))
}

// disk are the files of this machine.
type disk struct{}

func (disk) Read(name string) ([]byte, error) { return os.ReadFile(name) }

func (disk) Write(name string, content []byte) error { return os.WriteFile(name, content, 0o600) }

// TestScripts runs testdata/script: standard output is data, standard error is
// talk, and every exit code is asserted.
func TestScripts(t *testing.T) {
	t.Parallel()
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"), RequireExplicitExec: true, RequireUniqueNames: true,
		UpdateScripts: os.Getenv("QIJU_GOLDEN") != "",
		Setup: func(e *testscript.Env) error {
			e.Setenv("EXAMPLES", examples)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"server": server, "remember": remember, "code": code},
	})
}

// server starts a server with a small company for the rest of the script: the
// tokens of its people stand in OWNER, HEAD and STRANGER, its deal in DEAL. The
// deal stands at gate G1.
func server(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: server")
	}
	s, err := testkit.Open(context.Background(), testkit.Options{})
	ts.Check(err)
	ts.Defer(func() { ts.Check(s.Close()) })
	c, err := s.NewCompany(context.Background())
	ts.Check(err)
	for _, node := range []string{"A1", "A2"} {
		task, err := s.TaskAt(context.Background(), c.Deal, node)
		ts.Check(err)
		_, err = s.Deals.Complete(context.Background(), c.People["owner"].Caller(), task.ID, task.Rev, "")
		ts.Check(err)
	}
	ts.Setenv("QIJU_URL", s.URL)
	ts.Setenv("OWNER", c.People["owner"].Token)
	ts.Setenv("HEAD", c.People["head"].Token)
	ts.Setenv("STRANGER", c.People["other_team"].Token)
	ts.Setenv("DEAL", string(c.Deal.ID))
}

// remember keeps what the first group of a pattern finds in the last standard
// output.
func remember(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: remember NAME PATTERN")
	}
	re, err := regexp.Compile(args[1])
	ts.Check(err)
	found := re.FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) < 2 {
		ts.Fatalf("%s is not in the output", args[1])
	}
	ts.Setenv(args[0], found[1])
}

// code runs a program and asserts its exit code: code 2 qiju chart.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N PROGRAM [ARGUMENT...]")
	}
	want := "exit status " + args[0]
	got := "exit status 0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		got = err.Error()
	}
	if got != want {
		ts.Fatalf("%s, want %s\n%s%s", got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}
