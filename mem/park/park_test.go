package park_test

import (
	"os"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/park"
)

func always() bool { return true }

// soon waits for a condition, which comes about by what other goroutines do.
func soon(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !holds(); time.Sleep(100 * time.Microsecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: did not come about", what)
		}
	}
}

// waiters start waits one after the other, which say their number when woken.
func waiters(t *testing.T, lot *park.Lot, addr uint64, n int) <-chan int {
	t.Helper()
	woken := make(chan int, n)
	before := lot.Waiting(addr)
	for i := range n {
		go func() {
			if lot.Wait(addr, always, -1, nil) == park.Woken {
				woken <- i
			}
		}()
		soon(t, "a wait", func() bool { return lot.Waiting(addr) == before+i+1 })
	}
	return woken
}

// TestOrder: who came first is woken first, as many as are asked for, and nobody who waits elsewhere.
func TestOrder(t *testing.T) {
	var lot park.Lot
	woken := waiters(t, &lot, 64, 10)
	elsewhere := waiters(t, &lot, 64+4*16, 1) // in the same shard
	require.EqualValues(t, 0, lot.Notify(64, 0))
	require.EqualValues(t, 0, lot.Notify(68, 5))
	for i := range 4 {
		require.EqualValues(t, 1, lot.Notify(64, 1))
		require.Equal(t, i, <-woken)
	}
	require.EqualValues(t, 3, lot.Notify(64, 3))
	require.ElementsMatch(t, []int{4, 5, 6}, []int{<-woken, <-woken, <-woken})
	require.EqualValues(t, 3, lot.Notify(64, 1<<32-1))
	require.ElementsMatch(t, []int{7, 8, 9}, []int{<-woken, <-woken, <-woken})
	require.EqualValues(t, 0, lot.Notify(64, 1<<32-1))
	require.Empty(t, elsewhere)
	require.EqualValues(t, 1, lot.Notify(64+4*16, 2))
	require.Equal(t, 0, <-elsewhere)
}

// TestLeaving: those in the middle, at the front and at the end leave without a trace.
func TestLeaving(t *testing.T) {
	for _, leaver := range []int{0, 1, 2} {
		var lot park.Lot
		left, done := make(chan park.Result), make(chan struct{})
		before := waiters(t, &lot, 8, leaver)
		go func() { left <- lot.Wait(8, always, -1, done) }()
		soon(t, "a wait", func() bool { return lot.Waiting(8) == leaver+1 })
		behind := waiters(t, &lot, 8, 2-leaver)
		close(done)
		require.Equal(t, park.Ended, <-left)
		require.Equal(t, 2, lot.Waiting(8))
		for i := range leaver {
			require.EqualValues(t, 1, lot.Notify(8, 1))
			require.Equal(t, i, <-before)
		}
		for i := range 2 - leaver {
			require.EqualValues(t, 1, lot.Notify(8, 1))
			require.Equal(t, i, <-behind)
		}
		require.Zero(t, lot.Waiting(8))
	}
}

// TestTimeouts: forever, not at all, and in between.
func TestTimeouts(t *testing.T) {
	var lot park.Lot
	require.Equal(t, park.NotEqual, lot.Wait(8, func() bool { return false }, -1, nil))
	require.Equal(t, park.NotEqual, lot.Wait(8, func() bool { return false }, 0, nil), "the value is looked at first")
	require.Equal(t, park.TimedOut, lot.Wait(8, always, 0, nil))
	require.Equal(t, park.TimedOut, lot.Wait(8, always, 1, nil))
	const while = 20 * time.Millisecond
	begin := time.Now()
	require.Equal(t, park.TimedOut, lot.Wait(8, always, while, nil))
	require.GreaterOrEqual(t, time.Since(begin), while)
	require.Zero(t, lot.Waiting(8))

	for _, forever := range []time.Duration{-1, -1 << 63, 1<<63 - 1} {
		ended := make(chan park.Result)
		go func() { ended <- lot.Wait(8, always, forever, nil) }()
		soon(t, "a wait", func() bool { return lot.Waiting(8) == 1 })
		select {
		case r := <-ended:
			t.Fatalf("a wait for %d ended: %d", forever, r)
		case <-time.After(while):
		}
		require.EqualValues(t, 1, lot.Notify(8, 1))
		require.Equal(t, park.Woken, <-ended)
	}
}

