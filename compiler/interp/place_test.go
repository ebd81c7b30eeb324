package interp_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/op"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/rt"
)

// A place is an instruction: the nth with that opcode in a function.
type place struct {
	op op.Op
	n  int
}

// offset is where the place is in the file.
func (p place) offset(t *testing.T, wasm []byte, function int) uint32 {
	m, bodies, err := front.Check(wasm)
	require.NoError(t, err)
	n := p.n
	for _, in := range bodies[function-m.ImportedFuncs].Instrs {
		if in.Op == p.op {
			if n--; n < 0 {
				return in.Offset
			}
		}
	}
	t.Fatalf("no %v %d in function %d", p.op, p.n, function)
	return 0
}

// chain is a module of three functions that call each other, with the hook, a memory and a table of one null element. The innermost has the
// parameter 0, which is -1, a local 1, and the given body.
func chain(body ...byte) []byte {
	i32 := byte(0x7f)
	return Module(
		Vec(Type, []byte{0x60, 1, i32, 1, i32}),
		Vec(Import, slices.Concat(Name("env"), Name("hook"), []byte{0, 0})),
		Vec(Func, []byte{0}, []byte{0}, []byte{0}),
		Vec(Table, []byte{0x70, 0, 1}),
		Vec(Memory, []byte{0, 1}),
		Vec(Export, append(Name("outer"), 0, 1)),
		Vec(Code,
			Body(0x20, 0, 0x10, 2, 0x10, 0),                       // outer: hook(middle(x))
			Body(0x41, 0, 0x28, 2, 0, 0x1a, 0x20, 0, 0x10, 3),     // middle: a load that is fine, then the call
			Sized([]byte{1, 1, i32}, body, []byte{0x20, 1, 0x0b}), // inner
		))
}

// A trap and its callers carry the offsets of their instructions in the module's file.
func TestTrapPlaces(t *testing.T) {
	fine := []byte{0x41, 8, 0x28, 2, 0, 0x21, 1} // a load that does not trap
	for name, test := range map[string]struct {
		body []byte
		at   place
		kind rt.TrapKind
	}{
		"load":                        {[]byte{0x20, 0, 0x28, 2, 0, 0x21, 1}, place{op.I32Load, 1}, rt.OutOfBoundsMemory},
		"load in a sum":               {[]byte{0x20, 1, 0x20, 0, 0x28, 2, 0, 0x6a, 0x21, 1}, place{op.I32Load, 1}, rt.OutOfBoundsMemory},
		"load behind a load":          {[]byte{0x20, 1, 0x28, 2, 0, 0x20, 0, 0x28, 2, 0, 0x6a, 0x21, 1}, place{op.I32Load, 2}, rt.OutOfBoundsMemory},
		"address from a load":         {[]byte{0x20, 0, 0x28, 2, 0, 0x28, 2, 0, 0x21, 1}, place{op.I32Load, 1}, rt.OutOfBoundsMemory},
		"load that is tested":         {[]byte{0x20, 0, 0x28, 2, 0, 0x04, 0x40, 0x0b}, place{op.I32Load, 1}, rt.OutOfBoundsMemory},
		"load that is compared":       {[]byte{0x20, 0, 0x2d, 0, 0, 0x41, 7, 0x46, 0x04, 0x40, 0x0b}, place{op.I32Load8U, 0}, rt.OutOfBoundsMemory},
		"load after its address grew": {[]byte{0x20, 0, 0x41, 0x7f, 0x6a, 0x22, 0, 0x28, 2, 0, 0x21, 1}, place{op.I32Load, 1}, rt.OutOfBoundsMemory},
		"store":                       {[]byte{0x20, 0, 0x20, 1, 0x36, 2, 0}, place{op.I32Store, 0}, rt.OutOfBoundsMemory},
		"store of a sum":              {[]byte{0x20, 0, 0x20, 1, 0x20, 0, 0x6a, 0x36, 2, 0}, place{op.I32Store, 0}, rt.OutOfBoundsMemory},
		"store of a loaded value":     {[]byte{0x20, 1, 0x20, 0, 0x28, 2, 0, 0x36, 2, 0}, place{op.I32Load, 1}, rt.OutOfBoundsMemory},
		"signed division":             {[]byte{0x20, 0, 0x20, 1, 0x6d, 0x21, 1}, place{op.I32DivS, 0}, rt.IntegerDivideByZero},
		"division in a sum":           {[]byte{0x20, 0, 0x41, 5, 0x6a, 0x20, 0, 0x20, 1, 0x6e, 0x6a, 0x21, 1}, place{op.I32DivU, 0}, rt.IntegerDivideByZero},
		"remainder":                   {[]byte{0x20, 0, 0x20, 1, 0x70, 0x21, 1}, place{op.I32RemU, 0}, rt.IntegerDivideByZero},
		"conversion":                  {[]byte{0x43, 0, 0, 0xc0, 0x7f, 0xa8, 0x21, 1}, place{op.I32TruncF32S, 0}, rt.InvalidConversion},
		"unreachable":                 {[]byte{0x00}, place{op.Unreachable, 0}, rt.Unreachable},
		"call_indirect of null":       {[]byte{0x20, 0, 0x41, 0, 0x11, 0, 0, 0x21, 1}, place{op.CallIndirect, 0}, rt.IndirectCallNull},
		"call_indirect outside":       {[]byte{0x20, 0, 0x20, 0, 0x11, 0, 0, 0x21, 1}, place{op.CallIndirect, 0}, rt.UndefinedElement},
		"table.get":                   {[]byte{0x20, 0, 0x25, 0, 0xd1, 0x21, 1}, place{op.TableGet, 0}, rt.OutOfBoundsTable},
		"memory.fill":                 {[]byte{0x20, 0, 0x41, 0, 0x41, 8, 0xfc, 0x0b, 0}, place{op.MemoryFill, 0}, rt.OutOfBoundsMemory},
	} {
		wasm := chain(slices.Concat(fine, []byte{0x41, 0, 0x21, 1}, test.body)...)
		for backendName, backend := range map[string]interp.Backend{"guard": interp.Guard, "slice": interp.Slice} {
			m, err := interp.Compile(wasm, interp.Options{Mem: backend})
			require.NoError(t, err)
			i, err := m.Instantiate(background, env(same))
			require.NoError(t, err)
			for range 2 { // the second time all is lowered
				_, err = call(t, i, "outer", int32(-1))
				var trap *rt.Trap
				require.ErrorAs(t, err, &trap, "%s, %s", name, backendName)
				require.Equal(t, test.kind, trap.Kind, name)
				want := []uint32{test.at.offset(t, wasm, 3), place{op.Call, 0}.offset(t, wasm, 2), place{op.Call, 0}.offset(t, wasm, 1)}
				require.Equal(t, want, places(trap.Stack), "%s, %s", name, backendName)
				require.Equal(t, want[0], trap.Instr)
			}
			require.NoError(t, i.Close())
		}
	}
}

