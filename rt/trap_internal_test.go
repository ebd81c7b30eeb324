package rt

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTrapTexts(t *testing.T) {
	for k := Unreachable; int(k) < len(trapTexts); k++ {
		require.NotEmpty(t, trapTexts[k], "kind %d", k)
	}
	require.Equal(t, "trap 200", TrapKind(200).String())
	f := Frame{Module: "sample", Func: "fib", Index: 12, Offset: 0x1f3}
	require.Equal(t, "sample.fib (fn12 @0x1f3)", f.String())
	f.Instr = 0x200
	require.Equal(t, "sample.fib (fn12 @0x200)", f.String())
	f.Inexact = true
	require.Equal(t, "sample.fib (fn12 @~0x200)", f.String())
	f.File, f.Line = "src/fib.c", 12
	require.Equal(t, "sample.fib (src/fib.c:12, fn12 @~0x200)", f.String())
	f.Inlined = true
	require.Equal(t, "sample.fib (src/fib.c:12, in fn12 @~0x200)", f.String())
	require.Equal(t, "fib (fn1 @0x2)", Frame{Func: "fib", Index: 1, Offset: 2}.String())
}

// A message has the innermost frames, among them the library's that found the fault, and the outermost: who called the module.
func TestMessageStack(t *testing.T) {
	trap := &Trap{Kind: Unreachable}
	for i := range 7 {
		trap.Stack = append(trap.Stack, Frame{Func: string(rune('a' + i)), File: "/src/x.c", Line: i + 1})
	}
	trap.Stack[1].File, trap.Stack[2].File = "", `C:\src\y.c`
	require.Equal(t, "wasm trap: unreachable in a (x.c:1) < b < c (y.c:3) < d (x.c:4) < e (x.c:5) < f (x.c:6) < g (x.c:7)", trap.Error())
	trap.Stack = append(trap.Stack, Frame{Func: "h"})
	require.Equal(t, "wasm trap: unreachable in a (x.c:1) < b < c (y.c:3) < d (x.c:4) < e (x.c:5) < 1 more < g (x.c:7) < h", trap.Error())
	trap.Stack[5].Omitted = 10
	require.Equal(t, "wasm trap: unreachable in a (x.c:1) < b < c (y.c:3) < d (x.c:4) < e (x.c:5) < 11 more < g (x.c:7) < h", trap.Error())
}

// TestMessageInlined: calls that were inlined stay with the one that they are in.
func TestMessageInlined(t *testing.T) {
	trap := &Trap{Kind: Unreachable}
	for i := range 8 {
		trap.Stack = append(trap.Stack, Frame{Func: "lib", Inlined: true}, Frame{Func: string(rune('a' + i))})
	}
	require.Equal(t, "wasm trap: unreachable in lib < a < lib < b < lib < c < lib < d < lib < e < 2 more < lib < g < lib < h", trap.Error())
	trap.Stack = trap.Stack[:14]
	require.NotContains(t, trap.Error(), "more")
}

// Who asks why a call took too long is told where it was; a function of the host says itself what is the matter.
func TestMessageEnded(t *testing.T) {
	stack := []Frame{{Func: "loop", File: "x.c", Line: 7}, {Func: "run"}}
	require.EqualError(t, &HostError{Import: "context", Err: context.DeadlineExceeded, Stack: stack},
		"context: context deadline exceeded in loop (x.c:7) < run")
	require.EqualError(t, &HostError{Import: "fuel", Err: ErrFuel, Stack: stack}, "fuel: out of fuel in loop (x.c:7) < run")
	require.EqualError(t, &HostError{Import: "env.log", Err: ErrClosed, Stack: stack}, "env.log: wasm: instance is closed")
}

// TestHostileTexts: what a module calls its parts breaks no line and commands no terminal.
func TestHostileTexts(t *testing.T) {
	f := Frame{Module: "a\nb", Func: "\x1b[2Jgröße\xff", Index: 1, Offset: 2}
	require.Equal(t, `a\nb.\x1b[2Jgröße\xff (fn1 @0x2)`, f.String())
	trap := &Trap{Kind: Unreachable, Stack: []Frame{f}}
	require.Equal(t, "wasm trap: unreachable in "+`\x1b[2Jgröße\xff`, trap.Error())
	host := &HostError{Import: "env.\u2028", Err: ErrClosed}
	require.Equal(t, `env.\u2028: wasm: instance is closed`, host.Error())
}
