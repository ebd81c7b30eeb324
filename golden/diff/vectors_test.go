package diff

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strconv"
	"testing"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/golden/diff/random"
	"github.com/wasm2go/wasm2go/golden/diff/translated"
)

// TestVectorEngines compares the interpreter with foreign engines on modules of package random with vectors.
func TestVectorEngines(t *testing.T) {
	first, count := seeds(t, 40)
	calls := 0
	for seed := first; seed < first+count; seed++ {
		m := vectorModule(seed)
		calls += len(agree(t, &m, m.engines(t)))
	}
	t.Logf("%d modules, %d calls and logs", count, calls)
}

// TestVectors compares them translated, too: as assembly, where there is some, and without.
func TestVectors(t *testing.T) {
	first, count := seeds(t, 6)
	var modules []module
	for seed := first; seed < first+count; seed++ {
		modules = append(modules, vectorModule(seed))
	}
	compare(t, modules)
}

// vectorModule makes the module of a seed with vectors. Every eighth has relaxed instructions, of which each engine may make something else:
// these are compared among this project's own.
func vectorModule(seed uint64) module {
	f := random.Features{Vectors: true, Relaxed: seed%8 == 7, Large: seed%6 == 0, Bytes: seed%20 == 0}
	wasm := random.Module(seed, f)
	f.Plain = true
	m := module{
		name: "v" + strconv.FormatUint(seed, 10), wasm: wasm, plain: random.Module(seed, f),
		vectors: true, relaxed: f.Relaxed, large: f.Large, offChips: seed%4 != 1, run: translated.Random,
	}
	if seed%2 == 0 {
		m.translate = func(o *compiler.Options) { variant(seed/2, o) }
	}
	return m
}

// ownVectorLog gives a module of wasm-opt the function log-v128 that it imports: JavaScript cannot pass vectors. It is the last import, so it can be the
// first function of the module's own; it logs the halves, by log-i64, which is function 1.
func ownVectorLog(t *testing.T, file []byte) []byte {
	sections := map[byte][]byte{}
	for rest := file[8:]; len(rest) > 0; {
		size, n := binary.Uvarint(rest[1:])
		sections[rest[0]] = rest[1+n : 1+n+int(size)]
		rest = rest[1+n+int(size):]
	}
	imports, last := vector(sections[wasmtest.Import])
	entries, typ, found := bytes.Cut(last, slices.Concat(wasmtest.Name(random.Host), wasmtest.Name("log-v128"), []byte{0}))
	if !found {
		return file
	}
	if _, n := binary.Uvarint(typ); n != len(typ) {
		t.Fatal("log-v128 is not the last import")
	}
	var body []byte
	for lane := range uint64(2) {
		body = slices.Concat(body, wasmtest.Instr(op.LocalGet, 0), wasmtest.Instr(op.I64x2ExtractLane, lane), wasmtest.Instr(op.Call, 1))
	}
	funcs, types := vector(sections[wasmtest.Func])
	_, bodies := vector(sections[wasmtest.Code])
	file = withSection(file, wasmtest.Import, wasmtest.Section(wasmtest.Import, wasmtest.Num(imports-1), entries))
	file = withSection(file, wasmtest.Func, wasmtest.Section(wasmtest.Func, wasmtest.Num(funcs+1), typ, types))
	return withSection(file, wasmtest.Code, wasmtest.Section(wasmtest.Code, wasmtest.Num(funcs+1), wasmtest.Body(body...), bodies))
}

// vector splits the contents of a section into the number of its entries and these.
func vector(section []byte) (int, []byte) {
	count, n := binary.Uvarint(section)
	return int(count), section[n:]
}
