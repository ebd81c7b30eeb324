package ir

import (
	"math"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// Lowering takes an access to a vector apart into those to its halves (spec 4.4.7). Who has instructions for 16 bytes finds here what belongs together.

// LoadsHalves tells whether two operands of v128.of load the halves of one vector: an access of 16 bytes in the place of the lower one does the same.
func LoadsHalves(lower, upper *Expr) bool {
	isHalf := func(x *Expr) bool { return x.Kind == Apply && x.Op == op.I64Load }
	return isHalf(lower) && isHalf(upper) && lower.A == upper.A && adjacent(lower.B, upper.B) && SameLeaf(lower.Args[0], upper.Args[0])
}

// StoreHalves tells whether two statements store 16 bytes in a row, the upper half first.
func StoreHalves(first, second *Stmt) bool {
	isHalf := func(s *Stmt) bool { return s.Kind == Effect && s.Op == op.I64Store }
	return isHalf(first) && isHalf(second) && first.A == second.A && adjacent(second.B, first.B) && SameLeaf(first.X[0], second.X[0])
}

// StoredVector is the vector whose halves two statements store in a row, nil for none.
func StoredVector(first, second *Stmt) *Expr {
	if !StoreHalves(first, second) || !StoresHalf(first, op.V128Hi) || !StoresHalf(second, op.V128Lo) {
		return nil
	}
	v := second.X[1].Args[0]
	if !SameLeaf(v, first.X[1].Args[0]) {
		return nil
	}
	return v
}

// StoresHalf tells whether a statement stores v128.lo or v128.hi of a vector.
func StoresHalf(s *Stmt, half op.Op) bool {
	return s.Kind == Effect && s.Op == op.I64Store && s.X[1].Kind == Apply && s.X[1].Op == half
}

// adjacent tells whether these are offsets of two halves.
func adjacent(lower, upper uint64) bool { return upper == lower+8 && upper >= 8 }

// SameLeaf tells whether two expressions are the same variable, or the same constant.
func SameLeaf(x, y *Expr) bool {
	if x.Kind != y.Kind || x.Type != y.Type {
		return false
	}
	switch x.Kind {
	case Read:
		return x.Var == y.Var
	case Const:
		return x.A == y.A && x.B == y.B
	}
	return false
}

// Behind is the offset of an access so many bytes further. One that would wrap is as far out of bounds at its largest.
func Behind(offset, bytes uint64) uint64 {
	if offset+bytes < offset {
		return math.MaxUint64
	}
	return offset + bytes
}
