package rt_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
)

func TestModule(t *testing.T) {
	memory, err := slice.New(mem.Type{Min: 1})
	require.NoError(t, err)
	s := rt.Store{"env": rt.Module{"log": func(int32) {}, "memory": memory, "bad": func(uint) {}}}
	require.Equal(t, []string{"bad", "log", "memory"}, s["env"].Exports())
	_, ok := s.Resolve("env", "none")
	require.False(t, ok)
	_, ok = s.Resolve("none", "log")
	require.False(t, ok)
	f, ok := s.Resolve("env", "log")
	require.True(t, ok)
	require.Equal(t, "(i32)", f.(*rt.Func).Sig.Type().String())
	bad, _ := s.Resolve("env", "bad")
	require.IsType(t, func(uint) {}, bad, "of no Wasm type")
	require.NoError(t, s["env"].Close())
	require.Zero(t, memory.Size())
}

// binder is a host that wants the instance.
type binder struct{ rt.Module }

func (*binder) Bind(rt.Instance) error { return nil }

// TestBoundBy: functions of the host know who wants the instance, by BoundBy or because their module does; nothing else does.
func TestBoundBy(t *testing.T) {
	given := rt.MustFunc("given", func() {})
	given.Binder = &binder{}
	exported := &rt.Func{Name: "exported"}
	plain := rt.Module{"log": func() {}, "given": given, "exported": exported, "bad": func(uint) {}, "seven": 7}
	b := &binder{plain}
	for _, r := range []rt.Resolver{rt.Store{"env": plain.BoundBy(b)}, rt.Store{"env": b}} {
		log, _ := r.Resolve("env", "log")
		require.Same(t, b, log.(*rt.Func).Binder)
		for name := range plain {
			v, ok := r.Resolve("env", name)
			require.True(t, ok)
			switch name {
			case "given", "exported", "seven":
				require.Equal(t, plain[name], v)
			case "bad":
				require.IsType(t, func(uint) {}, v)
			}
		}
	}
	require.IsType(t, func() {}, plain["log"], "BoundBy makes a copy")
	require.Nil(t, exported.Binder)
}

// TestImportedAs: an import has its own name in errors, of whatever form the function is.
func TestImportedAs(t *testing.T) {
	failure := errors.New("no luck")
	slots, err := rt.NewSlotFunc("f", "()", func([]uint64) error { return failure })
	require.NoError(t, err)
	for _, f := range []*rt.Func{
		slots,
		rt.MustFunc("f", func() error { return failure }),
		rt.MustFunc("f", func(float32) error { return failure }),
		rt.MustFunc("f", func(any) error { return failure }),
		rt.MustFunc("f", func(a, b, c, d, e int64) (int64, error) { return 0, failure }),
	} {
		f.Binder = &binder{}
		args := make([]any, len(f.Sig.Type().Params()))
		for i, p := range f.Sig.Type().Params() {
			switch p {
			case rt.F32:
				args[i] = float32(1)
			case rt.I64:
				args[i] = int64(1)
			}
		}
		for range 2 {
			_, err := f.Call(args...)
			require.EqualError(t, err, "f: no luck")
			imported := f.ImportedAs("env.log")
			require.Same(t, f.Binder, imported.Binder)
			require.Same(t, imported, imported.ImportedAs("env.log"))
			_, err = imported.Call(args...)
			require.EqualError(t, err, "env.log: no luck")
			require.EqualError(t, bound(imported, args), "env.log: no luck")
			require.EqualError(t, bound(f, args), "f: no luck")
		}
	}
	exported := &rt.Func{Name: "exported"}
	require.Same(t, exported, exported.ImportedAs("env.log"), "of an instance")
}

// bound calls the form of a function that other packages call.
func bound(f *rt.Func, args []any) (err error) {
	defer func() { err, _ = recover().(error) }()
	in := []reflect.Value{reflect.ValueOf(0)}
	for i, p := range f.Sig.Type().Params() {
		v := reflect.New(p.GoType()).Elem()
		if args[i] != nil {
			v.Set(reflect.ValueOf(args[i]))
		}
		in = append(in, v)
	}
	reflect.ValueOf(f.Go()).Call(in)
	return nil
}
