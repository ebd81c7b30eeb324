package interp_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/rt"
)

// openReferences makes an instance of testdata/references.wat whose import is hook.
func openReferences(t testing.TB, hook any) *interp.Instance {
	i, err := compile(t, "references", interp.Options{}).Instantiate(background, env(hook))
	require.NoError(t, err)
	t.Cleanup(func() { i.Close() })
	return i
}

// References keep their places among numbers, and null stays null: from the host, by the host's functions, and by those of others.
func TestReferences(t *testing.T) {
	i := openReferences(t, func(v any) any { return v })
	export, _ := i.Export("same")
	fn := export.(*rt.Func)
	value := any(&struct{ x int }{7})
	for _, v := range []any{value, nil, fn, "text", 3, []int{1}[0], (*int)(nil)} {
		for _, f := range []*rt.Func{fn, nil} {
			got, err := call(t, i, "mixed", int32(-1), f, 0.5, v, int64(1<<40))
			require.NoError(t, err)
			require.Equal(t, []any{v, int64(1 << 40), int32(-1), f, 0.5}, got)
		}
		for _, hook := range []any{
			fn, // of another instance
			func(v any) any { return v },
			func(v any) (any, error) { return v, nil },
			&rt.Func{Name: "bound", Sig: &rt.Sig{Types: fn.Sig.Types, Index: fn.Sig.Index, Bind: func(*rt.Func) any { return func(_ int, v any) any { return v } }}},
			must(rt.NewRefFunc("slots", fn.Sig.Type().String(), func(_ []uint64, refs []rt.Ref) error {
				require.Equal(t, v == nil, refs[0].IsNull())
				require.Equal(t, v, refs[0].Extern())
				return nil
			})),
		} {
			got, err := call(t, openReferences(t, hook), "hook", v)
			require.NoError(t, err)
			require.Equal(t, []any{v}, got)
		}
	}
	_, err := call(t, i, "mixed", int32(-1), "no function", 0.5, nil, int64(0))
	require.EqualError(t, err, `"mixed": argument 1 for a function of type (i32 funcref f64 externref i64) externref i64 i32 funcref f64: a string is no funcref`)

	typed, err := interp.Typed[func(int32, *rt.Func, float64, any, int64) (any, int64, int32, *rt.Func, float64, error)](function(t, i, "mixed"))
	require.NoError(t, err)
	v, n, m, f, x, err := typed(-1, fn, 0.5, value, 2)
	require.NoError(t, err)
	require.Equal(t, []any{value, int64(2), int32(-1), fn, 0.5}, []any{v, n, m, f, x})
}

// Results that are more references than the function itself has come back from a tail call of somebody else's function.
func TestReferencesOfTailCall(t *testing.T) {
	two := must(rt.NewRefFunc("two", "() externref externref", func(_ []uint64, refs []rt.Ref) error {
		refs[0], refs[1] = rt.RefExtern("one"), rt.RefExtern("two")
		return nil
	}))
	// (import "env" "hook" (func (result externref externref))) (func (export "two") (result externref externref) (return_call 0))
	m, err := interp.Compile(Module(
		Vec(Type, []byte{0x60, 0, 2, 0x6f, 0x6f}),
		Vec(Import, slices.Concat(Name("env"), Name("hook"), []byte{0, 0})),
		Vec(Func, []byte{0}),
		Vec(Export, append(Name("two"), 0, 1)),
		Vec(Code, Body(0x12, 0))), interp.Options{})
	require.NoError(t, err)
	i, err := m.Instantiate(background, env(two))
	require.NoError(t, err)
	defer i.Close()
	got, err := call(t, i, "two")
	require.NoError(t, err)
	require.Equal(t, []any{"one", "two"}, got)
}

func must(f *rt.Func, err error) *rt.Func {
	if err != nil {
		panic(err)
	}
	return f
}

// A referenceCall is a way for references to pass; n is how many times one call of it does so.
type referenceCall struct {
	name string
	n    int
	call func()
}

// referenceCalls are calls with references between host and module, and what the module does with references itself.
func referenceCalls(t testing.TB) []referenceCall {
	const n = 1000
	value := any("value")
	i := openReferences(t, func(v any) any { return v })
	values, _ := i.Export("values")
	values.(*rt.Table[any]).Set(0, value)
	same := function(t, i, "same")
	typed, err := interp.Typed[func(any) (any, error)](same)
	require.NoError(t, err)
	export, _ := i.Export("same")
	bound := export.(*rt.Func).Go().(func(int, any) any)
	linked := openReferences(t, export)
	loop := func(i *interp.Instance, name string, args ...any) func() {
		f := function(t, i, name)
		args = append([]any{int32(n)}, args...)
		return func() { f.Call(background, args...) }
	}
	return []referenceCall{
		{"host to module/Call", 1, func() { same.Call(background, value) }},
		{"host to module/Typed", 1, func() { typed(value) }},
		{"host to module/Bound", 1, func() { bound(1<<20, value) }},
		{"module to itself", n, loop(i, "callSame", value)},
		{"module to host", n, loop(i, "callHook", value)},
		{"module to other instance", n, loop(linked, "callHook", value)},
		{"table of externref", n, loop(i, "walkValues")},
		{"table of funcref", n, loop(i, "walkFuncs")},
	}
}

func TestReferencesDoNotAllocate(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector makes sync.Pool forget; run without -race")
	}
	for _, c := range referenceCalls(t) {
		most := 0.0
		if c.n > 1 || c.name == "host to module/Call" {
			most = 5 // of Function.Call, which makes slices
		}
		require.LessOrEqual(t, testing.AllocsPerRun(100, c.call), most, c.name)
	}
}

func BenchmarkReferences(b *testing.B) {
	for _, c := range referenceCalls(b) {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N/c.n + 1 {
				c.call()
			}
		})
	}
}
