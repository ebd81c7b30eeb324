package debuginfo

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// module is one of the test modules of package compiler.
func module(t testing.TB, name string) (*wasm.Module, []byte) {
	file, err := os.ReadFile(filepath.Join("..", "testdata", "lines", name+".wasm"))
	require.NoError(t, err)
	m, err := decode.Decode(file)
	require.NoError(t, err)
	require.NoError(t, validate.Module(m))
	return m, file
}

// TestPositions: the instructions that trap are on the lines that have the marks.
func TestPositions(t *testing.T) {
	source, err := os.ReadFile("../testdata/lines/lines.c")
	require.NoError(t, err)
	lineOf := func(mark string) int {
		before, _, ok := strings.Cut(string(source), mark)
		require.True(t, ok)
		return 1 + strings.Count(before, "\n")
	}
	for _, name := range []string{"lines_o0", "lines_o1", "lines_o2", "lines_v4"} {
		m, _ := module(t, name)
		info, err := Read(m, Options{})
		require.NoError(t, err)
		require.Equal(t, []string{"lines.c"}, info.Files)
		found := map[op.Op]Position{}
		for i := range m.Codes {
			body, err := validate.Func(m, i)
			require.NoError(t, err)
			for _, in := range body.Instrs {
				p, ok := info.Position(in.Offset)
				require.True(t, ok, "%#x", in.Offset)
				if name := m.FuncName(m.ImportedFuncs + i); name == "get" && in.Op == op.I32Load || name == "put" && in.Op == op.I32Store {
					found[in.Op] = p // the last one
				}
			}
		}
		require.Equal(t, lineOf("// load:0"), found[op.I32Load].Line)
		require.Equal(t, lineOf("// store:0"), found[op.I32Store].Line)
		require.NotZero(t, found[op.I32Store].Column)

		_, ok := info.Position(m.CodeStart)
		require.False(t, ok)
		_, ok = info.Position(codeEnd(m))
		require.False(t, ok)
		first := m.Codes[0]
		lines := map[uint32]int{}
		for offset, p := range info.Lines(first.Offset, first.Offset+uint32(len(first.Bytes))) {
			lines[offset] = p.Line
		}
		require.Equal(t, lineOf("int get("), lines[first.Offset])
	}
	var none *Info
	_, ok := none.Position(1)
	require.False(t, ok)
	require.Empty(t, none.Locals())
	require.Empty(t, slices.Collect(func(yield func(uint32) bool) {
		for offset := range none.Lines(0, 100) {
			yield(offset)
		}
	}))
}

// TestExternal: debug information may be in another file.
func TestExternal(t *testing.T) {
	m, _ := module(t, "lines_external")
	info, err := Read(m, Options{})
	require.NoError(t, err)
	require.Nil(t, info)
	require.Equal(t, "lines_o1.wasm", External(m))
	other, file := module(t, "lines_o1")
	require.Equal(t, "", External(other))
	info, err = Read(m, Options{External: file})
	require.NoError(t, err)
	want, err := Read(other, Options{})
	require.NoError(t, err)
	require.Equal(t, want.Locals(), info.Locals())
	p, ok := info.Position(m.Codes[0].Offset + 1)
	q, same := want.Position(other.Codes[0].Offset + 1)
	require.True(t, ok && same)
	require.Equal(t, q, p)

	_, err = Read(m, Options{External: file[:100]})
	require.ErrorContains(t, err, "the external debug information: ")
	m.Customs = []wasm.Custom{{Name: "external_debug_info", Bytes: []byte{200}}}
	require.Equal(t, "", External(m))
}

// TestFrames: frames get names for people and lines, also where only the body is known.
func TestFrames(t *testing.T) {
	m, file := module(t, "names_legacy")
	describe := Frames(file, Options{Map: []Mapping{{"/src/lines", "rs"}}})
	f := rt.Frame{Func: m.FuncName(0), Index: 0, Offset: m.Codes[0].Offset}
	require.Contains(t, f.Func, "_ZN5names6shapes6Square4area17h")
	describe(&f)
	require.Equal(t, "names::shapes::Square::area", f.Func)
	require.Equal(t, "rs/names.rs", f.File)
	require.Equal(t, 12, f.Line)
	g := rt.Frame{Func: "other", Index: 99, Offset: 1}
	describe(&g)
	require.Equal(t, rt.Frame{Func: "other", Index: 99, Offset: 1}, g)
	Frames([]byte("no module"), Options{})(&g)
	require.Equal(t, rt.Frame{Func: "other", Index: 99, Offset: 1}, g)
}

func TestDemangled(t *testing.T) {
	for mangled, want := range map[string]string{
		"fib": "fib", "": "", "_Z": "_Z", "_R": "_R", "_ZN": "_ZN", "_start": "_start",
		"_ZN4core9panicking18panic_bounds_check17h0123456789abcdefE": "core::panicking::panic_bounds_check",
		"_RNvMNtCs4YlM0jtTiuh_5names6shapesNtB2_6Square4area":        "<names::shapes::Square>::area",
		"_ZNK6shapes6squareIiE4areaEPKi":                             "shapes::square<int>::area",
		"_ZN3foo3barEv.llvm.123":                                     "foo::bar",
	} {
		require.Equal(t, want, demangled(mangled), mangled)
	}

	// A short name can stand for one of exponential length.
	bomb := "_Z1fI1aE" + strings.Repeat("I", 40)
	for range 40 {
		bomb = strings.Replace(bomb, "1a", "1aIS_S_E", 1)
	}
	start := time.Now()
	require.LessOrEqual(t, len(demangled(bomb)), max(len(bomb), 1<<longestPower))
	require.LessOrEqual(t, len(demangled("_Z1f"+strings.Repeat("PFvS_", 500)+"v")), 1<<12)
	require.Less(t, time.Since(start), 10*time.Second)
	require.Len(t, demangled("_Z"+strings.Repeat("P", 5000)), 5002)
}

func TestNaming(t *testing.T) {
	for _, c := range []struct{ compiled, dir, file, want string }{
		{"/src/p", "", "a.c", "a.c"},
		{"/src/p", "sub", "a.c", "sub/a.c"},
		{"/src/p", "../lib", "a.c", "/src/lib/a.c"},
		{"/src/p/", "", "/src/p/x/../a.c", "a.c"},
		{"/src/p", "/usr/include", "stdio.h", "/usr/include/stdio.h"},
		{"", "", "a.c", "a.c"},
		{"", "sub", "a.c", "sub/a.c"},
		{".", "", "a.c", "a.c"},
		{`C:\src\p`, "", "a.c", "a.c"},
		{`C:\src\p`, `C:\inc`, "a.h", "C:/inc/a.h"},
		{"/src/p", "/rustc/0123", "library/core/x.rs", "core/x.rs"},
		{"/src/p", "/home/me/lib", "x.c", "../mine/x.c"},
		{"/src/p", "/home/meme/lib", "x.c", "/home/meme/lib/x.c"},
		{"/", "", "a.c", "a.c"},
	} {
		n := naming{maps: []Mapping{{"/rustc/0123/library/", ""}, {"/home/me/lib", "../mine"}, {"/home/me", "other"}}, room: 1000}
		i, err := n.number(c.compiled, c.dir, c.file)
		require.NoError(t, err)
		require.Equal(t, c.want, n.files[i], "%v", c)
	}
	n := naming{room: 100}
	_, err := n.number("", "", strings.Repeat("x", 200))
	require.Error(t, err)
}
