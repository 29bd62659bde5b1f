package engine

import (
	"slices"
	"strconv"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
)

// The loop guard: what one command may walk, and how often a node may be
// visited, before its token stops as stuck.
const (
	maxSteps  = 1000
	maxVisits = 100
)

// Step carries out a command on a run of rel and returns the new run and the
// journal entries that lead to it; Fold over the entries gives the same run.
// There may be no entry: then nothing happened. Step is deterministic and never
// changes its arguments. On an error nothing has happened.
//
// Faults: Conflict where the run, the token or the node does not allow the
// command (an ended run allows none), Invalid where the command is incomplete
// or names what is not in the chart, Gate where the conditions of a gate do not
// hold (one part per condition), Internal where run and release do not belong
// together.
func Step(rel *Release, run Run, cmd Command, env Env) (Run, []Entry, error) {
	s := &stepper{rel: rel, env: env, run: run.clone()}
	err := s.admit(cmd)
	if err == nil {
		err = s.do(cmd)
	}
	if err == nil {
		err = s.drain()
	}
	if err != nil {
		return run, nil, err
	}
	s.settle()
	return s.run, s.entries, nil
}

// stepper is the work of one Step: a copy of the run, the entries so far, and
// the tokens that are on an arrow.
type stepper struct {
	rel     *Release
	env     Env
	run     Run
	entries []Entry
	moving  []move
	steps   int
	fresh   int              // runs started so far
	started map[string]RunID // chart → run started by this command
	end     string           // end node that a token reached last
}

// move is a token on its way into a node.
type move struct{ token, node, via string }

// admit judges whether the run accepts the command at all.
func (s *stepper) admit(cmd Command) error {
	if !s.rel.Executable() {
		return fault.New(fault.Conflict, "engine.not_executable", fault.Args{"chart": s.rel.Chart.ID})
	}
	switch cmd.(type) {
	case Start, Place, PlaceEnded:
		if s.run.ID != "" {
			return fault.New(fault.Conflict, "engine.run_exists", nil)
		}
		return nil
	}
	switch {
	case s.run.ID == "":
		return fault.New(fault.Conflict, "engine.run_missing", nil)
	case s.run.Release != s.rel.Hash:
		return fault.New(fault.Internal, "engine.other_release", nil)
	case s.run.State == Ended:
		return fault.New(fault.Conflict, "engine.run_ended", nil)
	case s.run.State != Suspended:
		return nil
	}
	switch cmd.(type) {
	case Complete, Decide, Gate, Retry:
		return fault.New(fault.Conflict, "engine.suspended", nil)
	}
	return nil
}

// do carries out the act itself; what follows from it is left to drain.
func (s *stepper) do(cmd Command) error {
	switch c := cmd.(type) {
	case Start:
		return s.begin(c)
	case Place:
		return s.place(c)
	case PlaceEnded:
		return s.placeEnded(c)
	case Complete:
		return s.complete(c)
	case Decide:
		return s.decide(c)
	case Gate:
		return s.gate(c)
	case DocumentReached:
		s.documentReached(c)
		return nil
	case Resume:
		return s.resume()
	case LinkEnded:
		return s.linkEnded(c)
	case Retry:
		return s.retry(c)
	}
	return fault.New(fault.Internal, "engine.command_unknown", nil)
}

// emit writes an entry that follows by itself.
func (s *stepper) emit(e Entry) {
	e.Seq, e.At = s.run.Seq+1, s.env.Now
	s.entries = append(s.entries, e)
	s.run.fold(e)
}

// act writes an entry that somebody did.
func (s *stepper) act(e Entry) {
	e.By = s.env.By
	s.emit(e)
}

// drain lets every token on an arrow walk until it has to wait.
func (s *stepper) drain() error {
	for len(s.moving) > 0 {
		m := s.moving[0]
		s.moving = s.moving[1:]
		if err := s.enter(m); err != nil {
			return err
		}
	}
	return nil
}

// settle ends the run when no token is left.
func (s *stepper) settle() {
	if len(s.run.Tokens) == 0 && s.run.State != Ended {
		s.emit(Entry{Kind: Ran, Node: s.end})
	}
}

