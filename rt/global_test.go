package rt_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

func TestGlobal(t *testing.T) {
	g := rt.NewGlobal[int32](7, true)
	require.Equal(t, rt.I32, g.Type)
	require.Equal(t, "global (mut i32)", g.String())
	require.NoError(t, g.Set(int32(9)))
	require.Equal(t, int32(9), g.Get())
	require.Error(t, g.Set(9))
	require.Error(t, g.Set(nil))
	require.Error(t, rt.NewGlobal(1.5, false).Set(2.5))
	ref := rt.NewGlobal[any]("x", true)
	require.Equal(t, "x", ref.Get())
	require.NoError(t, ref.Set(nil))
	require.Nil(t, ref.Get())
}

// A global of a type that Wasm does not have would link with nothing.
func TestNewGlobalOfNoType(t *testing.T) {
	require.PanicsWithValue(t, "rt: no Wasm type is passed as uint32: a global cannot hold it", func() { rt.NewGlobal[uint32](1, false) })
	require.PanicsWithValue(t, "rt: no Wasm type is passed as error: a global cannot hold it", func() { rt.NewGlobal[error](nil, true) })
	require.Equal(t, rt.V128Type, rt.NewGlobal(vec.Of(1, 0), false).Type)
}
