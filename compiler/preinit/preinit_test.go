package preinit_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/preinit"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

func load(t *testing.T, name string) []byte {
	file, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return file
}

// run is preinit.Run on a module of testdata.
func run(t *testing.T, name string, o preinit.Options) (*preinit.Report, error) {
	file := load(t, name)
	m, bodies, err := front.Check(file)
	require.NoError(t, err)
	_, r, err := preinit.Run(file, m, bodies, false, o)
	return r, err
}

// TestBaked: an instance of the output is what one is that was initialized, to all that can be seen of it, traps and their offsets included,
// also where the interpreter runs the functions that use what was dropped.
func TestBaked(t *testing.T) {
	w := workspace.New(t, "baked")
	file := load(t, "state.wasm")
	passive := regexp.MustCompile(`^(once|twice|later|kept|hidden|init|again|count)$`)
	for name, o := range map[string]compiler.Options{
		"plain": {}, "guard": {}, "slice": {Mem: "slice"},
		"interpreted": {Interp: func(_ uint32, name string) bool { return passive.MatchString(name) }},
	} {
		o.Name, o.Snapshot = name, true
		if name != "plain" {
			o.Preinit = &preinit.Options{Funcs: []string{"setup"}}
		}
		require.NoError(t, w.Translate(t, file, o))
	}
	w.Write(t, "baked_test.go", load(t, "baked_test.go.txt"))
	w.Write(t, "state.wasm", file)
	out, err := w.Go("test", ".").CombinedOutput()
	require.NoError(t, err, string(out))
}

func TestReport(t *testing.T) {
	r, err := run(t, "state.wasm", preinit.Options{Funcs: []string{"setup", "setup", "_initialize"}})
	require.NoError(t, err)
	require.Equal(t, []string{"the start function", "_initialize", "setup"}, r.Ran)
	require.Equal(t, []string{"environ_sizes_get"}, r.Calls)
	require.Equal(t, "environ_sizes_get", r.Told())

	r, err = run(t, "refused.wasm", preinit.Options{Funcs: []string{"clock"}, WASI: []string{"clock_time_get"}})
	require.NoError(t, err)
	require.Equal(t, []string{"clock_time_get"}, r.Calls)
	require.Empty(t, r.Told())
}

// TestSame: the output depends on the module and the options alone.
func TestSame(t *testing.T) {
	file := load(t, "engine.wasm")
	o := compiler.Options{Name: "engine", Preinit: &preinit.Options{}}
	first, err := compiler.Translate(file, o)
	require.NoError(t, err)
	second, err := compiler.Translate(file, o)
	require.NoError(t, err)
	require.Equal(t, first.Files, second.Files)
	require.InDelta(t, 52_000, first.Preinit.Bytes, 1000)
}

// TestRefused: what cannot be the same in all instances, or does not end, is refused, and the message says where.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		file string
		o    preinit.Options
		want string // in the error
	}{
		{"refused.wasm", preinit.Options{}, "there is nothing to run: no start function"},
		{"refused.wasm", preinit.Options{Funcs: []string{"missing"}}, `the module exports no function "missing"`},
		{"refused.wasm", preinit.Options{Funcs: []string{"memory"}}, `the module exports no function "memory"`},
		{"refused.wasm", preinit.Options{Funcs: []string{"typed"}}, `"typed" cannot be run: it is of type (i32) i32, not () ()`},
		{"refused.wasm", preinit.Options{Funcs: []string{"fine", "host"}},
			"host: env.log: initialisation calls it, but there is no host yet when the module is translated, called by fn3, called by host"},
		{"refused.wasm", preinit.Options{Funcs: []string{"clock"}},
			"clock: wasi_snapshot_preview1.clock_time_get: initialisation calls it, and what it says would be the same in all instances, called by clock"},
		{"refused.wasm", preinit.Options{Funcs: []string{"exit"}, WASI: []string{"proc_exit"}}, "exit: proc_exit: "},
		{"refused.wasm", preinit.Options{Funcs: []string{"trap"}}, "trap: "},
		{"refused.wasm", preinit.Options{Funcs: []string{"forever"}, Fuel: 1e6},
			"forever does not end in the time that initialisation may take: fuel: out of fuel"},
		{"refused.wasm", preinit.Options{Funcs: []string{"grow"}, Memory: 1 << 28}, "more memory is needed than initialisation may have"},
	} {
		_, err := run(t, c.file, c.o)
		require.ErrorContains(t, err, c.want)
	}
	// (module (import "env" "memory" (memory 1)))
	file := []byte("\x00asm\x01\x00\x00\x00\x02\x0f\x01\x03env\x06memory\x02\x00\x01")
	_, err := compiler.Translate(file, compiler.Options{Name: "x", Preinit: &preinit.Options{}})
	require.EqualError(t, err, "initialisation at translation: the module imports the memory env.memory, which is known only when an instance is made")
}

// TestHeapBase: a memory is not cut where initialisation has left something.
func TestHeapBase(t *testing.T) {
	file := load(t, "heapbase.wasm")
	_, err := compiler.Translate(file, compiler.Options{Name: "x", MemSize: "heap-base"})
	require.NoError(t, err)
	_, err = compiler.Translate(file, compiler.Options{Name: "x", MemSize: "heap-base", Preinit: &preinit.Options{}})
	require.EqualError(t, err, "option MemSize: memory cannot end at __heap_base: it is 1024, and there is data up to 2049, which initialisation may have written")
}
