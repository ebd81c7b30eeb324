package asm

import "github.com/wasm2go/wasm2go/compiler/internal/sets"

// A set is a set of virtual registers.
type set = sets.Bits[vreg]

// liveness is what later instructions may read: by block, at its begin and behind its end.
type liveness struct{ in, out []set }

// live computes it: from the last block to the first, until nothing changes.
func live(c *code) liveness {
	n := len(c.blocks)
	l := liveness{make([]set, n), make([]set, n)}
	for i := range n {
		l.in[i], l.out[i] = sets.New[vreg](len(c.kinds)), sets.New[vreg](len(c.kinds))
	}
	now := sets.New[vreg](len(c.kinds))
	for changed := true; changed; {
		changed = false
		for i := n - 1; i >= 0; i-- {
			b := &c.blocks[i]
			for _, to := range b.to {
				l.out[i].Join(l.in[to])
			}
			copy(now, l.out[i])
			for k := len(b.insts) - 1; k >= 0; k-- {
				before(now, &b.insts[k])
			}
			changed = l.in[i].Join(now) || changed
		}
	}
	return l
}

// before makes of what is read behind an instruction what is read from it on.
func before(s set, i *inst) {
	if i.dst != none {
		s.Remove(i.dst)
	}
	for _, r := range i.src {
		s.Add(r)
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
				if i := &list[k]; i.pure && !now.Has(i.dst) {
					dropped = true
					continue
				}
				before(now, &list[k])
				kept--
				list[kept] = list[k]
			}
			c.blocks[b].insts = list[kept:]
		}
	}
}
