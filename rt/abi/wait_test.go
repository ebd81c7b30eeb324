package abi_test

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/guard"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// waiting is an instance whose threads wait.
type waiting struct{ core abi.Core }

func newWaiting() *waiting {
	w := &waiting{}
	w.core.Open(w, "test", "", nil)
	return w
}

// sharedMemories calls f for a shared memory of a page of each kind.
func sharedMemories(t *testing.T, f func(t *testing.T, m mem.Atomic)) {
	typ := mem.Type{Min: 1, Max: 2, HasMax: true, Shared: true}
	guarded, err := guard.NewShared(typ)
	require.NoError(t, err)
	sliced, err := slice.NewShared(typ)
	require.NoError(t, err)
	for name, m := range map[string]mem.Atomic{"guard": guarded, "slice": sliced} {
		t.Run(name, func(t *testing.T) {
			defer m.Close()
			f(t, m)
		})
	}
}

// until calls f until it returns true.
func until(t *testing.T, f func() bool) {
	t.Helper()
	require.Eventually(t, f, time.Minute, 100*time.Microsecond)
}

// TestWait: a thread waits while the memory holds what it expects, little endian, until it is woken or time is over.
func TestWait(t *testing.T) {
	sharedMemories(t, func(t *testing.T, m mem.Atomic) {
		w := newWaiting()
		m.Store64(8, 0x0807060504030201)
		for _, c := range []struct {
			want    uint64
			timeout int64
			result  uint32
		}{{0x0807060504030201, 0, 2}, {0x0807060504030201, 1000, 2}, {0x0807060504030200, -1, 1}, {0x0907060504030201, 0, 1}} {
			require.NoError(t, w.core.Run(func(int) {
				require.Equal(t, c.result, w.core.Wait64(m, 8, c.want, c.timeout))
				if uint32(c.want) == 0x04030201 == (c.result == 2) {
					require.Equal(t, c.result, w.core.Wait32(m, 8, uint32(c.want), c.timeout))
				}
				require.Equal(t, uint32(1), w.core.Wait32(m, 12, 0, -1))
			}))
		}

		results := make(chan uint32)
		wait := func(f func(c *abi.Core) uint32) {
			go func() {
				w := newWaiting() // each thread has an instance of its own
				require.NoError(t, w.core.Run(func(int) { results <- f(&w.core) }))
			}()
		}
		for _, timeout := range []int64{-1, math.MinInt64, math.MaxInt64} {
			wait(func(c *abi.Core) uint32 { return c.Wait32(m, 8, 0x04030201, timeout) })
			wait(func(c *abi.Core) uint32 { return c.Wait64(m, 8, 0x0807060504030201, timeout) })
			until(t, func() bool { return m.Lot().Waiting(8) == 2 })
			require.NoError(t, w.core.Run(func(int) {
				require.Equal(t, uint32(0), w.core.Notify(m, 12, 9))
				require.Equal(t, uint32(0), w.core.Notify(m, 8, 0))
				require.Equal(t, uint32(2), w.core.Notify(m, 8, math.MaxUint32))
			}))
			require.Equal(t, uint32(0), <-results)
			require.Equal(t, uint32(0), <-results)
		}
	})
}

// TestWaitTraps: the alignment counts first, then the end of memory, then that it is not shared; there notify wakes nobody.
func TestWaitTraps(t *testing.T) {
	plain, err := slice.New(mem.Type{Min: 1})
	require.NoError(t, err)
	guarded, err := guard.New(mem.Type{Min: 1})
	require.NoError(t, err)
	defer guarded.Close()
	memories := map[mem.Memory]error{plain: rt.NotShared, guarded: rt.NotShared}
	sharedMemories(t, func(t *testing.T, m mem.Atomic) {
		memories[m] = nil
		w := newWaiting()
		for m, inside := range memories {
			for _, c := range []struct {
				ea           uint64
				in32, in64   error
				notification error
			}{
				{mem.Page - 8, inside, inside, nil},
				{mem.Page - 4, inside, rt.UnalignedAtomic, nil},
				{mem.Page - 6, rt.UnalignedAtomic, rt.UnalignedAtomic, rt.UnalignedAtomic},
				{mem.Page - 1, rt.UnalignedAtomic, rt.UnalignedAtomic, rt.UnalignedAtomic},
				{mem.Page, rt.OutOfBoundsMemory, rt.OutOfBoundsMemory, rt.OutOfBoundsMemory},
				{mem.Page + 4, rt.OutOfBoundsMemory, rt.UnalignedAtomic, rt.OutOfBoundsMemory},
				{1<<33 - 8, rt.OutOfBoundsMemory, rt.OutOfBoundsMemory, rt.OutOfBoundsMemory},
				{1<<33 - 2, rt.UnalignedAtomic, rt.UnalignedAtomic, rt.UnalignedAtomic},
				{math.MaxUint64 - 7, rt.OutOfBoundsMemory, rt.OutOfBoundsMemory, rt.OutOfBoundsMemory},
			} {
				require.ErrorIs(t, w.core.Run(func(int) { w.core.Wait32(m, c.ea, 1, -1) }), c.in32, "%T, wait32 at %#x", m, c.ea)
				require.ErrorIs(t, w.core.Run(func(int) { w.core.Wait64(m, c.ea, 1, -1) }), c.in64, "%T, wait64 at %#x", m, c.ea)
				require.ErrorIs(t, w.core.Run(func(int) { require.Zero(t, w.core.Notify(m, c.ea, 1)) }), c.notification, "%T, notify at %#x", m, c.ea)
			}
		}
		delete(memories, m)
	})
}

// TestWaitEnds: the end of the call's context, or of one that it is nested in, ends a wait with the context's error; so does one that has ended before.
func TestWaitEnds(t *testing.T) {
	reason := errors.New("enough")
	sharedMemories(t, func(t *testing.T, m mem.Atomic) {
		for _, stops := range []bool{true, false} {
			for _, nested := range []bool{true, false} {
				w := newWaiting()
				ctx, end := context.WithCancelCause(context.Background())
				forget := w.core.Watch(ctx, stops)
				if nested {
					inner, cancel := context.WithCancel(context.Background())
					defer cancel()
					defer w.core.Watch(inner, stops)()
				}
				ended := make(chan error)
				wait := func() { ended <- w.core.Run(func(int) { w.core.Wait32(m, 8, 0, -1) }) }
				go wait()
				until(t, func() bool { return m.Lot().Waiting(8) == 1 })
				end(reason)
				check := func(err error) {
					var host *rt.HostError
					require.ErrorAs(t, err, &host)
					require.Equal(t, "context", host.Import)
					require.ErrorIs(t, err, reason)
					require.Zero(t, m.Lot().Waiting(8))
				}
				check(<-ended)
				go wait()
				check(<-ended)
				forget()
			}
		}
	})
}

// TestWaitClosed: those that wait at a memory trap once it is closed, and so do those that would.
func TestWaitClosed(t *testing.T) {
	sharedMemories(t, func(t *testing.T, m mem.Atomic) {
		ended := make(chan error)
		wait := func() {
			w := newWaiting()
			ended <- w.core.Run(func(int) { w.core.Wait64(m, 8, 0, -1) })
		}
		for range 8 {
			go wait()
		}
		until(t, func() bool { return m.Lot().Waiting(8) == 8 })
		require.NoError(t, m.Close())
		for range 8 {
			require.ErrorIs(t, <-ended, rt.OutOfBoundsMemory)
		}
		go wait()
		require.ErrorIs(t, <-ended, rt.OutOfBoundsMemory)
	})
}
