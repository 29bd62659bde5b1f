package engine

import (
	"slices"
	"strings"

	"qiju/internal/base/fault"
	"qiju/internal/chart"
	"qiju/internal/condition"
)

// call starts the run that n waits for (调用). It is always a run of its own.
func (s *stepper) call(token string, n *chart.Node) error {
	id, err := s.newRun()
	if err != nil {
		return err
	}
	s.emit(Entry{Kind: LinkedRun, Token: token, Node: n.ID, Link: &Link{
		Node: n.ID, Chart: n.Call, Run: id, Token: token, Fresh: true, Waits: true,
	}})
	return nil
}

// startLinked starts or links the runs of n's 启动 lines. Lines without a
// condition always count; of the others the first that holds, in written order,
// else 否则. It reports false where an undetermined condition stopped the token.
func (s *stepper) startLinked(token string, n *chart.Node) (bool, error) {
	starts, missing := chosenStarts(n.Starts, s.env.Facts)
	if missing != nil {
		s.fail(token, n.ID, "engine.stuck_unknown", Args{"node": n.ID, "missing": strings.Join(missing, ", ")})
		return false, nil
	}
	for _, st := range starts {
		if err := s.startOne(token, n, st); err != nil {
			return false, err
		}
	}
	return true, nil
}

// chosenStarts returns the lines that count. missing is not nil when that
// cannot be said; it then names the unknown facts.
func chosenStarts(lines []chart.StartOf, env condition.Env) (chosen []chart.StartOf, missing []string) {
	var otherwise *chart.StartOf
	done := false
	for i, st := range lines {
		switch {
		case st.Else:
			otherwise = &lines[i]
		case st.Cond == nil:
			chosen = append(chosen, st)
		case done:
		default:
			r := st.Cond.Test(env)
			switch r.Verdict {
			case condition.True:
				chosen, done = append(chosen, st), true
			case condition.Undetermined:
				return nil, append([]string{}, r.Missing...)
			case condition.False:
			}
		}
	}
	if otherwise != nil && !done {
		chosen = append(chosen, *otherwise)
	}
	return chosen, nil
}

// startOne starts one linked run, or links the open run of that chart for the
// same subject.
func (s *stepper) startOne(token string, n *chart.Node, st chart.StartOf) error {
	link := Link{Node: n.ID, Chart: st.Chart, At: st.Node, Token: token}
	link.Run = s.openRun(st.Chart)
	if link.Run == "" {
		id, err := s.newRun()
		if err != nil {
			return err
		}
		if s.started == nil {
			s.started = map[string]RunID{}
		}
		s.started[st.Chart] = id
		link.Run, link.Fresh = id, true
	}
	known := slices.ContainsFunc(s.run.Links, func(l Link) bool { return l.Run == link.Run && l.Node == n.ID })
	if !known {
		s.emit(Entry{Kind: LinkedRun, Token: token, Node: n.ID, Link: &link})
	}
	return nil
}

// openRun returns the open run of a chart for the same subject, "" if there is
// none. The run itself does not count.
func (s *stepper) openRun(chartID string) RunID {
	if id := s.started[chartID]; id != "" {
		return id
	}
	if id := s.env.OpenRuns[chartID]; id != s.run.ID {
		return id
	}
	return ""
}

// newRun takes the id for a run that is started.
func (s *stepper) newRun() (RunID, error) {
	if s.env.NewRunID == nil {
		return "", fault.New(fault.Internal, "engine.run_ids_missing", nil)
	}
	id := s.env.NewRunID(s.fresh)
	s.fresh++
	return id, nil
}

// linkEnded notes the end of a linked run; the token that waited for it goes on.
func (s *stepper) linkEnded(c LinkEnded) error {
	if c.EndNode == "" {
		return fault.Field("endNode", "engine.end_missing", nil)
	}
	var links []Link
	for _, l := range s.run.Links {
		if l.Run == c.Run && l.Ended == "" {
			l.Ended = c.EndNode
			links = append(links, l)
		}
	}
	if len(links) == 0 {
		return fault.New(fault.Conflict, "engine.link_unknown", fault.Args{"run": string(c.Run)})
	}
	s.emit(Entry{Kind: Unlinked, Node: links[0].Node, Link: &links[0]})
	for _, l := range links {
		t := s.run.token(l.Token)
		if l.Waits && t != nil && t.Node == l.Node && t.Phase == Linked {
			n := s.rel.nodes[l.Node]
			s.emit(Entry{Kind: Completed, Token: l.Token, Node: n.ID})
			s.leave(l.Token, n, n.Exits)
		}
	}
	return nil
}

// resume wakes a suspended run.
func (s *stepper) resume() error {
	if s.run.State != Suspended {
		return fault.New(fault.Conflict, "engine.not_suspended", nil)
	}
	s.act(Entry{Kind: Resumed})
	return nil
}
