package calls

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

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

// TestFaults: what must not happen is noticed. Each fault replaces a function that needs no parameters; the sequence of this seed calls it.
func TestFaults(t *testing.T) {
	for want, fault := range map[string]func(base string, m mem.Memory) (int32, error){
		"memory at 0x1000 has changed": func(_ string, m mem.Memory) (int32, error) { return 0, flip(m, 0x1000) },
		"no errno: [77]":               func(string, mem.Memory) (int32, error) { return 77, nil },
		"sched_yield: exit status 0":   func(string, mem.Memory) (int32, error) { return 0, &wasitarget.ExitError{} },
		"panic: at the disco":          func(string, mem.Memory) (int32, error) { panic("at the disco") },
		"the guest must not change ro": func(base string, _ mem.Memory) (int32, error) {
			return 0, os.Chtimes(filepath.Join(base, "ro", "file"), time.Unix(1, 0), time.Unix(1, 0))
		},
		"the guest must not change outside": func(base string, _ mem.Memory) (int32, error) {
			return 0, os.WriteFile(filepath.Join(base, "outside", "new"), nil, 0o666)
		},
	} {
		base := t.TempDir()
		err := Sequence(base, 3, func(s *wasitarget.System) (rt.Instance, error) {
			m, err := slice.New(mem.Type{Min: 1})
			if err != nil {
				return nil, err
			}
			module := s.Functions()
			module["memory"] = m
			module["sched_yield"] = func() (int32, error) { return fault(base, m) }
			return module, s.Bind(module)
		})
		require.ErrorContains(t, err, want)
	}
}

func flip(m mem.Memory, addr uint64) error {
	b, err := m.Uint8(addr)
	if err != nil {
		return err
	}
	return m.PutUint8(addr, ^b)
}

// TestLeak: what stands outside is known wherever it is in memory.
func TestLeak(t *testing.T) {
	b, err := newSandbox(t.TempDir(), 1)
	require.NoError(t, err)
	for _, name := range []string{"outside.txt", "outside/known"} {
		text, err := os.ReadFile(filepath.Join(b.base, name))
		require.NoError(t, err)
		require.NotEmpty(t, b.leak(slices.Concat([]byte("xxx"), text)))
		fi, err := os.Stat(filepath.Join(b.base, name))
		require.NoError(t, err)
		require.NotEmpty(t, b.leak(binary.LittleEndian.AppendUint64(make([]byte, 5), uint64(fi.ModTime().UnixNano()))))
	}
	names, err := os.ReadDir(filepath.Join(b.base, "outside"))
	require.NoError(t, err)
	require.NotEmpty(t, b.leak([]byte(names[1].Name())))
	require.Empty(t, b.leak(make([]byte, 100)))
}
