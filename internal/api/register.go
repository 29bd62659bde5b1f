package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"qiju/internal/access"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/people"
)

// Who is part of every input: in which language the answer shall be. Who asks is
// settled before the body is read.
type Who struct {
	Language string `header:"Accept-Language" doc:"zh (default) or en: the language of texts and problems."`
}

func (w Who) who() Who { return w }

// lang returns the reader's language.
func (w Who) lang() i18n.Lang { return i18n.ParseAcceptLanguage(w.Language) }

// asker is who asks, as the door found out.
type asker struct {
	by     desk.Caller
	secret string
}

// askerKey finds the asker in the request; it does not leave this package: the
// desk gets who acts as an argument.
type askerKey struct{}

// door lets only people in who are signed in, before anything of the body is
// read: a stranger costs a look-up, not a megabyte.
func (s *Server) door(ctx huma.Context, next func(huma.Context)) {
	secret, isToken := strings.CutPrefix(ctx.Header("Authorization"), "Bearer ")
	if !isToken {
		secret = ""
		if c, err := huma.ReadCookie(ctx, cookieName); err == nil {
			secret = c.Value
		}
	}
	signed, err := s.authenticate(ctx.Context(), strings.TrimSpace(secret))
	if err != nil {
		_, w := humago.Unwrap(ctx)
		writeProblem(w, s.fail(ctx.Context(), err, i18n.ParseAcceptLanguage(ctx.Header("Accept-Language"))))
		return
	}
	next(huma.WithValue(ctx, askerKey{}, asker{by: signed.Caller(), secret: secret}))
}

func (s *Server) authenticate(ctx context.Context, secret string) (people.Signed, error) {
	if secret == "" {
		return people.Signed{}, fault.New(fault.Unauthenticated, "fault.unauthenticated", nil)
	}
	return s.people.Authenticate(ctx, secret)
}

// Rev is part of every input that changes a record: the revision that the
// caller saw.
type Rev struct {
	IfMatch string `header:"If-Match" doc:"Revision of the record as its ETag showed it."`
}

// seen returns the revision, 0 where none was named. Anything that is not an
// ETag of ours can never match.
func (r Rev) seen() int64 {
	if r.IfMatch == "" {
		return 0
	}
	n, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(r.IfMatch, "W/"), `"`), 10, 64)
	if err != nil || n <= 0 {
		return -1
	}
	return n
}

func etag(rev int64) string { return `"` + strconv.FormatInt(rev, 10) + `"` }

// signed is what every input is by embedding Who.
type signed interface{ who() Who }

// Body is an answer with a JSON body.
type Body[T any] struct {
	Body T
}

// Tagged is an answer with a JSON body and the revision of its record.
type Tagged[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// Rows is a page of a list.
type Rows[T any] struct {
	Rows []T    `json:"rows"`
	Next string `json:"next,omitempty" doc:"Cursor of the next page; absent on the last."`
}

// PageIn is part of every input of a list.
type PageIn struct {
	After string `query:"after" doc:"Cursor: the next of the page before."`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type handler[I, O any] func(ctx context.Context, by desk.Caller, lang i18n.Lang, in *I) (*O, error)

// op describes an operation by method, path and its id of the policy.
func op(id access.Operation, method, path, summary string, tags ...string) huma.Operation {
	return huma.Operation{
		OperationID: string(id), Method: method, Path: path, Summary: summary, Tags: tags,
		Errors:   []int{400, 401, 403, 404, 409, 412, 422, 428, 429, 500, 503},
		Security: []map[string][]string{{"session": {}}, {"bearer": {}}},
	}
}

// register adds an operation for people who are signed in.
func register[I, O any](s *Server, o huma.Operation, fn handler[I, O]) {
	o.Middlewares = append(o.Middlewares, s.door)
	huma.Register(s.api, o, func(ctx context.Context, in *I) (*O, error) {
		w := any(in).(signed).who()           //nolint:errcheck // every input embeds Who; the policy test calls each of them
		a, _ := ctx.Value(askerKey{}).(asker) // the door has set it
		out, err := fn(ctx, a.by, w.lang(), in)
		if err != nil {
			return nil, s.fail(ctx, err, w.lang())
		}
		return out, nil
	})
}

// open adds an operation that needs nobody to be signed in.
func open[I, O any](s *Server, o huma.Operation, fn handler[I, O]) {
	o.Security = nil
	huma.Register(s.api, o, func(ctx context.Context, in *I) (*O, error) {
		w := any(in).(signed).who() //nolint:errcheck // as above
		out, err := fn(ctx, desk.Caller{}, w.lang(), in)
		if err != nil {
			return nil, s.fail(ctx, err, w.lang())
		}
		return out, nil
	})
}

// fail logs what the reader cannot mend and returns the problem.
func (s *Server) fail(ctx context.Context, err error, lang i18n.Lang) *Problem {
	request := requestID(ctx)
	if f := fault.Of(err); f.Kind == fault.Internal && !errors.Is(err, context.Canceled) {
		s.log.ErrorContext(ctx, "request failed", slog.String("request", request), slog.String("key", f.Key), slog.String("error", err.Error()))
	}
	return s.problem(err, lang, request)
}

// humaError turns huma's own refusals (a body that does not decode, a
// parameter out of range) into problems: 400 with every field (decisions §4).
func (s *Server) humaError(ctx huma.Context, code int, msg string, errs ...error) huma.StatusError {
	lang := i18n.ZH
	var request string
	if ctx != nil {
		lang = i18n.ParseAcceptLanguage(ctx.Header("Accept-Language"))
		request = requestID(ctx.Context())
	}
	f := fault.New(fault.Invalid, "fault.invalid", nil)
	switch code {
	case http.StatusUnprocessableEntity, http.StatusBadRequest:
	case http.StatusRequestEntityTooLarge:
		f = fault.New(fault.TooLarge, "fault.too_large", nil)
	case http.StatusNotFound, http.StatusNotAcceptable, http.StatusUnsupportedMediaType:
		f = fault.New(fault.Invalid, "request.media_type", nil)
	default:
		if code >= http.StatusInternalServerError {
			f = fault.New(fault.Internal, "fault.internal", nil)
		}
	}
	for _, err := range errs {
		var d *huma.ErrorDetail
		if errors.As(err, &d) {
			f = f.With(fault.Field(strings.TrimPrefix(d.Location, "body."), "field.invalid", fault.Args{"why": d.Message}))
		}
	}
	if len(errs) == 0 && f.Kind == fault.Invalid {
		f = f.With(fault.Field("", "field.invalid", fault.Args{"why": msg}))
	}
	return s.problem(f, lang, request)
}
