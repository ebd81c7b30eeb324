package abi_test

import (
	"errors"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

func TestCall(t *testing.T) {
	m := newSample(t, nil)
	r, err := m.Fib(20)
	require.NoError(t, err)
	require.EqualValues(t, 6765, r)
	r, err = m.Peek(1)
	require.NoError(t, err)
	require.EqualValues(t, 0x6c706d61, r) // "ampl"
}

func TestMemoryTrap(t *testing.T) {
	m := newSample(t, nil)
	for _, addr := range []int32{65533, 65536, -1} {
		r, err := m.Peek(addr)
		require.Zero(t, r)
		require.ErrorIs(t, err, rt.OutOfBoundsMemory)
		require.NotErrorIs(t, err, rt.Unreachable)
		require.EqualError(t, err, "wasm trap: out of bounds memory access in std::peek")
		var trap *rt.Trap
		require.ErrorAs(t, err, &trap)
		require.Equal(t, rt.Frame{Module: "sample", Func: "std::peek", Index: 2, Offset: 0x20}, trap.Stack[0])
		require.Equal(t, "std::peek", trap.Func)
		require.EqualValues(t, 0x20, trap.Offset)
	}
	require.False(t, debug.SetPanicOnFault(false), "the goroutine's setting is restored")
	_, err := m.Peek(0)
	require.NoError(t, err)
}

func TestBoundsErrorInGeneratedCode(t *testing.T) {
	m := newSample(t, nil)
	_, err := m.Bounds(3)
	require.ErrorIs(t, err, rt.OutOfBoundsMemory)
	require.ErrorContains(t, err, "in bounds")
}

func TestTableTraps(t *testing.T) {
	m := newSample(t, nil)
	r, err := m.Apply(0, 10)
	require.NoError(t, err)
	require.EqualValues(t, 55, r)
	_, err = m.Apply(1, 10)
	require.ErrorIs(t, err, rt.IndirectCallType)
	_, err = m.Apply(2, 10)
	require.ErrorIs(t, err, rt.IndirectCallNull)
	_, err = m.Apply(4, 10)
	require.ErrorIs(t, err, rt.UndefinedElement)
	_, err = m.Apply(-1, 10)
	require.ErrorIs(t, err, rt.UndefinedElement)
	require.EqualError(t, err, "wasm trap: undefined element in apply")

	m.tab0.Set(3, rt.MustFunc("double", func(x int32) int32 { return 2 * x }))
	r, err = m.Apply(3, 21)
	require.NoError(t, err)
	require.EqualValues(t, 42, r)
}

func TestStackExhausted(t *testing.T) {
	m := newSample(t, nil, rt.WithStack(64_000))
	for range 2 {
		err := m.Recurse()
		require.ErrorIs(t, err, rt.StackExhausted)
		var trap *rt.Trap
		require.ErrorAs(t, err, &trap)
		require.Greater(t, len(trap.Stack), 100)
		require.Contains(t, err.Error(), "in recurse < recurse")
		require.Contains(t, err.Error(), " more")
	}
	_, err := m.Fib(10)
	require.NoError(t, err, "the budget is restored")
}

func TestDefaultStack(t *testing.T) {
	require.ErrorIs(t, newSample(t, nil).Recurse(), rt.StackExhausted)
}

// A host function that calls back does not get a fresh budget.
func TestReentrance(t *testing.T) {
	var m *Instance
	depth := 0
	m = newSample(t, func(x int32) (int32, error) {
		if depth++; x == 0 {
			return 0, nil
		}
		return m.Reenter(x - 1)
	}, rt.WithStack(1<<20))
	r, err := m.Reenter(10)
	require.NoError(t, err)
	require.EqualValues(t, 11, r)

	depth = 0
	_, err = m.Reenter(1 << 30)
	require.ErrorIs(t, err, rt.StackExhausted)
	require.Less(t, depth, 1000)

	r, err = m.Reenter(10)
	require.NoError(t, err, "the budget is restored")
	require.EqualValues(t, 11, r)
}

func TestHostError(t *testing.T) {
	m := newSample(t, func(x int32) (int32, error) { return 7, io.ErrUnexpectedEOF })
	r, err := m.Reenter(0)
	require.Zero(t, r)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.EqualError(t, err, "env.hook: unexpected EOF")
	var host *rt.HostError
	require.ErrorAs(t, err, &host)
	require.Equal(t, "env.hook", host.Import)
	require.Equal(t, []string{"env.hook", "reenter"}, functions(host.Stack))
}

func functions(stack []rt.Frame) (names []string) {
	for _, f := range stack {
		names = append(names, f.Func)
	}
	return names
}

// A trap below a host function that calls back reaches it as an error, and it may go on.
func TestTrapBelowHost(t *testing.T) {
	var m *Instance
	var inner error
	m = newSample(t, func(x int32) (int32, error) {
		_, inner = m.Peek(-1)
		return 1, nil
	})
	r, err := m.Reenter(0)
	require.NoError(t, err)
	require.EqualValues(t, 2, r)
	require.ErrorIs(t, inner, rt.OutOfBoundsMemory)
	var trap *rt.Trap
	require.ErrorAs(t, inner, &trap)
	require.Equal(t, []string{"std::peek"}, functions(trap.Stack), "as far as the call that ended")

	m = newSample(t, func(x int32) (int32, error) { return m.Peek(-1) })
	_, err = m.Reenter(0)
	require.ErrorIs(t, err, rt.OutOfBoundsMemory, "passed on as the host's error")
	var host *rt.HostError
	require.ErrorAs(t, err, &host)
	require.Equal(t, []string{"env.hook", "reenter"}, functions(host.Stack), "what called the host")
	require.ErrorAs(t, err, &trap)
	require.Equal(t, []string{"std::peek"}, functions(trap.Stack))
}

// What goes wrong in a host function stays what it is.
func TestForeignPanics(t *testing.T) {
	var nilMap map[string]int
	var nilPointer *int
	empty := []int{}
	zero := 0
	custom := errors.New("custom")
	closedOver := func(f func()) hook {
		return func(int32) (int32, error) { f(); return 0, nil }
	}
	for name, c := range map[string]struct {
		f    func()
		want string
	}{
		"nil map":         {func() { nilMap["x"] = 1 }, "assignment to entry in nil map"},
		"nil pointer":     {func() { *nilPointer = 1 }, "invalid memory address"},
		"index":           {func() { empty[len(empty)]++ }, "index out of range"},
		"slice":           {func() { empty = empty[:zero+1] }, "slice bounds out of range"},
		"division":        {func() { zero = 1 / zero }, "integer divide by zero"},
		"error value":     {func() { panic(custom) }, "custom"},
		"string":          {func() { panic("custom") }, "custom"},
		"type assertion":  {func() { _ = any(nilMap).(int) }, "interface conversion"},
		"index in a call": {func() { strings.Map(func(rune) rune { return rune(empty[0]) }, "x") }, "index out of range"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newSample(t, closedOver(c.f), rt.WithStack(10_000))
			func() {
				defer func() { require.Contains(t, text(recover()), c.want) }()
				_, err := m.Reenter(0)
				t.Errorf("the panic became an error: %v", err)
			}()
			_, err := m.Fib(5)
			require.NoError(t, err, "the instance still works")
			require.False(t, debug.SetPanicOnFault(false), "the goroutine's setting is restored")
		})
	}
}

