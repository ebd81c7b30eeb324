package compiler_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
)

// TestAssembly runs the tests in testdata/assembly: what is in assembly does as Go and the interpreter do, says where it traps, and lets goroutines be
// stopped. assembly.wasm is made of the .wat file by wat2wasm of WABT (--enable-all --debug-names).
func TestAssembly(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	m := newGoModule(t)
	file := testModule(t, "assembly/assembly")
	m.write(t, "assembly.wasm", file)
	for name, o := range map[string]compiler.Options{
		"guard":   {Prefix: "my", Tags: "amd64 || !amd64"},
		"slice":   {Mem: "slice", InlineMost: -1},
		"divided": {Mem: "slice", SplitAt: 60},
		"parts":   {PackageSize: 1, ImportPath: "example.com/use/parts"},
	} {
		o.Name = name
		files := translate(t, file, o)
		assembly := 0
		for _, f := range files {
			assembly += strings.Count(string(f.Data), "\nTEXT ·")
		}
		require.Equal(t, map[string]int{"guard": 26, "slice": 26, "divided": 26, "parts": 26}[name], assembly, name)
		m.add(t, name, files)
	}
	m.copy(t, "making_test.go")
	m.copy(t, "assembly/assembly_test.go")
	m.copy(t, "assembly/has_test.go")
	m.copy(t, "assembly/hasnot_test.go")
	m.run(t, "go", "vet", "./...")
	m.run(t, "go", "test", ".")
	m.run(t, "go", "test", "-tags", "purego", ".") // there is a stand-in
}

// TestNoAssembly: some packages have none.
func TestNoAssembly(t *testing.T) {
	file := testModule(t, "assembly/assembly")
	for name, o := range map[string]compiler.Options{
		"one file": {Single: true}, "fuel": {Fuel: true}, "a context": {Interruptible: true}, "lines of a source": {Dwarf: true},
		"chips": {Mem: "sram"}, "the user's memory": {Mem: "example.com/mem.Mine"},
	} {
		o.Name = "none"
		for _, f := range translate(t, file, o) {
			require.Equal(t, "none.go", f.Name, name)
			require.False(t, strings.Contains(string(f.Data), "if assembled"), name)
		}
	}
}
