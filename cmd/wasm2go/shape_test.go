package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// parts is a library with imports and exports of all kinds.
func parts(t *testing.T) string {
	return read(t, filepath.Join("..", "..", "compiler", "testdata", "parts.wasm"))
}

// TestShape: what is kept, how it is called, who sees it and where it is built; and the header says so, so that -check agrees.
func TestShape(t *testing.T) {
	inTemp(t, map[string]string{"lib.wasm": parts(t)})
	args := []string{"lib.wasm", "-export", "^(sum|even)$", "-rename", "sum=Add", "-rename=env=Host", "-rename", "env.base=Origin", "-internal",
		"-tags", "linux&&!cgo", "-canonical-nan"}
	require.Empty(t, mustTool(t, args...))
	src := read(t, "lib/lib.go")
	header, rest, _ := strings.Cut(src, "\n\n")
	require.Contains(t, header, ` -canonical-nan -export "^(sum|even)$" -rename sum=Add -rename env=Host -rename env.base=Origin -internal -tags "linux&&!cgo" lib.wasm; DO NOT EDIT.`)
	require.True(t, strings.HasPrefix(rest, "//go:build linux && !cgo\n\n"))
	for _, want := range []string{
		"type host interface {\n\tNote(v0 int64) error // \"note\": (i64) ()\n\tOrigin() int32       // \"base\"\n\tShared() *int32\n}", "type imports struct {\n\tHost host\n}",
		"func newInstance(imports imports, opts ...rt.Option) (*instance, error)", "func (m *instance) Add(v0, v1 int32)", "func (m *instance) Even(v0 int32)",
		`return []string{"count", "memory", "sum", "even"}`,
	} {
		require.Contains(t, src, want)
	}
	require.NotContains(t, src, "Indirect")
	require.Empty(t, mustTool(t, append(args, "-check")...))
	code, stdout, _ := tool(append(args[:len(args)-1:len(args)-1], "-check")...)
	require.Equal(t, 1, code, stdout)

	printed := mustTool(t, append(args, "-o", "-")...)
	require.Equal(t, src, printed)
}

// TestShapeErrors: what cannot be meant is refused, by the flag's name.
func TestShapeErrors(t *testing.T) {
	inTemp(t, map[string]string{"lib.wasm": parts(t), "add.wasm": addWasm, "mine.txt": "mine", "mandel.wasm": read(t, sample(t, "sample", "mandel.wasm"))})
	for _, test := range []struct {
		args string
		code int
		want string
	}{
		{"-export ( lib.wasm", 2, "-export: error parsing regexp: missing closing )"},
		{"-export multiply lib.wasm", 1, "lib.wasm: -export multiply: no exported function or table has such a name"},
		{"-export '^sum$' lib.wasm", 1, "lib.wasm: -export '^sum$': no exported function or table has such a name"},
		{"-export main mandel.wasm", 1, "mandel.wasm: -export main: no exported function or table has such a name"}, // though _start stays
		{"-export ^memory$ lib.wasm", 1, "lib.wasm: -export ^memory$: no exported function or table has such a name"},
		{"-rename sum lib.wasm", 2, `-rename "sum": want OLD=NEW`},
		{"-rename sum=A -rename sum=B lib.wasm", 2, `-rename: "sum" is to be called A and B`},
		{"-rename summ=A lib.wasm", 1, `lib.wasm: -rename: there is no export or import "summ", but "sum"`},
		{"-rename note=A lib.wasm", 1, `lib.wasm: -rename: there is no export or import "note", but "env.note"`},
		{"-rename sum=add lib.wasm", 1, `lib.wasm: -rename: "sum" is to be called "add", which is no exported identifier of Go`},
		{"-rename sum=Even lib.wasm", 1, `lib.wasm: -rename: "export:sum" and "export:even" would both be called Even`},
		{"-rename sum=Add -export even lib.wasm", 1, `lib.wasm: -rename: there is no export or import "sum"`},
		{"-rename wasi_snapshot_preview1.fd_write=X mandel.wasm", 1, `mandel.wasm: -rename: "wasi_snapshot_preview1.fd_write" cannot be renamed`},
		{"-tags linux&& lib.wasm", 1, `lib.wasm: -tags: "linux&&" is no build constraint, as linux && !cgo is one`},
		{"-api x -internal lib.wasm", 2, "-api describes what others see of the package: with -internal that is nothing"},
		{"-api mine.txt lib.wasm", 1, "mine.txt exists and was not written by wasm2go"},
		{"-api x mandel.wasm", 1, "-api: nobody imports a command"},
		{"-api no/x add.wasm", 1, "no/x: "},
	} {
		code, _, stderr := tool(strings.Fields(test.args)...)
		require.Equal(t, test.code, code, test.args)
		require.Contains(t, stderr, "wasm2go: "+test.want, test.args)
	}
}

