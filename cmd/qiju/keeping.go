package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"qiju/examples"
	"qiju/internal/api"
	"qiju/internal/base/clock"
	"qiju/internal/base/fault"
	"qiju/internal/base/i18n"
	"qiju/internal/base/id"
	"qiju/internal/cli"
	"qiju/internal/condition"
	"qiju/internal/desk"
	"qiju/internal/desk/accounts"
	"qiju/internal/desk/charts"
	"qiju/internal/desk/deals"
	"qiju/internal/desk/imports"
	"qiju/internal/desk/people"
	"qiju/internal/desk/records"
	"qiju/internal/desk/runs"
	"qiju/internal/office/demo"
	"qiju/internal/office/keeper"
	"qiju/internal/office/password"
	"qiju/internal/sales/lifecycle"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
	"qiju/internal/store/blobstore"
	"qiju/internal/store/sqlstore"
	"qiju/web"
)

// zoneName is the company's zone until it can be set.
const zoneName = "Asia/Shanghai"

// keeping is what works on the data directory.
type keeping struct {
	words *i18n.Catalogue
}

// house is an opened data directory with every floor up to the desk.
type house struct {
	store     *sqlstore.Store
	blobs     store.Blobs
	passwords *password.Argon
	tables    *lifecycle.Set
	catalogue *condition.Catalogue
	desk      *desk.Desk
	book      *runs.Book
	people    *people.People
	accounts  *accounts.Accounts
	deals     *deals.Deals
	charts    *charts.Charts
	records   *records.Records
}

// open opens the data directory and stacks the floors on it.
func (k *keeping) open(ctx context.Context, d cli.DataOptions, now clock.Clock) (*house, error) {
	if err := os.MkdirAll(d.Data, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	dsn := d.DB
	if dsn == "" {
		dsn = filepath.Join(d.Data, "qiju.db")
	}
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return nil, fmt.Errorf("zone: %w", err)
	}
	h := &house{passwords: password.New()}
	if h.tables, err = lifecycle.Load(); err != nil {
		return nil, err
	}
	if h.catalogue, err = opportunity.Catalogue(); err != nil {
		return nil, err
	}
	if h.blobs, err = blobstore.Open(d.Data); err != nil {
		return nil, err
	}
	if h.store, err = sqlstore.Open(ctx, dsn, sqlstore.Options{}); err != nil {
		return nil, err
	}
	h.desk = desk.New(desk.Parts{Store: h.store, Blobs: h.blobs, Clock: now, IDs: id.Random{}, Zone: zone})
	h.book = runs.NewBook(h.desk)
	h.people = people.New(h.desk, h.passwords)
	h.accounts = accounts.New(h.desk)
	h.deals = deals.New(h.desk, h.book, h.tables, h.catalogue, k.words)
	h.charts = charts.New(h.desk)
	h.records = records.New(h.desk)
	return h, nil
}

// furnish releases the charts and the playbook that come with the program, as
// far as they are not there yet.
func (h *house) furnish(ctx context.Context) error {
	return h.charts.Install(ctx, examples.Charts(), opportunity.DefaultPlaybook())
}

// existing refuses a data directory without a database, so that a slip of the
// pen does not make an empty company.
func existing(d cli.DataOptions) error {
	if d.DB != "" && strings.Contains(d.DB, "://") {
		return nil
	}
	name := d.DB
	if name == "" {
		name = filepath.Join(d.Data, "qiju.db")
	}
	if _, err := os.Stat(name); err != nil {
		return fault.New(fault.NotFound, "serve.no_database", fault.Args{"file": name})
	}
	return nil
}

// within opens the data directory of a company for one command and closes it
// again.
func (k *keeping) within(ctx context.Context, d cli.DataOptions, fn func(*house) error) error {
	if err := existing(d); err != nil {
		return err
	}
	return k.opened(ctx, d, fn)
}

func (k *keeping) opened(ctx context.Context, d cli.DataOptions, fn func(*house) error) error {
	h, err := k.open(ctx, d, clock.System{})
	if err != nil {
		return err
	}
	if err := fn(h); err != nil {
		_ = h.store.Close()
		return err
	}
	return h.store.Close()
}

// Setup does the first run.
func (k *keeping) Setup(ctx context.Context, d cli.DataOptions, answers []byte) error {
	var a people.Answers
	if err := json.Unmarshal(answers, &a); err != nil {
		return fmt.Errorf("answers: %w", err)
	}
	return k.opened(ctx, d, func(h *house) error {
		if err := h.furnish(ctx); err != nil {
			return err
		}
		return h.people.Setup(ctx, a)
	})
}

// CreateToken makes a bearer token.
func (k *keeping) CreateToken(ctx context.Context, d cli.DataOptions, username, name string, scopes []string, life time.Duration) (string, error) {
	var secret string
	err := k.within(ctx, d, func(h *house) error {
		var err error
		secret, err = h.people.IssueToken(ctx, username, name, scopes, life)
		return err
	})
	return secret, err
}