// TestPanic: a condition that panics, because there is no memory any more, leaves the lot as it was.
func TestPanic(t *testing.T) {
	var lot park.Lot
	require.Panics(t, func() { lot.Wait(8, func() bool { panic("gone") }, -1, nil) })
	require.EqualValues(t, 0, lot.Notify(8, 1))
}

// TestClose: all are woken, wherever they wait, and nobody can wait any more. No goroutine is left.
func TestClose(t *testing.T) {
	const n = 1000
	goroutines := runtime.NumGoroutine()
	var lot park.Lot
	ended := make(chan park.Result, n)
	for i := range n {
		go func() { ended <- lot.Wait(uint64(i/2*4), always, time.Hour*time.Duration(i%3-1), nil) }()
	}
	soon(t, "all wait", func() bool {
		waiting := 0
		for i := range n / 2 {
			waiting += lot.Waiting(uint64(i * 4))
		}
		return waiting+len(ended) == n
	})
	lot.Close()
	lot.Close()
	results := map[park.Result]int{}
	for range n {
		results[<-ended]++
	}
	require.Equal(t, map[park.Result]int{park.Closed: n - n/3, park.TimedOut: n / 3}, results)
	require.Equal(t, park.Closed, lot.Wait(8, always, 0, nil))
	require.EqualValues(t, 0, lot.Notify(8, 1))
	soon(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= goroutines })
}

// TestLost: between the look at the value and the wait nobody can change it and notify in vain.
func TestLost(t *testing.T) {
	const rounds = 20_000
	var lot park.Lot
	var ball atomic.Uint64
	play := func(side uint64) {
		for range rounds {
			for {
				v := ball.Load()
				if v%2 == side {
					break
				}
				lot.Wait(8, func() bool { return ball.Load() == v }, -1, nil)
			}
			ball.Add(1)
			lot.Notify(8, 1)
		}
	}
	done := make(chan struct{})
	go func() { play(1); close(done) }()
	play(0)
	<-done
	require.EqualValues(t, 2*rounds, ball.Load())
}

// TestRaces: a wake, the end of time and that of a context come at once. Who was counted by Notify was woken, and nobody else.
func TestRaces(t *testing.T) {
	const rounds = 10_000
	var lot park.Lot
	var woken atomic.Int64
	done := make(chan struct{})
	closed := make(chan struct{})
	close(closed)
	go func() {
		defer close(done)
		for i := range rounds {
			c := closed
			if i%2 == 0 {
				c = nil
			}
			if lot.Wait(8, always, time.Duration(1+i%5000), c) == park.Woken {
				woken.Add(1)
			}
		}
	}()
	counted := int64(0)
	for {
		select {
		case <-done:
			require.Equal(t, counted, woken.Load())
			t.Logf("%d of %d were woken", counted, rounds)
			return
		default:
			counted += int64(lot.Notify(8, 1))
		}
	}
}

// TestCrowd: a hundred thousand wait at one address, and take little memory each; they are woken in one go. PARK_WAITERS is another number.
func TestCrowd(t *testing.T) {
	n := 100_000
	if s := os.Getenv("PARK_WAITERS"); s != "" {
		n, _ = strconv.Atoi(s)
	} else if testing.Short() {
		n = 10_000
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var lot park.Lot
	var woken atomic.Int64
	for range n {
		go func() {
			if lot.Wait(8, always, -1, nil) == park.Woken {
				woken.Add(1)
			}
		}()
	}
	soon(t, "all wait", func() bool { return lot.Waiting(8) == n })
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := (after.Sys - before.Sys) / uint64(n)
	begin := time.Now()
	require.EqualValues(t, n-1, lot.Notify(8, uint32(n-1)))
	notified := time.Since(begin)
	require.EqualValues(t, 1, lot.Notify(8, uint32(n)))
	soon(t, "all are woken", func() bool { return woken.Load() == int64(n) })
	t.Logf("%d waiters: %d bytes each, woken by one call of %v, gone after %v", n, each, notified, time.Since(begin))
	require.Less(t, each, uint64(10_000))
}
