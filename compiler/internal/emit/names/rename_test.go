package names

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// renaming makes a module with names that are near each other, and some that are the same.
func renaming() *wasm.Module {
	b := newBuilder()
	b.importFunc("env", "log")
	b.importFunc("env", "log_line")
	b.importFunc("env", "log")
	b.importFunc("host", "log")
	i := b.function("f")
	for _, name := range []string{"add_two", "sub", "env", "host.log", "a=b"} {
		b.export(name, i)
	}
	return b.Module
}

func TestRename(t *testing.T) {
	n := spelled(t, renaming(), Options{Rename: map[string]string{
		"add_two": "Sum", "export:env": "Environment", "module:env": "Logger", "env.log": "Print", "import:host.log": "Log", "a=b": "Sub", "sub": "AddTwo",
	}})
	require.Equal(t, []string{"Sum", "AddTwo", "Environment", "HostLog", "Sub"}, n.Exports, "two can change places")
	require.Equal(t, "Logger", n.Modules[0].Type)
	require.Equal(t, "Logger", n.Modules[0].Import)
	require.Equal(t, "Host", n.Modules[1].Type)
	require.Equal(t, []string{"Print", "LogLine"}, []string{n.Modules[0].Fields[0].Method, n.Modules[0].Fields[1].Method})
	require.Equal(t, []string{"env_log", "env_log_line"}, []string{n.Func(0), n.Func(1)}, "only the API is renamed")
}

// TestRenameRefused: what cannot be meant is an error that helps.
func TestRenameRefused(t *testing.T) {
	for _, test := range []struct {
		old, name, want string
	}{
		{"ad_two", "Sum", `there is no export or import "ad_two", but "add_two"`},
		{"log", "Print", `there is no export or import "log", but "env.log", "host.log"`},
		{"ENV.LOG", "Print", `there is no export or import "ENV.LOG", but "env.log"`},
		{"nothing like it", "X", `there is no export or import "nothing like it"`},
		{"", "X", `there is no export or import ""`},
		{"env", "X", `"env" may be "export:env" or "module:env"`},
		{"host.log", "X", `"host.log" may be "export:host.log" or "import:host.log"`},
		{"sub", "minus", `"sub" is to be called "minus", which is no exported identifier of Go`},
		{"sub", "A-B", `"sub" is to be called "A-B", which is no exported identifier of Go`},
		{"sub", "", `"sub" is to be called "", which is no exported identifier of Go`},
		{"sub", "AddTwo", `"export:add_two" and "export:sub" would both be called AddTwo`},
		{"add_two", "Sub", `"export:add_two" and "export:sub" would both be called Sub`},
		{"sub", "Close", `"export:sub" cannot be called Close: that means something else`},
		{"sub", "MarshalJSON", `"export:sub" cannot be called MarshalJSON: that means something else`},
		{"module:env", "Instance", `"module:env" cannot be called Instance: that means something else`},
		{"module:env", "Host", `"module:env" and "module:host" would both be called Host`},
		{"env.log", "LogLine", `"import:env.log" and "import:env.log_line" would both be called LogLine`},
	} {
		_, err := New(renaming(), Options{Rename: map[string]string{test.old: test.name}})
		require.EqualError(t, err, test.want)
	}
	_, err := New(renaming(), Options{Rename: map[string]string{"sub": "A", "export:sub": "B"}})
	require.EqualError(t, err, `"export:sub" is to be called B and A`)
	_, err = New(renaming(), Options{Command: true, Rename: map[string]string{"env.log": "Print"}})
	require.EqualError(t, err, `"env.log" cannot be renamed: what a command imports is called as package wasitarget has it`)
}

// TestInternal: package-level names are unexported, and none hides another or what Go declares.
func TestInternal(t *testing.T) {
	b := newBuilder()
	for _, module := range []string{"string", "env", "func", "rt", "instance", "Imports"} {
		b.importFunc(module, "f")
	}
	b.function("env")
	b.function("new_instance")
	b.function("newInstance")
	n := spelled(t, b.Module, Options{Internal: true})
	require.Equal(t, []string{"instance", "imports", "newInstance", "linkInstance"}, []string{n.Instance, n.Imports, n.New, n.Link})
	var types, fields []string
	for _, m := range n.Modules {
		types, fields = append(types, m.Type), append(fields, m.Import)
	}
	require.Equal(t, []string{"string_", "env", "func_", "rt_", "instance2", "imports2"}, types)
	require.Equal(t, []string{"String", "Env", "Func", "Rt", "Instance2", "Imports2"}, fields)
	unique(t, append(append(types, n.funcs...), n.Instance, n.Imports, n.New, n.Link))
	n = spelled(t, b.Module, Options{Internal: true, Prefix: "P"})
	require.Equal(t, []string{"pInstance", "pImports", "pNew", "pLink", "pEnv"}, []string{n.Instance, n.Imports, n.New, n.Link, n.Modules[1].Type})
}
