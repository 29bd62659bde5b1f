package layout

import "sort"

// side is a side of a node.
type side int

const (
	top side = iota
	right
	bottom
	left
)

// step returns the way from a lattice point to its neighbour on side s.
func (s side) step() (dx, dy int) {
	switch s {
	case top:
		return 0, -1
	case right:
		return 1, 0
	case bottom:
		return 0, 1
	case left:
		return -1, 0
	}
	return 0, 0
}

func (s side) opposite() side { return (s + 2) % 4 }
func (s side) upright() bool  { return s == top || s == bottom }

// sign returns 1 for the directions in which coordinates grow, else -1.
func (s side) sign() int {
	if s == right || s == bottom {
		return 1
	}
	return -1
}

// Costs of a route, in px of detour.
const (
	bendCost   = 90
	crossCost  = 110
	shareCost  = 10
	sharedCell = 150 // along a middle line
	cellCost   = 20
	besideTop  = 130 // a branch, or a sub-process, entered from the side
	busyExit   = 160 // a second exit on one side
	busyBoth   = 400 // an exit beside an entry
	busyEntry  = 24  // a second entry on one side
	busyMove   = 40  // a move beside anything
	satCost    = 200 // a side where a store stands
)

// lattice is the grid on which arrows are routed. Even lines are channels, odd
// lines the middle lines of columns and rows: point (2c+1, 2r+1) is the middle
// of cell (c, r).
type lattice struct {
	nx, ny   int
	xs, ys   []int // estimated places of the lines
	blocked  []bool
	right    []int16 // arrows from a point to its right neighbour
	down     []int16 // arrows from a point to its lower neighbour
	throughX []int16 // arrows level through a point
	throughY []int16 // arrows upright through a point
	dist     []int
	prev     []int32
	stamp    []int32
	round    int32
	open     heap
	exits    map[*vertex]*[4]int
	entries  map[*vertex]*[4]int
	satSide  map[*vertex]side
	hasSat   map[*vertex]bool
}

// newLattice makes the lattice of the placed cells.
func (p *plan) newLattice() *lattice {
	l := &lattice{nx: 2*p.cols + 1, ny: 2*p.rows + 1}
	n := l.nx * l.ny
	l.blocked = make([]bool, n)
	l.right, l.down = make([]int16, n), make([]int16, n)
	l.throughX, l.throughY = make([]int16, n), make([]int16, n)
	l.dist, l.prev, l.stamp = make([]int, 4*n), make([]int32, 4*n), make([]int32, 4*n)
	l.exits, l.entries = map[*vertex]*[4]int{}, map[*vertex]*[4]int{}
	l.satSide, l.hasSat = map[*vertex]side{}, map[*vertex]bool{}
	width, height := make([]int, p.cols), make([]int, p.rows)
	for _, c := range p.cells {
		x := 2*c.col + 1
		for y := 2*c.row + 1; y <= 2*(c.row+c.span)-1; y++ {
			l.blocked[y*l.nx+x] = true
		}
		if c.v == nil {
			w, h := stackSize(c.sats)
			width[c.col], height[c.row] = max(width[c.col], w), max(height[c.row], h)
			l.hasSat[c.host] = true
			l.satSide[c.host] = c.side()
			continue
		}
		l.exits[c.v], l.entries[c.v] = &[4]int{}, &[4]int{}
		width[c.col] = max(width[c.col], c.v.left+c.v.right)
		height[c.row] = max(height[c.row], (c.v.top+c.v.bottom)/c.span)
	}
	l.xs, l.ys = lines(width), lines(height)
	return l
}

// lines returns estimated places of channels and middles.
func lines(size []int) []int {
	const channel = 30
	out := make([]int, 2*len(size)+1)
	at := channel / 2
	out[0] = at
	for i, s := range size {
		s = max(s, 20)
		out[2*i+1] = at + channel/2 + s/2
		at += channel + s
		out[2*i+2] = at
	}
	return out
}

// route finds the way of every arrow: the short and straight ones first, then
// the others around them, and last the moves of a run. Small charts are gone
// over again.
func (p *plan) route() {
	l := p.newLattice()
	order := append([]*arrow(nil), p.arrows...)
	rank := func(a *arrow) int {
		dx, dy := abs(a.from.col-a.to.col), a.to.layer-a.from.layer
		switch {
		case a.move:
			return 1 << 30
		case a.from == a.to:
			return 1 << 20
		case dx == 0 && dy > 0 && a.from.main == a.to:
			return dy
		case a.back:
			return 20000 + 100*dx + abs(dy)
		case a.bound != nil:
			return 15000 + 100*dx + abs(dy)
		default:
			return 100 + 100*dx + abs(dy)
		}
	}
	sort.SliceStable(order, func(i, j int) bool { return rank(order[i]) < rank(order[j]) })
	base := len(order)
	for base > 0 && order[base-1].move {
		base--
	}
	const small = 120
	rounds := 3
	if base > small {
		rounds = 1
	}
	for round := 0; round < rounds; round++ {
		for _, a := range order[:base] {
			if round > 0 {
				l.count(a, -1)
			}
			l.find(a)
			l.count(a, 1)
		}
	}
	for _, a := range order[base:] {
		l.find(a)
		l.count(a, 1)
	}
}

