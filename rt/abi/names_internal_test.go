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
	require.Zero(t, index["fib"].place(noSource, 60))
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
		{"fib", 59, place{59, 0x1f7, false, 0x1f7, false}},
		{"fib", 60, place{59, 0x1f7, false, 0x1f7, false}},
		{"fib", 62, place{62, 0x208, false, 0x208, false}},
		{"fib", 78, place{78, 0x208 - 131, false, 0x208 - 131, false}},
		{"fn13", 66, place{66, 0x2a6, true, 0x2ab, false}},
		{"fn13", 69, place{69, 0x2aa, false, 0x2aa, false}},
	} {
		require.Equal(t, c.want, index[c.function].place(noSource, c.line), "%s:%d", c.function, c.line)
	}
}

// Where the Go text has directives for the lines of a module's source, places are found by these, file by file.
func TestSourcePlaces(t *testing.T) {
	index := Names("\nfib 12 1f3 fib\nfn13 13 2a0 x\n\n57 0:11 EEGI 2:0 EI\n64 KG 1:8 EECI\n\nfib.c\n../src/odd.h\n\"a\\x60b.c\"\n/usr/lib/core/x.rs\n").index()
	fib, fn13 := index["fib"], index["fn13"]
	require.Equal(t, []string{"fib.c", "../src/odd.h", "a`b.c", "/usr/lib/core/x.rs"}, fib.sources.names)
	require.Equal(t, place{}, fib.place(noSource, 60))
	require.Equal(t, place{12, 0x1f7, false, 0x1f7, false}, fib.place(0, 12))
	require.Equal(t, place{13, 0x1ff, true, 0x1ff, false}, fib.place(0, 13))
	require.Equal(t, place{1, 0x1fb, false, 0x1fb, false}, fib.place(2, 1))
	require.Equal(t, place{}, fib.place(1, 9))
	require.Equal(t, place{66, 0x2a6, true, 0x2a6, false}, fn13.place(noSource, 66))
	require.Equal(t, place{9, 0x2a4, false, 0x2ac, true}, fn13.place(1, 9))

	for goFile, want := range map[string]int{
		"fib.c": 0, "../src/odd.h": 1, `..\src\odd.h`: 1, "a`b.c": 2, "/usr/lib/core/x.rs": 3, "example.com/core/x.rs": 3,
		"/home/u/p/fib.c": noSource, "fib.go": noSource, "core/x.rs": noSource, "/usr/lib/score/x.rs": noSource, "": noSource,
	} {
		require.Equal(t, want, fib.sources.find(goFile), goFile)
	}
	require.Equal(t, noSource, (*sources)(nil).find("fib.c"))
}