// enter brings a token to a node.
func (s *stepper) enter(m move) error {
	n := s.rel.nodes[m.node]
	phase := Open
	if m.via != "" && s.rel.isJoin(n) {
		phase = Joining
	}
	visits := s.run.visits(n.ID)
	s.steps++
	s.emit(Entry{Kind: Entered, Token: m.token, Node: n.ID, Edge: m.via, Phase: phase})
	if s.steps > maxSteps || visits >= maxVisits {
		s.fail(m.token, n.ID, "engine.stuck_loop", Args{"node": n.ID, "visits": strconv.Itoa(visits + 1)})
		return nil
	}
	return s.arrive(m.token, n, phase)
}

// arrive does what a node does with a token that has come to it.
func (s *stepper) arrive(token string, n *chart.Node, phase Phase) error {
	switch n.Kind {
	case chart.Start:
		s.leave(token, n, n.Exits)
	case chart.End:
		s.end = n.ID
		s.emit(Entry{Kind: Finished, Token: token, Node: n.ID})
	case chart.Terminate:
		s.terminate(token, n)
	case chart.Decision:
		s.arriveDecision(token, n)
	case chart.Parallel:
		if phase == Joining {
			s.join(n)
			return nil
		}
		s.leave(token, n, n.Exits)
	case chart.Process:
		return s.arriveProcess(token, n)
	case chart.Inclusive, chart.FirstOf, chart.Event, chart.Store:
		s.fail(token, n.ID, "engine.stuck_unsupported", Args{"node": n.ID})
	}
	return nil
}

// leave sends a token out of n by exits: by the first itself, by each further
// one a new token. Without an exit it is stuck.
func (s *stepper) leave(token string, n *chart.Node, exits []*chart.Edge) {
	if len(exits) == 0 {
		s.fail(token, n.ID, "engine.stuck_no_exit", Args{"node": n.ID})
		return
	}
	for i, e := range exits {
		if i > 0 {
			token = s.run.nextToken()
		}
		s.emit(Entry{Kind: Moved, Token: token, Node: n.ID, Edge: e.ID})
		s.moving = append(s.moving, move{token: token, node: e.To, via: e.ID})
	}
}

// fail stops a token at a node with an incident.
func (s *stepper) fail(token, node, key string, args Args) {
	s.emit(Entry{Kind: Failed, Token: token, Node: node, Key: key, Args: args})
}

// terminate ends all tokens (○! kills its scope).
func (s *stepper) terminate(token string, n *chart.Node) {
	var others []string
	for _, t := range s.run.Tokens {
		if t.ID != token {
			others = append(others, t.ID)
		}
	}
	s.end, s.moving = n.ID, nil
	s.emit(Entry{Kind: Finished, Token: token, Tokens: others, Node: n.ID})
}

// live returns a token that waits for somebody, and its node. A stuck token is
// returned too, its phase says so.
func (s *stepper) live(id string) (Token, *chart.Node, error) {
	i := slices.IndexFunc(s.run.Tokens, func(t Token) bool { return t.ID == id })
	if i < 0 {
		return Token{}, nil, fault.New(fault.Conflict, "engine.token_gone", fault.Args{"token": id})
	}
	t := s.run.Tokens[i]
	if t.Phase == Joining || t.Phase == Linked {
		return Token{}, nil, fault.New(fault.Conflict, "engine.token_waits", fault.Args{"node": t.Node})
	}
	return t, s.rel.nodes[t.Node], nil
}

// retry lets a stuck token do again what its node does.
func (s *stepper) retry(c Retry) error {
	t, n, err := s.live(c.Token)
	if err != nil {
		return err
	}
	if t.Phase != Stuck {
		return fault.New(fault.Conflict, "engine.token_not_stuck", fault.Args{"node": t.Node})
	}
	phase := Open
	if t.Via != "" && s.rel.isJoin(n) {
		phase = Joining
	}
	s.act(Entry{Kind: Resumed, Token: t.ID, Node: n.ID, Phase: phase})
	return s.arrive(t.ID, n, phase)
}
