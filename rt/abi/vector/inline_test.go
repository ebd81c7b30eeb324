package vector_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/memtest"
)

// TestInlineCosts: a call costs about as much as the instruction. What is not here takes more than Go inlines, since each lane is computed on
// its own, or words take several steps.
func TestInlineCosts(t *testing.T) {
	costs := memtest.InlineCosts(t, "amd64")
	memtest.AtMost(t, costs, 80,
		"V128Not", "V128And", "V128Andnot", "V128Or", "V128Xor", "V128Bitselect", "V128AnyTrue",
		"I8x16Splat", "I16x8Splat", "I32x4Splat", "I64x2Splat", "F32x4Splat", "F64x2Splat",
		"I8x16ExtractLaneS", "I8x16ExtractLaneU", "I16x8ExtractLaneS", "I16x8ExtractLaneU", "I32x4ExtractLane", "I64x2ExtractLane", "F32x4ExtractLane", "F64x2ExtractLane",
		"I8x16ReplaceLane", "I16x8ReplaceLane", "I32x4ReplaceLane", "I64x2ReplaceLane", "F64x2ReplaceLane",
		"I8x16Eq", "I8x16Ne", "I16x8Eq", "I16x8Ne", "I32x4Eq", "I32x4Ne",
		"I64x2Eq", "I64x2Ne", "I64x2LtS", "I64x2GtS", "I64x2LeS", "I64x2GeS", "F64x2Eq", "F64x2Ne", "F64x2Lt", "F64x2Gt", "F64x2Le", "F64x2Ge",
		"I8x16AllTrue", "I16x8AllTrue", "I32x4AllTrue", "I64x2AllTrue", "I8x16Bitmask", "I16x8Bitmask", "I32x4Bitmask", "I64x2Bitmask",
		"I8x16Add", "I16x8Add", "I32x4Add", "I64x2Add", "I8x16Sub", "I16x8Sub", "I32x4Sub", "I64x2Sub", "I32x4Mul", "I64x2Mul",
		"I8x16Neg", "I16x8Neg", "I32x4Neg", "I64x2Neg", "I8x16Abs", "I16x8Abs", "I32x4Abs", "I64x2Abs", "I8x16AvgrU", "I16x8AvgrU", "I8x16Popcnt",
		"I32x4MinS", "I32x4MinU", "I32x4MaxS", "I32x4MaxU",
		"I8x16Shl", "I16x8Shl", "I32x4Shl", "I64x2Shl", "I8x16ShrU", "I16x8ShrU", "I32x4ShrU", "I64x2ShrU", "I32x4ShrS", "I64x2ShrS",
		"I16x8ExtendLowI8x16U", "I16x8ExtendHighI8x16U", "I32x4ExtendLowI16x8S", "I32x4ExtendHighI16x8S", "I32x4ExtendLowI16x8U", "I32x4ExtendHighI16x8U",
		"I64x2ExtendLowI32x4S", "I64x2ExtendHighI32x4S", "I64x2ExtendLowI32x4U", "I64x2ExtendHighI32x4U",
		"I64x2ExtmulLowI32x4S", "I64x2ExtmulHighI32x4S", "I64x2ExtmulLowI32x4U", "I64x2ExtmulHighI32x4U",
		"I16x8ExtaddPairwiseI8x16U", "I32x4ExtaddPairwiseI16x8S", "I32x4ExtaddPairwiseI16x8U",
		"F32x4Abs", "F32x4Neg", "F64x2Abs", "F64x2Neg", "F64x2Add", "F64x2Sub", "F64x2Pmin", "F64x2Pmax",
		"F64x2Ceil", "F64x2Floor", "F64x2Trunc", "F64x2Nearest",
		"F32x4ConvertI32x4S", "F32x4ConvertI32x4U", "F64x2ConvertLowI32x4S", "F64x2ConvertLowI32x4U", "F32x4DemoteF64x2Zero", "F64x2PromoteLowF32x4",
		"F64x2Canonical")
	for _, product := range []string{"F32x4Mul", "F32x4Div", "F64x2Mul", "F64x2Div"} {
		require.NotContains(t, costs, product, "Go would leave out a product by 1")
	}
}
