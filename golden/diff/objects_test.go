package diff

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/golden/diff/translated"
	"github.com/wasm2go/wasm2go/golden/diff/trial"
	"github.com/wasm2go/wasm2go/golden/diff/typed"
)

// TestTyped compares programs of package typed: exceptions, typed function references and objects.
func TestTyped(t *testing.T) {
	first, count := seeds(t, 10)
	var modules []module
	for seed := first; seed < first+count; seed++ {
		modules = append(modules, typedProgram(seed))
	}
	compare(t, modules)
}

// TestKeptObjects compares the modules of testdata/objects. The .wasm files are made of the .wat files by wasm-as -all.
func TestKeptObjects(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "objects", "*.wasm"))
	if err != nil || len(files) == 0 {
		t.Fatal("no modules: ", err)
	}
	var modules []module
	for _, file := range files {
		wasm, err := os.ReadFile(file)
		must(t, err)
		name := "x" + strings.TrimSuffix(filepath.Base(file), ".wasm")
		modules = append(modules, module{name: name, wasm: wasm, plain: wasm, refs: true, run: translated.Objects})
	}
	compare(t, modules)
}

// TestTypedEngines compares programs of package typed on the interpreter and V8.
func TestTypedEngines(t *testing.T) {
	first, count := seeds(t, 15)
	lines := 0
	for seed := first; seed < first+count; seed++ {
		m := typedProgram(seed)
		lines += len(agree(t, &m, m.engines(t)))
	}
	t.Logf("%d programs, %d calls and logs", count, lines)
}

// typedProgram makes the program of a seed of package typed.
func typedProgram(seed uint64) module {
	var next *module
	for i, file := range slices.Backward(typed.Program(seed)) {
		next = &module{
			name: fmt.Sprintf("x%d%c", seed, 'a'+i), wasm: file, plain: file, next: next, refs: true, run: translated.Objects,
			translate: func(o *compiler.Options) { variant(seed, o) },
		}
	}
	return *next
}

// TestRandomObjects compares modules that wasm-opt makes of random bytes with all that it knows of objects and exceptions, in every third of
// the older kind.
func TestRandomObjects(t *testing.T) {
	first, count := seeds(t, 8)
	compare(t, randomObjects(t, first, count))
}

// TestRandomObjectEngines does so on the interpreter and V8.
func TestRandomObjectEngines(t *testing.T) {
	first, count := seeds(t, 8)
	lines := 0
	for _, m := range randomObjects(t, first, count) {
		lines += len(agree(t, &m, m.engines(t)))
	}
	t.Logf("%d modules, %d calls and logs", count, lines)
}

// objectFeatures are what wasm-opt may not use: it is not translated, no V8 has it, or JavaScript cannot pass it (vectors).
var objectFeatures = []string{
	"-all", "--disable-simd", "--disable-threads", "--disable-relaxed-simd", "--disable-strings", "--disable-stack-switching",
	"--disable-custom-descriptors", "--disable-shared-everything", "--disable-fp16", "--disable-multibyte", "--disable-acquire-release-atomics",
	"--disable-compact-imports", "--disable-relaxed-atomics", "--disable-custom-page-sizes", "--disable-wide-arithmetic", "--denan",
}

// objectWasmOpt is the first version of wasm-opt that knows all of objectFeatures.
const objectWasmOpt = 132

// randomObjects makes the modules of some seeds. What they have, they export.
func randomObjects(t *testing.T, first, count uint64) (modules []module) {
	version, err := exec.Command("wasm-opt", "--version").Output()
	var n int
	if _, scan := fmt.Sscanf(string(version), "wasm-opt version %d", &n); err != nil || scan != nil || n < objectWasmOpt {
		t.Skipf("no wasm-opt of version %d or later: npm install binaryen, and put its bin folder into PATH", objectWasmOpt)
	}
	for seed := first; seed < first+count; seed++ {
		wasm := exportAll(t, randomOf(t, seed, slices.Concat(objectFeatures, exceptionsOf(seed))))
		modules = append(modules, module{
			name: "xw" + strconv.FormatUint(seed, 10), wasm: wasm, plain: wasm, refs: true, run: translated.Objects,
			translate: func(o *compiler.Options) { variant(seed, o) },
		})
	}
	return modules
}

// exceptionsOf says which exceptions wasm-opt makes: by default both kinds, which V8 does not take in one module.
func exceptionsOf(seed uint64) []string {
	if seed%3 == 0 {
		return nil
	}
	return []string{"--emit-exnref"}
}

// exportAll exports all tags, memories and mutable globals of a module, so that they are seen.
func exportAll(t *testing.T, file []byte) []byte {
	m, err := decode.Decode(file)
	must(t, err)
	var entries [][]byte
	taken := map[string]bool{}
	export := func(name string, kind wasm.ExternKind, index int) {
		if !taken[name] {
			taken[name] = true
			entries = append(entries, slices.Concat(wasmtest.Name(name), []byte{byte(kind)}, wasmtest.Num(index)))
		}
	}
	for _, e := range m.Exports {
		if e.Kind != wasm.ExternMemory {
			export(e.Name, e.Kind, int(e.Index))
		}
	}
	for i := range m.Memories {
		export(trial.MemoryName(i), wasm.ExternMemory, i)
	}
	for i := range m.Globals {
		if m.Globals[i].Mutable {
			export(fmt.Sprint("all.g", i), wasm.ExternGlobal, i)
		}
	}
	for i := range m.Tags {
		export(fmt.Sprint("all.tag", i), wasm.ExternTag, i)
	}
	return withSection(file, wasmtest.Export, wasmtest.Vec(wasmtest.Export, entries...))
}

// withSection puts a section into a module, in the place of the one that it has.
func withSection(file []byte, id byte, section []byte) []byte {
	order := []byte{wasmtest.Type, wasmtest.Import, wasmtest.Func, wasmtest.Table, wasmtest.Memory, wasmtest.Tag, wasmtest.Global, wasmtest.Export,
		wasmtest.Start, wasmtest.Elem, wasmtest.DataCount, wasmtest.Code, wasmtest.Data}
	out, rest := bytes.Clone(file[:8]), file[8:]
	put := false
	for len(rest) > 0 {
		size, n := binary.Uvarint(rest[1:])
		one := rest[:1+n+int(size)]
		if !put && one[0] != wasmtest.Custom && !slices.Contains(order[:slices.Index(order, id)], one[0]) {
			out, put = append(out, section...), true
		}
		if one[0] != id {
			out = append(out, one...)
		}
		rest = rest[len(one):]
	}
	if !put {
		out = append(out, section...)
	}
	return out
}
