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

// debugged builds a program that traps in a module with debug information, for a debugger.
func debugged(t *testing.T, env ...string) (w *workspace.Workspace, exe string) {
	w = workspace.New(t, "example.com/use")
	for _, f := range translate(t, linesModule(t, "lines_o1"), compiler.Options{Name: "lines", Dwarf: true}) {
		w.Write(t, "lines/"+f.Name, f.Data)
	}
	w.Write(t, "main.go", []byte(`package main

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
`))
	command := w.Go("build", "-gcflags=all=-N -l", "-o", "program.exe", ".")
	command.Env = append(command.Environ(), env...)
	out, err := command.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return w, filepath.Join(w.Dir, "program.exe")
}

// TestDebugInfo: what the Go compiler tells debuggers has the lines of the source, and its variables by their names.
func TestDebugInfo(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program with the go command; run without -short")
	}
	_, exe := debugged(t, "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
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

// TestDelve: a debugger stops at a line of C, shows the stack by lines of C, and variables by the names that they have there.
func TestDelve(t *testing.T) {
	dlv, err := exec.LookPath("dlv")
	if err != nil {
		dlv, err = exec.LookPath(filepath.Join(build.Default.GOPATH, "bin", "dlv"))
	}
	if err != nil {
		t.Skip("needs delve: go install github.com/go-delve/delve/cmd/dlv@latest")
	}
	w, exe := debugged(t)
	source, err := os.ReadFile("testdata/lines/lines.c")
	require.NoError(t, err)
	line := func(mark string) string {
		before, _, ok := strings.Cut(string(source), mark)
		require.True(t, ok)
		return fmt.Sprint("lines.c:", 1+strings.Count(before, "\n"))
	}
	w.Write(t, "script", []byte("break "+line("// load:0")+"\ncontinue\nargs\nbt 3\nup\nlocals\nclearall\ncontinue\nexit\n"))
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	session := exec.CommandContext(ctx, dlv, "exec", exe, "--init", "script", "--allow-non-terminal-interactive=true", "--check-go-version=false")
	session.Dir = w.Dir
	session.Stdin = bytes.NewReader(nil)
	out, err := session.CombinedOutput()
	text := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(string(out), "")
	if strings.Contains(text, "could not launch process") || strings.Contains(text, "operation not permitted") {
		t.Skipf("delve cannot debug here: %s", text)
	}
	require.NoError(t, err, text)
	require.Regexp(t, `> \[Breakpoint 1\] example\.com/use/lines\.get\(\) lines\.c:`+line("// load:0")[len("lines.c:"):], text)
	require.Regexp(t, `(?s)list = \d+\s+index = 0\n`, text)
	require.Regexp(t, `in example\.com/use/lines\.get\n +at `+line("// load:0"), text)
	require.Regexp(t, `in example\.com/use/lines\.load\n +at `+line("sum += get"), text)
	require.Contains(t, text, "sum_or_i = 0\n")
	require.Contains(t, text, "out of bounds memory access in get ("+line("// load:0")+") < load ("+line("// load:1")+")")
}
