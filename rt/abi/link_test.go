package abi_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

func store(t *testing.T) rt.Store {
	memory, err := slice.New(mem.Type{Min: 1, Max: 3, HasMax: true})
	require.NoError(t, err)
	table, err := rt.NewTable[*rt.Func](rt.TableType{Elem: rt.FuncRef, Min: 2, Max: 5, HasMax: true}, nil)
	require.NoError(t, err)
	return rt.Store{"env": rt.Module{
		"log":    func(int32) {},
		"read":   func(int32, int64) (int32, error) { return 0, nil },
		"bad":    func(uint) {},
		"memory": memory,
		"table":  table,
		"base":   rt.NewGlobal[int32](7, false),
		"top":    rt.NewGlobal[int32](8, true),
		"ref":    rt.NewGlobal[*rt.Func](nil, true),
		"extern": rt.NewGlobal[any](nil, true),
		"other":  3,
	}}
}

func funcType(t *testing.T, text string) *rt.Type {
	typ, err := rt.ParseFuncType(text)
	require.NoError(t, err)
	return typ
}

func TestImportFunc(t *testing.T) {
	s := store(t)
	_, err := abi.ImportFunc(s, "env", "log", funcType(t, "(i32)"))
	require.NoError(t, err)
	_, err = abi.ImportFunc(s, "env", "read", funcType(t, "(i32 i64) i32"))
	require.NoError(t, err)

	for _, c := range [][3]string{
		{"lgo", "(i32)", `unknown import: "env"."lgo", wanted func (i32)`},
		{"log", "(i64)", `incompatible import type: "env"."log" is func (i32), wanted func (i64)`},
		{"bad", "(i32)", `incompatible import type: "env"."bad" is a Go func(uint), wanted func (i32)`},
		{"base", "(i32)", `incompatible import type: "env"."base" is global i32, wanted func (i32)`},
		{"memory", "(i32)", `incompatible import type: "env"."memory" is memory 1 3 (a *slice.Memory), wanted func (i32)`},
		{"table", "(i32)", `incompatible import type: "env"."table" is table 2 5 funcref, wanted func (i32)`},
		{"other", "(i32)", `incompatible import type: "env"."other" is a Go int, wanted func (i32)`},
	} {
		_, err := abi.ImportFunc(s, "env", c[0], funcType(t, c[1]))
		require.EqualError(t, err, c[2])
		require.ErrorAs(t, err, new(*rt.LinkError))
	}
	_, err = abi.ImportFunc(s, "nev", "log", funcType(t, "(i32)"))
	require.ErrorContains(t, err, "unknown import")
	_, err = abi.ImportFunc(nil, "env", "log", funcType(t, "(i32)"))
	require.ErrorContains(t, err, "unknown import")
}

// What is nil, or a zero value, is of no type.
func TestImportNothing(t *testing.T) {
	s := rt.Store{"env": rt.Module{
		"func":   (*rt.Func)(nil),
		"global": (*rt.Global)(nil),
		"table":  (*rt.Table[*rt.Func])(nil),
		"memory": (*slice.Memory)(nil),
		"tag":    (*rt.Tag)(nil),
		"func0":  &rt.Func{},
		"tag0":   &rt.Tag{},
	}}
	refused := func(want string) func(any, error) {
		return func(_ any, err error) {
			t.Helper()
			require.ErrorContains(t, err, want)
			require.ErrorAs(t, err, new(*rt.LinkError))
		}
	}
	none := funcType(t, "()")
	f, err := abi.ImportFunc(s, "env", "func", none)
	refused(`"env"."func" is a nil *rt.Func`)(f, err)
	f, err = abi.ImportFunc(s, "env", "func0", none)
	refused(`"env"."func0" is a zero rt.Func`)(f, err)
	g, err := abi.ImportGlobal[int32](s, "env", "global", rt.GlobalType{Type: rt.I32})
	refused(`"env"."global" is a nil *rt.Global`)(g, err)
	table, err := abi.ImportTable[*rt.Func](s, "env", "table", rt.TableType{Elem: rt.FuncRef})
	refused(`"env"."table" is a nil *rt.Table`)(table, err)
	m, err := abi.ImportMemory[slice.Memory](s, "env", "memory", mem.Type{Min: 1})
	refused(`"env"."memory" is a nil *slice.Memory`)(m, err)
	tag, err := abi.ImportTag(s, "env", "tag", none)
	refused(`"env"."tag" is a nil *rt.Tag`)(tag, err)
	tag, err = abi.ImportTag(s, "env", "tag0", none)
	refused(`"env"."tag0" is a tag without a type`)(tag, err)
}

