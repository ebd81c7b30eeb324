package rt_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
)

// A Ref keeps what it refers to, and equal Refs are the same reference.
func TestRef(t *testing.T) {
	f := &rt.Func{Name: "f"}
	require.Same(t, f, rt.FuncRef(f).Func())
	require.Equal(t, rt.FuncRef(f), rt.FuncRef(f))
	require.NotEqual(t, rt.FuncRef(f), rt.FuncRef(new(rt.Func)))
	require.Equal(t, rt.Ref{}, rt.FuncRef(nil))
	require.Nil(t, rt.Ref{}.Func())

	number := 7
	for _, v := range []any{nil, 3, "text", &number, f, (*int)(nil), []int{1}, struct{ a, b int }{1, 2}, func() {}} {
		r := rt.ExternRef(v)
		require.Equal(t, v == nil, r.IsNull())
		if _, isFunc := v.(func()); !isFunc {
			require.Equal(t, v, r.Extern())
		}
	}
	require.Equal(t, rt.ExternRef(&number), rt.ExternRef(&number))
	require.True(t, rt.Ref{}.IsNull())
	require.False(t, rt.FuncRef(f).IsNull())
}

// What only Refs refer to outlasts collections of garbage.
func TestRefKeepsValues(t *testing.T) {
	refs := make([]rt.Ref, 1000)
	for i := range refs {
		if i%2 == 0 {
			refs[i] = rt.ExternRef([]int{i})
		} else {
			refs[i] = rt.FuncRef(&rt.Func{Type: i})
		}
	}
	for range 3 {
		runtime.GC()
		for i := range 1000 {
			_ = make([]int, i%7)
		}
	}
	for i, r := range refs {
		if i%2 == 0 {
			require.Equal(t, []int{i}, r.Extern())
		} else {
			require.Equal(t, i, r.Func().Type)
		}
	}
}
