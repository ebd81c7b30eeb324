package passes

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/op"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// TestCaught: a function whose calls stand in a try that catches everything does not throw, unless it does so elsewhere.
func TestCaught(t *testing.T) {
	call := Instr(op.Call, 0)
	try, end := []byte{0x06, noType}, Instr(op.End)
	tryTable := []byte{0x1f, noType, 1, 2, 0} // try_table (catch_all 0)
	for name, test := range map[string]struct {
		body   []byte
		throws bool
	}{
		"try_table":            {code(tryTable, call, end), false},
		"of a tag alone":       {code([]byte{0x1f, noType, 1, 0, 0, 0}, call, end), true},
		"catch_all_ref":        {code([]byte{0x02, 0x69}, []byte{0x1f, noType, 1, 3, 0}, call, end, Instr(op.RefNull), []byte{0x69}, end, Instr(op.Drop)), false},
		"behind it":            {code(tryTable, call, end, call), true},
		"throw inside":         {code(tryTable, Instr(op.Throw, 0), end), false},
		"tail call":            {code(tryTable, Instr(op.ReturnCall, 0), end), true},
		"legacy":               {code(try, call, Instr(op.Catch, 0), Instr(op.CatchAll), end), false},
		"legacy, in a clause":  {code(try, Instr(op.Nop), Instr(op.Catch, 0), call, Instr(op.CatchAll), end), true},
		"legacy, rethrown":     {code(try, call, Instr(op.CatchAll), Instr(op.Rethrow, 0), end), true},
		"legacy, rethrown in":  {code(try, try, call, Instr(op.CatchAll), Instr(op.Rethrow, 0), end, Instr(op.CatchAll), end), false},
		"legacy, without all":  {code(try, call, Instr(op.Catch, 0), end), true},
		"delegated past a try": {code(try, try, call, Instr(op.Delegate, 1), Instr(op.CatchAll), end), true},
	} {
		file := Module(
			Vec(Type, []byte{0x60, 0, 0}),
			Vec(Func, []byte{0}, []byte{0}, []byte{0}),
			Vec(Tag, []byte{0, 0}),
			Section(Code, []byte{3},
				Sized([]byte{0}, Instr(op.Throw, 0), end),
				Sized([]byte{0}, test.body, end),
				Sized([]byte{0}, Instr(op.Call, 1), end)))
		m, bodies, err := front.Check(file)
		require.NoError(t, err, name)
		graph := Calls(m, bodies)
		require.Equal(t, []bool{true, test.throws, test.throws}, graph.Throws, name)
		require.Equal(t, 1, len(graph.Calls[2]), name)
	}
}
