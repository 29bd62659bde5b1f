package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"go.yaml.in/yaml/v3"
)

type serveCmd struct {
	ServeOptions
}

// Run serves until the program is told to stop.
func (c *serveCmd) Run(r *run) error { return r.keeping.Serve(r.ctx, c.ServeOptions) }

type setupCmd struct {
	DataOptions
	Answers string `name:"answers" required:"" placeholder:"FILE" help:"YAML file with the company, its first people and the answers; see examples/setup.yaml."`
}

// Run does the first run.
func (c *setupCmd) Run(r *run) error {
	b, err := r.io.read(c.Answers)
	if err != nil {
		return err
	}
	answers, err := answersJSON(c.Answers, b)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Answers, err)
	}
	if err := r.keeping.Setup(r.ctx, c.DataOptions, answers); err != nil {
		return err
	}
	fmt.Fprintln(r.io.Err, r.io.Words.Message(r.io.Lang, "cli.setup_done", nil))
	return nil
}

type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Create a token; it is printed once."`
}

type tokenCreateCmd struct {
	DataOptions
	User  string        `name:"user" required:"" help:"User name of the person for whom the program acts."`
	Name  string        `name:"name" default:"cli" help:"What the token is for."`
	Scope []string      `name:"scope" help:"Operations that it may do, such as list-accounts; none: everything the person may do."`
	Life  time.Duration `name:"life" default:"2160h" help:"How long it lives."`
}

// Run prints the new token on standard output.
func (c *tokenCreateCmd) Run(r *run) error {
	secret, err := r.keeping.CreateToken(r.ctx, c.DataOptions, c.User, c.Name, c.Scope, c.Life)
	if err != nil {
		return err
	}
	fmt.Fprintln(r.io.Out, secret)
	return nil
}

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Prove the audit chain."`
}

type auditVerifyCmd struct {
	DataOptions
}

// Run proves the chain; it ends with 1 when it is broken.
func (c *auditVerifyCmd) Run(r *run) error {
	report, ok, err := r.keeping.VerifyAudit(r.ctx, c.DataOptions)
	return r.verdict(report, ok, err)
}

type doctorCmd struct {
	DataOptions
	Rebuild bool `name:"rebuild" required:"" help:"Drop the states of all runs, rebuild them from the journal, and compare."`
}

// Run rebuilds and compares; it ends with 1 when a state differs.
func (c *doctorCmd) Run(r *run) error {
	bar := r.io.bar("cli.rebuilding")
	report, ok, err := r.keeping.Rebuild(r.ctx, c.DataOptions, bar.at)
	bar.end()
	return r.verdict(report, ok, err)
}

func (r *run) verdict(report any, ok bool, err error) error {
	if err != nil {
		return err
	}
	if err := printJSON(r.io.Out, report); err != nil {
		return err
	}
	if !ok {
		return errRefused
	}
	return nil
}

type openapiCmd struct{}

// Run prints the OpenAPI document.
func (c *openapiCmd) Run(r *run) error {
	b, err := r.keeping.OpenAPI()
	if err != nil {
		return err
	}
	_, err = r.io.Out.Write(append(b, '\n'))
	return err
}

type versionCmd struct{}

// Run prints the version.
func (c *versionCmd) Run(r *run) error {
	fmt.Fprintln(r.io.Out, r.io.Version)
	return nil
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// read reads a file that the command line names; "-" is standard input.
func (s Streams) read(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(s.In)
	}
	return s.Files.Read(name)
}

// yamlToJSON reads YAML (of which JSON is a part) and returns JSON.
func yamlToJSON(b []byte) (json.RawMessage, error) {
	var v any
	if err := yaml.Unmarshal(b, &v); err != nil {
		return nil, err
	}
	return json.Marshal(v)
}
