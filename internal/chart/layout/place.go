package layout

import "sort"

// place gives every node a cell of the grid.
func (p *plan) place() {
	for i, vs := range p.group() {
		p.stand(vs)
		if p.staged() {
			p.addBand(i, vs)
		} else {
			p.fold(vs)
		}
	}
	p.endRow = p.rows
	p.ends()
	p.seatSats()
}

// staged reports whether the plan has stages.
func (p *plan) staged() bool { return p.in == "" && len(p.chart.Stages) > 0 }

// group divides the nodes into bands: one for each stage, before them one for
// what is written above the first stage. Nodes outside get group -1. Without
// stages there is one band.
func (p *plan) group() [][]*vertex {
	if !p.staged() {
		for _, v := range p.verts {
			v.group = 0
		}
		return [][]*vertex{p.verts}
	}
	index := map[string]int{}
	for i, s := range p.chart.Stages {
		index[s.ID] = i + 1
	}
	groups := make([][]*vertex, len(p.chart.Stages)+1)
	staged := false
	for _, v := range p.verts {
		g, ok := index[v.node.Stage]
		if ok {
			staged = true
		} else if staged {
			continue
		}
		v.group = g
		groups[g] = append(groups[g], v)
	}
	return groups
}

// stand gives the nodes of one band row and column.
func (p *plan) stand(vs []*vertex) {
	vs = append([]*vertex(nil), vs...)
	if p.flat {
		for _, v := range vs {
			v.span = 1
		}
	}
	mains(vs)
	p.layers(vs)
	p.columns(vs)
	if !p.flat {
		return
	}
	least := 0
	for _, v := range vs {
		least = min(least, v.col)
	}
	for _, v := range vs {
		v.col, v.layer = v.layer, v.col-least
	}
}

// addBand puts the nodes of group g to the right of what stands already.
func (p *plan) addBand(g int, vs []*vertex) {
	b := band{c0: p.cols, c1: p.cols}
	if g == 0 && len(vs) == 0 {
		return
	}
	if g > 0 {
		b.stage, b.number = &p.chart.Stages[g-1], g
	}
	b.c1 = max(b.c0, p.seat(vs, 0)-1)
	p.cols = b.c1 + 1
	p.bands = append(p.bands, b)
}

// seat moves the nodes into cells from column p.cols on, rows counted from row
// first, and returns the number of columns of the grid afterwards. Columns
// without a node vanish.
func (p *plan) seat(vs []*vertex, first int) int {
	used := map[int]bool{}
	for _, v := range vs {
		used[v.col] = true
	}
	cols := make([]int, 0, len(used))
	for c := range used {
		cols = append(cols, c)
	}
	sort.Ints(cols)
	at := map[int]int{}
	for i, c := range cols {
		at[c] = p.cols + i
	}
	for _, v := range vs {
		p.put(v, at[v.col], v.layer-first)
	}
	return p.cols + len(cols)
}

// put makes the cell of v.
func (p *plan) put(v *vertex, col, row int) {
	v.col, v.layer = col, row
	v.cell = &cell{col: col, row: row, span: v.span, v: v}
	p.cells = append(p.cells, v.cell)
	p.rows = max(p.rows, row+v.span)
}

// fold cuts a long chart into columns that are read from left to right.
func (p *plan) fold(vs []*vertex) {
	rows, width := 0, map[int]bool{}
	for _, v := range vs {
		rows = max(rows, v.layer+v.span)
		width[v.col] = true
	}
	folds := p.opts.Folds
	if p.in != "" {
		folds = 1
	}
	if folds == 0 {
		folds = bestFolds(rows, len(width))
	}
	cuts := p.cut(vs, rows, folds)
	for i := 0; i+1 < len(cuts); i++ {
		var part []*vertex
		for _, v := range vs {
			if v.layer >= cuts[i] && v.layer < cuts[i+1] && v.cell == nil {
				part = append(part, v)
			}
		}
		b := band{c0: p.cols}
		b.c1 = max(b.c0, p.seat(part, cuts[i])-1)
		p.cols = b.c1 + 1
		p.bands = append(p.bands, b)
	}
}

const (
	shortRows = 8   // a chart of so many rows is not folded
	colPitch  = 190 // usual px from column to column
	mostFolds = 8
	cutCost   = 12 // of an arrow from one fold to another
)

// bestFolds returns the number of folds with which the drawing comes nearest to
// three to two.
func bestFolds(rows, cols int) int {
	if rows <= shortRows {
		return 1
	}
	best, least := 1, 1<<30
	for k := 1; k <= mostFolds; k++ {
		w, h := k*(cols*colPitch+30)*2, (rows+k-1)/k*rowPitch*3
		off := max(w*1000/h, h*1000/w)
		if off < least {
			best, least = k, off
		}
	}
	return best
}

