package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"qiju/internal/sales/account"
	"qiju/internal/sales/department"
	"qiju/internal/sales/opportunity"
	"qiju/internal/testkit"
)

// story is one deal on its way, told over HTTP only.
type story struct {
	*world

	owner, head            testkit.Person
	account, deal          string // paths
	accountID, dealID, smp string
}

// begin opens an account and a deal of its own.
func (w *world) begin(t *testing.T) *story {
	t.Helper()
	s := &story{world: w, owner: w.company.People["owner"], head: w.company.People["head"]}
	s.accountID = id(t, w.Call(t, s.owner, "POST", "/api/v1/accounts", map[string]any{"name": map[string]any{"zh": "澄远机械"}}))
	s.dealID = id(t, w.Call(t, s.owner, "POST", "/api/v1/opportunities", map[string]any{
		"account": s.accountID, "name": map[string]any{"zh": "二期产线减速机"}, "amount": map[string]any{"minor": 98_000_000, "currency": "CNY"},
	}))
	s.account, s.deal = "/api/v1/accounts/"+s.accountID, "/api/v1/opportunities/"+s.dealID
	return s
}

func id(t *testing.T, a testkit.Answer) string {
	t.Helper()
	var made struct {
		ID string `json:"id"`
	}
	a.Want(t, http.StatusCreated).Into(t, &made)
	return made.ID
}

// live returns the live nodes of the main run with their tasks.
func (s *story) live(t *testing.T) map[string]string {
	t.Helper()
	var room struct {
		Live []struct {
			Node string `json:"node"`
			Task *struct {
				ID string `json:"id"`
			} `json:"task"`
		} `json:"live"`
	}
	s.Call(t, s.owner, "GET", s.deal+"/war-room", nil).Want(t, 200).Into(t, &room)
	out := map[string]string{}
	for _, l := range room.Live {
		out[l.Node] = ""
		if l.Task != nil {
			out[l.Node] = l.Task.ID
		}
	}
	return out
}

func (s *story) complete(t *testing.T, nodes ...string) {
	t.Helper()
	for _, node := range nodes {
		task := "/api/v1/tasks/" + s.live(t)[node]
		s.Change(t, s.owner, "POST", task+"/complete", task, map[string]any{}).Want(t, 200)
	}
}

func (s *story) decide(t *testing.T, gate, word string, more map[string]any) testkit.Answer {
	t.Helper()
	body := map[string]any{"gate": gate, "word": word, "opinion": "已核对", "nextFocus": []string{"约见技术把关者"}}
	maps.Copy(body, more)
	return s.Change(t, s.head, "POST", s.deal+"/decide-gate", s.deal, body)
}

func (s *story) sample(t *testing.T, events ...string) {
	t.Helper()
	if s.smp == "" {
		s.smp = id(t, s.Call(t, s.owner, "POST", s.deal+"/samples", map[string]any{"what": "样机", "quantity": "2"}))
	}
	for _, e := range events {
		var list struct {
			Rows []struct {
				ID  string `json:"id"`
				Rev int64  `json:"rev"`
			} `json:"rows"`
		}
		s.Call(t, s.owner, "GET", s.deal+"/samples", nil).Want(t, 200).Into(t, &list)
		rev, err := json.Marshal(list.Rows[0].Rev)
		if err != nil {
			t.Fatal(err)
		}
		s.Send(t, s.actor(t, e), testkit.Request{
			Method: "POST", Path: "/api/v1/samples/" + s.smp + "/advance", Body: map[string]any{"event": e}, Rev: `"` + string(rev) + `"`,
		}).Want(t, 200)
	}
}

// actor returns whose event it is in the life of a sample.
func (s *story) actor(t *testing.T, event string) testkit.Person {
	t.Helper()
	switch event {
	case "send", "deliver":
		return s.company.People["back_office"]
	case "improve":
		engineer, err := s.Hire(t.Context(), department.Staff{Username: "engineer_" + s.accountID, Post: department.Technical, Department: "dep_sales"})
		if err != nil {
			t.Fatal(err)
		}
		return engineer
	default:
		return s.owner
	}
}

func (s *story) need(t *testing.T, more map[string]any) {
	t.Helper()
	body := map[string]any{"structure": 3, "plan": 3, "strength": 3, "urgency": 2}
	maps.Copy(body, more)
	s.Change(t, s.owner, "PUT", s.deal+"/need", s.deal, body).Want(t, 200)
}

// toG1 brings the deal to its first gate.
func (s *story) toG1(t *testing.T) {
	t.Helper()
	s.need(t, nil)
	levels := func(n int) []int { return slices.Repeat([]int{4}, n) }
	s.Change(t, s.owner, "PUT", s.account+"/score", s.account, map[string]any{
		"value": levels(len(account.ValueFactors())), "position": levels(len(account.PositionFactors())),
	}).Want(t, 200)
	s.complete(t, "A1", "A2")
}

