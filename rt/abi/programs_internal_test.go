package abi

import (
	"reflect"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
)

func TestMethodOf(t *testing.T) {
	for _, c := range []struct{ name, key string }{
		{"example.com/a/fib.(*Memory).Load32", "example.com/a/fib.Memory"},
		{"example.com/a/fib.(*Memory).Load32.func1", "example.com/a/fib.Memory"},
		{"example.com/a/slice.Memory.Load32", "example.com/a/slice.Memory"},
		{"example.com/a/rt.(*Table[...]).At", "example.com/a/rt.Table[...]"},
		{"example.com/a/yaml%2ev3.(*Memory).x", "example.com/a/yaml.v3.Memory"},
		{"main.(*Memory).x", "main.Memory"},
	} {
		key, ok := methodOf(c.name)
		require.True(t, ok)
		require.Equal(t, c.key, key)
	}
	for _, none := range []string{"main.main", "example.com/a/fib.fib", ""} {
		_, ok := methodOf(none)
		require.False(t, ok, none)
	}
}

func TestCalleeOf(t *testing.T) {
	setPrograms(t, "example.com/a/yaml.v3", &program{module: "yaml", names: "fib 12 1f3 fib"}, &program{module: "other", names: "fn3 3 20 three"})
	setPrograms(t, "main", &program{module: "command", names: "fib 1 2 main's"})
	for _, c := range []struct {
		function string
		want     rt.Frame
	}{
		{"example.com/a/yaml%2ev3.fib", rt.Frame{Module: "yaml", Func: "fib", Index: 12, Offset: 0x1f3}},
		{"example.com/a/yaml%2ev3.fib.func1", rt.Frame{Module: "yaml", Func: "fib", Index: 12, Offset: 0x1f3}},
		{"example.com/a/yaml%2ev3.fn3", rt.Frame{Module: "other", Func: "three", Index: 3, Offset: 0x20}},
		{"example.com/a/yaml.v3/part2.fib", rt.Frame{Module: "yaml", Func: "fib", Index: 12, Offset: 0x1f3}},
		{"main.fib", rt.Frame{Module: "command", Func: "main's", Index: 1, Offset: 2}},
	} {
		f := calleeOf(c.function)
		require.True(t, f.wasm, c.function)
		require.Equal(t, c.want, f.frame("", 1, whereCalled))
	}
	for _, none := range []string{
		"", "main", "main.main", "example.com/a/yaml%2ev3.fi", "example.com/a.fib", "example.com/a/b.fib",
		"example.com/a/yaml%2ev3.(*Instance).fib", "example.com/a/yaml%2ev3.Instance.fib", "example.com/a/yaml.v3/host.fib",
		"example.com/a/yaml.v3/part2/host.fib",
	} {
		require.False(t, calleeOf(none).wasm, none)
	}
	require.True(t, calleeOf("example.com/a/yaml%2ev3.env_log").shim)
	for _, none := range []string{"example.com/a/yaml%2ev3.(*Instance).indirect0", "example.com/a/yaml%2ev3.fib", "example.com/a.env_log"} {
		require.False(t, calleeOf(none).shim, none)
	}
}

// setPrograms says what the modules of a package are while the test runs.
func setPrograms(t *testing.T, pkg string, list ...*program) {
	programs.Lock()
	defer programs.Unlock()
	if programs.of == nil {
		programs.of = map[string][]*program{}
	}
	programs.of[pkg] = list
	t.Cleanup(func() {
		programs.Lock()
		defer programs.Unlock()
		delete(programs.of, pkg)
	})
}

type keyed struct{}

// The keys of the tables are made from types, those looked up from the names of functions: they must agree.
func TestKeysAgree(t *testing.T) {
	register(&keyed{}, "m", "goFunction 1 2 x")
	register(&keyed{}, "m", "goFunction 1 2 x")
	require.Len(t, programs.of[reflect.TypeFor[keyed]().PkgPath()], 1, "the second instance adds nothing")
	f := calleeOf(goFunction())
	require.True(t, f.wasm, goFunction())
	require.Equal(t, rt.Frame{Module: "m", Func: "x", Index: 1, Offset: 2}, f.frame("", 1, whereCalled))

	RegisterMemory[keyed]()
	for _, name := range []string{keyed{}.value(), new(keyed).pointer()} {
		key, ok := methodOf(name)
		require.True(t, ok)
		_, found := memories.Load(key)
		require.True(t, found, name)
	}
}

func goFunction() string       { return caller() }
func (keyed) value() string    { return caller() }
func (*keyed) pointer() string { return caller() }

// caller is the name of the function that calls it.
//
//go:noinline
func caller() string {
	var pcs [1]uintptr
	runtime.Callers(2, pcs[:])
	f, _ := runtime.CallersFrames(pcs[:]).Next()
	return f.Function
}
