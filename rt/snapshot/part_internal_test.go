package snapshot

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// TestTakenObjects: references to objects and exceptions are refused wherever they are, null and i31 are kept.
func TestTakenObjects(t *testing.T) {
	types := rt.Types{Text: "0: struct i32"}
	object, err := rt.NewStruct(types.At(0), int32(1))
	require.NoError(t, err)
	exception, err := rt.NewException(rt.NewTag(rt.FuncType(nil, nil)))
	require.NoError(t, err)
	place := func(v rt.Ref) *rt.Ref { return &v }
	extern := any(object)
	for want, state := range map[string]*rt.State{
		"a global refers to an object":              {Globals: []any{place(rt.RefObject(object))}},
		"a global refers to an object (":            {Globals: []any{&object}},
		"a global refers to an object (struct i32)": {Globals: []any{&extern}},
		"a global refers to an exception":           {Globals: []any{&exception}},
		"a table refers to an object":               {Tables: []any{&rt.Table[rt.Ref]{Elems: []rt.Ref{{}, rt.RefObject(object)}}}},
		"a table refers to an object (":             {Tables: []any{&rt.Table[*rt.Object]{Elems: []*rt.Object{object}}}},
		"a table refers to an exception":            {Tables: []any{&rt.Table[*rt.Exception]{Elems: []*rt.Exception{nil, exception}}}},
		"an element segment refers to an object":    {Segments: []any{&[]*rt.Object{object}}},
	} {
		_, err := taken(state)
		require.ErrorContains(t, err, want)
	}
	var noObject *rt.Object
	var noException *rt.Exception
	from := &rt.State{
		Globals:  []any{place(rt.RefI31(5)), &noObject, &noException},
		Tables:   []any{&rt.Table[rt.Ref]{Elems: []rt.Ref{{}, rt.RefI31(7)}}, &rt.Table[*rt.Object]{Elems: []*rt.Object{nil}}},
		Segments: []any{&[]*rt.Object{}},
	}
	parts, err := taken(from)
	require.NoError(t, err)
	global, other := rt.RefI31(1), object
	table, objects, segment := &rt.Table[rt.Ref]{}, &rt.Table[*rt.Object]{Elems: []*rt.Object{object, object}}, []*rt.Object{object}
	to := &rt.State{Globals: []any{&global, &other, &exception}, Tables: []any{table, objects}, Segments: []any{&segment}}
	set, err := (&Snapshot{parts: parts}).bound(to)
	require.NoError(t, err)
	for _, f := range set {
		f()
	}
	require.Equal(t, rt.I31(5), global.Any())
	require.Nil(t, other)
	require.Nil(t, exception)
	require.Equal(t, []rt.Ref{{}, rt.RefI31(7)}, table.Elems)
	require.Equal(t, []*rt.Object{nil}, objects.Elems)
	require.Empty(t, segment)
}

// TestTakenVectors: a global of type v128 gets its value back.
func TestTakenVectors(t *testing.T) {
	global := vec.Of(1, 2)
	parts, err := taken(&rt.State{Globals: []any{&global}})
	require.NoError(t, err)
	global = vec.V128{}
	set, err := (&Snapshot{parts: parts}).bound(&rt.State{Globals: []any{&global}})
	require.NoError(t, err)
	set[0]()
	require.Equal(t, vec.Of(1, 2), global)
}
