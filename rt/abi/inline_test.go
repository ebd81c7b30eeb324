package abi_test

import (
	"testing"

	"github.com/wasm2go/wasm2go/mem/memtest"
)

func TestInlineCosts(t *testing.T) {
	costs := memtest.InlineCosts(t, "amd64")
	memtest.AtMost(t, costs, 20,
		"Addr64", "Bool", "SelectI32", "SelectI64", "SelectF32", "SelectF64", "I32DivU", "I32RemS", "I32RemU", "I64DivU", "I64RemS", "I64RemU",
		"F32Abs", "F32Neg", "F64Abs", "F64Neg", "F32Min", "F32Max", "F64Min", "F64Max",
		"F64Promote", "F64Sqrt", "F32Ceil", "F32Floor", "F32Trunc", "F32Nearest", "F64Ceil", "F64Floor", "F64Trunc", "F64Nearest", "QuietF32", "QuietF64",
		"CanonicalF32", "CanonicalF64", "(*Core).Out")
	memtest.AtMost(t, costs, 40,
		"I32DivS", "I64DivS", "F32Copysign", "F64Copysign", "I64Add128", "I64Sub128", "I64MulWideS", "I64MulWideU",
		"I32TruncF32S", "I32TruncF32U", "I32TruncF64S", "I32TruncF64U", "I64TruncF32S", "I64TruncF32U", "I64TruncF64S", "I64TruncF64U",
		"I32TruncSatF32S", "I32TruncSatF32U", "I32TruncSatF64S", "I32TruncSatF64U",
		"I64TruncSatF32S", "I64TruncSatF32U", "I64TruncSatF64S", "I64TruncSatF64U")
	memtest.AtMost(t, costs, 80, "(*Core).In", "(*Core).Allocated", "I31S", "I31U", "ArrayLen")
}
