package emit

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A constant is the value of a constant expression: known, or a Go expression that
// computes it when the instance is made. That of an i32 is an int32, all others are as bodies have them.
type constant struct {
	known bool
	bits  uint64       // of a known i32 (zero-extended) or i64
	x     *gotext.Expr // for known ones too
	zero  bool         // the zero value of its Go type
	typ   wasm.ValType
	makes bool // it makes objects, which may trap
	size  int  // roughly, of x
}

// maxConstant is the size from which on an operand gets a variable: expressions may be nested without bound.
const maxConstant = 24

// constant turns a constant expression (spec 3.4, "Constant Expressions")
// into a Go expression. Before it has to stand what takeSpilled returns.
func (f *frame) constant(e *wasm.Expr) (constant, error) {
	var stack []constant
	for i := range e.Instrs {
		in := &e.Instrs[i]
		n, ok := f.operands(in)
		if !ok || len(stack) < n {
			return constant{}, fmt.Errorf("constant expression at %#x: %s is not supported, or has too few operands", e.Offset, in.Op)
		}
		args := stack[len(stack)-n:]
		c := f.constInstr(e, in, args)
		for _, a := range args {
			c.size += a.size
			c.makes = c.makes || a.makes
		}
		if c.size++; c.size > maxConstant && !c.known {
			c = f.spill(c)
		}
		stack = append(stack[:len(stack)-n], c)
	}
	if len(stack) != 1 {
		return constant{}, fmt.Errorf("constant expression at %#x: has %d values", e.Offset, len(stack))
	}
	return stack[0], nil
}

// operands is how many operands an instruction takes; ok is false for those that constant expressions do not have.
func (f *frame) operands(in *wasm.Instr) (n int, ok bool) {
	switch in.Op {
	case op.I32Const, op.I64Const, op.F32Const, op.F64Const, op.V128Const, op.RefNull, op.RefFunc, op.GlobalGet, op.StructNewDefault:
		return 0, true
	case op.RefI31, op.AnyConvertExtern, op.ExternConvertAny, op.ArrayNewDefault:
		return 1, true
	case op.I32Add, op.I32Sub, op.I32Mul, op.I64Add, op.I64Sub, op.I64Mul, op.ArrayNew:
		return 2, true
	case op.ArrayNewFixed:
		return int(in.B), true
	case op.StructNew:
		return len(f.mod.Types[in.A].Fields), true
	}
	return 0, false
}

// constInstr is one of these instructions, in an expression.
func (f *frame) constInstr(e *wasm.Expr, in *wasm.Instr, args []constant) constant {
	switch in.Op {
	case op.I32Const:
		return known(uint64(uint32(in.B)), false)
	case op.I64Const:
		return known(in.B, true)
	case op.F32Const:
		return constant{x: gotext.Float(in.B, 32), zero: in.B == 0, typ: wasm.F32}
	case op.F64Const:
		return constant{x: gotext.Float(in.B, 64), zero: in.B == 0, typ: wasm.F64}
	case op.V128Const:
		return constant{x: gotext.V128(e.V128[in.A]), zero: e.V128[in.A] == [16]byte{}, typ: wasm.V128}
	case op.RefNull:
		return constant{x: f.names.Value(in.Type).Null(), zero: true, typ: in.Type}
	case op.RefFunc:
		return constant{x: names.Ref(in.A), typ: wasm.FuncRef}
	case op.GlobalGet:
		return constant{x: f.names.Global(in.A), typ: f.mod.GlobalType(int(in.A)).Type}
	case op.RefI31:
		return constant{x: gotext.CallIn(gotext.RT, "rt.RefI31", f.operand(args[0], wasm.I32)), typ: wasm.I31Ref}
	case op.AnyConvertExtern:
		return constant{x: gotext.CallIn(gotext.RT, "rt.RefAny", args[0].x), typ: wasm.AnyRef}
	case op.ExternConvertAny:
		return constant{x: gotext.Method(f.operand(args[0], wasm.AnyRef), "Any"), typ: wasm.ExternRef}
	case op.StructNew, op.StructNewDefault, op.ArrayNew, op.ArrayNewDefault, op.ArrayNewFixed:
		return constant{x: f.constObject(in, args), typ: wasm.StructRef, makes: true}
	}
	return arithmetic(in.Op, args[0], args[1])
}

