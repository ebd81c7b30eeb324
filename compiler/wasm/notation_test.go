package wasm

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A chain of types, each of which refers twice to the one before, is written in as many lines.
func TestNotation(t *testing.T) {
	ref := func(i uint32) ValType { return Ref(HeapType(i), true) }
	fn := func(i uint32, params, results []ValType) Type {
		return Type{Func: FuncType{Params: params, Results: results}, Final: true, GroupStart: i, GroupLen: 1, Canon: i}
	}
	open, sub, structure, array := fn(2, nil, []ValType{I32}), fn(3, nil, []ValType{I32}), Type{}, Type{}
	open.Final = false
	sub.HasSuper, sub.Super = true, 2
	structure = Type{Kind: KindStruct, GroupStart: 5, GroupLen: 2, Canon: 5, Fields: []Field{{Type: I32, Packed: 8, Mutable: true}, {Type: ref(6)}, {Type: ref(2)}}}
	array = Type{Kind: KindArray, Final: true, GroupStart: 5, GroupLen: 2, Canon: 6, Fields: []Field{{Type: Ref(5, false), Mutable: true}}}
	same := fn(1, []ValType{I32}, nil)
	same.Canon = 0
	m := &Module{Types: []Type{
		fn(0, []ValType{I32}, nil), same, open, sub, fn(4, []ValType{ExternRef, ref(0)}, []ValType{F32, F64}),
		structure, array, fn(7, []ValType{ref(6)}, nil),
	}}
	require.Empty(t, m.Notation(nil))
	require.Equal(t, "0: (i32)\n", m.Notation([]uint32{0}))
	require.Equal(t, "2: sub () i32\n3: sub final 2 () i32\n", m.Notation([]uint32{3}))
	require.Equal(t, "0: (i32)\n4: (externref (ref null 0)) f32 f64\n", m.Notation([]uint32{4}))
	require.Equal(t, `2: sub () i32
rec {
5: sub struct (mut i8) (ref null 6) (ref null 2)
6: array (mut (ref 5))
}
7: ((ref null 6))
`, m.Notation([]uint32{7}))
	require.Equal(t, m.Notation([]uint32{5}), m.Notation([]uint32{6}))

	for i := uint32(8); i < 1000; i++ {
		m.Types = append(m.Types, fn(i, []ValType{ref(i - 1), ref(i - 1)}, nil))
	}
	text := m.Notation([]uint32{999})
	require.Equal(t, 992+6, strings.Count(text, "\n"))
	require.Less(t, len(text), 40*1000)
}

func TestIsPlain(t *testing.T) {
	require.True(t, (&Type{Final: true, GroupLen: 1}).IsPlain())
	for _, typ := range []Type{{GroupLen: 1}, {Final: true, GroupLen: 2}, {Final: true, HasSuper: true, GroupLen: 1}, {Kind: KindStruct, Final: true, GroupLen: 1}} {
		require.False(t, typ.IsPlain())
	}
}
