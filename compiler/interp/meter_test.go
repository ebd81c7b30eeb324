package interp_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/rt"
)

// An endless loop ends with its context; the instance and others go on.
func TestContext(t *testing.T) {
	i := open(t, interp.Options{Meter: true}, same)
	ctx, cancel := context.WithCancelCause(background)
	reason := errors.New("enough")
	time.AfterFunc(5*time.Millisecond, func() { cancel(reason) })
	f := function(t, i, "spin")
	err := f.CallSlots(ctx, nil)
	require.ErrorIs(t, err, reason)
	var host *rt.HostError
	require.ErrorAs(t, err, &host)
	require.Equal(t, "spin", host.Stack[0].Func)

	require.ErrorIs(t, f.CallSlots(ctx, nil), reason, "a context that has ended already")
	got, err := call(t, i, "fib", int32(10))
	require.NoError(t, err)
	require.Equal(t, []any{int32(55)}, got)
}

// The context of an inner call does not end the outer one.
func TestInnerContext(t *testing.T) {
	var i *interp.Instance
	i = open(t, interp.Options{Meter: true}, func(x int32) (int32, error) {
		ctx, cancel := context.WithTimeout(background, time.Millisecond)
		defer cancel()
		err := function(t, i, "spin").CallSlots(ctx, nil)
		if !errors.Is(err, context.DeadlineExceeded) {
			return 0, err
		}
		return x, nil
	})
	ctx, cancel := context.WithCancel(background)
	defer cancel()
	got, err := function(t, i, "reenter").Call(ctx, int32(1))
	require.NoError(t, err)
	require.Equal(t, []any{int32(2)}, got)
}

// The end of an outer call's context ends the inner one, which has a context of its own, too; and what the outer call does next.
func TestOuterContext(t *testing.T) {
	reason := errors.New("enough")
	var i *interp.Instance
	var inner error
	i = open(t, interp.Options{Meter: true}, func(x int32) int32 {
		ctx, cancel := context.WithCancel(background)
		defer cancel()
		inner = function(t, i, "spin").CallSlots(ctx, nil)
		return x
	})
	ctx, cancel := context.WithCancelCause(background)
	time.AfterFunc(5*time.Millisecond, func() { cancel(reason) })
	_, err := function(t, i, "reenterAndSpin").Call(ctx)
	require.ErrorIs(t, inner, reason)
	require.ErrorIs(t, err, reason)
}

func TestFuel(t *testing.T) {
	i := open(t, interp.Options{Meter: true}, same)
	require.NotZero(t, i.Fuel())
	i.SetFuel(1_000_000)
	_, err := call(t, i, "spin")
	require.ErrorIs(t, err, interp.ErrFuel)
	require.EqualError(t, err, "fuel: out of fuel in spin")
	require.Zero(t, i.Fuel())

	i.SetFuel(1_000_000)
	_, err = call(t, i, "fib", int32(10))
	require.NoError(t, err)
	once := 1_000_000 - i.Fuel()
	require.Positive(t, once)
	_, err = call(t, i, "fib", int32(10))
	require.NoError(t, err)
	require.Equal(t, 1_000_000-2*once, i.Fuel(), "the same call costs the same")

	i = openEndless(t, interp.Options{Meter: true})
	_, err = call(t, i, "grow", int32(160), int32(0))
	require.NoError(t, err)
	i.SetFuel(1_000_000)
	_, err = call(t, i, "memory.fill") // of 10 MB each time
	require.ErrorIs(t, err, interp.ErrFuel)
	require.Zero(t, i.Fuel())
}

func TestLimits(t *testing.T) {
	for name, backend := range map[string]interp.Backend{"guard": interp.Guard, "slice": interp.Slice} {
		t.Run(name, func(t *testing.T) {
			i := open(t, interp.Options{Mem: backend, Limits: interp.Limits{MemoryBytes: 10 << 16}}, same)
			got, err := call(t, i, "hog")
			require.NoError(t, err)
			require.Equal(t, []any{int32(10)}, got)
		})
	}
	i := open(t, interp.Options{Limits: interp.Limits{MemoryBytes: 10 << 16}}, same, rt.MaxMemory(5<<16))
	got, err := call(t, i, "hog")
	require.NoError(t, err)
	require.Equal(t, []any{int32(5)}, got, "the lesser limit holds")
	wide := wasmtest.Module(wasmtest.Vec(wasmtest.Memory, []byte{0, 2}))
	m, err := interp.Compile(wide, interp.Options{Limits: interp.Limits{MemoryBytes: 1000}})
	require.NoError(t, err)
	_, err = m.Instantiate(background, nil)
	require.EqualError(t, err, "memory 2: larger than the limit of 1 pages")
	_, err = sample(t, interp.Options{Limits: interp.Limits{TableElements: 3}}).Instantiate(background, env(same))
	require.ErrorContains(t, err, "larger than the limit of 3 elements")

	i = open(t, interp.Options{Limits: interp.Limits{TableElements: 7}}, same)
	got, err = call(t, i, "hoard")
	require.NoError(t, err)
	require.Equal(t, []any{int32(7)}, got)

	m = sample(t, interp.Options{Limits: interp.Limits{Instances: 1}})
	first, err := m.Instantiate(background, env(same))
	require.NoError(t, err)
	_, err = m.Instantiate(background, env(same))
	require.ErrorIs(t, err, interp.ErrInstances)
	require.NoError(t, first.Close())
	second, err := m.Instantiate(background, env(same))
	require.NoError(t, err)
	require.NoError(t, second.Close())
	require.NoError(t, second.Close())
}

// A host function can ask for the context of the call it is in, metered or not; that of an inner call ends with the outer one's.
func TestContextForHosts(t *testing.T) {
	for _, meter := range []bool{false, true} {
		reason := errors.New("enough")
		outer, end := context.WithCancelCause(background)
		var i *interp.Instance
		depth := 0
		i = open(t, interp.Options{Meter: meter}, func(x int32) (int32, error) {
			depth++
			if depth == 1 {
				require.Equal(t, outer, i.Context())
				_, err := function(t, i, "reenter").Call(background, x)
				require.NoError(t, err)
				inner, cancel := context.WithCancel(background)
				defer cancel()
				_, err = function(t, i, "reenter").Call(inner, x)
				require.Equal(t, outer, i.Context())
				return x, err
			}
			if depth == 2 {
				require.Equal(t, outer, i.Context(), "a call without context of its own")
				return x, nil
			}
			end(reason)
			<-i.Context().Done()
			return 0, context.Cause(i.Context())
		})
		_, err := function(t, i, "reenter").Call(outer, int32(1))
		require.ErrorIs(t, err, reason)
		require.Equal(t, 3, depth)
		require.Equal(t, background, i.Context())
	}
}

// TestFuelAtStart: what WithFuel gives is there for the start function.
func TestFuelAtStart(t *testing.T) {
	const endless = "\x00asm\x01\x00\x00\x00" + "\x01\x04\x01\x60\x00\x00" + "\x03\x02\x01\x00" + "\x08\x01\x00" + // start: function 0
		"\x0a\x09\x01\x07\x00\x03\x40\x0c\x00\x0b\x0b" // loop, br 0
	m, err := interp.Compile([]byte(endless), interp.Options{Meter: true})
	require.NoError(t, err)
	_, err = m.Instantiate(background, nil, interp.WithFuel(100_000))
	require.ErrorIs(t, err, interp.ErrFuel)
}
