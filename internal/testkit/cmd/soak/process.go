package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"
)

// patience is how long a server may take to come up or to go down.
const patience = 30 * time.Second

// program is the built program and the data directory that it serves.
type program struct {
	path string
	data string
}

// build builds the program into dir.
func build(ctx context.Context, dir string) (program, error) {
	p := program{path: filepath.Join(dir, "qiju"), data: filepath.Join(dir, "data")}
	if said, err := exec.CommandContext(ctx, "go", "build", "-o", p.path, "qiju/cmd/qiju").CombinedOutput(); err != nil {
		return p, fmt.Errorf("build the program: %w\n%s", err, said)
	}
	return p, os.MkdirAll(p.data, 0o700)
}

// command makes a command of the program that nothing outside configures.
func (p program) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, p.path, args...)
	cmd.Env = []string{"QIJU_LANG=en", "QIJU_DATA=" + p.data}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "QIJU_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	return cmd
}

// check runs a command of the program that must succeed.
func (p program) check(ctx context.Context, args ...string) error {
	if said, err := p.command(ctx, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("qiju %s: %w\n%s", strings.Join(args, " "), err, said)
	}
	return nil
}

// server is a running server process.
type server struct {
	url  string
	cmd  *exec.Cmd
	gone chan struct{} // closed when it has ended
	end  error

	mu   sync.Mutex
	said strings.Builder
}

// serve starts a server and waits until it is ready.
func (p program) serve(ctx context.Context) (*server, error) {
	s := &server{cmd: p.command(ctx, "serve", "--addr", "127.0.0.1:0"), gone: make(chan struct{})}
	stderr, err := s.cmd.StderrPipe()
	if err != nil {
		return nil, fmt.Errorf("start server: %w", err)
	}
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start server: %w", err)
	}
	address := make(chan string, 1)
	go s.listen(stderr, address)
	select {
	case s.url = <-address:
	case <-s.gone:
		return nil, fmt.Errorf("server ended at its start: %w\n%s", s.end, s.log())
	case <-time.After(patience):
		return nil, errors.Join(errors.New("server does not say its address"), s.kill())
	}
	return s, s.ready(ctx)
}

// listen reads what the server says until it ends.
func (s *server) listen(stderr io.Reader, address chan<- string) {
	url := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		s.mu.Lock()
		s.said.WriteString(lines.Text() + "\n")
		s.mu.Unlock()
		if found := url.FindString(lines.Text()); found != "" {
			select {
			case address <- found:
			default:
			}
		}
	}
	s.end = s.cmd.Wait()
	close(s.gone)
}

func (s *server) log() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.said.String()
}

// ready waits until the server says that its database can be written.
func (s *server) ready(ctx context.Context) error {
	for range 300 {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/readyz", http.NoBody)
		if err != nil {
			return fmt.Errorf("ask for readiness: %w", err)
		}
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		<-time.After(50 * time.Millisecond)
	}
	return fmt.Errorf("server does not get ready\n%s", s.log())
}

// kill ends the server at once, as kill -9 does, and waits until it is gone.
func (s *server) kill() error { return s.signal(syscall.SIGKILL) }

// stop asks the server to end; it must do so in order.
func (s *server) stop() error {
	if err := s.signal(syscall.SIGTERM); err != nil {
		return err
	}
	if s.end != nil {
		return fmt.Errorf("server ended in disorder: %w\n%s", s.end, s.log())
	}
	return nil
}

func (s *server) signal(sig os.Signal) error {
	select {
	case <-s.gone:
		return fmt.Errorf("server had ended by itself: %w\n%s", s.end, s.log())
	default:
	}
	if err := s.cmd.Process.Signal(sig); err != nil {
		return fmt.Errorf("end server: %w", err)
	}
	select {
	case <-s.gone:
		return nil
	case <-time.After(patience):
		return errors.New("server does not end")
	}
}
