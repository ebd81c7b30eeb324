package data_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/data"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// backends are the memories that each test runs on.
var backends = map[string]func() (interp.Backend, error){
	"guard": func() (interp.Backend, error) { return interp.Guard, nil },
	"slice": func() (interp.Backend, error) { return interp.Slice, nil },
	"sram": func() (interp.Backend, error) {
		a, err := simulated()
		return interp.Backend{New: func(t mem.Type, _ *abi.Core) (mem.Memory, error) { return a.NewMemory(t) }}, err
	},
}

// simulated is an array of an emulated chip.
func simulated() (*sram.Array, error) {
	s, err := spec.Parse("sim:chip=APS6404L,cache=4K")
	if err != nil {
		return nil, err
	}
	return open.Simulate(s)
}

// onEach runs a test on each memory.
func onEach(t *testing.T, test func(t *testing.T, b interp.Backend)) {
	for name, backend := range backends {
		t.Run(name, func(t *testing.T) {
			b, err := backend()
			require.NoError(t, err)
			test(t, b)
		})
	}
}

// module is an instance of a file in testdata.
type module struct {
	*interp.Instance
	mem mem.Memory
}

// newModule makes an instance.
func newModule(t testing.TB, file string, b interp.Backend, imports rt.Module) *module {
	t.Helper()
	m, err := instantiate(file, b, imports)
	require.NoError(t, err)
	t.Cleanup(func() { m.Close() })
	return m
}

func instantiate(file string, b interp.Backend, imports rt.Module) (*module, error) {
	wasm, err := os.ReadFile("testdata/" + file)
	if err != nil {
		return nil, err
	}
	compiled, err := interp.Compile(wasm, interp.Options{Mem: b})
	if err != nil {
		return nil, err
	}
	i, err := compiled.Instantiate(context.Background(), rt.Store{"env": imports})
	if err != nil {
		return nil, err
	}
	memory, _ := i.Export("memory")
	return &module{i, memory.(mem.Memory)}, nil
}

// fn is an exported function as Go code has it, which generated packages have as a method.
func fn[F any](m *module, name string) F {
	f, err := m.Func(name)
	if err == nil {
		var typed F
		if typed, err = interp.Typed[F](f); err == nil {
			return typed
		}
	}
	panic(err)
}

// library is testdata/lib.wasm, with its allocations counted.
type library struct {
	*module
	heap *data.Heap[int32]
	live int   // blocks
	fail error // what malloc and free return, if anything
	null bool  // malloc returns 0
}

func newLibrary(t testing.TB, b interp.Backend) *library {
	l := &library{module: newModule(t, "lib.wasm", b, rt.Module{"note": func(int32, int32) {}})}
	malloc, free := fn[func(int32) (int32, error)](l.module, "malloc"), fn[func(int32) error](l.module, "free")
	l.heap = data.NewHeap(l.mem, func(n int32) (int32, error) {
		if l.fail != nil || l.null {
			return 0, l.fail
		}
		at, err := malloc(n)
		if err == nil && at != 0 {
			l.live++
		}
		return at, err
	}, func(at int32) error {
		if l.fail != nil {
			return l.fail
		}
		l.live--
		return free(at)
	})
	return l
}

// rangeError fails unless err says that a range is not in memory.
func rangeError(t *testing.T, err error) {
	t.Helper()
	var r *mem.RangeError
	require.ErrorAs(t, err, &r, fmt.Sprint(err))
}

// call calls an exported function by its name.
func (m *module) call(name string, args ...any) ([]any, error) {
	f, err := m.Func(name)
	if err != nil {
		return nil, err
	}
	return f.Call(context.Background(), args...)
}
