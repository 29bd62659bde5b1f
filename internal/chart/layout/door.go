package layout

// door is a way into or out of a node: the point outside, the side, its price.
type door struct {
	point int
	side  side
	cost  int
}

// doors returns the ways out of v, or into it.
func (l *lattice) doors(v *vertex, a *arrow, out bool) []door {
	var buf []door
	c := v.cell
	x, y0, y1 := 2*c.col+1, 2*c.row+1, 2*(c.row+c.span)-1
	add := func(px, py int, s side, extra int) {
		if !v.blocked(s) {
			buf = append(buf, door{py*l.nx + px, s, l.price(v, a, s, out) + extra})
		}
	}
	add(x, y0-1, top, 0)
	add(x, y1+1, bottom, 0)
	mid := (y0 + y1) / 2
	mid -= 1 - mid%2
	for y := y0; y <= y1; y += 2 {
		add(x+1, y, right, abs(y-mid)*10)
		add(x-1, y, left, abs(y-mid)*10)
	}
	return buf
}

// price returns what it costs to use side s of v.
func (l *lattice) price(v *vertex, a *arrow, s side, out bool) int {
	exits, entries := l.exits[v][s], l.entries[v][s]
	cost := 0
	if l.hasSat[v] && l.satSide[v] == s {
		cost += satCost
	}
	if !out {
		if s != top && (v.shape == Frame || a.from.splits() && !a.back) {
			cost += besideTop
		}
		both := busyBoth
		if a.move {
			both = busyMove
		}
		return cost + [4]int{0, 36, 240, 30}[s] + entries*busyEntry + exits*both
	}
	if a.move { // beside what is drawn already
		return cost + [4]int{260, 0, 200, 10}[s] + (exits+entries)*busyMove
	}
	cost += exits*busyExit + entries*busyBoth
	switch {
	case a.bound != nil:
		return cost + [4]int{240, 0, 30, 50}[s]
	case a.back && v.shape != Diamond:
		return cost + [4]int{40, 60, 60, 70}[s]
	case v.shape == Diamond || v.shape == SmallDiamond || v.shape == Merge:
		return cost + [4]int{200, 12, 0, 30}[s]
	case v.shape == Frame && s != bottom:
		return cost + [4]int{260, 60, 0, 70}[s] + besideTop
	default:
		return cost + [4]int{260, 60, 0, 70}[s]
	}
}