// find sets the cheapest way of a by A* over points and directions.
func (l *lattice) find(a *arrow) {
	l.round++
	l.open = l.open[:0]
	goals := l.doors(a.to, a, false)
	tc := a.to.cell
	gx, gy := l.xs[2*tc.col+1], l.ys[2*tc.row+1]
	slack := l.ys[2*(tc.row+tc.span)-1] - gy
	guess := func(point int) int {
		dy := l.ys[point/l.nx] - gy
		if dy > 0 {
			dy = max(0, dy-slack)
		}
		return abs(l.xs[point%l.nx]-gx) + abs(dy)
	}
	for _, d := range l.doors(a.from, a, true) {
		l.reachState(d.point*4+int(d.side), -1, d.cost+20, guess(d.point))
	}
	best, bestState := 1<<60, -1
	var bestSide side
	for len(l.open) > 0 {
		it := l.open.pop()
		if it.f >= best {
			break
		}
		state, g := int(it.state), it.f-guess(int(it.state)/4)
		if g > l.dist[state] {
			continue
		}
		point, dir := state/4, side(state%4)
		for _, d := range goals {
			if d.point != point || d.side == dir {
				continue // an arrow does not turn on the spot
			}
			if c := g + d.cost + l.turn(point, dir, d.side.opposite()) + 20; c < best {
				best, bestState, bestSide = c, state, d.side
			}
		}
		l.spread(state, g, guess)
	}
	a.way = l.trace(bestState, bestSide)
}

// spread reaches the neighbours of a state.
func (l *lattice) spread(state, g int, guess func(int) int) {
	point, dir := state/4, side(state%4)
	x, y := point%l.nx, point/l.nx
	for s := top; s <= left; s++ {
		if s == dir.opposite() {
			continue
		}
		dx, dy := s.step()
		nx, ny := x+dx, y+dy
		if nx < 0 || ny < 0 || nx >= l.nx || ny >= l.ny {
			continue
		}
		next := ny*l.nx + nx
		if l.blocked[next] {
			continue
		}
		way := abs(l.xs[nx]-l.xs[x]) + abs(l.ys[ny]-l.ys[y])
		if s.upright() && (nx == 0 || nx == l.nx-1) {
			way += way / 2 // rather not along the rim
		}
		share := shareCost
		if s.upright() && nx%2 == 1 || !s.upright() && ny%2 == 1 {
			share = sharedCell
		}
		cost := g + l.turn(point, dir, s) + way + int(*l.use(point, next))*share
		if nx%2 == 1 && ny%2 == 1 {
			cost += cellCost
		}
		l.reachState(next*4+int(s), state, cost, guess(next))
	}
}

// reachState notes that state can be had for cost.
func (l *lattice) reachState(state, from, cost, rest int) {
	if l.stamp[state] == l.round && l.dist[state] <= cost {
		return
	}
	l.stamp[state], l.dist[state], l.prev[state] = l.round, cost, int32(from)
	l.open.push(item{f: cost + rest, state: int32(state)})
}

// turn returns the price of going on from dir in direction to at a point.
func (l *lattice) turn(point int, dir, to side) int {
	x, y := int(l.throughX[point]), int(l.throughY[point])
	switch {
	case dir != to:
		return bendCost + min(x+y, 4)*crossCost/4
	case dir.upright():
		return min(x, 4) * crossCost
	default:
		return min(y, 4) * crossCost
	}
}

// use returns the counter of arrows between two neighbouring points.
func (l *lattice) use(p, q int) *int16 {
	if p > q {
		p, q = q, p
	}
	if q == p+1 {
		return &l.right[p]
	}
	return &l.down[p]
}

// trace returns the points of the way that ends in state, with the middles of
// both cells (of the rows where it leaves and enters) at its ends.
func (l *lattice) trace(state int, in side) []int {
	var back []int
	dx, dy := in.step()
	last := state / 4
	back = append(back, last-dx-dy*l.nx, last)
	var out side
	for {
		out = side(state % 4)
		prev := int(l.prev[state])
		if prev < 0 {
			break
		}
		state = prev
		back = append(back, state/4)
	}
	dx, dy = out.step()
	back = append(back, state/4-dx-dy*l.nx)
	way := make([]int, len(back))
	for i, q := range back {
		way[len(back)-1-i] = q
	}
	return way
}

// count adds by to all counters along the way of a.
func (l *lattice) count(a *arrow, by int) {
	n := len(a.way)
	dirs := make([]side, n-1)
	for i := range dirs {
		dirs[i] = l.dirOf(a.way[i], a.way[i+1])
		*l.use(a.way[i], a.way[i+1]) += int16(by)
	}
	for i := 1; i < n-1; i++ {
		if dirs[i-1] != dirs[i] {
			continue
		}
		if dirs[i].upright() {
			l.throughY[a.way[i]] += int16(by)
		} else {
			l.throughX[a.way[i]] += int16(by)
		}
	}
	l.exits[a.from][dirs[0]] += by
	l.entries[a.to][dirs[n-2].opposite()] += by
}

// dirOf returns the direction from a point to its neighbour.
func (l *lattice) dirOf(p, q int) side {
	switch q - p {
	case 1:
		return right
	case -1:
		return left
	case l.nx:
		return bottom
	default:
		return top
	}
}
