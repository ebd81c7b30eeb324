package interp_test

import (
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/op"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/rt"
)

func openObjects(t testing.TB, o interp.Options, opts ...rt.Option) *interp.Instance {
	i, err := compile(t, "objects", o).Instantiate(background, nil, opts...)
	require.NoError(t, err)
	t.Cleanup(func() { i.Close() })
	return i
}

// Objects have what was put into them, whatever Go's collector does meanwhile: it runs all the time.
func TestObjects(t *testing.T) {
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		for {
			select {
			case <-stop:
				return
			default:
				runtime.GC()
				time.Sleep(time.Millisecond)
			}
		}
	}()
	i := openObjects(t, interp.Options{})
	for _, c := range []struct {
		name    string
		n, size int32
		want    int32
	}{
		{"trees", 3, 8, 3 * 511},
		{"list", 10, 100, 10 * 5050},
		{"casts", 2, 4, 2 * (0 + 3 + 2 + 9)}, // even: the index, odd: three times the index
		{"i31", 1000, 0, 1000},
		{"sieve", 2, 1000, 168},
	} {
		got, err := call(t, i, c.name, c.n, c.size)
		require.NoError(t, err, c.name)
		require.Equal(t, []any{c.want}, got, c.name)
	}
}

// The host keeps objects and gives them back, of the right type alone.
func TestObjectsOfHost(t *testing.T) {
	i := openObjects(t, interp.Options{})
	got, err := call(t, i, "node", int32(7), nil)
	require.NoError(t, err)
	node := got[0].(*rt.Object)
	require.Equal(t, int32(7), node.Get(0))
	got, err = call(t, i, "node", int32(8), node)
	require.NoError(t, err)
	second := got[0].(*rt.Object)
	require.Same(t, node, second.Get(1))

	_, err = call(t, i, "hold", second)
	require.NoError(t, err)
	got, err = call(t, openObjects(t, interp.Options{}), "node", int32(9), node) // the type is the same in all instances
	require.NoError(t, err)
	require.Same(t, node, got[0].(*rt.Object).Get(1))
	got, err = call(t, i, "held")
	require.NoError(t, err)
	require.Same(t, second, got[0])

	hold, err := interp.Typed[func(any) error](function(t, i, "hold"))
	require.NoError(t, err)
	require.NoError(t, hold(node))
	for _, wrong := range []any{"text", rt.I31(1), must(rt.NewRefFunc("f", "()", func([]uint64, []rt.Ref) error { return nil }))} {
		require.Error(t, hold(wrong))
		_, err = call(t, i, "hold", wrong)
		require.Error(t, err)
	}
	require.Error(t, function(t, i, "hold").CallRefs(background, nil, []rt.Ref{rt.RefI31(1)}))
	got, err = call(t, i, "held")
	require.NoError(t, err)
	require.Same(t, node, got[0], "what was refused changed nothing")
}

// What no variable has any more goes while the call runs: registers that are not in use keep nothing.
func TestObjectsDie(t *testing.T) {
	i := openObjects(t, interp.Options{}, rt.WithHeap(1<<20))
	for range 20 {
		got, err := call(t, i, "drop", int32(10_000)) // some 300 KB
		require.NoError(t, err)
		require.Equal(t, []any{int32(10_000 * 10_001 / 2)}, got)
	}
	_, err := call(t, i, "drop", int32(1_000_000))
	require.ErrorIs(t, err, rt.OutOfMemory)
	_, err = call(t, i, "huge", int32(-1))
	require.ErrorIs(t, err, rt.OutOfMemory)
}

// Instructions on arrays cost fuel by their length.
func TestObjectsCostFuel(t *testing.T) {
	i := openObjects(t, interp.Options{Meter: true})
	cost := func(n int32) int64 {
		i.SetFuel(1 << 30)
		_, err := call(t, i, "fill", n)
		require.NoError(t, err)
		return 1<<30 - i.Fuel()
	}
	require.Equal(t, int64(10), cost(320)-cost(0))
	i.SetFuel(20)
	_, err := call(t, i, "fill", int32(320))
	require.ErrorIs(t, err, rt.ErrFuel)
}

// What a module makes as it starts may be too much, too: that is an error, wherever it is made.
func TestObjectsTooLargeAtStart(t *testing.T) {
	const i64Type, refType = 0x7e, 0x64
	huge := slices.Concat(Instr(op.I32Const), Signed(1<<30), Instr(op.ArrayNewDefault, 0), Instr(op.End))
	for name, sections := range map[string][]byte{
		"global":  Vec(Global, slices.Concat([]byte{refType, 0, 0}, huge)),
		"table":   Vec(Table, slices.Concat([]byte{0x40, 0, refType, 0, 0, 1}, huge)),
		"segment": Vec(Elem, slices.Concat([]byte{5, refType, 0, 1}, huge)),
	} {
		m, err := interp.Compile(Module(Vec(Type, []byte{0x5e, i64Type, 1}), sections), interp.Options{})
		require.NoError(t, err, name)
		_, err = m.Instantiate(background, nil)
		require.ErrorIs(t, err, rt.OutOfMemory, name)
	}
}
