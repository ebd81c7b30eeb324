package diff

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/diff/translated"
	"github.com/wasm2go/wasm2go/golden/long"
)

// meteredInterpreters count fuel, with a run loop for each kind of memory.
var meteredInterpreters = []engine{
	{"metered interpreter, guard", metered(interp.Guard), nil, false},
	{"metered interpreter, any memory", metered(interp.Backend{New: newOther}), nil, false},
	{"metered interpreter, slice", metered(interp.Slice), nil, false},
}

func metered(mem interp.Backend) func(m *module) ([]string, error) {
	return func(m *module) ([]string, error) { return interpret(m, interp.Options{Mem: mem, Meter: true}) }
}

// withFuel is m translated to count fuel, and to end where there is none.
func withFuel(m module) module {
	m.name = "f" + m.name
	m.fuel, m.run = true, translated.Fueled
	own := m.translate
	m.translate = func(o *compiler.Options) {
		if own != nil {
			own(o)
		}
		o.Fuel = true
		o.Interruptible = strings.HasSuffix(m.name, "3")
	}
	if m.next != nil {
		next := withFuel(*m.next)
		m.next = &next
	}
	return m
}

// TestFuel compares what is left of the fuel after each call, and what calls do that run out of it: all engines and memories agree to the unit, on
// functions that are divided, left to the interpreter, in packages of their own, and on recursion that is unrolled.
func TestFuel(t *testing.T) {
	first, count := seeds(t, 24)
	var modules []module
	for seed := first; seed < first+count; seed++ {
		modules = append(modules, withFuel(generated(seed)))
		if seed%4 == 0 {
			modules = append(modules, withFuel(generatedPair(seed)))
		}
	}
	compare(t, modules)
}

// TestFuelKernels does so for the kernels, whose loops are those of a C compiler.
func TestFuelKernels(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "kernels", "*.wasm"))
	if err != nil || len(files) == 0 {
		t.Fatal("no kernels: ", err)
	}
	var modules []module
	for i, file := range files {
		wasm, err := os.ReadFile(file)
		must(t, err)
		name := "k" + strconv.Itoa(i) + strings.TrimSuffix(filepath.Base(file), ".wasm")
		modules = append(modules, withFuel(module{name: name, wasm: wasm, plain: wasm, offChips: true}))
	}
	compare(t, modules)
}

// TestFuelSuite does so for modules of the official test suite: control flow, calls, tail calls and bulk instructions.
func TestFuelSuite(t *testing.T) {
	dir := os.Getenv("WASM_SPEC_DIR")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "spec")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no test suite: set WASM_SPEC_DIR")
	}
	long.Need(t, "the build of some hundred packages")
	var modules []module
	for _, pattern := range []string{
		"core/block.*", "core/br*.*", "core/call.*", "core/call_indirect.*", "core/fac.*", "core/if.*", "core/labels.*", "core/left-to-right.*", "core/loop.*",
		"core/return*.*", "core/unwind.*", "core/bulk-memory/*", "core/memory64/memory_*", "core/multi-memory/memory_*",
	} {
		files, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern+".wasm")))
		must(t, err)
		for _, file := range files {
			wasm, err := os.ReadFile(file)
			must(t, err)
			if _, err := compiler.Translate(wasm, compiler.Options{Name: "m"}); err != nil {
				continue // invalid, or not translated
			}
			m := withFuel(module{name: strconv.Itoa(len(modules)), wasm: wasm, plain: wasm, offChips: true})
			m.name, m.run = "s"+m.name, translated.Scanty
			modules = append(modules, m)
		}
	}
	if len(modules) < 100 {
		t.Fatalf("%d modules", len(modules))
	}
	compare(t, modules)
}
