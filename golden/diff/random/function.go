package random

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// function is a body under construction. Every method that appends an expression leaves one value, every one that appends
// a statement none.
type function struct {
	code
	m           *module
	sig         signature
	locals      []byte // types, parameters first
	hidden      []bool // locals that only their makers use: loop counters and the like
	labels      []label
	budget      int     // how many more expressions and statements to make, roughly
	depth       int     // of expressions
	quiet       [2]int  // locals of canonical
	quietVector *uint64 // that for vectors
	pointers    []pointer
	recursion   *recursion // nil for most
	hot         bool       // nothing may be called or changed but locals and memory
	hotLoops    []loop     // around the place, outermost first
	nests       int        // of hot loops that there are
	product     int        // of their turns
}

// A label is where a branch can go. Its types are what a branch takes along.
type label struct {
	types  []byte
	hidden bool // a loop that only its maker repeats
}

// body makes the body of function i.
func (m *module) body(i int) code {
	f := &function{m: m, sig: m.funcs[i], budget: 20 + m.r.IntN(150)}
	f.locals = slices.Clone(f.sig.params)
	f.hidden = make([]bool, len(f.locals))
	f.labels = []label{{types: f.sig.results}}
	f.quiet = [2]int{-1, -1}
	for range m.r.IntN(6) {
		f.local(m.valueType(), false)
	}
	if chance(m.r, 0.06) { // more than fit into small numbers
		for range 300 + m.r.IntN(200) {
			f.local(m.valueType(), false)
		}
	}
	if m.features.Vectors && chance(m.r, 0.4) {
		f.hotBody()
	} else if chance(m.r, 0.25) {
		f.recursive(i)
	} else {
		f.ordinary()
	}
	f.op(op.End)
	return append(f.declarations(), f.code...)
}

// ordinary makes a body of anything.
func (f *function) ordinary() {
	f.burn()
	f.statements(f.budget / 8)
	if chance(f.m.r, 0.15) && f.tailCall() {
		return
	}
	f.values(f.sig.results)
}

// local makes a local.
func (f *function) local(t byte, hidden bool) uint64 {
	f.locals = append(f.locals, t)
	f.hidden = append(f.hidden, hidden)
	return uint64(len(f.locals) - 1)
}

func (f *function) declarations() (c code) {
	declared := slices.Clone(f.locals[len(f.sig.params):])
	var runs [][]byte
	for i, t := range declared {
		declared[i] = wire(t)
	}
	for i, t := range declared {
		if i == 0 || declared[i-1] != t {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], t)
	}
	c.u(uint64(len(runs)))
	for _, run := range runs {
		c.u(uint64(len(run)))
		c.byte(run[0])
	}
	return c
}

// anyLocal finds a local of type t, not one that its maker hides.
func (f *function) anyLocal(t byte) (uint64, bool) {
	start := f.m.r.IntN(len(f.locals) + 1)
	for i := range f.locals {
		k := (start + i) % len(f.locals)
		if f.locals[k] == t && !f.hidden[k] {
			return uint64(k), true
		}
	}
	return 0, false
}

// burn uses fuel, and returns where there is none.
func (f *function) burn() {
	f.op(op.GlobalGet, fuelGlobal)
	f.op(op.I32Eqz)
	f.op(op.If)
	f.byte(0x40)
	for _, t := range f.sig.results {
		f.zero(t)
	}
	f.op(op.Return)
	f.op(op.End)
	f.op(op.GlobalGet, fuelGlobal)
	f.i32(1)
	f.op(op.I32Sub)
	f.op(op.GlobalSet, fuelGlobal)
}

// values appends an expression for each type.
func (f *function) values(types []byte) {
	for _, t := range types {
		f.expr(t)
	}
}

// absorb takes values from the stack, into locals as far as there are any.
func (f *function) absorb(types []byte) {
	for _, t := range slices.Backward(types) {
		v, ok := f.anyLocal(t)
		switch {
		case ok && chance(f.m.r, 0.8):
			f.op(op.LocalSet, v)
		case !isRef(t) && !f.hot && chance(f.m.r, 0.3):
			f.log(t)
		default:
			f.op(op.Drop)
		}
	}
}

// log passes the value on the stack to the host.
func (f *function) log(t byte) {
	if isVector(t) {
		f.logVector(t)
		return
	}
	f.op(op.Call, uint64(slices.Index(numeric, t)))
}

func isFloat(t byte) bool { return t == f32 || t == f64 }

// canonical makes the bits of the float on the stack certain: those of a NaN are not (spec 4.3.3, "NaN propagation").
func (f *function) canonical(t byte) {
	if isVector(t) {
		f.canonicalVector(t)
		return
	}
	k, equal := 0, op.F32Eq
	if t == f64 {
		k, equal = 1, op.F64Eq
	}
	if f.quiet[k] < 0 {
		f.quiet[k] = int(f.local(t, true))
	}
	v := uint64(f.quiet[k])
	f.op(op.LocalTee, v)
	if t == f64 {
		f.f64(nans64[0])
	} else {
		f.f32(nans32[0])
	}
	f.op(op.LocalGet, v)
	f.op(op.LocalGet, v)
	f.op(equal)
	f.op(op.Select)
}

// blockType appends the type of a block.
func (f *function) blockType(s signature) {
	switch {
	case len(s.params) == 0 && len(s.results) == 0:
		f.byte(0x40)
	case len(s.params) == 0 && len(s.results) == 1 && chance(f.m.r, 0.9):
		f.byte(wire(s.results[0]))
	default:
		f.s(int64(f.m.typeIndex(s)))
	}
}
