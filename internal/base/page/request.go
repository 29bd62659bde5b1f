package page

// Request asks for one page of a list: at most Limit rows after the cursor
// After. An empty After is the first page; a Limit of 0 is [DefaultLimit].
type Request struct {
	After string
	Limit int
}

// Size returns how many rows the page may have, from 1 to [MaxLimit].
func (r Request) Size() int {
	if r.Limit <= 0 {
		return DefaultLimit
	}
	return min(r.Limit, MaxLimit)
}

// Cursor returns the place of the request in the list, with the faults of [Parse].
func (r Request) Cursor() (Cursor, error) { return Parse(r.After) }
