package id_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"qiju/internal/base/id"
)

func TestIdsCarryTheirNounAndSortByTime(t *testing.T) {
	t.Parallel()
	var made []string
	for range 5 {
		made = append(made, id.Random{}.New("opp"))
		tick := time.NewTimer(2 * time.Millisecond)
		<-tick.C
	}
	for _, s := range made {
		if id.Prefix(s) != "opp" || len(s) != len("opp_")+26 || strings.ToLower(s) != s {
			t.Errorf("id %q is not opp_ and 26 small letters or digits", s)
		}
	}
	if !slices.IsSorted(made) {
		t.Errorf("ids are not in the order of time: %v", made)
	}
}

func TestIdsAreNeverUsedTwice(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 10_000 {
		s := id.Random{}.New("x")
		if seen[s] {
			t.Fatalf("%s was given out twice", s)
		}
		seen[s] = true
	}
}

func TestASequenceRepeatsARun(t *testing.T) {
	t.Parallel()
	a, b := &id.Sequence{}, &id.Sequence{}
	for range 3 {
		if x, y := a.New("acc"), b.New("acc"); x != y {
			t.Errorf("%s and %s differ", x, y)
		}
	}
}
