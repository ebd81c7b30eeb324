package compiler_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/wasm2go/wasm2go/compiler"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// vettedNames make, as exports and imports, the methods that go vet has something to say about: those of well-known interfaces (all that
// its check stdmethods lists), of errors, locks, and of what prints.
var vettedNames = []string{
	"as", "format", "gob_decode", "gob_encode", "is", "marshalJSON", "marshalXML", "read_byte", "read_from", "read_rune", "scan", "seek",
	"unmarshalJSON", "unmarshalXML", "unread_byte", "unread_rune", "unwrap", "write_byte", "write_to",
	"error", "string", "go_string", "timeout", "temporary", "lock", "unlock", "rLock", "try_lock", "close", "flush", "read", "write", "write_string",
	"print", "printf", "println", "errorf", "fatal", "fatalf", "log", "logf", "panicf", "sprintf", "wrapf", "value", "set", "init", "main", "test_x", "benchmark_x",
	"export", "exports", "marshal_text", "unmarshal_text", "len", "less", "swap", "push", "pop", "done", "err", "deadline",
}

// TestVet: go vet is content with all of them, whatever their signatures are.
func TestVet(t *testing.T) {
	if testing.Short() {
		t.Skip("vets packages with the go command; run without -short")
	}
	m := newGoModule(t)
	const i32, i64, f64, externref = 0x7f, 0x7e, 0x7c, 0x6f
	for i, signature := range []struct{ params, results []byte }{
		{nil, nil},
		{nil, []byte{i32}},
		{[]byte{i32}, nil},
		{[]byte{i64, i32}, []byte{i64}},
		{[]byte{i64}, []byte{i64}},
		{[]byte{externref}, []byte{externref}},
		{[]byte{externref, i32}, []byte{i32, i32}},
		{[]byte{f64}, []byte{i32, i64}},
	} {
		name := fmt.Sprint("vetted", i)
		file := vetted(slices.Concat([]byte{0x60}, Sized(signature.params), Sized(signature.results)))
		m.add(t, name, translate(t, file, compiler.Options{Name: name}))
	}
	m.add(t, "values", translate(t, vettedGlobals(), compiler.Options{Name: "values"}))
	m.run(t, "go", "vet", "./...")
}

// vetted is a module that imports and exports functions of a type under all names.
func vetted(funcType []byte) []byte {
	var imports, exports [][]byte
	for i, name := range vettedNames {
		imports = append(imports, slices.Concat(Name("env"), Name(name), []byte{0, 0}))
		exports = append(exports, slices.Concat(Name(name), []byte{0}, Num(len(vettedNames)+i)))
	}
	n := len(vettedNames)
	return Module(Vec(Type, funcType), Vec(Import, imports...), Vec(Func, slices.Repeat([][]byte{{0}}, n)...), Vec(Export, exports...),
		Vec(Code, slices.Repeat([][]byte{Body(0x00)}, n)...))
}

// vettedGlobals is the same for globals.
func vettedGlobals() []byte {
	var imports, exports [][]byte
	for i, name := range vettedNames {
		imports = append(imports, slices.Concat(Name("env"), Name(name), []byte{3, 0x7f, byte(i % 2)}))
		exports = append(exports, slices.Concat(Name(name), []byte{3}, Num(i)))
	}
	return Module(Vec(Import, imports...), Vec(Export, exports...))
}