func text(v any) string {
	if err, ok := v.(error); ok {
		return err.Error()
	}
	s, _ := v.(string)
	return s
}

// A fault outside of all reservations is no trap.
func TestForeignFault(t *testing.T) {
	if runtime.GOARCH == "wasm" || runtime.GOOS == "plan9" {
		t.Skip("no memory faults here")
	}
	addr := uintptr(1 << 20)
	m := newSample(t, func(int32) (int32, error) {
		return *(*int32)(*(*unsafe.Pointer)(unsafe.Pointer(&addr))), nil
	})
	defer func() {
		_, isFault := recover().(interface{ Addr() uintptr })
		require.True(t, isFault)
	}()
	_, err := m.Reenter(0)
	t.Errorf("the fault became an error: %v", err)
}

func TestGoexit(t *testing.T) {
	m := newSample(t, func(int32) (int32, error) { runtime.Goexit(); return 0, nil })
	returned, done := false, make(chan bool)
	go func() {
		defer close(done)
		m.Reenter(0)
		returned = true
	}()
	<-done
	require.False(t, returned)
	_, err := m.Fib(5)
	require.NoError(t, err)
}

func TestClose(t *testing.T) {
	m := newSample(t, nil)
	require.NoError(t, m.Close())
	require.NoError(t, m.Close())
	_, err := m.Fib(3)
	require.Equal(t, rt.ErrClosed, err)
	_, err = m.ref(7).Call(int32(1), int32(2))
	require.Equal(t, rt.ErrClosed, err)
	require.Zero(t, m.mem0.Size())
}

