package abi

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
)

//go:noinline
func nested(n int) []uintptr {
	if n == 0 {
		e := new(Core).NewException(NewTag("", rt.FuncType(nil, nil)))
		pcs := e.Room()
		trace(e)
		return pcs
	}
	pcs := nested(n - 1)
	runtime.KeepAlive(n) // so that it is no jump
	return pcs
}

// goNames are the Go functions that addresses lead to.
func goNames(pcs []uintptr) (names []string) {
	if n := slices.Index(pcs, 0); n >= 0 {
		pcs = pcs[:n]
	}
	frames := runtime.CallersFrames(slices.Concat(pcs, []uintptr{0}))
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
	pcs := nested(3)
	count := 0
	for _, name := range goNames(pcs) {
		if name == "nested" {
			count++
		}
	}
	require.Equal(t, 4, count)
	require.Contains(t, goNames(pcs), "TestTrace")

	done := make(chan []uintptr)
	go func() { done <- nested(10_000) }() // the stack of a new goroutine grows
	names := goNames(<-done)
	require.GreaterOrEqual(t, len(names), 32)
	require.Equal(t, "nested", names[len(names)-1])
}

// TestTraceInPanic: behind a fault the stack has frames of the runtime's.
func TestTraceInPanic(t *testing.T) {
	var pcs []uintptr
	func() {
		defer func() {
			recover()
		}()
		defer func() { pcs = nested(1) }()
		var none *Core
		none.Thrown = nil
	}()
	require.Contains(t, goNames(pcs), "nested")
	require.Contains(t, goNames(pcs), "gopanic")
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
