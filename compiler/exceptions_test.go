package compiler_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
)

// TestExceptions runs the tests in testdata/exceptions: two instances, each translated, interpreted, or both by halves, and the host; which of two
// traps is the first. The
// .wasm files are made of the .wat files by wasm-as of Binaryen 132 (--all-features -g).
func TestExceptions(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	m := newGoModule(t)
	half := func(i uint32, _ string) bool { return i%2 == 1 }
	for _, p := range []struct {
		name, file string
		interp     func(uint32, string) bool
	}{
		{"lib", "lib", nil}, {"plain", "plain", nil}, {"use", "use", nil}, {"order", "order", nil}, {"mixedlib", "lib", half}, {"mixeduse", "use", half},
	} {
		file, err := os.ReadFile("testdata/exceptions/" + p.file + ".wasm")
		require.NoError(t, err)
		m.write(t, p.file+".wasm", file)
		m.add(t, p.name, translate(t, file, compiler.Options{Name: p.name, Interp: p.interp}))
	}
	for _, name := range []string{"making_test.go", "exceptions/exceptions_test.go", "exceptions/order_test.go"} {
		m.copy(t, name)
	}
	m.run(t, "go", "vet", "./...")
	m.run(t, "go", "test", ".")
}
