// Package client speaks to a Qiju server over its public API: what the command
// line uses, and what a program of the company may use.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Client is a connection to one server on behalf of one person. It is safe for
// concurrent use.
type Client struct {
	base     string
	token    string
	language string
	http     *http.Client
}

// New returns a client for the server at base, such as http://127.0.0.1:8080,
// that signs in with a bearer token. language is "zh" or "en".
func New(base, token, language string) *Client {
	return &Client{base: strings.TrimSuffix(base, "/"), token: token, language: language, http: &http.Client{}}
}

// Problem is a refusal of the server (RFC 9457).
type Problem struct {
	Status  int            `json:"status"`
	Detail  string         `json:"detail"`
	Key     string         `json:"key"`
	Args    map[string]any `json:"args,omitempty"`
	Field   string         `json:"field,omitempty"`
	Errors  []Part         `json:"errors,omitempty"`
	Request string         `json:"request,omitempty"`
}

// Part is one wrong field or one unmet requirement of a problem.
type Part struct {
	Key    string         `json:"key"`
	Args   map[string]any `json:"args,omitempty"`
	Field  string         `json:"field,omitempty"`
	Detail string         `json:"detail"`
	Errors []Part         `json:"errors,omitempty"`
}

// Error returns the text in the reader's language.
func (p *Problem) Error() string { return p.Detail }

// Answer is what a call gave besides its body.
type Answer struct {
	Status int
	Rev    string // revision of the record, as the ETag showed it
}

// Call sends one request. body is marshalled as JSON unless it is nil or a
// json.RawMessage; out is filled from the answer unless it is nil; rev names
// the revision that the caller saw, "" for none. A refusal is a *Problem.
func (c *Client) Call(ctx context.Context, method, path, rev string, body, out any) (Answer, error) {
	var r io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return Answer{}, fmt.Errorf("encode request: %w", err)
		}
		r = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, r)
	if err != nil {
		return Answer{}, fmt.Errorf("make request: %w", err)
	}
	req.Header.Set("Accept-Language", c.language)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if rev != "" {
		req.Header.Set("If-Match", rev)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return Answer{}, fmt.Errorf("reach the server: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	return decode(res, out)
}

func decode(res *http.Response, out any) (Answer, error) {
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return Answer{}, fmt.Errorf("read answer: %w", err)
	}
	a := Answer{Status: res.StatusCode, Rev: res.Header.Get("ETag")}
	if res.StatusCode >= http.StatusBadRequest {
		p := &Problem{Status: res.StatusCode, Key: "fault.internal", Detail: res.Status}
		_ = json.Unmarshal(b, p) // a proxy's page is no problem document; the status stays
		return a, p
	}
	if out == nil || len(b) == 0 {
		return a, nil
	}
	if raw, ok := out.(*[]byte); ok {
		*raw = b
		return a, nil
	}
	if err := json.Unmarshal(b, out); err != nil {
		return a, fmt.Errorf("decode answer: %w", err)
	}
	return a, nil
}
