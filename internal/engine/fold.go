package engine

import (
	"maps"
	"slices"
	"strconv"

	"qiju/internal/base/fault"
)

// Fold returns run after the entry. It is pure and needs no release: entries
// are outcomes. run is not changed.
func Fold(run Run, e Entry) Run {
	next := run.clone()
	next.fold(e)
	return next
}

// Replay folds the whole journal of a run. It returns a fault.Internal when
// the entries do not begin with the start of a run or leave a number out.
func Replay(entries []Entry) (Run, error) {
	var run Run
	for i, e := range entries {
		if e.Seq != int64(i+1) || (e.Kind == Started) != (i == 0) || i == 0 && e.Run == nil {
			return Run{}, fault.New(fault.Internal, "engine.journal_broken", fault.Args{"seq": strconv.Itoa(i + 1)})
		}
		run.fold(e)
	}
	return run, nil
}

// clone returns a copy that can be folded without touching r.
func (r Run) clone() Run {
	r.Tokens = slices.Clone(r.Tokens)
	r.Visits = slices.Clone(r.Visits)
	r.Walked = maps.Clone(r.Walked)
	r.Decisions = slices.Clone(r.Decisions)
	r.Links = slices.Clone(r.Links)
	r.Deviations = slices.Clone(r.Deviations)
	r.Unreviewed = slices.Clone(r.Unreviewed)
	return r
}

// fold applies the entry to r in place.
func (r *Run) fold(e Entry) {
	r.Seq = e.Seq
	switch e.Kind {
	case Started:
		*r = born(*e.Run, e.Seq)
	case Entered:
		r.foldEntered(e)
	case Completed:
		r.closeVisit(e.Token, e)
	case Decided:
		r.foldDecided(e)
	case Moved:
		r.closeVisit(e.Token, e)
		r.ensureToken(e)
		r.Walked[e.Edge]++
	case Joined:
		r.consume(e)
		r.closeVisit(e.Token, e)
		r.setPhase(e.Token, Open, "", nil)
	case Placed:
		r.foldPlaced(e)
	case Returned:
		r.consume(e)
		r.closeVisit(e.Token, e)
		r.deviate(e, DeviationReturned, nil)
	case Paused:
		r.State, r.Revisit, r.Trigger = Suspended, e.Revisit, e.Trigger
	case Resumed:
		r.foldResumed(e)
	case LinkedRun:
		r.Links = append(r.Links, *e.Link)
		if e.Link.Waits {
			r.setPhase(e.Token, Linked, "", nil)
		}
	case Unlinked:
		r.foldUnlinked(e)
	case Failed:
		r.setPhase(e.Token, Stuck, e.Key, e.Args)
	case Deviated:
		r.deviate(e, DeviationDocument, Args{"doc": e.Doc, "state": e.DocState})
	case Finished:
		r.consume(e)
		r.closeVisit(e.Token, e)
		r.drop(e.Token)
	case Ran:
		r.State, r.EndNode, r.EndedAt = Ended, e.Node, e.At
		r.Revisit, r.Trigger = "", ""
	}
}

// born returns the run at its first entry.
func born(r Run, seq int64) Run {
	r.Seq, r.NextToken = seq, 1
	r.Tokens, r.Visits, r.Walked = []Token{}, []Visit{}, map[string]int{}
	r.Decisions, r.Links, r.Deviations = []Decision{}, []Link{}, []Deviation{}
	return r
}

func (r *Run) foldEntered(e Entry) {
	t := r.ensureToken(e)
	*t = Token{ID: e.Token, Node: e.Node, Via: e.Edge, Since: e.At, Phase: e.Phase}
	r.Visits = append(r.Visits, Visit{Node: e.Node, Token: e.Token, In: e.At})
}

func (r *Run) foldDecided(e Entry) {
	r.Decisions = append(r.Decisions, *e.Decision)
	if e.Decision.Word != Suspend {
		r.closeVisit(e.Token, e)
	}
	if e.Decision.Override {
		r.deviate(e, DeviationOverride, Args{"reason": e.Decision.Reason})
	}
}

func (r *Run) foldPlaced(e Entry) {
	if e.Token != "" {
		r.ensureToken(e)
	}
	r.deviate(e, DeviationPlaced, nil)
	r.Unreviewed = append(r.Unreviewed, e.Gates...)
	for _, g := range e.Gates {
		r.Deviations = append(r.Deviations, Deviation{At: e.At, Kind: DeviationSkipped, Node: g})
	}
}

func (r *Run) foldResumed(e Entry) {
	if e.Token != "" {
		r.setPhase(e.Token, e.Phase, "", nil)
		return
	}
	r.State, r.Revisit, r.Trigger = Running, "", ""
}

func (r *Run) foldUnlinked(e Entry) {
	for i := range r.Links {
		if r.Links[i].Run == e.Link.Run {
			r.Links[i].Ended = e.Link.Ended
		}
	}
}

// ensureToken returns the token of e; one that is not there yet is made.
func (r *Run) ensureToken(e Entry) *Token {
	if t := r.token(e.Token); t != nil {
		return t
	}
	r.Tokens = append(r.Tokens, Token{ID: e.Token, Node: e.Node, Since: e.At, Phase: Open})
	r.NextToken++
	return &r.Tokens[len(r.Tokens)-1]
}

// token returns the live token with id, nil if there is none.
func (r *Run) token(id string) *Token {
	for i := range r.Tokens {
		if r.Tokens[i].ID == id {
			return &r.Tokens[i]
		}
	}
	return nil
}

// nextToken returns the id that the next token will have.
func (r *Run) nextToken() string { return tokenID(r.NextToken) }

// tokenID returns the id of the nth token.
func tokenID(n int) string { return "t" + strconv.Itoa(n) }

// consume drops the tokens that e consumed.
func (r *Run) consume(e Entry) {
	for _, id := range e.Tokens {
		r.closeVisit(id, e)
		r.drop(id)
	}
}

// drop takes a token away.
func (r *Run) drop(id string) {
	r.Tokens = slices.DeleteFunc(r.Tokens, func(t Token) bool { return t.ID == id })
}

// setPhase changes what a token waits for.
func (r *Run) setPhase(token string, p Phase, key string, args Args) {
	if t := r.token(token); t != nil {
		t.Phase, t.Key, t.Args = p, key, args
	}
}

// closeVisit ends the stay of a token, if it has one that is not ended yet.
func (r *Run) closeVisit(token string, e Entry) {
	for i := len(r.Visits) - 1; i >= 0; i-- {
		v := &r.Visits[i]
		if v.Token != token {
			continue
		}
		if v.How == "" {
			v.Out, v.By, v.How = e.At, e.By, e.Kind
		}
		return
	}
}

// deviate notes a deviation at the node of e.
func (r *Run) deviate(e Entry, kind string, args Args) {
	r.Deviations = append(r.Deviations, Deviation{At: e.At, Kind: kind, Node: e.Node, Args: args})
}

// visits counts the stays on a node.
func (r *Run) visits(node string) int {
	n := 0
	for _, v := range r.Visits {
		if v.Node == node {
			n++
		}
	}
	return n
}

// completedAny reports whether one of nodes was completed before.
func (r *Run) completedAny(nodes []string) bool {
	return slices.ContainsFunc(r.Visits, func(v Visit) bool {
		return v.How == Completed && slices.Contains(nodes, v.Node)
	})
}
