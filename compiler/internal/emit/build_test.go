package emit

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// TestBuild compiles and vets packages, and runs testdata/use_test.go with them.
func TestBuild(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	dir := newModule(t)
	write(t, dir, "sample", sample())
	write(t, dir, "lib", library())
	write(t, dir, "tiny", tiny())
	write(t, dir, "hello", hello())
	write(t, dir, "typed", sharing())
	write(t, dir, "odd", odd())
	two := tiny()
	two.prefix = "Two"
	two.Options.Name = "two"
	two.Options.Package = "tiny"
	for i := range two.Bodies {
		two.Bodies[i].Text = []byte(strings.NewReplacer("*Instance", "*TwoInstance", "func add", "func twoAdd").Replace(string(two.Bodies[i].Text)))
	}
	write(t, dir, "tiny", two)
	split := sample()
	split.Options.Name = "split_linux"
	split.Options.Package = "split"
	split.Bodies[0].Text = append(split.Bodies[0].Text, strings.Repeat("// padding\n", oneFile/10)...)
	split.data(wasm.Active, 100, strings.Repeat("0123456789", 1000))
	write(t, dir, "split", split)

	text, err := os.ReadFile("testdata/use_test.go")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "use_test.go"), text, 0o666))
	run(t, dir, "go", "vet", "./...")
	run(t, dir, "go", "test", ".")
	require.Equal(t, "hello\nhello\n", run(t, dir, "go", "run", "./hello"))

	inlined := run(t, dir, "go", "build", "-gcflags=-m", "./sample")
	require.Regexp(t, `can inline \(\*Instance\)\.indirect3\n`, inlined)
}

// newModule makes a Go module that uses this one's runtime.
func newModule(t *testing.T) string {
	dir := t.TempDir()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	mod := "module example.com/use\n\ngo 1.26\n\nrequire " + runtimePath + " v0.0.0\n\nreplace " + runtimePath + " => " + root + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o666))
	return dir
}

// write emits a package into a directory of the module.
func write(t *testing.T, dir, pkg string, b *builder) {
	t.Helper()
	files, err := b.emit()
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Join(dir, pkg), 0o777))
	for _, f := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, pkg, f.Name), f.Data, 0o666))
	}
}

// run runs a command and returns all it printed.
func run(t *testing.T, dir string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	// -trimpath: the build cache need not know the temporary directory.
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod -trimpath", "GOPROXY=off")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return string(out)
}

// tiny exports a function, and imports nothing.
func tiny() *builder {
	b := newBuilder("tiny")
	i := b.function("", vals(wasm.I32, wasm.I32), vals(wasm.I32), `// add "" (i32 i32) i32 @0x100
func add(m *Instance, d int, v0, v1 uint32) uint32 {
	return v0 + v1
}
`)
	b.export("add", wasm.ExternFunc, i)
	return b
}

// library is a module that sample can import: it gives functions, globals, a
// memory and a table.
func library() *builder {
	b := newBuilder("lib")
	b.memory(1, 1)
	b.table(4, wasm.FuncRef)
	b.global(wasm.I32, false, i32(100))
	b.global(wasm.I32, true, i32(0))
	log := b.function("log", vals(wasm.I32), nil, `// log "log" (i32) () @0x100
func log(m *Instance, d int, v0 uint32) {
	if v0 == 0xffffffff {
		abi.Throw(rt.Unreachable)
	}
	m.g1 += int32(v0)
}
`)
	read := b.function("read_file", vals(wasm.I32, wasm.I32, wasm.I64), vals(wasm.I32), `// read_file
func read_file(m *Instance, d int, v0, v1 uint32, v2 int64) uint32 {
	return v0 + v1
}
`)
	twice := b.function("twice", vals(wasm.I32), vals(wasm.I32), `// twice
func twice(m *Instance, d int, v0 uint32) uint32 {
	return 2 * v0
}
`)
	log64 := b.function("log64", vals(wasm.I64), nil, `// log64
func log64(m *Instance, d int, v0 int64) {
}
`)
	b.elem(0, twice)
	b.export("log", wasm.ExternFunc, log)
	b.export("log2", wasm.ExternFunc, log64)
	b.export("read_file", wasm.ExternFunc, read)
	b.export("base", wasm.ExternGlobal, 0)
	b.export("stack_pointer", wasm.ExternGlobal, 1)
	b.export("memory", wasm.ExternMemory, 0)
	b.export("table", wasm.ExternTable, 0)
	return b
}

