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
	return o != op.ExnPending && // of passes.Raise, which the interpreter does without
		o != op.Nop && o != op.Drop && o != op.Select && o != op.SelectT
}

func TestEveryInstructionHasCode(t *testing.T) {
	for o := range op.Invalid {
		ofVectors := strings.Contains(op.Table[o].Sig, "v") && !op.SIMD.Translated() // rows that lowering uses for vectors alone
		if !op.Table[o].Proposal.Translated() || !handedOn(o) || ofVectors {
			continue
		}
		made := Table[o].R != None || sameBits(o) || sameRef(o)
		d := directs[o]
		direct := d.op != None || d.byClass != nil || builderOf(o) != nil
		require.True(t, made != direct, "%v: made from its row %t, direct %t", o, made, direct)
		if d.op != None && op.Table[o].Sig != "*" {
			operands, _, _ := strings.Cut(op.Table[o].Sig, ":")
			require.Len(t, d.operands, len(operands), o.String())
		}
	}
}

// Globals of all types that are translated can be read and written.
func TestEveryGlobalHasCode(t *testing.T) {
	for c := range wasm.NumClasses {
		known := c != wasm.ClassV128
		require.Equal(t, known, getGlobal[c] != None, c.String())
		require.Equal(t, known, setGlobal[c] != None, c.String())
	}
}
