package lifecycle_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"qiju/internal/base/fault"
	"qiju/internal/sales/lifecycle"
)

func load(t *testing.T) *lifecycle.Set {
	t.Helper()
	set, err := lifecycle.Load()
	if err != nil {
		t.Fatal(fault.Of(err).Err)
	}
	return set
}

func table(t *testing.T, name string) *lifecycle.Table {
	t.Helper()
	tb, ok := load(t).Table(name)
	if !ok {
		t.Fatalf("there is no table %s", name)
	}
	return tb
}

func TestAllTablesOfAppendixFAreThere(t *testing.T) {
	t.Parallel()
	set := load(t)
	transitions := 0
	for _, tb := range set.All() {
		for _, s := range tb.States() {
			transitions += len(tb.Events(s.Code))
		}
	}
	if got := len(set.All()); got != 23 || transitions != 258 {
		t.Errorf("got %d tables with %d transitions, want 23 with 258", got, transitions)
	}
}

func TestEveryStateCanReachAFinalOne(t *testing.T) {
	t.Parallel()
	for _, tb := range load(t).All() {
		if tb.Code == "phase" || tb.Code == "receipt" { // a cycle by design; matched receipts rest
			continue
		}
		for _, s := range tb.States() {
			if !reachesFinal(tb, s, map[string]bool{}) {
				t.Errorf("%s: %s never ends", tb.Name.ZH, s.Name.ZH)
			}
		}
	}
}

func reachesFinal(tb *lifecycle.Table, s lifecycle.State, seen map[string]bool) bool {
	if s.Final {
		return true
	}
	seen[s.Code] = true
	return slices.ContainsFunc(tb.Events(s.Code), func(e lifecycle.Event) bool {
		return !seen[e.To.Code] && reachesFinal(tb, e.To, seen)
	})
}

func TestS2_23_SampleGoesFromRequestToSealedSample(t *testing.T) {
	t.Parallel()
	tb := table(t, "样品")
	state := tb.Start().Code
	for _, step := range []struct{ event, want string }{
		{"standard_within_allowance", "preparing"},
		{"send", "sent"},
		{"deliver", "delivered"},
		{"start_test", "testing"},
		{"improve", "preparing"},
		{"send", "sent"},
		{"deliver", "delivered"},
		{"start_test", "testing"},
		{"approve_sample", "approved"},
		{"record_disposal", "disposed"},
	} {
		next, _, ok := tb.Next(state, step.event)
		if !ok || next.Code != step.want {
			t.Fatalf("%s in %s: got %v %v, want %s", step.event, state, next, ok, step.want)
		}
		state = next.Code
	}
	if !tb.State(state).Final {
		t.Errorf("%s is not final", state)
	}
}

func TestNextNamesItsGuards(t *testing.T) {
	t.Parallel()
	_, guards, ok := table(t, "sample").Next("testing", "improve")
	if !ok || len(guards) != 1 || guards[0].Code != "less_than_three_rounds" || guards[0].Name.ZH != "轮次<3" {
		t.Errorf("got %v %v, want 轮次<3", guards, ok)
	}
	if _, _, ok := table(t, "sample").Next("requested", "deliver"); ok {
		t.Error("a sample was delivered before it was sent")
	}
}

func TestEventsSayWhoDoesWhat(t *testing.T) {
	t.Parallel()
	events := table(t, "sample").Events("pending_approval")
	if len(events) != 2 || events[0].Code != "approve" || events[0].Name.ZH != "批准" || events[0].Actor != "经理" || events[0].To.Code != "preparing" {
		t.Errorf("got %+v, want 批准 and 不批准 by 经理", events)
	}
}

func TestTablesAreFoundByEveryName(t *testing.T) {
	t.Parallel()
	set := load(t)
	for _, name := range []string{"sample", "样品", "样品申请单"} {
		if tb, ok := set.Table(name); !ok || tb.Code != "sample" {
			t.Errorf("%s: got %v %v, want the sample table", name, tb, ok)
		}
	}
	if _, ok := set.Table("价值评估表"); ok {
		t.Error("a form has a table")
	}
}

func TestStatesOfTheChartsAreFoundByTheirChineseName(t *testing.T) {
	t.Parallel()
	for doc, names := range map[string][]string{
		"样品申请单": {"已送达", "测试中", "合格封样"},
		"报价单":   {"已发出", "客户确认"},
		"合同":    {"双方已签"},
		"发货单":   {"已送达", "已签收", "在途"},
		"招标登记":  {"不投", "中标", "落标", "废标", "流标", "放弃"},
		"验厂任务":  {"通过", "不通过", "取消"},
		"询价单":   {"婉拒"},
		"销售订单":  {"待信用"},
	} {
		tb := table(t, doc)
		for _, name := range names {
			if s, ok := tb.StateByName(name); !ok || s.Name.ZH != name || tb.State(s.Code) != s {
				t.Errorf("%s=%s: got %v %v", doc, name, s, ok)
			}
		}
		if _, ok := tb.StateByName("没有这个"); ok {
			t.Errorf("%s has a state that is not there", doc)
		}
	}
}

