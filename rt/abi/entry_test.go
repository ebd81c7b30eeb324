package abi_test

import (
	"errors"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// framed is a core whose module has a C stack, of which the functions in these tests take frames.
func framed[T int32 | int64](opts ...rt.Option) (*abi.Core, *T) {
	core, pointer := new(abi.Core), new(T)
	*pointer = 1 << 16
	core.Open(core, "framed", "", opts)
	core.StackPointer(pointer)
	return core, pointer
}

// failures are how functions end but by returning. Two of them are no error of the call.
var failures = map[string]func(){
	"trap":    func() { abi.Throw(rt.Unreachable) },
	"host":    func() { abi.ThrowHost("env.log", errors.New("no luck")) },
	"runtime": func() { panic(rt.OutOfBoundsMemory) },
	"panic":   func() { panic("boom") },
	"Goexit":  runtime.Goexit,
}

// survive runs f, and ends its panic or Goexit.
func survive(f func()) {
	onGoroutine(func() {
		defer func() { recover() }()
		f()
	})
}

func TestStackPointer(t *testing.T) {
	t.Run("32", testStackPointer[int32])
	t.Run("64", testStackPointer[int64])
}

func testStackPointer[T int32 | int64](t *testing.T) {
	for name, fail := range failures {
		core, pointer := framed[T]()
		fails := func() {
			core.Run(func(int) {
				*pointer -= 1024
				fail()
			})
		}
		survive(fails)
		require.EqualValues(t, 1<<16, *pointer, name)

		// The host says nothing of the failure of a nested call.
		require.NoError(t, core.Run(func(d int) {
			*pointer -= 512
			core.Out(d)
			survive(fails)
			core.In(d)
			require.EqualValues(t, 1<<16-512, *pointer, name)
			*pointer += 512
		}))

		// The failing function is called by another instance, whose host says nothing.
		other, theirs := framed[T]()
		require.NoError(t, other.Run(func(d int) {
			*theirs -= 256
			other.Out(d)
			survive(func() {
				defer core.Restore(core.Left())
				*pointer -= 1024
				fail()
			})
			other.In(d)
			*theirs += 256
		}))
		require.EqualValues(t, 1<<16, *pointer, name)
		require.EqualValues(t, 1<<16, *theirs, name)

		kept, left := framed[T](rt.KeepStackPointer())
		survive(func() {
			kept.Run(func(int) {
				*left -= 1024
				fail()
			})
		})
		require.EqualValues(t, 1<<16-1024, *left, name)
	}
}

// A function that returns may leave the pointer elsewhere, also while something else panics.
func TestStackPointerMoves(t *testing.T) {
	core, pointer := framed[int32]()
	linked := func() {
		defer core.Restore(core.Left())
		*pointer -= 16
	}
	move := func() {
		require.NoError(t, core.Run(func(int) { *pointer -= 16 }))
		linked()
	}
	move()
	require.EqualValues(t, 1<<16-32, *pointer)
	func() {
		defer func() {
			move()
			recover()
		}()
		panic("boom")
	}()
	require.EqualValues(t, 1<<16-64, *pointer)
}

// Eight goroutines call one instance. Each call is made alone, or not at all: the race detector sees it, too.
func TestBusy(t *testing.T) {
	core, pointer := framed[int32]()
	var wg sync.WaitGroup
	var lock sync.Mutex
	calls, made, busy := 0, 0, 0
	call := func() error {
		return core.Run(func(d int) {
			*pointer -= 16
			for range 1000 {
				calls++
			}
			*pointer += 16
		})
	}
	linked := func() (err error) {
		var other abi.Core
		other.Open(&other, "other", "", nil)
		return other.Run(func(d int) {
			other.Out(d)
			defer core.Restore(core.Left())
			calls += 1000
		})
	}
	for g := range 8 {
		wg.Go(func() {
			for range 500 {
				enter := call
				if g%2 == 1 && abi.Measures() { // where goroutines cannot be told apart, another instance's call may be one of the same
					enter = linked
				}
				err := enter()
				lock.Lock()
				switch err {
				case nil:
					made++
				case rt.ErrBusy:
					busy++
				default:
					t.Error(err)
				}
				lock.Unlock()
				runtime.Gosched()
			}
		})
	}
	wg.Wait()
	require.Equal(t, 8*500, made+busy)
	require.Positive(t, made)
	require.Equal(t, 1000*made, calls)
	require.EqualValues(t, 1<<16, *pointer)
	require.NoError(t, call())
	require.NoError(t, core.Close())
	require.Equal(t, rt.ErrClosed, call())
}

// While code of the module runs nobody else enters; while it waits in the host, others may; who has gone on meanwhile is told, and the last one
// leaves the instance as it was.
func TestTurns(t *testing.T) {
	core, pointer := framed[int32]()
	nothing := func(int) {}
	elsewhere := func() (err error) {
		onGoroutine(func() { err = core.Run(nothing) })
		return err
	}
	entered, leave, left := make(chan bool), make(chan bool), make(chan error)
	err := core.Run(func(d int) {
		require.Equal(t, rt.ErrBusy, elsewhere())
		core.Out(d)
		require.NoError(t, elsewhere())
		require.NoError(t, elsewhere())
		require.NoError(t, core.Run(nothing))
		core.In(d)
		require.Equal(t, rt.ErrBusy, elsewhere())

		*pointer -= 1024
		core.Out(d)
		go func() {
			left <- core.Run(func(int) {
				*pointer -= 512
				close(entered)
				<-leave
				*pointer += 512
			})
		}()
		<-entered
		core.In(d)
	})
	require.Equal(t, rt.ErrBusy, err)
	require.EqualValues(t, 1<<16-1024-512, *pointer, "it belongs to the other call")
	require.Equal(t, rt.ErrBusy, core.Run(nothing))
	close(leave)
	require.NoError(t, <-left)
	require.EqualValues(t, 1<<16, *pointer)
	require.NoError(t, core.Run(nothing))
}
