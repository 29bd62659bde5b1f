package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/chart/check"
	"qiju/internal/chart/draw"
	"qiju/internal/chart/layout"
	"qiju/internal/chart/notation"
	"qiju/internal/chart/source"
)

type chartCmd struct {
	Check chartCheckCmd `cmd:"" help:"Report errors and warnings, each with its place."`
	Fmt   chartFmtCmd   `cmd:"" help:"Print a chart in canonical form."`
	Draw  chartDrawCmd  `cmd:"" help:"Draw a chart."`
}

type chartCheckCmd struct {
	Files []string `arg:"" help:"Charts (.flow); - is standard input."`
}

// finding is a diagnostic as --json prints it.
type finding struct {
	File     string     `json:"file"`
	Line     int        `json:"line"`
	Col      int        `json:"col"`
	Severity string     `json:"severity"`
	Kind     string     `json:"kind"`
	Key      string     `json:"key"`
	Args     fault.Args `json:"args,omitempty"`
	Message  string     `json:"message"`
	Hint     string     `json:"hint,omitempty"`
}

// Run checks every file; it ends with 1 when one has errors. Warnings alone do
// not refuse a chart.
func (c *chartCheckCmd) Run(r *run) error {
	bad := false
	var findings []finding
	for _, name := range c.Files {
		text, err := r.io.read(name)
		if err != nil {
			return err
		}
		_, diags := examine(string(text))
		bad = bad || source.HasErrors(diags)
		for _, d := range diags {
			findings = append(findings, r.finding(name, d))
		}
		if !r.json {
			r.show(name, string(text), diags)
		}
	}
	if r.json {
		if findings == nil {
			findings = []finding{}
		}
		if err := printJSON(r.io.Out, findings); err != nil {
			return err
		}
	}
	if bad {
		return errRefused
	}
	return nil
}

// examine reads a chart and, where reading found no error, checks it.
func examine(text string) (*chart.Chart, []source.Diagnostic) {
	c, diags := notation.Parse(text)
	if !source.HasErrors(diags) {
		diags = append(diags, check.Check(c)...)
	}
	source.Sort(diags)
	return c, diags
}

func (r *run) say(key string, args fault.Args) string {
	return r.io.Words.Message(r.io.Lang, key, args)
}

func (r *run) finding(file string, d source.Diagnostic) finding {
	f := finding{
		File: file, Line: d.Line, Col: d.Col, Severity: d.Severity.String(), Kind: string(d.Kind), Key: d.Key, Args: d.Args,
		Message: r.say(d.Key, d.Args),
	}
	if d.Hint != "" {
		f.Hint = r.say(d.Hint, d.Args)
	}
	return f
}

func (r *run) show(file, text string, diags []source.Diagnostic) {
	if len(diags) == 0 {
		fmt.Fprintln(r.io.Err, r.say("cli.chart_ok", fault.Args{"file": file}))
	}
	for _, d := range diags {
		r.print(r.io.Out, source.Render(d, file, text, r.say, 1))
	}
}

// print writes what is laid out already.
func (r *run) print(w io.Writer, text string) { _, _ = io.WriteString(w, text) }

type chartFmtCmd struct {
	File  string `arg:"" help:"Chart (.flow); - is standard input."`
	Shape string `name:"shape" enum:"glyph,bracket" default:"glyph" help:"Spelling of nodes: glyph or bracket."`
	Words string `name:"words" enum:"zh,en" default:"zh" help:"Language of keywords and conditions."`
	Write bool   `name:"write" short:"w" help:"Write the file instead of printing it."`
}

// Run prints the canonical text; a chart with reading errors is refused.
func (c *chartFmtCmd) Run(r *run) error {
	text, err := r.io.read(c.File)
	if err != nil {
		return err
	}
	opt := notation.Options{}
	if c.Shape == "bracket" {
		opt.Shape = notation.Bracket
	}
	if c.Words == "en" {
		opt.Lang = "en"
	}
	out, diags := notation.Format(string(text), opt)
	if source.HasErrors(diags) {
		for _, d := range diags {
			r.print(r.io.Err, source.Render(d, c.File, string(text), r.say, 1))
		}
		return errRefused
	}
	if c.Write && c.File != "-" {
		return r.io.Files.Write(c.File, []byte(out))
	}
	_, err = r.io.Out.Write([]byte(out))
	return err
}

type chartDrawCmd struct {
	File   string `arg:"" help:"Chart (.flow); - is standard input."`
	Format string `name:"format" default:"svg" help:"svg."`
	Out    string `name:"output" short:"o" placeholder:"OUT" help:"File to write; default standard output."`
}

// Run draws a chart; one with errors is refused.
func (c *chartDrawCmd) Run(r *run) error {
	if c.Format != "svg" {
		return fault.New(fault.Invalid, "cli.format_unknown", fault.Args{"format": c.Format})
	}
	text, err := r.io.read(c.File)
	if err != nil {
		return err
	}
	parsed, diags := examine(string(text))
	if source.HasErrors(diags) {
		for _, d := range diags {
			r.print(r.io.Err, source.Render(d, c.File, string(text), r.say, 1))
		}
		return errRefused
	}
	d := layout.Layout(parsed, layout.Options{Lang: r.io.Lang})
	svg := draw.SVG(parsed, d, draw.Overlay{}, draw.Options{Lang: r.io.Lang, Standalone: true})
	if c.Out != "" {
		return r.io.Files.Write(c.Out, svg)
	}
	_, err = r.io.Out.Write(svg)
	return err
}

// passwordCmd gives somebody a password.
type passwordCmd struct {
	DataOptions
	User string `name:"user" required:"" help:"User name."`
}

// Run reads the password from standard input, so that it stands in no list of
// processes and in no shell history.
func (c *passwordCmd) Run(r *run) error {
	b, err := r.io.read("-")
	if err != nil {
		return err
	}
	password := strings.TrimRight(string(b), "\r\n")
	if len([]rune(password)) < 8 {
		return fault.New(fault.Invalid, "setup.password_short", nil)
	}
	return r.keeping.SetPassword(r.ctx, c.DataOptions, c.User, password)
}

// answersJSON reads answers in YAML, or in JSON by the ending of the file.
func answersJSON(name string, b []byte) (json.RawMessage, error) {
	if filepath.Ext(name) == ".json" {
		return b, nil
	}
	return yamlToJSON(b)
}
