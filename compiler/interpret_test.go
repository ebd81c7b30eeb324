package compiler_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/front"
)

// interpretNamed leaves the functions of testdata/engines.wat to the interpreter that are meant for it.
func interpretNamed(_ uint32, name string) bool { return strings.HasPrefix(name, "i_") }

// TestInterpret runs testdata/engines_test.go, and a command that is divided into packages.
func TestInterpret(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	m := newGoModule(t)
	m.add(t, "engines", translate(t, testModule(t, "engines"), compiler.Options{Name: "engines", Interp: interpretNamed}))
	m.copy(t, "engines_test.go")
	m.add(t, "callbacks", translate(t, command(t, "callbacks"), compiler.Options{
		Name: "callbacks", ImportPath: "example.com/use/callbacks", PackageSize: 4000,
		Interp: func(i uint32, _ string) bool { return i%2 == 0 },
	}))
	m.write(t, "bin/keep", nil)
	m.run(t, "go", "vet", "./...")
	m.run(t, "go", "test", ".")
	m.run(t, "go", "build", "-o", "bin/", "./callbacks")
	want, err := os.ReadFile("../testdata/programs/callbacks.out")
	require.NoError(t, err)
	require.Equal(t, string(want), m.run(t, "bin/callbacks"))
}

// BenchmarkReferences prints what the benchmark of that name in testdata/engines_test.go finds.
func BenchmarkReferences(b *testing.B) {
	m := newGoModule(b)
	m.add(b, "engines", translate(b, testModule(b, "engines"), compiler.Options{Name: "engines", Interp: interpretNamed}))
	m.copy(b, "engines_test.go")
	b.Log("\n" + m.run(b, "go", "test", "-run", "^$", "-bench", "References", "."))
}

// TestInterpreted: which functions are left to the interpreter, and why.
func TestInterpreted(t *testing.T) {
	file := testModule(t, "engines")
	list := func(o compiler.Options) (names []string) {
		o.Name = "m"
		out, err := compiler.Translate(file, o)
		require.NoError(t, err)
		for _, f := range out.Interpreted {
			names = append(names, f.Name+": "+f.Reason)
		}
		return names
	}
	require.Empty(t, list(compiler.Options{}))
	require.Equal(t, []string{
		"i_square: ", "i_step: ", "i_down: ", "i_host: ", "i_fall: ",
		"even: tail calls lead from it to functions that are interpreted, and back", "i_odd: ", "i_pass: ", "i_toTranslated: ",
	}, list(compiler.Options{Interp: interpretNamed}))
	require.Equal(t, []string{"sum: it has 19 instructions, 18 can be translated"}, list(compiler.Options{MaxInstrs: 18}))
}

// TestReduced: what is embedded is valid, and small.
func TestReduced(t *testing.T) {
	file := testModule(t, "engines")
	out, err := compiler.Translate(file, compiler.Options{Name: "m", Interp: func(_ uint32, name string) bool { return name == "i_square" }})
	require.NoError(t, err)
	require.Len(t, out.Files, 2)
	require.Equal(t, "m_interp.wasm", out.Files[1].Name)
	reduced := out.Files[1].Data
	require.Less(t, len(reduced), len(file)/2)
	whole, _, err := front.Check(file)
	require.NoError(t, err)
	m, _, err := front.Check(reduced)
	require.NoError(t, err)
	require.Len(t, m.Funcs, len(whole.Funcs))
	require.Empty(t, m.Names.Funcs)
	for i, c := range m.Codes {
		if m.ImportedFuncs+i == int(out.Interpreted[0].Index) {
			require.Equal(t, whole.Codes[i].Bytes, c.Bytes)
		} else {
			require.Len(t, c.Bytes, 3)
		}
	}
}
