package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"qiju/internal/base/fault"
)

func TestOfFindsTheFaultInTheChain(t *testing.T) {
	t.Parallel()
	gate := fault.New(fault.Gate, "gate.refused", fault.Args{"gate": "G2"})
	cause := errors.New("disk on fire")
	tests := []struct {
		name string
		err  error
		kind fault.Kind
		key  string
	}{
		{"a fault", gate, fault.Gate, "gate.refused"},
		{"a wrapped fault", fmt.Errorf("advance: %w", gate), fault.Gate, "gate.refused"},
		{"any other error is internal", cause, fault.Internal, "fault.internal"},
		{"a cause", fault.Wrap(cause, "write"), fault.Internal, "fault.internal"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := fault.Of(tt.err)
			if f.Kind != tt.kind || f.Key != tt.key || fault.KindOf(tt.err) != tt.kind || !fault.Is(tt.err, tt.kind) {
				t.Errorf("Of = %v %q, want %v %q", f.Kind, f.Key, tt.kind, tt.key)
			}
		})
	}
	if fault.Of(nil) != nil || fault.Is(nil, fault.Internal) {
		t.Error("no error is no fault")
	}
	if !errors.Is(fault.Wrap(cause, "write"), cause) {
		t.Error("the cause is lost")
	}
}

func TestWithLeavesTheFaultAsItWas(t *testing.T) {
	t.Parallel()
	whole := fault.New(fault.Invalid, "fault.invalid", nil)
	a := whole.With(fault.Field("name", "field.required", nil))
	b := a.With(fault.Field("amount", "field.out_of_range", nil))
	if len(whole.Parts) != 0 || len(a.Parts) != 1 || len(b.Parts) != 2 {
		t.Errorf("parts = %d, %d, %d; want 0, 1, 2", len(whole.Parts), len(a.Parts), len(b.Parts))
	}
}

func TestTheLogTellsKeyFieldAndCause(t *testing.T) {
	t.Parallel()
	f := fault.Field("amount", "field.out_of_range", nil)
	f.Err = errors.New("too big")
	if got, want := f.Error(), "field.out_of_range [amount]: too big"; got != want {
		t.Errorf("Error = %q, want %q", got, want)
	}
}
