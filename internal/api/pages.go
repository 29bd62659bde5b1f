package api

import (
	"bytes"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/desk"
	"qiju/internal/sales/department"
)

// cookieName is the session cookie.
const cookieName = "qiju_session"

// sessionLife is how long the browser keeps the cookie; the session itself may
// end earlier.
const sessionLife = 7 * 24 * time.Hour

// pages registers what is not the API: sign-in, the web app, the signs of life.
func (s *Server) pages() {
	s.mux.HandleFunc("GET /login", s.loginPage)
	s.mux.HandleFunc("POST /login", s.login)
	s.mux.HandleFunc("POST /logout", s.logout)
	s.mux.HandleFunc("GET /healthz", s.healthz)
	s.mux.HandleFunc("GET /readyz", s.readyz)
	s.mux.HandleFunc("GET /api/v1/openapi.json", s.openapi)
	s.mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		lang := i18n.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
		writeProblem(w, s.problem(fault.New(fault.NotFound, "fault.not_found", nil), lang, w.Header().Get("X-Request-Id")))
	})
	s.mux.HandleFunc("/", s.app)
}

func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}

// readyz answers 200 only when the database can be written.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err := s.ready.ask(r.Context(), s.desk); err != nil {
		s.log.ErrorContext(r.Context(), "not ready", slog.String("error", err.Error()))
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("not ready\n"))
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}

func (s *Server) openapi(w http.ResponseWriter, _ *http.Request) {
	b, err := s.OpenAPI()
	if err != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/vnd.oai.openapi+json")
	_, _ = w.Write(b)
}

// app serves the web app: files by their name, everything else is its page.
func (s *Server) app(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if f, err := fs.Stat(s.web, name); err == nil && !f.IsDir() && name != "index.html" {
		if strings.HasPrefix(name, "assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			w.Header().Set("Cache-Control", "no-cache")
		}
		http.ServeFileFS(w, r, s.web, name)
		return
	}
	page, err := fs.ReadFile(s.web, "index.html")
	if err != nil {
		http.NotFound(w, r)
		return
	}
	if !s.signedIn(r) {
		http.Redirect(w, r, "/login?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	nonce := pagePolicy(w)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(bytes.ReplaceAll(page, []byte("__CSP_NONCE__"), []byte(nonce)))
}

func (s *Server) signedIn(r *http.Request) bool {
	c, err := r.Cookie(cookieName)
	if err != nil {
		return false
	}
	_, err = s.people.Authenticate(r.Context(), c.Value)
	return err == nil
}

// pagePolicy sets the policy of a page of ours: no inline script, styles with
// the nonce that it returns.
func pagePolicy(w http.ResponseWriter) string {
	nonce := randomHex(16)
	w.Header().Set("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-"+nonce+
		"'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	return nonce
}

type loginView struct {
	Lang, Other    string
	Next, Username string
	Words          map[string]string
	Error          string
	Demo           bool
	People         []loginPerson
}

type loginPerson struct{ Username, Name, Post string }

// loginPage is made by the server, so that it opens before the web app has
// loaded and without a script.
func (s *Server) loginPage(w http.ResponseWriter, r *http.Request) {
	s.renderLogin(w, r, http.StatusOK, "", "")
}

func (s *Server) renderLogin(w http.ResponseWriter, r *http.Request, code int, username, key string) {
	lang := pageLang(r)
	v := loginView{Lang: string(lang), Other: string(other(lang)), Next: safeNext(r.FormValue("next")), Username: username, Demo: s.demo, Words: map[string]string{}}
	for _, k := range []string{"title", "motto", "username", "password", "sign_in", "demo", "demo_password", "other", "people"} {
		v.Words[k] = s.words.Message(lang, "login."+k, nil)
	}
	if key != "" {
		v.Error = s.words.Message(lang, key, nil)
	}
	if s.demo {
		dir, err := s.people.Directory(r.Context(), desk.System())
		if err != nil {
			s.log.ErrorContext(r.Context(), "login page", slog.String("error", err.Error()))
		}
		posts := department.Posts()
		rank := func(p department.Staff) int {
			return slices.IndexFunc(posts, func(t department.Term) bool { return t.Code == string(p.Post) })
		}
		slices.SortStableFunc(dir.Staff, func(a, b department.Staff) int { return rank(a) - rank(b) })
		for _, p := range dir.Staff {
			if p.Username != "" && !p.Disabled && p.Post != department.NoPost {
				v.People = append(v.People, loginPerson{p.Username, p.Name.In(lang), s.words.Message(lang, "post."+string(p.Post), nil)})
			}
		}
	}
	pagePolicy(w)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	if err := loginTemplate().Execute(w, v); err != nil {
		s.log.ErrorContext(r.Context(), "login page", slog.String("error", err.Error()))
	}
}

func pageLang(r *http.Request) i18n.Lang {
	if c, err := r.Cookie("qiju_lang"); err == nil && r.FormValue("lang") == "" {
		return i18n.ParseAcceptLanguage(c.Value)
	}
	if l := r.FormValue("lang"); l != "" {
		return i18n.ParseAcceptLanguage(l)
	}
	return i18n.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
}

func other(l i18n.Lang) i18n.Lang {
	if l == i18n.ZH {
		return i18n.EN
	}
	return i18n.ZH
}

// safeNext keeps only paths of this server: "/x", never "//host" or a scheme.
func safeNext(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}

func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	username := r.FormValue("username")
	signed, err := s.people.SignIn(r.Context(), username, r.FormValue("password"))
	if err != nil {
		f := fault.Of(err)
		if f.Kind == fault.Internal {
			s.log.ErrorContext(r.Context(), "sign-in failed", slog.String("error", err.Error()))
		}
		s.renderLogin(w, r, status(f.Kind), username, f.Key)
		return
	}
	http.SetCookie(w, s.cookie(signed.Secret, sessionLife))
	http.SetCookie(w, &http.Cookie{Name: "qiju_lang", Value: string(pageLang(r)), Path: "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode, Secure: s.secure})
	http.Redirect(w, r, safeNext(r.FormValue("next")), http.StatusSeeOther)
}

// cookie makes the session cookie; an empty secret with a negative life takes it
// away.
func (s *Server) cookie(secret string, life time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: cookieName, Value: secret, Path: "/", HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode,
		MaxAge: max(int(life.Seconds()), -1),
	}
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	if c, err := r.Cookie(cookieName); err == nil {
		if signed, err := s.people.Authenticate(r.Context(), c.Value); err == nil {
			if err := s.people.SignOut(r.Context(), signed.Caller(), c.Value); err != nil {
				s.log.ErrorContext(r.Context(), "sign-out failed", slog.String("error", err.Error()))
			}
		}
	}
	http.SetCookie(w, s.cookie("", -time.Second))
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

func loginTemplate() *template.Template { return template.Must(template.New("login").Parse(loginHTML)) }
