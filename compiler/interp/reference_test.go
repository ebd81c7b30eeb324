package interp_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

// openReferences makes an instance of testdata/references.wat whose import is hook.
func openReferences(t testing.TB, hook any) *interp.Instance {
	i, err := compile(t, "references", interp.Options{}).Instantiate(background, env(hook))
	require.NoError(t, err)
	t.Cleanup(func() { i.Close() })
	return i
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
