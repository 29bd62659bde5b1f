package layout

// item is a state to look at; f is its cost with the guessed rest.
type item struct {
	f     int
	state int32
}

// heap is a binary heap, the cheapest first; equal costs in order of state.
type heap []item

func (h heap) less(i, j int) bool {
	return h[i].f < h[j].f || h[i].f == h[j].f && h[i].state < h[j].state
}

func (h *heap) push(it item) {
	*h = append(*h, it)
	s := *h
	for i := len(s) - 1; i > 0; {
		up := (i - 1) / 2
		if !s.less(i, up) {
			break
		}
		s[i], s[up] = s[up], s[i]
		i = up
	}
}

func (h *heap) pop() item {
	s := *h
	first := s[0]
	n := len(s) - 1
	s[0] = s[n]
	*h = s[:n]
	s = s[:n]
	for i := 0; ; {
		k := 2*i + 1
		if k >= n {
			break
		}
		if k+1 < n && s.less(k+1, k) {
			k++
		}
		if !s.less(k, i) {
			break
		}
		s[i], s[k] = s[k], s[i]
		i = k
	}
	return first
}
