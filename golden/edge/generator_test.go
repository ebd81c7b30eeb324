package edge

import (
	"math/rand/v2"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// A generator makes the body of a function.
type generator struct {
	code
	r      *rand.Rand
	loops  int // around
	blocks int // around that a branch may leave
	depth  int
}

func (g *generator) function() code {
	g.u(5)
	for t, n := range locals {
		if t == i32 {
			n -= params
		}
		g.u(n)
		g.byte(typeCodes[t])
	}
	g.u(maxLoops)
	g.byte(typeCodes[i32])
	g.statements(3 + g.r.IntN(8))
	g.expr(i32, 2)
	g.op(op.End)
	return g.code
}

func (g *generator) chance(percent int) bool { return g.r.IntN(100) < percent }

func (g *generator) statements(n int) {
	for range n {
		g.statement()
	}
}

func (g *generator) statement() {
	g.depth++
	defer func() { g.depth-- }()
	n := g.r.IntN(100)
	if g.depth > 4 {
		n %= 62
	}
	switch {
	case n < 30:
		t := g.r.IntN(4)
		g.expr(t, 3)
		g.op(op.LocalSet, g.local(t))
	case n < 48:
		g.store()
	case n < 52:
		if g.chance(50) {
			g.expr(i32, 2)
			g.op(op.GlobalSet, 0)
		} else {
			g.expr(f64, 2)
			g.op(op.GlobalSet, 1)
		}
	case n < 56:
		t := g.r.IntN(4)
		g.expr(t, 2)
		g.op(op.Drop)
	case n < 59:
		if g.blocks > 0 {
			g.condition()
			g.op(op.BrIf, uint64(g.r.IntN(g.blocks)))
		}
	case n < 60:
		g.condition()
		g.op(op.If)
		g.byte(0x40)
		if g.chance(50) {
			g.op(op.Unreachable)
		} else {
			g.expr(i32, 2)
			g.op(op.Return)
		}
		g.op(op.End)
	case n < 62:
		g.expr(i32, 2)
		g.expr(i32, 2)
		g.op([]op.Op{op.I32DivS, op.I32RemU}[g.r.IntN(2)])
		g.op(op.LocalSet, g.local(i32))
	case n < 78:
		g.condition()
		g.op(op.If)
		g.nested(func() {
			g.statements(1 + g.r.IntN(3))
			if g.chance(60) {
				g.op(op.Else)
				g.statements(g.r.IntN(3))
			}
		})
	case n < 84:
		g.table()
	case n < 92:
		g.op(op.Block)
		g.nested(func() { g.statements(1 + g.r.IntN(4)) })
	default:
		g.loop()
	}
}

// nested writes the inside of a block that has begun.
func (g *generator) nested(write func()) {
	g.byte(0x40)
	g.blocks++
	write()
	g.blocks--
	g.op(op.End)
}

// table is a br_table to two blocks, of which the first falls into the second.
func (g *generator) table() {
	g.op(op.Block)
	g.nested(func() {
		g.op(op.Block)
		g.nested(func() {
			g.op(op.LocalGet, uint64(1+g.r.IntN(2)))
			g.op(op.BrTable, 2, 0, 1, 0)
		})
		g.statements(1 + g.r.IntN(2))
	})
}

// loop runs three times, unless something leaves it.
func (g *generator) loop() {
	if g.loops == maxLoops {
		return
	}
	counter := uint64(counters + g.loops)
	blocks := g.blocks
	g.loops++
	g.op(op.I32Const, 3)
	g.op(op.LocalSet, counter)
	g.op(op.Block)
	g.nested(func() {
		g.op(op.Loop)
		g.byte(0x40)
		g.blocks = 0 // a branch to the loop itself would be for ever
		g.statements(1 + g.r.IntN(3))
		if g.chance(50) {
			g.condition()
			g.op(op.BrIf, 1)
		}
		g.blocks = blocks
		g.op(op.LocalGet, counter)
		g.op(op.I32Const)
		g.s(-1)
		g.op(op.I32Add)
		g.op(op.LocalTee, counter)
		g.op(op.BrIf, 0)
		g.op(op.End)
		g.blocks++ // nested takes it back
	})
	g.loops--
}

func (g *generator) local(t int) uint64 {
	n := firstLocal[t] + g.r.IntN(locals[t])
	if t == i32 && n < params && g.chance(70) {
		n += params // the arguments should last
	}
	return uint64(n)
}

// condition depends on the arguments, or on anything.
func (g *generator) condition() {
	if g.chance(70) {
		g.op(op.LocalGet, uint64(1+g.r.IntN(2)))
	} else {
		g.expr(i32, 2)
	}
	if g.chance(40) {
		g.op(op.I32Eqz)
	}
}

// address leaves an address, mostly around the end of memory or near its start, and chooses the offset that goes with it.
func (g *generator) address() (offset uint64) {
	switch n := g.r.IntN(10); {
	case n < 4:
		g.op(op.LocalGet, 0)
		if g.chance(30) {
			g.op(op.LocalGet, uint64(1+g.r.IntN(2)))
			g.op(op.I32Sub)
		}
	case n < 9:
		g.op(op.LocalGet, uint64(1+g.r.IntN(2)))
		g.op(op.I32Const, 3)
		g.op(op.I32Shl)
	default:
		g.expr(i32, 1)
		g.op(op.I32Const)
		g.s(127)
		g.op(op.I32And)
	}
	return uint64(g.r.IntN(9))
}

// store writes bytes of at most 0x3f.
func (g *generator) store() {
	offset := g.address()
	t := g.r.IntN(4)
	g.expr(t, 3)
	var o op.Op
	switch t {
	case i32:
		g.op(op.I32Const)
		g.s(0x3f3f3f3f)
		g.op(op.I32And)
		o = []op.Op{op.I32Store, op.I32Store8, op.I32Store16}[g.r.IntN(3)]
	case i64:
		g.op(op.I64Const)
		g.s(0x3f3f3f3f3f3f3f3f)
		g.op(op.I64And)
		o = []op.Op{op.I64Store, op.I64Store8, op.I64Store32}[g.r.IntN(3)]
	case f32:
		o = op.F32Store
	case f64:
		o = op.F64Store
	}
	g.op(o, 0, offset)
}
