package guard_test

import (
	"errors"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/guard"
	"github.com/wasm2go/wasm2go/mem/memtest"
)

// A forgotten memory gives its addresses back, though nobody closed it.
func TestForgottenMemory(t *testing.T) {
	if !reserves {
		t.Skip("this platform reserves no address space")
	}
	base := faultAddress(t) &^ 0xffff
	for range 100 {
		runtime.GC()
		if !guard.Contains(base) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the reservation is still there")
}

// What is borrowed stays until it is given back, though nobody else has the memory any more.
func TestBorrowedMemoryStays(t *testing.T) {
	if !reserves {
		t.Skip("this platform reserves no address space")
	}
	m, err := guard.New(mem.Type{Min: 1})
	require.NoError(t, err)
	base := uintptr(0)
	err = m.Borrow(0, 8, func(b []byte) error {
		base = uintptr(unsafe.Pointer(unsafe.SliceData(b)))
		for range 10 {
			runtime.GC()
			time.Sleep(time.Millisecond) // cleanups run on a goroutine of their own
			if !guard.Contains(base) {
				return errors.New("the reservation is gone")
			}
		}
		b[7] = 1
		return nil
	})
	require.NoError(t, err)
	for range 100 {
		runtime.GC()
		if !guard.Contains(base) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the reservation is still there")
}

// faultAddress opens a memory, faults right behind it and forgets it. It returns the address of the fault.
//
//go:noinline
func faultAddress(t *testing.T) (addr uintptr) {
	m, err := guard.New(mem.Type{Min: 1})
	require.NoError(t, err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		addr = recover().(interface{ Addr() uintptr }).Addr()
		require.True(t, guard.Contains(addr))
		runtime.KeepAlive(m)
	}()
	m.Store8(65536, 1)
	return 0
}

func TestInlineCosts(t *testing.T) {
	costs := memtest.InlineCosts(t, "amd64")
	memtest.AtMost(t, costs, 20, memtest.Loads()...)
	memtest.AtMost(t, costs, 20, memtest.Stores()...)
	memtest.AtMost(t, costs, 20, memtest.Words("Memory")...)

	costs = memtest.InlineCosts(t, "arm64")
	memtest.AtMost(t, costs, 20, memtest.Loads()...)
	memtest.AtMost(t, costs, 20, "Memory.Store8")
	memtest.AtMost(t, costs, 29, memtest.Stores()...) // the test for a store that straddles the end
}
