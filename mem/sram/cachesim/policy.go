package cachesim

import "math/bits"

// A Policy says which line a cache gives up for another.
type Policy int

const (
	DirectMapped  Policy = iota // the one at the same place
	FourWay                     // the one of four places not used for longest
	FourWayFolded               // the same; the set is a XOR of parts of the address
	FourWayClock                // as FourWayFolded, but second chance within the set
	LRU                         // the one not used for longest
	Clock                       // the first, going round, not used since the last time
	TwoQueues                   // a queue of new lines, and a clock of those that came back
	Min                         // Belady: the one needed last
)

func (p Policy) String() string {
	return [...]string{"direct-mapped", "4-way", "4-way, folded", "4-way, folded, clock", "LRU", "clock", "two queues", "MIN"}[p]
}

// policy keeps the order of slots.
type policy interface {
	used(slot int)                             // the line in it was accessed, after another line
	victim(line uint32) int                    // the slot where the line should go, empty or not; may be asked again
	evicted(slot int, line uint32, ahead bool) // the line leaves; ahead: it was read ahead and never used
	inserted(slot int, line uint32, ahead bool)
}

// make makes the policy of a cache of n slots for a trace with so many lines.
func (p Policy) make(n, lines int, t Trace, shift uint) policy {
	switch p {
	case DirectMapped:
		return newSets(n, 1, false, false)
	case FourWay:
		return newSets(n, 4, false, false)
	case FourWayFolded:
		return newSets(n, 4, true, false)
	case FourWayClock:
		return newSets(n, 4, true, true)
	case LRU:
		return newLRU(n)
	case Clock:
		return newClock(n)
	case TwoQueues:
		return newTwoQueues(n, lines)
	}
	return newMinimum(n, t, shift)
}

// sets is a set-associative cache.
type sets struct {
	ways   int
	folded bool
	clock  bool
	mask   uint32
	bits   int
	full   []bool
	stamp  []uint32 // time of the last use, or with clock whether used
	hand   []int    // by set
	time   uint32
}

func newSets(n, ways int, folded, clock bool) *sets {
	count := n / ways
	return &sets{ways: ways, folded: folded, clock: clock, mask: uint32(count - 1), bits: bits.Len(uint(count - 1)),
		full: make([]bool, n), stamp: make([]uint32, n), hand: make([]int, count)}
}

func (p *sets) used(slot int) {
	p.time++
	p.stamp[slot] = p.time
	if p.clock {
		p.stamp[slot] = 1
	}
}

func (p *sets) evicted(slot int, _ uint32, _ bool) { p.full[slot] = false }

func (p *sets) inserted(slot int, _ uint32, ahead bool) {
	p.full[slot] = true
	p.used(slot)
	if p.clock && ahead {
		p.stamp[slot] = 0
	}
}

func (p *sets) set(line uint32) int {
	if p.folded && p.bits > 0 {
		line ^= line>>p.bits ^ line>>(2*p.bits)
	}
	return int(line & p.mask)
}

func (p *sets) victim(line uint32) int {
	set := p.set(line)
	base := set * p.ways
	for slot := base; slot < base+p.ways; slot++ {
		if !p.full[slot] {
			return slot
		}
	}
	if p.clock {
		hand := &p.hand[set]
		for p.stamp[base+*hand] != 0 {
			p.stamp[base+*hand] = 0
			*hand = (*hand + 1) % p.ways
		}
		return base + *hand
	}
	oldest := base
	for slot := base + 1; slot < base+p.ways; slot++ {
		if p.stamp[slot] < p.stamp[oldest] {
			oldest = slot
		}
	}
	return oldest
}

// clock is a second-chance queue: one bit for each line, which the hand clears.
type clock struct {
	filling
	recent []bool
	hand   int
}

func newClock(n int) *clock { return &clock{recent: make([]bool, n)} }

func (p *clock) used(slot int)             { p.recent[slot] = true }
func (p *clock) evicted(int, uint32, bool) { p.hand = (p.hand + 1) % len(p.recent) }
func (p *clock) inserted(slot int, _ uint32, ahead bool) {
	p.fill(slot)
	p.recent[slot] = !ahead
}

func (p *clock) victim(uint32) int {
	if p.count < len(p.recent) {
		return p.count
	}
	for p.recent[p.hand] {
		p.recent[p.hand] = false
		p.hand = (p.hand + 1) % len(p.recent)
	}
	return p.hand
}

// filling counts the slots that were ever used: a prefix.
type filling struct{ count int }

func (f *filling) fill(slot int) { f.count = max(f.count, slot+1) }