// cut returns the rows at which the folds begin, the first and the end included:
// as even as possible, where few arrows are cut and no sub-process is.
func (p *plan) cut(vs []*vertex, rows, folds int) []int {
	cost := cutCosts(vs, rows)
	folds = max(1, min(folds, rows))
	ideal := (rows + folds - 1) / folds
	best, from := make([][]int, folds+1), make([][]int, folds+1)
	for k := range best {
		best[k], from[k] = make([]int, rows+1), make([]int, rows+1)
		for r := range best[k] {
			best[k][r] = 1 << 40
		}
	}
	best[0][0] = 0
	for k := 1; k <= folds; k++ {
		for r := k; r <= rows; r++ {
			for q := k - 1; q < r; q++ {
				d := r - q - ideal
				if d > 0 {
					d *= 2
				}
				if c := best[k-1][q] + d*d*3 + cost[r]; c < best[k][r] {
					best[k][r], from[k][r] = c, q
				}
			}
		}
	}
	cuts := make([]int, folds+1)
	cuts[folds] = rows
	for k, r := folds, rows; k > 0; k-- {
		r = from[k][r]
		cuts[k-1] = r
	}
	return cuts
}

// cutCosts returns what a cut above each row costs.
func cutCosts(vs []*vertex, rows int) []int {
	cost := make([]int, rows+1)
	for _, v := range vs {
		for r := v.layer + 1; r < v.layer+v.span; r++ {
			cost[r] += 1 << 20
		}
		for _, a := range v.out {
			lo, hi := min(v.layer, a.to.layer), max(v.layer, a.to.layer)
			for r := lo + 1; r <= hi; r++ {
				cost[r] += cutCost
			}
		}
	}
	return cost
}

// taken returns the cells by column and row.
func (p *plan) taken() map[[2]int]*cell {
	out := make(map[[2]int]*cell, len(p.cells))
	for _, c := range p.cells {
		for r := c.row; r < c.row+c.span; r++ {
			out[[2]int{c.col, r}] = c
		}
	}
	return out
}

// seatSats gives stores and annotations a cell beside their node, in a new
// column where both sides are taken.
func (p *plan) seatSats() {
	order := append([]*cell(nil), p.cells...)
	for _, c := range order {
		if c.v == nil || len(c.v.sats) == 0 {
			continue
		}
		col, row := p.satCell(c)
		p.cells = append(p.cells, &cell{col: col, row: row, span: 1, host: c.v, sats: c.v.sats})
		p.rows = max(p.rows, row+1)
	}
}

// satCell returns the cell for what stands beside the node of c. The right side
// of a decision is left to an exit where that can be.
func (p *plan) satCell(c *cell) (col, row int) {
	b := p.bandAt(c.col)
	taken := p.taken()
	first, last := b.c0, b.c1
	if c.row >= p.endRow {
		first, last = 0, p.cols-1
	}
	sides := [2]int{c.col + 1, c.col - 1}
	if c.v.shape == Diamond || c.v.leansLeft() {
		sides = [2]int{c.col - 1, c.col + 1}
	}
	for _, try := range sides {
		if try >= first && try <= last && taken[[2]int{try, c.row}] == nil && !p.straight(try, c.row) {
			return try, c.row
		}
	}
	if c.row >= p.endRow && taken[[2]int{c.col, c.row + c.span}] == nil {
		return c.col, c.row + c.span
	}
	at := max(c.col, sides[0])
	if c.col == b.c0 {
		at = c.col
	}
	p.insert(at, b)
	return at, c.row
}

// leansLeft reports whether v is entered from its right.
func (v *vertex) leansLeft() bool {
	for _, a := range v.in {
		if a.inner() {
			return a.from.col > v.col
		}
	}
	return false
}

// straight reports whether an arrow wants to run straight through a free cell.
func (p *plan) straight(col, row int) bool {
	for _, a := range p.arrows {
		if u, v := a.from, a.to; u.col == col && v.col == col && u.main == v && u.layer < row && row < v.layer {
			return true
		}
	}
	return false
}

// bandAt returns the band to which a column belongs.
func (p *plan) bandAt(col int) *band {
	for i := range p.bands {
		if b := &p.bands[i]; col >= b.c0 && col <= b.c1 {
			return b
		}
	}
	return &p.bands[len(p.bands)-1]
}

// insert adds an empty column at place at to band host.
func (p *plan) insert(at int, host *band) {
	for _, c := range p.cells {
		if c.col >= at {
			c.col++
			if c.v != nil {
				c.v.col++
			}
		}
	}
	p.cols++
	for i := range p.bands {
		b := &p.bands[i]
		switch {
		case b == host:
			b.c1++
		case b.c0 >= at:
			b.c0++
			b.c1++
		}
	}
}
