package imports_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/desk/imports"
	"qiju/internal/store"
)

// manyProducts is a file of n products.
func manyProducts(n int) string {
	var b strings.Builder
	b.WriteString("product,series,sales_price\n")
	for i := range n {
		fmt.Fprintf(&b, "P%04d,P,1\n", i)
	}
	return b.String()
}

// stopAfter lets the server stop when the next background work has made n audit
// lines: in the midst of a batch.
func (s *shop) stopAfter(n int) {
	s.spawn = func(fn func(context.Context)) {
		ctx, stop := context.WithCancel(s.Context())
		defer stop()
		s.ids.made = func(prefix string) {
			if prefix == "aud" {
				if n--; n == 0 {
					stop()
				}
			}
		}
		fn(ctx)
		s.ids.made = nil
		s.spawn = func(fn func(context.Context)) { fn(s.Context()) }
	}
}

func TestAnImportThatIsStoppedEndsItsBatchAndIsCancelled(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.stopAfter(100)
	i, r := s.bring("product", manyProducts(700))
	if i.State != "cancelled" || i.Done != 500 || r.Made != 500 || len(r.Problems) != 0 {
		t.Fatalf("import = %s, %d done, %+v, want the first batch whole", i.State, i.Done, r)
	}
	if u, r := s.undo(i.ID); u.State != "undone" || r.Undone != 500 {
		t.Errorf("undo = %s %+v, want 500 undone", u.State, r)
	}
}

func TestAnImportCanBeCancelledBeforeItBegins(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	var later func(context.Context)
	s.spawn = func(fn func(context.Context)) { later = fn }
	i, err := s.imports.Start(t.Context(), s.boss, imports.Request{Kind: "product", Mapping: s.mapping, Content: someProducts})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.imports.Undo(t.Context(), s.boss, i.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("undo of a running import: %v, want Conflict", err)
	}
	if _, err := s.imports.Cancel(t.Context(), s.boss, i.ID); err != nil {
		t.Fatal(err)
	}
	later(t.Context())
	if i, r := s.ended(i.ID); i.State != "cancelled" || r.Made != 0 || r.Rows != 2 {
		t.Errorf("import = %s %+v, want cancelled before the first row", i.State, r)
	}
}

func TestACancelledImportCanBeAccepted(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.bring("person", somePeople)
	s.bring("product", someProducts)
	rows := make([]string, 600)
	for i := range rows {
		rows[i] = fmt.Sprintf("A%d|Ann Lee|GTXPro||Prospecting|1", i)
	}
	s.stopAfter(10)
	i, _ := s.bring("opportunity", dealsOf(rows...))
	if i.State != "cancelled" {
		t.Fatalf("import = %s, want cancelled", i.State)
	}
	if _, err := s.imports.AcceptSuggestion(t.Context(), s.boss, i.ID, "product", "GTXPro", ""); err != nil {
		t.Fatal(err)
	}
	if i, r := s.ended(i.ID); i.State != "done" || r.Waiting.NoAccount != 500 || r.Waiting.Both != 0 || !r.Suggestions[0].Accepted {
		t.Errorf("accepted = %s %+v, want 500 that wait for an account only", i.State, r)
	}
}

func TestAnUndoThatWasInterruptedGoesOn(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	i, _ := s.bring("product", manyProducts(700))
	s.stopAfter(100)
	if u, r := s.undo(i.ID); u.State != "cancelled" || r.Undone != 500 {
		t.Fatalf("interrupted undo = %s %+v, want 500 undone", u.State, r)
	}
	u, r := s.undo(i.ID)
	if u.State != "undone" || r.Undone != 700 || len(r.Touched) != 0 {
		t.Errorf("second undo = %s, %d undone, %d touched; want all 700 undone", u.State, r.Undone, len(r.Touched))
	}
	left := look(s, func(ctx context.Context, r store.Reader) ([]store.Change, error) { return r.Changes(ctx, i.ID, 0, 9) })
	if _, _, products, _ := s.visible(); products != 0 || len(left) != 0 {
		t.Errorf("%d products and %d changes are left, want none", products, len(left))
	}
}
