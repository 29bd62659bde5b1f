// Package cli is the other door: the commands of the program qiju. Commands
// that need a server speak to it through the public API; commands that work on
// the data directory go through [Keeping], which the program wires.
//
// Standard output is data, standard error is talk. Exit codes: 0 done, 1
// refused or failed, 2 wrong usage.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"qiju/internal/api/client"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
)

// Exit codes.
const (
	Done    = 0
	Refused = 1
	Usage   = 2
)

// Keeping is what works on the data directory or runs the server; the program
// wires it.
type Keeping interface {
	Serve(ctx context.Context, o ServeOptions) error
	Setup(ctx context.Context, d DataOptions, answers []byte) error
	CreateToken(ctx context.Context, d DataOptions, username, name string, scopes []string, life time.Duration) (string, error)
	SetPassword(ctx context.Context, d DataOptions, username, password string) error
	VerifyAudit(ctx context.Context, d DataOptions) (any, bool, error)
	Rebuild(ctx context.Context, d DataOptions, progress func(done, total int)) (any, bool, error)
	OpenAPI() ([]byte, error)
}

// Streams are where a command reads and writes, and its settings from outside.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Terminal bool // Err is a terminal: progress bars may move
	Words    *i18n.Catalogue
	Lang     i18n.Lang
	Version  string
	Files    Files
}

// Files reads and writes the files that a command line names.
type Files interface {
	Read(name string) ([]byte, error)
	Write(name string, content []byte) error
}

// DataOptions name the data of a server.
type DataOptions struct {
	DB   string `name:"db" env:"QIJU_DB" placeholder:"PATH" help:"Database: a file, or postgres://… Default: qiju.db in the data directory."`
	Data string `name:"data" env:"QIJU_DATA" default:"qiju-data" placeholder:"DIR" help:"Data directory: database, files, keys."`
}

// ServeOptions are the flags of qiju serve.
type ServeOptions struct {
	DataOptions
	Addr     string `name:"addr" env:"QIJU_ADDR" default:"127.0.0.1:8080" help:"Address to listen on."`
	Demo     bool   `name:"demo" env:"QIJU_DEMO" help:"Load the demo company into an empty database; only on a loopback address."`
	SeedDate string `name:"seed-date" env:"QIJU_SEED_DATE" placeholder:"YYYY-MM-DD" help:"Day on which the demo's stories stand; default today."`
	Clock    string `name:"clock" env:"QIJU_CLOCK" placeholder:"RFC3339" help:"Freeze the clock (demo only)."`
	Secure   bool   `name:"secure-cookies" env:"QIJU_SECURE_COOKIES" help:"Cookies only over TLS: set it behind a TLS proxy."`
}