// A host function closes the instance that calls it.
func TestCloseWhileRunning(t *testing.T) {
	var m *Instance
	m = newSample(t, func(int32) (int32, error) {
		if err := m.Close(); err != nil {
			return 0, err
		}
		_, err := m.Fib(1)
		require.Equal(t, rt.ErrClosed, err)
		return 5, nil
	})
	r, err := m.Reenter(0)
	require.NoError(t, err)
	require.EqualValues(t, 6, r)
	_, err = m.Fib(1)
	require.Equal(t, rt.ErrClosed, err)
}

// The zero value of Core takes no calls.
func TestNotOpened(t *testing.T) {
	var m Instance
	_, err := m.Fib(1)
	require.Error(t, err)
}

// A trap in a linked module is a trap of the call, with the functions of both on the stack.
func TestLinkedTrap(t *testing.T) {
	lib := newSample(t, nil)
	m, err := New(hook(nil), lib.ref(7))
	require.NoError(t, err)
	defer m.Close()
	r, err := m.LibSum(1, 2)
	require.NoError(t, err)
	require.EqualValues(t, 3, r)
	_, err = m.LibSum(1, 1)
	require.ErrorIs(t, err, rt.Unreachable)
	require.EqualError(t, err, "wasm trap: unreachable in add < lib.sum")
}

// sliced stands for a module on another backend.
type sliced struct {
	core abi.Core
	mem0 *slice.Memory
}

func peekSlice(m *sliced, a uint32) uint8 { return m.mem0.Load8(uint64(a)) }

func TestSliceBackend(t *testing.T) {
	var m sliced
	m.core.Open(&m, "sliced", "peekSlice 3 33 peek", nil)
	m.mem0, _ = slice.New(mem.Type{Min: 1})
	require.NoError(t, m.core.Run(func(int) { peekSlice(&m, 65535) }))
	err := m.core.Run(func(int) { peekSlice(&m, 65536) })
	require.ErrorIs(t, err, rt.OutOfBoundsMemory)
	require.ErrorContains(t, err, "in peek")
	err = m.core.Run(func(int) { m.mem0.Fill(65536, 0, 1) })
	require.ErrorIs(t, err, rt.OutOfBoundsMemory)
}

// A forgotten instance stays alive while a call runs, although its code holds but the memory's bare address.
func TestForgottenWhileRunning(t *testing.T) {
	collect := func(int32) (int32, error) {
		for range 3 {
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
		return 0, nil
	}
	r, err := forgotten(collect)
	require.NoError(t, err)
	require.EqualValues(t, 's', r)
}

func forgotten(h hook) (int32, error) {
	m, err := New(h, nil)
	if err != nil {
		return 0, err
	}
	return m.CollectAndPeek()
}

// CollectAndPeek reads memory after its last use of m.
func (m *Instance) CollectAndPeek() (r0 int32, err error) {
	var call abi.Call
	defer call.Leave(&err)
	d := m.core.Enter(&call)
	r0 = int32(collectAndPeek(*m.mem0, func(d int, v0 uint32) uint32 { return envHook(m, d, v0) }, d))
	return
}

//go:noinline
func collectAndPeek(mem memory0, hook func(int, uint32) uint32, d int) uint32 {
	hook(d, 0)
	hook = nil
	runtime.GC()
	time.Sleep(time.Millisecond)
	return uint32(mem.Load8(0))
}

func BenchmarkExportedCall(b *testing.B) {
	m := newSample(b, nil)
	for b.Loop() {
		m.Fib(1)
	}
}

func BenchmarkTrap(b *testing.B) {
	m := newSample(b, nil)
	for b.Loop() {
		m.Peek(-1)
	}
}

func BenchmarkHostCall(b *testing.B) {
	m := newSample(b, func(x int32) (int32, error) { return x, nil })
	for b.Loop() {
		m.Reenter(1)
	}
}
