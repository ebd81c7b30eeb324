package random

import (
	"bytes"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// recursion is a function that calls only itself, and each time with a smaller number: compilers unroll such functions.
type recursion struct {
	self  int
	param uint64 // the number
	calls int    // how many more to make
}

// recursive makes the body of a small recursive function, as far as its type has a number.
func (f *function) recursive(self int) {
	r := f.m.r
	param := bytes.IndexByte(f.sig.params, i32)
	if param < 0 {
		f.ordinary()
		return
	}
	f.budget = 10 + r.IntN(40)
	f.hidden[param] = true
	f.recursion = &recursion{self, uint64(param), 1 + r.IntN(3)}
	f.op(op.LocalGet, uint64(param))
	f.i32(3)
	f.op(op.I32And)
	f.op(op.LocalTee, uint64(param))
	f.op(op.I32Eqz)
	f.op(op.If)
	f.byte(0x40)
	for _, t := range f.sig.results {
		f.m.constant(&f.code, t)
		if isRef(t) {
			f.zero(t)
		}
	}
	f.op(op.Return)
	f.op(op.End)
	f.statements(f.budget / 8)
	for f.recursion.calls > 0 && chance(r, 0.8) {
		f.callSelf()
		f.absorb(f.sig.results)
	}
	f.values(f.sig.results)
}

// callSelf appends a call of the function itself.
func (f *function) callSelf() {
	f.recursion.calls--
	for i, t := range f.sig.params {
		if uint64(i) != f.recursion.param {
			f.expr(t)
			continue
		}
		f.op(op.LocalGet, uint64(i))
		f.i32(1)
		f.op(op.I32Sub)
	}
	f.op(op.Call, uint64(f.recursion.self))
}
