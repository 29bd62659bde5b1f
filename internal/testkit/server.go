package testkit

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"qiju/examples"
	"qiju/internal/api"
	"qiju/internal/base/clock"
	"qiju/internal/base/i18n"
	"qiju/internal/base/id"
	"qiju/internal/condition"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/charts"
	"qiju/internal/desk/deals"
	"qiju/internal/desk/imports"
	"qiju/internal/desk/people"
	"qiju/internal/desk/records"
	"qiju/internal/desk/runs"
	"qiju/internal/office/keeper"
	"qiju/internal/office/password"
	"qiju/internal/sales/lifecycle"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store/blobstore"
	"qiju/internal/store/sqlstore"
	"qiju/web"
)

// Options say how a server is started. The zero Options suit a test.
type Options struct {
	Dir   string      // data directory; "" for a temporary one that Close removes
	DSN   string      // database; "" for qiju.db in Dir, or a schema of its own where QIJU_TEST_PG names a server
	Clock clock.Clock // nil for the machine's
	Beat  bool        // link the audit chain and write refusals in the background, as a served program does
	Demo  bool        // the sign-in page lists the people
}

// Server is the whole server in this process, listening on 127.0.0.1. Its
// floors are open to tests, which fill it through the desk and ask it over
// HTTP.
type Server struct {
	URL string // such as http://127.0.0.1:41234
	DSN string // of the database, for eyes that look past the program
	Dir string // data directory

	Desk     *desk.Desk
	Book     *runs.Book
	People   *people.People
	Accounts *accounts.Accounts
	Deals    *deals.Deals
	Charts   *charts.Charts
	Imports  *imports.Imports
	Records  *records.Records
	API      *api.Server

	Store  *sqlstore.Store
	Tables *lifecycle.Set
	Facts  *condition.Catalogue
	Words  *i18n.Catalogue

	files  *blobstore.Store
	log    *journal
	keeper *keeper.Keeper
	http   *http.Server
	client *http.Client
	temp   bool // Dir goes with the server

	once  sync.Once // opens eyes
	eyes  *sql.DB
	blind error // why eyes could not be opened
}

// Start starts a server that lives as long as the test. What the server logs
// is shown when the test fails.
func Start(tb testing.TB, o Options) *Server {
	tb.Helper()
	if o.Dir == "" {
		o.Dir = tb.TempDir()
	}
	s, err := Open(tb.Context(), o)
	if err != nil {
		tb.Fatalf("start server: %v", err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("stop server: %v", err)
		}
		if tb.Failed() && s.Log() != "" {
			tb.Logf("log of the server:\n%s", s.Log())
		}
	})
	return s
}

// Open starts a server; Close stops it.
func Open(ctx context.Context, o Options) (*Server, error) {
	s := &Server{Dir: o.Dir, DSN: o.DSN, log: &journal{}}
	if s.Dir == "" {
		dir, err := os.MkdirTemp("", "qiju-server-")
		if err != nil {
			return nil, fmt.Errorf("data directory: %w", err)
		}
		s.Dir, s.temp = dir, true
	}
	if err := s.open(ctx, o); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) open(ctx context.Context, o Options) error {
	if err := s.ground(ctx); err != nil {
		return err
	}
	now := o.Clock
	if now == nil {
		now = clock.System{}
	}
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return fmt.Errorf("zone: %w", err)
	}
	s.Desk = desk.New(desk.Parts{Store: s.Store, Blobs: s.files, Clock: now, IDs: id.Random{}, Zone: zone})
	s.Book = runs.NewBook(s.Desk)
	s.People = people.New(s.Desk, password.New())
	s.Accounts = accounts.New(s.Desk)
	s.Deals = deals.New(s.Desk, s.Book, s.Tables, s.Facts, s.Words)
	s.Charts = charts.New(s.Desk)
	s.Records = records.New(s.Desk)
	if err := s.Charts.Install(ctx, examples.Charts(), opportunity.DefaultPlaybook()); err != nil {
		return fmt.Errorf("install charts: %w", err)
	}
	log := slog.New(slog.NewJSONHandler(s.log, nil))
	s.keeper = keeper.New(context.WithoutCancel(ctx), s.Desk, log)
	s.Imports = imports.New(s.Desk, s.Book, s.keeper.Spawn)
	if o.Beat {
		s.keeper.Run()
	}
	s.API = api.New(api.Config{
		Desk: s.Desk, People: s.People, Accounts: s.Accounts, Deals: s.Deals, Charts: s.Charts, Imports: s.Imports,
		Records: s.Records, Words: s.Words, Log: log, Web: web.Files(), Demo: o.Demo, Version: "test",
	})
	return s.listen(ctx)
}

// ground opens what the desk stands on.
func (s *Server) ground(ctx context.Context) error {
	var err error
	if s.Words, err = i18n.Load(); err != nil {
		return fmt.Errorf("catalogue: %w", err)
	}
	if s.Tables, err = lifecycle.Load(); err != nil {
		return fmt.Errorf("lifecycles: %w", err)
	}
	if s.Facts, err = opportunity.Catalogue(); err != nil {
		return fmt.Errorf("facts: %w", err)
	}
	if s.files, err = blobstore.Open(s.Dir); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	if s.DSN == "" {
		if s.DSN, err = freshDatabase(ctx, s.Dir); err != nil {
			return err
		}
	}
	if s.Store, err = sqlstore.Open(ctx, s.DSN, sqlstore.Options{}); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	return nil
}

// freshDatabase returns the address of an empty database: a schema of its own
// where QIJU_TEST_PG names a PostgreSQL server, else a file in dir.
func freshDatabase(ctx context.Context, dir string) (string, error) {
	server := os.Getenv("QIJU_TEST_PG")
	if server == "" {
		return filepath.Join(dir, "qiju.db"), nil
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		return "", fmt.Errorf("reach PostgreSQL: %w", err)
	}
	defer func() { _ = db.Close() }()
	name := "t" + strings.ToLower(rand.Text())
	if _, err := db.ExecContext(ctx, "CREATE SCHEMA "+name); err != nil {
		return "", fmt.Errorf("make schema: %w", err)
	}
	address, err := url.Parse(server)
	if err != nil {
		return "", fmt.Errorf("address of PostgreSQL: %w", err)
	}
	q := address.Query()
	q.Set("search_path", name)
	address.RawQuery = q.Encode()
	return address.String(), nil
}

func (s *Server) listen(ctx context.Context) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	s.URL = "http://" + l.Addr().String()
	s.http = &http.Server{Handler: s.API.Handler(), ReadHeaderTimeout: 10 * time.Second}
	s.client = &http.Client{
		Transport:     &http.Transport{MaxIdleConns: 256, MaxIdleConnsPerHost: 256},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	go func() { _ = s.http.Serve(l) }() // ends when Close closes the listener
	return nil
}

// Close stops the server, waits for what it does in the background, and closes
// the database.
func (s *Server) Close() error {
	var errs []error
	if s.http != nil {
		s.client.CloseIdleConnections()
		errs = append(errs, s.http.Close())
	}
	if s.keeper != nil {
		s.keeper.Stop()
	}
	if s.eyes != nil {
		errs = append(errs, s.eyes.Close())
	}
	if s.Store != nil {
		errs = append(errs, s.Store.Close())
	}
	if s.files != nil {
		errs = append(errs, s.files.Close())
	}
	if s.temp {
		errs = append(errs, os.RemoveAll(s.Dir))
	}
	return errors.Join(errs...)
}

// Log returns what the server has logged so far.
func (s *Server) Log() string { return s.log.String() }
