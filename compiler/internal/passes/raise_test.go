package passes

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/lower"
	"github.com/wasm2go/wasm2go/compiler/op"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

const i32Type, noType = 0x7f, 0x40

// raised is what function 2 of a module becomes, and what lowering has made of it before. Function 0 throws its argument with tag 0, function 1 returns it
// and cannot throw; function 2 has a local of its own.
func raised(t *testing.T, body ...byte) (lowered, got string) {
	t.Helper()
	file := Module(
		Vec(Type, []byte{0x60, 1, i32Type, 1, i32Type}, []byte{0x60, 1, i32Type, 0}),
		Vec(Func, []byte{0}, []byte{0}, []byte{0}),
		Vec(Tag, []byte{0, 1}),
		Section(Code, []byte{3},
			Sized([]byte{0}, Instr(op.LocalGet, 0), Instr(op.Throw, 0), Instr(op.End)),
			Sized([]byte{0}, Instr(op.LocalGet, 0), Instr(op.End)),
			Sized([]byte{1, 1, i32Type}, body, Instr(op.End))))
	m, bodies, err := front.Check(file)
	require.NoError(t, err)
	graph := Calls(m, bodies)
	require.Equal(t, []bool{true, false}, graph.Throws[:2])
	f := lower.Func(m, 2, bodies[2], ir.Metering{})
	require.NoError(t, ir.Check(m, f))
	lowered = ir.Text(f.Body)
	Raise(f, graph)
	require.NoError(t, ir.Check(m, f))
	requireUses(t, f.Body)
	return lowered, ir.Text(f.Body)
}

func code(parts ...[]byte) (b []byte) {
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// The result of a call gets into a local behind the test: where the callee throws, the local keeps what it had.
func TestRaiseTryTable(t *testing.T) {
	lowered, got := raised(t, code(
		[]byte{0x02, i32Type},            // block
		[]byte{0x1f, noType, 1, 0, 0, 0}, // try_table (catch 0 0)
		Instr(op.LocalGet, 0), Instr(op.Call, 0), Instr(op.LocalSet, 1),
		Instr(op.LocalGet, 0), Instr(op.Call, 1), Instr(op.LocalSet, 1),
		Instr(op.End), Instr(op.LocalGet, 1), Instr(op.End))...)
	require.Equal(t, "L1{L2{L3{v3 = f0(v0) or L3; v1 = v3; v3 = f1(v0) or L3; v1 = v3; goto L2}; v4 = exn.take(); "+
		"if exn.is(v4) {v2 = exn.value(v4); goto L1}; throw_ref v4}; v2 = v1}; return v2", lowered)
	require.Equal(t, "L1{L2{L3{v3 = f0(v0); if exn.pending() {goto L3}; v1 = v3; v3 = f1(v0); v1 = v3; goto L2}; v4 = exn.take(); "+
		"if exn.is(v4) {v2 = exn.value(v4); goto L1}; throw_ref v4; return 0}; v2 = v1}; return v2", got)
}

// Where nothing throws, the handler goes.
func TestRaiseWithoutThrows(t *testing.T) {
	_, got := raised(t, code(
		[]byte{0x06, i32Type}, Instr(op.LocalGet, 0), Instr(op.Call, 1),
		Instr(op.CatchAll), Instr(op.LocalGet, 0), Instr(op.Call, 0), Instr(op.End))...)
	require.NotContains(t, got, "exn.")
	require.NotContains(t, got, "f0(")
}

func TestRaiseLegacy(t *testing.T) {
	lowered, got := raised(t, code(
		[]byte{0x06, i32Type}, Instr(op.LocalGet, 0), Instr(op.Call, 0),
		Instr(op.Catch, 0), // its value is the result
		Instr(op.CatchAll), Instr(op.Rethrow, 0), Instr(op.End))...)
	require.Equal(t, "L1{L2{v3 = f0(v0) or L2; v2 = v3; goto L1}; v4 = exn.take(); if exn.is(v4) {v2 = exn.value(v4); goto L1}; throw_ref v4}; return v2",
		lowered)
	require.Contains(t, got, "if exn.pending() {goto L2}")
	require.Contains(t, got, "return 0}; return v2")
}

// What a try hands on goes to the handlers of the block that delegate names, which are those around it.
func TestRaiseDelegate(t *testing.T) {
	lowered, _ := raised(t, code(
		[]byte{0x06, i32Type}, // try
		[]byte{0x06, i32Type}, // try
		[]byte{0x06, i32Type}, Instr(op.LocalGet, 0), Instr(op.Call, 0), Instr(op.Delegate, 1),
		Instr(op.CatchAll), Instr(op.LocalGet, 0), Instr(op.End),
		Instr(op.CatchAll), Instr(op.LocalGet, 1), Instr(op.End))...)
	require.Contains(t, lowered, "throw_ref v6 or L2")
}

// A tail call is no longer in the function, and so in none of its handlers.
func TestRaiseTailCall(t *testing.T) {
	lowered, _ := raised(t, code(
		[]byte{0x06, i32Type}, Instr(op.LocalGet, 0), Instr(op.ReturnCall, 0),
		Instr(op.CatchAll), Instr(op.LocalGet, 1), Instr(op.End))...)
	require.Contains(t, lowered, "tail f0(v0)}")
}
