package ir

import (
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// inverse gives for each comparison the one that holds exactly where it does
// not. Ordered float comparisons have none: NaN fails both.
func inverse(o op.Op) (op.Op, bool) {
	switch o {
	case op.I32Eq, op.I64Eq, op.F32Eq, op.F64Eq:
		return o + 1, true // ne
	case op.I32Ne, op.I64Ne, op.F32Ne, op.F64Ne:
		return o - 1, true // eq
	case op.I32LtS, op.I32LtU, op.I64LtS, op.I64LtU:
		return o + (op.I32GeS - op.I32LtS), true
	case op.I32GeS, op.I32GeU, op.I64GeS, op.I64GeU:
		return o - (op.I32GeS - op.I32LtS), true
	case op.I32GtS, op.I32GtU, op.I64GtS, op.I64GtU:
		return o + (op.I32LeS - op.I32GtS), true
	case op.I32LeS, op.I32LeU, op.I64LeS, op.I64LeU:
		return o - (op.I32LeS - op.I32GtS), true
	}
	return 0, false
}

// Negate returns the opposite of a condition, which it may change.
func Negate(x *Expr) *Expr {
	if x.Kind == Not {
		return x.Args[0]
	}
	if x.Kind == Apply {
		switch x.Op {
		case op.I32Eqz:
			x.Op = op.I32Ne
			x.Args = append(x.Args, &Expr{Kind: Const, Type: wasm.I32, Size: 1})
			return x
		case op.I64Eqz:
			x.Op = op.I64Ne
			x.Args = append(x.Args, &Expr{Kind: Const, Type: wasm.I64, Size: 1})
			return x
		}
		if o, ok := inverse(x.Op); ok {
			x.Op = o
			return x
		}
	}
	return &Expr{Kind: Not, Cond: true, Type: wasm.I32, Effects: x.Effects, Size: x.Size + 1, Args: []*Expr{x}}
}