// constObject is an instruction that makes an object.
func (f *frame) constObject(in *wasm.Instr, args []constant) *gotext.Expr {
	f.rtts[f.mod.Canon(in.A)] = true
	fields := f.mod.Types[in.A].Fields
	xs := make([]*gotext.Expr, len(args))
	for i, a := range args {
		t := wasm.I32 // a length
		switch {
		case in.Op == op.StructNew:
			t = fields[i].Type
		case in.Op == op.ArrayNewFixed, in.Op == op.ArrayNew && i == 0:
			t = fields[0].Type
		}
		xs[i] = f.operand(a, t)
	}
	switch in.Op {
	case op.StructNew:
		f.structs[f.mod.Canon(in.A)] |= body.Makes
		return f.names.NewStruct(in.A, xs)
	case op.StructNewDefault:
		f.structs[f.mod.Canon(in.A)] |= body.MakesZero
		return f.names.NewZeroStruct(in.A)
	case op.ArrayNew:
		return f.names.NewArray(in.A, xs[0], xs[1])
	case op.ArrayNewDefault:
		return f.names.NewZeroArray(in.A, xs[0])
	}
	return f.names.NewFixedArray(in.A, xs)
}

// operand is a constant as bodies have values of type t, of which its own type is a subtype.
func (f *frame) operand(c constant, t wasm.ValType) *gotext.Expr {
	switch {
	case c.known && c.typ == wasm.I32:
		return gotext.Uint32(uint32(c.bits))
	case c.typ == wasm.I32:
		return gotext.Convert("uint32", c.x)
	}
	return f.as(c, t)
}

// as is a constant as the value of a global, or an element, of type t.
func (f *frame) as(c constant, t wasm.ValType) *gotext.Expr {
	if c.zero && t.IsRef() {
		return f.names.Value(t).Null()
	}
	return names.Fetched(c.x, f.mod.Class(c.typ), f.mod.Class(t))
}

// spill gives a constant a variable.
func (f *frame) spill(c constant) constant {
	f.spills++
	name := fmt.Sprintf("x%d", f.spills)
	f.spilled = append(f.spilled, name+" := "+f.use(c.x.Print()))
	return constant{x: gotext.Atom(name), typ: c.typ, makes: c.makes}
}

// takeSpilled returns the statements that define the variables of the constants made since.
func (f *frame) takeSpilled() []string {
	list := f.spilled
	f.spilled = nil
	return list
}

// known is an integer constant.
func known(bits uint64, is64 bool) constant {
	value := int64(bits)
	if !is64 {
		bits = uint64(uint32(bits))
		value = int64(int32(bits))
	}
	typ := wasm.I32
	if is64 {
		typ = wasm.I64
	}
	return constant{known: true, bits: bits, x: gotext.Int64(value), zero: bits == 0, typ: typ}
}

// arithmetic computes what is known here and now: Go would refuse a constant
// that overflows, where Wasm wraps.
func arithmetic(o op.Op, x, y constant) constant {
	var bits uint64
	operator := "+"
	switch o {
	case op.I32Add, op.I64Add:
		bits = x.bits + y.bits
	case op.I32Sub, op.I64Sub:
		bits, operator = x.bits-y.bits, "-"
	default:
		bits, operator = x.bits*y.bits, "*"
	}
	if x.known && y.known {
		return known(bits, o == op.I64Add || o == op.I64Sub || o == op.I64Mul)
	}
	return constant{x: gotext.Binary(x.inSum(), operator, y.inSum()), typ: x.typ}
}

// inSum is the expression in parentheses where it needs them.
func (c constant) inSum() *gotext.Expr {
	if _, _, _, ok := c.x.Operands(); ok {
		return gotext.Paren(c.x)
	}
	return c.x
}

// address is the Go expression for the constant as an unsigned 64-bit
// address.
func (c constant) address(is64 bool) *gotext.Expr {
	switch {
	case c.known:
		return gotext.Uint64(c.bits)
	case is64:
		return gotext.Call("uint64", c.x)
	}
	return gotext.Call("uint64", gotext.Call("uint32", c.x))
}

// refFuncs adds the functions that a constant expression refers to.
func refFuncs(e *wasm.Expr, taken map[uint32]bool) {
	for _, in := range e.Instrs {
		if in.Op == op.RefFunc {
			taken[in.A] = true
		}
	}
}
