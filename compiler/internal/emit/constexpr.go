package emit

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A constant is the value of a constant expression: known, or Go text that
// computes it when the instance is made.
type constant struct {
	known bool
	bits  uint64 // of a known i32 (zero-extended) or i64
	text  string // Go expression, for known ones too
	sum   bool   // text is a binary expression
	zero  bool   // the zero value of its Go type
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
		case op.F32Const, op.F64Const:
			c = constant{text: string(appendExpr(nil, floatLiteral(in.Op, in.B), 0, 0)), zero: in.B == 0}
		case op.RefNull:
			c = constant{text: "nil", zero: true}
		case op.RefFunc:
			c = constant{text: fmt.Sprintf("m.ref(%d)", in.A)}
		case op.GlobalGet:
			c = constant{text: f.names.Global(in.A)}
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
	lit := literal64(bits)
	if !is64 {
		bits = uint64(uint32(bits))
		lit = literal64(uint64(int64(int32(bits))))
	}
	return constant{known: true, bits: bits, text: string(appendExpr(nil, lit, 0, 0)), zero: bits == 0}
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
	return constant{text: x.operand() + " " + operator + " " + y.operand(), sum: true}
}

// operand is the text in parentheses where it needs them.
func (c constant) operand() string {
	if c.sum {
		return "(" + c.text + ")"
	}
	return c.text
}

// address is the Go expression for the constant as an unsigned 64-bit
// address.
func (c constant) address(is64 bool) string {
	switch {
	case c.known:
		return fmt.Sprint(c.bits)
	case is64:
		return "uint64(" + c.text + ")"
	}
	return "uint64(uint32(" + c.text + "))"
}

// refFuncs adds the functions that a constant expression refers to.
func refFuncs(e *wasm.Expr, taken map[uint32]bool) {
	for _, in := range e.Instrs {
		if in.Op == op.RefFunc {
			taken[in.A] = true
		}
	}
}
