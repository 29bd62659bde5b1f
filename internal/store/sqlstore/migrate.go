package sqlstore

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"io"
	"io/fs"

	"github.com/pressly/goose/v3"

	"qiju/internal/base/fault"
)

// migrations go forward only: what was released is never changed and has no
// way down. A restored backup is the way back.
//
//go:embed migration/*.sql
var migrations embed.FS

// migrate brings the schema up to date. A schema newer than the program is
// refused; with asIs an older one is, too.
func migrate(ctx context.Context, db *sql.DB, d dialect, asIs bool) error {
	provider, err := newProvider(db, d)
	if err != nil {
		return err
	}
	has, knows, err := provider.GetVersions(ctx)
	if err != nil {
		f, _ := judge(d, err)
		return f
	}
	args := fault.Args{"schema": has, "program": knows}
	switch {
	case has > knows:
		return fault.New(fault.Conflict, "store.schema_newer", args)
	case has < knows && asIs:
		return fault.New(fault.Conflict, "store.schema_older", args)
	case has == knows:
		return nil
	}
	if _, err := provider.Up(ctx); err != nil {
		f, _ := judge(d, err)
		return f
	}
	return nil
}

func newProvider(db *sql.DB, d dialect) (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migration")
	if err != nil {
		return nil, fault.Wrap(err, "migrations")
	}
	options := []goose.ProviderOption{
		goose.WithDisableGlobalRegistry(true),
		goose.WithLogger(goose.NopLogger()),
		goose.WithTableName("schema_version"),
	}
	if d.goose() == goose.DialectPostgres {
		options = append(options, goose.WithSessionLocker(migrationLock{}))
	}
	provider, err := goose.NewProvider(d.goose(), db, translated{dir, d}, options...)
	if err != nil {
		return nil, fault.Wrap(err, "migrations")
	}
	return provider, nil
}

// translated is the directory of migrations in the words of a dialect.
type translated struct {
	fs.FS
	dialect dialect
}

// Open implements fs.FS.
func (t translated) Open(name string) (fs.File, error) {
	f, err := t.FS.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return f, err
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	return paper{f, bytes.NewReader([]byte(t.dialect.ddl(string(text))))}, nil
}

// paper is a file whose content was translated.
type paper struct {
	fs.File
	text *bytes.Reader
}

// Read implements fs.File.
func (p paper) Read(b []byte) (int, error) { return p.text.Read(b) }

// migrationLock lets one of several servers that start at once migrate, on
// PostgreSQL; the others wait for it. SQLite's migrations take its write lock.
type migrationLock struct{}

const lockKey = "hashtext('qiju migration ' || current_schema())"

// SessionLock implements goose's lock.SessionLocker. A migration may last
// longer than anything else may wait, so the connection waits without limit.
func (migrationLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, "SET lock_timeout = 0"); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock("+lockKey+")")
	return err
}

// SessionUnlock implements goose's lock.SessionLocker.
func (migrationLock) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_unlock("+lockKey+")"); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, "RESET lock_timeout")
	return err
}
