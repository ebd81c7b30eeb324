package interp_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

// calls are ways to call between host and module. Once all is set up, none of them allocates.
func calls(t testing.TB) map[string]func() {
	slotHook, err := rt.NewSlotFunc("hook", "(i32) i32", func(s []uint64) error {
		s[0]++
		return nil
	})
	require.NoError(t, err)
	plain := open(t, interp.Options{}, same)
	failing := open(t, interp.Options{}, func(x int32) (int32, error) { return x, nil })
	slots := open(t, interp.Options{}, slotHook)
	peer, _ := plain.Export("fib")
	linked := open(t, interp.Options{}, peer)

	nothing, err := interp.Typed[func() error](function(t, plain, "nothing"))
	require.NoError(t, err)
	add, err := interp.Typed[func(int32, int32) (int32, error)](function(t, plain, "add"))
	require.NoError(t, err)
	bound := peer.(*rt.Func).Go().(func(int, int32) int32)
	s := make([]uint64, 2)
	reenter := func(i *interp.Instance) func() {
		f := function(t, i, "reenter")
		return func() { s[0] = 1; f.CallSlots(background, s) }
	}
	addSlots := function(t, plain, "add")
	return map[string]func(){
		"CallSlots":           func() { addSlots.CallSlots(background, s) },
		"Typed/nothing":       func() { nothing() },
		"Typed/add":           func() { add(1, 2) },
		"Bound":               func() { bound(1<<20, 1) },
		"Host/plain":          reenter(plain),
		"Host/failing":        reenter(failing),
		"Host/slots":          reenter(slots),
		"Host/other instance": reenter(linked),
	}
}

func function(t testing.TB, i *interp.Instance, name string) *interp.Function {
	f, err := i.Func(name)
	require.NoError(t, err)
	return f
}

func TestAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector makes sync.Pool forget; run without -race")
	}
	for name, call := range calls(t) {
		require.Zero(t, testing.AllocsPerRun(100, call), name)
	}
}

func BenchmarkCalls(b *testing.B) {
	for name, call := range calls(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				call()
			}
		})
	}
}
