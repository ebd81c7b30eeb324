package rt_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
)

func TestNewFunc(t *testing.T) {
	for _, c := range []struct {
		fn   any
		want string
	}{
		{func() {}, "()"},
		{func() error { return nil }, "()"},
		{func(int32, int64, float32, float64) (*rt.Func, any) { return nil, nil }, "(i32 i64 f32 f64) funcref externref"},
		{func(*rt.Func, any) (int32, error) { return 0, nil }, "(funcref externref) i32"},
	} {
		f, err := rt.NewFunc("f", c.fn)
		require.NoError(t, err)
		require.Equal(t, c.want, f.Sig.Type().String())
	}
	for _, fn := range []any{nil, 3, func(int) {}, func() uint32 { return 0 }, func(...int32) {}, func() (error, int32) { return nil, 0 }, (func())(nil)} {
		_, err := rt.NewFunc("f", fn)
		require.Error(t, err)
	}
	require.Panics(t, func() { rt.MustFunc("f", 3) })
}

// A function of the host is called without any instance: its errors and traps come back as from one.
func TestCallHost(t *testing.T) {
	f := rt.MustFunc("f", func() {})
	broken := errors.New("broken")
	host := rt.MustFunc("env.host", func(f *rt.Func, x any) (any, int64, error) {
		if f == nil {
			return nil, 0, broken
		}
		return x, 4, nil
	})
	r, err := host.Call(f, "x")
	require.NoError(t, err)
	require.Equal(t, []any{"x", int64(4)}, r)
	_, err = host.Call(nil, nil)
	require.ErrorIs(t, err, broken)
	require.EqualError(t, err, "env.host: broken")
	var hostError *rt.HostError
	require.ErrorAs(t, err, &hostError)
	require.Equal(t, "env.host", hostError.Import)

	for _, v := range []any{rt.Unreachable, &rt.Trap{Kind: rt.Unreachable}} {
		_, err = rt.MustFunc("f", func() { panic(v) }).Call()
		require.ErrorIs(t, err, rt.Unreachable)
		require.ErrorAs(t, err, new(*rt.Trap))
	}
	require.PanicsWithValue(t, "mine", func() { rt.MustFunc("f", func() { panic("mine") }).Call() })
}

// A function of an instance runs as its owner says, which gives the stack budget.
func TestCallByOwner(t *testing.T) {
	broken := errors.New("broken")
	sig := &rt.Sig{Types: &rt.Types{Text: "0: (i32) i64"}, Bind: func(*rt.Func) any { return func(d int, x int32) int64 { return int64(d) + int64(x) } }}
	ran := &rt.Owner{Run: func(f func(d int)) error { f(100); return nil }}
	r, err := (&rt.Func{Owner: ran, Sig: sig}).Call(int32(5))
	require.NoError(t, err)
	require.Equal(t, []any{int64(105)}, r)
	refused := &rt.Owner{Run: func(func(d int)) error { return broken }}
	r, err = (&rt.Func{Owner: refused, Sig: sig}).Call(int32(5))
	require.Equal(t, broken, err)
	require.Nil(t, r)
}
