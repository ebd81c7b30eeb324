package interp_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// functions lists the functions on the stack of a trap.
func functions(t *testing.T, err error) []string {
	var trap *rt.Trap
	require.ErrorAs(t, err, &trap)
	var list []string
	for _, f := range trap.Stack {
		list = append(list, f.Module+"."+f.Func)
	}
	return list
}

func TestTraps(t *testing.T) {
	for name, backend := range map[string]interp.Backend{"guard": interp.Guard, "slice": interp.Slice} {
		t.Run(name, func(t *testing.T) {
			i := open(t, interp.Options{Mem: backend}, same)
			for _, test := range []struct {
				name string
				args []any
				kind rt.TrapKind
			}{
				{"peek", []any{int32(65533)}, rt.OutOfBoundsMemory},
				{"peek", []any{int32(-1)}, rt.OutOfBoundsMemory},
				{"poke", []any{int32(-1), int32(1)}, rt.OutOfBoundsMemory},
				{"div", []any{int32(1), int32(0)}, rt.IntegerDivideByZero},
				{"div", []any{int32(-1 << 31), int32(-1)}, rt.IntegerOverflow},
				{"apply", []any{int32(4), int32(0)}, rt.UndefinedElement},
				{"apply", []any{int32(3), int32(0)}, rt.IndirectCallNull},
				{"deep", []any{int32(0)}, rt.StackExhausted},
			} {
				_, err := call(t, i, test.name, test.args...)
				require.ErrorIs(t, err, test.kind, test.name)
				require.Equal(t, "sample."+test.name, functions(t, err)[0])
				got, err := call(t, i, "fib", int32(10)) // the instance goes on
				require.NoError(t, err)
				require.Equal(t, []any{int32(55)}, got)
			}
		})
	}
}

// A trap names all functions between it and the host, with the place of their bodies.
func TestTrapStack(t *testing.T) {
	i := open(t, interp.Options{}, same)
	_, err := call(t, i, "apply", int32(1), int32(-4))
	require.Equal(t, []string{"sample.peek", "sample.apply"}, functions(t, err))
	var trap *rt.Trap
	require.ErrorAs(t, err, &trap)
	require.Equal(t, "peek", trap.Func)
	require.Equal(t, uint32(2), trap.Stack[0].Index)
	require.NotZero(t, trap.Offset)
}

// The budget bounds the depth of calls, in bytes, also across the host.
func TestStackBudget(t *testing.T) {
	i := open(t, interp.Options{}, same, rt.WithStack(10_000))
	_, err := call(t, i, "deep", int32(0))
	require.ErrorIs(t, err, rt.StackExhausted)
	require.Less(t, len(functions(t, err)), 10_000/64)

	depth := 0
	var reenter *interp.Function
	i = open(t, interp.Options{}, func(x int32) (int32, error) {
		depth++
		s := []uint64{uint64(uint32(x))}
		err := reenter.CallSlots(background, s)
		return int32(s[0]), err
	}, rt.WithStack(1<<20))
	reenter, err = i.Func("reenter")
	require.NoError(t, err)
	require.ErrorIs(t, reenter.CallSlots(background, []uint64{0}), rt.StackExhausted)
	require.Greater(t, depth, 10)
	require.Less(t, depth, (1<<20)/(4*abi.HostFrame))
}

// The error of a host function comes back as it is, and so does a panic; the instance can be used on.
func TestHostFailures(t *testing.T) {
	failure := errors.New("no luck")
	var fail func() error
	i := open(t, interp.Options{}, func(x int32) (int32, error) { return x, fail() })

	fail = func() error { return failure }
	_, err := call(t, i, "reenter", int32(1))
	var host *rt.HostError
	require.ErrorAs(t, err, &host)
	require.Same(t, failure, host.Err)
	require.Equal(t, "reenter", host.Stack[0].Func)

	fail = func() error { panic("broken") }
	require.PanicsWithValue(t, "broken", func() { call(t, i, "reenter", int32(1)) })
	fail = func() error { var none map[string]int; none["x"] = 1; return nil }
	require.PanicsWithError(t, "assignment to entry in nil map", func() { call(t, i, "reenter", int32(1)) })

	fail = func() error { return nil }
	got, err := call(t, i, "reenter", int32(1))
	require.NoError(t, err)
	require.Equal(t, []any{int32(2)}, got)
}

