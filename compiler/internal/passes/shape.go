package passes

import (
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A shape says which floats somebody looks at: scalars, or the lanes of vectors taken for one of two shapes. For who looks at those of one shape,
// instructions of the others move bits.
type shape uint8

const (
	bits    shape = iota // no floats
	scalars              // f32 and f64
	f32x4
	f64x2
)

// holds tells whether values of type t are such floats, or may be.
func (s shape) holds(t wasm.ValType) bool {
	if s == scalars {
		return t == wasm.F32 || t == wasm.F64
	}
	return t == wasm.V128
}

// computes tells whether x is the result of arithmetic on such floats: no signalling NaN, whatever its operands are.
func (s shape) computes(x *ir.Expr) bool {
	if x.Kind != ir.Apply {
		return false
	}
	_, result := shapes(x.Op)
	return result == s
}

// counts tells whether x depends on the values of its operands, such floats, not on their bits.
func (s shape) counts(x *ir.Expr) bool {
	if x.Kind != ir.Apply {
		return false
	}
	operands, _ := shapes(x.Op)
	return operands == s
}

// passesOn tells whether x may be its operand i, or differs from that by its signs.
func (s shape) passesOn(x *ir.Expr, i int) bool {
	return x.Kind == ir.Select && i < 2 || x.Kind == ir.Apply && signs(x.Op) == s && i == 0
}

// operandReader is who gets operand i of x, whose value to gets.
func (s shape) operandReader(x *ir.Expr, i int, to reader) reader {
	switch {
	case s.passesOn(x, i):
		return to
	case s.counts(x):
		return nobody
	}
	return anybody
}

// signs is the shape of an instruction that changes the signs of its first operand and nothing else.
func signs(o op.Op) shape {
	switch o {
	case op.F32Abs, op.F32Neg, op.F32Copysign, op.F64Abs, op.F64Neg, op.F64Copysign:
		return scalars
	case op.F32x4Abs, op.F32x4Neg:
		return f32x4
	case op.F64x2Abs, op.F64x2Neg:
		return f64x2
	}
	return bits
}

// shapes are those that an instruction takes its operands for, and that of its result where that comes from arithmetic.
func shapes(o op.Op) (operands, result shape) {
	switch o {
	case op.F32Add, op.F32Sub, op.F32Mul, op.F32Div, op.F32Min, op.F32Max, op.F32Sqrt, op.F32Ceil, op.F32Floor, op.F32Trunc, op.F32Nearest,
		op.F64Add, op.F64Sub, op.F64Mul, op.F64Div, op.F64Min, op.F64Max, op.F64Sqrt, op.F64Ceil, op.F64Floor, op.F64Trunc, op.F64Nearest,
		op.F32DemoteF64, op.F64PromoteF32:
		return scalars, scalars
	case op.F32ConvertI32S, op.F32ConvertI32U, op.F32ConvertI64S, op.F32ConvertI64U,
		op.F64ConvertI32S, op.F64ConvertI32U, op.F64ConvertI64S, op.F64ConvertI64U:
		return bits, scalars
	case op.F32x4Add, op.F32x4Sub, op.F32x4Mul, op.F32x4Div, op.F32x4Min, op.F32x4Max, op.F32x4Sqrt,
		op.F32x4Ceil, op.F32x4Floor, op.F32x4Trunc, op.F32x4Nearest,
		op.F32x4RelaxedMadd, op.F32x4RelaxedNmadd, op.F32x4RelaxedMin, op.F32x4RelaxedMax:
		return f32x4, f32x4
	case op.F64x2Add, op.F64x2Sub, op.F64x2Mul, op.F64x2Div, op.F64x2Min, op.F64x2Max, op.F64x2Sqrt,
		op.F64x2Ceil, op.F64x2Floor, op.F64x2Trunc, op.F64x2Nearest,
		op.F64x2RelaxedMadd, op.F64x2RelaxedNmadd, op.F64x2RelaxedMin, op.F64x2RelaxedMax:
		return f64x2, f64x2
	case op.F32x4ConvertI32x4S, op.F32x4ConvertI32x4U:
		return bits, f32x4
	case op.F64x2ConvertLowI32x4S, op.F64x2ConvertLowI32x4U:
		return bits, f64x2
	case op.F32x4DemoteF64x2Zero:
		return f64x2, f32x4
	case op.F64x2PromoteLowF32x4:
		return f32x4, f64x2
	case op.F32x4Eq, op.F32x4Ne, op.F32x4Lt, op.F32x4Gt, op.F32x4Le, op.F32x4Ge,
		op.I32x4TruncSatF32x4S, op.I32x4TruncSatF32x4U, op.I32x4RelaxedTruncF32x4S, op.I32x4RelaxedTruncF32x4U:
		return f32x4, bits
	case op.F64x2Eq, op.F64x2Ne, op.F64x2Lt, op.F64x2Gt, op.F64x2Le, op.F64x2Ge,
		op.I32x4TruncSatF64x2SZero, op.I32x4TruncSatF64x2UZero, op.I32x4RelaxedTruncF64x2SZero, op.I32x4RelaxedTruncF64x2UZero:
		return f64x2, bits
	}
	if counts(o) {
		return scalars, bits
	}
	return bits, bits
}

// counts tells whether an instruction makes an integer or a condition of floats' values, not of their bits.
func counts(o op.Op) bool {
	operands, result, _ := strings.Cut(op.Table[o].Sig, ":")
	return operands != "" && strings.Trim(operands, "fd") == "" && strings.Trim(result, "ij") == "" && o != op.I32ReinterpretF32 && o != op.I64ReinterpretF64
}
