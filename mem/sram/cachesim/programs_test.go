package cachesim

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// A program is one whose trace is judged: a kernel, with the argument of its run, or a WASI command.
type program struct {
	path string // below testdata
	run  int32
}

// programs are those of testdata that need more memory than the smallest of caches.
var programs = []program{
	{"kernels/base64", 75},
	{"kernels/hashtable", 100000},
	{"kernels/lu", 200},
	{"kernels/matmul", 180},
	{"kernels/quicksort", 200000},
	{"kernels/search", 3},
	{"kernels/sieve", 600000},
	{"kernels/stencil", 20},
	{"kernels/tokenizer", 100},
	{"kernels/trees", 4},
	{"programs/malloc", 0},
	{"programs/sorting", 0},
	{"programs/structs", 0},
}

func (p program) name() string { return filepath.Base(p.path) }

// trace records a program's first runs.
func (p program) trace(t *testing.T, runs int) Trace {
	wasm, err := os.ReadFile(filepath.Join("../../../testdata", p.path+".wasm"))
	require.NoError(t, err)
	if p.run != 0 {
		return record(t, wasm, runs, rt.Store{}, func(i *interp.Instance) error {
			f, err := i.Func("run")
			require.NoError(t, err)
			_, err = f.Call(context.Background(), p.run)
			return err
		})
	}
	return recordCommand(t, wasm, runs, wasitarget.Config{Args: []string{p.name()}})
}

// recordCommand records a WASI command.
func recordCommand(t *testing.T, wasm []byte, runs int, c wasitarget.Config) Trace {
	s, err := wasitarget.New(c)
	require.NoError(t, err)
	defer s.Close()
	return record(t, wasm, runs, s, func(i *interp.Instance) error {
		f, err := i.Func("_start")
		require.NoError(t, err)
		err = f.CallSlots(context.Background(), nil)
		if exit := (*wasitarget.ExitError)(nil); errors.As(err, &exit) {
			return nil // some end with another code than 0, as they should
		}
		return err
	})
}

// record interprets a module until it ends or the trace is complete.
func record(t *testing.T, wasm []byte, runs int, imports rt.Resolver, start func(*interp.Instance) error) Trace {
	var r *Recorder
	m, err := interp.Compile(wasm, interp.Options{Mem: interp.Backend{New: func(t mem.Type, _ *abi.Core) (mem.Memory, error) {
		var err error
		r, err = Record(t, runs)
		return r, err
	}}})
	require.NoError(t, err)
	i, err := m.Instantiate(context.Background(), imports)
	require.NoError(t, err)
	defer i.Close()
	if err := start(i); !errors.Is(err, ErrFull) {
		require.NoError(t, err)
	}
	require.NotEmpty(t, r.Trace)
	return r.Trace
}

// runs is how much of each program is judged: little, unless CACHESIM_RUNS says more.
func runs(t *testing.T) int {
	n := 300_000
	if s := os.Getenv("CACHESIM_RUNS"); s != "" {
		var err error
		n, err = strconv.Atoi(s)
		require.NoError(t, err)
	}
	return n
}
