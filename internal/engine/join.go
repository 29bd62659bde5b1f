package engine

import (
	"slices"

	"qiju/internal/chart"
)

// join fires n when a token waits on each of its incoming arrows. Arrows are
// counted, not tokens: a second token on the same arrow stays behind for the
// next time (chart.md §4.3.2).
func (s *stepper) join(n *chart.Node) {
	var fired []string
	for _, e := range s.rel.incoming[n.ID] {
		i := slices.IndexFunc(s.run.Tokens, func(t Token) bool {
			return t.Node == n.ID && t.Phase == Joining && t.Via == e.ID
		})
		if i < 0 {
			return
		}
		fired = append(fired, s.run.Tokens[i].ID)
	}
	s.emit(Entry{Kind: Joined, Token: fired[0], Tokens: fired[1:], Node: n.ID})
	s.leave(fired[0], n, n.Exits)
}
