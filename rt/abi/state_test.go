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

// closes counts how often it is closed.
type closes int

func (c *closes) Close() error {
	*c++
	return nil
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
		held := func() bool {
			release, ok := state.Hold()
			if ok {
				require.Equal(t, rt.ErrBusy, core.Run(func(int) { t.Error("a call in an instance that is held") }))
				release()
			}
			return ok
		}
		require.True(t, held())
		require.NoError(t, core.Run(func(d int) {
			core.Out(d)
			require.False(t, held(), "a host function is running")
		}))
		require.True(t, held())
		release, ok := state.Hold()
		require.True(t, ok)
		resource := new(closes)
		core.Own(resource)
		require.NoError(t, core.Close())
		require.Zero(t, *resource, "it is in use")
		release()
		require.EqualValues(t, 1, *resource)
		require.False(t, held())
	}
	var core abi.Core
	core.Open(&core, "test", "", nil)
	require.NoError(t, core.Start(nil, nil), "nothing to initialize, nobody to keep it")
}
