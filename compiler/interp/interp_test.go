package interp_test

import (
	"context"
	"errors"
	"math"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

var background = context.Background()

// compile compiles a module of testdata.
func compile(t testing.TB, name string, o interp.Options) *interp.Module {
	wasm, err := os.ReadFile("testdata/" + name + ".wasm")
	require.NoError(t, err)
	m, err := interp.Compile(wasm, o)
	require.NoError(t, err)
	return m
}

func sample(t testing.TB, o interp.Options) *interp.Module { return compile(t, "sample", o) }

// open makes an instance of the sample whose import is hook.
func open(t testing.TB, o interp.Options, hook any, opts ...rt.Option) *interp.Instance {
	i, err := sample(t, o).Instantiate(background, env(hook), opts...)
	require.NoError(t, err)
	t.Cleanup(func() { i.Close() })
	return i
}

func env(hook any) rt.Store { return rt.Store{"env": rt.Module{"hook": hook}} }

func same(x int32) int32 { return x }

func call(t testing.TB, i *interp.Instance, name string, args ...any) ([]any, error) {
	f, err := i.Func(name)
	require.NoError(t, err)
	return f.Call(background, args...)
}

func TestCall(t *testing.T) {
	i := open(t, interp.Options{}, same)
	for _, test := range []struct {
		name string
		args []any
		want []any
	}{
		{"fib", []any{int32(10)}, []any{int32(55)}},
		{"mix", []any{int32(-1), int64(2), float32(0.5), 0.25}, []any{1.75}},
		{"swap", []any{int32(-7), int64(1 << 40)}, []any{int64(1 << 40), int32(-7)}},
		{"echo", []any{"x", int32(3)}, []any{int32(3), "x"}},
		{"echo", []any{nil, int32(3)}, []any{int32(3), nil}},
		{"nothing", nil, nil},
		{"apply", []any{int32(0), int32(7)}, []any{int32(13)}},
		{"apply", []any{int32(2), int32(7)}, []any{int32(7)}}, // the host's function, through the table
		{"even", []any{int32(1_000_001)}, []any{int32(0)}},
	} {
		got, err := call(t, i, test.name, test.args...)
		require.NoError(t, err, test.name)
		require.Equal(t, test.want, got, test.name)
	}
	self, err := call(t, i, "self")
	require.NoError(t, err)
	fib, _ := i.Export("fib")
	require.Same(t, fib, self[0])
}

func TestCallMistakes(t *testing.T) {
	i := open(t, interp.Options{}, same)
	_, err := i.Func("memory")
	require.EqualError(t, err, `no exported function "memory" in module "sample"`)
	_, err = call(t, i, "fib")
	require.EqualError(t, err, `"fib": 0 arguments for a function of type (i32) i32`)
	_, err = call(t, i, "fib", 1)
	require.EqualError(t, err, `"fib": argument 0 is int for a function of type (i32) i32`)
	f, err := i.Func("swap")
	require.NoError(t, err)
	require.EqualError(t, f.CallSlots(background, make([]uint64, 1)), `"swap": 1 slots for a function of type (i32 i64) i64 i32`)
	f, err = i.Func("echo")
	require.NoError(t, err)
	require.EqualError(t, f.CallSlots(background, make([]uint64, 2)), `"echo": 0 references for a function of type (externref i32) i32 externref`)
}

// TestNameless: a message about a module without a name does not begin with a colon.
func TestNameless(t *testing.T) {
	m, err := interp.Compile([]byte("\x00asm\x01\x00\x00\x00"), interp.Options{})
	require.NoError(t, err)
	i, err := m.Instantiate(background, nil)
	require.NoError(t, err)
	_, err = i.Func("")
	require.EqualError(t, err, `no exported function ""`)
}

func TestCallSlots(t *testing.T) {
	i := open(t, interp.Options{}, same)
	f, err := i.Func("swap")
	require.NoError(t, err)
	s := []uint64{math.MaxUint32, 1 << 40}
	require.NoError(t, f.CallSlots(background, s))
	require.Equal(t, []uint64{1 << 40, math.MaxUint32}, s)
}

func TestExports(t *testing.T) {
	i := open(t, interp.Options{}, same)
	require.Equal(t, []string{"memory", "table", "count", "fib"}, i.Exports()[:4])
	m, _ := i.Export("memory")
	require.NoError(t, m.(mem.Memory).PutUint32(8, 77))
	got, err := call(t, i, "peek", int32(8))
	require.NoError(t, err)
	require.Equal(t, []any{int32(77)}, got)
	g, _ := i.Export("count")
	require.NoError(t, g.(*rt.Global).Set(int32(5)))
	_, err = call(t, i, "reenter", int32(1))
	require.NoError(t, err)
	require.Equal(t, int32(6), g.(*rt.Global).Get())
	_, ok := i.Export("none")
	require.False(t, ok)
}

func TestLinkErrors(t *testing.T) {
	m := sample(t, interp.Options{})
	_, err := m.Instantiate(background, nil)
	require.EqualError(t, err, `unknown import: "env"."hook", wanted func (i32) i32`)
	_, err = m.Instantiate(background, env(func() {}))
	require.EqualError(t, err, `incompatible import type: "env"."hook" is func (), wanted func (i32) i32`)
}

func TestClose(t *testing.T) {
	i := open(t, interp.Options{}, same)
	require.NoError(t, i.Close())
	_, err := call(t, i, "fib", int32(1))
	require.ErrorIs(t, err, rt.ErrClosed)
}

// TestConcurrent runs instances of one module at once: they share what is lowered.
func TestConcurrent(t *testing.T) {
	m := sample(t, interp.Options{})
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for k := range errs {
		wg.Go(func() {
			i, err := m.Instantiate(background, env(same))
			if err == nil {
				f, _ := i.Func("fib")
				s := []uint64{15}
				if err = f.CallSlots(background, s); err == nil && s[0] != 610 {
					err = errors.New("wrong result")
				}
				i.Close()
			}
			errs[k] = err
		})
	}
	wg.Wait()
	require.NoError(t, errors.Join(errs...))
}
