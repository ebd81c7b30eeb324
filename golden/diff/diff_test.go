// Package diff compares translated modules and the interpreter, each with its memory behind guard pages, in a slice and on emulated chips,
// with wazero, and with V8 (node 24 or later) for what wazero lacks. What both lack, wide arithmetic and pages of a byte, is written in
// plain instructions for them (random.Features). It is a module of its own, so that wasm2go does not depend on wazero.
//
// Random modules come from the packages random and typed (exceptions, typed function references and objects) and from wasm-opt -ttf.
// DIFF_SEEDS=FIRST:COUNT chooses others than the first few:
//
//	DIFF_SEEDS=1000:5000 go test -run TestEngines .      the interpreter: some 20 modules a second
//	DIFF_SEEDS=1000:30 go test -run TestGenerated .      translated, too: a Go build for all of them
//	DIFF_SEEDS=1000:1000 go test -timeout 0 -run TestVectorEngines .   vectors: the interpreter
//	DIFF_SEEDS=1000:20 go test -timeout 0 -run TestVectors$ .          translated, too
//	DIFF_SEEDS=1000:30 go test -run TestRandom$ .        those of wasm-opt
//	DIFF_SEEDS=1000:2000 go test -timeout 0 -run TestTypedEngines .    exceptions and objects: the interpreter and V8
//	DIFF_SEEDS=1000:30 go test -timeout 0 -run TestTyped$ .            translated, too
//	DIFF_SEEDS=1000:30 go test -timeout 0 -run TestRandomObject .      those of wasm-opt, both ways
//
// These differences are none:
//   - the bits of a NaN, which the specification leaves open: a transcript has one NaN, and package random makes the bits certain
//     where something else would show them;
//   - what V8's messages do not tell apart: an overflow and an invalid conversion, and what is wrong with a table's element;
//   - what wazero's compiler does differently from its interpreter: it loses traps of loads, and gets a value wrong in one of some
//     thousands of modules, where V8 agrees with the others.
package diff

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/diff/translated"
	"github.com/wasm2go/wasm2go/mem/sram/open"
)

// backends are those to translate for, with what to run the program on: there is a choice of chips.
var backends = []struct {
	name string
	runs []string
}{
	{"guard", []string{""}},
	{"slice", []string{""}},
	{"sram", []string{manyLines, twoLines}},
}

// TestKernels compares the kernels of testdata, not on chips: some need 16 MiB, and all would take long.
func TestKernels(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "kernels", "*.wasm"))
	if err != nil || len(files) == 0 {
		t.Fatal("no kernels: ", err)
	}
	var modules []module
	for _, file := range files {
		wasm, err := os.ReadFile(file)
		must(t, err)
		name := "k" + strings.TrimSuffix(filepath.Base(file), ".wasm")
		modules = append(modules, module{name: name, wasm: wasm, plain: wasm, offChips: true, run: translated.Kernel})
	}
	compare(t, modules)
}

// TestKept compares the modules of testdata: each once was a difference. The .wasm files are made of the .wat files by wat2wasm.
func TestKept(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.wasm"))
	if err != nil || len(files) == 0 {
		t.Fatal("no modules: ", err)
	}
	var modules []module
	for _, file := range files {
		wasm, err := os.ReadFile(file)
		must(t, err)
		name := "t" + strings.TrimSuffix(filepath.Base(file), ".wasm")
		modules = append(modules, module{name: name, wasm: wasm, plain: wasm, run: translated.Random})
	}
	compare(t, modules)
}

// TestRandom compares modules that wasm-opt makes of random bytes. DIFF_SEEDS=FIRST:COUNT asks for others than seeds 1 to 24.
func TestRandom(t *testing.T) {
	if _, err := exec.LookPath("wasm-opt"); err != nil {
		t.Skip("no wasm-opt to make random modules: install binaryen")
	}
	first, count := seeds(t, 24)
	var modules []module
	for seed := first; seed < first+count; seed++ {
		m := module{name: "r" + strconv.FormatUint(seed, 10), run: translated.Random}
		if m.wasm = randomModule(t, seed); seed%2 == 1 {
			m.wasm, m.vectors = ownVectorLog(t, randomModule(t, seed, "--enable-simd")), true
		}
		if seed%4 == 0 && theV8(t) != nil { // wazero lets memory.init read active segments
			m.wasm, m.large = randomModule(t, seed, "--enable-bulk-memory"), true
		}
		m.plain = m.wasm
		modules = append(modules, m)
	}
	compare(t, modules)
}

// TestGenerated compares modules of package random.
func TestGenerated(t *testing.T) {
	first, count := seeds(t, 24)
	var modules []module
	for seed := first; seed < first+count; seed++ {
		modules = append(modules, generated(seed))
		if seed%4 == 0 {
			modules = append(modules, generatedPair(seed))
		}
	}
	compare(t, modules)
}

// randomModule makes a module without any feature that is not translated.
func randomModule(t *testing.T, seed uint64, features ...string) []byte {
	return randomOf(t, seed, slices.Concat([]string{"--mvp-features", "--enable-sign-ext", "--enable-mutable-globals",
		"--enable-nontrapping-float-to-int", "--enable-multivalue", "--denan"}, features))
}

