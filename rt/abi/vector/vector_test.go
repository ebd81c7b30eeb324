package vector_test

import (
	"math"
	"math/bits"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/rt/abi"
	"github.com/wasm2go/wasm2go/rt/abi/vector"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// functions are all those of the package, each with a reference, which computes lane by lane. Where it is arithmetic on floats, nan is
// their size: the bits of a NaN that it gives are free, but that it is a quiet one (spec 4.3.3, "NaN propagation").
var functions = []struct {
	function, reference any
	nan                 int
}{
	// Bits
	{vector.V128Not, unary(0, func(x uint8) uint8 { return ^x }), 0},
	{vector.V128And, binary(0, func(x, y uint8) uint8 { return x & y }), 0},
	{vector.V128Andnot, binary(0, func(x, y uint8) uint8 { return x &^ y }), 0},
	{vector.V128Or, binary(0, func(x, y uint8) uint8 { return x | y }), 0},
	{vector.V128Xor, binary(0, func(x, y uint8) uint8 { return x ^ y }), 0},
	{vector.V128Bitselect, ternary(bitselect), 0},
	{vector.V128AnyTrue, func(v vec.V128) bool { return v != vec.V128{} }, 0},

	// Lanes
	{vector.I8x16Splat, splat(converted[uint32, uint8]), 0},
	{vector.I16x8Splat, splat(converted[uint32, uint16]), 0},
	{vector.I32x4Splat, splat(converted[uint32, uint32]), 0},
	{vector.I64x2Splat, splat(converted[int64, uint64]), 0},
	{vector.F32x4Splat, splat(same[float32]), 0},
	{vector.F64x2Splat, splat(same[float64]), 0},
	{vector.I8x16ExtractLaneS, extract(func(x int8) uint32 { return uint32(int32(x)) }), 0},
	{vector.I8x16ExtractLaneU, extract(converted[uint8, uint32]), 0},
	{vector.I8x16ReplaceLane, replace(converted[uint32, uint8]), 0},
	{vector.I16x8ExtractLaneS, extract(func(x int16) uint32 { return uint32(int32(x)) }), 0},
	{vector.I16x8ExtractLaneU, extract(converted[uint16, uint32]), 0},
	{vector.I16x8ReplaceLane, replace(converted[uint32, uint16]), 0},
	{vector.I32x4ExtractLane, extract(converted[uint32, uint32]), 0},
	{vector.I32x4ReplaceLane, replace(converted[uint32, uint32]), 0},
	{vector.I64x2ExtractLane, extract(converted[uint64, int64]), 0},
	{vector.I64x2ReplaceLane, replace(converted[int64, uint64]), 0},
	{vector.F32x4ExtractLane, extract(same[float32]), 0},
	{vector.F32x4ReplaceLane, replace(same[float32]), 0},
	{vector.F64x2ExtractLane, extract(same[float64]), 0},
	{vector.F64x2ReplaceLane, replace(same[float64]), 0},

	// Comparisons and tests
	{vector.I8x16Eq, compare[int8, int8](func(x, y int8) bool { return x == y }), 0},
	{vector.I8x16Ne, compare[int8, int8](func(x, y int8) bool { return x != y }), 0},
	{vector.I8x16LtS, compare[int8, int8](func(x, y int8) bool { return x < y }), 0},
	{vector.I8x16LtU, compare[uint8, int8](func(x, y uint8) bool { return x < y }), 0},
	{vector.I8x16GtS, compare[int8, int8](func(x, y int8) bool { return x > y }), 0},
	{vector.I8x16GtU, compare[uint8, int8](func(x, y uint8) bool { return x > y }), 0},
	{vector.I8x16LeS, compare[int8, int8](func(x, y int8) bool { return x <= y }), 0},
	{vector.I8x16LeU, compare[uint8, int8](func(x, y uint8) bool { return x <= y }), 0},
	{vector.I8x16GeS, compare[int8, int8](func(x, y int8) bool { return x >= y }), 0},
	{vector.I8x16GeU, compare[uint8, int8](func(x, y uint8) bool { return x >= y }), 0},
	{vector.I16x8Eq, compare[int16, int16](func(x, y int16) bool { return x == y }), 0},
	{vector.I16x8Ne, compare[int16, int16](func(x, y int16) bool { return x != y }), 0},
	{vector.I16x8LtS, compare[int16, int16](func(x, y int16) bool { return x < y }), 0},
	{vector.I16x8LtU, compare[uint16, int16](func(x, y uint16) bool { return x < y }), 0},
	{vector.I16x8GtS, compare[int16, int16](func(x, y int16) bool { return x > y }), 0},
	{vector.I16x8GtU, compare[uint16, int16](func(x, y uint16) bool { return x > y }), 0},
	{vector.I16x8LeS, compare[int16, int16](func(x, y int16) bool { return x <= y }), 0},
	{vector.I16x8LeU, compare[uint16, int16](func(x, y uint16) bool { return x <= y }), 0},
	{vector.I16x8GeS, compare[int16, int16](func(x, y int16) bool { return x >= y }), 0},
	{vector.I16x8GeU, compare[uint16, int16](func(x, y uint16) bool { return x >= y }), 0},
	{vector.I32x4Eq, compare[int32, int32](func(x, y int32) bool { return x == y }), 0},
	{vector.I32x4Ne, compare[int32, int32](func(x, y int32) bool { return x != y }), 0},
	{vector.I32x4LtS, compare[int32, int32](func(x, y int32) bool { return x < y }), 0},
	{vector.I32x4LtU, compare[uint32, int32](func(x, y uint32) bool { return x < y }), 0},
	{vector.I32x4GtS, compare[int32, int32](func(x, y int32) bool { return x > y }), 0},
	{vector.I32x4GtU, compare[uint32, int32](func(x, y uint32) bool { return x > y }), 0},
	{vector.I32x4LeS, compare[int32, int32](func(x, y int32) bool { return x <= y }), 0},
	{vector.I32x4LeU, compare[uint32, int32](func(x, y uint32) bool { return x <= y }), 0},
	{vector.I32x4GeS, compare[int32, int32](func(x, y int32) bool { return x >= y }), 0},
	{vector.I32x4GeU, compare[uint32, int32](func(x, y uint32) bool { return x >= y }), 0},
	{vector.I64x2Eq, compare[int64, int64](func(x, y int64) bool { return x == y }), 0},
	{vector.I64x2Ne, compare[int64, int64](func(x, y int64) bool { return x != y }), 0},
	{vector.I64x2LtS, compare[int64, int64](func(x, y int64) bool { return x < y }), 0},
	{vector.I64x2GtS, compare[int64, int64](func(x, y int64) bool { return x > y }), 0},
	{vector.I64x2LeS, compare[int64, int64](func(x, y int64) bool { return x <= y }), 0},
	{vector.I64x2GeS, compare[int64, int64](func(x, y int64) bool { return x >= y }), 0},
	{vector.F32x4Eq, compare[float32, int32](func(x, y float32) bool { return x == y }), 0},
	{vector.F32x4Ne, compare[float32, int32](func(x, y float32) bool { return x != y }), 0},
	{vector.F32x4Lt, compare[float32, int32](func(x, y float32) bool { return x < y }), 0},
	{vector.F32x4Gt, compare[float32, int32](func(x, y float32) bool { return x > y }), 0},
	{vector.F32x4Le, compare[float32, int32](func(x, y float32) bool { return x <= y }), 0},
	{vector.F32x4Ge, compare[float32, int32](func(x, y float32) bool { return x >= y }), 0},
	{vector.F64x2Eq, compare[float64, int64](func(x, y float64) bool { return x == y }), 0},
	{vector.F64x2Ne, compare[float64, int64](func(x, y float64) bool { return x != y }), 0},
	{vector.F64x2Lt, compare[float64, int64](func(x, y float64) bool { return x < y }), 0},
	{vector.F64x2Gt, compare[float64, int64](func(x, y float64) bool { return x > y }), 0},
	{vector.F64x2Le, compare[float64, int64](func(x, y float64) bool { return x <= y }), 0},
	{vector.F64x2Ge, compare[float64, int64](func(x, y float64) bool { return x >= y }), 0},
	{vector.I8x16AllTrue, allTrue[int8], 0},
	{vector.I8x16Bitmask, bitmask[int8], 0},
	{vector.I16x8AllTrue, allTrue[int16], 0},
	{vector.I16x8Bitmask, bitmask[int16], 0},
	{vector.I32x4AllTrue, allTrue[int32], 0},
	{vector.I32x4Bitmask, bitmask[int32], 0},
	{vector.I64x2AllTrue, allTrue[int64], 0},
	{vector.I64x2Bitmask, bitmask[int64], 0},

	// Integers
	{vector.I8x16Add, binary(0, func(x, y uint8) uint8 { return x + y }), 0},
	{vector.I8x16Sub, binary(0, func(x, y uint8) uint8 { return x - y }), 0},
	{vector.I8x16Neg, unary(0, func(x int8) int8 { return -x }), 0},
	{vector.I8x16Abs, unary(0, func(x int8) int8 { return max(x, -x) }), 0},
	{vector.I8x16MinS, binary(0, func(x, y int8) int8 { return min(x, y) }), 0},
	{vector.I8x16MinU, binary(0, func(x, y uint8) uint8 { return min(x, y) }), 0},
	{vector.I8x16MaxS, binary(0, func(x, y int8) int8 { return max(x, y) }), 0},
	{vector.I8x16MaxU, binary(0, func(x, y uint8) uint8 { return max(x, y) }), 0},
	{vector.I8x16AvgrU, binary(0, func(x, y uint8) uint8 { return uint8((uint32(x) + uint32(y) + 1) / 2) }), 0},
	{vector.I8x16AddSatS, binary(0, func(x, y int8) int8 { return int8(min(max(int32(x)+int32(y), math.MinInt8), math.MaxInt8)) }), 0},
	{vector.I8x16AddSatU, binary(0, func(x, y uint8) uint8 { return uint8(min(max(int32(x)+int32(y), 0), math.MaxUint8)) }), 0},
	{vector.I8x16SubSatS, binary(0, func(x, y int8) int8 { return int8(min(max(int32(x)-int32(y), math.MinInt8), math.MaxInt8)) }), 0},
	{vector.I8x16SubSatU, binary(0, func(x, y uint8) uint8 { return uint8(min(max(int32(x)-int32(y), 0), math.MaxUint8)) }), 0},
	{vector.I8x16Shl, shift(func(x uint8, n uint32) uint8 { return x << n }), 0},
	{vector.I8x16ShrS, shift(func(x int8, n uint32) int8 { return x >> n }), 0},
	{vector.I8x16ShrU, shift(func(x uint8, n uint32) uint8 { return x >> n }), 0},
	{vector.I16x8Add, binary(0, func(x, y uint16) uint16 { return x + y }), 0},
	{vector.I16x8Sub, binary(0, func(x, y uint16) uint16 { return x - y }), 0},
	{vector.I16x8Mul, binary(0, func(x, y uint16) uint16 { return x * y }), 0},
	{vector.I16x8Neg, unary(0, func(x int16) int16 { return -x }), 0},
	{vector.I16x8Abs, unary(0, func(x int16) int16 { return max(x, -x) }), 0},
	{vector.I16x8MinS, binary(0, func(x, y int16) int16 { return min(x, y) }), 0},
	{vector.I16x8MinU, binary(0, func(x, y uint16) uint16 { return min(x, y) }), 0},
	{vector.I16x8MaxS, binary(0, func(x, y int16) int16 { return max(x, y) }), 0},
	{vector.I16x8MaxU, binary(0, func(x, y uint16) uint16 { return max(x, y) }), 0},
	{vector.I16x8AvgrU, binary(0, func(x, y uint16) uint16 { return uint16((uint32(x) + uint32(y) + 1) / 2) }), 0},
	{vector.I16x8AddSatS, binary(0, func(x, y int16) int16 { return int16(min(max(int32(x)+int32(y), math.MinInt16), math.MaxInt16)) }), 0},
	{vector.I16x8AddSatU, binary(0, func(x, y uint16) uint16 { return uint16(min(max(int32(x)+int32(y), 0), math.MaxUint16)) }), 0},
	{vector.I16x8SubSatS, binary(0, func(x, y int16) int16 { return int16(min(max(int32(x)-int32(y), math.MinInt16), math.MaxInt16)) }), 0},
	{vector.I16x8SubSatU, binary(0, func(x, y uint16) uint16 { return uint16(min(max(int32(x)-int32(y), 0), math.MaxUint16)) }), 0},
	{vector.I16x8Shl, shift(func(x uint16, n uint32) uint16 { return x << n }), 0},
	{vector.I16x8ShrS, shift(func(x int16, n uint32) int16 { return x >> n }), 0},
	{vector.I16x8ShrU, shift(func(x uint16, n uint32) uint16 { return x >> n }), 0},
	{vector.I32x4Add, binary(0, func(x, y uint32) uint32 { return x + y }), 0},
	{vector.I32x4Sub, binary(0, func(x, y uint32) uint32 { return x - y }), 0},
	{vector.I32x4Mul, binary(0, func(x, y uint32) uint32 { return x * y }), 0},
	{vector.I32x4Neg, unary(0, func(x int32) int32 { return -x }), 0},
	{vector.I32x4Abs, unary(0, func(x int32) int32 { return max(x, -x) }), 0},
	{vector.I32x4MinS, binary(0, func(x, y int32) int32 { return min(x, y) }), 0},
	{vector.I32x4MinU, binary(0, func(x, y uint32) uint32 { return min(x, y) }), 0},
	{vector.I32x4MaxS, binary(0, func(x, y int32) int32 { return max(x, y) }), 0},
	{vector.I32x4MaxU, binary(0, func(x, y uint32) uint32 { return max(x, y) }), 0},
	{vector.I32x4Shl, shift(func(x uint32, n uint32) uint32 { return x << n }), 0},
	{vector.I32x4ShrS, shift(func(x int32, n uint32) int32 { return x >> n }), 0},
	{vector.I32x4ShrU, shift(func(x uint32, n uint32) uint32 { return x >> n }), 0},
	{vector.I64x2Add, binary(0, func(x, y uint64) uint64 { return x + y }), 0},
	{vector.I64x2Sub, binary(0, func(x, y uint64) uint64 { return x - y }), 0},
	{vector.I64x2Mul, binary(0, func(x, y uint64) uint64 { return x * y }), 0},
	{vector.I64x2Neg, unary(0, func(x int64) int64 { return -x }), 0},
	{vector.I64x2Abs, unary(0, func(x int64) int64 { return max(x, -x) }), 0},
	{vector.I64x2Shl, shift(func(x uint64, n uint32) uint64 { return x << n }), 0},
	{vector.I64x2ShrS, shift(func(x int64, n uint32) int64 { return x >> n }), 0},
	{vector.I64x2ShrU, shift(func(x uint64, n uint32) uint64 { return x >> n }), 0},
	{vector.I8x16Popcnt, unary(0, func(x uint8) uint8 { return uint8(bits.OnesCount8(x)) }), 0},
	{vector.I16x8Q15mulrSatS, binary(0, q15), 0},

	// Widths
	{vector.I16x8ExtendLowI8x16S, unary(0, converted[int8, int16]), 0},
	{vector.I16x8ExtendLowI8x16U, unary(0, converted[uint8, uint16]), 0},
	{vector.I16x8ExtendHighI8x16S, unary(8, converted[int8, int16]), 0},
	{vector.I16x8ExtendHighI8x16U, unary(8, converted[uint8, uint16]), 0},
	{vector.I32x4ExtendLowI16x8S, unary(0, converted[int16, int32]), 0},
	{vector.I32x4ExtendLowI16x8U, unary(0, converted[uint16, uint32]), 0},
	{vector.I32x4ExtendHighI16x8S, unary(4, converted[int16, int32]), 0},
	{vector.I32x4ExtendHighI16x8U, unary(4, converted[uint16, uint32]), 0},
	{vector.I64x2ExtendLowI32x4S, unary(0, converted[int32, int64]), 0},
	{vector.I64x2ExtendLowI32x4U, unary(0, converted[uint32, uint64]), 0},
	{vector.I64x2ExtendHighI32x4S, unary(2, converted[int32, int64]), 0},
	{vector.I64x2ExtendHighI32x4U, unary(2, converted[uint32, uint64]), 0},
	{vector.I16x8ExtmulLowI8x16S, binary(0, func(x, y int8) int16 { return int16(x) * int16(y) }), 0},
	{vector.I16x8ExtmulLowI8x16U, binary(0, func(x, y uint8) uint16 { return uint16(x) * uint16(y) }), 0},
	{vector.I16x8ExtmulHighI8x16S, binary(8, func(x, y int8) int16 { return int16(x) * int16(y) }), 0},
	{vector.I16x8ExtmulHighI8x16U, binary(8, func(x, y uint8) uint16 { return uint16(x) * uint16(y) }), 0},
	{vector.I32x4ExtmulLowI16x8S, binary(0, func(x, y int16) int32 { return int32(x) * int32(y) }), 0},
	{vector.I32x4ExtmulLowI16x8U, binary(0, func(x, y uint16) uint32 { return uint32(x) * uint32(y) }), 0},
	{vector.I32x4ExtmulHighI16x8S, binary(4, func(x, y int16) int32 { return int32(x) * int32(y) }), 0},
	{vector.I32x4ExtmulHighI16x8U, binary(4, func(x, y uint16) uint32 { return uint32(x) * uint32(y) }), 0},
	{vector.I64x2ExtmulLowI32x4S, binary(0, func(x, y int32) int64 { return int64(x) * int64(y) }), 0},
	{vector.I64x2ExtmulLowI32x4U, binary(0, func(x, y uint32) uint64 { return uint64(x) * uint64(y) }), 0},
	{vector.I64x2ExtmulHighI32x4S, binary(2, func(x, y int32) int64 { return int64(x) * int64(y) }), 0},
	{vector.I64x2ExtmulHighI32x4U, binary(2, func(x, y uint32) uint64 { return uint64(x) * uint64(y) }), 0},
	{vector.I16x8ExtaddPairwiseI8x16S, pairwise[int8, int16], 0},
	{vector.I16x8ExtaddPairwiseI8x16U, pairwise[uint8, uint16], 0},
	{vector.I32x4ExtaddPairwiseI16x8S, pairwise[int16, int32], 0},
	{vector.I32x4ExtaddPairwiseI16x8U, pairwise[uint16, uint32], 0},
	{vector.I32x4DotI16x8S, func(a, b vec.V128) vec.V128 { return dot[int16](a, b, func(x, y int32) int32 { return x + y }) }, 0},
	{vector.I8x16NarrowI16x8S, narrow[int16, int8](math.MinInt8, math.MaxInt8), 0},
	{vector.I8x16NarrowI16x8U, narrow[int16, uint8](0, math.MaxUint8), 0},
	{vector.I16x8NarrowI32x4S, narrow[int32, int16](math.MinInt16, math.MaxInt16), 0},
	{vector.I16x8NarrowI32x4U, narrow[int32, uint16](0, math.MaxUint16), 0},

	// Bytes by index
	{vector.I8x16Swizzle, swizzle, 0},

	// Floats
	{vector.F32x4Add, binary(0, func(x, y float32) float32 { return float32(x + y) }), 32},
	{vector.F32x4Sub, binary(0, func(x, y float32) float32 { return float32(x - y) }), 32},
	{vector.F32x4Mul, binary(0, func(x, y float32) float32 { return float32(x * y) }), 32},
	{vector.F32x4Div, binary(0, func(x, y float32) float32 { return float32(x / y) }), 32},
	{vector.F32x4Min, binary(0, abi.F32Min), 32},
	{vector.F32x4Max, binary(0, abi.F32Max), 32},
	{vector.F32x4Pmin, binary(0, pmin[float32]), 0},
	{vector.F32x4Pmax, binary(0, pmax[float32]), 0},
	{vector.F32x4Abs, unary(0, abi.F32Abs), 0},
	{vector.F32x4Neg, unary(0, abi.F32Neg), 0},
	{vector.F32x4Sqrt, unary(0, func(x float32) float32 { return float32(math.Sqrt(float64(x))) }), 32},
	{vector.F32x4Ceil, unary(0, abi.F32Ceil), 32},
	{vector.F32x4Floor, unary(0, abi.F32Floor), 32},
	{vector.F32x4Trunc, unary(0, abi.F32Trunc), 32},
	{vector.F32x4Nearest, unary(0, abi.F32Nearest), 32},
	{vector.F64x2Add, binary(0, func(x, y float64) float64 { return float64(x + y) }), 64},
	{vector.F64x2Sub, binary(0, func(x, y float64) float64 { return float64(x - y) }), 64},
	{vector.F64x2Mul, binary(0, func(x, y float64) float64 { return float64(x * y) }), 64},
	{vector.F64x2Div, binary(0, func(x, y float64) float64 { return float64(x / y) }), 64},
	{vector.F64x2Min, binary(0, abi.F64Min), 64},
	{vector.F64x2Max, binary(0, abi.F64Max), 64},
	{vector.F64x2Pmin, binary(0, pmin[float64]), 0},
	{vector.F64x2Pmax, binary(0, pmax[float64]), 0},
	{vector.F64x2Abs, unary(0, abi.F64Abs), 0},
	{vector.F64x2Neg, unary(0, abi.F64Neg), 0},
	{vector.F64x2Sqrt, unary(0, abi.F64Sqrt), 64},
	{vector.F64x2Ceil, unary(0, abi.F64Ceil), 64},
	{vector.F64x2Floor, unary(0, abi.F64Floor), 64},
	{vector.F64x2Trunc, unary(0, abi.F64Trunc), 64},
	{vector.F64x2Nearest, unary(0, abi.F64Nearest), 64},
	{vector.I32x4TruncSatF32x4S, unary(0, abi.I32TruncSatF32S), 0},
	{vector.I32x4TruncSatF32x4U, unary(0, abi.I32TruncSatF32U), 0},
	{vector.I32x4TruncSatF64x2SZero, unary(0, abi.I32TruncSatF64S), 0},
	{vector.I32x4TruncSatF64x2UZero, unary(0, abi.I32TruncSatF64U), 0},
	{vector.F32x4ConvertI32x4S, unary(0, converted[int32, float32]), 0},
	{vector.F64x2ConvertLowI32x4S, unary(0, converted[int32, float64]), 0},
	{vector.F32x4ConvertI32x4U, unary(0, converted[uint32, float32]), 0},
	{vector.F64x2ConvertLowI32x4U, unary(0, converted[uint32, float64]), 0},
	{vector.F32x4DemoteF64x2Zero, unary(0, converted[float64, float32]), 32},
	{vector.F64x2PromoteLowF32x4, unary(0, abi.F64Promote), 64},
	{vector.F32x4Canonical, unary(0, abi.CanonicalF32), 0},
	{vector.F64x2Canonical, unary(0, abi.CanonicalF64), 0},

	// Relaxed: what the deterministic profile has them do
	{vector.I8x16RelaxedSwizzle, swizzle, 0},
	{vector.I32x4RelaxedTruncF32x4S, unary(0, abi.I32TruncSatF32S), 0},
	{vector.I32x4RelaxedTruncF32x4U, unary(0, abi.I32TruncSatF32U), 0},
	{vector.I32x4RelaxedTruncF64x2SZero, unary(0, abi.I32TruncSatF64S), 0},
	{vector.I32x4RelaxedTruncF64x2UZero, unary(0, abi.I32TruncSatF64U), 0},
	{vector.F32x4RelaxedMadd, ternary(func(x, y, z float32) float32 { return float32(x*y) + z }), 32},
	{vector.F32x4RelaxedNmadd, ternary(func(x, y, z float32) float32 { return z - float32(x*y) }), 32},
	{vector.F32x4RelaxedMin, binary(0, abi.F32Min), 32},
	{vector.F32x4RelaxedMax, binary(0, abi.F32Max), 32},
	{vector.F64x2RelaxedMadd, ternary(func(x, y, z float64) float64 { return float64(x*y) + z }), 64},
	{vector.F64x2RelaxedNmadd, ternary(func(x, y, z float64) float64 { return z - float64(x*y) }), 64},
	{vector.F64x2RelaxedMin, binary(0, abi.F64Min), 64},
	{vector.F64x2RelaxedMax, binary(0, abi.F64Max), 64},
	{vector.I8x16RelaxedLaneselect, ternary(bitselect), 0},
	{vector.I16x8RelaxedLaneselect, ternary(bitselect), 0},
	{vector.I32x4RelaxedLaneselect, ternary(bitselect), 0},
	{vector.I64x2RelaxedLaneselect, ternary(bitselect), 0},
	{vector.I16x8RelaxedQ15mulrS, binary(0, q15), 0},
	{vector.I16x8RelaxedDotI8x16I7x16S, dotSaturating, 0},
	{vector.I32x4RelaxedDotI8x16I7x16AddS, func(a, b, c vec.V128) vec.V128 {
		sum := func(x, y int32) int32 { return x + y }
		return binary(0, sum)(pairwise[int16, int32](dotSaturating(a, b)), c)
	}, 0},
}

func bitselect(x, y, mask uint8) uint8 { return x&mask | y&^mask }

func q15(x, y int16) int16 { return int16(min((int32(x)*int32(y)+0x4000)>>15, math.MaxInt16)) }

func pmin[F float32 | float64](x, y F) F {
	if y < x {
		return y
	}
	return x
}

func pmax[F float32 | float64](x, y F) F {
	if x < y {
		return y
	}
	return x
}

func swizzle(v, indices vec.V128) vec.V128 {
	x := v.Uint8()
	return unary(0, func(i uint8) (r uint8) {
		if i < 16 {
			r = x[i]
		}
		return r
	})(indices)
}

func shuffle(a, b vec.V128, maskLo, maskHi uint64) vec.V128 {
	x := append(split[uint8](a), split[uint8](b)...)
	return unary(0, func(i uint8) uint8 { return x[i] })(vec.Of(maskLo, maskHi))
}

func dotSaturating(a, b vec.V128) vec.V128 {
	return dot[int8](a, b, func(x, y int16) int16 { return int16(min(int32(x)+int32(y), math.MaxInt16)) })
}

// nameOf is the name of a function of the package.
func nameOf(function any) string {
	name := runtime.FuncForPC(reflect.ValueOf(function).Pointer()).Name()
	return name[strings.LastIndex(name, ".")+1:]
}

// TestComplete: each vector instruction that the table has a function for is tested, and none is missing.
func TestComplete(t *testing.T) {
	tested := map[string]bool{"I8x16Shuffle": true} // lowering calls it where a few shifts do not do
	for _, f := range functions {
		tested[nameOf(f.function)] = true
	}
	template := regexp.MustCompile(`^\??vector\.(\w+)\(`)
	used := map[string]bool{"I8x16Shuffle": true}
	for _, info := range op.Table {
		if info.Proposal != op.SIMD && info.Proposal != op.RelaxedSIMD && !strings.HasPrefix(info.Go, "vector.") {
			continue
		}
		if info.Accesses() || info.Imm == op.ImmShuffle || info.Imm == op.ImmV128 {
			continue // by lowering
		}
		match := template.FindStringSubmatch(info.Go)
		require.NotNil(t, match, "%s: %q", info.Name, info.Go)
		require.True(t, tested[match[1]], info.Name)
		used[match[1]] = true
	}
	require.Equal(t, used, tested)
}

// TestFunctions compares each function with its reference: all pairs of special lanes, and many random ones.
func TestFunctions(t *testing.T) {
	for _, f := range functions {
		t.Run(nameOf(f.function), func(t *testing.T) {
			function, reference := reflect.ValueOf(f.function), reflect.ValueOf(f.reference)
			for args := range arguments(nameOf(f.function), function.Type()) {
				want, got := reference.Call(args)[0], function.Call(args)[0]
				if !equal(want.Interface(), got.Interface(), f.nan) {
					t.Fatalf("%v: got %v, want %v", args, got, want)
				}
			}
		})
	}
	args := arguments("I8x16Shuffle", reflect.TypeOf(vector.I8x16Shuffle))
	for a := range args {
		x, y, lo, hi := a[0].Interface().(vec.V128), a[1].Interface().(vec.V128), a[2].Uint(), a[3].Uint()
		require.Equal(t, shuffle(x, y, lo, hi), vector.I8x16Shuffle(x, y, lo, hi))
	}
}

// equal compares the bits of results, but for those of NaNs that arithmetic on floats of that many bits makes.
func equal(want, got any, nan int) bool {
	switch want := want.(type) {
	case float32:
		return math.Float32bits(want) == math.Float32bits(got.(float32))
	case float64:
		return math.Float64bits(want) == math.Float64bits(got.(float64))
	case vec.V128:
		got := got.(vec.V128)
		switch nan {
		case 32:
			return sameButNaNs(split[uint32](want), split[uint32](got), 0x7fc00000)
		case 64:
			return sameButNaNs(split[uint64](want), split[uint64](got), 0x7ff8000000000000)
		}
	}
	return want == got
}

// sameButNaNs compares the bits of floats. For a NaN any quiet one will do: it has all bits of the canonical one.
func sameButNaNs[T uint32 | uint64](want, got []T, canonical T) bool {
	for i := range want {
		if want[i]&canonical == canonical {
			want[i], got[i] = canonical, got[i]&canonical
		}
	}
	return slices.Equal(want, got)
}

// TestQuiet: products by 1 and quotients by 1 are no signalling NaNs, also where the Go compiler knows the factor.
func TestQuiet(t *testing.T) {
	floats := vec.Of(0x7fa000017fa00001, 0xffa00001ff800001)
	one := vector.F32x4Splat(1)
	for _, r := range []vec.V128{vector.F32x4Mul(floats, one), vector.F32x4Mul(one, floats), vector.F32x4Div(floats, one)} {
		require.True(t, sameButNaNs([]uint32{0x7fc00000, 0x7fc00000, 0x7fc00000, 0x7fc00000}, split[uint32](r), 0x7fc00000), r)
	}
	doubles := vec.Of(0x7ff4000000000001, 0xfff0000000000001)
	one = vector.F64x2Splat(1)
	for _, r := range []vec.V128{vector.F64x2Mul(doubles, one), vector.F64x2Mul(one, doubles), vector.F64x2Div(doubles, one)} {
		require.True(t, sameButNaNs([]uint64{0x7ff8000000000000, 0x7ff8000000000000}, split[uint64](r), 0x7ff8000000000000), r)
	}
}
