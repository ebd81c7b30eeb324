package ir

import "github.com/wasm2go/wasm2go/compiler/op"

// Max is a bound of an i32 expression as an unsigned number, as far as its
// form alone tells.
func Max(x *Expr) uint64 {
	const any = 1<<32 - 1
	switch x.Kind {
	case Const:
		return x.B
	case FromBool:
		return 1
	case Select:
		return max(Max(x.Args[0]), Max(x.Args[1]))
	case Apply:
	default:
		return any
	}
	switch x.Op {
	case op.I32Load8U:
		return 1<<8 - 1
	case op.I32Load16U:
		return 1<<16 - 1
	case op.I32And:
		return min(Max(x.Args[0]), Max(x.Args[1]))
	case op.I32ShrU:
		if n := x.Args[1]; n.Kind == Const {
			return Max(x.Args[0]) >> (n.B & 31)
		}
		return Max(x.Args[0])
	case op.I32Shl:
		if n := x.Args[1]; n.Kind == Const {
			return min(Max(x.Args[0])<<(n.B&31), any)
		}
	case op.I32Add:
		return min(Max(x.Args[0])+Max(x.Args[1]), any)
	case op.I32RemU:
		if n := x.Args[1]; n.Kind == Const && n.B > 0 {
			return n.B - 1
		}
	}
	return any
}
