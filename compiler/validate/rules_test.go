package validate

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/op"
)

func TestEveryInstructionHasItsCheck(t *testing.T) {
	for o := op.Op(0); o < op.Invalid; o++ {
		irregular := op.Table[o].Sig == "*" && op.Table[o].Proposal != op.Internal
		require.Equal(t, irregular, checks[o] != nil, "%s: a check is for the instructions without a fixed signature", o)
	}
}
