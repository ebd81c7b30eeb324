package abi_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// TestGrow: a host hears of each refusal, with its reason, and decides whether it is a trap. A growth that succeeds is none of its business.
func TestGrow(t *testing.T) {
	var heard []*mem.GrowError
	var answer error
	var core abi.Core
	core.Open(&core, "test", "", []rt.Option{rt.OnGrowRefused(func(e *mem.GrowError) error {
		heard = append(heard, e)
		return answer
	})})
	m, err := slice.New(mem.Type{Min: 1, Max: 2, HasMax: true})
	require.NoError(t, err)
	grow := func(delta uint64) (old int64, err error) {
		err = core.Run(func(int) { old = core.Grow(m, delta) })
		return old, err
	}
	old, err := grow(1)
	require.NoError(t, err)
	require.EqualValues(t, 1, old)
	require.Empty(t, heard)

	old, err = grow(1)
	require.NoError(t, err)
	require.EqualValues(t, -1, old)
	require.Len(t, heard, 1)
	require.Equal(t, mem.TypeBound, heard[0].Bound)

	answer = errors.New("enough")
	_, err = grow(3)
	require.ErrorIs(t, err, rt.OutOfMemory)
	require.ErrorIs(t, err, answer)
	require.EqualError(t, err, "wasm trap: out of memory: enough")
	require.Len(t, heard, 2)
	require.EqualValues(t, 3<<16, heard[1].Asked)

	require.EqualValues(t, -1, m.Grow(1), "the host's own")
	require.Len(t, heard, 2)

	var silent abi.Core
	silent.Open(&silent, "test", "", nil)
	require.NoError(t, silent.Run(func(int) { require.EqualValues(t, -1, silent.Grow(m, 1)) }))
}
