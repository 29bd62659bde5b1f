package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"qiju/internal/access"
	"qiju/internal/base/page"
	"qiju/internal/store"
)

// answer is what the server said.
type answer struct {
	status int
	body   []byte
}

// send posts to a server that may die meanwhile; then the error says so.
func send(ctx context.Context, base, token, path, rev, body string) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+path, strings.NewReader(body))
	if err != nil {
		return answer{}, fmt.Errorf("make request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	if rev != "" {
		req.Header.Set("If-Match", rev)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{}, fmt.Errorf("reach the server: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	return answer{status: res.StatusCode, body: b}, err
}

// lines counts the audit lines of an act on a record.
func lines(ctx context.Context, r store.Reader, subject, act string) (int, error) {
	p, err := r.Audit(ctx, access.Everything("soak"), store.AuditQuery{Subject: subject, Request: page.Request{Limit: 200}})
	n := 0
	for _, l := range p.Rows {
		if l.Act == act && l.Refused == "" {
			n++
		}
	}
	return n, err
}
