package calls

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/guard"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// memories are the backends: calls at the edges of memory find the edges of what these have.
var memories = map[string]func(mem.Type) (mem.Memory, error){
	"guard": func(t mem.Type) (mem.Memory, error) { return guard.New(t) },
	"slice": func(t mem.Type) (mem.Memory, error) { return slice.New(t) },
	"sram":  onChips,
}

// onChips makes a memory on emulated chips, with a cache of a part of it.
func onChips(t mem.Type) (mem.Memory, error) {
	s, err := spec.Parse("sim:chip=23LC1024*2,cache=4K")
	if err != nil {
		return nil, err
	}
	array, err := open.Simulate(s)
	if err != nil {
		return nil, err
	}
	return array.NewMemory(t)
}

// TestCalls calls the functions of a System without a module.
func TestCalls(t *testing.T) {
	for name, newMemory := range memories {
		t.Run(name, func(t *testing.T) {
			n, err := Run(func(s *wasitarget.System) (rt.Instance, error) {
				m, err := newMemory(mem.Type{Min: 1, Max: 4, HasMax: true})
				if err != nil {
					return nil, err
				}
				module := s.Functions()
				module["memory"] = m
				return module, s.Bind(module)
			})
			require.NoError(t, err)
			t.Logf("%d calls", n)
		})
	}
}

// TestFunctions: the table has all functions.
func TestFunctions(t *testing.T) {
	s, err := wasitarget.New(wasitarget.Config{})
	require.NoError(t, err)
	defer s.Close()
	var names []string
	for _, f := range functions {
		names = append(names, f.name)
	}
	slices.Sort(names)
	require.Equal(t, s.Functions().Exports(), names)
}
