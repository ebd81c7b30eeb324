package asm

import "math/bits"

// A set is a set of virtual registers.
type set []uint64

func newSet(n int) set           { return make(set, (n+63)/64) }
func (s set) has(r vreg) bool    { return s[r/64]>>(r%64)&1 != 0 }
func (s set) add(r vreg)         { s[r/64] |= 1 << (r % 64) }
func (s set) remove(r vreg)      { s[r/64] &^= 1 << (r % 64) }
func (s set) copyFrom(other set) { copy(s, other) }

// union adds the other set, and tells whether that was anything new.
func (s set) union(other set) (grown bool) {
	for i, w := range other {
		grown = grown || w&^s[i] != 0
		s[i] |= w
	}
	return grown
}

// each visits the elements in increasing order.
func (s set) each(visit func(vreg)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			visit(vreg(64*i + bits.TrailingZeros64(w)))
		}
	}
}

// liveness is what later instructions may read: by block, at its begin and behind its end.
type liveness struct{ in, out []set }

// live computes it: from the last block to the first, until nothing changes.
func live(c *code) liveness {
	n := len(c.blocks)
	l := liveness{make([]set, n), make([]set, n)}
	for i := range n {
		l.in[i], l.out[i] = newSet(len(c.kinds)), newSet(len(c.kinds))
	}
	now := newSet(len(c.kinds))
	for changed := true; changed; {
		changed = false
		for i := n - 1; i >= 0; i-- {
			b := &c.blocks[i]
			for _, to := range b.to {
				l.out[i].union(l.in[to])
			}
			now.copyFrom(l.out[i])
			for k := len(b.insts) - 1; k >= 0; k-- {
				now.before(&b.insts[k])
			}
			changed = l.in[i].union(now) || changed
		}
	}
	return l
}

// before makes of what is read behind an instruction what is read from it on.
func (s set) before(i *inst) {
	if i.dst != none {
		s.remove(i.dst)
	}
	for _, r := range i.src {
		s.add(r)
	}
}

// dropUnused leaves out the instructions whose results nobody reads.
func dropUnused(c *code) {
	for dropped := true; dropped; {
		dropped = false
		l := live(c)
		for b := range c.blocks {
			now, list := l.out[b], c.blocks[b].insts
			kept := len(list)
			for k := len(list) - 1; k >= 0; k-- {
				if i := &list[k]; i.pure && !now.has(i.dst) {
					dropped = true
					continue
				}
				now.before(&list[k])
				kept--
				list[kept] = list[k]
			}
			c.blocks[b].insts = list[kept:]
		}
	}
}
