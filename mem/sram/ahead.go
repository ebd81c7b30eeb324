package sram

// Reading ahead: a miss of a line whose neighbours on one side are cached, and on the other are not, is taken for the next step of a walk
// through memory, the longer the more neighbours there are. How often that was right decides whether to go on with it.
type lookahead struct {
	trust int // what was read ahead and then used, less what was given up unused: counts double, and is bounded
	tries uint
}

const (
	mostTrust, leastTrust = 7, -8
	probe                 = 16 // without trust, one walk in so many is believed, to find out
)

func (a *lookahead) useful()  { a.trust = min(a.trust+1, mostTrust) }
func (a *lookahead) useless() { a.trust = max(a.trust-2, leastTrust) }

// believed tells whether to read ahead.
func (a *lookahead) believed() bool {
	if a.trust >= 0 {
		return true
	}
	a.tries++
	return a.tries%probe == 0
}

// takeAhead chooses the lines to read besides the one that is missing, and the slots for them. It returns the range of lines to read.
func (c *cache) takeAhead(line uint64, keep int32, w *dirtyRun) (low, high uint64) {
	low, high = line, line+1
	below, above := c.neighbours(line, -1), c.neighbours(line, +1)
	x := findExtent(c.extents, line<<c.shift)
	if below > 0 == (above > 0) || !c.ahead.believed() {
		return low, high
	}
	for range below {
		if high<<c.shift >= min(x.at+x.size, c.size) || !c.absent(high) || !c.take(keep, w) {
			break
		}
		high++
	}
	for range above {
		if low<<c.shift <= x.at || !c.absent(low-1) || !c.take(keep, w) {
			break
		}
		low--
	}
	return low, high
}

// absent tells whether a line is on the array and not cached.
func (c *cache) absent(line uint64) bool { return c.held.has(line) && c.find(line) == none }

// neighbours is how many lines next to the line are cached, one behind the other in a direction, as far as that matters.
func (c *cache) neighbours(line uint64, step int64) uint64 {
	n := uint64(0)
	for n < c.batch && c.find(line+(n+1)*uint64(step)) != none {
		n++
	}
	return n
}
