package interp_test

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// openEndless makes an instance of testdata/endless.wat.
func openEndless(t testing.TB, o interp.Options) *interp.Instance {
	i, err := compile(t, "endless", o).Instantiate(background, env(func() {}))
	require.NoError(t, err)
	t.Cleanup(func() { i.Close() })
	return i
}

// endlessFunctions are the exports that only the end of the context ends.
var endlessFunctions = []string{
	"branch", "br_table", "accesses", "nested", "call", "call_indirect", "host", "tree", "return_call",
	"memory.fill", "memory.copy", "memory.copy up", "table.fill", "table.copy",
}

var backends = []struct {
	name string
	mem  interp.Backend
}{{"guard", interp.Guard}, {"slice", interp.Slice}}

// BenchmarkCancel measures how long endless functions run on after the end of their context: until the call returns, and how much
// processor time the thread takes that runs them, where that can be told. What is large is 512 MB of memory, and a table of the
// largest size.
func BenchmarkCancel(b *testing.B) {
	for _, backend := range backends {
		for _, name := range endlessFunctions {
			b.Run(backend.name+"/"+name, func(b *testing.B) {
				i := openEndless(b, interp.Options{Mem: backend.mem, Meter: true})
				_, err := call(b, i, "grow", int32(512<<20/mem.Page), int32(9_999_999))
				require.NoError(b, err)
				f := function(b, i, name)
				var times, cpus []time.Duration
				for b.Loop() {
					time, cpu, err := cancelled(f)
					require.ErrorIs(b, err, context.Canceled)
					times, cpus = append(times, time), append(cpus, cpu)
				}
				report(b, "us", times)
				report(b, "cpu-us", cpus)
			})
		}
	}
}

// BenchmarkDeadline measures how long after its deadline a call returns, and how much processor time it takes in all. With -cpu 1
// there is no processor for the context's timer.
func BenchmarkDeadline(b *testing.B) {
	for _, name := range []string{"branch", "call", "memory.fill"} {
		b.Run(name, func(b *testing.B) {
			i := openEndless(b, interp.Options{Meter: true})
			_, err := call(b, i, "grow", int32(512<<20/mem.Page), int32(0))
			require.NoError(b, err)
			f := function(b, i, name)
			var times, cpus []time.Duration
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			clock := threadClock()
			for b.Loop() {
				cpu := clock.now()
				ctx, cancel := context.WithTimeout(background, 2*time.Millisecond)
				err := f.CallSlots(ctx, nil)
				deadline, _ := ctx.Deadline()
				times, cpus = append(times, time.Since(deadline)), append(cpus, clock.now()-cpu)
				cancel()
				require.ErrorIs(b, err, context.DeadlineExceeded)
			}
			report(b, "us", times)
			report(b, "whole-cpu-us", cpus)
		})
	}
}

// cancelled calls f, ends its context a little later, and tells how long the call then takes to return.
func cancelled(f *interp.Function) (elapsed, cpu time.Duration, err error) {
	ctx, cancel := context.WithCancel(background)
	thread := make(chan cpuClock)
	done := make(chan struct{})
	var end time.Time
	var endCPU time.Duration
	go func() {
		defer close(done)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		clock := threadClock()
		thread <- clock
		err = f.CallSlots(ctx, nil)
		end, endCPU = time.Now(), clock.now()
	}()
	clock := <-thread
	time.Sleep(2 * time.Millisecond)
	start, startCPU := time.Now(), clock.now()
	cancel()
	<-done
	return end.Sub(start), endCPU - startCPU, err
}

func report(b *testing.B, unit string, times []time.Duration) {
	slices.Sort(times)
	us := func(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
	b.ReportMetric(us(times[len(times)/2]), "median-"+unit)
	b.ReportMetric(us(times[len(times)-1]), "max-"+unit)
}

// Endless functions end with their context, and the instance goes on.
func TestCancel(t *testing.T) {
	for _, backend := range backends {
		i := openEndless(t, interp.Options{Mem: backend.mem, Meter: true})
		_, err := call(t, i, "grow", int32(16<<20/mem.Page), int32(1_000_000))
		require.NoError(t, err)
		for _, name := range endlessFunctions {
			_, _, err := cancelled(function(t, i, name))
			require.ErrorIs(t, err, context.Canceled, name)
			got, err := call(t, i, "primes", int32(100))
			require.NoError(t, err, name)
			require.Equal(t, []any{int32(25)}, got, name)
		}
	}
}

// Plug-ins that spin, take memory without end, or recurse without end, do not disturb one that does its work next to them.
func TestPluginsSideBySide(t *testing.T) {
	for _, backend := range backends {
		const limit = 64 << 16
		m := compile(t, "endless", interp.Options{Mem: backend.mem, Meter: true, Limits: interp.Limits{MemoryBytes: limit}})
		start := func() *interp.Instance {
			i, err := m.Instantiate(background, env(func() {}))
			require.NoError(t, err)
			t.Cleanup(func() { i.Close() })
			return i
		}
		spinning, hogging, recursing, working := start(), start(), start(), start()
		var spun, hogged, recursed error
		var spinner, others sync.WaitGroup
		ctx, cancel := context.WithCancel(background)
		spin, hog, recurse := function(t, spinning, "branch"), function(t, hogging, "hog"), function(t, recursing, "recurse")
		spinner.Go(func() { spun = spin.CallSlots(ctx, nil) })
		others.Go(func() { hogged = hog.CallSlots(background, nil) })
		others.Go(func() { recursed = recurse.CallSlots(background, make([]uint64, 1)) })
		for range 100 {
			got, err := call(t, working, "primes", int32(10_000))
			require.NoError(t, err)
			require.Equal(t, []any{int32(1229)}, got)
		}
		others.Wait()
		cancel()
		spinner.Wait()
		require.ErrorIs(t, spun, context.Canceled)
		require.ErrorIs(t, hogged, rt.Unreachable)
		require.ErrorIs(t, recursed, rt.StackExhausted)
		memory, _ := hogging.Export("memory")
		require.EqualValues(t, limit, memory.(mem.Memory).Size())

		for _, i := range []*interp.Instance{spinning, hogging, recursing, working} {
			got, err := call(t, i, "primes", int32(10_000))
			require.NoError(t, err)
			require.Equal(t, []any{int32(1229)}, got)
		}
	}
}
