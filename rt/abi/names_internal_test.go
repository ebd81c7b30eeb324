package abi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
)

// What was generated before there were places has none.
func TestNames(t *testing.T) {
	index := Names("fib 12 1f3 fib\nfn13 13 2a0 a name with spaces\nfibber 14 2b0 \nodd 15 2c0 \"a\\n\\x60b\"\nhalf 16 2d0 \"a\n").index()
	require.Equal(t, "a\n`b", index["odd"].frame().Func)
	require.Equal(t, `"a`, index["half"].frame().Func)
	require.Len(t, index, 5)
	require.Equal(t, rt.Frame{Func: "fib", Index: 12, Offset: 0x1f3}, index["fib"].frame())
	require.Equal(t, rt.Frame{Func: "a name with spaces", Index: 13, Offset: 0x2a0}, index["fn13"].frame())
	require.Equal(t, rt.Frame{Index: 14, Offset: 0x2b0}, index["fibber"].frame())
	require.Zero(t, index["fib"].place(60))
	require.Empty(t, Names("\n").index())
	require.Empty(t, Names("\n\n").index())
}

func TestPlaces(t *testing.T) {
	index := Names("\nfib 12 1f3 fib\nfn13 13 2a0 x\n\n57 IEMRhCjE\n64 KGAFNB\n").index()
	for _, c := range []struct {
		function string
		line     int
		want     place
	}{
		{"fib", 57, place{}}, {"fib", 58, place{}},
		{"fib", 59, place{59, 0x1f7, false, 0x1f7}},
		{"fib", 60, place{59, 0x1f7, false, 0x1f7}},
		{"fib", 62, place{62, 0x208, false, 0x208}},
		{"fib", 78, place{78, 0x208 - 131, false, 0x208 - 131}},
		{"fn13", 66, place{66, 0x2a6, true, 0x2ab}},
		{"fn13", 69, place{69, 0x2aa, false, 0x2aa}},
	} {
		require.Equal(t, c.want, index[c.function].place(c.line), "%s:%d", c.function, c.line)
	}
}
