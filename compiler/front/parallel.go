package front

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Parallel calls f(0) ... f(n-1) on as many goroutines as there are
// processors. It returns the error with the lowest index, so that what is
// reported does not depend on scheduling.
func Parallel(n int, f func(i int) error) error {
	var next atomic.Int64
	var failed atomic.Int64 // lowest index with an error so far
	failed.Store(int64(n))
	var mu sync.Mutex
	var first error
	work := func() {
		for {
			i := next.Add(1) - 1
			if i >= failed.Load() {
				return
			}
			if err := f(int(i)); err != nil {
				mu.Lock()
				if i < failed.Load() {
					failed.Store(i)
					first = err
				}
				mu.Unlock()
			}
		}
	}
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(work)
	}
	wg.Wait()
	return first
}
