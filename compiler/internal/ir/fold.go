package ir

import (
	"math/bits"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Fold computes integer instructions whose operands are constants; not ok where it cannot.
func Fold(o op.Op, args []*Expr) (v uint64, t wasm.ValType, ok bool) {
	if !Constants(args) {
		return 0, 0, false
	}
	switch len(args) {
	case 1:
		return fold1(o, args[0].B)
	case 2:
		switch args[0].Type {
		case wasm.I32:
			x, ok := fold32(o, uint32(args[0].B), uint32(args[1].B))
			return uint64(x), wasm.I32, ok
		case wasm.I64:
			x, ok := fold64(o, args[0].B, args[1].B)
			return x, wasm.I64, ok
		}
	}
	return 0, 0, false
}

// Constants tells whether all operands are constants: Go would compute the result itself, exactly and without wrapping.
func Constants(args []*Expr) bool {
	for _, a := range args {
		if a.Kind != Const {
			return false
		}
	}
	return len(args) > 0
}

func fold1(o op.Op, x uint64) (v uint64, t wasm.ValType, ok bool) {
	switch o {
	case op.I32WrapI64:
		return uint64(uint32(x)), wasm.I32, true
	case op.I64ExtendI32U:
		return x, wasm.I64, true
	case op.I64ExtendI32S, op.I64Extend32S:
		return uint64(int64(int32(x))), wasm.I64, true
	case op.I64Extend8S:
		return uint64(int64(int8(x))), wasm.I64, true
	case op.I64Extend16S:
		return uint64(int64(int16(x))), wasm.I64, true
	case op.I32Extend8S:
		return uint64(uint32(int32(int8(x)))), wasm.I32, true
	case op.I32Extend16S:
		return uint64(uint32(int32(int16(x)))), wasm.I32, true
	case op.I32Clz:
		return uint64(bits.LeadingZeros32(uint32(x))), wasm.I32, true
	case op.I32Ctz:
		return uint64(bits.TrailingZeros32(uint32(x))), wasm.I32, true
	case op.I32Popcnt:
		return uint64(bits.OnesCount32(uint32(x))), wasm.I32, true
	case op.I64Clz:
		return uint64(bits.LeadingZeros64(x)), wasm.I64, true
	case op.I64Ctz:
		return uint64(bits.TrailingZeros64(x)), wasm.I64, true
	case op.I64Popcnt:
		return uint64(bits.OnesCount64(x)), wasm.I64, true
	}
	return 0, 0, false
}

func fold32(o op.Op, x, y uint32) (uint32, bool) {
	switch o {
	case op.I32Add:
		return x + y, true
	case op.I32Sub:
		return x - y, true
	case op.I32Mul:
		return x * y, true
	case op.I32And:
		return x & y, true
	case op.I32Or:
		return x | y, true
	case op.I32Xor:
		return x ^ y, true
	case op.I32Shl:
		return x << (y & 31), true
	case op.I32ShrU:
		return x >> (y & 31), true
	case op.I32ShrS:
		return uint32(int32(x) >> (y & 31)), true
	case op.I32Rotl:
		return bits.RotateLeft32(x, int(y&31)), true
	case op.I32Rotr:
		return bits.RotateLeft32(x, -int(y&31)), true
	}
	return 0, false
}

func fold64(o op.Op, x, y uint64) (uint64, bool) {
	switch o {
	case op.I64Add:
		return x + y, true
	case op.I64Sub:
		return x - y, true
	case op.I64Mul:
		return x * y, true
	case op.I64And:
		return x & y, true
	case op.I64Or:
		return x | y, true
	case op.I64Xor:
		return x ^ y, true
	case op.I64Shl:
		return x << (y & 63), true
	case op.I64ShrU:
		return x >> (y & 63), true
	case op.I64ShrS:
		return uint64(int64(x) >> (y & 63)), true
	case op.I64Rotl:
		return bits.RotateLeft64(x, int(y&63)), true
	case op.I64Rotr:
		return bits.RotateLeft64(x, -int(y&63)), true
	}
	return 0, false
}
