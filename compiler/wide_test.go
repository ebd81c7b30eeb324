package compiler_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// mostValues is how many parameters, and how many results, a function may have: a limit for implementations (spec A.1).
const mostValues = 1000

// wideModule has functions that return their n arguments, in all ways to call: the module's own function, the imported one, and both by the table.
func wideModule(n int) []byte {
	types := make([]byte, n)
	for i := range types {
		types[i] = "\x7f\x7e\x7d\x7c\x6f\x70"[i%6] // i32 i64 f32 f64 externref funcref
	}
	list := append(Num(n), types...)
	var push []byte
	for i := range n {
		push = append(append(push, 0x20), Num(i)...) // local.get
	}
	const peer, wide = 0, 1
	byTable := func(o byte, index byte) []byte { return slices.Concat(push, []byte{0x41, index, o, 0, 0}) }
	code := func(name string, body []byte) (export, entry []byte) {
		return Name(name), Sized([]byte{0}, body, []byte{0x0b})
	}
	var exports, funcs, bodies [][]byte
	add := func(name string, body []byte) {
		export, entry := code(name, body)
		exports = append(exports, slices.Concat(export, []byte{0}, Num(1+len(funcs))))
		funcs, bodies = append(funcs, []byte{0}), append(bodies, entry)
	}
	add("wide", push)
	add("imported", slices.Concat(push, []byte{0x10, peer}))
	add("table own", byTable(0x11, 1))
	add("table imported", byTable(0x11, 0))
	add("tail imported", slices.Concat(push, []byte{0x12, peer}))
	add("tail table", byTable(0x13, 0))
	return Module(
		Vec(Type, slices.Concat([]byte{0x60}, list, list)),
		Vec(Import, slices.Concat(Name("env"), Name("peer"), []byte{0, 0})),
		Vec(Func, funcs...),
		Vec(Table, []byte{0x70, 0, 2}),
		Vec(Export, exports...),
		Vec(Elem, []byte{0, 0x41, 0, 0x0b, 2, peer, wide}),
		Vec(Code, bodies...),
	)
}

// wideHost is a Go type with the function, and the type of it, written out.
func wideHost(n int) []byte {
	var params, results, values strings.Builder
	for i := range n {
		typ := []string{"int32", "int64", "float32", "float64", "any", "*rt.Func"}[i%6]
		fmt.Fprintf(&params, "v%d %s, ", i, typ)
		fmt.Fprintf(&results, "%s, ", typ)
		fmt.Fprintf(&values, "v%d, ", i)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "package use\n\nimport \"github.com/wasm2go/wasm2go/rt\"\n\n")
	fmt.Fprintf(&b, "type host struct{}\n\nfunc (host) Peer(%s) (%serror) { return %snil }\n\n", params.String(), results.String(), values.String())
	fmt.Fprintf(&b, "type wideFunc = func(%s) (%serror)\n", params.String(), results.String())
	return b.Bytes()
}

// TestWide runs testdata/wide_test.go on functions of as many parameters and results as there may be.
func TestWide(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	m := newGoModule(t)
	file := wideModule(mostValues)
	m.add(t, "wide", translate(t, file, compiler.Options{Name: "wide"}))
	m.add(t, "mixed", translate(t, file, compiler.Options{Name: "mixed", Interp: func(i uint32, _ string) bool { return i > 1 }}))
	m.write(t, "wide.wasm", file)
	m.write(t, "host.go", wideHost(mostValues))
	m.copy(t, "wide_test.go")
	m.run(t, "go", "vet", "./wide", "./mixed")
	m.run(t, "go", "test", ".")
}

// TestTooWide: more are refused, with the place.
func TestTooWide(t *testing.T) {
	_, err := compiler.Translate(wideModule(mostValues+1), compiler.Options{Name: "wide"})
	require.ErrorContains(t, err, "1001 parameters, the limit is 1000")
}
