package rt_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
)

func store(t *testing.T) rt.Store {
	memory, err := slice.New(mem.Type{Min: 1, Max: 3, HasMax: true})
	require.NoError(t, err)
	table, err := rt.NewTable[*rt.Func](rt.TableType{Elem: "funcref", Min: 2, Max: 5, HasMax: true}, nil)
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

func TestImportFunc(t *testing.T) {
	s := store(t)
	_, err := rt.ImportFunc(s, "env", "log", "(i32)")
	require.NoError(t, err)
	_, err = rt.ImportFunc(s, "env", "read", "(i32 i64) i32")
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
		_, err := rt.ImportFunc(s, "env", c[0], c[1])
		require.EqualError(t, err, c[2])
		require.ErrorAs(t, err, new(*rt.LinkError))
	}
	_, err = rt.ImportFunc(s, "nev", "log", "(i32)")
	require.ErrorContains(t, err, "unknown import")
	_, err = rt.ImportFunc(nil, "env", "log", "(i32)")
	require.ErrorContains(t, err, "unknown import")
}

// Instances on several goroutines may import from one module: linking leaves it as it is.
func TestImportLeavesModule(t *testing.T) {
	s := store(t)
	_, err := rt.ImportFunc(s, "env", "log", "(i32)")
	require.NoError(t, err)
	require.IsType(t, func(int32) {}, s["env"].(rt.Module)["log"])
}

func TestImportGlobal(t *testing.T) {
	s := store(t)
	p, err := rt.ImportGlobal[int32](s, "env", "base", "i32", false)
	require.NoError(t, err)
	require.EqualValues(t, 7, *p)
	_, err = rt.ImportGlobal[int32](s, "env", "base", "i32", true)
	require.EqualError(t, err, `incompatible import type: "env"."base" is global i32, wanted global (mut i32)`)
	_, err = rt.ImportGlobal[int64](s, "env", "base", "i64", false)
	require.ErrorContains(t, err, "incompatible")
	_, err = rt.ImportGlobal[*rt.Func](s, "env", "ref", "funcref", true)
	require.NoError(t, err)
}

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

// otherMemory stands for another backend.
type otherMemory struct{ slice.Memory }

func TestImportMemory(t *testing.T) {
	s := store(t)
	for _, want := range []mem.Type{{Min: 1}, {Min: 0, Max: 3, HasMax: true}, {Min: 1, Max: 9, HasMax: true}} {
		_, err := rt.ImportMemory[slice.Memory](s, "env", "memory", want)
		require.NoError(t, err)
	}
	for _, want := range []mem.Type{{Min: 2}, {Min: 1, Max: 2, HasMax: true}, {Min: 1, Is64: true}, {Min: 1, PageSize: 1}, {Min: 1, Shared: true, Max: 3, HasMax: true}} {
		_, err := rt.ImportMemory[slice.Memory](s, "env", "memory", want)
		require.ErrorContains(t, err, "incompatible import type")
	}
	m, _ := rt.ImportMemory[slice.Memory](s, "env", "memory", mem.Type{})
	require.EqualValues(t, 1, m.Grow(1))
	_, err := rt.ImportMemory[slice.Memory](s, "env", "memory", mem.Type{Min: 2})
	require.NoError(t, err, "the current size counts")
	_, err = rt.ImportMemory[otherMemory](s, "env", "memory", mem.Type{Min: 1})
	require.EqualError(t, err, `incompatible import type: "env"."memory" is memory 2 3 (a *slice.Memory), wanted memory 1 (a *rt_test.otherMemory)`)
	require.NoError(t, s["env"].Close())
	require.Zero(t, m.Size())
}

func TestImportTable(t *testing.T) {
	s := store(t)
	_, err := rt.ImportTable[*rt.Func](s, "env", "table", rt.TableType{Elem: "funcref", Min: 2, Max: 5, HasMax: true})
	require.NoError(t, err)
	for _, want := range []rt.TableType{{Elem: "funcref", Min: 3}, {Elem: "funcref", Max: 4, HasMax: true}, {Elem: "funcref", Is64: true}} {
		_, err := rt.ImportTable[*rt.Func](s, "env", "table", want)
		require.ErrorContains(t, err, "incompatible import type")
	}
	_, err = rt.ImportTable[any](s, "env", "table", rt.TableType{Elem: "externref"})
	require.ErrorContains(t, err, "incompatible import type")
}

// trap is the kind that f panics with, or 0.
func trap(f func()) (kind rt.TrapKind) {
	defer func() { kind, _ = recover().(rt.TrapKind) }()
	f()
	return 0
}

