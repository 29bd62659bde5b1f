package api

import (
	"encoding/json"
	"net/http"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
)

// Problem is the body of every refusal: RFC 9457 with the message key, its
// arguments and the text in the reader's language.
type Problem struct {
	Type    string         `json:"type" doc:"Always about:blank; the key tells problems apart."`
	Title   string         `json:"title"`
	Status  int            `json:"status"`
	Detail  string         `json:"detail" doc:"What is wrong and how to mend it, in the reader's language."`
	Key     string         `json:"key" doc:"Message key, the same in every language."`
	Args    map[string]any `json:"args,omitempty"`
	Field   string         `json:"field,omitempty" doc:"JSON field at fault."`
	Errors  []Part         `json:"errors,omitempty" doc:"Each wrong field, or each requirement that is not met."`
	Request string         `json:"request,omitempty" doc:"Number to quote; it stands in the log."`
}

// Part is one wrong field or one unmet requirement of a problem.
type Part struct {
	Key    string         `json:"key"`
	Args   map[string]any `json:"args,omitempty"`
	Field  string         `json:"field,omitempty"`
	Detail string         `json:"detail"`
	Errors []Part         `json:"errors,omitempty"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Key }

// GetStatus returns the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType names the media type of problems.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// status is the table of decisions §4.
func status(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Denied:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Stale:
		return http.StatusPreconditionFailed
	case fault.Unconditional:
		return http.StatusPreconditionRequired
	case fault.Gate, fault.Reused:
		return http.StatusUnprocessableEntity
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Busy:
		return http.StatusServiceUnavailable
	case fault.Full:
		return http.StatusInsufficientStorage
	case fault.Internal:
		return http.StatusInternalServerError
	}
	return http.StatusInternalServerError
}

// problem turns err into the body that the reader gets. The cause of an
// internal fault stays in the log.
func (s *Server) problem(err error, lang i18n.Lang, request string) *Problem {
	f := fault.Of(err)
	code := status(f.Kind)
	return &Problem{
		Type: "about:blank", Title: http.StatusText(code), Status: code,
		Detail: s.words.Message(lang, f.Key, f.Args), Key: f.Key, Args: f.Args, Field: f.Field,
		Errors: s.parts(f.Parts, lang), Request: request,
	}
}

func (s *Server) parts(faults []*fault.Error, lang i18n.Lang) []Part {
	if len(faults) == 0 {
		return nil
	}
	out := make([]Part, len(faults))
	for i, f := range faults {
		out[i] = Part{
			Key: f.Key, Args: f.Args, Field: f.Field, Detail: s.words.Message(lang, f.Key, f.Args),
			Errors: s.parts(f.Parts, lang),
		}
	}
	return out
}

func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) //nolint:errchkjson // the reader has gone; nothing is left to tell
}
