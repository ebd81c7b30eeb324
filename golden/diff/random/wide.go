package random

import "github.com/wasm2go/wasm2go/compiler/op"

// wide are the instructions of the wide arithmetic proposal, in the order of the functions that stand in for them.
var wide = []op.Op{op.I64Add128, op.I64Sub128, op.I64MulWideS, op.I64MulWideU}

func wideSignatures() []signature {
	two := []byte{i64, i64}
	four := []byte{i64, i64, i64, i64}
	return []signature{{four, two}, {four, two}, {two, two}, {two, two}}
}

// wideOp appends instruction n of wide, or the call that does the same.
func (f *function) wideOp(n int) {
	if !f.m.features.Plain {
		f.op(wide[n])
		return
	}
	f.op(op.Call, uint64(f.m.initIndex()+2+n))
}

// wideBodies are the functions that do what wide instructions do.
func (m *module) wideBodies() []code {
	if !m.features.Plain {
		return nil
	}
	return []code{sum(op.I64Add), sum(op.I64Sub), product(true), product(false)}
}

// sum computes (l0, l1) + (l2, l3), or -, in halves: low, high.
func sum(o op.Op) code {
	c := code{1, 1, i64}
	get := func(v ...uint64) {
		for _, v := range v {
			c.op(op.LocalGet, v)
		}
	}
	get(0, 2)
	c.op(o)
	c.op(op.LocalTee, 4)
	get(1, 3)
	c.op(o)
	if o == op.I64Add {
		get(4, 0) // a carry made the sum smaller
	} else {
		get(0, 2)
	}
	c.op(op.I64LtU)
	c.op(op.I64ExtendI32U)
	c.op(o)
	c.op(op.End)
	return c
}

// product computes l0 * l1 from products of 32-bit halves.
func product(signed bool) code {
	c := code{1, 2, i64}
	get := func(v uint64, high bool) {
		c.op(op.LocalGet, v)
		if high {
			c.i64(32)
			c.op(op.I64ShrU)
		} else {
			c.i64(0xffffffff)
			c.op(op.I64And)
		}
	}
	get(0, true) // l2 = high * low + (low * low >> 32)
	get(1, false)
	c.op(op.I64Mul)
	get(0, false)
	get(1, false)
	c.op(op.I64Mul)
	c.i64(32)
	c.op(op.I64ShrU)
	c.op(op.I64Add)
	c.op(op.LocalSet, 2)
	get(2, false) // l3 = l2's low half + low * high
	get(0, false)
	get(1, true)
	c.op(op.I64Mul)
	c.op(op.I64Add)
	c.op(op.LocalSet, 3)
	c.op(op.LocalGet, 0)
	c.op(op.LocalGet, 1)
	c.op(op.I64Mul)
	get(0, true)
	get(1, true)
	c.op(op.I64Mul)
	get(2, true)
	c.op(op.I64Add)
	get(3, true)
	c.op(op.I64Add)
	if signed {
		for _, v := range []uint64{0, 1} { // a negative factor stands for 2^64 less
			c.op(op.LocalGet, v)
			c.i64(63)
			c.op(op.I64ShrS)
			c.op(op.LocalGet, 1-v)
			c.op(op.I64And)
			c.op(op.I64Sub)
		}
	}
	c.op(op.End)
	return c
}