// randomOf makes a module of 4 to 32 KB of random bytes, by wasm-opt with such flags, without NaNs, whose bits are not the same everywhere. In
// two of three modules nearly all accesses are inside the memory: in the others most functions trap.
func randomOf(t *testing.T, seed uint64, flags []string) []byte {
	source := rand.New(rand.NewPCG(seed, 0))
	data := make([]byte, 4<<10+source.IntN(28<<10))
	for i := range data {
		data[i] = byte(source.Uint32())
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "seed"), filepath.Join(dir, "module.wasm")
	must(t, os.WriteFile(in, data, 0o666))
	args := slices.Concat([]string{"-ttf", in, "-o", out}, flags)
	if seed%3 != 0 {
		args = append(args, "--no-fuzz-oob")
	}
	text, err := exec.Command("wasm-opt", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("wasm-opt -ttf: %v\n%s", err, text)
	}
	wasm, err := os.ReadFile(out)
	must(t, err)
	return wasm
}

// compare runs the modules on all engines: as Go on each backend, in the interpreter and on foreign engines.
func compare(t *testing.T, modules []module) {
	want := map[string][]string{}
	calls := 0
	for i := range modules {
		m := &modules[i]
		want[m.name] = agree(t, m, m.engines(t))
		calls += len(want[m.name])
	}
	for _, backend := range backends {
		if backend.name == "sram" && modules[0].offChips {
			continue
		}
		t.Run(backend.name, func(t *testing.T) {
			dir := translate(t, backend.name, modules)
			for _, tags := range builds(t, dir) {
				exe := build(t, dir, tags)
				for _, chips := range backend.runs {
					same(t, modules, "translated, "+strings.TrimSpace(backend.name+" "+chips+" "+tags), execute(t, exe, chips), want)
				}
			}
		})
	}
	t.Logf("%d modules, %d calls and logs", len(modules), calls)
}

// same compares the transcripts of translated modules with those of the interpreter.
func same(t *testing.T, modules []module, name string, got, want map[string][]string) {
	for i := range modules {
		m := &modules[i]
		d := difference{name, got[m.name], "interpreter, slice", want[m.name], func(line string) string { return line }}
		if text := m.describe(t, d); text != "" {
			t.Error(text)
		}
	}
}

// builds are the tags to build the packages in dir with: where they have assembly, they are compared without it, too.
func builds(t *testing.T, dir string) []string {
	assembly, err := filepath.Glob(filepath.Join(dir, "*", "*_"+runtime.GOARCH+".s"))
	must(t, err)
	if len(assembly) == 0 {
		return []string{""}
	}
	return []string{"", "purego"}
}

// driver is the program with all translated modules.
var driver = template.Must(template.New("main.go").Parse(`package main

import (
	"github.com/wasm2go/wasm2go/golden/diff/translated"
	"github.com/wasm2go/wasm2go/rt"
{{range .}}{{range .}}	"diffdriver/{{.}}"
{{end}}{{end}})

func main() {
	modules := map[string][]translated.Link{}
{{range .}}	modules["{{index . 0}}"] = []translated.Link{
{{range .}}		func(r rt.Resolver) (rt.Instance, error) { return {{.}}.Link(r, translated.OnChips()...) },
{{end}}	}
{{end}}	translated.Main(modules)
}
`))

// translate translates the modules into one program, in a directory.
func translate(t *testing.T, backend string, modules []module) (dir string) {
	dir = t.TempDir()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module diffdriver\n\ngo 1.26\n"), 0o666))
	work := fmt.Sprintf("go 1.26.0\n\nuse (\n\t.\n\t%q\n\t%q\n)\n", root, filepath.Join(root, "golden", "diff"))
	must(t, os.WriteFile(filepath.Join(dir, "go.work"), []byte(work), 0o666))
	var packages [][]string // the modules that belong together
	for i := range modules {
		var names []string
		for m := &modules[i]; m != nil; m = m.next {
			if err := m.write(t, dir, backend); err != nil {
				t.Errorf("%s: %v", m.name, err)
				names = nil
				break
			}
			names = append(names, m.name)
		}
		if names != nil {
			packages = append(packages, names)
		}
	}
	main, err := os.Create(filepath.Join(dir, "main.go"))
	must(t, err)
	must(t, driver.Execute(main, packages))
	must(t, main.Close())
	return dir
}

// build builds the program in a directory.
func build(t *testing.T, dir, tags string) (exe string) {
	exe = filepath.Join(dir, "diffdriver"+tags+".exe")
	build := exec.Command("go", "build", "-trimpath", "-tags", tags, "-o", exe, ".")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return exe
}

// execute runs the program, with the modules' memory on these chips if it is translated for chips, and returns the transcripts.
func execute(t *testing.T, exe, chips string) map[string][]string {
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), open.Variable+"="+chips)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the translated modules: %v", err)
	}
	transcripts := map[string][]string{}
	must(t, json.Unmarshal(out, &transcripts))
	return transcripts
}

// write translates a module into a package in dir.
func (m *module) write(t *testing.T, dir, backend string) error {
	o := compiler.Options{Name: m.name, Mem: backend, ImportPath: "diffdriver/" + m.name}
	if m.translate != nil {
		m.translate(&o)
	}
	out, err := compiler.Translate(m.wasm, o)
	if err != nil {
		return err
	}
	for _, f := range out.Files {
		path := filepath.Join(dir, m.name, f.Name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o777))
		must(t, os.WriteFile(path, f.Data, 0o666))
	}
	return nil
}
