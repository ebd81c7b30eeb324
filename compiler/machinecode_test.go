package compiler_test

import (
	"bytes"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// TestSameMachineCode: lines of the source cost nothing at run time. With them and without, the Go compiler makes the same instructions, function by
// function, but for two things. It lays out variables on the stack by their names. And it has an instruction for the beginning of each function that it
// inlines: one on the same line where there is one, else a NOP.
func TestSameMachineCode(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	modules := []string{"kernel_btree", "kernel_dijkstra", "kernel_lz", "lines_o2", "inlined_rs", "inlined_cpp"}
	functions, slots, instructions, nops := 0, 0, 0, 0
	for _, module := range modules {
		without, with := assembly(t, module, compiler.Options{}), assembly(t, module, compiler.Options{Dwarf: true})
		require.NotEmpty(t, without)
		for name, want := range without {
			got := with[name]
			functions++
			instructions += len(want.code)
			nops += got.nops - want.nops
			if !slices.Equal(want.code, got.code) {
				slots++
			}
			require.Equal(t, placeless(want.code), placeless(got.code), "%s: %s", module, name)
		}
		require.Len(t, with, len(without))
	}
	t.Logf("%d of %d functions have other stack slots; %d more NOPs among %d instructions", slots, functions, nops, instructions)
	require.LessOrEqual(t, 100*nops, instructions)
}

// A function as the Go compiler has made it: without addresses, NOPs counted.
type function struct {
	code []string
	nops int
}

// assembly are those functions of a translated module that are Wasm functions, by name.
func assembly(t *testing.T, module string, o compiler.Options) map[string]function {
	w := workspace.New(t, "example.com/use")
	o.Name = "lines"
	require.NoError(t, w.Translate(t, linesModule(t, module), o))
	build := w.Go("build", "-gcflags=-S", "./lines")
	build.Env = append(build.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	text, err := build.CombinedOutput()
	require.NoError(t, err, "%s", text)
	all := map[string]function{}
	name := ""
	for line := range bytes.Lines(text) {
		if head := functionHead.FindSubmatch(line); head != nil {
			name = string(head[1])
		} else if line[0] != '\t' {
			name = ""
		}
		in := instruction.FindSubmatch(line)
		if name == "" || in == nil {
			continue
		}
		f := all[name]
		switch string(in[1]) {
		case "TEXT", "PCDATA", "FUNCDATA":
			continue
		case "NOP", "XCHGL\tAX, AX":
			f.nops++
		default:
			f.code = append(f.code, jump.ReplaceAllString(string(bytes.TrimSpace(in[0][len(in[0])-len(in[1])-len(in[2]):])), "$1"))
		}
		all[name] = f
	}
	return all
}

var (
	functionHead = regexp.MustCompile(`^example\.com/use/lines\.([\pL\pN_]+) STEXT`)
	instruction  = regexp.MustCompile(`^\t0x[0-9a-f]+ \d+ \([^)]*\)\t(XCHGL\tAX, AX|\w+)(.*)`)
	jump         = regexp.MustCompile(`^(J\w+)\t\d+$`)
	slot         = regexp.MustCompile(`[^\s,(]*\(SP\)`)
)

// placeless are the instructions without the numbers and names of stack slots, in any order: those that restore slots at a join are in that of the slots.
func placeless(code []string) []string {
	list := make([]string, len(code))
	for i, in := range code {
		list[i] = slot.ReplaceAllString(in, "(SP)")
	}
	slices.Sort(list)
	return list
}
