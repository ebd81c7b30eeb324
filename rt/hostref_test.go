package rt_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// TestAs: a Go function takes the types that its Go types fit, gets objects as it wants them, and what it returns is checked.
func TestAs(t *testing.T) {
	types, err := rt.ParseTypes(`
		0: struct i32
		1: struct i64
		2: ((ref null 0) i32) (ref 0)
		3: (anyref) eqref
		4: (externref) (ref extern)
		5: (i32) i32
	`)
	require.NoError(t, err)
	o, err := rt.NewStruct(types[0], int32(1))
	require.NoError(t, err)
	wrong, err := rt.NewStruct(types[1], int64(1))
	require.NoError(t, err)

	var result *rt.Object
	var seen []any
	f := rt.MustFunc("f", func(o *rt.Object, n int32) *rt.Object {
		seen = append(seen, o)
		return result
	})
	require.Equal(t, "(structref i32) structref", f.Sig.Type().String())
	g, err := f.As(types[2])
	require.NoError(t, err)
	require.Same(t, types[2], g.Sig.Type())
	result = o
	got, err := g.Call(nil, int32(1))
	require.NoError(t, err)
	require.Equal(t, []any{o}, got)
	_, err = g.Call(o, int32(1))
	require.NoError(t, err)
	require.Equal(t, []any{(*rt.Object)(nil), o}, seen)
	_, err = g.Call(wrong, int32(1))
	require.ErrorContains(t, err, "value 0: struct i64 is no (ref null (struct i32))")
	for _, result = range []*rt.Object{wrong, nil} {
		_, err = g.Call(o, int32(1))
		var host *rt.HostError
		require.ErrorAs(t, err, &host)
		require.ErrorContains(t, err, "f: result 0: ")
		require.ErrorContains(t, err, "is no (ref (struct i32))")
	}

	var back any
	f = rt.MustFunc("any", func(v any) any { return back })
	g, err = f.As(types[3])
	require.NoError(t, err)
	for _, back = range []any{rt.I31(4), o, nil} {
		got, err = g.Call(rt.I31(1))
		require.NoError(t, err)
		require.Equal(t, []any{back}, got)
	}
	back = "host"
	_, err = g.Call(rt.I31(1))
	require.ErrorContains(t, err, "any: result 0: a string is no eqref")
	g, err = f.As(types[4])
	require.NoError(t, err)
	got, err = g.Call(o)
	require.NoError(t, err)
	require.Equal(t, []any{"host"}, got)
	back = nil
	_, err = g.Call(o)
	require.ErrorContains(t, err, "any: result 0 is no (ref extern)")

	_, err = f.As(types[5])
	require.EqualError(t, err, `"any" is no function of type (i32) i32`)
	same, err := f.As(f.Sig.Type())
	require.NoError(t, err)
	require.Same(t, f, same)
	slots, err := rt.NewRefFunc("s", "() anyref", func(_ []uint64, refs []rt.Ref) error {
		refs[0] = rt.RefFunc(f)
		return nil
	})
	require.NoError(t, err)
	_, err = slots.Call()
	require.EqualError(t, err, "s: result 0 is no anyref")
	_, err = slots.As(types[3])
	require.Error(t, err)
}

// TestTypedTable: a host can put into a table what is of the element type.
func TestTypedTable(t *testing.T) {
	types := objectTypes(t)
	o, sub, other := types[0].Layout().New(), types[2].Layout().New(), types[3].Layout().New()
	tab, err := rt.NewTable[*rt.Object](rt.TableType{Elem: types[0].Ref().OrNull(), Min: 2}, nil)
	require.NoError(t, err)
	require.NoError(t, tab.Set(0, o))
	require.NoError(t, tab.Set(1, sub))
	require.ErrorContains(t, tab.Set(0, other), "array (mut i16) of 0 is no (ref null (sub struct")
	require.Same(t, o, tab.Get(0))
	require.EqualValues(t, -1, tab.Grow(1, other))
	require.EqualValues(t, 2, tab.Grow(1, sub))
	_, err = rt.NewTable[*rt.Object](rt.TableType{Elem: types[0].Ref(), Min: 1}, nil)
	require.ErrorContains(t, err, "null is no (ref ")
	_, err = rt.NewTable[any](rt.TableType{Elem: rt.AnyRef, Min: 1}, nil)
	require.ErrorContains(t, err, "its elements are rt.Ref in Go, not interface {}")
	anys, err := rt.NewTable[rt.Ref](rt.TableType{Elem: rt.EqRef, Min: 1}, rt.Ref{})
	require.NoError(t, err)
	require.NoError(t, anys.Set(0, rt.RefI31(3)))
	require.Error(t, anys.Set(0, rt.RefAny("host")))
	funcs, err := rt.NewTable[*rt.Func](rt.TableType{Elem: rt.FuncType(nil, nil).Ref().OrNull(), Min: 1}, nil)
	require.NoError(t, err)
	require.NoError(t, funcs.Set(0, rt.MustFunc("f", func() {})))
	require.ErrorContains(t, funcs.Set(0, rt.MustFunc("f", func(int32) {})), "a func (i32) is no (ref null (func ()))")
}

func TestTypedGlobal(t *testing.T) {
	types := objectTypes(t)
	o, other := types[0].Layout().New(), types[3].Layout().New()
	g, err := rt.NewGlobalOf(types[0].Ref(), o, true)
	require.NoError(t, err)
	require.IsType(t, new(*rt.Object), g.Ptr)
	require.Equal(t, o, g.Get())
	require.ErrorContains(t, g.Set(nil), "null is no (ref ")
	require.ErrorContains(t, g.Set(other), "is no (ref ")
	require.Same(t, o, g.Get())
	require.NoError(t, g.Set(types[2].Layout().New()))
	_, err = rt.NewGlobalOf(types[0].Ref(), nil, true)
	require.ErrorContains(t, err, "null is no")
	g, err = rt.NewGlobalOf(rt.AnyRef, rt.I31(7), true)
	require.NoError(t, err)
	require.IsType(t, new(rt.Ref), g.Ptr)
	require.Equal(t, rt.I31(7), g.Get())
	require.NoError(t, g.Set(nil))
	require.Nil(t, g.Get())
	require.NoError(t, g.Set("host"))
	require.Equal(t, "host", g.Get())
	g = rt.NewGlobal[*rt.Object](nil, true)
	require.Equal(t, rt.StructRef, g.Type)
	require.Nil(t, g.Get())
	g = rt.NewGlobal[*rt.Exception](nil, true)
	require.Equal(t, rt.ExnRef, g.Type)
	g, err = rt.NewGlobalOf(rt.V128Type, vec.Of(1, 0), false)
	require.NoError(t, err)
	require.ErrorContains(t, g.Set(vec.V128{}), "immutable")
	require.Equal(t, vec.Of(1, 0), g.Get())
}
