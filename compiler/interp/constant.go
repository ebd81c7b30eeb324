package interp

import (
	"math"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// A value is that of a constant expression, or of a field: the bits of a number, those of a vector, or a reference.
type value struct {
	bits  uint64
	upper uint64 // half of a vector
	ref   rt.Ref
}

func (v value) i32() int32     { return int32(v.bits) }
func (v value) f32() float32   { return math.Float32frombits(uint32(v.bits)) }
func (v value) f64() float64   { return math.Float64frombits(v.bits) }
func (v value) v128() vec.V128 { return vec.Of(v.bits, v.upper) }

// vectorValue is the value that a vector is.
func vectorValue(v vec.V128) value { return value{bits: v.Lo(), upper: v.Hi()} }

// constant computes a constant expression (spec 3.4, "Constant Expressions").
func (i *Instance) constant(e *wasm.Expr) value {
	var stack []value
	for _, in := range e.Instrs {
		switch in.Op {
		case op.I32Const, op.F32Const:
			stack = append(stack, value{bits: uint64(uint32(in.B))})
		case op.I64Const, op.F64Const:
			stack = append(stack, value{bits: in.B})
		case op.V128Const:
			stack = append(stack, vectorValue(vec.FromUint8(e.V128[in.A])))
		case op.RefNull:
			stack = append(stack, value{})
		case op.RefFunc:
			stack = append(stack, value{ref: rt.RefFunc(i.ref(in.A))})
		case op.GlobalGet:
			stack = append(stack, i.globalValue(int(in.A)))
		default:
			top := len(stack) - i.operands(&in)
			stack = append(stack[:top], i.compute(&in, stack[top:]))
		}
	}
	return stack[0]
}

func (i *Instance) globalValue(n int) value {
	switch c := i.class(n); c {
	case wasm.ClassI32:
		return value{bits: uint64(uint32(*i.i32s[n]))}
	case wasm.ClassI64:
		return value{bits: uint64(*i.i64s[n])}
	case wasm.ClassF32:
		return value{bits: uint64(math.Float32bits(*i.f32s[n]))}
	case wasm.ClassF64:
		return value{bits: math.Float64bits(*i.f64s[n])}
	case wasm.ClassV128:
		return vectorValue(*i.v128s[n])
	default:
		if !c.IsRef() {
			panic(noGlobal(c))
		}
		return value{ref: i.refGlobals[n].get()}
	}
}

// operands is how many operands an instruction of a constant expression has.
func (i *Instance) operands(in *wasm.Instr) int {
	switch in.Op {
	case op.StructNew:
		return len(i.mod.wasm.Types[in.A].Fields)
	case op.StructNewDefault:
		return 0
	case op.ArrayNewFixed:
		return int(in.B)
	case op.ArrayNewDefault, op.RefI31, op.AnyConvertExtern, op.ExternConvertAny:
		return 1
	}
	return 2
}

// compute is an instruction of a constant expression with its operands.
func (i *Instance) compute(in *wasm.Instr, v []value) value {
	switch in.Op {
	case op.StructNew, op.StructNewDefault, op.ArrayNew, op.ArrayNewDefault, op.ArrayNewFixed:
		return value{ref: i.constantObject(in, v)}
	case op.RefI31:
		return value{ref: rt.RefI31(uint32(v[0].bits))}
	case op.AnyConvertExtern:
		return value{ref: rt.RefAny(v[0].ref.Extern())}
	case op.ExternConvertAny:
		return value{ref: rt.RefExtern(v[0].ref.Any())}
	}
	return value{bits: arithmetic(in.Op, v[0].bits, v[1].bits)}
}

// constantObject is a new object of a constant expression.
func (i *Instance) constantObject(in *wasm.Instr, v []value) rt.Ref {
	l := i.mod.types.At(int(i.mod.wasm.Canon(in.A))).Layout()
	switch in.Op {
	case op.StructNew, op.StructNewDefault:
		o := i.structOf(l)
		for k := range v {
			put(o.Object(), l.Places[k], v[k])
		}
		return o
	}
	e := elements[l.Places[0].Storage]
	switch in.Op {
	case op.ArrayNew:
		return rt.RefObject(e.filled(i.core, l.Type, v[0], uint32(v[1].bits)))
	case op.ArrayNewDefault:
		return rt.RefObject(e.make(i.core, l.Type, uint32(v[0].bits)))
	}
	o := e.make(i.core, l.Type, uint32(len(v)))
	for k := range v {
		e.fill(o, uint32(k), v[k], 1)
	}
	return rt.RefObject(o)
}

// arithmetic is what the extended constant expressions can compute.
func arithmetic(o op.Op, x, y uint64) uint64 {
	switch o {
	case op.I32Add:
		return uint64(uint32(x + y))
	case op.I32Sub:
		return uint64(uint32(x - y))
	case op.I32Mul:
		return uint64(uint32(x * y))
	case op.I64Add:
		return x + y
	case op.I64Sub:
		return x - y
	case op.I64Mul:
		return x * y
	}
	panic("interp: " + o.String() + " in a constant expression")
}
