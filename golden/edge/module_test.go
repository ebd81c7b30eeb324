package edge

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// A random module has a memory of a page, two global variables, and functions that take an address near its end and two numbers. They
// do with what they load all that may tempt the Go compiler: mask it, drop it, use it on some ways and not on others, hand it to
// a small function that does not want it. Bytes in memory are at most 0x3f, so that no float is a NaN, whose bits would be left open.

const (
	i32 = iota
	i64
	f32
	f64
)

// typeCodes are the types in the binary format.
var typeCodes = []byte{i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c}

// locals are how many locals of each type a function has, parameters included; those of a type have consecutive numbers.
var locals = []int{i32: 6, i64: 3, f32: 2, f64: 3}

const params = 3

// firstLocal is the number of the first local of each type.
var firstLocal = []int{i32: 0, i64: 6, f32: 9, f64: 11}

// counters are the locals behind them, one for each loop around.
const (
	counters = 14
	maxLoops = 2
)

// helpers are functions of one parameter that a Go compiler would inline, by type: one returns it, the other drops it.
const helpers = 2

// module makes the module of a seed with some exported functions f0, f1, ...
func module(seed uint64, functions int) []byte {
	var types, funcs, exports, bodies code
	types.u(1 + 4)
	types.funcType([]int{i32, i32, i32}, []int{i32})
	for t := range 4 {
		types.funcType([]int{t}, []int{i32})
	}
	funcs.u(uint64(functions + 4*helpers))
	bodies.u(uint64(functions + 4*helpers))
	for i := range 4 * helpers {
		funcs.u(uint64(1 + i/helpers))
		bodies.body(helper(i/helpers, i%helpers))
	}
	exports.u(uint64(functions + 3))
	exports.export("memory", 2, 0)
	exports.export("g0", 3, 0)
	exports.export("g1", 3, 1)
	for i := range functions {
		g := &generator{r: rand.New(rand.NewPCG(seed, uint64(i)))}
		funcs.u(0)
		bodies.body(g.function())
		exports.export(fmt.Sprint("f", i), 0, uint64(4*helpers+i))
	}
	m := code("\x00asm\x01\x00\x00\x00")
	m.section(1, types)
	m.section(3, funcs)
	m.section(5, code{1, 1, 1, 1}) // a page, and no more
	m.section(6, code{2, 0x7f, 1, 0x41, 0, 0x0b, 0x7c, 1, 0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0x0b})
	m.section(7, exports)
	m.section(10, bodies)
	return m
}

// helper is a function that returns an i32 that depends on its parameter of type t, or does not.
func helper(t, kind int) code {
	c := code{0}
	if kind == 0 {
		c.op(op.LocalGet, 0)
		c.toI32(t)
	} else {
		c.op(op.I32Const, 9)
	}
	c.op(op.End)
	return c
}

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
		g.u(uint64(n))
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

var loads = [][]op.Op{
	i32: {op.I32Load, op.I32Load8U, op.I32Load8S, op.I32Load16U, op.I32Load16S},
	i64: {op.I64Load, op.I64Load8U, op.I64Load32U, op.I64Load32S, op.I64Load16S},
	f32: {op.F32Load},
	f64: {op.F64Load},
}

var binary2 = [][]op.Op{
	i32: {op.I32Add, op.I32Sub, op.I32Mul, op.I32And, op.I32Or, op.I32Xor, op.I32Shl, op.I32ShrU, op.I32ShrS, op.I32LtU, op.I32Eq},
	i64: {op.I64Add, op.I64Sub, op.I64Mul, op.I64And, op.I64Or, op.I64Xor, op.I64ShrU, op.I64ShrS},
	f32: {op.F32Add, op.F32Sub, op.F32Min},
	f64: {op.F64Add, op.F64Sub, op.F64Max},
}

// expr leaves a value of type t.
func (g *generator) expr(t, depth int) {
	n := g.r.IntN(100)
	if depth <= 0 {
		n %= 50
	}
	switch {
	case n < 12:
		g.constant(t)
	case n < 25:
		g.op(op.LocalGet, g.local(t))
	case n < 50:
		offset := g.address()
		list := loads[t]
		g.op(list[g.r.IntN(len(list))], 0, offset)
	case n < 75:
		g.expr(t, depth-1)
		if g.chance(30) {
			g.constant(t)
		} else {
			g.expr(t, depth-1)
		}
		list := binary2[t]
		g.op(list[g.r.IntN(len(list))])
	case n < 80:
		g.same(t)
	case n < 86:
		g.expr(t, depth-1)
		g.expr(t, depth-1)
		g.condition()
		g.op(op.Select)
	case n < 90:
		g.condition()
		g.op(op.If)
		g.byte(typeCodes[t])
		g.expr(t, depth-1)
		g.op(op.Else)
		g.expr(t, depth-1)
		g.op(op.End)
	default:
		g.convert(t, depth-1)
	}
}

