package emit

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
		require.Equal(t, want, exported(name), "%q", name)
	}
}

func TestFuncNames(t *testing.T) {
	b := newBuilder("names")
	b.importFunc("env", "log", nil, nil)
	b.importFunc("env", "log", nil, nil)
	b.importFunc("env_log", "", nil, nil)
	for _, name := range []string{"fib", "Fib", "fib", "fib_5", "func", "mem0", "core", "ref", "fn12", "", "", "env", "$", "env_log", "sort", "segments0", "indirect3", "fib_part1", "backend"} {
		b.function(name, nil, nil, "")
	}
	b.export("run", wasm.ExternFunc, 12)
	n := newNames(b.Module, Options{})
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

func TestExportNames(t *testing.T) {
	b := newBuilder("names")
	i := b.function("", nil, nil, "")
	names := []string{"add", "Add", "add2", "add-", "close", "export", "exports", "$", "$$", "v1", "V1"}
	for _, name := range names {
		b.export(name, wasm.ExternFunc, i)
	}
	n := newNames(b.Module, Options{Prefix: "P"})
	require.Equal(t, []string{"Add", "Add3", "Add2", "Add4", "Close2", "Export2", "Exports2", "X24", "X2424", "V1", "V1_2"}, n.exports)
	require.Equal(t, "PInstance", n.Type)
	require.Equal(t, "pMemory0", n.private("memory0"))
}

func TestImportNames(t *testing.T) {
	b := newBuilder("names")
	b.importFunc("env", "a_b", nil, nil)
	b.importFunc("env", "aB", nil, nil)
	b.importFunc("Env", "x", nil, nil)
	b.importFunc("env", "a_b", nil, nil)
	b.importFunc("imports", "new", nil, nil)
	b.importFunc("type", "t", nil, nil)
	n := newNames(b.Module, Options{})
	var got []string
	for _, mod := range n.modules {
		for _, field := range mod.fields {
			got = append(got, fmt.Sprintf("%s %s %s.%s", mod.Type, mod.Field, mod.field, field.Method))
		}
	}
	require.Equal(t, []string{
		"Env Env env.AB", "Env Env env.AB2", "Env2 Env2 env2.X", "Imports2 Imports2 imports2.New", "Type Type type_.T",
	}, got)
}

// TestOddNames takes the names that the specification's test suite likes.
func TestOddNames(t *testing.T) {
	b := newBuilder("odd")
	for r := range rune(0x500) {
		if r >= 0x400 {
			r += 0x1d400 - 0x400 // mathematical letters: capitals without small ones
		}
		b.export(string(r)+string(r), wasm.ExternFunc, b.function(string(r), nil, nil, ""))
	}
	n := newNames(b.Module, Options{})
	unique(t, n.funcs)
	unique(t, n.exports)
	for i := range n.funcs {
		require.True(t, token.IsIdentifier(n.funcs[i]) && !token.IsExported(n.funcs[i]), n.funcs[i])
		require.True(t, token.IsIdentifier(n.exports[i]) && token.IsExported(n.exports[i]), n.exports[i])
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

func TestFileBase(t *testing.T) {
	for name, want := range map[string]string{
		"fib": "fib", "foo_wasm": "foo_wasm_", "x_test": "x_test_", "a b": "a_b", "_x": "wasm_x", "lib.so": "lib.so", "": "wasm",
	} {
		f := &frame{Program: &Program{Options: Options{Name: name}}}
		require.Equal(t, want, f.base())
	}
}

func TestMentions(t *testing.T) {
	for text, want := range map[string]bool{
		"x = math.Floor(y)":           true,
		"// math.floor":               false,
		"\tx.math.Floor()":            false,
		"mymath.F()":                  false,
		`s = "math.x"`:                false,
		"// math.floor\nmath.Floor()": true,
		"a(\"x\", math.F())":          true,
		"":                            false,
	} {
		require.Equal(t, want, mentions([]byte(text), "math"), text)
	}
}
