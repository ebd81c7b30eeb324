package passes

import "github.com/wasm2go/wasm2go/compiler/internal/ir"

// A varSet is a set of variables, a bit each.
type varSet []uint64

func (s varSet) has(v ir.Var) bool { return s[v/64]&(1<<(v%64)) != 0 }

func (s varSet) add(v ir.Var) { s[v/64] |= 1 << (v % 64) }

func (s varSet) remove(v ir.Var) { s[v/64] &^= 1 << (v % 64) }

// meet keeps what is in t, too, and tells whether that is less.
func (s varSet) meet(t varSet) bool {
	less := false
	for i, bits := range t {
		less = less || s[i]&^bits != 0
		s[i] &= bits
	}
	return less
}

// join adds what is in t, and tells whether that is more.
func (s varSet) join(t varSet) bool {
	more := false
	for i, bits := range t {
		more = more || bits&^s[i] != 0
		s[i] |= bits
	}
	return more
}

// all yields the variables, in order.
func (s varSet) all(yield func(ir.Var) bool) {
	for v := range ir.Var(64 * len(s)) {
		if s.has(v) && !yield(v) {
			return
		}
	}
}

func (s varSet) clone() varSet { return append(varSet(nil), s...) }