// same leaves what does not depend on a local: x - x, x & 0.
func (g *generator) same(t int) {
	v := g.local(t)
	switch t {
	case i32:
		g.op(op.LocalGet, v)
		g.op(op.LocalGet, v)
		g.op([]op.Op{op.I32Sub, op.I32Xor, op.I32LtU}[g.r.IntN(3)])
	case i64:
		g.op(op.LocalGet, v)
		g.op(op.I64Const, 0)
		g.op([]op.Op{op.I64And, op.I64Mul}[g.r.IntN(2)])
	default:
		g.constant(t)
	}
}

func (g *generator) constant(t int) {
	switch t {
	case i32:
		g.op(op.I32Const)
		g.s([]int64{0, 0, 1, -1, 8, 31, 255, 65535}[g.r.IntN(8)])
	case i64:
		g.op(op.I64Const)
		g.s([]int64{0, 0, 1, -1, 32, 63, 255, 1<<32 - 1}[g.r.IntN(8)])
	case f32:
		g.op(op.F32Const)
		g.byte(0, 0, 0x80, byte(0x3f*g.r.IntN(2)))
	case f64:
		g.op(op.F64Const)
		g.byte(0, 0, 0, 0, 0, 0, 0xf0, byte(0x3f*g.r.IntN(2)))
	}
}

// convert leaves a value of type t that is made of one of another type.
func (g *generator) convert(t, depth int) {
	from := g.r.IntN(4)
	g.expr(from, depth)
	if g.chance(30) && t == i32 {
		g.op(op.Call, uint64(from*helpers+g.r.IntN(helpers)))
		return
	}
	g.to(from, t)
}

// to converts.
func (c *code) to(from, t int) {
	switch t {
	case i32:
		c.toI32(from)
	case i64:
		switch from {
		case i32:
			c.op(op.I64ExtendI32U)
		case f32:
			c.op(op.I64TruncSatF32S)
		case f64:
			c.op(op.I64ReinterpretF64)
		}
	case f32:
		switch from {
		case i32:
			c.op(op.F32ConvertI32S)
		case i64:
			c.op(op.F32ConvertI64S)
		case f64:
			c.op(op.F32DemoteF64)
		}
	case f64:
		switch from {
		case i32:
			c.op(op.F64ConvertI32U)
		case i64:
			c.op(op.F64ConvertI64S)
		case f32:
			c.op(op.F64PromoteF32)
		}
	}
}

func (c *code) toI32(from int) {
	switch from {
	case i64:
		c.op(op.I32WrapI64)
	case f32:
		c.op(op.I32ReinterpretF32)
	case f64:
		c.op(op.I32TruncF64S)
	}
}

// code is a piece of the binary format under construction.
type code []byte

func (c *code) byte(b ...byte) { *c = append(*c, b...) }

func (c *code) u(v uint64) { *c = binary.AppendUvarint(*c, v) }

func (c *code) s(v int64) {
	for ; v < -64 || v > 63; v >>= 7 {
		c.byte(byte(v) | 0x80)
	}
	c.byte(byte(v) & 0x7f)
}

// op appends an instruction with immediates that are unsigned numbers.
func (c *code) op(o op.Op, immediates ...uint64) {
	in := &op.Table[o]
	if in.Prefix != 0 {
		c.byte(in.Prefix)
		c.u(uint64(in.Code))
	} else {
		c.byte(byte(in.Code))
	}
	for _, v := range immediates {
		c.u(v)
	}
}

func (c *code) section(id byte, content code) {
	c.byte(id)
	c.body(content)
}

// body appends content behind its size.
func (c *code) body(content code) {
	c.u(uint64(len(content)))
	*c = append(*c, content...)
}

func (c *code) export(name string, kind byte, index uint64) {
	c.body(code(name))
	c.byte(kind)
	c.u(index)
}

func (c *code) funcType(params, results []int) {
	c.byte(0x60)
	for _, list := range [][]int{params, results} {
		c.u(uint64(len(list)))
		for _, t := range list {
			c.byte(typeCodes[t])
		}
	}
}
