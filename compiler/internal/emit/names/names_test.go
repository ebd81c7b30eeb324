package names

import (
	"fmt"
	"go/token"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

func TestSanitize(t *testing.T) {
	for name, want := range map[string]string{
		"fib":                          "fib",
		"sqlite3_step":                 "sqlite3_step",
		"Foo":                          "foo",
		"__wasm_call_ctors":            "__wasm_call_ctors",
		"std::rt::lang_start<()>":      "std_rt_lang_start",
		"<T as core::fmt>::fmt::h0a1b": "t_as_core_fmt_fmt_h0a1b",
		"type":                         "type_",
		"7zip":                         "_7zip",
		"":                             "",
		"_":                            "",
		"$%":                           "",
		"grüße":                        "grüße",
		"a\xffb":                       "a_b",
		strings.Repeat("long", 40):     strings.Repeat("long", 16),
	} {
		require.Equal(t, want, sanitize(name), "%q", name)
	}
}

func TestExported(t *testing.T) {
	for name, want := range map[string]string{
		"fib":                       "Fib",
		"add_two":                   "AddTwo",
		"_start":                    "Start",
		"__heap_base":               "HeapBase",
		"memory":                    "Memory",
		"wasi_snapshot_preview1":    "WasiSnapshotPreview1",
		"fd_write":                  "FdWrite",
		"wasi:io/streams@0.2.0#get": "WasiIoStreams0_2_0Get",
		"getURL":                    "GetURL",
		"2d":                        "X2d",
		"":                          "X",
		"$":                         "X24",
		"⊥":                         "X22A5",
		"世界":                        "X世界",
		"über":                      "Über",
		"a-b c":                     "ABC",
		strings.Repeat("a", 99):     "A" + strings.Repeat("a", 63),
	} {
		require.Equal(t, want, Exported(name), "%q", name)
	}
}

func TestFuncNames(t *testing.T) {
	b := newBuilder()
	b.importFunc("env", "log")
	b.importFunc("env", "log")
	b.importFunc("env_log", "")
	for _, name := range []string{"fib", "Fib", "fib", "fib_5", "func", "mem0", "core", "ref", "fn12", "", "", "env", "$", "env_log", "sort", "segments0", "indirect3", "fib_part1", "backend"} {
		b.function(name)
	}
	b.export("run", 12)
	n := spelled(t, b.Module, Options{})
	var got []string
	for i := range b.Module.Funcs {
		got = append(got, n.Func(uint32(i)))
	}
	require.Equal(t, []string{
		"env_log", "env_log_1", "env_log_",
		"fib", "fib_4", "fib_5_", "fib_5", "func_", "mem0_8", "core", "ref_10", "fn12_11", "run", "fn13", "env", "fn15", "env_log_16",
		"sort_17", "segments0_18", "indirect3_19", "fib_part1_20", "backend_21",
	}, got)
	unique(t, got)
}

// TestPrefixedNames: behind a prefix a letter is in upper case, which several small ones can share.
func TestPrefixedNames(t *testing.T) {
	b := newBuilder()
	for _, name := range []string{"ix", "\u0131x", "Ix", "kx", "\u212ax", "sx", "\u017fx", "x", "_x", "1x"} {
		b.function(name)
	}
	for _, prefix := range []string{"", "p", "P"} {
		n := spelled(t, b.Module, Options{Prefix: prefix})
		unique(t, n.funcs)
	}
}

func TestExportNames(t *testing.T) {
	b := newBuilder()
	i := b.function("")
	names := []string{"add", "Add", "add2", "add-", "close", "export", "exports", "$", "$$", "v1", "V1"}
	for _, name := range names {
		b.export(name, i)
	}
	n := spelled(t, b.Module, Options{Prefix: "P"})
	require.Equal(t, []string{"Add", "Add3", "Add2", "Add4", "Close2", "Export2", "Exports2", "X24", "X2424", "V1", "V1_2"}, n.Exports)
	require.Equal(t, "PInstance", n.Instance)
	require.Equal(t, "pMemory0", n.Private("memory0"))
}

// TestLenderNames: the methods that lend bytes take no name from an export.
func TestLenderNames(t *testing.T) {
	b := newBuilder()
	b.Exports = append(b.Exports, wasm.Export{Name: "memory", Kind: wasm.ExternMemory}, wasm.Export{Name: "m", Kind: wasm.ExternMemory})
	b.export("local_memory", b.function(""))
	n := spelled(t, b.Module, Options{})
	require.Equal(t, []string{"Memory", "M", "LocalMemory"}, n.Exports)
	require.Equal(t, map[int]string{0: "LocalMemory2", 1: "LocalM"}, n.Lenders)
}

func TestImportNames(t *testing.T) {
	b := newBuilder()
	b.importFunc("env", "a_b")
	b.importFunc("env", "aB")
	b.importFunc("Env", "x")
	b.importFunc("env", "a_b")
	b.importFunc("imports", "new")
	b.importFunc("type", "t")
	n := spelled(t, b.Module, Options{})
	var got []string
	for _, mod := range n.Modules {
		for _, field := range mod.Fields {
			got = append(got, fmt.Sprintf("%s %s %s.%s", mod.Type, mod.Import, mod.Member, field.Method))
		}
	}
	require.Equal(t, []string{
		"Env Env env.AB", "Env Env env.AB2", "Env2 Env2 env2.X", "Imports2 Imports2 imports2.New", "Type Type type_.T",
	}, got)
}

// TestOddNames takes the names that the specification's test suite likes.
func TestOddNames(t *testing.T) {
	b := newBuilder()
	for r := range rune(0x500) {
		if r >= 0x400 {
			r += 0x1d400 - 0x400 // mathematical letters: capitals without small ones
		}
		b.export(string(r)+string(r), b.function(string(r)))
	}
	n := spelled(t, b.Module, Options{})
	unique(t, n.funcs)
	unique(t, n.Exports)
	for i := range n.funcs {
		require.True(t, token.IsIdentifier(n.funcs[i]) && !token.IsExported(n.funcs[i]), n.funcs[i])
		require.True(t, token.IsIdentifier(n.Exports[i]) && token.IsExported(n.Exports[i]), n.Exports[i])
	}
}

func unique(t *testing.T, names []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, name := range names {
		require.False(t, seen[name], "%s is there twice", name)
		seen[name] = true
	}
}

// TestValue: each type that can be translated has all of a description, and others have none.
func TestValue(t *testing.T) {
	n := spelled(t, &wasm.Module{Types: []wasm.Type{{Kind: wasm.KindFunc}, {Kind: wasm.KindStruct}}}, Options{})
	for typ, want := range map[wasm.ValType]string{
		wasm.I32: "int32 uint32 0 I32", wasm.I64: "int64 int64 0 I64", wasm.F32: "float32 float32 0 F32", wasm.F64: "float64 float64 0 F64",
		wasm.V128: "vec.V128 vec.V128 vec.V128{} V128", wasm.FuncRef: "*rt.Func *rt.Func nil Ref", wasm.NullFuncRef: "*rt.Func *rt.Func nil Ref", wasm.Ref(0, true): "*rt.Func *rt.Func nil Ref",
		wasm.ExternRef: "any any nil Ref", wasm.ExnRef: "*rt.Exception *rt.Exception nil Ref",
		wasm.AnyRef: "any rt.Ref rt.Ref{} Ref", wasm.I31Ref: "any rt.Ref rt.Ref{} Ref",
		wasm.StructRef: "any *rt.Object nil Ref", wasm.Ref(1, true): "any *rt.Object nil Ref",
	} {
		v := n.Value(typ)
		require.Equal(t, want, strings.Join([]string{v.API, v.Core, v.Zero, v.Suffix}, " "), typ)
		require.Equal(t, v.API != v.Core, v.Inward("x") != "x", typ)
		require.Equal(t, v.API != v.Core, v.Outward("x") != "x", typ)
	}
	require.Panics(t, func() { n.Value(wasm.Bot) })
}

// TestTails: functions with the same results share a field.
func TestTails(t *testing.T) {
	b := newBuilder()
	b.Module.Types = []wasm.Type{{}, {Func: wasm.FuncType{Results: []wasm.ValType{wasm.I32}}, Canon: 1}}
	for range 4 {
		b.function("")
	}
	b.Module.Funcs[1].Type, b.Module.Funcs[3].Type = 1, 1
	n := spelled(t, b.Module, Options{Tails: []int{0, 1, 1, 2}})
	require.Equal(t, [][]wasm.ValType{{wasm.I32}, nil}, n.Tails)
	require.False(t, n.HasTail(0))
	require.Equal(t, "fn1_tail m.tail0", n.Tail(1)+" "+n.TailField(1))
	require.Equal(t, "m.tail1 m.tail0", n.TailField(2)+" "+n.TailField(3))
}

func newBuilder() *builder { return &builder{&wasm.Module{Types: []wasm.Type{{}}}} }

// builder makes modules of functions without parameters and results.
type builder struct{ *wasm.Module }

func (b *builder) importFunc(module, name string) {
	b.Imports = append(b.Imports, wasm.Import{Module: module, Name: name, Index: uint32(len(b.Funcs))})
	b.Funcs = append(b.Funcs, wasm.Func{})
	b.ImportedFuncs++
}

func (b *builder) function(name string) uint32 {
	i := uint32(len(b.Funcs))
	b.Funcs = append(b.Funcs, wasm.Func{})
	if name != "" {
		b.Names.Funcs = append(b.Names.Funcs, wasm.NameAssoc{Index: i, Name: name})
	}
	return i
}

func (b *builder) export(name string, i uint32) {
	b.Exports = append(b.Exports, wasm.Export{Name: name, Kind: wasm.ExternFunc, Index: i})
}

// TestParams: a parameter of an exported method hides nothing that the method uses.
func TestParams(t *testing.T) {
	b := newBuilder()
	b.Types[0].Func.Params = []wasm.ValType{wasm.I32, wasm.I32, wasm.I32, wasm.I32, wasm.I64}
	b.function("sum")
	var local wasm.NameMap
	for i, name := range []string{"abi", "rt", "sum", "n", "int32"} {
		local = append(local, wasm.NameAssoc{Index: uint32(i), Name: name})
	}
	b.Names.Locals = wasm.IndirectNameMap{{Index: 0, Names: local}}
	var got []string
	for _, p := range spelled(t, b.Module, Options{}).Params(0) {
		got = append(got, p.Name)
	}
	require.Equal(t, []string{"v0", "v1", "v2", "n", "v4"}, got)
}

func TestLocals(t *testing.T) {
	b := newBuilder()
	b.function("sum")
	var local wasm.NameMap
	add := func(names ...string) {
		for _, name := range names {
			local = append(local, wasm.NameAssoc{Index: uint32(len(local)), Name: name})
		}
	}
	add("n", "Acc", "n", "sum", "len", "type", "m", "mem", "mem1", "v3", "t0", "r1", "L2", "rt", "0", "", "x.y", "i", "über", "x_frame", "_a", "_1", "abi")
	b.Names.Locals = wasm.IndirectNameMap{{Index: 0, Names: local}}
	n := spelled(t, b.Module, Options{})
	require.Equal(t, []string{
		"n", "acc", "v2", "v3", "v4", "type_", "v6", "v7", "v8", "v9", "v10", "v11", "l2", "v13", "v14", "v15", "x_y", "i", "über", "v19", "_a", "v21", "v22", "v23",
	}, n.Locals(0, len(local)+1))
}

// spelled are the names of a module, of which none is renamed.
func spelled(t *testing.T, m *wasm.Module, o Options) *Names {
	n, err := New(m, o)
	require.NoError(t, err)
	return n
}
