package cli

import (
	"fmt"
	"net/http"
	"net/url"
)

type gateCmd struct {
	Show    gateShowCmd    `cmd:"" help:"Print what a gate asks and what is met."`
	Propose gateProposeCmd `cmd:"" help:"Propose a decision for confirmation."`
	Decide  gateDecideCmd  `cmd:"" help:"Decide a gate."`
}

type gateShowCmd struct {
	remote
	Opportunity string `arg:"" help:"Id of the opportunity."`
	Gate        string `arg:"" help:"Id of the gate, such as G2."`
}

// Run prints the gate as JSON.
func (c *gateShowCmd) Run(r *run) error {
	var gate any
	path := "/api/v1/opportunities/" + url.PathEscape(c.Opportunity) + "/gates/" + url.PathEscape(c.Gate)
	if _, err := c.client(r.io.Lang).Call(r.ctx, http.MethodGet, path, "", nil, &gate); err != nil {
		return err
	}
	return printJSON(r.io.Out, gate)
}

type gateProposeCmd struct {
	decision `embed:""`
}

// Run proposes the decision.
func (c *gateProposeCmd) Run(r *run) error { return c.send(r, "propose-gate") }

type gateDecideCmd struct {
	decision `embed:""`
}

// Run decides the gate.
func (c *gateDecideCmd) Run(r *run) error { return c.send(r, "decide-gate") }

// decision are the arguments of a gate review.
type decision struct {
	remote
	Opportunity string   `arg:"" help:"Id of the opportunity."`
	Gate        string   `arg:"" help:"Id of the gate, such as G2."`
	Word        string   `name:"word" required:"" enum:"go,conditional,return,suspend,terminate" help:"go, conditional, return, suspend or terminate."`
	Opinion     string   `name:"opinion" help:"Opinion."`
	NextFocus   []string `name:"next-focus" help:"Next focus, one to three."`
	Condition   string   `name:"condition" help:"What must be met (conditional)."`
	Due         string   `name:"condition-due" placeholder:"YYYY-MM-DD" help:"Until when (conditional)."`
	ReturnTo    string   `name:"return-to" help:"Node to return to (return)."`
	RevisitOn   string   `name:"revisit-on" placeholder:"YYYY-MM-DD" help:"When to look again (suspend)."`
	Trigger     string   `name:"trigger" help:"What would wake it (suspend)."`
	ReasonCode  string   `name:"reason-code" help:"Why it ends (terminate)."`
	Restart     string   `name:"restart" help:"Condition of restart (terminate)."`
	Override    bool     `name:"override" help:"Go although requirements are not met; needs --reason."`
	Reason      string   `name:"reason" help:"Reason of an override or a return."`
}

// send posts the review for the revision of the deal as it stands now.
func (c *decision) send(r *run, act string) error {
	body := map[string]any{"gate": c.Gate, "word": c.Word, "opinion": c.Opinion, "nextFocus": c.NextFocus}
	for name, v := range map[string]string{
		"condition": c.Condition, "conditionDue": c.Due, "returnTo": c.ReturnTo, "revisitOn": c.RevisitOn, "trigger": c.Trigger,
		"reasonCode": c.ReasonCode, "restart": c.Restart, "reason": c.Reason,
	} {
		if v != "" {
			body[name] = v
		}
	}
	if c.Override {
		body["override"] = true
	}
	if c.NextFocus == nil {
		body["nextFocus"] = []string{}
	}
	cl := c.client(r.io.Lang)
	path := "/api/v1/opportunities/" + url.PathEscape(c.Opportunity)
	seen, err := cl.Call(r.ctx, http.MethodGet, path, "", nil, nil)
	if err != nil {
		return err
	}
	var out any
	if _, err := cl.Call(r.ctx, http.MethodPost, path+"/"+act, seen.Rev, body, &out); err != nil {
		return err
	}
	fmt.Fprintln(r.io.Err, r.io.Words.Message(r.io.Lang, "cli.done", nil))
	return printJSON(r.io.Out, out)
}
