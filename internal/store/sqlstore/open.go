package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"qiju/internal/base/fault"
)

// Options say how a database is opened. The zero Options suit a server.
type Options struct {
	// Readers is the number of reading connections of SQLite, and of all
	// connections of PostgreSQL; 0 for 4 and 16.
	Readers int
	// AsIs refuses a database with an older schema instead of migrating it.
	AsIs bool
}

// Open opens the database that dsn names: a URL that begins with postgres://,
// or else the path of a file, which is created when it is missing. The schema
// is brought up to date.
//
// It returns a [fault.Conflict] when the schema is newer than the program (or
// older, with Options.AsIs), and a [fault.Busy] when the database does not
// answer.
func Open(ctx context.Context, dsn string, o Options) (*Store, error) {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		return openPostgres(ctx, dsn, o)
	}
	return openSQLite(ctx, dsn, o)
}

func openPostgres(ctx context.Context, dsn string, o Options) (*Store, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fault.New(fault.Invalid, "store.address", nil) // the cause would show the password
	}
	set := func(name, value string) {
		if _, chosen := config.RuntimeParams[name]; !chosen {
			config.RuntimeParams[name] = value
		}
	}
	set("application_name", "qiju")
	set("lock_timeout", "10s")
	set("idle_in_transaction_session_timeout", "60s")
	// A plan that suits the average person reads whole tables for those who see
	// little: plan for the one who asks, at some 50 µs a statement.
	set("plan_cache_mode", "force_custom_plan")
	db := stdlib.OpenDB(*config)
	d := postgresDialect{}
	if err := migrate(ctx, db, d, o.AsIs); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	p := newPool(db, d, count(o.Readers, 16))
	return &Store{dialect: d, dbs: []*sql.DB{db}, writers: p, readers: p}, nil
}

func openSQLite(ctx context.Context, path string, o Options) (*Store, error) {
	if err := ensureFile(path); err != nil {
		return nil, err
	}
	writing, err := sql.Open("sqlite", sqliteAddress(path,
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
		"cache_size(-16000)", "temp_store(MEMORY)", "journal_size_limit(67108864)"))
	if err != nil {
		return nil, fault.Wrap(err, "open database")
	}
	d := sqliteDialect{}
	writing.SetMaxOpenConns(1)
	if err := errors.Join(migrate(ctx, writing, d, o.AsIs), durable(ctx, writing)); err != nil {
		return nil, errors.Join(fault.Of(err), writing.Close())
	}
	reading, err := sql.Open("sqlite", sqliteAddress(path,
		"busy_timeout(10000)", "query_only(1)", "foreign_keys(1)", "cache_size(-8000)", "temp_store(MEMORY)"))
	if err != nil {
		return nil, errors.Join(fault.Wrap(err, "open database"), writing.Close())
	}
	return &Store{
		dialect: d, dbs: []*sql.DB{reading, writing},
		writers: newPool(writing, d, 1), readers: newPool(reading, d, count(o.Readers, 4)),
	}, nil
}

// ensureFile creates a missing database file so that only its owner reads it;
// the files beside it inherit the mode.
func ensureFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		return &fault.Error{Kind: fault.NotFound, Key: "store.no_directory", Args: fault.Args{"path": path}, Err: err}
	}
	if err != nil {
		return fault.Wrap(err, "open database")
	}
	if err := f.Close(); err != nil {
		return fault.Wrap(err, "open database")
	}
	return nil
}

// sqliteAddress writes the driver's address of a file with the pragmas that
// every connection sets. Migrations begin IMMEDIATE.
func sqliteAddress(path string, pragmas ...string) string {
	q := url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// durable fails unless the connection really keeps what it acknowledges: WAL
// without synchronous=FULL loses commits in a power cut.
func durable(ctx context.Context, db *sql.DB) error {
	var journal string
	var sync int
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&journal); err != nil {
		return fault.Wrap(err, "read journal mode")
	}
	if err := db.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&sync); err != nil {
		return fault.Wrap(err, "read synchronous")
	}
	if journal != "wal" || sync != 2 {
		return fault.Wrap(fmt.Errorf("journal %s, synchronous %d", journal, sync), "durable settings")
	}
	return nil
}

func count(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}
