package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"qiju/internal/base/fault"
)

// mostStatements is how many prepared statements a connection keeps.
const mostStatements = 400

// pool is a fixed number of connections, each with its prepared statements.
type pool struct {
	db      *sql.DB
	dialect dialect
	lanes   chan *lane
	watch   func(text string, args []any) // given to every transaction; nil but in tests
}

// lane is one connection. Its transaction is begun and ended by plain
// statements, so that nothing but transact can end it.
type lane struct {
	conn       *sql.Conn // nil until first used, and after it broke
	statements map[string]*sql.Stmt
}

func newPool(db *sql.DB, d dialect, size int) *pool {
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	p := &pool{db: db, dialect: d, lanes: make(chan *lane, size)}
	for range size {
		p.lanes <- &lane{}
	}
	return p
}

// transact runs fn between begin and COMMIT on one connection. It reports
// whether another attempt may succeed.
func (p *pool) transact(ctx context.Context, begin string, fn func(*tx) error) (more bool, err error) {
	l, err := p.take(ctx)
	if err != nil {
		return false, err
	}
	defer func() { p.lanes <- l }()
	if err := l.begin(ctx, p.db, begin); err != nil {
		l.discard()
		return p.refused(err)
	}
	committed := false
	defer func() { // also when fn panics
		if !committed && l.end(ctx, "ROLLBACK") != nil {
			l.discard()
		}
	}()
	t := &tx{lane: l, dialect: p.dialect, watch: p.watch}
	err = fn(t)
	if err == nil && t.broken == nil {
		if err := l.end(ctx, "COMMIT"); err != nil {
			_, f := p.refused(err)
			return false, f // perhaps it was committed: never do it twice
		}
		committed = true
		return false, nil
	}
	if t.broken == nil {
		return false, err
	}
	more, f := p.refused(t.broken)
	if err == nil {
		err = f
	}
	return more, err
}

// refused turns an error of the database into a fault and says whether another
// attempt may succeed.
func (p *pool) refused(err error) (bool, error) {
	f, more := judge(p.dialect, err)
	return more, f
}

// take waits for a free connection.
func (p *pool) take(ctx context.Context) (*lane, error) {
	select {
	case l := <-p.lanes:
		return l, nil
	default:
	}
	select {
	case l := <-p.lanes:
		return l, nil
	case <-ctx.Done():
		return nil, &fault.Error{Kind: fault.Busy, Key: "fault.busy", Err: ctx.Err()}
	}
}

// close waits for every connection to come back and closes it.
func (p *pool) close() {
	for range cap(p.lanes) {
		l := <-p.lanes
		l.close()
	}
}

// begin opens the connection where it is not open and starts a transaction.
func (l *lane) begin(ctx context.Context, db *sql.DB, begin string) error {
	if l.conn == nil {
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		l.conn, l.statements = conn, map[string]*sql.Stmt{}
	}
	_, err := l.conn.ExecContext(ctx, begin)
	return err
}

// end commits or rolls back, also when ctx was cancelled.
func (l *lane) end(ctx context.Context, how string) error {
	_, err := l.conn.ExecContext(context.WithoutCancel(ctx), how)
	return err
}

// prepared returns the statement for text, preparing it when it is new here.
func (l *lane) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	if s, ok := l.statements[text]; ok {
		return s, nil
	}
	if len(l.statements) >= mostStatements {
		l.forget()
	}
	s, err := l.conn.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	l.statements[text] = s
	return s, nil
}

func (l *lane) forget() {
	for _, s := range l.statements {
		_ = s.Close()
	}
	clear(l.statements)
}

func (l *lane) close() {
	if l.conn == nil {
		return
	}
	l.forget()
	_ = l.conn.Close()
	l.conn = nil
}

// discard closes a connection whose state is not known; the next transaction
// opens another one.
func (l *lane) discard() {
	if l.conn == nil {
		return
	}
	l.forget() // while the connection lives: its statements point into it
	_ = l.conn.Raw(func(any) error { return driver.ErrBadConn })
	l.close()
}

// judge turns an error into a fault. Faults pass unchanged.
func judge(d dialect, err error) (f *fault.Error, more bool) {
	if errors.As(err, &f) {
		return f, false
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return &fault.Error{Kind: fault.Busy, Key: "fault.busy", Err: err}, false
	}
	kind, key, more := d.judge(err)
	return &fault.Error{Kind: kind, Key: key, Err: err}, more
}
