package main_test

import (
	"bufio"
	"context"
	"database/sql"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	program "qiju/cmd/qiju"
)

// TestMain makes this test program answer as qiju in scripts, wired as the real
// one is.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"qiju": program.Main})
}

// TestScripts runs testdata/script. What commands do without a data directory
// is tested in internal/cli.
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
			e.Setenv("QIJU_LANG", "en")
			e.Values[place{}] = &served{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve": serve, "halt": halt, "get": get, "tamper": tamper, "remember": remember, "code": code,
		},
	})
}

// served is the server that a script started.
type served struct {
	cmd  *exec.Cmd
	talk chan string // what it said after its address, once it has ended
}

// place is where a script keeps its server.
type place struct{}

func serverOf(ts *testscript.TestScript) *served {
	s, ok := ts.Value(place{}).(*served)
	if !ok {
		ts.Fatalf("the script has no place for a server")
	}
	return s
}

// serve starts qiju serve with flags on a free port; QIJU_URL is the address
// that it prints on standard error.
func serve(ts *testscript.TestScript, neg bool, flags []string) {
	if neg {
		ts.Fatalf("usage: serve [FLAG...]")
	}
	cmd := exec.CommandContext(context.Background(), "qiju", append([]string{"serve", "--addr", "127.0.0.1:0"}, flags...)...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), append(os.Environ(), "QIJU_LANG=en")
	pipe, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() { _ = cmd.Process.Kill() })
	lines := bufio.NewReader(pipe)
	first, err := lines.ReadString('\n')
	ts.Check(err)
	found := regexp.MustCompile(`^Qiju is open: (http://127\.0\.0\.1:\d+)\n$`).FindStringSubmatch(first)
	if found == nil {
		ts.Fatalf("qiju serve says %q", first)
	}
	ts.Setenv("QIJU_URL", found[1])
	s := serverOf(ts)
	s.cmd, s.talk = cmd, make(chan string, 1)
	go func() {
		b, _ := io.ReadAll(lines) // ends with the program
		s.talk <- string(b)
	}()
}

// halt asks the server to end and waits until it has, without a fault.
func halt(ts *testscript.TestScript, neg bool, args []string) {
	s := serverOf(ts)
	if neg || len(args) > 0 || s.cmd == nil {
		ts.Fatalf("usage: halt, after serve")
	}
	ts.Check(s.cmd.Process.Signal(syscall.SIGTERM))
	talk := <-s.talk
	if err := s.cmd.Wait(); err != nil {
		ts.Fatalf("qiju serve: %v\n%s", err, talk)
	}
	ts.Logf("%s", talk)
}

// get asks the server and asserts the status: get 200 /healthz. The body goes
// to standard output as a line; QIJU_TOKEN is the bearer.
func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: get STATUS PATH")
	}
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, ts.Getenv("QIJU_URL")+args[1], nil)
	ts.Check(err)
	if token := ts.Getenv("QIJU_TOKEN"); token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	ts.Check(err)
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	ts.Check(err)
	_, err = ts.Stdout().Write(append(body, '\n'))
	ts.Check(err)
	if strconv.Itoa(res.StatusCode) != args[0] {
		ts.Fatalf("GET %s: %s, want %s", args[1], res.Status, args[0])
	}
}

// tamper changes a database past the program: tamper FILE SQL.
func tamper(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: tamper FILE SQL")
	}
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer func() { ts.Check(db.Close()) }()
	res, err := db.ExecContext(context.Background(), args[1])
	ts.Check(err)
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		ts.Fatalf("nothing changed: %v", err)
	}
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

// code runs a program and asserts its exit code: code 1 qiju audit verify.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N PROGRAM [ARGUMENT...]")
	}
	got := "exit status 0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		got = err.Error()
	}
	if got != "exit status "+args[0] {
		ts.Fatalf("%s, want %s\n%s%s", got, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}
