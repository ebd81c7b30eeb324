package guard_test

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/guard"
	"github.com/wasm2go/wasm2go/mem/memtest"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

func open(t mem.Type) (mem.Linear, error)        { return guard.New(t) }
func openChecked(t mem.Type) (mem.Linear, error) { return guard.NewChecked(t) }
func open64(t mem.Type) (mem.Linear, error)      { return guard.New64(t) }

func TestMemory(t *testing.T)    { memtest.Run(t, open) }
func TestBytePages(t *testing.T) { memtest.RunBytePages(t, openChecked) }
func TestMemory64(t *testing.T)  { memtest.Run64(t, open64) }

func openShared(t mem.Type) (mem.Atomic, error)        { return guard.NewShared(t) }
func openSharedChecked(t mem.Type) (mem.Atomic, error) { return guard.NewSharedChecked(t) }

func TestShared(t *testing.T)          { memtest.RunShared(t, openShared, mem.Page, false) }
func TestSharedBytePages(t *testing.T) { memtest.RunShared(t, openSharedChecked, 1, false) }

// instance stands for an instance of generated code.
type instance struct {
	core abi.Core
	mem0 *guard.Memory
	sink uint32
}

func newInstance(t *testing.T, pages uint64) *instance {
	m := &instance{}
	m.core.Open(m, "test", "load 0 10 load\ndrop 1 20 drop\n", nil)
	var err error
	m.mem0, err = guard.New(mem.Type{Min: pages})
	require.NoError(t, err)
	m.core.Own(m.mem0)
	return m
}

//go:noinline
func load(m *instance, a uint32) { m.sink = m.mem0.Load32(uint64(a)) }

//go:noinline
func drop(m *instance, a uint32) { m.mem0.Touch(uint64(a), 4) }

// A load that nobody wants still traps.
func TestDroppedLoad(t *testing.T) {
	m := newInstance(t, 1)
	defer m.core.Close()
	require.NoError(t, m.core.Run(func(int) { drop(m, 65532) }))
	require.ErrorIs(t, m.core.Run(func(int) { drop(m, 65533) }), rt.OutOfBoundsMemory)
}

func TestStackOfAFault(t *testing.T) {
	m := newInstance(t, 1)
	defer m.core.Close()
	err := m.core.Run(func(int) { load(m, 65533) })
	var trap *rt.Trap
	require.ErrorAs(t, err, &trap)
	require.Equal(t, rt.OutOfBoundsMemory, trap.Kind)
	require.Equal(t, []rt.Frame{{Module: "test", Func: "load", Index: 0, Offset: 0x10}}, trap.Stack)
}

// A memory closed under running code traps, and so does one that is used after that.
func TestUseAfterClose(t *testing.T) {
	m := newInstance(t, 1)
	view := *m.mem0
	err := m.core.Run(func(int) {
		view.Store8(0, 1)
		m.mem0.Close()
		view.Store8(0, 1)
	})
	require.ErrorIs(t, err, rt.OutOfBoundsMemory)
	require.NoError(t, m.core.Close())
	require.ErrorIs(t, m.core.Run(func(int) {}), rt.ErrClosed)
}

func TestRefuses(t *testing.T) {
	_, err := guard.New(mem.Type{Min: 65537})
	require.Error(t, err)
	if !reserves {
		return // the checked memory takes everything else
	}
	_, err = guard.New(mem.Type{Is64: true})
	require.Error(t, err)
	_, err = guard.New(mem.Type{PageSize: 1})
	require.Error(t, err)
}

// More memories than the address space has room for: closed and forgotten ones make way.
func TestManyMemories(t *testing.T) {
	if testing.Short() {
		t.Skip("opens 20000 memories")
	}
	for range 20_000 {
		m, err := guard.New(mem.Type{Min: 1})
		require.NoError(t, err)
		require.NoError(t, m.PutUint8(0, 1))
		require.NoError(t, m.Close())
	}
	runtime.GC()
}

// With a limit on address space, New says what to do instead.
func TestAddressSpaceLimit(t *testing.T) {
	if os.Getenv("GUARD_TEST_LIMITED") != "" {
		_, err := guard.New(mem.Type{Min: 1})
		if err == nil {
			t.Fatal("the reservation was not refused")
		}
		t.Log(err)
		if !strings.Contains(err.Error(), "-mem slice") || errors.Unwrap(err) == nil {
			t.Fatal("the message does not help")
		}
		return
	}
	if !reserves {
		t.Skip("this platform reserves no address space")
	}
	if runtime.GOOS != "linux" {
		t.Skip("needs a shell whose ulimit knows -v")
	}
	if memtest.RaceEnabled {
		t.Skip("the race detector itself needs more address space than the limit")
	}
	exe, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command("sh", "-c", `ulimit -v 4000000 && exec "$0" -test.run '^TestAddressSpaceLimit$' -test.v`, exe)
	cmd.Env = append(os.Environ(), "GUARD_TEST_LIMITED=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "-mem slice")
}

// BenchmarkPair measures a load and a store, as a function of generated code does them.
func BenchmarkPair(b *testing.B) {
	m, err := guard.New(mem.Type{Min: 1})
	require.NoError(b, err)
	for b.Loop() {
		pairs(m, 1000)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/pair")
}

//go:noinline
func pairs(p *guard.Memory, n uint32) {
	m := *p
	for i := uint32(0); i < n*8; i += 8 {
		m.Store32(uint64(i)+16, m.Load32(uint64(i)+1024)+i)
	}
}
