package compiler_test

import (
	"bytes"
	"context"
	"debug/dwarf"
	"debug/elf"
	"fmt"
	"go/build"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// debugged builds a program that uses a module with debug information, for a debugger.
func debugged(t *testing.T, module, main string, env ...string) (w *workspace.Workspace, exe string) {
	w = workspace.New(t, "example.com/use")
	for _, f := range translate(t, linesModule(t, module), compiler.Options{Name: "lines", Dwarf: true}) {
		w.Write(t, "lines/"+f.Name, f.Data)
	}
	w.Write(t, "main.go", []byte(main))
	command := w.Go("build", "-gcflags=all=-N -l", "-o", "program.exe", ".")
	command.Env = append(command.Environ(), env...)
	out, err := command.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return w, filepath.Join(w.Dir, "program.exe")
}

// Programs that trap in modules of C and of Rust.
const (
	mainOfC = `package main

import (
	"example.com/use/lines"
	"fmt"
)

type env struct{}

func (env) Host(x int32) (int32, error) { return x, nil }

func main() {
	i, err := lines.New(lines.Imports{Env: env{}})
	if err == nil {
		_, err = i.Load(1 << 28)
	}
	fmt.Println(err)
}
`
	mainOfRust = `package main

import (
	"example.com/use/lines"
	"fmt"
)

func main() {
	i, err := lines.New()
	if err == nil {
		_, err = i.Walk(9, 1<<20)
	}
	fmt.Println(err)
}
`
)

// TestDebugInfo: what the Go compiler tells debuggers has the lines of the source, and its variables by their names.
func TestDebugInfo(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program with the go command; run without -short")
	}
	_, exe := debugged(t, "lines_o1", mainOfC, "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	file, err := elf.Open(exe)
	require.NoError(t, err)
	defer file.Close()
	data, err := file.DWARF()
	require.NoError(t, err)
	want := map[string][]string{"get": {"list", "index"}, "put": {"list", "index", "value"}, "load": {"index", "sum_or_i", "i"}}
	r := data.Reader()
	for e, err := r.Next(); e != nil; e, err = r.Next() {
		require.NoError(t, err)
		name, _ := e.Val(dwarf.AttrName).(string)
		function, ours := strings.CutPrefix(name, "example.com/use/lines.")
		if e.Tag != dwarf.TagSubprogram || !ours || want[function] == nil {
			continue
		}
		low, _ := e.Val(dwarf.AttrLowpc).(uint64)
		require.Contains(t, linesAt(t, data, low), "lines.c")
		var variables []string
		for e, err = r.Next(); e.Tag != 0; e, err = r.Next() {
			require.NoError(t, err)
			name, _ := e.Val(dwarf.AttrName).(string)
			variables = append(variables, name)
		}
		require.Subset(t, variables, want[function], function)
		delete(want, function)
	}
	require.Empty(t, want)
}

// linesAt is the file that an address comes from.
func linesAt(t *testing.T, data *dwarf.Data, pc uint64) string {
	unit, err := data.Reader().SeekPC(pc)
	require.NoError(t, err)
	lines, err := data.LineReader(unit)
	require.NoError(t, err)
	var entry dwarf.LineEntry
	require.NoError(t, lines.SeekPC(pc, &entry))
	return entry.File.Name
}

// delve runs a debugger on such a program, with a script, and returns what it says.
func delve(t *testing.T, module, main, script string) (text string) {
	dlv, err := exec.LookPath("dlv")
	if err != nil {
		dlv, err = exec.LookPath(filepath.Join(build.Default.GOPATH, "bin", "dlv"))
	}
	if err != nil {
		t.Skip("needs delve: go install github.com/go-delve/delve/cmd/dlv@latest")
	}
	w, exe := debugged(t, module, main)
	w.Write(t, "script", []byte(script))
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	session := exec.CommandContext(ctx, dlv, "exec", exe, "--init", "script", "--allow-non-terminal-interactive=true", "--check-go-version=false")
	session.Dir = w.Dir
	session.Stdin = bytes.NewReader(nil)
	out, err := session.CombinedOutput()
	text = regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(string(out), "")
	if strings.Contains(text, "could not launch process") || strings.Contains(text, "operation not permitted") {
		t.Skipf("delve cannot debug here: %s", text)
	}
	require.NoError(t, err, text)
	return text
}

// lineWith is the place of a mark in a file of testdata/lines: "lines.c:12".
func lineWith(t *testing.T, file, mark string) string {
	source, err := os.ReadFile(filepath.Join("testdata", "lines", file))
	require.NoError(t, err)
	before, _, ok := strings.Cut(string(source), mark)
	require.True(t, ok)
	return fmt.Sprint(file, ":", 1+strings.Count(before, "\n"))
}

// TestDelve: a debugger stops at a line of C, shows the stack by lines of C, and variables by the names that they have there.
func TestDelve(t *testing.T) {
	get, load, last := lineWith(t, "lines.c", "// load:0"), lineWith(t, "lines.c", "sum += get"), lineWith(t, "lines.c", "// load:1")
	text := delve(t, "lines_o1", mainOfC, "break "+get+"\ncontinue\nargs\nbt 3\nup\nlocals\nclearall\ncontinue\nexit\n")
	require.Contains(t, text, "> [Breakpoint 1] example.com/use/lines.get() "+get)
	require.Regexp(t, `(?s)list = \d+\s+index = 0\n`, text)
	require.Regexp(t, `in example\.com/use/lines\.get\n +at `+get, text)
	require.Regexp(t, `in example\.com/use/lines\.load\n +at `+load, text)
	require.Contains(t, text, "sum_or_i = 0\n")
	require.Contains(t, text, "out of bounds memory access in get ("+get+") < load ("+last+")")
}

// TestDelveRust: it does so with Rust, also at -O2.
func TestDelveRust(t *testing.T) {
	step, walk := lineWith(t, "inlined.rs", "// step:0"), lineWith(t, "inlined.rs", "// step:1")
	text := delve(t, "inlined_rs", mainOfRust, "break "+step+"\ncontinue\nargs\nbt 3\nup\nargs\nlocals\nclearall\ncontinue\nexit\n")
	require.Regexp(t, `> \[Breakpoint 1\] example\.com/use/lines\.\w*step\w*\(\) `+step, text)
	require.Regexp(t, `seed = 12345\s+far = 1048576\n`, text)
	require.Regexp(t, `in example\.com/use/lines\.\w*step\w*\n +at `+step, text)
	require.Regexp(t, `in example\.com/use/lines\.walk\n +at `+walk, text)
	require.Regexp(t, `times = 9\s+far = 1048576\n`, text)
	require.Contains(t, text, "out of bounds memory access in inlined::step ("+step+") < walk ("+walk+")")
}