func places(stack []rt.Frame) (list []uint32) {
	for _, f := range stack {
		list = append(list, f.Instr)
	}
	return list
}

// So do functions that called the host, whose call came back in, and those whose stack is exhausted.
func TestPlacesAcrossHost(t *testing.T) {
	wasm := chain(0x20, 0, 0x10, 0, 0x21, 1) // the innermost calls the hook
	m, err := interp.Compile(wasm, interp.Options{})
	require.NoError(t, err)
	var i *interp.Instance
	failure := errors.New("failure")
	depth := 0
	i, err = m.Instantiate(background, env(func(x int32) (int32, error) {
		if depth++; depth == 2 {
			return 0, failure
		}
		got, err := call(t, i, "outer", x)
		if err != nil {
			return 0, err
		}
		return got[0].(int32), nil
	}))
	require.NoError(t, err)
	defer i.Close()
	_, err = call(t, i, "outer", int32(1))
	require.ErrorIs(t, err, failure)
	var host *rt.HostError
	require.ErrorAs(t, err, &host)
	want := []uint32{place{op.Call, 0}.offset(t, wasm, 3), place{op.Call, 0}.offset(t, wasm, 2), place{op.Call, 0}.offset(t, wasm, 1)}
	require.Equal(t, want, places(host.Stack))

	depth = 0
	peer, _ := i.Export("outer")
	outer, err := m.Instantiate(background, env(peer)) // calls the other instance from its innermost function
	require.NoError(t, err)
	defer outer.Close()
	_, err = call(t, outer, "outer", int32(1))
	require.ErrorAs(t, err, &host)
	require.Equal(t, append(want, want...), places(host.Stack)[:6])

	i = open(t, interp.Options{}, same, rt.WithStack(10_000))
	_, err = call(t, i, "deep", int32(0))
	var trap *rt.Trap
	require.ErrorAs(t, err, &trap)
	require.NotZero(t, trap.Instr)
	require.Len(t, slices.Compact(places(trap.Stack)), 1)
}
