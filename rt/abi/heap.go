package abi

import (
	"math"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/wasm2go/wasm2go/rt"
)

// A heap bounds what an instance may have of objects that live. What lives Go's collector knows alone, and tells by cleanups: of the objects that are
// made, one every so many bytes is a sample which stands for all of these bytes, until it is gone. Which one that is chance decides, so that no
// pattern of a program escapes; as there are hundreds of samples, the estimate is right within some percent. Where it is above the limit,
// the collector runs, and if that does not help the instance traps.
type heap struct {
	left     int64 // bytes that may be allocated until the next sample
	interval int64 // left when that began
	chance   uint64
	mean     int64 // of the intervals; 0 where nothing bounds the instance
	limit    int64
	patience int64         // the estimate above which the collector runs again
	live     *atomic.Int64 // the estimate, which cleanups outlasting the instance lower
}

const (
	samples       = 512         // at the limit
	leastSample   = 4 << 10     // bytes: a sample costs about a microsecond
	largestArray  = 1 << 30     // bytes of the elements of one array
	exceptionSize = 448         // bytes of an exception
	cleanupTime   = time.Second // the longest that the first cleanup may take
)

// bound sets the limit in bytes, 0 for none.
func (h *heap) bound(limit int64) {
	*h = heap{left: math.MaxInt64, interval: math.MaxInt64}
	if limit > 0 {
		*h = heap{limit: limit, mean: max(limit/samples, leastSample), live: new(atomic.Int64), patience: limit}
		h.draw()
	}
}

// draw begins an interval.
func (h *heap) draw() {
	h.chance = h.chance*6364136223846793005 + 1442695040888963407 // Knuth's MMIX
	h.interval = h.mean/2 + int64(h.chance>>33)%h.mean
	h.left = h.interval
}

// Allocated charges the object o of n bytes, which was just made.
func (c *Core) Allocated(o *rt.Object, n int) {
	if c.heap.left -= int64(n); c.heap.left < 0 {
		sampled(&c.heap, o)
	}
}

// sampled makes p, an object or exception that was just made, the sample of the interval which it ends.
//
//go:noinline
func sampled[T any](h *heap, p *T) {
	if h.mean == 0 {
		h.bound(0)
		return
	}
	weight := h.interval - h.left
	h.draw()
	live := h.live
	live.Add(weight)
	runtime.AddCleanup(p, func(weight int64) { live.Add(-weight) }, weight)
	h.demand(0)
}

// room traps unless n bytes may be allocated for an array.
func (h *heap) room(n uint64) {
	if n > largestArray {
		Throw(rt.OutOfMemory)
	}
	if h.mean > 0 && int64(n) > h.mean {
		h.demand(int64(n))
	}
}

// demand traps unless n more bytes may live.
func (h *heap) demand(n int64) {
	if n > h.limit {
		Throw(rt.OutOfMemory)
	}
	if h.live.Load()+n <= h.patience {
		return
	}
	h.collect(n)
	live := h.live.Load() + n
	if live > h.limit {
		Throw(rt.OutOfMemory)
	}
	h.patience = max(h.limit, live+h.limit/32) // or a program near the limit would do nothing but collect
}

// collect runs the collector, and waits for the cleanups that follow: as long as they make progress, and for the first of them.
func (h *heap) collect(n int64) {
	first := make(chan struct{})
	runtime.AddCleanup(new(*byte), func(first chan struct{}) { close(first) }, first)
	runtime.GC()
	select {
	case <-first:
	case <-time.After(cleanupTime):
	}
	for idle := 0; idle < 5 && h.live.Load()+n > h.limit; idle++ {
		live := h.live.Load()
		time.Sleep(time.Millisecond)
		if h.live.Load() < live {
			idle = 0
		}
	}
}
