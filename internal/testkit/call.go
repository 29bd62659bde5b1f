package testkit

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// Request is one call of the API as a test writes it.
type Request struct {
	Method string
	Path   string            // with the query
	Body   any               // marshalled as JSON; []byte and string are sent as they are; nil for none
	Rev    string            // If-Match, "" for none
	Header map[string]string // further headers
}

// Answer is what the server said.
type Answer struct {
	Status int
	Key    string // message key of a problem, "" otherwise
	Rev    string // ETag
	Body   []byte
	Header http.Header
}

// Problem is the body of a refusal.
type Problem struct {
	Status int            `json:"status"`
	Key    string         `json:"key"`
	Detail string         `json:"detail"`
	Field  string         `json:"field"`
	Args   map[string]any `json:"args"`
	Errors []Problem      `json:"errors"`
}

// Problem returns the refusal, the zero value when it is none.
func (a Answer) Problem() Problem {
	var p Problem
	if a.Key != "" {
		_ = json.Unmarshal(a.Body, &p) // it was read once, for the key
	}
	return p
}

// Into decodes the body; the test ends when it does not fit.
func (a Answer) Into(tb testing.TB, v any) {
	tb.Helper()
	if err := json.Unmarshal(a.Body, v); err != nil {
		tb.Fatalf("decode %d %s: %v", a.Status, a.Body, err)
	}
}

// Want ends the test unless the answer has the status; it returns the answer.
func (a Answer) Want(tb testing.TB, status int) Answer {
	tb.Helper()
	if a.Status != status {
		tb.Fatalf("got %d %s, want %d", a.Status, a.Body, status)
	}
	return a
}

// Do sends one request with a bearer token, or without one. A refusal of the
// server is an answer, not an error.
func (s *Server) Do(ctx context.Context, token string, q Request) (Answer, error) {
	req, err := request(ctx, s.URL, token, q)
	if err != nil {
		return Answer{}, err
	}
	res, err := s.client.Do(req)
	if err != nil {
		return Answer{}, fmt.Errorf("reach the server: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return Answer{}, fmt.Errorf("read answer: %w", err)
	}
	a := Answer{Status: res.StatusCode, Rev: res.Header.Get("ETag"), Body: b, Header: res.Header}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "application/problem+json") {
		var p Problem
		if err := json.Unmarshal(b, &p); err != nil {
			return a, fmt.Errorf("problem document: %w", err)
		}
		a.Key = p.Key
	}
	return a, nil
}

func request(ctx context.Context, base, token string, q Request) (*http.Request, error) {
	var body io.Reader
	kind := "application/json"
	switch b := q.Body.(type) {
	case nil:
	case []byte:
		body, kind = bytes.NewReader(b), "application/octet-stream"
	case string:
		body = strings.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			return nil, fmt.Errorf("encode request: %w", err)
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, q.Method, base+q.Path, body)
	if err != nil {
		return nil, fmt.Errorf("make request: %w", err)
	}
	if body != nil {
		req.Header.Set("Content-Type", kind)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if q.Rev != "" {
		req.Header.Set("If-Match", q.Rev)
	}
	for k, v := range q.Header {
		req.Header.Set(k, v)
	}
	return req, nil
}

// Send sends one request as somebody, or as nobody with the zero Person; the
// test ends when the server cannot be reached.
func (s *Server) Send(tb testing.TB, by Person, q Request) Answer {
	tb.Helper()
	a, err := s.Do(tb.Context(), by.Token, q)
	if err != nil {
		tb.Fatalf("%s %s: %v", q.Method, q.Path, err)
	}
	return a
}

// Call is Send of a request without a revision.
func (s *Server) Call(tb testing.TB, by Person, method, path string, body any) Answer {
	tb.Helper()
	return s.Send(tb, by, Request{Method: method, Path: path, Body: body})
}

// Change is Send of a request that names the revision which it reads first
// from path at.
func (s *Server) Change(tb testing.TB, by Person, method, path, at string, body any) Answer {
	tb.Helper()
	rev := s.Call(tb, by, http.MethodGet, at, nil).Rev
	return s.Send(tb, by, Request{Method: method, Path: path, Body: body, Rev: rev})
}
