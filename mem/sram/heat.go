package sram

import "slices"

// heatBuckets is how many places misses are counted for.
const heatBuckets = 1024

// heat counts misses by place: as many lines make a bucket that all buckets together reach the whole memory. It doubles as need be.
type heat struct {
	misses []uint32
	shift  uint // line number -> bucket
}

func newHeat() heat { return heat{misses: make([]uint32, heatBuckets)} }

// add counts a miss of the line.
func (h *heat) add(line uint64) {
	if h.misses == nil {
		return
	}
	h.reach(line)
	h.misses[line>>h.shift]++
}

// reach makes a bucket for the line.
func (h *heat) reach(line uint64) {
	for line>>h.shift >= heatBuckets {
		for i := range h.misses {
			h.misses[i] = at(h.misses, 2*i) + at(h.misses, 2*i+1)
		}
		h.shift++
	}
}

func at(list []uint32, i int) uint32 {
	if i < len(list) {
		return list[i]
	}
	return 0
}

// A Heat is where in a memory the cache missed.
type Heat struct {
	Bytes  uint64   // of memory that each element of Misses stands for
	Misses []uint32 // by place, from address 0 on
	Held   []bool   // likewise: something there was written to the device
}

// Heats returns where the caches of all memories missed, those that were closed first. It takes ArrayOpts.Heat.
func (a *Array) Heats() []Heat {
	heats := slices.Clone(a.heats)
	for _, c := range a.list() {
		heats = append(heats, c.places())
	}
	return heats
}

// Heat returns where the cache missed since the memory was made. It is empty without ArrayOpts.Heat.
func (m Memory) Heat() Heat { return m.c.places() }

// places is Heat, also of a memory that is just being closed.
func (c *cache) places() Heat {
	if c.heat.misses == nil {
		return Heat{}
	}
	lines := uint64(0)
	for _, x := range c.extents {
		lines += x.size >> c.shift
	}
	c.heat.reach(lines)
	n := (lines + 1<<c.heat.shift - 1) >> c.heat.shift
	h := Heat{Bytes: c.line << c.heat.shift, Misses: slices.Clone(c.heat.misses[:n]), Held: make([]bool, n)}
	for line := range lines {
		if c.held.has(line) {
			h.Held[line>>c.heat.shift] = true
		}
	}
	return h
}
