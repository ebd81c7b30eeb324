// Package workspace lets tests write and build Go programs that use the packages of this repository, translated modules among them.
package workspace

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"text/template"

	"github.com/wasm2go/wasm2go/compiler"
)

// A Workspace is a directory with Go programs: a Go workspace of a module of its own and of the repository, so that the former needs no
// go.mod entries for the latter.
type Workspace struct {
	Dir    string // of the module
	Bin    string // of the programs that Build made
	module string
}

// New makes an empty workspace for the length of the test.
func New(t testing.TB, module string) *Workspace {
	t.Helper()
	w := &Workspace{Dir: t.TempDir(), Bin: t.TempDir(), module: module}
	w.Write(t, "go.mod", fmt.Appendf(nil, "module %s\n\ngo 1.26\n", module))
	w.Write(t, "go.work", fmt.Appendf(nil, "go 1.26.0\n\nuse (\n\t.\n\t%q\n)\n", repository(t)))
	return w
}

// repository is the root of this repository: tests run in a directory below it.
func repository(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		above := filepath.Dir(dir)
		if above == dir {
			t.Fatal("no go.mod above the test's directory")
		}
		dir = above
	}
}

// Write writes a file of the module; name has slashes.
func (w *Workspace) Write(t testing.TB, name string, data []byte) {
	t.Helper()
	WriteFile(t, filepath.Join(w.Dir, filepath.FromSlash(name)), data)
}

// WriteTemplate writes a file of the module: the template, which is a file below testdata, executed with data.
func (w *Workspace) WriteTemplate(t testing.TB, name, file string, data any) {
	t.Helper()
	tmpl, err := template.ParseFiles(filepath.Join("testdata", filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := tmpl.Execute(&b, data); err != nil {
		t.Fatal(err)
	}
	w.Write(t, name, b.Bytes())
}

// Translate puts the package of a module into the folder o.Name, which may have slashes.
func (w *Workspace) Translate(t testing.TB, wasm []byte, o compiler.Options) error {
	t.Helper()
	dir := o.Name
	o.ImportPath = path.Join(w.module, dir)
	o.Name = path.Base(dir)
	out, err := compiler.Translate(wasm, o)
	if err != nil {
		return err
	}
	for _, f := range out.Files {
		w.Write(t, path.Join(dir, f.Name), f.Data)
	}
	return nil
}

// Go is a go command in the module.
func (w *Workspace) Go(args ...string) *exec.Cmd {
	cmd := exec.Command("go", args...)
	cmd.Dir = w.Dir
	return cmd
}

// Flags are the beginning of a go build that costs little: what debuggers read takes a third of the time of compiling, and half of that of
// linking; -trimpath lets the build cache forget the temporary directory. More flags are for the compiler of the module's packages.
func (w *Workspace) Flags(more ...string) []string {
	compile := strings.Join(append([]string{"-gcflags=" + w.module + "/...=-dwarf=false"}, more...), " ")
	return []string{"build", "-trimpath", compile, "-ldflags=-s -w"}
}

// Build builds all programs at once. Where one does not compile, the others are there nonetheless.
func (w *Workspace) Build(t testing.TB) {
	t.Helper()
	cmd := w.Go(append(w.Flags(), "-o", w.Bin+string(filepath.Separator), "./...")...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("go build of the translated modules: %v\n%s", err, out)
	}
}

// Exe is the path of a program that was built.
func (w *Workspace) Exe(t testing.TB, name string) string {
	t.Helper()
	file := filepath.Join(w.Bin, name)
	if runtime.GOOS == "windows" {
		file += ".exe"
	}
	if _, err := os.Stat(file); err != nil {
		t.Fatal(err)
	}
	return file
}

// WriteFile writes a file and makes the directories above it.
func WriteFile(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}
