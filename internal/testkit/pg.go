package testkit

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// Postgres is a PostgreSQL server that lives as long as a test run: its data
// lies in a temporary directory, it listens on 127.0.0.1 only and does not
// care for power cuts.
type Postgres struct {
	DSN string // of the superuser; may create databases and schemas

	dir   string
	bin   string
	owner *syscall.Credential // nil when the present user owns the server
}

// StartPostgres starts a server from the newest binaries of the machine. As
// root it runs them as the user postgres, since they refuse root.
func StartPostgres(ctx context.Context) (*Postgres, error) {
	bin, err := postgresBinaries()
	if err != nil {
		return nil, err
	}
	owner, err := postgresOwner()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "qiju-pg-")
	if err != nil {
		return nil, fmt.Errorf("make data directory: %w", err)
	}
	p := &Postgres{dir: dir, bin: bin, owner: owner}
	if err := p.start(ctx); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return p, nil
}

// Stop stops the server at once and removes its data.
func (p *Postgres) Stop(ctx context.Context) error {
	err := p.run(ctx, "pg_ctl", "-D", p.data(), "-m", "immediate", "-w", "stop")
	return errors.Join(err, os.RemoveAll(p.dir))
}

func (p *Postgres) data() string { return filepath.Join(p.dir, "data") }

func (p *Postgres) start(ctx context.Context) error {
	if p.owner != nil {
		if err := os.Chown(p.dir, int(p.owner.Uid), int(p.owner.Gid)); err != nil {
			return fmt.Errorf("give away data directory: %w", err)
		}
	}
	port, err := freePort(ctx)
	if err != nil {
		return err
	}
	if err := p.run(ctx, "initdb", "-D", p.data(), "-U", "qiju", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
		"--no-sync"); err != nil {
		return err
	}
	options := fmt.Sprintf("-h 127.0.0.1 -p %d -k %s -c fsync=off -c synchronous_commit=off -c full_page_writes=off"+
		" -c max_connections=300 -c deadlock_timeout=20ms", port, p.dir)
	if err := p.run(ctx, "pg_ctl", "-D", p.data(), "-l", filepath.Join(p.dir, "log"), "-o", options, "-w", "start"); err != nil {
		return err
	}
	p.DSN = "postgres://qiju@127.0.0.1:" + strconv.Itoa(port) + "/postgres?sslmode=disable"
	return nil
}

func (p *Postgres) run(ctx context.Context, program string, args ...string) error {
	cmd := exec.CommandContext(ctx, filepath.Join(p.bin, program), args...)
	cmd.Dir = p.dir
	log, err := os.CreateTemp("", "qiju-pg-log-") // a file, since the server keeps what pg_ctl writes to open
	if err != nil {
		return fmt.Errorf("make log: %w", err)
	}
	defer func() { _ = errors.Join(log.Close(), os.Remove(log.Name())) }()
	cmd.Stdout, cmd.Stderr = log, log
	if p.owner != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.owner}
	}
	if err := cmd.Run(); err != nil {
		said, readErr := os.ReadFile(log.Name())
		return errors.Join(fmt.Errorf("%s: %w\n%s", program, err, said), readErr)
	}
	return nil
}

// postgresBinaries finds the directory of initdb and pg_ctl: Debian keeps them
// out of PATH, by version.
func postgresBinaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.Join(errors.New("no PostgreSQL server is installed (package postgresql)"), err)
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
}

// version returns the number in /usr/lib/postgresql/15/bin/initdb.
func version(path string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	if err != nil {
		return 0
	}
	return n
}

// postgresOwner returns whom root runs the server as; nil for anybody else.
func postgresOwner() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("root cannot run PostgreSQL: %w", err)
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	if err := errors.Join(err1, err2); err != nil {
		return nil, fmt.Errorf("user postgres: %w", err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

func freePort(ctx context.Context) (int, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer func() { _ = l.Close() }()
	address, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return 0, errors.New("find a free port: no TCP address")
	}
	return address.Port, nil
}
