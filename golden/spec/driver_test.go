package spec_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/spec"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// packageBytes is how many bytes of modules go into one generated package: with one package a module the go command's work for
// each package would outweigh the compiler's, with a single package nothing would run in parallel.
const packageBytes = 24 << 10

// A testModule is a module of the test suite on its way into the driver.
type testModule struct {
	Key     string
	Prefix  string
	wasm    []byte
	files   []compiler.File
	skipped string // why the translator refuses it
	failed  string // what went wrong
}

// A driver is the program with all translated modules.
type driver struct {
	variant
	*workspace.Workspace
	modules []*testModule
}

// newDriver translates the distinct modules of the scripts.
func newDriver(t *testing.T, v variant, scripts suite) *driver {
	d := &driver{variant: v, Workspace: workspace.New(t, "specdriver")}
	seen := map[string]bool{}
	for _, name := range scripts.names() {
		s := scripts[name]
		for i := range s.Commands {
			if !s.Commands[i].Compiles() {
				continue
			}
			wasm, err := s.Module(&s.Commands[i])
			require.NoError(t, err)
			if key := spec.Key(wasm); !seen[key] {
				seen[key] = true
				prefix := fmt.Sprintf("M%04d", len(d.modules))
				d.modules = append(d.modules, &testModule{Key: key, Prefix: prefix, wasm: wasm})
			}
		}
	}
	var wg sync.WaitGroup
	limit := make(chan bool, runtime.GOMAXPROCS(0))
	for _, m := range d.modules {
		limit <- true
		wg.Go(func() {
			m.translate(v)
			<-limit
		})
	}
	wg.Wait()
	return d
}

// untranslated is what the translator says of valid modules that it does not take.
var untranslated = regexp.MustCompile(`the \S+ proposal is not translated yet`)

// translate fills in the module's files, or why there are none. A translator that panics fails one module, not the test.
func (m *testModule) translate(v variant) {
	defer func() {
		if v := recover(); v != nil {
			m.failed = fmt.Sprintf("panic: %v", v)
		}
	}()
	o := compiler.Options{
		Name: "z" + m.Prefix, Package: "p", Mem: v.backend, Prefix: m.Prefix, Single: !v.assembly, AssembleAt: 1, SplitAt: v.splitAt, InlineMost: v.inline,
	}
	if v.mixed {
		first := len(m.wasm) % 2 // of one module function 0, of the next function 1
		o.Interp = func(i uint32, _ string) bool { return int(i)%2 == first }
	}
	out, err := compiler.Translate(m.wasm, o)
	if err == nil {
		m.files = out.Files
	} else if gap := untranslated.FindString(err.Error()); gap != "" {
		m.skipped = gap
	} else {
		m.failed = err.Error()
	}
}

// routines counts what is assembly for a processor.
func (d *driver) routines(goarch string) (n int) {
	for _, m := range d.modules {
		for _, f := range m.files {
			if strings.HasSuffix(f.Name, "_"+goarch+".s") {
				n += bytes.Count(f.Data, []byte("\nTEXT "))
			}
		}
	}
	return n
}

// build writes the program's source and compiles it, and gives the command that starts it. A module whose Go code does not compile is taken
// out, and the rest tried again.
func (d *driver) build(t *testing.T, on machine) []string {
	for {
		d.write(t)
		command, out, err := on.build(d.Workspace)
		if err == nil {
			return command
		}
		if d.blame(out) == 0 {
			t.Fatalf("go build of the translated modules: %v\n%s", err, out)
		}
	}
}

// blame marks the modules in whose files the Go compiler found errors, and counts them.
func (d *driver) blame(out []byte) int {
	byPrefix := map[string]*testModule{}
	for _, m := range d.modules {
		byPrefix[m.Prefix] = m
	}
	position := regexp.MustCompile(`(?m)^(?:\S*[/\\])?p\d+[/\\]z(M\d+)\.go:\d+:\d+: .*$`)
	n := 0
	for _, match := range position.FindAllSubmatch(out, -1) {
		if m := byPrefix[string(match[1])]; m.failed == "" {
			m.failed = "the Go code does not compile: " + string(match[0])
			n++
		}
	}
	return n
}

// write writes the program: packages of translated modules, and a main function that knows them all.
func (d *driver) write(t *testing.T) {
	var packages []string
	var group []*testModule
	size := 0
	flush := func() {
		if len(group) > 0 {
			name := fmt.Sprintf("p%03d", len(packages))
			d.writePackage(t, name, group)
			packages = append(packages, name)
		}
		group, size = nil, 0
	}
	for _, m := range d.modules {
		if m.failed != "" || m.skipped != "" {
			continue
		}
		group, size = append(group, m), size+len(m.wasm)
		if size >= packageBytes {
			flush()
		}
	}
	flush()

	skipped, failed := map[string]string{}, map[string]string{}
	for _, m := range d.modules {
		switch {
		case m.skipped != "":
			skipped[m.Key] = m.skipped
		case m.failed != "":
			failed[m.Key] = m.failed
		}
	}
	listed, err := json.Marshal(map[string]any{"Skipped": skipped, "Failed": failed})
	require.NoError(t, err)
	d.Write(t, "driver/untranslated.json", listed)
	d.WriteTemplate(t, "driver/main.go", "driver/main.go.txt",
		map[string]any{"Backend": d.backend, "Packages": packages})
}

func (d *driver) writePackage(t *testing.T, name string, modules []*testModule) {
	require.NoError(t, os.RemoveAll(filepath.Join(d.Dir, name)))
	for _, m := range modules {
		for _, f := range m.files {
			d.Write(t, path.Join(name, f.Name), bytes.Replace(f.Data, []byte("\npackage p\n"), []byte("\npackage "+name+"\n"), 1))
		}
	}
	d.WriteTemplate(t, path.Join(name, "links.go"), "driver/links.go.txt", map[string]any{"Package": name, "Modules": modules})
}
