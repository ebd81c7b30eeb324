package random

import (
	"math/bits"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// What compilers write again and again, engines have faster forms of: operations on variables and small constants, on the result of
// another operation, on what was just loaded; comparisons that decide a branch; elements of arrays.

var small32 = []uint32{1, 2, 3, 4, 8, 16, 24, 31, 32, 255, 0x7fff, 0x8000, 0xffff8000, 0xffff7fff, 0xffffffff, 0xfffffffc, 0x7fffffff, 0x80000000}

var small64 = []uint64{1, 2, 3, 8, 32, 63, 64, 255, 0x7fff, 0x8000, 1<<64 - 0x8000, 1<<64 - 0x8001, 1<<64 - 1, 1<<31 - 1, 1 << 31, 1<<64 - 1<<31, 1 << 32}

var smallFloat = []float32{1, -1, 2, 0.5, 100, 0, 16777216}

// simple appends a variable or a constant, which is often a small one.
func (f *function) simple(t byte) (certain bool) {
	r := f.m.r
	if v, ok := f.anyLocal(t); ok && chance(r, 0.7) {
		f.op(op.LocalGet, v)
		return !isFloat(t)
	}
	switch {
	case chance(r, 0.2):
		f.m.constant(&f.code, t)
	case t == i32:
		f.i32(int32(pick(r, small32)))
	case t == i64:
		f.i64(int64(pick(r, small64)))
	case t == f32:
		f.f32(bits32(pick(r, smallFloat)))
	default:
		f.f64(bits64(float64(pick(r, smallFloat))))
	}
	return true
}

// operators are the instructions with two operands of the type of their result that cannot trap. They do not include copysign, which
// would show the sign of a NaN.
var operators = makeOperators()

func makeOperators() map[byte][]op.Op {
	ops := map[byte][]op.Op{}
	for t, all := range numericOps {
		for _, o := range all {
			in := &op.Table[o]
			if params, result, _ := strings.Cut(in.Sig, ":"); params == result+result && in.Effect == op.Pure && !copiesSign(o) {
				ops[t] = append(ops[t], o)
			}
		}
	}
	return ops
}

// pair appends an operation on variables and constants, or on such an operation's result.
func (f *function) pair(t byte) {
	r := f.m.r
	operand := func() {
		switch {
		case chance(r, 0.5):
			f.simple(t)
			f.simple(t)
			f.op(pick(r, operators[t]))
		case chance(r, 0.4):
			f.load(t)
		default:
			f.simple(t)
		}
	}
	if r.IntN(2) == 0 {
		f.simple(t)
		operand()
	} else {
		operand()
		f.simple(t)
	}
	f.op(pick(r, operators[t]))
}

// test appends a comparison as loops and ifs have it.
func (f *function) test() {
	r := f.m.r
	o := pick(r, comparisons)
	params, _, _ := strings.Cut(op.Table[o].Sig, ":")
	t := typeOf(params[0])
	switch r.IntN(4) {
	case 0:
		f.load(t)
	case 1:
		f.simple(t)
		f.simple(t)
		f.op(pick(r, operators[t]))
	case 2:
		f.step(t)
	default:
		f.simple(t)
	}
	if len(params) > 1 {
		f.simple(t)
	}
	f.op(o)
}

// step appends v += constant, and its value.
func (f *function) step(t byte) {
	v, ok := f.anyLocal(t)
	if !ok || isFloat(t) {
		f.simple(t)
		return
	}
	f.op(op.LocalGet, v)
	if t == i64 {
		f.i64(int64(pick(f.m.r, small64)))
		f.op(op.I64Add)
	} else {
		f.i32(int32(pick(f.m.r, small32)))
		f.op(op.I32Add)
	}
	f.op(op.LocalTee, v)
}

// steps appends additions to one or two variables.
func (f *function) steps() {
	for range 1 + f.m.r.IntN(3) {
		f.step(i32)
		f.op(op.Drop)
	}
}

// A pointer is a variable that holds an address from 0 to most, or nothing yet, which is 0.
type pointer struct {
	local uint64
	most  uint64
}

// point makes a pointer into memory 0, or a small one, which serves as an index, too.
func (f *function) point() {
	if mem := f.m.memories[0]; mem.index != i32 || mem.isTiny() {
		return
	}
	p := pointer{f.local(i32, true), 0xff}
	if f.m.r.IntN(2) == 0 {
		p.most = f.m.memories[0].bytes() / 2
		f.sum(i32, p.most)
	} else {
		p.most = f.masked(i32, p.most)
	}
	f.op(op.LocalSet, p.local)
	f.pointers = append(f.pointers, p)
}

// pointed appends the address of an access of so many bytes to memory 0 that a pointer makes, if there is one, and returns the
// offset that goes with it.
func (f *function) pointed(width uint64) (offset uint64, ok bool) {
	r := f.m.r
	if len(f.pointers) == 0 {
		return 0, false
	}
	p, q := pick(r, f.pointers), pick(r, f.pointers)
	room := f.m.memories[0].bytes() - width
	shift := uint64(bits.TrailingZeros64(width))
	scaled := func(p pointer) {
		f.op(op.LocalGet, p.local)
		if shift > 0 {
			f.i32(int32(shift))
			f.op(op.I32Shl)
		}
	}
	most := p.most
	switch n := r.IntN(6); {
	case n == 0 && p.most<<shift <= room:
		most = p.most << shift
		scaled(p)
	case n == 1 && p.most+q.most<<shift <= room:
		most = p.most + q.most<<shift
		if r.IntN(2) == 0 {
			f.op(op.LocalGet, p.local)
			scaled(q)
		} else {
			scaled(q)
			f.op(op.LocalGet, p.local)
		}
		f.op(op.I32Add)
	case n == 2 && p.most+q.most <= room:
		most = p.most + q.most
		f.op(op.LocalGet, p.local)
		f.op(op.LocalGet, q.local)
		f.op(op.I32Add)
	case n == 3 && p.most+64 <= room:
		most = p.most + 64
		f.op(op.LocalGet, p.local)
		f.i32(int32(1 + r.IntN(64)))
		f.op(op.I32Add)
		if r.IntN(2) == 0 {
			f.op(op.LocalTee, f.local(i32, true))
		}
	default:
		f.op(op.LocalGet, p.local)
	}
	return pick(r, []uint64{0, 0, min(8, room-most), room - most}), true
}
