package rt_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

func TestException(t *testing.T) {
	typ := rt.FuncType([]rt.ValType{rt.I32, rt.F64, rt.V128Type, rt.ExternRef, rt.AnyRef}, nil)
	tag := rt.NewTag(typ)
	tag.Name = "failed"
	require.Same(t, typ, tag.Type())
	require.Equal(t, "tag (param i32 f64 v128 externref anyref)", tag.String())
	e, err := rt.NewException(tag, int32(-1), 1.5, vec.Of(1, 2), io.EOF, rt.I31(3))
	require.NoError(t, err)
	require.Same(t, tag, e.Tag())
	require.Equal(t, []any{int32(-1), 1.5, vec.Of(1, 2), io.EOF, rt.I31(3)}, e.Values())
	require.Equal(t, "wasm exception failed(-1, 1.5, a vec.V128, a *errors.errorString, i31 3)", e.Error())
	wrapped := fmt.Errorf("outer: %w", e)
	require.ErrorIs(t, wrapped, rt.UncaughtException)
	require.NotErrorIs(t, wrapped, rt.Unreachable)
	require.ErrorIs(t, wrapped, io.EOF, "a value that is an error of the host")
	require.Nil(t, e.Stack())

	_, err = rt.NewException(tag, int32(1))
	require.EqualError(t, err, "tag (param i32 f64 v128 externref anyref): 1 values for 5")
	_, err = rt.NewException(tag, int64(1), 1.5, vec.V128{}, nil, nil)
	require.ErrorContains(t, err, "value 0: int64 is no i32")
	require.Panics(t, func() { rt.NewTag(rt.FuncType(nil, []rt.ValType{rt.I32})) })
	require.Panics(t, func() { rt.NewTag(objectTypes(t)[0]) })
	for _, none := range []*rt.Tag{nil, {}} {
		_, err = rt.NewException(none)
		require.EqualError(t, err, "an exception without a tag: NewTag makes one")
	}
	zero := &rt.Exception{}
	require.Nil(t, rt.ExceptionIn(zero), "it is not thrown but an error like others")
	require.Equal(t, "an exception without a tag", zero.Error())
	require.Nil(t, zero.Values())
	require.PanicsWithValue(t, "rt: <nil> is no type of a tag: it is a function type without results", func() { rt.NewTag(nil) })
	require.Equal(t, "tag", rt.NewTag(rt.FuncType(nil, nil)).String())
}

// TestExceptionOfOne: an exception with a number or a reference is one allocation.
func TestExceptionOfOne(t *testing.T) {
	for _, typ := range []rt.ValType{rt.I32, rt.V128Type, rt.ExternRef} {
		tag := rt.NewTag(rt.FuncType([]rt.ValType{typ}, nil))
		var e *rt.Exception
		require.EqualValues(t, 1, testing.AllocsPerRun(100, func() { e = tag.Exception() }))
		require.Len(t, e.Values(), 1)
	}
}

// TestExceptionStack: frames are made when they are asked for, and once, also where more calls are noted after that.
func TestExceptionStack(t *testing.T) {
	e := rt.NewTag(rt.FuncType(nil, nil)).Exception()
	copy(e.Room(), []uintptr{7, 8})
	asked := 0
	frames := func(pcs []uintptr) (stack []rt.Frame) {
		asked++
		for _, pc := range pcs {
			stack = append(stack, rt.Frame{Func: fmt.Sprint("fn", pc)})
		}
		return stack
	}
	e.Traced(2, frames)
	require.Zero(t, asked)
	require.EqualError(t, e, "wasm exception() in fn7 < fn8")
	require.Len(t, e.Stack(), 2)
	require.Equal(t, 1, asked)

	require.Len(t, e.Room(), 30)
	for _, pc := range []uintptr{9, 10} {
		e.Traced(copy(e.Room(), []uintptr{pc}), frames)
	}
	require.EqualError(t, e, "wasm exception() in fn7 < fn8 < fn9 < fn10")
	require.Equal(t, 3, asked)
}

// TestExceptionStackAtOnce: who holds an exception may be on any goroutine.
func TestExceptionStackAtOnce(t *testing.T) {
	e := rt.NewTag(rt.FuncType(nil, nil)).Exception()
	copy(e.Room(), []uintptr{7})
	var asked atomic.Int32
	e.Traced(1, func([]uintptr) []rt.Frame {
		asked.Add(1)
		for range 100 {
			runtime.Gosched() // the others come as far as they can
		}
		return []rt.Frame{{Func: "thrower"}}
	})
	var all sync.WaitGroup
	messages := make([]string, 8)
	for i := range messages {
		all.Go(func() { messages[i] = e.Error() })
	}
	all.Wait()
	require.Equal(t, slices.Repeat([]string{"wasm exception() in thrower"}, 8), messages)
	require.EqualValues(t, 1, asked.Load())
}

// TestThrowFromHost: a function of the host throws by its error, and the same exception comes out of the call.
func TestThrowFromHost(t *testing.T) {
	e, err := rt.NewException(rt.NewTag(rt.FuncType([]rt.ValType{rt.I32}, nil)), int32(5))
	require.NoError(t, err)
	f := rt.MustFunc("f", func() error { return fmt.Errorf("wrapped: %w", e) })
	_, err = f.Call()
	var got *rt.Exception
	require.True(t, errors.As(err, &got))
	require.Same(t, e, got)
}

// TestExceptionIn: what is thrown is found where errors.As finds it, but neither below a trap nor below the error of a call that a host function made.
func TestExceptionIn(t *testing.T) {
	e, err := rt.NewException(rt.NewTag(rt.FuncType(nil, nil)))
	require.NoError(t, err)
	for _, err := range []error{e, fmt.Errorf("%w", e), errors.Join(io.EOF, e), fmt.Errorf("%w, %w", &rt.HostError{Err: io.EOF}, e), asException{e}} {
		require.Same(t, e, rt.ExceptionIn(err))
	}
	for _, err := range []error{nil, io.EOF, errors.Join(io.EOF), &rt.HostError{Err: e}, fmt.Errorf("%w", &rt.HostError{Err: e}), (*rt.Exception)(nil), asException{nil}} {
		require.Nil(t, rt.ExceptionIn(err))
	}
}

// asException is an error that is an exception where it is asked for one.
type asException struct{ e *rt.Exception }

func (a asException) Error() string { return "as" }

func (a asException) As(target any) bool {
	e, ok := target.(**rt.Exception)
	if ok {
		*e = a.e
	}
	return ok
}

// A handler or a host that throws an exception again leaves its stack as it is.
func TestSealedException(t *testing.T) {
	e := rt.NewTag(rt.FuncType(nil, nil)).Exception()
	frames := func(pcs []uintptr) []rt.Frame { return []rt.Frame{{Func: fmt.Sprint(pcs)}} }
	e.Traced(copy(e.Room(), []uintptr{7}), frames)
	require.Same(t, e, rt.ExceptionIn(fmt.Errorf("thrown again: %w", e)))
	e.Traced(copy(e.Room(), []uintptr{8}), frames)
	require.EqualError(t, e, "wasm exception() in [7]")

	made, err := rt.NewException(rt.NewTag(rt.FuncType(nil, nil)))
	require.NoError(t, err)
	require.Empty(t, made.Room(), "it has no stack")
}

// The null reference can be asked what errors are asked.
func TestNullException(t *testing.T) {
	var none *rt.Exception
	err := errors.Join(errors.New("no exception"), none)
	require.Nil(t, rt.ExceptionIn(err))
	require.EqualError(t, err, "no exception\nnull exnref")
	require.NotErrorIs(t, err, io.EOF)
}