// A function may be of a type with the wanted one among its declared supertypes; one that only looks the same is another type.
func TestImportFuncSubtype(t *testing.T) {
	types := rt.Types{Text: `
		0: sub () funcref
		1: sub 0 () (ref null 0)
		2: sub final 1 () (ref null 0)
		rec {
		3: sub () funcref
		4: ()
		}
	`}
	export := func(typ int) rt.Store {
		return rt.Store{"env": rt.Module{"f": &rt.Func{Sig: &rt.Sig{Types: &types, Index: typ}}}}
	}
	supers := map[int][]int{0: {0}, 1: {0, 1}, 2: {0, 1, 2}, 3: {3}}
	for have := range supers {
		for want := range supers {
			f, err := abi.ImportFunc(export(have), "env", "f", types.At(want))
			if slices.Contains(supers[have], want) {
				require.NoError(t, err)
				require.NotNil(t, f)
			} else {
				require.ErrorContains(t, err, "incompatible import type", "%d as %d", have, want)
			}
		}
	}
	_, err := abi.ImportFunc(export(0), "env", "f", funcType(t, "() funcref"))
	require.EqualError(t, err, `incompatible import type: "env"."f" is func () funcref = sub func () funcref, wanted func () funcref`)
}

// Only an immutable global may be of a subtype: what is written to others must fit both sides.
func TestImportGlobalSubtype(t *testing.T) {
	s := func(t rt.GlobalType) rt.Store {
		return rt.Store{"env": rt.Module{"g": &rt.Global{Type: t.Type, Mutable: t.Mutable, Ptr: new(*rt.Func)}}}
	}
	narrow, wide := rt.FuncRef.NonNull(), rt.FuncRef
	_, err := abi.ImportGlobal[*rt.Func](s(rt.GlobalType{Type: narrow}), "env", "g", rt.GlobalType{Type: wide})
	require.NoError(t, err)
	_, err = abi.ImportGlobal[*rt.Func](s(rt.GlobalType{Type: wide}), "env", "g", rt.GlobalType{Type: narrow})
	require.EqualError(t, err, `incompatible import type: "env"."g" is global funcref, wanted global (ref func)`)
	_, err = abi.ImportGlobal[*rt.Func](s(rt.GlobalType{Type: narrow, Mutable: true}), "env", "g", rt.GlobalType{Type: wide, Mutable: true})
	require.ErrorContains(t, err, "incompatible import type")
}

// Instances on several goroutines may import from one module: linking leaves it as it is.
func TestImportLeavesModule(t *testing.T) {
	s := store(t)
	_, err := abi.ImportFunc(s, "env", "log", funcType(t, "(i32)"))
	require.NoError(t, err)
	require.IsType(t, func(int32) {}, s["env"].(rt.Module)["log"])
}

func TestImportGlobal(t *testing.T) {
	s := store(t)
	p, err := abi.ImportGlobal[int32](s, "env", "base", rt.GlobalType{Type: rt.I32})
	require.NoError(t, err)
	require.EqualValues(t, 7, *p)
	_, err = abi.ImportGlobal[int32](s, "env", "base", rt.GlobalType{Type: rt.I32, Mutable: true})
	require.EqualError(t, err, `incompatible import type: "env"."base" is global i32, wanted global (mut i32)`)
	_, err = abi.ImportGlobal[int64](s, "env", "base", rt.GlobalType{Type: rt.I64})
	require.ErrorContains(t, err, "incompatible")
	_, err = abi.ImportGlobal[*rt.Func](s, "env", "ref", rt.GlobalType{Type: rt.FuncRef, Mutable: true})
	require.NoError(t, err)
}

// otherMemory stands for another backend.
type otherMemory struct{ slice.Memory }

func TestImportMemory(t *testing.T) {
	s := store(t)
	for _, want := range []mem.Type{{Min: 1}, {Min: 0, Max: 3, HasMax: true}, {Min: 1, Max: 9, HasMax: true}} {
		_, err := abi.ImportMemory[slice.Memory](s, "env", "memory", want)
		require.NoError(t, err)
	}
	for _, want := range []mem.Type{{Min: 2}, {Min: 1, Max: 2, HasMax: true}, {Min: 1, Is64: true}, {Min: 1, PageSize: 1}, {Min: 1, Shared: true, Max: 3, HasMax: true}} {
		_, err := abi.ImportMemory[slice.Memory](s, "env", "memory", want)
		require.ErrorContains(t, err, "incompatible import type")
	}
	m, _ := abi.ImportMemory[slice.Memory](s, "env", "memory", mem.Type{})
	require.EqualValues(t, 1, m.Grow(1))
	_, err := abi.ImportMemory[slice.Memory](s, "env", "memory", mem.Type{Min: 2})
	require.NoError(t, err, "the current size counts")
	_, err = abi.ImportMemory[otherMemory](s, "env", "memory", mem.Type{Min: 1})
	require.EqualError(t, err, `incompatible import type: "env"."memory" is memory 2 3 (a *slice.Memory), wanted memory 1 (a *abi_test.otherMemory)`)
	require.NoError(t, s["env"].Close())
	require.Zero(t, m.Size())
}

