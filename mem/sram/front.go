package sram

import "unsafe"

// The front is what makes a hit cheap. Each line has a home in the block of cached lines, a frame that its address alone tells, as in a
// direct-mapped cache. A tag for each granule of these frames says which granule is at home there and may be read. An access compares it
// with the address while the data is on its way already. Which lines are cached has nothing to do with it: any can be (queues.go). Those
// that are not at home take the slow path, and move there if they are used.
//
// A tag is the address of its granule. What lies in the granule differs from it in the last six bits alone, so that one exclusive or and
// one comparison find what is in another granule, straddles the border to the next, or lies outside the memory, be it the negative sum
// that stands for such an address.
//
// A store has a tag of its own. It matches where all of the granule is dirty: then there is nothing to record.
type tag struct{ load, store uint32 }

const (
	tagSize      = 8
	granuleShift = 6
	granule      = 1 << granuleShift // bytes that have a tag
	word         = 8                 // bytes of the widest access
)

// soiling is how many stores that the tags did not know make all of the granule count as dirty. To write it whole takes the bus 20 us more
// at most; these stores took a fraction of a microsecond, but they would go on.
const soiling = 16

// patience is how many accesses a line has to wait for its home, and one more for each granule of it that is to be moved.
const patience = 3

// tag returns the tag that an access at ea looks at.
func (c *cache) tag(ea uint64) *tag { return &c.tags[ea&uint64(c.front)>>granuleShift] }

// nowhere is a granule that never looks at the tag that ea looks at, so that nothing matches it.
func (c *cache) nowhere(ea uint64) uint32 {
	return uint32(ea)&uint32(c.front)&^(granule-1) ^ granule
}

func (c *cache) forget(ea uint64) {
	nowhere := c.nowhere(ea)
	*c.tag(ea) = tag{nowhere, nowhere}
}

// forgetAll makes all tags match nothing.
func (c *cache) forgetAll() {
	for i := range c.tags {
		c.forget(uint64(i) << granuleShift)
	}
}

// forgetLine makes the tags for the line of slot i match nothing.
func (c *cache) forgetLine(i int32) {
	base := c.base(i) &^ (granule - 1)
	for ea := base; ea < base+max(c.line, granule); ea += granule {
		if c.tag(ea).load == uint32(ea) {
			c.forget(ea)
		}
	}
}

// home is the frame that the line should be in. There need not be one.
func (c *cache) home(line uint32) int32 { return int32(line) & int32(c.front>>c.shift) }

// settled tells whether the line of slot i is at home.
func (c *cache) settled(i int32) bool { return c.slots[i].frame == c.home(c.slots[i].line) }

// atHome returns the slot of a line that is at home, or none.
func (c *cache) atHome(line uint64) int32 {
	home := c.home(uint32(line))
	if int(home) >= len(c.owners) || uint64(c.slots[c.owners[home]].line) != line {
		return none
	}
	return c.owners[home]
}

// visit counts an access to slot i that the tags did not know. A line that is not at home moves there in the end: at once it would do so
// with each access where two lines that are used in turn have the same home.
func (c *cache) visit(i int32) {
	if c.settled(i) {
		return
	}
	s := &c.slots[i]
	if s.slow++; uint64(s.slow) > patience+c.line>>granuleShift {
		c.settle(i)
	}
}

// settle moves the line of slot i to its home, and what is there to where that was.
func (c *cache) settle(i int32) {
	from, to := c.slots[i].frame, c.home(c.slots[i].line)
	if from == to || int(to) >= len(c.owners) {
		return
	}
	j := c.owners[to]
	if c.slots[j].line != noLine {
		c.forgetLine(j)
	}
	here, there := c.words(i), c.words(j)
	for k := range here {
		here[k], there[k] = there[k], here[k]
	}
	c.slots[i].frame, c.slots[j].frame = to, from
	c.slots[i].slow, c.slots[j].slow = 0, 0
	c.owners[to], c.owners[from] = i, j
}

// tell makes the tags for ea match, if all of the granule exists and is at home in slot i.
func (c *cache) tell(i int32, ea uint64) {
	base := ea &^ (granule - 1)
	if c.countHits || base+granule > c.size || !c.settled(i) {
		return
	}
	stored := c.soiled(i, base)
	if c.line < granule {
		j := c.find(ea>>c.shift ^ 1)
		if j == none || !c.slots[j].used || !c.settled(j) {
			return
		}
		stored = stored && c.soiled(j, base)
	}
	t := c.tag(ea)
	t.load, t.store = uint32(base), c.nowhere(ea)
	if stored {
		t.store = t.load
	}
}

// soiled tells whether all that slot i has of a granule is dirty.
func (c *cache) soiled(i int32, granuleBase uint64) bool {
	s, at := &c.slots[i], granuleBase&(c.line-1)
	return uint64(s.lo) <= at && uint64(s.hi) >= min(at+granule, c.line)
}

// soil counts a store that the tags did not know, at a place in the line of slot i.
func (c *cache) soil(i int32, at uint64) {
	s := &c.slots[i]
	if !c.settled(i) {
		return
	}
	if s.slow++; s.slow >= soiling {
		s.slow = 0
		at &^= granule - 1
		c.dirty(i, at, min(at+granule, c.line))
	}
}

// known returns the bytes from ea on, n at most, that lie in one piece in the block, in lines at home; to write them, they have to be dirty.
func (c *cache) known(ea, n uint64, write bool) []byte {
	end := ea
	for end < ea+n && (end == ea || end&uint64(c.front) != 0) {
		line, at, size := c.part(end, ea+n-end)
		i := c.atHome(line)
		if i == none || write && (at < uint64(c.slots[i].lo) || at+size > uint64(c.slots[i].hi)) {
			break
		}
		c.use(i)
		end += size
	}
	if end == ea {
		return nil // the place need not exist
	}
	return c.bytes(uintptr(ea)&c.front, end-ea)
}

// place is where in the block slot i has its line.
func (c *cache) place(i int32) uintptr { return uintptr(c.slots[i].frame) << c.shift }

// words is the content of slot i.
func (c *cache) words(i int32) []uint64 {
	return unsafe.Slice((*uint64)(unsafe.Add(c.block, c.place(i))), c.line/word)
}
