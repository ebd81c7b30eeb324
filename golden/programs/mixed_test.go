package programs

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// mixtures are ways to have functions of the programs interpreted.
var mixtures = []struct {
	name     string
	programs *regexp.Regexp
	backend  string
	interp   func(i uint32, name string) bool
}{
	{"odd", regexp.MustCompile(``), "guard", func(i uint32, _ string) bool { return i%2 == 1 }},
	{"even", regexp.MustCompile(``), "slice", func(i uint32, _ string) bool { return i%2 == 0 }},
	{"named", regexp.MustCompile(`abort|callbacks|malloc|sorting`), "guard", func(_ uint32, name string) bool { return mixedNames.MatchString(name) }},
}

// mixedNames are those of main, of the allocator, and of functions that are called through tables.
var mixedNames = regexp.MustCompile(`main|alloc|^free$|cmp|compare|^by_|_write$`)

// planted are mistakes in the translation of the program sorting, and how they are found.
var planted = []struct {
	name, text, wrong string
	find              []string // parts of the message
}{
	{"memory", "return mem.Load32(uint64(v1)+4) - mem.Load32(uint64(v0)+4)", "return mem.Load32(uint64(v0)+4) - mem.Load32(uint64(v1)+4)", []string{
		"the engines differ at host call 3, the call wasi_snapshot_preview1.fd_write(1, ", "after host call 2, the call wasi_snapshot_preview1.fd_write(1, ",
		": memory 0 at 0x", "\n\ttranslated:  0x", "\n\tinterpreted: 0x", "at sorting.wasm.writev (fn",
	}},
	{"global", "by_people(m *Instance, d int, v0, v1 uint32) uint32 {", "by_people(m *Instance, d int, v0, v1 uint32) uint32 {\n\tm.g1 -= 16", []string{
		"the engines differ at host call 3, ", ": global 1\n\ttranslated:  ", "at sorting.wasm.writev (fn",
	}},
	{"trap", "by_people(m *Instance, d int, v0, v1 uint32) uint32 {", "by_people(m *Instance, d int, v0, v1 uint32) uint32 {\n\tabi.Throw(rt.Unreachable)", []string{
		": what comes next", `translated:  the trap "unreachable" in by_people`, "interpreted: the call wasi_snapshot_preview1.fd_write(1, ",
	}},
	{"argument", "fd_write(m, d, v0, v1, v2, v3)", "fd_write(m, d, v0+1, v1, v2, v3)", []string{
		"host call 2, the call wasi_snapshot_preview1.fd_write(2, ", ": argument 0\n\ttranslated:  2\n", "\tinterpreted: 1\n", "at sorting.wasm.show (fn",
	}},
}

// A mixedProgram is a program in one of the variants.
type mixedProgram struct {
	Variant, Name, Package string

	program *program
}

// mixedPrograms is a program that contains many.
type mixedPrograms struct {
	*workspace.Workspace
	all []mixedProgram
}

// add translates a program, with a wrong piece of text if there is one.
func (w *mixedPrograms) add(t *testing.T, variant string, p *program, o compiler.Options, text, wrong string) {
	name := path.Base(p.Name)
	m := mixedProgram{variant, name, variant + name, p}
	wasm, err := os.ReadFile(p.module())
	require.NoError(t, err)
	o.Name, o.Package, o.PackageGiven, o.Parts = m.Package, m.Package, true, true
	require.NoError(t, w.Translate(t, wasm, o))
	if text != "" {
		file := filepath.Join(w.Dir, m.Package, m.Package+".go")
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, 1, strings.Count(string(source), text), text)
		workspace.WriteFile(t, file, []byte(strings.Replace(string(source), text, wrong, 1)))
	}
	w.WriteTemplate(t, path.Join(m.Package, "open.go"), "mixed/open.go.txt", m.Package)
	w.all = append(w.all, m)
}

// link builds the program, and gives it the names of all.
func (w *mixedPrograms) link(t *testing.T) {
	w.WriteTemplate(t, "driver/main.go", "mixed/main.go.txt", w.all)
	w.Build(t)
	driver := w.Exe(t, "driver")
	for _, m := range w.all {
		file := filepath.Join(w.Bin, m.Name+filepath.Ext(driver))
		if _, err := os.Stat(file); err != nil {
			require.NoError(t, os.Link(driver, file))
		}
	}
}

// TestProgramsMixed runs the programs with memory in a slice, with some of their functions interpreted, and then translated and interpreted
// side by side.
func TestProgramsMixed(t *testing.T) {
	programs, w := somePrograms(t), mixedPrograms{Workspace: workspace.New(t, "programs")}
	for i := range programs {
		for _, m := range mixtures {
			if m.programs.MatchString(programs[i].Name) {
				w.add(t, m.name, &programs[i], compiler.Options{Mem: m.backend, Interp: m.interp}, "", "")
			}
		}
		w.add(t, "slice", &programs[i], compiler.Options{Mem: "slice"}, "", "")
		w.add(t, "both", &programs[i], compiler.Options{}, "", "")
		if programs[i].Name != "sorting" {
			continue
		}
		for _, p := range planted {
			w.add(t, p.name, &programs[i], compiler.Options{}, p.text, p.wrong)
		}
	}
	w.link(t)
	for _, m := range w.all {
		t.Run(m.Variant+"/"+m.Name, func(t *testing.T) {
			if strconv.IntSize == 32 && m.Name == "recursion" && m.Variant != "both" && m.Variant != "slice" {
				t.Skip("each call across engines takes 4 KiB of the stack budget, which is 16 MiB where int has 32 bits: too little for its 20,000 calls")
			}
			env := []string{"WASM2GO_VARIANT=" + m.Variant}
			if m.Variant == "both" {
				env = append(env, "WASM2GO_MODULE="+m.program.module())
			}
			for _, p := range planted {
				if p.name == m.Variant {
					cmd := exec.Command(w.Exe(t, m.Name))
					cmd.Env = append(env, "WASM2GO_MODULE="+m.program.module())
					r := execute(t, cmd, time.Minute)
					require.Equal(t, 1, r.code)
					for _, part := range p.find {
						require.Contains(t, r.stderr, part)
					}
					return
				}
			}
			m.program.check(t, w.Workspace, env, execute)
		})
	}
}

// module is the path of the program's module.
func (p *program) module() string {
	return filepath.Join(programsDir, filepath.FromSlash(p.Name)+".wasm")
}
