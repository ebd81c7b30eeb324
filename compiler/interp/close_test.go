package interp_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// chip is a device of RAM.
type chip struct{ data []byte }

func (c *chip) Size() uint64   { return uint64(len(c.data)) }
func (c *chip) Halt() error    { return nil }
func (c *chip) String() string { return "chip" }

func (c *chip) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	copy(c.data[waddr:], w)
	copy(r, c.data[raddr:])
	return nil
}

// onChips makes each memory on an array of its own, with a cache that holds little of it.
func onChips(t mem.Type, _ *abi.Core) (mem.Memory, error) {
	a, err := sram.NewArray(sram.ArrayOpts{Cache: 1024}, &chip{make([]byte, 1<<20)})
	if err != nil {
		return nil, err
	}
	return a.NewMemory(t)
}

var closable = map[string]interp.Backend{"guard": interp.Guard, "slice": interp.Slice, "chips": {New: onChips}}

// A host function closes the instance that called it, or another goroutine does: the call goes on with its memory, later and inner ones are refused.
func TestCloseDuringCall(t *testing.T) {
	for name, backend := range closable {
		for _, elsewhere := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				var i *interp.Instance
				i = open(t, interp.Options{Mem: backend}, func(x int32) (int32, error) {
					closeIt := func() { require.NoError(t, i.Close()) }
					if elsewhere {
						onGoroutine(closeIt)
					} else {
						closeIt()
					}
					closeIt()
					_, err := call(t, i, "fib", int32(1))
					require.Equal(t, rt.ErrClosed, err)
					return x, nil
				})
				memory, _ := i.Export("memory")
				require.NoError(t, memory.(mem.Memory).PutUint32(40000, 7))
				got, err := call(t, i, "outerPeek", int32(40000))
				require.NoError(t, err)
				require.Equal(t, []any{int32(14)}, got)
				require.Zero(t, memory.(mem.Memory).Size(), "released at the end")
				_, err = call(t, i, "fib", int32(1))
				require.Equal(t, rt.ErrClosed, err)
				require.NoError(t, i.Close())
			})
		}
	}
}

// An instance is closed on several goroutines while another calls it.
func TestCloseAnytime(t *testing.T) {
	for name, backend := range closable {
		t.Run(name, func(t *testing.T) {
			m := sample(t, interp.Options{Mem: backend})
			for range 50 {
				i, err := m.Instantiate(background, env(same))
				require.NoError(t, err)
				peek, err := i.Func("outerPeek")
				require.NoError(t, err)
				var all sync.WaitGroup
				started := make(chan bool)
				start := sync.OnceFunc(func() { close(started) })
				all.Go(func() {
					defer start() // also where the test fails
					s := make([]uint64, 1)
					for n := 0; ; n++ {
						s[0] = uint64(n % 60000)
						if err := peek.CallSlots(context.Background(), s); err != nil {
							require.Equal(t, rt.ErrClosed, err)
							return
						}
						if n == 10 {
							start()
						}
					}
				})
				for range 2 {
					all.Go(func() {
						<-started
						require.NoError(t, i.Close())
					})
				}
				all.Wait()
			}
		})
	}
}

// A memory whose instance is closed while another one that imports it runs is empty for that.
func TestCloseExporter(t *testing.T) {
	for name, backend := range closable {
		t.Run(name, func(t *testing.T) {
			lib := open(t, interp.Options{Mem: backend}, same)
			memory, _ := lib.Export("memory")
			peek, _ := lib.Export("peek")
			m := open(t, interp.Options{Mem: backend}, peek)
			require.NoError(t, lib.Close())
			_, err := call(t, m, "reenter", int32(0))
			require.True(t, errors.Is(err, rt.OutOfBoundsMemory), err)
			require.Error(t, memory.(mem.Memory).PutUint32(0, 1))
			require.EqualValues(t, -1, memory.(mem.Memory).Grow(1))

			// The peer is closed while a call of it from another instance runs.
			var peer *interp.Instance
			peer = open(t, interp.Options{Mem: backend}, func(x int32) (int32, error) { return x, peer.Close() })
			outerPeek, _ := peer.Export("outerPeek")
			m = open(t, interp.Options{Mem: backend}, outerPeek)
			_, err = call(t, m, "reenter", int32(0))
			require.NoError(t, err)
			_, err = call(t, peer, "fib", int32(1))
			require.Equal(t, rt.ErrClosed, err)
		})
	}
}
