package interp_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

// numberTag is a tag of the host's.
func numberTag(t testing.TB) *rt.Tag {
	typ, err := rt.ParseFuncType("(i32)")
	require.NoError(t, err)
	return rt.NewTag(typ)
}

// throwing makes an instance of the module about exceptions, whose functions get what is given.
func throwing(t testing.TB, o interp.Options, tag *rt.Tag, host any, opts ...rt.Option) *interp.Instance {
	if host == nil {
		host = func(x int32) (int32, error) { return x, nil }
	}
	keep := func(x any) any {
		runtime.GC()
		return x
	}
	i, err := compile(t, "exceptions", o).Instantiate(background, rt.Store{"env": rt.Module{"number": tag, "host": host, "keep": keep}}, opts...)
	require.NoError(t, err)
	t.Cleanup(func() { i.Close() })
	return i
}

// callI32 calls a function of one result.
func callI32(t testing.TB, i *interp.Instance, name string, args ...any) int32 {
	t.Helper()
	got, err := call(t, i, name, args...)
	require.NoError(t, err, name)
	require.Len(t, got, 1)
	return got[0].(int32)
}

func thrownFrom(stack []rt.Frame) (names []string) {
	for _, f := range stack {
		names = append(names, f.Func)
	}
	return names
}

func TestNestedHandlers(t *testing.T) {
	i := throwing(t, interp.Options{}, numberTag(t), nil)
	for what, want := range []int32{110, 2017, 2008, 3000} {
		require.Equal(t, want, callI32(t, i, "nested", int32(what)), what)
	}
	for what, want := range []int32{100, 7, 77, 77} {
		require.Equal(t, want, callI32(t, i, "delegated", int32(what)), what)
	}
	for _, name := range []string{"nested", "delegated"} {
		_, err := call(t, i, name, int32(4))
		require.ErrorIs(t, err, rt.Unreachable, "a trap passes catch_all")
	}
}

// An exception that nothing catches is the error of the call, with the functions from which it was thrown.
func TestUncaughtException(t *testing.T) {
	tag := numberTag(t)
	i := throwing(t, interp.Options{}, tag, nil)
	_, err := call(t, i, "throw", int32(1))
	var e *rt.Exception
	require.ErrorAs(t, err, &e)
	require.ErrorIs(t, err, rt.UncaughtException)
	require.Same(t, tag, e.Tag())
	require.Equal(t, []any{int32(7)}, e.Values())

	_, err = call(t, i, "throw", int32(2))
	require.ErrorAs(t, err, &e)
	pair, ok := i.Export("pair")
	require.True(t, ok)
	require.Same(t, pair, e.Tag())
	require.Equal(t, "pair", e.Tag().Name)
	require.Equal(t, []any{int64(8), 0.5}, e.Values())
	require.Equal(t, []string{"throw"}, thrownFrom(e.Stack()))
	require.Equal(t, uint32(0x151), e.Stack()[0].Instr)

	got, err := call(t, i, "throw", int32(0))
	require.NoError(t, err, "nothing is left of it")
	require.Equal(t, []any{int32(100)}, got)
}

// What calls have taken of the stack is given back, however often and deep they end by an exception.
func TestUnwindingDeepCalls(t *testing.T) {
	i := throwing(t, interp.Options{}, numberTag(t), nil, rt.WithStack(1<<20))
	require.Equal(t, int32(5001*300), callI32(t, i, "deep", int32(5000), int32(300)))
	_, err := call(t, i, "ladder", int32(5000))
	var e *rt.Exception
	require.ErrorAs(t, err, &e)
	require.Equal(t, slices.Repeat([]string{"ladder"}, 32), thrownFrom(e.Stack()))
	count, _ := i.Export("count")
	require.Equal(t, int32(5000), count.(*rt.Global).Get())
	_, err = call(t, i, "endless")
	require.ErrorIs(t, err, rt.StackExhausted, "catch_all leaves it alone")
	require.Equal(t, int32(5001), callI32(t, i, "deep", int32(5000), int32(1)))
}

// Fuel is charged in handlers as anywhere, and what ends calls from outside passes them.
func TestFuelInTry(t *testing.T) {
	used := func(what int32) int64 {
		i := throwing(t, interp.Options{Meter: true}, numberTag(t), nil, interp.WithFuel(1000))
		_, err := call(t, i, "nested", what)
		require.NoError(t, err)
		return 1000 - i.Fuel()
	}
	require.Equal(t, used(0), used(1), "a function charges all that is in no loop when it begins")
	i := throwing(t, interp.Options{Meter: true}, numberTag(t), nil, interp.WithFuel(1000))
	_, err := call(t, i, "spin")
	require.ErrorIs(t, err, rt.ErrFuel)
	i.SetFuel(100_000)
	require.Equal(t, int32(3*101), callI32(t, i, "deep", int32(100), int32(3)))
	require.Less(t, i.Fuel(), int64(100_000-3*100*8))
}

