package layout

import "sort"

// ends places the nodes outside the stages in rows below them: each under the
// nodes that lead to it, and beside the ones it follows there.
func (p *plan) ends() {
	if len(p.bands) == 0 {
		p.bands = append(p.bands, band{c0: 0, c1: 0})
		p.cols = 1
	}
	var out []*vertex
	for _, v := range p.verts {
		if v.cell == nil {
			out = append(out, v)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].order < out[j].order })
	taken := map[[2]int]bool{}
	rows := 0
	for _, v := range sortFollowers(out) {
		col, row := p.endCell(v, taken, rows)
		for r := row; r < row+v.span; r++ {
			taken[[2]int{col, r}] = true
		}
		rows = max(rows, row+v.span)
		p.put(v, col, p.endRow+row)
	}
}

// sortFollowers puts the nodes entered from the stages before those that only
// follow them.
func sortFollowers(vs []*vertex) []*vertex {
	entered := func(v *vertex) bool {
		for _, a := range v.in {
			if a.from.group >= 0 {
				return true
			}
		}
		return false
	}
	var first, then []*vertex
	for _, v := range vs {
		if entered(v) {
			first = append(first, v)
		} else {
			then = append(then, v)
		}
	}
	return append(first, then...)
}

// endCell returns the cheapest free cell for v among rows, or one more.
func (p *plan) endCell(v *vertex, taken map[[2]int]bool, rows int) (col, row int) {
	var cols []int
	above := 0
	for _, a := range v.in {
		if a.from.cell == nil || a.from == v {
			continue
		}
		cols = append(cols, a.from.col)
		if a.from.layer >= p.endRow {
			above = max(above, a.from.layer-p.endRow)
		}
	}
	sort.Ints(cols)
	best := 1 << 30
	for r := 0; r <= rows; r++ {
		for c := 0; c < p.cols; c++ {
			free := true
			for k := r; k < r+v.span; k++ {
				free = free && !taken[[2]int{c, k}]
			}
			if !free {
				continue
			}
			cost := r * 15
			if r < above {
				cost += (above - r) * 30
			}
			if len(cols) > 0 {
				cost += abs(2*c-cols[(len(cols)-1)/2]-cols[len(cols)/2]) * 5
			}
			if c < p.cols-1 && r > 0 {
				cost++
			}
			if cost < best {
				best, col, row = cost, c, r
			}
		}
	}
	return col, row
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