func TestTable(t *testing.T) {
	table, err := rt.NewTable[any](rt.TableType{Elem: "externref", Min: 3, Max: 10, HasMax: true}, "x")
	require.NoError(t, err)
	require.Equal(t, []any{"x", "x", "x"}, table.Elems)
	require.EqualValues(t, 3, table.Grow(2, "y"))
	require.EqualValues(t, -1, table.Grow(6, "y"))
	require.EqualValues(t, -1, table.Grow(1<<63, "y"))
	require.EqualValues(t, 5, table.Size())
	table.Set(0, "a")
	require.Equal(t, "a", table.Get(0))
	require.Equal(t, "a", table.At(0))
	require.Equal(t, "y", table.At64(4))
	table.Fill(1, "b", 2)
	table.Copy(table, 1, 0, 4)
	require.Equal(t, []any{"a", "a", "b", "b", "y"}, table.Elems)
	table.Copy(table, 0, 2, 3)
	require.Equal(t, []any{"b", "b", "y", "b", "y"}, table.Elems)
	table.Init(3, []any{1, 2, 3}, 1, 2)
	require.Equal(t, []any{"b", "b", "y", 2, 3}, table.Elems)
	require.Equal(t, "table 5 10 externref", table.Type().String())

	const top = 1<<64 - 1
	for _, f := range []func(){
		func() { table.Get(5) }, func() { table.Set(5, nil) }, func() { table.Get(top) },
		func() { table.Fill(4, nil, 2) }, func() { table.Fill(6, nil, 0) }, func() { table.Fill(top, nil, 2) },
		func() { table.Copy(table, 4, 0, 2) }, func() { table.Copy(table, 0, 4, 2) }, func() { table.Copy(table, 1, 0, top) },
		func() { table.Init(4, []any{1, 2, 3}, 0, 2) }, func() { table.Init(0, []any{1, 2, 3}, 2, 2) }, func() { table.Init(0, nil, 1, 0) },
	} {
		require.Equal(t, rt.OutOfBoundsTable, trap(f))
	}
	require.Equal(t, []any{"b", "b", "y", 2, 3}, table.Elems, "what trapped changed nothing")

	_, err = rt.NewTable[any](rt.TableType{Elem: "externref", Min: 1 << 40}, nil)
	require.Error(t, err)
	unlimited, err := rt.NewTable[any](rt.TableType{Elem: "externref"}, nil)
	require.NoError(t, err)
	require.EqualValues(t, -1, unlimited.Grow(10_000_001, nil))
}

func TestNewFunc(t *testing.T) {
	for _, c := range []struct {
		fn   any
		want string
	}{
		{func() {}, "()"},
		{func() error { return nil }, "()"},
		{func(int32, int64, float32, float64) (*rt.Func, any) { return nil, nil }, "(i32 i64 f32 f64) funcref externref"},
		{func(*rt.Func, any) (int32, error) { return 0, nil }, "(funcref externref) i32"},
	} {
		f, err := rt.NewFunc("f", c.fn)
		require.NoError(t, err)
		require.Equal(t, c.want, f.Sig.Type)
	}
	for _, fn := range []any{nil, 3, func(int) {}, func() uint32 { return 0 }, func(...int32) {}, func() (error, int32) { return nil, 0 }, (func())(nil)} {
		_, err := rt.NewFunc("f", fn)
		require.Error(t, err)
	}
	require.Panics(t, func() { rt.MustFunc("f", 3) })
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

	broken := errors.New("broken")
	host := rt.MustFunc("env.host", func(f *rt.Func, x any) (any, int64, error) {
		if f == nil {
			return nil, 0, broken
		}
		return x, 4, nil
	})
	r, err = host.Call(add, "x")
	require.NoError(t, err)
	require.Equal(t, []any{"x", int64(4)}, r)
	_, err = host.Call(nil, nil)
	require.ErrorIs(t, err, broken)
	require.EqualError(t, err, "env.host: broken")
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
	require.NoError(t, rt.ImportHost("env", b))
	require.EqualError(t, rt.ImportHost("env", nil), `unknown import: no value for the imports from "env"`)
}

func TestModule(t *testing.T) {
	s := store(t)
	require.Equal(t, []string{"bad", "base", "extern", "log", "memory", "other", "read", "ref", "table", "top"}, s["env"].Exports())
	_, ok := s.Resolve("env", "none")
	require.False(t, ok)
}
