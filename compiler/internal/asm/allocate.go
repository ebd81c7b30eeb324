package asm

import (
	"cmp"
	"slices"
	"strings"
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
	reg   int   // number of a machine register of its class, or -1
	slot  int   // offset in the frame where there is none
	again *inst // what computes it wherever it is wanted, in place of a slot
}

// An allocation gives each virtual register a home.
type allocation struct {
	homes []home
	spans []interval   // by vreg
	spare [classes]int // machine registers from this number on pass values from and to the frame, beside those that a text does not name
	frame int          // bytes of the slots
}

// allocate is a linear scan (Poletto and Sarkar, 1999). Where the registers do not suffice, some are set aside for the values that live in
// the frame, and it starts again.
func allocate(c *code, m machine) *allocation {
	findFree(c, m)
	a := &allocation{homes: make([]home, len(c.kinds)), spans: intervals(c)}
	a.findConstants(c, m)
	for k := range classes {
		a.spare[k] = len(m.registers(k))
		if a.scan(c, k) {
			a.spare[k] -= mostSpare(c, k)
			a.scan(c, k)
		}
	}
	for r := range a.homes {
		if h := &a.homes[r]; h.reg >= 0 || a.spans[r].start < 0 {
			h.again = nil
		} else if h.again == nil {
			h.slot = a.frame
			a.frame += slotSize(c.kinds[r])
		}
	}
	return a
}

// findConstants finds what is as easily computed again as loaded: what needs no operands and is computed in one place.
func (a *allocation) findConstants(c *code, m machine) {
	defs := make([]int, len(c.kinds))
	for b := range c.blocks {
		for n := range c.blocks[b].insts {
			i := &c.blocks[b].insts[n]
			if i.dst == none {
				continue
			}
			h := &a.homes[i.dst]
			defs[i.dst]++
			if h.again = nil; defs[i.dst] == 1 && i.isConstant(m) {
				h.again = i
			}
		}
	}
	for r := range a.homes {
		if a.homes[r].again != nil {
			a.spans[r].weight /= 4
		}
	}
}

func slotSize(k class) int {
	if k == vector {
		return 16
	}
	return 8
}

// isConstant tells whether an instruction may come again anywhere: it needs no operands, and changes neither flags nor other registers.
func (i *inst) isConstant(m machine) bool {
	return i.pure && len(i.src) == 0 && i.lines == nil && !i.copies && !strings.HasPrefix(i.text[0], "XORL") && len(i.text) <= 2 &&
		len(i.free[general]) == len(m.scratch(general)) && len(i.free[vector]) == len(m.scratch(vector))
}

// mostSpare is how many registers have to be set aside for an instruction whose operands all live in the frame.
func mostSpare(c *code, k class) int {
	most := 0
	for b := range c.blocks {
		for n := range c.blocks[b].insts {
			i := &c.blocks[b].insts[n]
			need := -len(i.free[k])
			for _, r := range i.src {
				if c.kinds[r] == k {
					need++
				}
			}
			if i.dst != none && c.kinds[i.dst] == k && !i.tied {
				need++
			}
			most = max(most, need)
		}
	}
	return most
}

// findFree finds the scratch registers that instructions leave alone.
func findFree(c *code, m machine) {
	for b := range c.blocks {
		for n := range c.blocks[b].insts {
			i := &c.blocks[b].insts[n]
			names := slices.Repeat([]string{"V0"}, len(i.src)) // has the form of a register
			text := strings.Join(i.write("V0", names), " ")
			for k := range classes {
				for _, name := range m.scratch(k) {
					if !strings.Contains(text, name) && !strings.Contains(text, "F"+name[1:]) {
						i.free[k] = append(i.free[k], name)
					}
				}
			}
		}
	}
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
		for r := range l.in[b].All {
			extend(r, 2*k)
		}
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
		for r := range l.out[b].All {
			extend(r, 2*k-1)
		}
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
