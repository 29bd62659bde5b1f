package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"qiju/internal/engine"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
	"qiju/internal/testkit"
)

// clients is how many people work on the server that is killed.
const clients = 8

// job is one task to complete, and what the client learnt.
type job struct {
	task  store.Task
	deal  opportunity.ID
	asked atomic.Bool // a request was sent
	acked atomic.Bool // the server said that it is done
}

// killer is the state of the kill harness.
type killer struct {
	program
	n       size
	rng     *rand.Rand
	company *testkit.Company

	mu       sync.Mutex
	made     []string // deals whose creation was acknowledged in this round
	problems []string

	kills, acked, created, unknown, kept int
	proof                                testkit.Proof
}

func (k *killer) problem(format string, args ...any) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.problems = append(k.problems, fmt.Sprintf(format, args...))
}

// killing kills a server in the middle of its work, again and again, and
// compares what it acknowledged with what is in the database (trust P1). A
// request without an answer may have been done or not, but never by half.
func killing(ctx context.Context, n size) ([]figure, []string, error) {
	dir, err := os.MkdirTemp("", "qiju-soak-")
	if err != nil {
		return nil, nil, fmt.Errorf("make directory: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	k := &killer{n: n, rng: rand.New(rand.NewPCG(n.seed, 1))}
	if k.program, err = build(ctx, dir); err != nil {
		return nil, nil, err
	}
	for range n.rounds {
		if err := k.round(ctx); err != nil {
			return nil, k.problems, err
		}
	}
	if err := k.last(ctx); err != nil {
		return nil, k.problems, err
	}
	return []figure{
		{"servers killed", k.kills},
		{"completions acknowledged", k.acked},
		{"opportunities acknowledged", k.created},
		{"requests without an answer", k.unknown},
		{"  of them done", k.kept},
		{"runs proved", k.proof.Runs},
		{"journal entries replayed", k.proof.Entries},
		{"audit lines proved", k.proof.Audit.Linked},
	}, k.problems, nil
}

// open opens the data directory in this process.
func (k *killer) open(ctx context.Context) (*testkit.Server, error) {
	return testkit.Open(ctx, testkit.Options{Dir: k.data, DSN: filepath.Join(k.data, "qiju.db")})
}

func (k *killer) round(ctx context.Context) error {
	jobs, err := k.prepare(ctx)
	if err != nil {
		return fmt.Errorf("prepare round: %w", err)
	}
	s, err := k.serve(ctx)
	if err != nil {
		return err
	}
	k.made = nil
	if err := k.work(ctx, s, jobs); err != nil {
		return err
	}
	k.kills++
	return k.judge(ctx, jobs)
}

// prepare makes the opportunities whose first tasks the clients will complete.
func (k *killer) prepare(ctx context.Context) ([]*job, error) {
	s, err := k.open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	if k.company == nil {
		if k.company, err = s.NewCompany(ctx); err != nil {
			return nil, err
		}
	}
	jobs := make([]*job, k.n.tasks)
	for i := range jobs {
		o, err := s.NewDeal(ctx, k.company.People["owner"], k.company.Account, "商机"+strconv.Itoa(i))
		if err != nil {
			return nil, err
		}
		task, err := s.TaskAt(ctx, o, "A1")
		if err != nil {
			return nil, err
		}
		jobs[i] = &job{task: task, deal: o.ID}
	}
	return jobs, nil
}

// work lets the clients work and kills the server under them.
func (k *killer) work(ctx context.Context, s *server, jobs []*job) error {
	queue := make(chan *job, len(jobs))
	for _, j := range jobs {
		queue <- j
	}
	close(queue)
	fatal, done := 1+k.rng.IntN(len(jobs)), make(chan struct{}, 2*len(jobs))
	var team sync.WaitGroup
	for range clients {
		team.Go(func() {
			for j := range queue {
				if !k.one(ctx, s, j) {
					return
				}
				done <- struct{}{}
			}
		})
	}
	for range fatal { // so many completions are acknowledged before the blow
		select {
		case <-done:
		case <-s.gone:
			return fmt.Errorf("server ended by itself: %w\n%s", s.end, s.log())
		case <-time.After(patience):
			return errors.Join(errors.New("clients make no progress"), s.kill())
		}
	}
	<-time.After(time.Duration(k.rng.IntN(3000)) * time.Microsecond)
	err := s.kill()
	team.Wait()
	return err
}

// one completes a task, and sometimes makes an opportunity. It returns false
// when the server is gone.
func (k *killer) one(ctx context.Context, s *server, j *job) bool {
	owner := k.company.People["owner"]
	j.asked.Store(true)
	a, err := send(ctx, s.url, owner.Token, "/api/v1/tasks/"+j.task.ID+"/complete", `"`+strconv.FormatInt(j.task.Rev, 10)+`"`, "{}")
	if err != nil {
		return false
	}
	if a.status != http.StatusOK {
		k.problem("completing %s: %d %s", j.task.ID, a.status, a.body)
		return true
	}
	j.acked.Store(true)
	if j.task.ID[len(j.task.ID)-1]%4 != 0 {
		return true
	}
	body := fmt.Sprintf(`{"account":%q,"name":{"zh":"新商机"},"amount":{"minor":100,"currency":"CNY"}}`, k.company.Account.ID)
	if a, err = send(ctx, s.url, owner.Token, "/api/v1/opportunities", "", body); err != nil {
		return false
	}
	var made struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(a.body, &made); err != nil || a.status != http.StatusCreated {
		k.problem("creating an opportunity: %d %s", a.status, a.body)
		return true
	}
	k.mu.Lock()
	k.made = append(k.made, made.ID)
	k.mu.Unlock()
	return true
}

// judge opens what the dead server left and compares.
func (k *killer) judge(ctx context.Context, jobs []*job) error {
	s, err := k.open(ctx)
	if err != nil {
		return fmt.Errorf("open after the kill: %w", err)
	}
	defer func() { _ = s.Close() }()
	var runs []engine.RunID
	err = s.Store.View(ctx, func(r store.Reader) error {
		runs = nil
		for _, j := range jobs {
			runs = append(runs, j.task.Run)
			if err := k.judgeJob(ctx, r, j); err != nil {
				return err
			}
		}
		for _, id := range k.made {
			run, err := k.judgeMade(ctx, r, opportunity.ID(id))
			if err != nil {
				return err
			}
			runs = append(runs, run)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read after the kill: %w", err)
	}
	proof, err := s.Prove(ctx, runs...)
	k.problems = append(k.problems, proof.Problems...)
	return err
}

// judgeJob expects a completion wholly or not at all, and wholly when it was
// acknowledged: the task closed, an entry of the journal, an audit line.
func (k *killer) judgeJob(ctx context.Context, r store.Reader, j *job) error {
	task, err := r.Task(ctx, j.task.ID)
	if err != nil {
		return err
	}
	entries, err := r.Journal(ctx, j.task.Run)
	if err != nil {
		return err
	}
	journal := 0
	for _, e := range entries {
		if e.Kind == engine.Completed && e.Token == j.task.Token && e.Node == j.task.Node {
			journal++
		}
	}
	audit, err := lines(ctx, r, string(j.deal), "complete-task")
	if err != nil {
		return err
	}
	closed := 0
	if task.ClosedAt != 0 {
		closed = 1
	}
	if closed != journal || closed != audit {
		k.problem("half done: task %s closed %d, journal %d, audit %d", task.ID, closed, journal, audit)
	}
	switch acked := j.acked.Load(); {
	case acked && closed == 0:
		k.problem("lost: task %s was acknowledged", task.ID)
	case acked:
		k.acked++
	case j.asked.Load():
		k.unknown++
		k.kept += closed
	case closed == 1:
		k.problem("done although nobody asked: task %s", task.ID)
	}
	return nil
}

// judgeMade expects an acknowledged opportunity with its run, its first task
// and its audit line.
func (k *killer) judgeMade(ctx context.Context, r store.Reader, id opportunity.ID) (engine.RunID, error) {
	o, err := r.Opportunity(ctx, id)
	if err != nil {
		k.problem("lost: opportunity %s was acknowledged: %v", id, err)
		return "", nil
	}
	k.created++
	audit, err := lines(ctx, r, string(id), "create-opportunity")
	if err != nil {
		return "", err
	}
	tasks, err := r.OpenTasksOf(ctx, engine.RunID(o.Run))
	if err != nil {
		return "", err
	}
	if o.Run == "" || audit != 1 || len(tasks) != 1 {
		k.problem("half done: opportunity %s has run %q, %d audit lines, %d tasks", id, o.Run, audit, len(tasks))
	}
	return engine.RunID(o.Run), nil
}

// last starts the server once more, stops it in order, and lets the program
// itself prove the audit chain and rebuild every state.
func (k *killer) last(ctx context.Context) error {
	s, err := k.serve(ctx)
	if err != nil {
		return err
	}
	if err := s.stop(); err != nil {
		return err
	}
	for _, args := range []string{"audit verify", "doctor --rebuild"} {
		if err := k.check(ctx, strings.Fields(args)...); err != nil {
			k.problem("%v", err)
		}
	}
	all, err := k.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = all.Close() }()
	k.proof, err = all.Prove(ctx)
	k.problems = append(k.problems, k.proof.Problems...)
	return err
}
