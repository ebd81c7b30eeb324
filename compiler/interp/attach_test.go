package interp_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

// partsOfSample is an instance of the sample of which only fib, function 1, is to be interpreted.
func partsOfSample(t *testing.T) interp.Parts {
	p := open(t, interp.Options{}, same).Parts()
	p.Interpret = []rt.Frame{{Module: "translated", Func: "fib", Index: 1}}
	return p
}

// What the instances of a module share does not change under those that are there: to interpret other functions takes another Module.
func TestAttachToModuleInUse(t *testing.T) {
	m := sample(t, interp.Options{})
	i, err := m.Instantiate(background, env(same))
	require.NoError(t, err)
	defer i.Close()
	_, err = m.Attach(partsOfSample(t))
	require.ErrorContains(t, err, "other functions are interpreted")
	got, err := call(t, i, "even", int32(4)) // which is lowered only now, and calls a function that is not interpreted there
	require.NoError(t, err)
	require.Equal(t, []any{int32(1)}, got)
}

// The other way round, too; and an Attach that fails leaves the module as it was.
func TestInstantiateAttachedModule(t *testing.T) {
	m := sample(t, interp.Options{})
	wrong := partsOfSample(t)
	wrong.Tables = []any{"no table"}
	_, err := m.Attach(wrong)
	require.EqualError(t, err, "string is no table")
	i, err := m.Instantiate(background, env(same))
	require.NoError(t, err)
	require.NoError(t, i.Close())

	m = sample(t, interp.Options{Limits: interp.Limits{Instances: 1}})
	a, err := m.Attach(partsOfSample(t))
	require.NoError(t, err)
	for range 2 {
		_, err = m.Instantiate(background, env(same))
		require.ErrorContains(t, err, "other functions are interpreted")
	}
	s := []uint64{0}
	a.Run(1, 1<<20, s, nil)
	require.Equal(t, uint64(0), s[0])
}
