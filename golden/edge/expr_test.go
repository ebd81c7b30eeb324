package edge

import (
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// loads are the loads of each type.
var loads = [][]op.Op{
	i32: {op.I32Load, op.I32Load8U, op.I32Load8S, op.I32Load16U, op.I32Load16S},
	i64: {op.I64Load, op.I64Load8U, op.I64Load32U, op.I64Load32S, op.I64Load16S},
	f32: {op.F32Load},
	f64: {op.F64Load},
}

// operators are those of two operands of each type.
var operators = [][]op.Op{
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
		list := operators[t]
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

// u appends an unsigned LEB128 number.
func (c *code) u(v int) { c.byte(wasmtest.Num(v)...) }

// s appends a signed LEB128 number.
func (c *code) s(v int64) { c.byte(wasmtest.Signed(v)...) }

// op appends an instruction with immediates that are unsigned numbers.
func (c *code) op(o op.Op, immediates ...uint64) { c.byte(wasmtest.Instr(o, immediates...)...) }