func TestOnlyWhatHasNoEffectIsHeldOrVoided(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, table, state string
		open               bool
	}{
		{"a new sample request", "sample", "requested", true},
		{"a sample on its way", "sample", "sent", false},
		{"a quotation in approval", "quotation", "in_approval", true},
		{"a quotation sent", "quotation", "sent", false},
		{"a state that there is not", "sample", "nowhere", false},
		{"a voided document", "sample", lifecycle.Void, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tb := table(t, tt.table)
			held, _, canHold := tb.Next(tt.state, lifecycle.HoldEvent)
			voided, _, canVoid := tb.Next(tt.state, lifecycle.VoidEvent)
			back, canResume := tb.Resume(tt.state)
			if canHold != tt.open || canVoid != tt.open || canResume != tt.open {
				t.Errorf("hold %v, void %v, resume %v, want %v", canHold, canVoid, canResume, tt.open)
			}
			if tt.open && (held.Code != lifecycle.OnHold || voided.Code != lifecycle.Void || !voided.Final || back.Code != tt.state) {
				t.Errorf("got %v, %v and back to %v", held, voided, back)
			}
		})
	}
	tb := table(t, "sample")
	if _, _, ok := tb.Next(lifecycle.OnHold, lifecycle.VoidEvent); !ok {
		t.Error("what is on hold cannot be voided")
	}
	if _, _, ok := tb.Next(lifecycle.OnHold, lifecycle.HoldEvent); ok {
		t.Error("what is on hold was put on hold")
	}
	if s, ok := tb.StateByName("挂起"); !ok || s.Code != lifecycle.OnHold {
		t.Errorf("挂起: got %v %v", s, ok)
	}
}

func TestWalksStayInsideTheTable(t *testing.T) {
	t.Parallel()
	set := load(t)
	rapid.Check(t, func(t *rapid.T) {
		tb := rapid.SampledFrom(set.All()).Draw(t, "table")
		state := tb.Start()
		for range 30 {
			events := tb.Events(state.Code)
			if state.Final != (len(events) == 0) {
				t.Fatalf("%s: %s is final %v with %d events", tb.Code, state.Code, state.Final, len(events))
			}
			if state.Final {
				return
			}
			e := rapid.SampledFrom(events).Draw(t, "event")
			next, _, ok := tb.Next(state.Code, e.Code)
			if !ok || next != e.To || tb.State(next.Code) != next {
				t.Fatalf("%s: %s in %s leads to %v, want %v", tb.Code, e.Code, state.Code, next, e.To)
			}
			state = next
		}
	})
}

func TestReadRefusesTablesThatDoNotHold(t *testing.T) {
	t.Parallel()
	const head = "table 甲 a\nstate 一 one\nstate 二 two\n"
	tests := []struct{ name, text string }{
		{"no states", "table 甲 a\n"},
		{"no name", "state 一 one\n"},
		{"a name without a code", "table 甲\n"},
		{"a state twice", head + "state 一 uno\n一 -> 二 : 去 go @甲\n"},
		{"a code twice", head + "state 三 one\n一 -> 二 : 去 go @甲\n"},
		{"a state that is not reached", head + "二 -> 一 : 回 back @甲\n"},
		{"a transition twice", head + "一 -> 二 : 去 go @甲\n一 -> 一 : 留 go @甲\n"},
		{"a state that is not declared", head + "一 -> 三 : 去 go @甲\n"},
		{"an event without a code", head + "一 -> 二 : 去 @甲\n"},
		{"an event without an actor", head + "一 -> 二 : 去 go\n"},
		{"a guard without a code", head + "一 -> 二 : 去 go @甲 [理由]\n"},
		{"a line of something else", head + "一 二 三\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := lifecycle.Read(fstest.MapFS{"a.txt": {Data: []byte(tt.text)}})
			if !fault.Is(err, fault.Internal) {
				t.Errorf("got %v, want an internal fault", err)
			}
		})
	}
}

func TestReadRefusesADocumentWithTwoTables(t *testing.T) {
	t.Parallel()
	_, err := lifecycle.Read(fstest.MapFS{
		"a.txt": {Data: []byte("table 甲 a\ndocument 单\nstate 一 one\n")},
		"b.txt": {Data: []byte("table 乙 b\ndocument 单\nstate 一 one\n")},
	})
	if !fault.Is(err, fault.Internal) {
		t.Errorf("got %v, want an internal fault", err)
	}
}
