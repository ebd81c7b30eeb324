package compiler_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
)

// TestVectors runs the tests in testdata/vectors: vectors wherever values can be, in modules that are translated, divided, interpreted, or both by
// halves. lib.wasm and use.wasm are made of the .wat files by wasm-as of Binaryen 132 (--all-features --disable-compact-imports -g), blocks.wasm by wat2wasm of WABT.
func TestVectors(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	m := newGoModule(t)
	half := func(i uint32, _ string) bool { return i%2 == 1 }
	for name, p := range map[string]struct {
		file    string
		options compiler.Options
	}{
		"lib":         {"lib", compiler.Options{}},
		"splitlib":    {"lib", compiler.Options{SplitAt: 3, InlineMost: -1, Mem: "slice"}},
		"partlib":     {"lib", compiler.Options{PackageSize: 1, ImportPath: "example.com/use/partlib"}},
		"mixedlib":    {"lib", compiler.Options{Interp: half}},
		"use":         {"use", compiler.Options{}},
		"mixeduse":    {"use", compiler.Options{Interp: half}},
		"blocks":      {"blocks", compiler.Options{CanonicalNaN: true, Single: true}},
		"mixedblocks": {"blocks", compiler.Options{Interp: half}},
	} {
		file, err := os.ReadFile("testdata/vectors/" + p.file + ".wasm")
		require.NoError(t, err)
		m.write(t, p.file+".wasm", file)
		p.options.Name = name
		m.add(t, name, translate(t, file, p.options))
	}
	m.copy(t, "making_test.go")
	m.copy(t, "vectors/vectors_test.go")
	m.run(t, "go", "vet", "./...")
	m.run(t, "go", "test", ".")
}
