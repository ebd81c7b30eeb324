package rt

import (
	"reflect"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
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

func TestNames(t *testing.T) {
	const names Names = "fib 12 1f3 fib\nfn13 13 2a0 a name with spaces\nfibber 14 2b0 \n"
	f, ok := names.Lookup("fib")
	require.True(t, ok)
	require.Equal(t, Frame{Func: "fib", Index: 12, Offset: 0x1f3}, f)
	f, ok = names.Lookup("fn13")
	require.True(t, ok)
	require.Equal(t, Frame{Func: "a name with spaces", Index: 13, Offset: 0x2a0}, f)
	_, ok = names.Lookup("fibber")
	require.True(t, ok)
	for _, none := range []string{"", "fi", "a", "12"} {
		_, ok = names.Lookup(none)
		require.False(t, ok, none)
	}
}

func TestWasmFunc(t *testing.T) {
	setPrograms(t, "example.com/a/yaml.v3", program{"yaml", "fib 12 1f3 fib"}, program{"other", "fn3 3 20 three"})
	setPrograms(t, "main", program{"command", "fib 1 2 main's"})
	for _, c := range []struct {
		function string
		want     Frame
	}{
		{"example.com/a/yaml%2ev3.fib", Frame{Module: "yaml", Func: "fib", Index: 12, Offset: 0x1f3}},
		{"example.com/a/yaml%2ev3.fib.func1", Frame{Module: "yaml", Func: "fib", Index: 12, Offset: 0x1f3}},
		{"example.com/a/yaml%2ev3.fn3", Frame{Module: "other", Func: "three", Index: 3, Offset: 0x20}},
		{"example.com/a/yaml.v3/part2.fib", Frame{Module: "yaml", Func: "fib", Index: 12, Offset: 0x1f3}},
		{"main.fib", Frame{Module: "command", Func: "main's", Index: 1, Offset: 2}},
	} {
		f, ok := wasmFunc(c.function)
		require.True(t, ok, c.function)
		require.Equal(t, c.want, f)
	}
	for _, none := range []string{
		"", "main", "main.main", "example.com/a/yaml%2ev3.fi", "example.com/a.fib", "example.com/a/b.fib",
		"example.com/a/yaml%2ev3.(*Instance).fib", "example.com/a/yaml%2ev3.Instance.fib", "example.com/a/yaml.v3/host.fib",
		"example.com/a/yaml.v3/part2/host.fib",
	} {
		_, ok := wasmFunc(none)
		require.False(t, ok, none)
	}
}

// setPrograms says what the modules of a package are while the test runs.
func setPrograms(t *testing.T, pkg string, list ...program) {
	programs.Lock()
	defer programs.Unlock()
	if programs.of == nil {
		programs.of = map[string][]program{}
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
	register(&keyed{}, "m", "function 1 2 x")
	register(&keyed{}, "m", "function 1 2 x")
	require.Len(t, programs.of[reflect.TypeFor[keyed]().PkgPath()], 1, "the second instance adds nothing")
	f, found := wasmFunc(function())
	require.True(t, found, function())
	require.Equal(t, Frame{Module: "m", Func: "x", Index: 1, Offset: 2}, f)

	RegisterMemory[keyed]()
	for _, name := range []string{keyed{}.value(), new(keyed).pointer()} {
		key, ok := methodOf(name)
		require.True(t, ok)
		_, found := memories.Load(key)
		require.True(t, found, name)
	}
}

func function() string         { return caller() }
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

func TestTrapTexts(t *testing.T) {
	for k := Unreachable; int(k) < len(trapTexts); k++ {
		require.NotEmpty(t, trapTexts[k], "kind %d", k)
	}
	require.Equal(t, "trap 200", TrapKind(200).String())
	f := Frame{Module: "sample", Func: "fib", Index: 12, Offset: 0x1f3}
	require.Equal(t, "sample.fib (fn12 @0x1f3)", f.String())
	f.Instr = 0x200
	require.Equal(t, "sample.fib (fn12 @0x200)", f.String())
	f.Inexact = true
	require.Equal(t, "sample.fib (fn12 @~0x200)", f.String())
}
