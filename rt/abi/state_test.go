package abi_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// keeper is a Keeper that says what it is told to.
type keeper struct {
	state   *rt.State
	resumed bool
	err     error
}

func (k *keeper) Attach(s *rt.State) (bool, error) {
	k.state = s
	return k.resumed, k.err
}

// TestStart: what is resumed is not initialized, and the state knows when a call is running.
func TestStart(t *testing.T) {
	broken := errors.New("broken")
	for _, c := range []struct {
		keeper      *keeper
		initialized bool
	}{{nil, true}, {&keeper{}, true}, {&keeper{resumed: true}, false}, {&keeper{err: broken}, false}} {
		var core abi.Core
		var opts []rt.Option
		if c.keeper != nil {
			opts = append(opts, rt.KeptBy(c.keeper))
		}
		core.Open(&core, "test", "", opts)
		state := &rt.State{Module: "m"}
		initialized := false
		err := core.Start(func() *rt.State { return state }, func(int) { initialized = true })
		require.Equal(t, c.initialized, initialized)
		if c.keeper == nil {
			require.NoError(t, err)
			continue
		}
		require.Equal(t, c.keeper.err, err)
		require.Same(t, state, c.keeper.state)
		require.True(t, state.Idle())
		require.NoError(t, core.Run(func(d int) {
			core.Out(d)
			require.False(t, state.Idle(), "a host function is running")
		}))
		require.True(t, state.Idle())
		require.NoError(t, core.Close())
		require.False(t, state.Idle())
	}
	var core abi.Core
	core.Open(&core, "test", "", nil)
	require.NoError(t, core.Start(nil, nil), "nothing to initialize, nobody to keep it")
}