// toG2 brings the deal to its second gate with none of the four requirements
// met: the sample was delivered and had to be made anew.
func (s *story) toG2(t *testing.T) {
	t.Helper()
	s.toG1(t)
	s.decide(t, "G1", "go", nil).Want(t, 200)
	s.sample(t, "standard_within_allowance", "send", "deliver")
	s.complete(t, "B2", "B3")
	s.sample(t, "start_test", "improve")
	if _, live := s.live(t)["G2"]; !live {
		t.Fatalf("live are %v, want G2", s.live(t))
	}
}

// requirements are the four of G2 (S2.10) and how each is met over HTTP.
func requirements() map[string]func(*testing.T, *story) {
	return map[string]func(*testing.T, *story){
		"coach_settled": func(t *testing.T, s *story) {
			t.Helper()
			contact := id(t, s.Call(t, s.owner, "POST", s.account+"/contacts", contactDraft()))
			s.Call(t, s.owner, "PUT", "/api/v1/contacts/"+contact+"/coach", map[string]any{
				"stars": 2, "trusted": true, "wishes": true, "respected": true,
			}).Want(t, 200)
		},
		"sample_delivered": func(t *testing.T, s *story) {
			t.Helper()
			s.sample(t, "send", "deliver")
		},
		"information_sufficient": func(t *testing.T, s *story) {
			t.Helper()
			member := contactDraft()
			member.Weight, member.Identified, member.Role = 80, true, account.EconomicBuyer
			s.Call(t, s.owner, "POST", s.account+"/contacts", member).Want(t, 201)
			weight := 0
			for _, item := range account.DossierItems() {
				if weight < 70 && item.Class != "personal" {
					s.Change(t, s.owner, "PUT", s.account+"/dossier", s.account, map[string]any{"code": item.Code, "value": "已核实"}).Want(t, 200)
					weight += item.Weight
				}
			}
		},
		"need_clear": func(t *testing.T, s *story) {
			t.Helper()
			s.need(t, map[string]any{"spec": "GX-3", "volume": "300 台/年", "neededOn": "2026-10-01"})
		},
	}
}

