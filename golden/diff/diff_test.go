// Package diff compares translated modules with wazero. It is a module of its own, so that wasm2go does not depend on wazero.
package diff

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/diff/translated"
	"github.com/wasm2go/wasm2go/golden/diff/trial"
)

var backends = []string{"guard", "slice"}

// A module is one under test.
type module struct {
	name string
	wasm []byte
	run  func(trial.Engine) []string
}

// TestKernels compares the kernels of testdata.
func TestKernels(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "kernels", "*.wasm"))
	if err != nil || len(files) == 0 {
		t.Fatal("no kernels: ", err)
	}
	var modules []module
	for _, file := range files {
		wasm, err := os.ReadFile(file)
		must(t, err)
		modules = append(modules, module{"k" + strings.TrimSuffix(filepath.Base(file), ".wasm"), wasm, translated.Kernel})
	}
	compare(t, modules)
}

// TestRandom compares modules that wasm-opt makes of random bytes. DIFF_SEEDS=FIRST:COUNT asks for others than seeds 1 to 24.
func TestRandom(t *testing.T) {
	if _, err := exec.LookPath("wasm-opt"); err != nil {
		t.Skip("no wasm-opt to make random modules: install binaryen")
	}
	first, count := 1, 24
	if s := os.Getenv("DIFF_SEEDS"); s != "" {
		if _, err := fmt.Sscanf(s, "%d:%d", &first, &count); err != nil {
			t.Fatalf("DIFF_SEEDS=%s: %v", s, err)
		}
	}
	var modules []module
	for seed := first; seed < first+count; seed++ {
		run := func(e trial.Engine) []string { return trial.Run(e, translated.Rounds) }
		modules = append(modules, module{"r" + strconv.Itoa(seed), randomModule(t, uint64(seed)), run})
	}
	compare(t, modules)
}

// randomModule makes a module of 4 to 32 KB of random bytes, without any feature that is not translated, and without NaNs, whose
// bits are not the same everywhere. It has no bulk memory instructions, because wazero lets memory.init read active segments. In two
// of three modules nearly all accesses are inside the memory: in the others most functions trap.
func randomModule(t *testing.T, seed uint64) []byte {
	source := rand.New(rand.NewPCG(seed, 0))
	data := make([]byte, 4<<10+source.IntN(28<<10))
	for i := range data {
		data[i] = byte(source.Uint32())
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "seed"), filepath.Join(dir, "module.wasm")
	must(t, os.WriteFile(in, data, 0o666))
	args := []string{"-ttf", in, "-o", out, "--mvp-features", "--enable-sign-ext", "--enable-mutable-globals",
		"--enable-nontrapping-float-to-int", "--enable-multivalue", "--denan"}
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

// compare runs the modules on wazero and as Go on each backend.
func compare(t *testing.T, modules []module) {
	want := map[string][]string{}
	for _, m := range modules {
		lines, err := onWazero(m.wasm, m.run)
		if err != nil {
			t.Fatalf("%s on wazero: %v", m.name, err)
		}
		want[m.name] = lines
	}
	for _, backend := range backends {
		t.Run(backend, func(t *testing.T) {
			chosen := slices.DeleteFunc(slices.Clone(modules), func(m module) bool {
				// guard may lose the trap of a load whose value is not used: see there.
				return backend == "guard" && slices.ContainsFunc(want[m.name], outOfBounds)
			})
			got := onGo(t, backend, chosen)
			for _, m := range chosen {
				if i := firstDifference(got[m.name], want[m.name]); i >= 0 {
					file := filepath.Join(os.TempDir(), "wasm2go-"+m.name+".wasm")
					must(t, os.WriteFile(file, m.wasm, 0o666))
					t.Errorf("%s, line %d of %d:\n  Go      %s\n  wazero  %s", file, i, len(want[m.name]), at(got[m.name], i), at(want[m.name], i))
				}
			}
			t.Logf("%d modules", len(chosen))
		})
	}
	total := 0
	for _, lines := range want {
		total += len(lines)
	}
	t.Logf("%d modules, %d calls and logs", len(modules), total)
}

func outOfBounds(line string) bool { return strings.Contains(line, "out of bounds memory access") }

// firstDifference returns the first line that differs, or -1.
func firstDifference(a, b []string) int {
	for i := range max(len(a), len(b)) {
		if at(a, i) != at(b, i) {
			return i
		}
	}
	return -1
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

// driver is the program with all translated modules.
var driver = template.Must(template.New("main.go").Parse(`package main

import (
	"github.com/wasm2go/wasm2go/golden/diff/translated"
	"github.com/wasm2go/wasm2go/rt"
{{range .}}	"diffdriver/{{.}}"
{{end}})

func main() {
	random, kernels := map[string]translated.Link{}, map[string]translated.Link{}
{{range .}}	{{if eq (slice . 0 1) "r"}}random{{else}}kernels{{end}}["{{.}}"] = func(r rt.Resolver) (rt.Instance, error) { return {{.}}.Link(r) }
{{end}}	translated.Main(random, kernels)
}
`))

// onGo translates the modules into one program, builds and runs it, and returns the transcripts.
func onGo(t *testing.T, backend string, modules []module) map[string][]string {
	dir := t.TempDir()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module diffdriver\n\ngo 1.26\n"), 0o666))
	work := fmt.Sprintf("go 1.26.0\n\nuse (\n\t.\n\t%q\n\t%q\n)\n", root, filepath.Join(root, "golden", "diff"))
	must(t, os.WriteFile(filepath.Join(dir, "go.work"), []byte(work), 0o666))
	var names []string
	for _, m := range modules {
		out, err := compiler.Translate(m.wasm, compiler.Options{Name: m.name, Mem: backend})
		if err != nil {
			t.Errorf("%s: %v", m.name, err)
			continue
		}
		names = append(names, m.name)
		must(t, os.Mkdir(filepath.Join(dir, m.name), 0o777))
		for _, f := range out.Files {
			must(t, os.WriteFile(filepath.Join(dir, m.name, f.Name), f.Data, 0o666))
		}
	}
	slices.Sort(names)
	main, err := os.Create(filepath.Join(dir, "main.go"))
	must(t, err)
	must(t, driver.Execute(main, names))
	must(t, main.Close())

	exe := filepath.Join(dir, "diffdriver.exe")
	build := exec.Command("go", "build", "-trimpath", "-o", exe, ".")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	out, err := exec.Command(exe).Output()
	if err != nil {
		t.Fatalf("the translated modules: %v\n%s", err, out)
	}
	transcripts := map[string][]string{}
	must(t, json.Unmarshal(out, &transcripts))
	return transcripts
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