type root struct {
	Lang string `name:"lang" env:"QIJU_LANG" enum:"zh,en," default:"" help:"Language of messages: zh or en."`
	JSON bool   `name:"json" help:"Print data and refusals as JSON."`

	Serve    serveCmd    `cmd:"" help:"Run the server."`
	Setup    setupCmd    `cmd:"" help:"Do the first run from a file of answers."`
	Token    tokenCmd    `cmd:"" help:"Tokens for programs."`
	Password passwordCmd `cmd:"" help:"Give somebody a password; it is read from standard input."`
	Import   importCmd   `cmd:"" help:"Import a CSV file into a running server."`
	Undo     undoCmd     `cmd:"" help:"Undo an import."`
	Accept   acceptCmd   `cmd:"" help:"Accept a suggestion of an import."`
	Gate     gateCmd     `cmd:"" help:"Look at a gate and decide it."`
	Chart    chartCmd    `cmd:"" help:"Check, format and draw charts; no server needed."`
	Audit    auditCmd    `cmd:"" help:"The audit chain."`
	Doctor   doctorCmd   `cmd:"" help:"Examine the data and mend what can be rebuilt."`
	OpenAPI  openapiCmd  `cmd:"" name:"openapi" help:"Print the description of the API."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// run is what every command gets.
type run struct {
	ctx     context.Context //nolint:containedctx // one command, one context; kong calls Run without one
	keeping Keeping
	io      Streams
	json    bool
}

// remote are the flags of commands that speak to a server.
type remote struct {
	URL   string `name:"url" env:"QIJU_URL" default:"http://127.0.0.1:8080" help:"Server."`
	Token string `name:"token" env:"QIJU_TOKEN" help:"Bearer token."`
}

func (r remote) client(lang i18n.Lang) *client.Client {
	return client.New(r.URL, r.Token, string(lang))
}

// Main runs the command that args name and returns the exit code.
func Main(ctx context.Context, args []string, keeping Keeping, io Streams) int {
	var cmd root
	code := -1
	parser, err := kong.New(&cmd, kong.Name("qiju"), kong.Description("Qiju 棋局: key-account selling, planned like chess."),
		kong.Writers(io.Out, io.Err), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Exit(func(c int) { code = c }))
	if err != nil {
		fmt.Fprintln(io.Err, "qiju:", err)
		return Usage
	}
	k, err := parser.Parse(args)
	if code >= 0 {
		return code
	}
	if err != nil {
		return misused(parser, io, err)
	}
	if cmd.Lang != "" {
		io.Lang = i18n.Lang(cmd.Lang)
	}
	if err := k.Run(&run{ctx: ctx, keeping: keeping, io: io, json: cmd.JSON}); err != nil {
		return report(io, cmd.JSON, err)
	}
	return Done
}

// misused shows how the command is used and what was wrong, on standard error.
func misused(parser *kong.Kong, io Streams, err error) int {
	var wrong *kong.ParseError
	if errors.As(err, &wrong) {
		parser.Stdout = io.Err // help that nobody asked for is talk, not data
		_ = wrong.Context.PrintUsage(false)
		fmt.Fprintln(io.Err)
	}
	fmt.Fprintln(io.Err, "qiju:", err)
	return Usage
}

// errRefused says that the command has told everything already.
var errRefused = errors.New("refused")

// report tells what went wrong, in the reader's language: on standard error,
// and with --json as a document on standard output.
func report(io Streams, asJSON bool, err error) int {
	if errors.Is(err, errRefused) {
		return Refused
	}
	p := problemOf(io, err)
	if asJSON {
		_ = printJSON(io.Out, p)
	}
	fmt.Fprintln(io.Err, "qiju:", p.Detail)
	tell(io.Err, p.Errors, "  ")
	return Refused
}

func tell(w io.Writer, parts []client.Part, indent string) {
	for _, e := range parts {
		where := ""
		if e.Field != "" {
			where = e.Field + ": "
		}
		fmt.Fprintf(w, "%s- %s%s (%s)\n", indent, where, e.Detail, e.Key)
		tell(w, e.Errors, indent+"  ")
	}
}

// problemOf shows every failure in the form in which the server tells it, so
// that one key and its arguments mean the same everywhere.
func problemOf(s Streams, err error) *client.Problem {
	var p *client.Problem
	if errors.As(err, &p) {
		return p
	}
	var f *fault.Error
	if errors.As(err, &f) {
		detail := s.Words.Message(s.Lang, f.Key, f.Args)
		if f.Kind == fault.Internal && f.Err != nil {
			detail += ": " + f.Err.Error()
		}
		return &client.Problem{Detail: detail, Key: f.Key, Args: f.Args, Field: f.Field, Errors: partsOf(s, f.Parts)}
	}
	return &client.Problem{Detail: strings.TrimSpace(err.Error()), Key: "fault.internal"}
}

func partsOf(s Streams, parts []*fault.Error) []client.Part {
	out := make([]client.Part, 0, len(parts))
	for _, f := range parts {
		out = append(out, client.Part{Key: f.Key, Args: f.Args, Field: f.Field, Detail: s.Words.Message(s.Lang, f.Key, f.Args), Errors: partsOf(s, f.Parts)})
	}
	return out
}
