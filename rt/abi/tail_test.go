package abi_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt/abi"
)

// TestTails pins that a chain of tail calls ends before the stack does, and that an inner chain leaves the outer one its room.
func TestTails(t *testing.T) {
	var c abi.Core
	require.Zero(t, c.Tails(100_000))
	require.Equal(t, 100_000-4096, c.TailRoom)
	require.Equal(t, 100_000-4096, c.Tails(6000))
	require.Equal(t, 4096, c.TailRoom, "above the end of the budget")
	require.Equal(t, 4096, c.Tails(100))
	require.Equal(t, 4096, c.TailRoom)
}