// sharing shares memory and table with library, and has everything that Go
// might call unused or get wrong.
func sharing() *builder {
	b := newBuilder("typed")
	b.importMemory("lib", "memory", pages(1, 1))
	b.importTable("lib", "table", wasm.TableType{Limits: wasm.Limits{Min: 4}, Elem: wasm.FuncRef})
	b.importGlobal("lib", "base", wasm.I32, false)
	b.table(2, wasm.ExternRef)
	b.Module.Memories = append(b.Module.Memories,
		wasm.Memory{MemType: wasm.MemType{Limits: wasm.Limits{Min: 1, Is64: true}, PageBits: 16}},
		wasm.Memory{MemType: wasm.MemType{Limits: wasm.Limits{Min: 7}}})
	for i := range uint32(10) {
		b.data(wasm.Active, 200+i, string(rune('a'+i)))
	}
	b.Module.Datas = append(b.Module.Datas, wasm.Data{Memory: 1, Init: []byte("x"), Start: expr(wasm.Instr{Op: op.I64Const, B: 5})})
	call := b.function("call", vals(wasm.I32, wasm.I32), vals(wasm.I32), `// call_0
func call_0(m *Instance, d int, v0, v1 uint32) uint32 {
	return m.indirect1(m.tab0.At(v0))(m, d, v1)
}
`)
	inc := b.function("inc", vals(wasm.I32), vals(wasm.I32), `// inc
func inc(m *Instance, d int, v0 uint32) uint32 {
	return v0 + 1
}
`)
	pair := b.function("pair", vals(wasm.ExternRef), vals(wasm.ExternRef, wasm.FuncRef), `// pair
func pair(m *Instance, d int, v0 any) (any, *rt.Func) {
	return v0, m.ref(1)
}
`)
	b.Indirect = []uint32{b.sig(vals(wasm.I32), vals(wasm.I32))}
	b.elem(2, inc)
	b.Module.Elems = append(b.Module.Elems, wasm.Elem{
		Mode: wasm.Active, Table: 1, Start: i32(1), Type: wasm.ExternRef,
		Exprs: []wasm.Expr{*expr(wasm.Instr{Op: op.RefNull, Type: wasm.ExternRef})},
	})
	b.export("call", wasm.ExternFunc, call)
	b.export("pair", wasm.ExternFunc, pair)
	b.Module.Names.Locals = wasm.IndirectNameMap{
		{Index: call, Names: wasm.NameMap{{Index: 0, Name: "type"}, {Index: 1, Name: "x"}}},
		{Index: pair, Names: wasm.NameMap{{Index: 0, Name: "v1"}}},
	}
	return b
}

// hello is a WASI command that uses both snapshots.
func hello() *builder {
	b := newBuilder("hello")
	b.Options.Package, b.Options.Command = "main", true
	b.importFunc("wasi_snapshot_preview1", "fd_write", vals(wasm.I32, wasm.I32, wasm.I32, wasm.I32), vals(wasm.I32))
	b.importFunc("wasi_unstable", "fd_write", vals(wasm.I32, wasm.I32, wasm.I32, wasm.I32), vals(wasm.I32))
	b.memory(1, 1)
	b.data(wasm.Active, 0, "\x08\x00\x00\x00\x06\x00\x00\x00hello\n")
	i := b.function("_start", nil, nil, `// _start
func _start(m *Instance, d int) {
	_ = wasi_snapshot_preview1_fd_write(m, d, 1, 0, 1, 32)
	_ = wasi_unstable_fd_write(m, d, 1, 0, 1, 32)
}
`)
	b.export("_start", wasm.ExternFunc, i)
	b.export("memory", wasm.ExternMemory, 0)
	return b
}
