package asm

import "github.com/wasm2go/wasm2go/compiler/internal/sets"

// splitWebs gives each web of a virtual register one of its own: a web is definitions that some instruction may see, and all instructions that may
// see one of these. A compiler has one local for what has nothing in common but that it does not live at the same time; an interval that spans
// all of it would keep a register for nothing.
func splitWebs(c *code) {
	w := &webber{code: c, in: live(c).in, entry: make([]int, len(c.blocks))}
	across := sets.New[vreg](len(c.kinds))
	for _, in := range w.in {
		across.Join(in)
	}
	for r, uses := range w.findUses() {
		w.parts = w.parts[:0]
		if across.Has(vreg(r)) {
			w.follow(vreg(r), uses)
		} else {
			w.inside(uses, 0)
		}
		w.number(uses)
	}
	w.rename()
}

// A webber looks at one register at a time: what is known of all of them in each block would be the square of a function's size.
type webber struct {
	code *code
	in   []set // what is live where each block begins
	uses []use // in the order of the text
	webs int

	parts sets.Parts // of one register, definitions that are one web: one for each instruction's, and one for what comes into each block
	entry []int      // by block: the latter, where the register is live
}

// A use is an operand, or a result, and its definition, later its web.
type use struct {
	reg    *vreg
	block  int
	result bool
	def    int
}

// findUses lists the uses, and by register the numbers of its own.
func (w *webber) findUses() [][]int {
	list := make([][]int, len(w.code.kinds))
	add := func(r *vreg, block int, result bool) {
		list[*r] = append(list[*r], len(w.uses))
		w.uses = append(w.uses, use{reg: r, block: block, result: result})
	}
	for b := range w.code.blocks {
		for n := range w.code.blocks[b].insts {
			i := &w.code.blocks[b].insts[n]
			for s := range i.src {
				add(&i.src[s], b, false)
			}
			if i.dst != none {
				add(&i.dst, b, true)
			}
		}
	}
	return list
}

// follow unites the definitions of a register that lead to the same block.
func (w *webber) follow(r vreg, uses []int) {
	for b := range w.in {
		if w.in[b].Has(r) {
			w.entry[b] = w.parts.Add()
		}
	}
	for b := range w.code.blocks {
		n := 0
		for n < len(uses) && w.uses[uses[n]].block == b {
			n++
		}
		last := w.inside(uses[:n], w.entry[b])
		uses = uses[n:]
		for _, to := range w.code.blocks[b].to {
			if w.in[to].Has(r) {
				w.parts.Unite(last, w.entry[to])
			}
		}
	}
}

// inside gives uses that are in the same block, or of a register that lives in no other, their definitions. It returns the last one.
func (w *webber) inside(uses []int, def int) int {
	for _, k := range uses {
		if w.uses[k].result {
			def = w.parts.Add()
		}
		w.uses[k].def = def
	}
	return def
}

// number makes a web of each part of a register's definitions.
func (w *webber) number(uses []int) {
	for _, k := range uses {
		w.uses[k].def = w.webs + w.parts.Root(w.uses[k].def)
	}
	w.webs += len(w.parts)
}

// rename numbers the webs in the order of the text.
func (w *webber) rename() {
	kinds := w.code.kinds
	w.code.kinds = nil
	names := map[int]vreg{}
	for _, u := range w.uses {
		name, ok := names[u.def]
		if !ok {
			name = w.code.newReg(kinds[*u.reg])
			names[u.def] = name
		}
		*u.reg = name
	}
}
