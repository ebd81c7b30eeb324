package random

import (
	"encoding/binary"
	"math"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// Value types, as the binary format has them.
const (
	i32       = 0x7f
	i64       = 0x7e
	f32       = 0x7d
	f64       = 0x7c
	funcref   = 0x70
	externref = 0x6f
)

// numeric are the types that cross a module's border here.
var numeric = []byte{i32, i64, f32, f64}

// code is a piece of the binary format under construction.
type code []byte

func (c *code) byte(b ...byte) { *c = append(*c, b...) }

// u appends an unsigned LEB128 number.
func (c *code) u(v uint64) { *c = binary.AppendUvarint(*c, v) }

// s appends a signed LEB128 number.
func (c *code) s(v int64) { c.byte(wasmtest.Signed(v)...) }

func (c *code) text(s string) {
	c.u(uint64(len(s)))
	*c = append(*c, s...)
}

// section appends a section with its size.
func (c *code) section(id byte, content code) {
	c.byte(id)
	c.u(uint64(len(content)))
	*c = append(*c, content...)
}

// op appends an instruction with immediates that are unsigned numbers.
func (c *code) op(o op.Op, immediates ...uint64) { c.byte(wasmtest.Instr(o, immediates...)...) }

func (c *code) i32(v int32) {
	c.op(op.I32Const)
	c.s(int64(v))
}

func (c *code) i64(v int64) {
	c.op(op.I64Const)
	c.s(v)
}

func (c *code) f32(bits uint32) {
	c.op(op.F32Const)
	*c = binary.LittleEndian.AppendUint32(*c, bits)
}

func (c *code) f64(bits uint64) {
	c.op(op.F64Const)
	*c = binary.LittleEndian.AppendUint64(*c, bits)
}

// zero appends the constant 0, or the null reference, of type t.
func (c *code) zero(t byte) {
	switch t {
	case i32:
		c.i32(0)
	case i64:
		c.i64(0)
	case f32:
		c.f32(0)
	case f64:
		c.f64(0)
	case v128, f32x4, f64x2:
		c.v128(make([]byte, 16))
	default:
		c.op(op.RefNull)
		c.byte(t)
	}
}

// address appends a constant of type i32 or i64.
func (c *code) address(t byte, v uint64) {
	if t == i64 {
		c.i64(int64(v))
	} else {
		c.i32(int32(v))
	}
}

func bits32(v float32) uint32 { return math.Float32bits(v) }

func bits64(v float64) uint64 { return math.Float64bits(v) }
