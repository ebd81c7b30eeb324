package rt_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
)

// TestHolds asks each kind of reference for its type.
func TestHolds(t *testing.T) {
	types := objectTypes(t)
	object := func(typ *rt.Type) rt.Ref { return rt.RefObject(typ.Layout().New()) }
	f := rt.MustFunc("f", func(int32) {})
	e, err := rt.NewException(rt.NewTag(rt.FuncType(nil, nil)))
	require.NoError(t, err)
	refs := map[string]rt.Ref{
		"i31": rt.RefI31(0), "struct": object(types[0]), "sub": object(types[2]), "array": object(types[3]), "host": rt.RefExtern("x"),
		"func": rt.RefFunc(f), "exn": rt.RefException(e),
	}
	for _, c := range []struct {
		typ  rt.ValType
		want []string
	}{
		{rt.AnyRef, []string{"i31", "struct", "sub", "array", "host"}},
		{rt.EqRef, []string{"i31", "struct", "sub", "array"}},
		{rt.I31Ref, []string{"i31"}},
		{rt.StructRef, []string{"struct", "sub"}},
		{rt.ArrayRef, []string{"array"}},
		{types[0].Ref().OrNull(), []string{"struct", "sub"}},
		{types[2].Ref().OrNull(), []string{"sub"}},
		{types[3].Ref().OrNull(), []string{"array"}},
		{types[5].Ref().OrNull(), nil},
		{rt.NullRef, nil},
		{rt.FuncRef, []string{"func"}},
		{rt.NullFuncRef, nil},
		{f.Sig.Type().Ref().OrNull(), []string{"func"}},
		{rt.FuncType(nil, nil).Ref().OrNull(), nil},
		{rt.ExternRef, []string{"host"}}, // an i31 or an object is another Ref as an externref
		{rt.NullExternRef, nil},
		{rt.ExnRef, []string{"exn"}},
		{rt.NullExnRef, nil},
	} {
		var got []string
		for _, name := range []string{"i31", "struct", "sub", "array", "host", "func", "exn"} {
			require.Equal(t, c.typ.Holds(refs[name]), c.typ.NonNull().Holds(refs[name]), "%v %s", c.typ, name)
			if c.typ.Holds(refs[name]) {
				got = append(got, name)
			}
		}
		require.Equal(t, c.want, got, c.typ)
		require.True(t, c.typ.Holds(rt.Ref{}), c.typ)
		require.False(t, c.typ.NonNull().Holds(rt.Ref{}), c.typ)
	}
	require.False(t, rt.I32.Holds(rt.Ref{}))
}

// TestAny: what hosts see of an anyref, and convert_extern and back, are the same reference.
func TestAny(t *testing.T) {
	types := objectTypes(t)
	o := types[0].Layout().New()
	f := rt.MustFunc("f", func() {})
	for _, v := range []any{nil, rt.I31(0), rt.I31(-1), rt.I31(1<<30 - 1), rt.I31(-1 << 30), o, "x", f, 7, struct{}{}} {
		r := rt.RefAny(v)
		require.Equal(t, v, r.Any())
		require.True(t, rt.RefAny(rt.RefExtern(r.Any()).Extern()) == r)
		require.True(t, rt.AnyRef.Holds(r))
	}
	require.True(t, rt.RefAny((*rt.Object)(nil)).IsNull())
	require.True(t, rt.RefObject(nil).IsNull() && rt.RefException(nil).IsNull())
	require.Same(t, o, rt.RefAny(o).Object())
	require.Nil(t, rt.RefI31(5).Object())
	for _, v := range []uint32{0, 1, 1<<30 - 1, 1 << 30, 1<<31 - 1, 1 << 31, 1<<32 - 1} {
		require.EqualValues(t, int32(v<<1)>>1, rt.RefI31(v).I31())
		require.True(t, rt.RefI31(v) == rt.RefI31(v|1<<31), "ref.eq")
	}
	for _, v := range []rt.I31{1 << 30, -1<<30 - 1} {
		require.Equal(t, any(v), rt.RefAny(v).Any(), "a number that is no i31 is the host's")
		require.False(t, rt.EqRef.Holds(rt.RefAny(v)))
	}
	require.False(t, rt.RefI31(0).IsNull())
	require.False(t, rt.RefI31(4) == rt.RefI31(5))
	require.Zero(t, testing.AllocsPerRun(100, func() {
		r := rt.RefAny(o)
		if r != rt.RefObject(o) || rt.RefI31(1<<29) == r {
			panic("other")
		}
	}))
}

func TestAccept(t *testing.T) {
	types := objectTypes(t)
	o := types[2].Layout().New()
	for _, c := range []struct {
		typ  rt.ValType
		v    any
		want string // "" where it is accepted
	}{
		{rt.AnyRef, "host", ""},
		{rt.AnyRef.NonNull(), nil, "null is no (ref any)"},
		{rt.AnyRef.NonNull(), (*rt.Object)(nil), "null is no (ref any)"},
		{rt.EqRef, "host", "a string is no eqref"},
		{rt.EqRef, int32(5), "5 is no eqref"},
		{rt.EqRef, rt.I31(5), ""},
		{rt.EqRef, rt.I31(1 << 30), "i31 1073741824 is no eqref"},
		{rt.AnyRef, rt.I31(-1<<30 - 1), "i31 -1073741825 is no anyref"},
		{types[0].Ref(), o, ""},
		{types[3].Ref(), o, o.String() + " is no (ref (array (mut i16)))"},
		{rt.FuncRef, (*rt.Func)(nil), ""},
		{rt.FuncRef.NonNull(), (*rt.Func)(nil), "null is no (ref func)"},
		{rt.FuncRef, "f", "a string is no funcref"},
		{rt.FuncType(nil, nil).Ref(), rt.MustFunc("f", func(int32) {}), "a func (i32) is no (ref (func ()))"},
		{rt.ExternRef.NonNull(), o, ""},
		{rt.ExternRef.NonNull(), nil, "null is no (ref extern)"},
		{rt.ExnRef, o, o.String() + " is no exnref"},
		{rt.AnyRef, &rt.Object{}, "*rt.Object is a zero value, which no module can use"},
		{rt.ExternRef, &rt.Object{}, "*rt.Object is a zero value, which no module can use"},
		{rt.ExnRef, &rt.Exception{}, "*rt.Exception is a zero value, which no module can use"},
		{rt.FuncRef, &rt.Func{}, "*rt.Func is a zero value, which no module can use"},
		{rt.I32, "x", "a string is no i32"},
		{rt.I32, nil, "null is no i32"},
	} {
		_, err := c.typ.Accept(c.v)
		if c.want == "" {
			require.NoError(t, err, c.typ)
		} else {
			require.EqualError(t, err, c.want)
		}
	}
}
