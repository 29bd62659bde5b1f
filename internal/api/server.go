// Package api is HTTP: routes, JSON shapes, problems and sessions. It decodes
// and checks the shape of a request, calls one act of the desk, and answers. It
// decides nothing.
package api

import (
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/charts"
	"qiju/internal/desk/deals"
	"qiju/internal/desk/imports"
	"qiju/internal/desk/people"
	"qiju/internal/desk/records"
)

// Config is what a server is made of.
type Config struct {
	Desk     *desk.Desk
	People   *people.People
	Accounts *accounts.Accounts
	Deals    *deals.Deals
	Charts   *charts.Charts
	Imports  *imports.Imports
	Records  *records.Records
	Words    *i18n.Catalogue
	Log      *slog.Logger
	Web      fs.FS  // the built web app, or the page that says how to build it
	Demo     bool   // the demo company: the sign-in page lists its people
	Secure   bool   // cookies only over TLS (behind a TLS proxy)
	Version  string // of the program
}

// Server serves the API and the web app.
type Server struct {
	desk     *desk.Desk
	people   *people.People
	accounts *accounts.Accounts
	deals    *deals.Deals
	charts   *charts.Charts
	imports  *imports.Imports
	records  *records.Records
	words    *i18n.Catalogue
	log      *slog.Logger
	web      fs.FS
	demo     bool
	secure   bool
	version  string

	api   huma.API
	mux   *http.ServeMux
	ready readiness
}

// New returns a server with every operation registered.
func New(c Config) *Server {
	s := &Server{
		desk: c.Desk, people: c.People, accounts: c.Accounts, deals: c.Deals, charts: c.Charts, imports: c.Imports, records: c.Records,
		words: c.Words, log: c.Log, web: c.Web, demo: c.Demo, secure: c.Secure,
		version: c.Version, mux: http.NewServeMux(),
	}
	huma.NewErrorWithContext = s.humaError
	huma.NewError = func(code int, msg string, errs ...error) huma.StatusError {
		return s.humaError(nil, code, msg, errs...)
	}
	config := huma.DefaultConfig("Qiju", "1")
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil // no $schema links in answers
	config.RejectUnknownQueryParameters = true
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: cookieName},
		"bearer":  {Type: "http", Scheme: "bearer"},
	}
	s.api = humago.New(s.mux, config)
	s.routes()
	s.pages()
	return s
}

// routes registers every operation of /api/v1, chapter by chapter.
func (s *Server) routes() {
	s.sessionRoutes()
	s.accountRoutes()
	s.dealRoutes()
	s.houseRoutes()
}

// OpenAPI returns the API's description, OpenAPI 3.1 in JSON.
func (s *Server) OpenAPI() ([]byte, error) {
	return s.api.OpenAPI().MarshalJSON()
}

// Handler returns the server with what surrounds every request: headers,
// limits, a request number, protection against forged requests.
func (s *Server) Handler() http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, s.fail(r.Context(), fault.New(fault.Denied, "request.cross_site", nil), i18n.ParseAcceptLanguage(r.Header.Get("Accept-Language"))))
	}))
	return s.recovered(s.numbered(s.headers(guard.Handler(limited(s.mux)))))
}
