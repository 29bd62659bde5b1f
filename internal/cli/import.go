package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"time"

	"qiju/internal/api/client"
	"qiju/internal/base/fault"
)

type importCmd struct {
	remote
	Kind   string `arg:"" help:"person, product, account or opportunity."`
	File   string `arg:"" help:"CSV file; - is standard input."`
	Map    string `name:"map" placeholder:"FILE" required:"" help:"YAML mapping, such as examples/import/crm-sample.yaml."`
	DryRun bool   `name:"dry-run" help:"Check every row and change nothing."`
}

// importState is what the command needs of an import.
type importState struct {
	ID     string          `json:"id"`
	State  string          `json:"state"`
	Done   int             `json:"done"`
	Total  int             `json:"total"`
	Report json.RawMessage `json:"report"`
}

// Run sends the file, shows the progress, and prints the report. Cancelling the
// command cancels the import; rows that were kept stay and can be undone.
func (c *importCmd) Run(r *run) error {
	content, err := r.io.read(c.File)
	if err != nil {
		return err
	}
	mapping, err := r.io.read(c.Map)
	if err != nil {
		return err
	}
	m, err := yamlToJSON(mapping)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Map, err)
	}
	cl := c.client(r.io.Lang)
	body := map[string]any{"kind": c.Kind, "file": filepath.Base(c.File), "dryRun": c.DryRun, "mapping": m, "content": string(content)}
	var state importState
	if _, err := cl.Call(r.ctx, http.MethodPost, "/api/v1/imports", "", body, &state); err != nil {
		return err
	}
	return r.follow(cl, state)
}

// follow polls an import until it has ended.
func (r *run) follow(cl *client.Client, state importState) error {
	bar := r.io.bar("cli.importing")
	defer bar.end()
	path := "/api/v1/imports/" + url.PathEscape(state.ID)
	tick := time.NewTicker(200 * time.Millisecond) //nolint:forbidigo // waits for a server, measures nothing
	defer tick.Stop()
	for state.State == "running" {
		select {
		case <-r.ctx.Done():
			_, err := cl.Call(context.WithoutCancel(r.ctx), http.MethodPost, path+"/cancel", "", nil, nil)
			if err != nil {
				return err
			}
			return fault.New(fault.Conflict, "cli.import_cancelled", fault.Args{"id": state.ID})
		case <-tick.C:
		}
		if _, err := cl.Call(r.ctx, http.MethodGet, path, "", nil, &state); err != nil {
			return err
		}
		bar.at(state.Done, state.Total)
	}
	if err := printJSON(r.io.Out, state); err != nil {
		return err
	}
	if state.State != "done" && state.State != "undone" {
		return fault.New(fault.Conflict, "cli.import_ended", fault.Args{"state": state.State})
	}
	return nil
}

type undoCmd struct {
	remote
	Import string `arg:"" help:"Id of the import."`
}

// Run undoes an import and prints what it could not restore.
func (c *undoCmd) Run(r *run) error {
	cl := c.client(r.io.Lang)
	var state importState
	if _, err := cl.Call(r.ctx, http.MethodPost, "/api/v1/imports/"+url.PathEscape(c.Import)+"/undo", "", nil, &state); err != nil {
		return err
	}
	return r.follow(cl, state)
}

type acceptCmd struct {
	remote
	Import string `arg:"" help:"Id of the import."`
	Kind   string `arg:"" help:"Kind of the suggestion: product."`
	Value  string `arg:"" help:"Value as it stands in the file."`
	Target string `name:"target" help:"Id of the record that is meant; default: the suggested one."`
}

// Run attaches what waited for the value.
func (c *acceptCmd) Run(r *run) error {
	cl := c.client(r.io.Lang)
	var state importState
	body := map[string]string{"kind": c.Kind, "value": c.Value, "target": c.Target}
	if _, err := cl.Call(r.ctx, http.MethodPost, "/api/v1/imports/"+url.PathEscape(c.Import)+"/accept-suggestion", "", body, &state); err != nil {
		return err
	}
	return r.follow(cl, state)
}