// unmet are the codes of the requirements that a refusal names.
func unmet(t *testing.T, a testkit.Answer) []string {
	t.Helper()
	if a.Status != http.StatusUnprocessableEntity || a.Key != "gate.refused" {
		t.Fatalf("got %d %s, want 422 gate.refused", a.Status, a.Body)
	}
	var codes []string
	for _, e := range a.Problem().Errors {
		code, _ := e.Args["code"].(string)
		if e.Key != "gate.requirement."+code || e.Detail == "" {
			t.Errorf("a part of the refusal: %+v", e)
		}
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

func TestS2_10_GateG2AsksFourThingsAndNamesExactlyThoseThatAreMissing(t *testing.T) {
	t.Parallel()

	w := newWorld(t)
	all := requirements()
	others := func(met ...string) []string {
		return slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(c string) bool { return slices.Contains(met, c) })
	}
	verdict := map[string]any{"gate": "G2", "word": "go", "opinion": "已核对", "nextFocus": []string{"约见"}}
	t.Run("none met", func(t *testing.T) {
		t.Parallel()

		s := w.begin(t)
		s.toG2(t)
		if got := unmet(t, s.decide(t, "G2", "go", nil)); !slices.Equal(got, others()) {
			t.Errorf("unmet are %v", got)
		}
		if got := unmet(t, s.Change(t, s.owner, "POST", s.deal+"/propose-gate", s.deal, verdict)); !slices.Equal(got, others()) {
			t.Errorf("unmet for a proposal are %v", got)
		}
		var gate struct {
			Requirements []struct{ Code, State string } `json:"requirements"`
		}
		s.Call(t, s.owner, "GET", s.deal+"/gates/G2", nil).Want(t, 200).Into(t, &gate)
		for _, r := range gate.Requirements {
			if r.State == "met" {
				t.Errorf("the gate shows %s as met", r.Code)
			}
		}
	})
	for code, meet := range all {
		t.Run(code+" alone", func(t *testing.T) {
			t.Parallel()

			s := w.begin(t)
			s.toG2(t)
			meet(t, s)
			if got := unmet(t, s.decide(t, "G2", "go", nil)); !slices.Equal(got, others(code)) {
				t.Errorf("unmet are %v, want %v", got, others(code))
			}
			if got := unmet(t, s.Change(t, s.owner, "POST", s.deal+"/propose-gate", s.deal, verdict)); !slices.Equal(got, others(code)) {
				t.Errorf("unmet for a proposal are %v, want %v", got, others(code))
			}
		})
	}
	t.Run("all four met", func(t *testing.T) {
		t.Parallel()

		s := w.begin(t)
		s.toG2(t)
		for _, meet := range all {
			meet(t, s)
		}
		s.Change(t, s.owner, "POST", s.deal+"/propose-gate", s.deal, verdict).Want(t, 200)
		s.decide(t, "G2", "go", nil).Want(t, 200)
		if live := s.live(t); len(live) != 1 || live["C1"] == "" {
			t.Errorf("live are %v, want C1", live)
		}
		if ink := s.ink(t); slices.Contains(slices.Collect(maps.Values(ink)), "e ovr") {
			t.Errorf("a regular go is drawn as an override: %v", ink)
		}
	})
}

// ink returns the classes of the arrows in the drawing of the deal, by arrow.
func (s *story) ink(t *testing.T) map[string]string {
	t.Helper()
	svg := s.Call(t, s.owner, "GET", s.deal+"/drawing", nil).Want(t, 200)
	edge := regexp.MustCompile(`<g data-edge="([^"]+)"><title>[^<]*</title><path class="([^"]*)"`)
	out := map[string]string{}
	for _, m := range edge.FindAllStringSubmatch(string(svg.Body), -1) {
		out[m[1]] = m[2]
	}
	if len(out) < 30 {
		t.Fatalf("only %d arrows in %s", len(out), svg.Body)
	}
	return out
}

func TestOverrideOfAGateNeedsAReasonAndShowsEverywhere(t *testing.T) {
	t.Parallel()

	s := newWorld(t).begin(t)
	s.toG2(t)
	const reason = "客户产线提前投产,先行进入评估"
	short := s.decide(t, "G2", "go", map[string]any{"override": true, "reason": "急"})
	if short.Status != 400 || !slices.Contains(fields(short.Problem()), "reason") {
		t.Errorf("a short reason: got %d %s", short.Status, short.Body)
	}
	own := s.Change(t, s.owner, "POST", s.deal+"/decide-gate", s.deal, map[string]any{
		"gate": "G2", "word": "go", "opinion": "可行", "nextFocus": []string{"约见"}, "override": true, "reason": reason,
	})
	if own.Status != 403 {
		t.Errorf("the commander overrides: got %d %s", own.Status, own.Body)
	}
	s.decide(t, "G2", "go", map[string]any{"override": true, "reason": reason}).Want(t, 200)
	if got := s.ink(t)["G2.C1"]; got != "e ovr" {
		t.Errorf("the arrow out of the gate is drawn as %q, want the mark of an override", got)
	}
	var trail struct {
		Rows []struct {
			Act, Why, By string
			After        struct {
				Review opportunity.Review `json:"review"`
			} `json:"after"`
		} `json:"rows"`
	}
	s.Call(t, s.head, "GET", "/api/v1/audit?subject="+s.dealID, nil).Want(t, 200).Into(t, &trail)
	found := false
	for _, l := range trail.Rows {
		if l.Act == "decide-gate" && l.After.Review.Gate == "G2" {
			found = l.Why == reason && l.By == string(s.head.ID) && l.After.Review.Override && len(l.After.Review.Unmet) == 4
		}
	}
	if !found {
		t.Errorf("no audit line of the override: %+v", trail.Rows)
	}
	history := s.Call(t, s.owner, "GET", s.deal+"/history", nil).Want(t, 200)
	if !strings.Contains(string(history.Body), reason) {
		t.Error("the history does not tell the reason")
	}
}

func TestTerminatedDealInksOnlyWhatItWalked(t *testing.T) {
	t.Parallel()

	s := newWorld(t).begin(t)
	s.toG1(t)
	s.decide(t, "G1", "terminate", map[string]any{"reasonCode": opportunity.LostReasons()[0].Code, "restart": "客户扩产时"}).Want(t, 200)
	s.complete(t, "Z2")
	var inked []string
	for edge, class := range s.ink(t) {
		switch class {
		case "e done":
			inked = append(inked, edge)
		case "e":
		default:
			t.Errorf("arrow %s is drawn as %q", edge, class)
		}
	}
	slices.Sort(inked)
	if want := []string{"A1.A2", "A2.G1", "G1.Z2", "S.A1", "Z2.NO"}; !slices.Equal(inked, want) {
		t.Errorf("inked are %v, want %v", inked, want)
	}
	var deal struct{ State string }
	s.Call(t, s.owner, "GET", s.deal, nil).Into(t, &deal)
	if deal.State != string(opportunity.Terminated) {
		t.Errorf("the deal is %s", deal.State)
	}
	if late := s.decide(t, "G1", "go", nil); late.Status != 409 {
		t.Errorf("deciding after the end: got %d %s", late.Status, late.Body)
	}
}
