package rt

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSplitName(t *testing.T) {
	for _, c := range []struct{ name, key, method string }{
		{"example.com/a/fib.(*Instance).fib", "example.com/a/fib.Instance", "fib"},
		{"example.com/a/fib.(*Instance).fib.func1", "example.com/a/fib.Instance", "fib.func1"},
		{"example.com/a/slice.Memory.Load32", "example.com/a/slice.Memory", "Load32"},
		{"example.com/a/rt.(*Table[...]).At", "example.com/a/rt.Table[...]", "At"},
		{"example.com/a/yaml%2ev3.(*Instance).x", "example.com/a/yaml.v3.Instance", "x"},
		{"main.(*Instance).x", "main.Instance", "x"},
	} {
		key, method, ok := splitName(c.name)
		require.True(t, ok)
		require.Equal(t, c.key, key)
		require.Equal(t, c.method, method)
	}
	_, _, ok := splitName("main.main")
	require.False(t, ok)
	_, _, ok = splitName("")
	require.False(t, ok)
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
	_, ok = program{names: names}.lookup("fib.func1")
	require.True(t, ok)
	_, ok = program{names: names}.lookup("fib-fm")
	require.True(t, ok)
}

// The keys of the tables are made from types, those looked up from the names of functions: they must agree.
func TestKeysAgree(t *testing.T) {
	pc, _, _, _ := runtime.Caller(0)
	key, _, ok := splitName(new(keyed).name())
	require.True(t, ok)
	register(&keyed{}, "m", "name 1 2 x")
	_, found := programs.Load(key)
	require.True(t, found, "%s, called from %s", key, runtime.FuncForPC(pc).Name())
}

type keyed struct{}

func (*keyed) name() string {
	pc, _, _, _ := runtime.Caller(0)
	return runtime.FuncForPC(pc).Name()
}

func TestTrapTexts(t *testing.T) {
	for k := Unreachable; int(k) < len(trapTexts); k++ {
		require.NotEmpty(t, trapTexts[k], "kind %d", k)
	}
	require.Equal(t, "trap 200", TrapKind(200).String())
	require.Equal(t, "sample.fib (fn12 @0x1f3)", Frame{"sample", "fib", 12, 0x1f3}.String())
}
