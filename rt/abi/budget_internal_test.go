package abi

import (
	"runtime/debug"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// deeper measures in a frame of 64 KiB.
//
//go:noinline
func deeper() (g uintptr, used int) {
	var room [64 << 10]byte
	room[len(room)-1]++
	g, used = measure()
	return g + uintptr(room[0]), used
}

// What goroutine takes for the bounds of the stack are the bounds of the stack: measure sees frames grow, the variables of the goroutine lie within,
// and other goroutines are others. A version of Go that moves them fails here.
func TestMeasure(t *testing.T) {
	if g, _, _, _ := goroutine(); g == 0 {
		t.Skip("nothing is measured on this platform")
	}
	check := func() uintptr {
		for range 2 { // the second time the stack has grown, and moved
			g, used := measure()
			require.NotZero(t, g)
			require.Positive(t, used)
			same, more := deeper()
			require.Equal(t, g, same)
			require.Greater(t, more-used, 64<<10)
			require.Less(t, more-used, 65<<10)
			_, low, high, sp := goroutine()
			var here byte
			require.True(t, low < sp && sp < uintptr(unsafe.Pointer(&here)) && uintptr(unsafe.Pointer(&here)) < high)
		}
		g, _ := measure()
		return g
	}
	other := make(chan uintptr)
	go func() { other <- check() }()
	require.NotEqual(t, check(), <-other)
}

// The budget follows what is used, a charge stands for what cannot be measured, and what is near the end of Go's stack gets none.
func TestBudget(t *testing.T) {
	const mb = 1 << 20
	b := newBudget(mb)
	b.ceiling = 10 * mb
	fresh := b
	require.Equal(t, mb, b.enter(true, 1, 5000), "a call that is not nested has all, however deep the host is")

	out := func() { b.depth = mb - 100 }
	out()
	require.Equal(t, mb-100, b.enter(false, 1, 5050), "the frames of the module are smaller than estimated")
	out()
	require.Equal(t, mb-3*hostCharge, b.enter(false, 1, 5000+3*hostCharge))
	require.Equal(t, mb-4*hostCharge, b.enter(false, 1, 5000+4*hostCharge), "not by a function of the host: what is used counts")
	out()
	require.Less(t, b.enter(false, 1, 6000+mb), 0)
	out()
	outer := b
	require.Equal(t, mb-100-hostCharge, b.enter(false, 2, 100), "another goroutine")
	b.depth = mb - 200 - hostCharge
	require.Equal(t, mb-200-2*hostCharge, b.enter(false, 1, 6000), "and back")
	b = outer
	require.Equal(t, mb-2000, b.enter(false, 1, 7000), "after the calls in between have ended")

	b = fresh
	require.Equal(t, mb/2, b.enter(true, 1, 10*mb-mb/2), "the host is near the end of the stack")
	b = fresh
	require.Less(t, b.enter(true, 1, 11*mb), 0)

	b = fresh
	require.Equal(t, mb, b.enter(true, 0, 0))
	out()
	require.Equal(t, mb-100-hostCharge, b.enter(false, 0, 0))
}

// While the module's code runs only its own goroutine may enter; while the host is called, any.
func TestAdmits(t *testing.T) {
	b := newBudget(1 << 20)
	b.enter(true, 1, 5000)
	require.True(t, b.admits(1))
	require.False(t, b.admits(2))
	require.False(t, b.admits(0))
	b.depth = 1000
	require.True(t, b.admits(2))
	require.True(t, b.admits(0))
	b.enter(false, 0, 0)
	require.False(t, b.admits(0), "unknown goroutines may be others")
}

func TestLargestStack(t *testing.T) {
	before := debug.SetMaxStack(20 << 20)
	defer debug.SetMaxStack(before)
	require.Equal(t, 16<<20, largestStack())
	require.Equal(t, 2<<20, defaultBudget())
	require.Equal(t, 20<<20, debug.SetMaxStack(0))
	require.Equal(t, 4096, largestStack())
}
