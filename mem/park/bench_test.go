package park_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/wasm2go/wasm2go/mem/park"
)

// BenchmarkTurns has two goroutines take turns, as two that wait for each other's sync.Cond do. Compare the two.
func BenchmarkTurns(b *testing.B) {
	b.Run("lot", func(b *testing.B) {
		var lot park.Lot
		var turn atomic.Uint32
		play(b, func(me uint32, n int) {
			for range n {
				for turn.Load() != me {
					lot.Wait(0, func() bool { return turn.Load() != me }, -1, nil)
				}
				turn.Store(1 - me)
				lot.Notify(0, 1)
			}
		})
	})
	b.Run("cond", func(b *testing.B) {
		var mu sync.Mutex
		cond := sync.NewCond(&mu)
		turn := uint32(0)
		play(b, func(me uint32, n int) {
			for range n {
				mu.Lock()
				for turn != me {
					cond.Wait()
				}
				turn = 1 - me
				cond.Signal()
				mu.Unlock()
			}
		})
	})
}

// play has two play, b.N turns in all.
func play(b *testing.B, player func(me uint32, n int)) {
	var both sync.WaitGroup
	for me := range uint32(2) {
		both.Go(func() { player(me, b.N/2) })
	}
	both.Wait()
}
