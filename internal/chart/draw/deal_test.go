package draw_test

import (
	"qiju/internal/chart/draw"
	"qiju/internal/chart/layout"
)

// deal returns a deal in F2 that waits at G4: late in stage 2, returned once at
// G2a, G3 passed by override, D2 left out, a return to it proposed.
func deal() (draw.Overlay, []layout.Move) {
	moves := []layout.Move{{ID: "jump", From: "D1", To: "D3"}, {ID: "propose", From: "G4", To: "D2"}}
	o := draw.Overlay{
		Title: "当前在 G4",
		Nodes: map[string]draw.NodeMark{
			"S": {State: draw.Done}, "A1": {State: draw.Done, Corner: "3 天"}, "A2": {State: draw.Done, Corner: "2 天"},
			"G1": {State: draw.Done, Seal: draw.PassSeal, Tooltip: "闻人澈 07-22"}, "M1": {State: draw.Done}, "X1": {State: draw.Done},
			"B1": {State: draw.Late, Corner: "21 / 15 天"}, "B2": {State: draw.Done, Corner: "2 次 · 9 天"}, "B3": {State: draw.Done, Corner: "2 次 · 8 天"},
			"X2": {State: draw.Done}, "G2": {State: draw.Done, Seal: draw.PassSeal}, "G2a": {State: draw.Done},
			"C1": {State: draw.Done, Corner: "2 天"}, "C2": {State: draw.Done, Corner: "2 天"}, "C3": {State: draw.Done, Corner: "2 天"},
			"G3": {State: draw.Done, Seal: draw.OverrideSeal}, "D1": {State: draw.Done, Corner: "14 天"},
			"D2": {State: draw.Skipped, Corner: "跳过 09-08"}, "D3": {State: draw.Done, Corner: "8 天"},
			"G4": {State: draw.Live, Chip: "闻人澈 · 第 4 天 / 限 5 天"},
		},
		Edges: map[string]draw.EdgeMark{
			"G2.G2a": {Walked: 1}, "G2a.M1": {Walked: 1, Returned: 1}, "M1.X1": {Walked: 2}, "G3.D1": {Walked: 1, Override: true},
			"jump": {Walked: 1, Skipped: true}, "propose": {Proposed: true},
		},
		Bands: map[string]draw.BandMark{
			"S1": {Days: "6 / 7 天", Reached: true}, "S2": {Days: "31 / 15 天", Late: true, Reached: true}, "S3": {Days: "6 / 7 天", Reached: true},
			"S4": {Days: "26 / 30 天", Reached: true, Active: true}, "S5": {Days: "—"},
		},
	}
	for _, id := range []string{
		"S.A1", "A1.A2", "A2.G1", "G1.M1", "X1.B1", "X1.B2", "X1.B3", "B1.X2", "B2.X2", "B3.X2", "X2.G2", "G2.C1", "C1.C2", "C2.C3", "C3.G3", "D3.G4",
	} {
		o.Edges[id] = draw.EdgeMark{Walked: 1}
	}
	return o, moves
}
