package cachesim

// trust is what reading ahead did for the program so far. Below zero it is only tried now and then.
type trust struct{ level, tries int }

const (
	mostTrust  = 7
	leastTrust = -8
	tryEvery   = 16
)

func (t *trust) used()   { t.level = min(t.level+1, mostTrust) }
func (t *trust) wasted() { t.level = max(t.level-2, leastTrust) }

// allows tells whether to read ahead this time.
func (t *trust) allows() bool {
	if t.level >= 0 {
		return true
	}
	t.tries++
	return t.tries%tryEvery == 0
}

// ahead says how many lines to read besides one that is missed, and in which direction: as many as are cached before it, if none is
// behind it.
func (c *cache) ahead(line uint32) (step, n int) {
	up, down := c.run(line, -1), c.run(line, +1)
	switch {
	case up > 0 && down == 0:
		step, n = +1, up
	case down > 0 && up == 0:
		step, n = -1, down
	}
	if n == 0 || !c.trust.allows() {
		return 0, 0
	}
	return step, n
}

// run is how many lines are cached next to a line, without a gap.
func (c *cache) run(line uint32, step int) int {
	n := 0
	for next := int(line) + step; n < c.Ahead/c.Line && c.cached(next); next += step {
		n++
	}
	return n
}

func (c *cache) cached(line int) bool {
	return line >= 0 && line < len(c.where) && c.where[line] != none
}

// wanted tells whether a line can be read ahead.
func (c *cache) wanted(line int) bool {
	return line >= 0 && line < len(c.where) && c.where[line] == none && c.held[line]
}

// useless tells whether a line is not worth the place of the one in a slot, which only MIN knows.
func (c *cache) useless(line, slot int) bool {
	return c.future != nil && c.slots[slot].full && c.future.next(uint32(line)) >= c.future.of(slot)
}

// evict makes a slot empty and returns how many bytes that writes.
func (c *cache) evict(at int) int {
	s := &c.slots[at]
	if !s.full {
		return 0
	}
	if s.ahead {
		c.trust.wasted()
	}
	c.policy.evicted(at, s.line, s.ahead)
	bytes := 0
	if s.hi > 0 {
		lo, hi := c.writeBack(at)
		lo, hi = c.gather(s.line, +1, lo, hi)
		lo, hi = c.gather(s.line, -1, lo, hi)
		bytes = hi - lo
	}
	c.where[s.line] = none
	*s = slot{}
	return bytes
}

// writeBack makes a line clean and returns the range of addresses that is to be written.
func (c *cache) writeBack(slot int) (lo, hi int) {
	lo, hi = c.dirtyRange(slot)
	s := &c.slots[slot]
	s.lo, s.hi = 0, 0
	c.held[s.line] = true
	return lo, hi
}

// widestGap is what two ranges may lie apart that are written in one: what is between is written, too.
const widestGap = 64

// gather extends a range that is written by dirty neighbours of its line, which stay cached.
func (c *cache) gather(line uint32, step, lo, hi int) (int, int) {
	for i, next := 0, int(line)+step; i < c.Gather/c.Line && c.cached(next); i, next = i+1, next+step {
		slot := int(c.where[next])
		nlo, nhi := c.dirtyRange(slot)
		if nhi == 0 || nlo > hi+widestGap || nhi < lo-widestGap {
			break
		}
		c.writeBack(slot)
		lo, hi = min(lo, nlo), max(hi, nhi)
	}
	return lo, hi
}

// dirtyRange is the range of addresses of a line that is to be written; hi is 0 if it is clean.
func (c *cache) dirtyRange(slot int) (lo, hi int) {
	s := &c.slots[slot]
	base := int(s.line) * c.Line
	switch {
	case s.hi == 0:
		return 0, 0
	case !c.held[s.line]:
		return base, base + c.Line
	}
	return base + s.lo, base + s.hi
}