// Functions of the host throw by what they return, hand on what they got, and fail otherwise as they do without a try.
func TestExceptionsThroughHost(t *testing.T) {
	tag, failure := numberTag(t), errors.New("failure")
	var i *interp.Instance
	i = throwing(t, interp.Options{}, tag, func(x int32) (int32, error) {
		switch x {
		case 10:
			e, err := rt.NewException(tag, int32(41))
			require.NoError(t, err)
			return 0, e
		case 11:
			return 0, failure
		case 12:
			panic("of the host")
		}
		got, err := call(t, i, "throw", x)
		if err != nil {
			return 0, fmt.Errorf("in vain: %w", err)
		}
		return got[0].(int32), nil
	})
	for _, test := range []struct{ what, want int32 }{{0, 100}, {1, 8}, {2, -2}, {10, 42}, {1, 8}} {
		require.Equal(t, test.want, callI32(t, i, "hosted", test.what), test.what)
	}
	_, err := call(t, i, "hosted", int32(3))
	require.ErrorIs(t, err, rt.UncaughtException)
	var e *rt.Exception
	require.ErrorAs(t, err, &e)
	require.Equal(t, []string{"throw"}, thrownFrom(e.Stack())) // the host has had it
	_, err = call(t, i, "hosted", int32(4))
	require.ErrorIs(t, err, rt.Unreachable)
	_, err = call(t, i, "hosted", int32(11))
	require.ErrorIs(t, err, failure)
	require.PanicsWithValue(t, "of the host", func() { call(t, i, "hosted", int32(12)) })

	require.Equal(t, int32(8), callI32(t, i, "indirect", int32(1), int32(0)))
	require.Equal(t, int32(42), callI32(t, i, "indirect", int32(10), int32(1)))
	require.Equal(t, int32(82), callI32(t, i, "tails", int32(10)))
	require.Equal(t, int32(14), callI32(t, i, "tails", int32(1)))
	require.Equal(t, int32(8), callI32(t, i, "left", int32(1)), "a tail call has left the try")
}

// An exception of one instance is caught in another by the tag that both have.
func TestExceptionsOfOtherInstances(t *testing.T) {
	tag := numberTag(t)
	inner := throwing(t, interp.Options{}, tag, nil)
	throw, _ := inner.Export("throw")
	number, _ := inner.Export("number")
	require.Same(t, tag, number)
	outer := throwing(t, interp.Options{}, number.(*rt.Tag), throw)
	require.Equal(t, int32(100), callI32(t, outer, "hosted", int32(0)))
	require.Equal(t, int32(8), callI32(t, outer, "hosted", int32(1)))
	require.Equal(t, int32(8), callI32(t, outer, "indirect", int32(1), int32(1)))
	require.Equal(t, int32(14), callI32(t, outer, "tails", int32(1)))
	for _, what := range []int32{2, 3} {
		_, err := call(t, outer, "hosted", what) // a pair, but of another tag
		require.ErrorIs(t, err, rt.UncaughtException)
	}
	_, err := call(t, outer, "hosted", int32(4))
	require.ErrorIs(t, err, rt.Unreachable)

	// The same by the host's way: the function is bound, and the exception the error of a call.
	_, err = throw.(*rt.Func).Call(int32(2))
	var e *rt.Exception
	require.ErrorAs(t, err, &e)
	require.Equal(t, []any{int64(8), 0.5}, e.Values())
	require.PanicsWithValue(t, e.Tag(), func() {
		defer func() { panic(recover().(*rt.Exception).Tag()) }()
		throw.(*rt.Func).Go().(func(int, int32) int32)(1<<20, 2)
	})
}

func TestImportedTag(t *testing.T) {
	m := compile(t, "exceptions", interp.Options{})
	_, err := m.Instantiate(background, rt.Store{"env": rt.Module{"host": same}})
	require.EqualError(t, err, `unknown import: "env"."number", wanted tag (param i32)`)
	typ, err := rt.ParseFuncType("(i64)")
	require.NoError(t, err)
	_, err = m.Instantiate(background, rt.Store{"env": rt.Module{"number": rt.NewTag(typ)}})
	require.EqualError(t, err, `incompatible import type: "env"."number" is tag (param i64), wanted tag (param i32)`)
}

// References live across a throw where they are variables, and in the exception, while Go's collector runs at each step.
func TestReferencesAcrossThrow(t *testing.T) {
	i := throwing(t, interp.Options{}, numberTag(t), nil)
	for n := range int32(6) {
		thrown, mine := []int32{n}, []int32{n + 100}
		got, err := call(t, i, "objects", &thrown, &mine, n)
		require.NoError(t, err)
		require.Equal(t, []any{&thrown, &mine, int32(5), &thrown}, got)
		require.Equal(t, []int32{n}, thrown)
		require.Equal(t, []int32{n + 100}, mine)
	}
	f, err := interp.Typed[func(any, any, int32) (any, any, int32, any, error)](function(t, i, "objects"))
	require.NoError(t, err)
	a, b, five, c, err := f("x", "y", 3)
	require.NoError(t, err)
	require.Equal(t, []any{"x", "y", int32(5), "x"}, []any{a, b, five, c})
}

// A throw over five calls, with the calls.
func BenchmarkThrow(b *testing.B) {
	i := throwing(b, interp.Options{}, numberTag(b), nil)
	f := function(b, i, "deep")
	b.ReportAllocs()
	s := []uint64{5, uint64(b.N)}
	require.NoError(b, f.CallSlots(background, s))
	require.Equal(b, uint32(6*b.N), uint32(s[0]))
}

// What BenchmarkThrow is compared with: a panic over five calls of Go.
func BenchmarkPanic(b *testing.B) {
	for range b.N {
		if panics(6) != 7 {
			b.Fatal()
		}
	}
}

var panicked any = "a value"

func panics(n int) (r int) {
	defer func() {
		if recover() != nil {
			r = n + 1
		}
	}()
	return panicAfter(n - 1)
}

//go:noinline
func panicAfter(n int) int {
	if n == 0 {
		panic(panicked)
	}
	return panicAfter(n-1) + 1
}
