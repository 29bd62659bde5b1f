package deals_test

import (
	"testing"

	"qiju/internal/base/fault"
	"qiju/internal/desk/deals"
	"qiju/internal/sales/opportunity"
	"qiju/internal/store"
)

func proof(kind opportunity.EvidenceKind, text string) deals.Proof {
	return deals.Proof{Node: "A1", Item: "工商信息核验", Kind: kind, Text: text}
}

// checklist returns how many pieces of evidence stand behind the line of the
// proof, and the score of its gate.
func (s *story) checklist() (pieces, score int) {
	s.Helper()
	g := must[deals.GateView](s)(s.deals.Gate(s.Context(), s.as("owner"), s.id, "G1"))
	for _, row := range g.Checklist {
		if row.Node == "A1" && row.Item.ZH == "工商信息核验" {
			pieces = len(row.Evidence)
		}
	}
	return pieces, g.Score
}

func TestEvidenceStandsBehindALineOfTheChart(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	if n, score := s.checklist(); n != 0 || score != 0 {
		t.Fatalf("before = %d pieces, score %d, want none", n, score)
	}
	e := must[opportunity.Evidence](s)(s.deals.AddEvidence(t.Context(), s.as("owner"), s.id, proof(opportunity.TextEvidence, " 天眼查截图 ")))
	if e.Text != "天眼查截图" || e.By != s.staff("owner") || e.Run != s.now().Run {
		t.Errorf("evidence = %+v", e)
	}
	if n, score := s.checklist(); n != 1 || score != 10 {
		t.Errorf("after = %d pieces, score %d, want 1 and 10: one line of ten", n, score)
	}
}

func TestEvidenceOnALineThatDoesNotExistIsRefused(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	tests := []struct {
		name  string
		proof deals.Proof
		field string
	}{
		{"a line of another node", deals.Proof{Node: "A2", Item: "工商信息核验", Kind: opportunity.TextEvidence, Text: "x"}, "item"},
		{"a node that is not there", deals.Proof{Node: "A9", Item: "工商信息核验", Kind: opportunity.TextEvidence, Text: "x"}, "item"},
		{"the English twin", deals.Proof{Node: "A1", Item: "Registry data checked", Kind: opportunity.TextEvidence, Text: "x"}, "item"},
		{"no text", proof(opportunity.TextEvidence, "  "), "text"},
		{"not applicable without a reason", proof(opportunity.NotApplicable, ""), "text"},
		{"a link to a script", proof(opportunity.LinkEvidence, "javascript:alert(1)"), "text"},
		{"a link to nowhere", proof(opportunity.LinkEvidence, "https://"), "text"},
		{"a file without a file", proof(opportunity.FileEvidence, ""), "file"},
		{"a file that is not there", deals.Proof{Node: "A1", Item: "工商信息核验", Kind: opportunity.FileEvidence, File: "fil_none"}, "file"},
		{"a kind that is none", proof("hearsay", "x"), "kind"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := s.deals.AddEvidence(t.Context(), s.as("owner"), s.id, tt.proof)
			f := fault.Of(err)
			if f == nil || f.Kind != fault.Invalid || len(f.Parts) != 1 || f.Parts[0].Field != tt.field {
				t.Errorf("AddEvidence = %v, want Invalid on %s", err, tt.field)
			}
		})
	}
}

func TestEvidenceWithAFileOfAnotherAccountIsRefused(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	err := s.server.Store.Update(t.Context(), func(tx store.Tx) error {
		return tx.PutFile(t.Context(), store.File{ID: "fil_x", Hash: "00", Name: "x", Parent: "acc_other", At: 1})
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.deals.AddEvidence(t.Context(), s.as("owner"), s.id, deals.Proof{Node: "A1", Item: "工商信息核验", Kind: opportunity.FileEvidence, File: "fil_x"})
	if f := fault.Of(err); f == nil || len(f.Parts) != 1 || f.Parts[0].Field != "file" || f.Parts[0].Key != "field.unknown_value" {
		t.Errorf("AddEvidence = %v, want the file to be unknown", err)
	}
}

func TestEvidenceIsWithdrawnOnce(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	e := must[opportunity.Evidence](s)(s.deals.AddEvidence(t.Context(), s.as("owner"), s.id, proof(opportunity.TextEvidence, "天眼查截图")))
	err := s.deals.WithdrawEvidence(t.Context(), s.as("seller"), s.id, s.now().Rev, e.ID)
	wantFault(t, "the co-seller", err, fault.Denied, "evidence.not_yours")
	err = s.deals.WithdrawEvidence(t.Context(), s.as("other_team"), s.id, s.now().Rev, e.ID)
	wantFault(t, "another team", err, fault.NotFound, "fault.not_found")
	if err := s.deals.WithdrawEvidence(t.Context(), s.as("head"), s.id, s.now().Rev, e.ID); err != nil {
		t.Fatal(err)
	}
	if n, score := s.checklist(); n != 0 || score != 0 {
		t.Errorf("after = %d pieces, score %d, want none", n, score)
	}
	err = s.deals.WithdrawEvidence(t.Context(), s.as("owner"), s.id, s.now().Rev, e.ID)
	wantFault(t, "twice", err, fault.Conflict, "evidence.withdrawn")
	if lines := s.audit(); lines[0].Refused == "" && lines[0].Act != "withdraw-evidence" {
		t.Errorf("audit = %+v, want the withdrawal", lines[0])
	}
}

func TestEvidenceOfAnotherDealIsNotFound(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	e := must[opportunity.Evidence](s)(s.deals.AddEvidence(t.Context(), s.as("owner"), s.id, proof(opportunity.TextEvidence, "x")))
	other := must[opportunity.Opportunity](s)(s.server.NewDeal(t.Context(), s.company.People["owner"], s.company.Account, "另一条线"))
	err := s.deals.WithdrawEvidence(t.Context(), s.as("owner"), other.ID, s.now().Rev, e.ID)
	wantFault(t, "by the other deal", err, fault.NotFound, "fault.not_found")
}
