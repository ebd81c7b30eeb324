package rt_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
)

func TestGlobal(t *testing.T) {
	g := rt.NewGlobal[int32](7, true)
	require.Equal(t, "i32", g.Type)
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
