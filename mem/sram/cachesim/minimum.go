package cachesim

import "math"

// minimum is Belady's MIN. Times are counted in changes from one line to another.
type minimum struct {
	filling
	n     int
	uses  []uint32 // times at which lines are accessed, line by line
	first []uint32 // by line: where in uses its times begin
	ahead []uint32 // by line: where in uses the first time is that is still to come
	lines []uint32 // by slot
	tree  []uint32 // a heap-shaped tree: the leaves are the next uses by slot, each node the maximum of its two
	leaf  int      // the first leaf
}

const never = math.MaxUint32

func newMinimum(n int, t Trace, shift uint) *minimum {
	p := &minimum{n: n, lines: make([]uint32, n), leaf: 1}
	for p.leaf < n {
		p.leaf *= 2
	}
	p.tree = make([]uint32, 2*p.leaf)
	p.index(t, shift)
	return p
}

// index finds the times of all lines: it counts them first, to know where those of each line begin.
func (p *minimum) index(t Trace, shift uint) {
	p.first = make([]uint32, t.lines(shift)+1)
	changes(t, shift, func(line, _ uint32) { p.first[line+1]++ })
	for i := range p.first[1:] {
		p.first[i+1] += p.first[i]
	}
	p.uses = make([]uint32, p.first[len(p.first)-1])
	p.ahead = append([]uint32(nil), p.first...)
	changes(t, shift, func(line, time uint32) {
		p.uses[p.ahead[line]] = time
		p.ahead[line]++
	})
	copy(p.ahead, p.first)
}

// changes calls f for each access to another line than the one before.
func changes(t Trace, shift uint, f func(line, time uint32)) {
	last, time := int64(none), uint32(0)
	for i := range t {
		if line := t[i].Block >> shift; int64(line) != last {
			last = int64(line)
			time++
			f(line, time)
		}
	}
}

// now notes that the time has come at which a line is accessed.
func (p *minimum) now(line uint32) { p.ahead[line]++ }

// next is when a line will be accessed.
func (p *minimum) next(line uint32) uint32 {
	if p.ahead[line] == p.first[line+1] {
		return never
	}
	return p.uses[p.ahead[line]]
}

// of is when the line in a slot will be accessed.
func (p *minimum) of(slot int) uint32 { return p.tree[p.leaf+slot] }

func (p *minimum) set(slot int, time uint32) {
	i := p.leaf + slot
	p.tree[i] = time
	for i /= 2; i > 0; i /= 2 {
		most := max(p.tree[2*i], p.tree[2*i+1])
		if p.tree[i] == most {
			return
		}
		p.tree[i] = most
	}
}

func (p *minimum) used(slot int) { p.set(slot, p.next(p.lines[slot])) }

func (p *minimum) evicted(int, uint32, bool) {}

func (p *minimum) inserted(slot int, line uint32, _ bool) {
	p.fill(slot)
	p.lines[slot] = line
	p.set(slot, p.next(line))
}

func (p *minimum) victim(uint32) int {
	if p.count < p.n {
		return p.count
	}
	i := 1
	for i < p.leaf {
		i *= 2
		if p.tree[i] != p.tree[i/2] {
			i++
		}
	}
	return i - p.leaf
}
