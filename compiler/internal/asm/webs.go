package asm

import "github.com/wasm2go/wasm2go/compiler/internal/sets"

// splitWebs gives each web of a virtual register one of its own: a web is definitions that some instruction may see, and all instructions that may
// see one of these. A compiler has one local for what has nothing in common but that it does not live at the same time; an interval that spans
// all of it would keep a register for nothing.
func splitWebs(c *code) {
	w := &webber{code: c, entry: make([]map[vreg]int, len(c.blocks))}
	l := live(c)
	for b := range c.blocks {
		w.entry[b] = map[vreg]int{}
		for r := range l.in[b].All {
			w.entry[b][r] = w.define(r)
		}
	}
	for b := range c.blocks {
		w.block(b)
	}
	w.rename()
}

// A webber numbers definitions: one for each instruction's, and one for what comes into each block from several.
type webber struct {
	code  *code
	parts sets.Parts // definitions that are one web
	of    []vreg     // what was defined
	entry []map[vreg]int
	uses  []use
}

// A use is an operand, or a result, and its definition.
type use struct {
	reg *vreg
	def int
}

func (w *webber) define(r vreg) int {
	w.of = append(w.of, r)
	return w.parts.Add()
}

// block follows definitions through a block, and to those behind it.
func (w *webber) block(b int) {
	blk := &w.code.blocks[b]
	state := map[vreg]int{}
	for r, d := range w.entry[b] {
		state[r] = d
	}
	for n := range blk.insts {
		i := &blk.insts[n]
		for s, r := range i.src {
			w.uses = append(w.uses, use{&i.src[s], state[r]})
		}
		if i.dst != none {
			state[i.dst] = w.define(i.dst)
			w.uses = append(w.uses, use{&i.dst, state[i.dst]})
		}
	}
	for _, to := range blk.to {
		for r, d := range w.entry[to] {
			w.parts.Unite(state[r], d)
		}
	}
}

// rename numbers the webs in the order of the text.
func (w *webber) rename() {
	kinds := w.code.kinds
	w.code.kinds = nil
	names := map[int]vreg{}
	for _, u := range w.uses {
		root := w.parts.Root(u.def)
		name, ok := names[root]
		if !ok {
			name = w.code.newReg(kinds[w.of[root]])
			names[root] = name
		}
		*u.reg = name
	}
}
