package atomics

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/guard"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
)

// TestThreads has instances of one module share a memory, each on a goroutine.
func TestThreads(t *testing.T) {
	wasm, err := os.ReadFile(filepath.Join("testdata", "threads.wasm"))
	require.NoError(t, err)
	compiled, err := interp.Compile(wasm, interp.Options{})
	require.NoError(t, err)
	typ := mem.Type{Min: 1, Max: 4, HasMax: true, Shared: true}
	for name, make := range map[string]func() (mem.Memory, error){
		"guard": func() (mem.Memory, error) { return guard.NewShared(typ) },
		"slice": func() (mem.Memory, error) { return slice.NewShared(typ) },
	} {
		t.Run(name, func(t *testing.T) {
			memory, err := make()
			require.NoError(t, err)
			runThreads(t, memory, func(r rt.Resolver) (rt.Instance, error) { return compiled.Instantiate(context.Background(), r) })
		})
	}
}

// A thread is an instance on a goroutine of its own.
type thread struct {
	t *testing.T
	rt.Instance
}

// call calls an export that returns an i32.
func (th thread) call(name string, args ...any) (int32, error) {
	v, _ := th.Export(name)
	results, err := v.(*rt.Func).Call(args...)
	if err != nil || len(results) == 0 {
		return 0, err
	}
	return results[0].(int32), nil
}

func runThreads(t *testing.T, memory mem.Memory, instantiate func(rt.Resolver) (rt.Instance, error)) {
	const threads, rounds = 4, 2000
	var all []thread
	for range threads {
		m, err := instantiate(rt.Store{"env": rt.Module{"memory": memory}})
		require.NoError(t, err)
		all = append(all, thread{t, m})
	}
	// begin calls the export on all threads but the first, and gives back what waits for their results.
	begin := func(name string, args ...any) (wait func() []error) {
		var wg sync.WaitGroup
		errs := make([]error, threads)
		for i, th := range all[1:] {
			wg.Go(func() { _, errs[i+1] = th.call(name, args...) })
		}
		return func() []error { wg.Wait(); return errs[1:] }
	}
	none := make([]error, threads-1)

	require.Equal(t, none, begin("add", int32(rounds))())
	n, err := all[0].call("add", int32(1))
	require.NoError(t, err)
	require.EqualValues(t, (threads-1)*rounds+1, n, "no addition is lost")

	waiting := begin("wait")
	for woken := int32(0); woken < threads-1; time.Sleep(time.Millisecond) {
		n, err = all[0].call("notify", int32(1))
		require.NoError(t, err)
		woken += n
	}
	require.Equal(t, none, waiting())

	spinning := begin("spin")
	_, err = all[0].call("release")
	require.NoError(t, err)
	require.Equal(t, none, spinning())

	_, err = all[1].call("far", int32(Page))
	require.ErrorIs(t, err, rt.OutOfBoundsMemory)
	n, err = all[0].call("grow")
	require.NoError(t, err)
	require.EqualValues(t, 1, n)
	_, err = all[1].call("far", int32(Page))
	require.NoError(t, err, "all see it grow")

	waiting = begin("wait")
	time.Sleep(10 * time.Millisecond)
	require.NoError(t, memory.Close())
	for _, err := range waiting() {
		require.ErrorIs(t, err, rt.OutOfBoundsMemory, "who waits ends with the memory")
	}
}
