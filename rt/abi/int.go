package abi

import (
	"math/bits"

	"github.com/wasm2go/wasm2go/rt"
)

const (
	minI32 = -1 << 31
	minI64 = -1 << 63
)

// The helpers panic themselves, rather than by Throw, where the compiler should know that what follows does not run: it
// leaves out its own tests for 0 and -1 then. It also is cheap to inline.

// Bool is the i32 that a Wasm comparison leaves on the stack.
func Bool(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// I32DivS is i32.div_s.
func I32DivS(a, b uint32) uint32 {
	if b == 0 {
		panic(rt.IntegerDivideByZero)
	}
	if int32(b) == -1 {
		if int32(a) == minI32 {
			panic(rt.IntegerOverflow)
		}
		return -a
	}
	return uint32(int32(a) / int32(b))
}

// I32DivU is i32.div_u.
func I32DivU(a, b uint32) uint32 {
	if b == 0 {
		panic(rt.IntegerDivideByZero)
	}
	return a / b
}

// I32RemS is i32.rem_s; Go's % gives 0 for the smallest integer and -1, as Wasm wants.
func I32RemS(a, b uint32) uint32 {
	if b == 0 {
		panic(rt.IntegerDivideByZero)
	}
	return uint32(int32(a) % int32(b))
}

// I32RemU is i32.rem_u.
func I32RemU(a, b uint32) uint32 {
	if b == 0 {
		panic(rt.IntegerDivideByZero)
	}
	return a % b
}

// I64DivS is i64.div_s.
func I64DivS(a, b int64) int64 {
	if b == 0 {
		panic(rt.IntegerDivideByZero)
	}
	if b == -1 {
		if a == minI64 {
			panic(rt.IntegerOverflow)
		}
		return -a
	}
	return a / b
}

// I64DivU is i64.div_u.
func I64DivU(a, b int64) int64 {
	if b == 0 {
		panic(rt.IntegerDivideByZero)
	}
	return int64(uint64(a) / uint64(b))
}

// I64RemS is i64.rem_s.
func I64RemS(a, b int64) int64 {
	if b == 0 {
		panic(rt.IntegerDivideByZero)
	}
	return a % b
}

// I64RemU is i64.rem_u.
func I64RemU(a, b int64) int64 {
	if b == 0 {
		panic(rt.IntegerDivideByZero)
	}
	return int64(uint64(a) % uint64(b))
}

// I64Add128 is i64.add128: the low and high halves of two 128-bit integers.
func I64Add128(alo, ahi, blo, bhi int64) (lo, hi int64) {
	l, carry := bits.Add64(uint64(alo), uint64(blo), 0)
	h, _ := bits.Add64(uint64(ahi), uint64(bhi), carry)
	return int64(l), int64(h)
}

// I64Sub128 is i64.sub128.
func I64Sub128(alo, ahi, blo, bhi int64) (lo, hi int64) {
	l, borrow := bits.Sub64(uint64(alo), uint64(blo), 0)
	h, _ := bits.Sub64(uint64(ahi), uint64(bhi), borrow)
	return int64(l), int64(h)
}

// I64MulWideU is i64.mul_wide_u.
func I64MulWideU(a, b int64) (lo, hi int64) {
	h, l := bits.Mul64(uint64(a), uint64(b))
	return int64(l), int64(h)
}

// I64MulWideS is i64.mul_wide_s. A negative factor stands for 2^64 less than its bits say, which the high half makes up for.
func I64MulWideS(a, b int64) (lo, hi int64) {
	h, l := bits.Mul64(uint64(a), uint64(b))
	return int64(l), int64(h) - a>>63&b - b>>63&a
}
