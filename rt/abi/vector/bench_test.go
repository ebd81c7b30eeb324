package vector_test

import (
	"testing"

	"github.com/wasm2go/wasm2go/rt/abi/vector"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// sink keeps what benchmarks compute.
var sink vec.V128

// BenchmarkBinary gives the time of an instruction on two vectors that is not inlined: it is called by a function value, which costs about
// as much as a call.
func BenchmarkBinary(b *testing.B) {
	for _, f := range []func(a, b vec.V128) vec.V128{
		vector.V128And, vector.I8x16Add, vector.I8x16AddSatS, vector.I8x16LtS, vector.I8x16MinU, vector.I8x16AvgrU,
		vector.I8x16NarrowI16x8S, vector.I8x16NarrowI16x8U, vector.I8x16Swizzle,
		vector.I16x8Mul, vector.I16x8Q15mulrSatS, vector.I16x8ExtmulLowI8x16S, vector.I32x4Add, vector.I32x4Mul, vector.I32x4DotI16x8S,
		vector.I64x2Add, vector.F32x4Add, vector.F32x4Mul, vector.F32x4Min, vector.F32x4Pmin, vector.F32x4Lt, vector.F64x2Mul,
	} {
		b.Run(nameOf(f), func(b *testing.B) {
			x, y := vec.Of(0x3f8000003f800001, 0x400000004e234567), vec.Of(0x3f8102033f800001, 0x3f9000003f923456)
			for b.Loop() {
				sink = f(x, y)
			}
		})
	}
}

// BenchmarkUnary is the same for one vector.
func BenchmarkUnary(b *testing.B) {
	for _, f := range []func(v vec.V128) vec.V128{
		vector.I8x16Abs, vector.I8x16Popcnt, vector.I16x8ExtendLowI8x16S, vector.I16x8ExtaddPairwiseI8x16S,
		vector.F32x4Sqrt, vector.F32x4Nearest, vector.I32x4TruncSatF32x4S, vector.F32x4ConvertI32x4U,
	} {
		b.Run(nameOf(f), func(b *testing.B) {
			x := vec.Of(0x3f8000003f800001, 0x400000004e234567)
			for b.Loop() {
				sink = f(x)
			}
		})
	}
}

// BenchmarkInlined gives what instructions cost where Go inlines them, in a chain of two, in which each waits for the one before it.
func BenchmarkInlined(b *testing.B) {
	x, y := vec.Of(0x3f8000003f800001, 0x400000004e234567), vec.Of(0x3f8102033f800001, 0x3f9000003f923456)
	b.Run("I8x16Add,V128Xor", func(b *testing.B) {
		x := x
		for range b.N {
			x = vector.V128Xor(vector.I8x16Add(x, y), y)
		}
		sink = x
	})
	b.Run("I32x4Shl,I32x4Add", func(b *testing.B) {
		x := x
		for range b.N {
			x = vector.I32x4Add(vector.I32x4Shl(x, 3), y)
		}
		sink = x
	})
	b.Run("I8x16ReplaceLane,I8x16ExtractLaneU", func(b *testing.B) {
		x := x
		for range b.N {
			x = vector.I8x16ReplaceLane(x, vector.I8x16ExtractLaneU(x, 3)+1, 9)
		}
		sink = x
	})
	b.Run("F64x2Mul,F64x2Add", func(b *testing.B) {
		x := vector.F64x2Splat(1)
		for range b.N {
			x = vector.F64x2Add(vector.F64x2Mul(x, vector.F64x2Splat(0.5)), vector.F64x2Splat(2))
		}
		sink = x
	})
	b.Run("F32x4Mul,F32x4Add", func(b *testing.B) {
		x := vector.F32x4Splat(1)
		for range b.N {
			x = vector.F32x4Add(vector.F32x4Mul(x, vector.F32x4Splat(0.5)), vector.F32x4Splat(2))
		}
		sink = x
	})
	b.Run("I8x16Shuffle", func(b *testing.B) {
		x := x
		for range b.N {
			x = vector.I8x16Shuffle(x, y, 0x1001120314051607, 0x18091a0b1c0d1e0f)
		}
		sink = x
	})
}
