package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"qiju/internal/base/fault"
	"qiju/internal/cli"
)

// hold takes the lock of a data directory until the returned function is
// called: servers share it, a command that must be alone has it whole. It
// returns fault.Busy when the others do not let it.
func hold(d cli.DataOptions, alone bool) (func(), error) {
	if err := os.MkdirAll(d.Data, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(d.Data, "qiju.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	how := syscall.LOCK_SH
	if alone {
		how = syscall.LOCK_EX
	}
	if err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, fault.New(fault.Busy, "serve.in_use", fault.Args{"dir": d.Data})
	}
	return func() { _ = f.Close() }, nil
}
