package rt_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
)

func TestModule(t *testing.T) {
	memory, err := slice.New(mem.Type{Min: 1})
	require.NoError(t, err)
	s := rt.Store{"env": rt.Module{"log": func(int32) {}, "memory": memory, "bad": func(uint) {}}}
	require.Equal(t, []string{"bad", "log", "memory"}, s["env"].Exports())
	_, ok := s.Resolve("env", "none")
	require.False(t, ok)
	_, ok = s.Resolve("none", "log")
	require.False(t, ok)
	f, ok := s.Resolve("env", "log")
	require.True(t, ok)
	require.Equal(t, "(i32)", f.(*rt.Func).Sig.Type().String())
	bad, _ := s.Resolve("env", "bad")
	require.IsType(t, func(uint) {}, bad, "of no Wasm type")
	require.NoError(t, s["env"].Close())
	require.Zero(t, memory.Size())
}
