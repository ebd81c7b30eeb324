package abi

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
)

//go:noinline
func nested(n int, f func() *rt.Exception) *rt.Exception {
	if n == 0 {
		return f()
	}
	e := nested(n-1, f)
	runtime.KeepAlive(n) // so that it is no jump
	return e
}

// goNames are the Go functions that an exception's addresses lead to.
func goNames(e *rt.Exception) (names []string) {
	var pcs []uintptr
	for _, pc := range e.Thrown() {
		if pc != 0 {
			pcs = append(pcs, pc)
		}
	}
	frames := runtime.CallersFrames(append(pcs, 0))
	for {
		f, more := frames.Next()
		names = append(names, f.Function[strings.LastIndexByte(f.Function, '.')+1:])
		if !more {
			return names
		}
	}
}

// TestTrace: the return addresses are those of the calls, innermost first, also on a stack that has moved, and never more than there is room for.
func TestTrace(t *testing.T) {
	throw := func() *rt.Exception { return new(Core).Exception(NewTag("", rt.FuncType(nil, nil))) }
	e := nested(3, throw)
	count := 0
	for _, name := range goNames(e) {
		if name == "nested" {
			count++
		}
	}
	require.Equal(t, 4, count)
	require.Contains(t, goNames(e), "TestTrace")

	done := make(chan *rt.Exception)
	go func() { done <- nested(10_000, throw) }() // the stack of a new goroutine grows
	names := goNames(<-done)
	require.GreaterOrEqual(t, len(names), 32)
	require.Equal(t, "nested", names[len(names)-1])
}

// TestTraceInPanic: behind a fault the stack has frames of the runtime's.
func TestTraceInPanic(t *testing.T) {
	var e *rt.Exception
	func() {
		defer func() {
			recover()
		}()
		defer func() { e = nested(1, func() *rt.Exception { return new(Core).Exception(NewTag("", rt.FuncType(nil, nil))) }) }()
		var none *Core
		none.Thrown = nil
	}()
	require.Contains(t, goNames(e), "nested")
	require.Contains(t, goNames(e), "gopanic")
}

// BenchmarkThrow is a throw, without what its way to the handler takes.
func BenchmarkThrow(b *testing.B) {
	b.ReportAllocs()
	tag := NewTag("", rt.FuncType([]rt.ValType{rt.I32}, nil))
	c := new(Core)
	for b.Loop() {
		c.Thrown = c.Exception(tag, 1)
		c.Take()
	}
}
