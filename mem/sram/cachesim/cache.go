package cachesim

import (
	"math/bits"
	"time"
)

// A Design is a cache to simulate.
type Design struct {
	Size, Line int // bytes, powers of two
	Policy     Policy
	Ahead      int // bytes that a miss reads ahead at most
	Gather     int // bytes to either side of a victim that are written back with it at most
}

// A Result is what a program costs with a cache.
type Result struct {
	Accesses     uint64
	Misses       uint64
	Transactions uint64
	Read         uint64 // bytes
	Written      uint64 // bytes
	Time         time.Duration
}

// PerAccess is the time of the bus for an access, in nanoseconds.
func (r Result) PerAccess() float64 { return float64(r.Time) / float64(r.Accesses) }

// transfer counts one of w bytes that are written and n that are read.
func (c *cache) transfer(w, n int) {
	c.result.Written += uint64(w)
	c.result.Read += uint64(n)
	c.bus.transfer(w, n)
}

// finish takes from the bus what all transfers took.
func (r *Result) finish(b *bus) {
	r.Transactions, r.Time = b.sum.Transactions, busTime(b.sum)
}

// cache simulates: write-back, with one range of bytes that are dirty for each line. A line that was never written back is zero and
// need not be read; the first time, all of it is written.
type cache struct {
	Design
	shift  uint // blocks of a line, as a logarithm
	slots  []slot
	where  []int32 // by line: its slot, or none
	held   []bool  // lines that the chip has
	policy policy
	future *minimum // the policy, if it is MIN
	trust  trust
	bus    *bus
	result Result
}

// A slot is a cached line.
type slot struct {
	line   uint32
	lo, hi int  // dirty range; hi is 0 if there is none
	ahead  bool // read ahead and not used yet
	full   bool // has a line
}

const none = -1

// Simulate replays a trace.
func Simulate(t Trace, d Design) Result {
	n := d.Size / d.Line
	c := &cache{Design: d, shift: uint(bits.Len(uint(d.Line/BlockSize)) - 1), slots: make([]slot, n), bus: newBus()}
	lines := t.lines(c.shift)
	c.held = make([]bool, lines)
	c.where = make([]int32, lines)
	for i := range c.where {
		c.where[i] = none
	}
	c.policy = d.Policy.make(n, lines, t, c.shift)
	c.future, _ = c.policy.(*minimum)
	c.replay(t)
	c.result.finish(c.bus)
	return c.result
}

func (c *cache) replay(t Trace) {
	last, slot := -1, 0
	for i := range t {
		r := &t[i]
		c.result.Accesses += uint64(r.Accesses)
		if line := int(r.Block >> c.shift); line != last {
			slot = c.access(uint32(line))
			last = line
		}
		if lo, hi := r.writtenRange(); hi > 0 {
			at := int(r.Block%(1<<c.shift)) * BlockSize
			c.slots[slot].dirty(at+lo, at+hi)
		}
	}
}

// dirty extends the dirty range, which is kept in words.
func (s *slot) dirty(lo, hi int) {
	lo, hi = lo&^7, (hi+7)&^7
	if s.hi > 0 {
		lo, hi = min(lo, s.lo), max(hi, s.hi)
	}
	s.lo, s.hi = lo, hi
}

// access returns the slot of a line, after fetching it if need be.
func (c *cache) access(line uint32) int {
	slot := int(c.where[line])
	if c.future != nil {
		c.future.now(line)
	}
	if slot == none {
		return c.miss(line)
	}
	if s := &c.slots[slot]; s.ahead {
		s.ahead = false
		c.trust.used()
	}
	c.policy.used(slot)
	return slot
}

// miss brings in a line, and those after it that are read ahead, in one transaction.
func (c *cache) miss(line uint32) int {
	c.result.Misses++
	step, ahead := 0, 0
	if c.held[line] && c.Ahead > 0 {
		step, ahead = c.ahead(line)
	}
	slot := c.policy.victim(line)
	write := c.evict(slot)
	c.insert(slot, line, false)
	read := 0
	if c.held[line] {
		read = c.Line
	}
	for next := int(line) + step; ahead > 0 && c.wanted(next); next, ahead = next+step, ahead-1 {
		v := c.policy.victim(uint32(next))
		if v == slot || write > 0 && c.slots[v].hi > 0 || c.useless(next, v) {
			break
		}
		write += c.evict(v)
		c.insert(v, uint32(next), true)
		read += c.Line
	}
	c.transfer(write, read)
	return slot
}

func (c *cache) insert(slot int, line uint32, ahead bool) {
	c.slots[slot].line, c.slots[slot].ahead, c.slots[slot].full = line, ahead, true
	c.where[line] = int32(slot)
	c.policy.inserted(slot, line, ahead)
}
