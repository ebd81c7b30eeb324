package abi

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
)

// thrown is what f panics with.
func thrown(f func()) (v any) {
	defer func() { v = recover() }()
	f()
	return nil
}

func TestUnits(t *testing.T) {
	for _, sliced := range []bool{false, true} {
		var m Meter
		m.SetFuel(math.MaxInt64)
		if sliced {
			m.Sliced()
		}
		require.Equal(t, int64(math.MaxInt64), m.Fuel())
		m.SetFuel(10 * lookAfter)
		for range 10 {
			if m.Units -= lookAfter; m.Units < 0 {
				m.Spent()
			}
		}
		require.Equal(t, int64(0), m.Fuel())
		require.Equal(t, uint64(bulkUnit-1), m.Bulk(bulkUnit-1), "less than a unit")
		m.SetFuel(2)
		require.Equal(t, uint64(2*bulkUnit), m.Bulk(2*bulkUnit))
		err, _ := thrown(func() { m.Bulk(math.MaxUint64) }).(error)
		require.ErrorIs(t, err, rt.ErrFuel)
		require.Equal(t, int64(0), m.Fuel())
		m.SetFuel(math.MinInt64)
		require.Equal(t, int64(0), m.Fuel())
		err, _ = thrown(func() { m.Bulk(bulkUnit) }).(error)
		require.ErrorIs(t, err, rt.ErrFuel, "a debt does not turn into wealth")
	}
}

// Stop is set while a context that has ended is watched, and at no other time.
func TestStop(t *testing.T) {
	reason := errors.New("enough")
	var m Meter
	outer, endOuter := context.WithCancelCause(context.Background())
	inner, endInner := context.WithCancelCause(context.Background())
	forgetOuter := m.Watch(outer, true)
	forgetInner := m.Watch(inner, true)
	w := m.innermost()
	require.Equal(t, outer, w.outer.ctx)
	endInner(reason)
	require.Eventually(t, func() bool { return m.Stop.Load() != 0 }, 1e10, 1e5)
	require.ErrorIs(t, m.Stopped(), reason)
	require.ErrorIs(t, context.Cause(m.Context()), reason)
	forgetInner()
	require.Zero(t, m.Stop.Load(), "the outer one has not ended")
	m.stopAfter(w)
	require.Zero(t, m.Stop.Load(), "told too late")

	forgetInner = m.Watch(context.WithoutCancel(outer), true)
	forgetInner()
	endOuter(reason)
	require.Eventually(t, func() bool { return m.Stop.Load() != 0 }, 1e10, 1e5)
	third, endThird := context.WithCancel(context.Background())
	defer endThird()
	forgetThird := m.Watch(third, true)
	forgetThird()
	require.NotZero(t, m.Stop.Load(), "the outer one has ended")
	require.NotNil(t, thrown(m.Poll))
	m.Watch(third, true)
	forgetOuter() // and what was watched after it
	require.Nil(t, m.innermost())
	require.Zero(t, m.Stop.Load())
	m.Poll()
	m.Watch(outer, true)
	require.NotZero(t, m.Stop.Load(), "at once")
}

// SetContext takes the place of an earlier one while no call runs, and is beside it while one does.
func TestSetContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c := new(Core)
	c.Open(new(struct{}), "", "", []rt.Option{WithContext(ctx), WithFuel(7)})
	require.Equal(t, int64(7), c.Fuel())
	require.Equal(t, ctx, c.Context())
	other, cancelOther := context.WithCancel(context.Background())
	defer cancelOther()
	c.SetContext(other)
	first := c.innermost()
	c.SetContext(other)
	require.NotSame(t, first, c.innermost())
	require.Equal(t, ctx, c.innermost().outer.ctx)
	require.NoError(t, c.Run(func(int) {
		end := c.SetContext(ctx)
		require.Equal(t, other, c.innermost().outer.ctx)
		end()
		require.Equal(t, other, c.innermost().ctx)
	}))
	c.SetContext(nil)
	require.Equal(t, ctx, c.innermost().ctx)
	require.NoError(t, c.Close())
	require.Nil(t, c.innermost())
}