// SetPassword gives somebody a password.
func (k *keeping) SetPassword(ctx context.Context, d cli.DataOptions, username, secret string) error {
	return k.within(ctx, d, func(h *house) error {
		return h.people.SetPasswordOf(ctx, username, secret)
	})
}

// VerifyAudit proves the chain, after linking what waits.
func (k *keeping) VerifyAudit(ctx context.Context, d cli.DataOptions) (any, bool, error) {
	var report store.AuditReport
	err := k.within(ctx, d, func(h *house) error {
		for {
			n, err := h.store.LinkAudit(ctx, h.desk.Clock.Now(), 5000)
			if err != nil {
				return err
			}
			if n == 0 {
				break
			}
		}
		var err error
		report, err = h.store.VerifyAudit(ctx)
		return err
	})
	return report, report.OK, err
}

// Rebuild drops the states of runs and makes them anew from the journal.
func (k *keeping) Rebuild(ctx context.Context, d cli.DataOptions, progress func(done, total int)) (any, bool, error) {
	var report runs.Rebuilt
	release, err := hold(d, true)
	if err != nil {
		return report, false, err
	}
	defer release()
	err = k.within(ctx, d, func(h *house) error {
		var err error
		report, err = h.deals.Rebuild(ctx, progress)
		return err
	})
	return report, report.OK(), err
}

// OpenAPI returns the description of the API.
func (k *keeping) OpenAPI() ([]byte, error) {
	catalogue, err := opportunity.Catalogue()
	if err != nil {
		return nil, err
	}
	d := desk.New(desk.Parts{})
	return api.New(api.Config{
		Desk: d, People: people.New(d, nil), Deals: deals.New(d, nil, nil, catalogue, k.words), Words: k.words, Web: web.Files(), Version: version,
	}).OpenAPI()
}

// Serve runs the server until ctx ends.
func (k *keeping) Serve(ctx context.Context, o cli.ServeOptions) error {
	now, err := clockOf(o)
	if err != nil {
		return err
	}
	if o.Demo && !loopback(o.Addr) {
		return fault.New(fault.Invalid, "serve.demo_loopback", fault.Args{"addr": o.Addr})
	}
	release, err := hold(o.DataOptions, false)
	if err != nil {
		return err
	}
	defer release()
	h, err := k.open(ctx, o.DataOptions, now)
	if err != nil {
		return err
	}
	defer func() { _ = h.store.Close() }()
	if err := h.furnish(ctx); err != nil {
		return err
	}
	if o.Demo {
		if err := k.demo(ctx, h, o, now); err != nil {
			return err
		}
	}
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	care := keeper.New(ctx, h.desk, log)
	bringer := imports.New(h.desk, h.book, care.Spawn)
	if err := bringer.Abandon(ctx); err != nil {
		return err
	}
	care.Run()
	defer care.Stop()
	server := api.New(api.Config{
		Desk: h.desk, People: h.people, Accounts: h.accounts, Deals: h.deals, Charts: h.charts, Imports: bringer, Records: h.records,
		Words: k.words, Log: log, Web: web.Files(), Demo: o.Demo, Secure: o.Secure, Version: version,
	})
	return k.listen(ctx, o, server.Handler())
}

// demo loads the demo company into an empty database; one that is there stays.
func (k *keeping) demo(ctx context.Context, h *house, o cli.ServeOptions, now clock.Clock) error {
	day := now.Now().On(h.desk.Zone)
	if o.SeedDate != "" {
		d, ok := clock.ParseDate(o.SeedDate)
		if !ok {
			return fault.New(fault.Invalid, "serve.seed_date", fault.Args{"value": o.SeedDate})
		}
		day = d
	}
	return demo.Load(ctx, demo.Parts{
		Store: h.store, Blobs: h.blobs, IDs: id.Random{}, Zone: h.desk.Zone, Passwords: h.passwords, Lifecycles: h.tables,
		Catalogue: h.catalogue, Words: k.words,
	}, day)
}

// clockOf returns the machine's clock, or a frozen one for demos.
func clockOf(o cli.ServeOptions) (clock.Clock, error) {
	if o.Clock == "" {
		return clock.System{}, nil
	}
	t, err := time.Parse(time.RFC3339, o.Clock)
	if err != nil || !o.Demo {
		return nil, fault.New(fault.Invalid, "serve.clock", fault.Args{"value": o.Clock})
	}
	return clock.Fixed(clock.Of(t)), nil
}

// loopback reports whether an address can be reached from this machine only.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// listen serves until ctx ends, then lets running requests finish.
func (k *keeping) listen(ctx context.Context, o cli.ServeOptions, handler http.Handler) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.Addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 5 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	fmt.Fprintln(os.Stderr, strings.TrimSpace(k.words.Message(language(), "serve.ready", fault.Args{"url": "http://" + l.Addr().String()})))
	if !web.Built() {
		fmt.Fprintln(os.Stderr, k.words.Message(language(), "serve.no_web", nil))
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	return server.Shutdown(grace)
}