// The host may call back, as deep as it likes; the results of the outer calls are not disturbed.
func TestReentrance(t *testing.T) {
	var i *interp.Instance
	i = open(t, interp.Options{}, func(x int32) (int32, error) {
		if x == 0 {
			return 0, nil
		}
		if _, err := call(t, i, "deep", int32(0)); !errors.Is(err, rt.StackExhausted) { // moves the stack
			return 0, err
		}
		got, err := call(t, i, "reenter", x-1)
		if err != nil {
			return 0, err
		}
		return got[0].(int32), nil
	}, rt.WithStack(1<<20))
	got, err := call(t, i, "reenter", int32(10))
	require.NoError(t, err)
	require.Equal(t, []any{int32(11)}, got)
}

// References outlast calls that come back in, and that use references themselves.
func TestReentranceWithReferences(t *testing.T) {
	var i *interp.Instance
	i = open(t, interp.Options{}, func(x int32) (int32, error) {
		if x == 3 {
			return x, function(t, i, "add").CallSlots(background, make([]uint64, 2))
		}
		got, err := call(t, i, "keep", x, x+1)
		require.Equal(t, []any{x}, got)
		return x, err
	})
	got, err := call(t, i, "keep", "outer", int32(1))
	require.NoError(t, err)
	require.Equal(t, []any{"outer"}, got)
}

// translated is an instance in the shape of generated code, with one function: outer calls a function of somebody else.
type translated struct {
	owner rt.Owner
	core  abi.Core
	inner *rt.Func
}

//go:noinline
func outer(m *translated, d int, v0 uint32) uint32 {
	m.core.Out(d)
	if d -= abi.HostFrame; d < 0 {
		abi.Throw(rt.StackExhausted)
	}
	r0 := m.inner.Go().(func(int, int32) int32)(d, int32(v0))
	return uint32(r0)
}

func newTranslated(inner *rt.Func) (*translated, *rt.Func) {
	m := &translated{inner: inner}
	m.core.Open(m, "translated", "outer 0 10 outer\n", nil)
	m.owner.Run = m.core.Run
	sig := &rt.Sig{Types: &rt.Types{Text: "0: (i32) i32"}, Bind: func(f *rt.Func) any {
		code, m := f.Code.(func(*translated, int, uint32) uint32), f.Env.(*translated)
		return func(d int, v0 int32) int32 {
			defer m.core.Restore(m.core.Left())
			return int32(code(m, d, uint32(v0)))
		}
	}}
	return m, &rt.Func{Code: outer, Env: m, Owner: &m.owner, Sig: sig, Name: "outer"}
}

// A trap goes through both engines, and its stack shows the functions of both; so does the budget.
func TestAcrossEngines(t *testing.T) {
	inner := open(t, interp.Options{Name: "inner"}, same)
	for _, test := range []struct {
		name string
		kind rt.TrapKind
	}{{"peek", rt.OutOfBoundsMemory}, {"deep", rt.StackExhausted}} {
		f, _ := inner.Export(test.name)
		_, middle := newTranslated(f.(*rt.Func))
		i := open(t, interp.Options{}, middle)
		_, err := call(t, i, "reenter", int32(-1))
		require.ErrorIs(t, err, test.kind)
		stack := functions(t, err)
		n := len(stack)
		require.Equal(t, []string{"sample." + test.name, "translated.outer", "sample.reenter"}, append(stack[:1:1], stack[n-2:]...))
	}

	// In a circle: the budget ends it.
	m, middle := newTranslated(nil)
	i := open(t, interp.Options{}, middle)
	f, _ := i.Export("reenter")
	m.inner = f.(*rt.Func)
	_, err := call(t, i, "reenter", int32(1))
	require.ErrorIs(t, err, rt.StackExhausted)
	stack := functions(t, err)
	require.Contains(t, stack, "translated.outer")
	require.Contains(t, stack, "sample.reenter")
}