func TestImportTable(t *testing.T) {
	s := store(t)
	_, err := abi.ImportTable[*rt.Func](s, "env", "table", rt.TableType{Elem: rt.FuncRef, Min: 2, Max: 5, HasMax: true})
	require.NoError(t, err)
	for _, want := range []rt.TableType{{Elem: rt.FuncRef, Min: 3}, {Elem: rt.FuncRef, Max: 4, HasMax: true}, {Elem: rt.FuncRef, Is64: true}} {
		_, err := abi.ImportTable[*rt.Func](s, "env", "table", want)
		require.ErrorContains(t, err, "incompatible import type")
	}
	_, err = abi.ImportTable[*rt.Func](s, "env", "table", rt.TableType{Elem: rt.FuncRef.NonNull()})
	require.ErrorContains(t, err, "incompatible import type", "elements of a subtype do not do")
	_, err = abi.ImportTable[any](s, "env", "table", rt.TableType{Elem: rt.ExternRef})
	require.ErrorContains(t, err, "incompatible import type")
}

func TestFuncCall(t *testing.T) {
	m := newSample(t, nil)
	add := m.ref(7)
	r, err := add.Call(int32(2), int32(3))
	require.NoError(t, err)
	require.Equal(t, []any{int32(5)}, r)
	_, err = add.Call(int32(2), int32(2))
	require.ErrorIs(t, err, rt.Unreachable)
	for _, args := range [][]any{{}, {int32(1)}, {int32(1), int64(2)}, {int32(1), nil}, {int32(1), int32(2), int32(3)}} {
		_, err = add.Call(args...)
		require.ErrorContains(t, err, "(i32 i32) i32")
	}
}

// binder is a host that wants the instance.
type binder struct {
	hook
	got rt.Instance
	err error
}

func (b *binder) Bind(m rt.Instance) error { b.got = m; return b.err }

func TestBind(t *testing.T) {
	b := &binder{}
	m, err := New(b, nil)
	require.NoError(t, err)
	require.Same(t, m, b.got)
	require.NoError(t, m.Close())
	b.err = errors.New("no")
	_, err = New(b, nil)
	require.Equal(t, b.err, err)
	require.NoError(t, abi.ImportHost("env", b))
	require.EqualError(t, abi.ImportHost("env", nil), `unknown import: no value for the imports from "env"`)
}

// counted counts how often it is bound; comparable and not.
type counted struct{ n *int }

func (c counted) Bind(rt.Instance) error { *c.n++; return nil }

type countedList []*int

func (c countedList) Bind(rt.Instance) error { *c[0]++; return nil }

// TestBindFunctions: who the functions say is bound, once.
func TestBindFunctions(t *testing.T) {
	function := func(b rt.Binder) *rt.Func {
		f := rt.MustFunc("f", func() {})
		f.Binder = b
		return f
	}
	direct, by, list := counted{new(int)}, counted{new(int)}, countedList{new(int)}
	err := abi.Bind(rt.Module{}, direct, function(direct), function(by), function(nil), (*rt.Func)(nil), nil, function(by), function(list), 7)
	require.NoError(t, err)
	require.Equal(t, []int{1, 1, 1}, []int{*direct.n, *by.n, *list[0]})
	failure := errors.New("no")
	require.Equal(t, failure, abi.Bind(rt.Module{}, function(&binder{err: failure})))
}

// An immutable global of a subtype may be stored in another way than the importing module does.
func TestImportGlobalOfSubtype(t *testing.T) {
	types, err := rt.ParseTypes("0: struct i32")
	require.NoError(t, err)
	object, err := rt.NewStruct(types[0], int32(7))
	require.NoError(t, err)
	g, err := rt.NewGlobalOf(types[0].Ref(), object, false)
	require.NoError(t, err)
	s := rt.Store{"env": rt.Module{"object": g}}

	p, err := abi.ImportGlobal[rt.Ref](s, "env", "object", rt.GlobalType{Type: rt.AnyRef})
	require.NoError(t, err)
	require.Equal(t, rt.RefObject(object), *p)
	q, err := abi.ImportGlobal[*rt.Object](s, "env", "object", rt.GlobalType{Type: rt.StructRef})
	require.NoError(t, err)
	require.Same(t, object, *q)
	_, err = abi.ImportGlobal[*rt.Object](s, "env", "object", rt.GlobalType{Type: rt.ArrayRef})
	require.Error(t, err)
}
