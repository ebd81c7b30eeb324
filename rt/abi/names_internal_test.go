package abi

import (
	"runtime"
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

// Places in assembly are those of the machine, and exact: no instruction there is another's.
func TestAssemblyPlaces(t *testing.T) {
	fib := Names("\nfib 12 1f3 fib\n\n57 IEMR other:10 QI " + runtime.GOARCH + ":20 EEGI\n").index()["fib"]
	require.Equal(t, inAssembly, fib.sources.find("/home/u/m_amd64.s"))
	require.Equal(t, 0, (&sources{names: []string{"start.s"}}).find("start.s"))
	require.Equal(t, place{59, 0x1f7, false, 0x1f7, false}, fib.place(noSource, 59))
	require.Equal(t, place{21, 0x1f7, false, 0x1f7, false}, fib.place(inAssembly, 21))
	require.Equal(t, place{22, 0x1ff, true, 0x1ff, false}, fib.place(inAssembly, 22))
	require.Equal(t, place{}, fib.place(inAssembly, 14))

	c := callee{function: fib, module: "m"}
	want := rt.Frame{Module: "m", Func: "fib", Index: 12, Offset: 0x1f3, Instr: 0x1f7}
	require.Equal(t, want, c.frame("m_amd64.s", 21, whereFaulted))
	require.Equal(t, want, c.frame("m_amd64.s", 21, whereCalled)) // of a function that panics
}

// What was inlined is known by the function and by how far behind the beginning of the body an instruction is.
func TestInlinings(t *testing.T) {
	names := Names("\nfib 12 1f3 fib\nfn13 13 2a0 x\n\n57 0:11 EEGI 2:0 EI\n64 KG 1:8 EECI\n\nfib.c\nodd.h\n\n12 EIABMAEBAOIEAAQ\n\nget\n\"a\\nb\"\n")
	index := names.index()
	fib, fn13 := index["fib"], index["fn13"]
	require.Equal(t, []string{"fib.c", "odd.h"}, fib.sources.names)
	at := func(offset uint32) []Inlined { return fib.inlined.at("12", offset, fib.sources) }
	outer, inner, last := Inlined{"get", "odd.h", 12}, Inlined{"a\nb", "fib.c", 14}, Inlined{"get", "fib.c", 16}
	for offset, want := range map[uint32][]Inlined{
		3: nil, 4: {outer, inner}, 7: {outer, inner}, 8: {outer}, 11: {outer}, 12: {last}, 15: {last}, 16: nil, 1000: nil,
	} {
		require.Equal(t, want, at(offset), offset)
	}
	require.Empty(t, fn13.inlined.at("13", 5, fn13.sources))

	// A frame is expanded where the instruction is known, and the line is its own.
	c := callee{function: fib, module: "m"}
	frame := rt.Frame{Module: "m", Func: "fib", Index: 12, Offset: 0x1f3, Instr: 0x1f7, File: "fib.c", Line: 12}
	get, a := frame, frame
	a.Func, a.Inlined = "a\nb", true
	get.Func, get.Inlined, get.File, get.Line = "get", true, "fib.c", 14
	frame.File, frame.Line = "odd.h", 12
	require.Equal(t, []rt.Frame{a, get, frame}, c.frames("fib.c", 12, whereTrapped))
	require.Len(t, c.frames("fib.c", 99, whereTrapped), 1)
	require.Len(t, c.frames("fib.go", 57, whereTrapped), 1)

	// What a table never says does no harm.
	for _, text := range []string{"", "12", "12 EI", "12 EIABM", "12 EIABM\n\n", "\n\nget"} {
		require.Empty(t, inliningsOf(text).at("12", 5, fib.sources), text)
	}
}

// TestLinesOfInterpreted: the table for the interpreter says the same by the instruction.
func TestLinesOfInterpreted(t *testing.T) {
	lines := Lines("\n12 0:10 ACEE 1:20 EA 0:1 EA\n\nfib.c\nodd.h\n\n12 EIAAM\n\nget\n")
	f := rt.Frame{Func: "fib", Index: 12}
	at := func(function, offset uint32) (texts []string) {
		f.Index = function
		for _, f := range lines.Frames(f, offset) {
			texts = append(texts, f.String())
		}
		return texts
	}
	require.Equal(t, []string{"fib (fib.c:11, fn12 @0x0)"}, at(12, 0))
	require.Equal(t, []string{"get (fib.c:13, in fn12 @0x0)", "fib (fib.c:12, fn12 @0x0)"}, at(12, 5))
	require.Equal(t, []string{"get (odd.h:20, in fn12 @0x0)", "fib (fib.c:12, fn12 @0x0)"}, at(12, 8))
	require.Equal(t, []string{"fib (fib.c:1, fn12 @0x0)"}, at(12, 90))
	require.Equal(t, []string{"fib (fn13 @0x0)"}, at(13, 5))
	require.Equal(t, []rt.Frame{f}, Lines("").Frames(f, 5))
}
