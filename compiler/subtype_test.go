package compiler_test

import (
	"slices"
	"testing"

	"github.com/wasm2go/wasm2go/compiler"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// Types of functions (i32) i32, as the modules below have them.
const (
	typeOpen    = iota // sub
	typeUnder          // sub $open
	typeFinal          // sub final $open
	typePlain          // neither open nor under anything
	typeGrouped        // as typeOpen, but in a group with another type
	_
	typeBinary // (i32 i32) i32
)

func subtypes() []byte {
	function := []byte{0x60, 1, 0x7f, 1, 0x7f}
	return Vec(Type,
		slices.Concat([]byte{0x50, 0}, function),
		slices.Concat([]byte{0x50, 1, typeOpen}, function),
		slices.Concat([]byte{0x4f, 1, typeOpen}, function),
		function,
		slices.Concat([]byte{0x4e, 2, 0x50, 0}, function, function),
		[]byte{0x60, 2, 0x7f, 0x7f, 1, 0x7f})
}

// exporter is a module with a function of each type, and a table of all of them. Function i adds i to its argument.
func exporter() []byte {
	list := []byte{typeOpen, typeUnder, typeFinal, typePlain, typeGrouped}
	var exports, bodies [][]byte
	for i, name := range []string{"open", "under", "final", "plain", "grouped"} {
		exports = append(exports, slices.Concat(Name(name), []byte{0, byte(i)}))
		bodies = append(bodies, Body(0x20, 0, 0x41, byte(i), 0x6a)) // local.get 0, i32.const i, i32.add
	}
	exports = append(exports, slices.Concat(Name("table"), []byte{1, 0}))
	return Module(subtypes(),
		Section(Func, Num(len(list)), list),
		Vec(Table, []byte{0x70, 0, byte(len(list))}),
		Vec(Export, exports...),
		Vec(Elem, slices.Concat([]byte{0, 0x41, 0, 0x0b}, Num(len(list)), []byte{0, 1, 2, 3, 4})),
		Vec(Code, bodies...))
}

// importer is a module that calls functions of type open.
func importer() []byte {
	const host, call, indirect, down, other = 0, 1, 2, 3, 4
	export := func(name string, fn byte) []byte { return append(Name(name), 0, fn) }
	return Module(subtypes(),
		Vec(Import,
			slices.Concat(Name("env"), Name("f"), []byte{0, typeOpen}),
			slices.Concat(Name("env"), Name("table"), []byte{1, 0x70, 0, 0})),
		Vec(Func, []byte{typePlain}, []byte{typeBinary}, []byte{typeUnder}, []byte{typePlain}),
		Vec(Table, []byte{0x70, 0, 2}),
		Vec(Export, export("call", call), export("indirect", indirect), export("down", down), export("other", other)),
		Vec(Elem, []byte{2, 1, 0x41, 0, 0x0b, 0, 2, down, other}),
		Vec(Code,
			Body(0x20, 0, 0x10, host),                 // f(v0)
			Body(0x20, 0, 0x20, 1, 0x11, typeOpen, 0), // env.table[v1](v0), as of type open
			// down counts down to 0 by tail calls of itself, as of type open; for -1 it calls other, which is not of that type.
			Body(0x20, 0, 0x45, 0x04, 0x7f, 0x41, 7, 0x05,
				0x20, 0, 0x41, 1, 0x6b, 0x20, 0, 0x41, 0x7f, 0x46, 0x13, typeOpen, 1, 0x0b),
			// other does so, too, as of its own type.
			Body(0x20, 0, 0x45, 0x04, 0x7f, 0x41, 8, 0x05,
				0x20, 0, 0x41, 1, 0x6b, 0x41, 1, 0x13, typePlain, 1, 0x0b)))
}

// TestSubtypesEngines links modules of both engines that know functions by supertypes: see testdata/subtypes_test.go.
func TestSubtypesEngines(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	m := newGoModule(t)
	for name, file := range map[string][]byte{"exporter": exporter(), "importer": importer()} {
		m.add(t, name, translate(t, file, compiler.Options{Name: name}))
		m.write(t, name+".wasm", file)
	}
	m.copy(t, "subtypes_test.go")
	m.run(t, "go", "vet", "./...")
	m.run(t, "go", "test", ".")
}
