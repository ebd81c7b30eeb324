package compiler_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/emit"
)

// TestParts divides modules into as many packages as can be, and runs
// testdata/parts_test.go with these and with the same modules whole.
func TestParts(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	m := newGoModule(t)
	for _, how := range []struct {
		dir  string
		size int
	}{{"whole", 0}, {"divided", 1}} {
		m.divided(t, testModule(t, "parts"), how.dir+"/parts", how.size)
		for kernelName, pkg := range map[string]string{"indirect": "indirect.v2", "trees": "trees", "sha256": "sha256"} {
			m.divided(t, kernel(t, kernelName), how.dir+"/"+pkg, how.size)
		}
		for _, name := range []string{"callbacks", "abort"} {
			m.divided(t, command(t, name), how.dir+"/"+name, 4000*how.size)
		}
	}
	text, err := os.ReadFile("testdata/parts_test.go")
	require.NoError(t, err)
	m.write(t, "parts_test.go", text)
	m.write(t, "bin/keep", nil)
	m.run(t, "go", "vet", "./...")
	m.run(t, "go", "test", ".")
	m.run(t, "go", "build", "-o", "bin/", "./divided/callbacks", "./divided/abort")

	want, err := os.ReadFile("../testdata/programs/callbacks.out")
	require.NoError(t, err)
	require.Equal(t, string(want), m.run(t, "bin/callbacks"))

	out, err := m.command("bin/abort").CombinedOutput()
	require.ErrorAs(t, err, new(*exec.ExitError), "%s", out)
	const at = `\tat abort\.wasm\.%s \(fn\d+ @0x[0-9a-f]+\)\n`
	require.Regexp(t, "^1\n.*abort.*: wasm trap: unreachable\n"+fmt.Sprintf(at+at+at, "abort", "halve", "main"), string(out))
}

// TestPartsFiles looks at the packages that a module is divided into.
func TestPartsFiles(t *testing.T) {
	o := compiler.Options{Name: "parts", PackageSize: 1, ImportPath: "example.com/x"}
	names := func(o compiler.Options) (names []string) {
		for _, f := range translate(t, testModule(t, "parts"), o) {
			names = append(names, f.Name)
		}
		return names
	}
	const funcs = 20
	list := names(o)
	require.Equal(t, []string{"parts.go", "stub.s", "part1/part1.go", "part1/stub.s", "part1/part1_001.go", "part2/part2.go"}, list[:6])
	require.Equal(t, "part20/part20_001.go", list[len(list)-1])
	require.Len(t, list, 2+3*funcs)

	o.PackageSize = 2000
	require.Less(t, len(names(o)), 20)
	o.Single = true
	require.Equal(t, []string{"parts.go"}, names(o))
	require.Equal(t, []string{"parts.go"}, names(compiler.Options{Name: "parts", PackageSize: 1}), "parts cannot be imported")
}

// testModule is a module in testdata.
func testModule(t *testing.T, name string) []byte {
	file, err := os.ReadFile(filepath.Join("testdata", name+".wasm"))
	require.NoError(t, err)
	return file
}

// command is one of the sample programs.
func command(t *testing.T, name string) []byte {
	file, err := os.ReadFile(filepath.Join("..", "testdata", "programs", name+".wasm"))
	require.NoError(t, err)
	return file
}

// A goModule is a Go module example.com/use, in a directory, which uses this
// repository's packages.
type goModule struct{ dir string }

func newGoModule(t *testing.T) *goModule {
	m := &goModule{t.TempDir()}
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	m.write(t, "go.mod", fmt.Appendf(nil, "module example.com/use\n\ngo 1.26\n\nrequire %[1]s v0.0.0\n\nreplace %[1]s => %[2]s\n", module, root))
	return m
}

func (m *goModule) write(t *testing.T, name string, text []byte) {
	path := filepath.Join(m.dir, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(t, os.WriteFile(path, text, 0o666))
}

// add writes a translated module into a folder.
func (m *goModule) add(t *testing.T, dir string, files []emit.File) {
	for _, f := range files {
		requireFormatted(t, f)
		m.write(t, dir+"/"+f.Name, f.Data)
	}
}

// divided translates a module into a folder, with packages of that size.
func (m *goModule) divided(t *testing.T, file []byte, dir string, size int) {
	name, _, _ := strings.Cut(filepath.Base(dir), ".")
	files := translate(t, file, compiler.Options{Name: name, ImportPath: "example.com/use/" + dir, PackageSize: size})
	if size > 0 {
		require.Contains(t, string(files[0].Data), "/part1\"\n", dir)
	}
	m.add(t, dir, files)
}

// command prepares to run a program, of the module or of the system.
func (m *goModule) command(name string, args ...string) *exec.Cmd {
	if strings.Contains(name, "/") {
		name = filepath.Join(m.dir, filepath.FromSlash(name))
	}
	cmd := exec.Command(name, args...)
	cmd.Dir = m.dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off")
	return cmd
}

// run runs a program and returns what it prints.
func (m *goModule) run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := m.command(name, args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return string(out)
}
