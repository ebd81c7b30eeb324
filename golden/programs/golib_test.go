package programs

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/long"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// goPackages are packages of Go's library. Their own tests, with the runtime, the scheduler and package testing, are WASI programs of five
// megabytes and more, which know what they want.
var goPackages = []goPackage{
	{path: "bytes", long: true},
	{path: "compress/flate"},
	{path: "encoding/json"},
	{path: "io/fs"},
	{path: "math", long: true, translated: true},
	{path: "math/big"},
	{path: "os"},
	{path: "path/filepath", long: true, translated: true},
	{path: "regexp"},
	{path: "sort", long: true, translated: true},
	{path: "strconv"},
	{path: "strings", long: true, translated: true},
	{path: "time", skip: "^Test(Stop|Reset)Result$"}, // 200,000 timers that must fire within a millisecond take an interpreter minutes
}

type goPackage struct {
	path       string
	skip       string // tests to leave out, as go test takes it
	long       bool   // part of the long run
	translated bool   // run translated, too: each takes a minute to build
}

// TestGoLibrary runs the short tests of Go packages: a few, interpreted, in the long run, and all of them on request.
func TestGoLibrary(t *testing.T) {
	all := os.Getenv("WASM2GO_GOLIB") != ""
	if !all {
		long.Need(t, "the go command compiles its library for WASI; WASM2GO_GOLIB=1 runs the tests of more packages")
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	goroot := strings.TrimSpace(string(root))
	for _, p := range goPackages {
		if !all && !p.long {
			continue
		}
		t.Run(p.path, func(t *testing.T) {
			wasm := p.compile(t)
			t.Run("interpreted", func(t *testing.T) { p.interpret(t, wasm, goroot) })
			if all && p.translated {
				t.Run("translated", func(t *testing.T) { p.execute(t, wasm, goroot) })
			}
		})
	}
}

// compile makes a WASI program of the package's tests.
func (p *goPackage) compile(t *testing.T) []byte {
	file := filepath.Join(t.TempDir(), "tests.wasm")
	cmd := exec.Command("go", "test", "-c", "-o", file, p.path)
	cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	wasm, err := os.ReadFile(file)
	require.NoError(t, err)
	return wasm
}

func (p *goPackage) args() []string {
	args := []string{"tests", "-test.short"}
	if p.skip != "" {
		args = append(args, "-test.skip="+p.skip)
	}
	return args
}

// env is what Go's own script for WASI runtimes passes on: tests read the files beside their sources.
func (p *goPackage) env(goroot string) []string {
	return []string{"PWD=" + filepath.Join(goroot, "src", filepath.FromSlash(p.path)), "GOROOT=" + goroot, "PATH=" + os.Getenv("PATH")}
}

func (p *goPackage) interpret(t *testing.T, wasm []byte, goroot string) {
	start := time.Now()
	r, err := interpretCommand(wasm, wasitarget.Config{
		Args: p.args(), Env: p.env(goroot), Dirs: []wasitarget.Dir{{Host: "/", Guest: "/"}},
	}, interp.Options{})
	t.Logf("ran for %v", time.Since(start).Round(time.Second/10))
	require.NoError(t, err)
	p.check(t, r)
}

func (p *goPackage) execute(t *testing.T, wasm []byte, goroot string) {
	w := workspace.New(t, "programs")
	require.NoError(t, w.Translate(t, wasm, compiler.Options{Name: "tests"}))
	w.Build(t)
	cmd := exec.Command(w.Exe(t, "tests"), p.args()[1:]...)
	cmd.Env = append(p.env(goroot), "WASM2GO_DIRS=/::/")
	start := time.Now()
	r := execute(t, cmd, 10*time.Minute)
	t.Logf("ran for %v", time.Since(start).Round(time.Second/10))
	p.check(t, r)
}

func (p *goPackage) check(t *testing.T, r result) {
	require.Zero(t, r.code, "%s%s", r.stdout, r.stderr)
	require.Equal(t, "PASS\n", r.stdout)
}
