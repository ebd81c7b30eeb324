package emit

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A constant is the value of a constant expression: known, or a Go expression that
// computes it when the instance is made.
type constant struct {
	known bool
	bits  uint64       // of a known i32 (zero-extended) or i64
	x     *gotext.Expr // for known ones too
	zero  bool         // the zero value of its Go type
}

// constant turns a constant expression (spec 3.4, "Constant Expressions")
// into a Go expression.
func (f *frame) constant(e *wasm.Expr) (constant, error) {
	var stack []constant
	for _, in := range e.Instrs {
		var c constant
		switch in.Op {
		case op.I32Const:
			c = known(uint64(uint32(in.B)), false)
		case op.I64Const:
			c = known(in.B, true)
		case op.F32Const:
			c = constant{x: gotext.Float(in.B, 32), zero: in.B == 0}
		case op.F64Const:
			c = constant{x: gotext.Float(in.B, 64), zero: in.B == 0}
		case op.RefNull:
			c = constant{x: gotext.Atom("nil"), zero: true}
		case op.RefFunc:
			c = constant{x: names.Ref(in.A)}
		case op.GlobalGet:
			c = constant{x: f.names.Global(in.A)}
		case op.I32Add, op.I32Sub, op.I32Mul, op.I64Add, op.I64Sub, op.I64Mul:
			if len(stack) < 2 {
				return c, fmt.Errorf("constant expression at %#x: too few operands", e.Offset)
			}
			last := len(stack) - 2
			c = arithmetic(in.Op, stack[last], stack[last+1])
			stack = stack[:last]
		default:
			return c, fmt.Errorf("constant expression at %#x: %s is not supported", e.Offset, op.Table[in.Op].Name)
		}
		stack = append(stack, c)
	}
	if len(stack) != 1 {
		return constant{}, fmt.Errorf("constant expression at %#x: has %d values", e.Offset, len(stack))
	}
	return stack[0], nil
}

// known is an integer constant.
func known(bits uint64, is64 bool) constant {
	value := int64(bits)
	if !is64 {
		bits = uint64(uint32(bits))
		value = int64(int32(bits))
	}
	return constant{known: true, bits: bits, x: gotext.Int64(value), zero: bits == 0}
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
	return constant{x: gotext.Binary(x.operand(), operator, y.operand())}
}

// operand is the expression in parentheses where it needs them.
func (c constant) operand() *gotext.Expr {
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
