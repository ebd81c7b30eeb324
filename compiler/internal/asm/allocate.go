package asm

import (
	"cmp"
	"slices"
)

// An interval is where a virtual register holds something: from one position to another, both included. Instruction number k reads at
// position 2k and writes at 2k+1.
type interval struct {
	reg        vreg
	start, end int
	weight     float64 // how often it is read and written, as a guess
	hint       vreg    // whose machine register would save a copy
}

// A home is where a virtual register lives.
type home struct {
	reg  int // number of a machine register of its class, or -1
	slot int // offset in the frame where there is none
}

// An allocation gives each virtual register a home.
type allocation struct {
	homes []home
	spans []interval   // by vreg
	spare [classes]int // machine registers from this number on pass values of slots to and from instructions
	frame int          // bytes of the slots
}

// registers are how many of each class there are to give.
type registers [classes]int

// allocate is a linear scan (Poletto and Sarkar, 1999). Where the registers do not suffice, some are set aside for the values that live in
// the frame, and it starts again.
func allocate(c *code, have registers) *allocation {
	spans := intervals(c)
	a := &allocation{spans: spans, spare: have, homes: make([]home, len(c.kinds))}
	for k := range classes {
		if a.scan(c, k) {
			a.spare[k] -= mostOperands(c, k)
			a.scan(c, k)
		}
	}
	for r := range a.homes {
		if h := &a.homes[r]; h.reg < 0 && spans[r].start >= 0 {
			h.slot = a.frame
			a.frame += slotSize(c.kinds[r])
		}
	}
	return a
}

func slotSize(k class) int {
	if k == vector {
		return 16
	}
	return 8
}

// mostOperands is how many registers of a class one instruction may need at a time.
func mostOperands(c *code, k class) int {
	most := 0
	for b := range c.blocks {
		for n := range c.blocks[b].insts {
			i := &c.blocks[b].insts[n]
			count := 0
			for _, r := range i.src {
				if c.kinds[r] == k {
					count++
				}
			}
			if i.dst != none && c.kinds[i.dst] == k && !i.tied {
				count++
			}
			most = max(most, count)
		}
	}
	return most
}

// intervals computes where each virtual register is in use.
func intervals(c *code) []interval {
	spans := make([]interval, len(c.kinds))
	for r := range spans {
		spans[r] = interval{reg: vreg(r), start: -1, hint: none}
	}
	extend := func(r vreg, at int) {
		s := &spans[r]
		if s.start < 0 {
			s.start, s.end = at, at
		}
		s.start, s.end = min(s.start, at), max(s.end, at)
	}
	l := live(c)
	k := 0
	for b := range c.blocks {
		weight := 1.0
		for range min(c.blocks[b].depth, 6) {
			weight *= 8
		}
		l.in[b].each(func(r vreg) { extend(r, 2*k) })
		for n := range c.blocks[b].insts {
			i := &c.blocks[b].insts[n]
			for s, r := range i.src {
				at := 2 * k
				if i.early || i.tied && s > 0 {
					at++
				}
				extend(r, at)
				spans[r].weight += weight
			}
			if i.dst != none {
				extend(i.dst, 2*k+1)
				spans[i.dst].weight += weight
				if i.tied || i.copies {
					spans[i.dst].hint = i.src[0]
				}
			}
			k++
		}
		l.out[b].each(func(r vreg) { extend(r, 2*k-1) })
	}
	return spans
}

// scan gives homes to the registers of a class, and tells whether one has to live in the frame.
func (a *allocation) scan(c *code, k class) (spilled bool) {
	var todo []interval
	for _, s := range a.spans {
		if s.start >= 0 && c.kinds[s.reg] == k {
			todo = append(todo, s)
		}
	}
	slices.SortStableFunc(todo, func(x, y interval) int { return cmp.Compare(x.start, y.start) })
	taken := make([]vreg, a.spare[k]) // by machine register
	for i := range taken {
		taken[i] = none
	}
	for _, s := range todo {
		for i, r := range taken {
			if r != none && a.spans[r].end < s.start {
				taken[i] = none
			}
		}
		at := a.choose(taken, s)
		if at < 0 {
			spilled = true
			at = a.evict(taken, s)
		}
		a.homes[s.reg].reg = at
		if at >= 0 {
			taken[at] = s.reg
		}
	}
	return spilled
}

// choose finds a free machine register, the one that saves a copy if it can.
func (a *allocation) choose(taken []vreg, s interval) int {
	if s.hint != none && a.spans[s.hint].start < s.start {
		if at := a.homes[s.hint].reg; at >= 0 && at < len(taken) && taken[at] == none {
			return at
		}
	}
	return slices.Index(taken, none)
}

// evict takes a machine register from who needs it less than s, and sends that one to the frame; -1 where s is the one.
func (a *allocation) evict(taken []vreg, s interval) int {
	least, at := s, -1
	for i, r := range taken {
		if r := a.spans[r]; r.weight < least.weight || r.weight == least.weight && r.end > least.end {
			least, at = r, i
		}
	}
	if at >= 0 {
		a.homes[least.reg].reg = -1
	}
	return at
}
