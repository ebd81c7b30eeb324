package typed

import (
	"encoding/binary"
	"math"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// code is a piece of the binary format under construction.
type code []byte

func (c *code) byte(b ...byte) { *c = append(*c, b...) }

// u appends an unsigned LEB128 number.
func (c *code) u(v int) { c.byte(wasmtest.Num(v)...) }

// s appends a signed LEB128 number.
func (c *code) s(v int64) { c.byte(wasmtest.Signed(v)...) }

func (c *code) text(s string) { c.byte(wasmtest.Name(s)...) }

func (c *code) op(o op.Op, immediates ...int) {
	c.byte(wasmtest.Instr(o)...)
	for _, v := range immediates {
		c.u(v)
	}
}

func (c *code) i32(v int) {
	c.op(op.I32Const)
	c.s(int64(int32(v)))
}

// number appends a constant.
func (c *code) number(t byte, v int64) {
	switch t {
	case i32:
		c.i32(int(v))
	case i64:
		c.op(op.I64Const)
		c.s(v)
	case f32:
		c.op(op.F32Const)
		*c = binary.LittleEndian.AppendUint32(*c, math.Float32bits(float32(v)/4))
	case f64:
		c.op(op.F64Const)
		*c = binary.LittleEndian.AppendUint64(*c, math.Float64bits(float64(v)/4))
	}
}

// counted appends how many pieces there are, and these.
func (c *code) counted(pieces []code) {
	c.u(len(pieces))
	for _, p := range pieces {
		*c = append(*c, p...)
	}
}

// An indexer knows under which index a module has a type.
type indexer interface{ typeIndex(id int) int }

// heap appends a heap type.
func (c *code) heap(x indexer, h heap) {
	if h >= 0 {
		h = heap(x.typeIndex(int(h)))
	}
	c.s(int64(h))
}

// val appends a value type.
func (c *code) val(x indexer, t valType) {
	switch {
	case !t.isRef():
		c.byte(t.num)
	case t.null && t.heap < 0:
		c.s(int64(t.heap)) // the short form
	case t.null:
		c.byte(0x63)
		c.heap(x, t.heap)
	default:
		c.byte(0x64)
		c.heap(x, t.heap)
	}
}

func (c *code) vals(x indexer, types []valType) {
	c.u(len(types))
	for _, t := range types {
		c.val(x, t)
	}
}

// field appends a field type.
func (c *code) field(x indexer, f field) {
	if f.packed != 0 {
		c.byte(f.packed)
	} else {
		c.val(x, f.typ)
	}
	c.byte(map[bool]byte{true: 1}[f.mutable])
}

// typ appends a type definition (spec 5.3, "Recursive Types").
func (c *code) typ(x indexer, t typ) {
	if t.open || t.super >= 0 {
		c.byte(map[bool]byte{true: 0x50, false: 0x4f}[t.open])
		if t.super >= 0 {
			c.u(1)
			c.u(x.typeIndex(t.super))
		} else {
			c.u(0)
		}
	}
	c.byte(t.form)
	switch t.form {
	case formFunc:
		c.vals(x, t.sig.params)
		c.vals(x, t.sig.results)
	case formStruct:
		c.u(len(t.fields))
		for _, f := range t.fields {
			c.field(x, f)
		}
	case formArray:
		c.field(x, t.fields[0])
	}
}
