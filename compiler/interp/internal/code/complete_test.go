package code

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// handedOn tells whether package lower leaves an instruction as it is. The others become statements or expressions of kinds of
// their own.
func handedOn(o op.Op) bool {
	info := &op.Table[o]
	switch info.Effect {
	case op.Control, op.CallsOthers:
		return false
	}
	switch info.Imm {
	case op.ImmLocal, op.ImmI32, op.ImmI64, op.ImmF32, op.ImmF64, op.ImmV128:
		return false
	}
	if info.Accesses() && strings.Contains(info.Sig, "v") {
		return false // it takes these apart
	}
	return o != op.ExnPending && // of passes.Raise, which the interpreter does without
		o != op.Nop && o != op.Drop && o != op.Select && o != op.SelectT
}

// fromParts are the instructions that move halves of vectors, or parts of them.
var fromParts = map[op.Op]bool{
	op.V128Of: true, op.V128Lo: true, op.V128Hi: true, op.I64x2ExtractLane: true, op.F64x2ExtractLane: true,
	op.I32x4ExtractLane: true, op.F32x4ExtractLane: true,
}

func TestEveryInstructionHasCode(t *testing.T) {
	for o := range op.Invalid {
		if !op.Table[o].Proposal.Translated() || !handedOn(o) {
			continue
		}
		made := Table[o].R != None || Table[o].V != None || sameBits(o) || sameRef(o) || fromParts[o]
		d := directs[o]
		direct := d.op != None || d.byClass != nil || builderOf(o) != nil || op.Table[o].Imm == op.ImmAtomic
		require.True(t, made != direct, "%v: made from its row %t, direct %t", o, made, direct)
		if d.op != None && op.Table[o].Sig != "*" {
			operands, _, _ := strings.Cut(op.Table[o].Sig, ":")
			require.Len(t, d.operands, len(operands), o.String())
		}
	}
}

// Globals of all types can be read and written.
func TestEveryGlobalHasCode(t *testing.T) {
	for c := range wasm.NumClasses {
		require.NotZero(t, getGlobal[c], c.String())
		require.NotZero(t, setGlobal[c], c.String())
	}
}
