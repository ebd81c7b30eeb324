package debuginfo

import (
	"debug/dwarf"
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
	f = describe(f)[0]
	require.Equal(t, "names::shapes::Square::area", f.Func)
	require.Equal(t, "rs/names.rs", f.File)
	require.Equal(t, 12, f.Line)
	g := rt.Frame{Func: "other", Index: 99, Offset: 1}
	require.Equal(t, []rt.Frame{g}, describe(g))
	require.Equal(t, []rt.Frame{g}, Frames([]byte("no module"), Options{})(g))
}

// TestCalls: calls that are gone are found again, by all forms in which the parts of a function are told.
func TestCalls(t *testing.T) {
	for name, want := range map[string][]string{
		"inlined_rs":  {"inlined::grid::Grid::cell inlined.rs", "core::ptr::const_ptr::<impl *const T>::read inlined.rs", "core::ptr::read const_ptr.rs"},
		"inlined_cpp": {"shapes::Scale::operator() inlined.cpp", "shapes::Grid<int>::at inlined.cpp"},
	} {
		m, _ := module(t, name)
		info, err := Read(m, Options{})
		require.NoError(t, err)
		var got []string
		for _, code := range m.Codes {
			last := Call{From: code.Offset, To: code.Offset + uint32(len(code.Bytes))}
			for c := range info.Calls(last.From, last.To) {
				got = append(got, c.Func+" "+filepath.Base(info.Files[c.File]))
			}
		}
		require.Subset(t, got, want)
	}
	var none *Info
	for range none.Calls(0, 100) {
		t.Fail()
	}
}

// TestRanges: lists of ranges of both versions.
func TestRanges(t *testing.T) {
	unit := func(base uint64) *dwarf.Entry {
		return &dwarf.Entry{Field: []dwarf.Field{{Attr: dwarf.AttrLowpc, Val: base}, {Attr: dwarf.AttrAddrBase, Val: int64(4)}}}
	}
	entry := func(val any) *dwarf.Entry {
		return &dwarf.Entry{Field: []dwarf.Field{{Attr: dwarf.AttrRanges, Val: val}}}
	}
	r := treeReader{rangeRoom: 100, unit: unit(100), sections: &sections{
		addr:     []byte(word(0) + word(1000) + word(2000)),
		rngLists: []byte("?\x04\x01\x02\x01\x00\x04\x01\x02\x02\x00\x01\x03\x01\x05\x05" + word(50) + "\x04\x06\x08\x06" + word(7) + word(9) + "\x07" + word(20) + "\x02\x04\x05\x05\x00\x04\x01\x02"),
	}}
	want := []span{{101, 102}, {1001, 1002}, {1000, 2000}, {2000, 2005}, {56, 58}, {7, 9}, {20, 22}} // others are empty
	full := func(e *dwarf.Entry) []span {
		return slices.DeleteFunc(r.spans(e), func(s span) bool { return s.from == s.to })
	}
	require.Equal(t, want, full(entry(uint64(1))))
	require.Equal(t, want, full(entry(int64(1))))
	require.Empty(t, r.spans(entry(int64(1000))))
	require.Empty(t, r.spans(entry(int64(-1))))

	r.unit = &dwarf.Entry{Field: []dwarf.Field{{Attr: dwarf.AttrLowpc, Val: uint64(100)}}}
	r.sections.ranges = []byte(word(1) + word(2) + word(-1) + word(1000) + word(1) + word(2) + word(3) + word(3) + word(0) + word(0) + word(1) + word(2))
	require.Equal(t, []span{{101, 102}, {1001, 1002}}, full(entry(int64(0))))

	low := func(high any) *dwarf.Entry {
		return &dwarf.Entry{Field: []dwarf.Field{{Attr: dwarf.AttrLowpc, Val: uint64(5)}, {Attr: dwarf.AttrHighpc, Val: high}}}
	}
	require.Equal(t, []span{{5, 8}}, r.spans(low(int64(3))))
	require.Equal(t, []span{{5, 8}}, r.spans(low(uint64(8))))
	require.Empty(t, r.spans(low(nil)))

	// There is an end to lists that are read again and again.
	r.rangeRoom = 3
	require.Len(t, full(entry(int64(0))), 2)
	require.Empty(t, r.spans(entry(int64(0))))
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