// TestAPI: what was promised of an API stays, or is taken back by hand. Additions are written down; -check reports them.
func TestAPI(t *testing.T) {
	inTemp(t, map[string]string{"lib.wasm": parts(t)})
	translate := func(flags string) (int, string, string) {
		return tool(append(strings.Fields(flags), "-api", "lib.api", "lib.wasm")...)
	}
	code, _, stderr := translate("-export sum")
	require.Equal(t, 0, code, stderr)
	require.Equal(t, apiHeader+`func Link(rt.Resolver, ...rt.Option) (*Instance, error)
func New(Imports, ...rt.Option) (*Instance, error)
import mem "github.com/wasm2go/wasm2go/mem"
import rt "github.com/wasm2go/wasm2go/rt"
method (*Instance) Close() error
method (*Instance) Count() *int32
method (*Instance) Export(string) (any, bool)
method (*Instance) Exports() []string
method (*Instance) LocalMemory() mem.Local
method (*Instance) Memory() mem.Memory
method (*Instance) Sum(int32, int32) (int32, error)
package lib
type Env interface { Base, Note, Shared }
type Env interface, Base() int32
type Env interface, Note(int64) error
type Env interface, Shared() *int32
type Imports struct { Env }
type Imports struct, Env Env
type Instance struct
`, read(t, "lib.api"))

	code, stdout, stderr := translate("-export sum|even -check")
	require.Equal(t, 1, code, stderr)
	require.Contains(t, stdout, "differs lib.api\n", "an addition")
	require.Contains(t, stderr, "lib.api is not up to date")
	code, _, stderr = translate("-export sum|even")
	require.Equal(t, 0, code, stderr)
	require.Contains(t, read(t, "lib.api"), "method (*Instance) Even(int32) (int32, error)\n")
	code, stdout, stderr = translate("-export sum|even -check")
	require.Equal(t, 0, code, stdout+stderr)

	before := read(t, "lib/lib.go")
	for _, check := range []string{"", " -check"} {
		code, stdout, stderr = translate("-export even|imports" + check)
		require.Equal(t, 1, code)
		require.Equal(t, "broken lib.api: method (*Instance) Sum(int32, int32) (int32, error)\nbroken lib.api: type Env interface { Base, Note, Shared }\n", stdout,
			"a method is gone, and hosts need one more")
		require.Contains(t, stderr, "users of the package would break: of lib.api 2 lines no longer hold: delete them there if that is meant\n")
		require.Equal(t, before, read(t, "lib/lib.go"), "nothing is written")
	}
	api := read(t, "lib.api")
	api = strings.Replace(api, "method (*Instance) Sum(int32, int32) (int32, error)\n", "", 1)
	api = strings.Replace(api, "type Env interface { Base, Note, Shared }\n", "", 1)
	require.NoError(t, os.WriteFile("lib.api", []byte(api), 0o666))
	code, _, stderr = translate("-export even|imports")
	require.Equal(t, 0, code, stderr)
	require.Contains(t, read(t, "lib.api"), "type Env interface { Base, Note, Shared, Twice }\n")
	code, stdout, stderr = translate("-export even|imports -check")
	require.Equal(t, 0, code, stdout+stderr)
	code, stdout, _ = translate("-export even|imports -o -")
	require.Equal(t, 0, code)
	require.True(t, strings.HasPrefix(stdout, string(ownHeader)))
}

// TestAPILists: no exported name of a package is missing from its description, whatever it exports and imports.
func TestAPILists(t *testing.T) {
	for _, name := range []string{"parts", "ping", "pong", "engines"} {
		src := mustTool(t, "-o", "-", filepath.Join("..", "..", "compiler", "testdata", name+".wasm"))
		lines, err := describeAPI([]byte(src))
		require.NoError(t, err)
		file, err := parser.ParseFile(token.NewFileSet(), "", src, 0)
		require.NoError(t, err)
		require.True(t, ast.FileExports(file))
		text := strings.Join(lines, "\n")
		ast.Inspect(file, func(n ast.Node) bool {
			switch d := n.(type) {
			case *ast.FuncDecl:
				require.Contains(t, text, d.Name.Name+"(")
			case *ast.TypeSpec:
				require.Contains(t, text, "type "+d.Name.Name+" ")
			case *ast.ValueSpec:
				for _, id := range d.Names {
					require.False(t, id.IsExported(), "%s is not described", id.Name)
				}
			case *ast.Field:
				for _, id := range d.Names {
					require.True(t, !id.IsExported() || strings.Contains(text, ", "+id.Name), id.Name)
				}
			}
			return true
		})
	}
}

// TestRunCanonical: with -canonical-nan the bits are not the processor's, whatever runs the program.
func TestRunCanonical(t *testing.T) {
	exe, cacheDir := buildTool(t)
	environ := toolEnviron(t, cacheDir)
	run := func(args ...string) int {
		cmd := exec.Command(exe, append(append([]string{"run"}, args...), filepath.Join("testdata", "nan.wasm"))...)
		cmd.Env = environ
		out, _ := cmd.CombinedOutput() // the exit code tells
		require.Empty(t, string(out))
		return cmd.ProcessState.ExitCode()
	}
	for _, engine := range []string{"go", "interp", "both"} {
		require.Equal(t, 0, run("-engine", engine, "-canonical-nan"), engine)
	}
	if runtime.GOARCH == "amd64" {
		require.Equal(t, 1, run("-engine", "interp"), "what an x86 processor makes")
	}
}
