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
	require.Same(t, f, rt.RefFunc(f).Func())
	require.Equal(t, rt.RefFunc(f), rt.RefFunc(f))
	require.NotEqual(t, rt.RefFunc(f), rt.RefFunc(new(rt.Func)))
	require.Equal(t, rt.Ref{}, rt.RefFunc(nil))
	require.Nil(t, rt.Ref{}.Func())

	number := 7
	for _, v := range []any{nil, 3, "text", &number, f, (*int)(nil), []int{1}, struct{ a, b int }{1, 2}, func() {}} {
		r := rt.RefExtern(v)
		require.Equal(t, v == nil, r.IsNull())
		if _, isFunc := v.(func()); !isFunc {
			require.Equal(t, v, r.Extern())
		}
	}
	require.Equal(t, rt.RefExtern(&number), rt.RefExtern(&number))
	require.True(t, rt.Ref{}.IsNull())
	require.False(t, rt.RefFunc(f).IsNull())
}

// What only Refs refer to outlasts collections of garbage.
func TestRefKeepsValues(t *testing.T) {
	refs := make([]rt.Ref, 1000)
	for i := range refs {
		if i%2 == 0 {
			refs[i] = rt.RefExtern([]int{i})
		} else {
			refs[i] = rt.RefFunc(&rt.Func{Type: i})
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
