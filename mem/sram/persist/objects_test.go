package persist

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// TestReferences: null and i31 are kept; that an object or an exception cannot be is an error.
func TestReferences(t *testing.T) {
	object, err := rt.NewStruct((&rt.Types{Text: "0: struct i32"}).At(0), int32(1))
	require.NoError(t, err)
	exception, err := rt.NewException(rt.NewTag(rt.FuncType(nil, nil)))
	require.NoError(t, err)
	state := func(number rt.Ref, extern any, o *rt.Object, e *rt.Exception) *rt.State {
		return &rt.State{
			Module:   "m",
			Globals:  []any{&number, &extern, &o, &e},
			Tables:   []any{&rt.Table[rt.Ref]{Elems: []rt.Ref{number, {}}}, &rt.Table[*rt.Object]{Elems: []*rt.Object{nil, o}}, &rt.Table[*rt.Exception]{Elems: []*rt.Exception{e}}},
			Segments: []any{&[]*rt.Object{}, &[]rt.Ref{number}},
		}
	}
	for _, n := range []rt.I31{0, 1, -1, 1<<30 - 1, -1 << 30} {
		from, to := state(rt.RefI31(uint32(n)), n, nil, nil), state(rt.RefObject(object), "old", object, exception)
		b, err := encode(from, nil)
		require.NoError(t, err)
		require.NoError(t, restore(to, b))
		require.Equal(t, from.Globals, to.Globals, n)
		require.Equal(t, from.Tables, to.Tables, n)
	}
	for want, s := range map[string]*rt.State{
		"cannot keep a reference to an object (struct i32)": state(rt.RefObject(object), nil, nil, nil),
		"cannot keep a reference to an object":              state(rt.Ref{}, nil, object, nil),
		"cannot keep a reference to an exception":           state(rt.Ref{}, nil, nil, exception),
		"a global: cannot keep a reference to an object":    state(rt.Ref{}, object, nil, nil),
		"cannot keep a reference to a value of the host":    state(rt.Ref{}, "text", nil, nil),
	} {
		_, err := encode(s, nil)
		require.ErrorContains(t, err, want)
	}
}

// TestVectors: a global of type v128 gets its value back.
func TestVectors(t *testing.T) {
	from, to, next := vec.Of(1, 1<<63+2), vec.Of(3, 4), int32(5)
	b, err := encode(&rt.State{Module: "m", Globals: []any{&from, &next}}, nil)
	require.NoError(t, err)
	next = 0
	require.NoError(t, restore(&rt.State{Module: "m", Globals: []any{&to, &next}}, b))
	require.Equal(t, from, to)
	require.EqualValues(t, 5, next)
}
