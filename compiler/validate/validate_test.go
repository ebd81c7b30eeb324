package validate_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// i32Func is the encoding of the type (i32) i32.
var i32Func = []byte{0x60, 1, 0x7f, 1, 0x7f}

// named returns a module with one function of type (i32) i32, called fib, two memories, one of them with i64 addresses, a
// table, and a global that cannot be set. The function's first instruction stands at offset 0x3d.
func named(instrs ...byte) []byte {
	return named0(Body(instrs...))
}

func named0(body []byte) []byte {
	return OneFunc(i32Func, body,
		Vec(Table, []byte{0x70, 0, 1}),
		Vec(Memory, []byte{0, 1}, []byte{4, 1}),
		Vec(Global, []byte{0x7f, 0, 0x41, 0, 0x0b}),
		Section(Custom, Name("name"), []byte{1}, Sized([]byte{1, 0}, Name("fib"))))
}

func TestBodyErrors(t *testing.T) {
	for _, test := range []struct {
		instrs []byte
		want   string
	}{
		{[]byte{0x42, 1, 0x41, 1, 0x6a}, "0x41: type mismatch: i32.add wants i32, got i64"},
		{[]byte{0x6a}, "0x3d: type mismatch: i32.add wants i32, got nothing"},
		{[]byte{}, "0x3d: type mismatch: end wants i32, got nothing"},
		{[]byte{0x41, 1, 0x41, 2}, "0x41: type mismatch: operands left at the end of the block: i32"},
		{[]byte{0x43, 0, 0, 0, 0}, "0x42: type mismatch: end wants i32, got f32"},
		{[]byte{0xff}, "0x3d: illegal opcode 0xff"},
		{[]byte{0xfc, 0x7f}, "0x3d: illegal opcode 0xfc 0x7f"},
		{[]byte{0x20, 1}, "0x3d: unknown local 1, there are 1"},
		{[]byte{0x23, 1}, "0x3d: unknown global 1"},
		{[]byte{0x41, 1, 0x24, 0}, "0x3f: global is immutable: global.set 0"},
		{[]byte{0x10, 1}, "0x3d: unknown function 1"},
		{[]byte{0x0c, 1}, "0x3d: unknown label 1, 1 blocks are open"},
		{[]byte{0x05}, "0x3d: else without if"},
		{[]byte{0x02, 0x7f, 0x0b}, "0x3f: type mismatch: end wants i32, got nothing"},
		{[]byte{0x41, 0, 0x04, 0x7f, 0x41, 0, 0x0b}, "0x43: type mismatch: if without else changes () to (i32)"},
		{[]byte{0x02, 0x05}, "0x3e: unknown type 5"},
		{[]byte{0x41, 0, 0x28, 3, 0}, "0x3f: alignment must not be larger than natural: i32.load is aligned to 2^2 bytes at most, got 2^3"},
		{[]byte{0x41, 0, 0x28, 0x42, 2, 0}, "0x3f: unknown memory 2"},
		{[]byte{0x41, 0, 0x28, 0x42, 1, 0}, "0x3f: type mismatch: i32.load wants i64, got i32"},
		{[]byte{0x41, 0, 0x28, 2, 0x80, 0x80, 0x80, 0x80, 0x10}, "0x3f: offset out of range: 0x100000000 in a memory with i32 addresses"},
		{[]byte{0x41, 0, 0x28, 0x80, 1, 0}, "0x40: malformed memop flags 0x80"},
		{[]byte{0x41, 0x80, 0x80, 0x80, 0x80, 0x10}, "0x3e: integer too large: i32 constant"},
		{[]byte{0x41, 0x80, 0x80, 0x80, 0x80, 0x80, 0}, "0x3e: integer representation too long: i32 constant"},
		{[]byte{0xd2, 0}, "0x3d: undeclared function reference: no export, segment or global mentions function 0"},
		{[]byte{0xfc, 9, 0}, "0x3d: data count section required by data.drop"},
		{[]byte{0x41, 0, 0x41, 0, 0x42, 0, 0x1b}, "0x43: type mismatch: select wants i32, got i64"},
		{[]byte{0xd0, 0x70, 0xd0, 0x70, 0x41, 0, 0x1b}, "0x43: type mismatch: select without a type takes no references"},
		{[]byte{0x02, 0x40, 0x41, 0, 0x0e, 1, 0, 1, 0x0b}, "0x41: type mismatch: br_table has labels with 0 and with 1 operands"},
		{[]byte{0x00, 0x42, 0, 0x6a}, "0x40: type mismatch: i32.add wants i32, got i64"},
		{[]byte{0x08, 0}, "0x3d: unknown tag 0"},
		{[]byte{0xfe, 0x10, 0, 0}, "0x3d: atomic alignment must be natural: i32.atomic.load is aligned to 2^2 bytes, got 2^0"},
		{[]byte{0x09, 0}, "0x3d: invalid rethrow label 0: it is not that of a catch"},
		{append([]byte{0xfd, 0x0d}, slices.Repeat([]byte{32}, 16)...), "0x3d: invalid lane index 32 of i8x16.shuffle, there are 32"},
		{[]byte{0x41, 0, 0x0b, 0x01}, "0x40: 2 bytes behind the end of the function"},
	} {
		t.Run(test.want, func(t *testing.T) {
			err := accepts(named(test.instrs...))
			where, what := test.want[:6], test.want[6:]
			require.EqualError(t, err, where+`func 0 "fib": `+what)
			var e *wasm.Error
			require.True(t, errors.As(err, &e))
			require.Equal(t, 0, e.Func)
		})
	}
}

func TestLocalErrors(t *testing.T) {
	err := accepts(named0(Sized([]byte{1, 0xff, 0xff, 0xff, 0xff, 0xf, 0x7f, 0x41, 0, 0x0b})))
	require.EqualError(t, err, `0x3d: func 0 "fib": too many locals: 4294967296, the limit is 50000`)
	err = accepts(named0(Sized([]byte{1, 1, 0x64, 0, 0x20, 1, 0x1a, 0x41, 0, 0x0b})))
	require.EqualError(t, err, `0x40: func 0 "fib": uninitialized local 1 of type (ref 0)`)
	err = accepts(named0(Sized([]byte{0, 0x41, 0})))
	require.EqualError(t, err, `0x3f: func 0 "fib": unexpected end of the function body, expected end`)
}

func TestModuleErrors(t *testing.T) {
	for _, test := range []struct {
		file []byte
		want string
	}{
		{Module(Vec(Type, []byte{0x60, 1, 0x64, 1, 0})), "0xb: unknown type 1"},
		{Module(Vec(Type, []byte{0x60, 0, 0}, []byte{0x50, 1, 0, 0x60, 0, 0})), "0xe: sub type 1 does not match super type 0"},
		{Module(Vec(Type, []byte{0x50, 1, 0, 0x60, 0, 0})), "0xb: unknown type 0 as supertype of type 0"},
		{Module(Vec(Func, []byte{0}), Vec(Code, Body())), "0xb: unknown type 0"},
		{Module(Vec(Type, []byte{0x5f, 0}), Vec(Func, []byte{0}), Vec(Code, Body())), "0x10: type 0 is not a function type but struct"},
		{Module(Vec(Memory, []byte{0, 0x81, 0x80, 4})), "0xb: memory size must be at most 65536, minimum is 65537"},
		{Module(Vec(Memory, []byte{1, 2, 1})), "0xb: size minimum must not be greater than maximum: memory of 2 to 1"},
		{Module(Vec(Memory, []byte{2, 1})), "0xb: shared memory must have maximum"},
		{Module(Vec(Table, []byte{0x64, 0x70, 0, 1})), "0xb: type mismatch: a table of (ref func) needs an initial value"},
		{Module(Vec(Global, []byte{0x7f, 0, 0x42, 1, 0x0b})), "0xf: type mismatch: end wants i32, got i64"},
		{Module(Vec(Global, []byte{0x7f, 0, 0x23, 0, 0x0b})), "0xd: unknown global 0 in a constant expression"},
		{Module(Vec(Export, append(Name("f"), 0, 0))), `0xb: unknown func 0 is exported as "f"`},
		{Module(Vec(Memory, []byte{0, 1}), Vec(Export, append(Name("m"), 2, 0), append(Name("m"), 2, 0))), `0x14: duplicate export name "m"`},
		{Module(Section(Start, []byte{0})), "0xa: unknown function 0 as start function"},
		{Module(Vec(Elem, []byte{0, 0x41, 0, 0x0b, 0})), "0xb: unknown table 0"},
		{Module(Vec(Elem, []byte{1, 0, 1, 0})), "0xb: unknown function 0"},
		{Module(Vec(Data, []byte{0, 0x41, 0, 0x0b, 0})), "0xb: unknown memory 0"},
		{Module(Vec(Type, i32Func), Vec(Tag, []byte{0, 0})), "0x13: non-empty tag result type: (i32) i32"},
	} {
		require.EqualError(t, accepts(test.file), test.want)
	}
}

// body decodes and validates a module and returns its only function.
func body(t *testing.T, file []byte) *wasm.Body {
	m, err := decode.Decode(file)
	require.NoError(t, err)
	require.NoError(t, validate.Module(m))
	b, err := validate.Func(m, 0)
	require.NoError(t, err)
	return b
}

// listing prints instructions like "br 0 0 dead".
func listing(b *wasm.Body) (lines []string) {
	for _, in := range b.Instrs {
		line := fmt.Sprintf("%s %d %d", in.Op, in.A, in.B)
		if in.Dead {
			line += " dead"
		}
		lines = append(lines, line)
	}
	return lines
}

// Labels become absolute block numbers, what control cannot reach is gone, and blocks count their branches.
func TestBody(t *testing.T) {
	b := body(t, named(
		0x02, 0x40, // block 1
		0x03, 0x40, // loop 2
		0x20, 0, 0x0d, 1, // br_if block 1
		0x20, 0, 0x0e, 1, 0, 1, // br_table loop 2, block 1
		0x02, 0x40, 0x0c, 0, 0x0b, // dead
		0x0b, 0x0b,
		0x20, 0, 0x04, 0x7f, // if 3
		0x41, 7, 0x05, 0x00, 0x0b)) // 7, else unreachable
	require.Equal(t, []string{
		"block 1 0", "loop 2 0", "local.get 0 0", "br_if 1 0", "local.get 0 0", "br_table 0 1",
		"end 2 0 dead", "end 1 0 dead",
		"local.get 0 0", "if 3 0", "i32.const 0 7", "else 3 0", "unreachable 0 0", "end 3 0 dead", "end 0 0",
	}, listing(b))
	require.Equal(t, []uint32{2, 1}, b.Targets)
	require.Len(t, b.Blocks, 4)
	require.Equal(t, 2, b.Blocks[1].Branches)
	require.Equal(t, 1, b.Blocks[2].Branches)
	require.True(t, b.Blocks[3].HasElse)
	require.Equal(t, []wasm.ValType{wasm.I32}, b.Blocks[3].Results)
	require.Equal(t, uint32(0x3d), b.Instrs[0].Offset)
	require.Equal(t, []wasm.ValType{wasm.I32}, b.Locals)
}

// Code behind a block that nothing leaves is unreachable, although the type system takes it for reachable.
func TestDeadBehindBlock(t *testing.T) {
	b := body(t, named(0x02, 0x40, 0x00, 0x0b, 0x41, 1, 0x1a, 0x41, 2))
	require.Equal(t, []string{"block 1 0", "unreachable 0 0", "end 1 0 dead", "end 0 0 dead"}, listing(b))
	b = body(t, named(0x03, 0x40, 0x0c, 0, 0x0b, 0x41, 2))
	require.Equal(t, []string{"loop 1 0", "br 1 0", "end 1 0 dead", "end 0 0 dead"}, listing(b))
	b = body(t, named(0x20, 0, 0x04, 0x40, 0x00, 0x0b, 0x41, 2))
	require.Equal(t, []string{"local.get 0 0", "if 1 0", "unreachable 0 0", "end 1 0 dead", "i32.const 0 2", "end 0 0"}, listing(b))
}

func TestProposals(t *testing.T) {
	b := body(t, named(0x42, 0, 0x28, 0x42, 1, 0, 0xc0)) // i32.load in memory 1, i32.extend8_s
	require.Equal(t, []op.Proposal{op.SignExtension, op.MultiMemory, op.Memory64}, b.Used.List())
	m, err := decode.Decode(named(0x41, 0))
	require.NoError(t, err)
	require.NoError(t, validate.Module(m))
	require.Equal(t, []op.Proposal{op.MultiMemory, op.Memory64}, validate.Proposals(m).List())
	require.Equal(t, "multi-memory", op.MultiMemory.String())
}

// Function bodies are independent.
func TestConcurrent(t *testing.T) {
	m, err := decode.Decode(named(0x20, 0))
	require.NoError(t, err)
	require.NoError(t, validate.Module(m))
	done := make(chan error)
	for range 8 {
		go func() {
			_, err := validate.Func(m, 0)
			done <- err
		}()
	}
	for range 8 {
		require.NoError(t, <-done)
	}
}

// Each link of a chain of supertypes costs a comparison, and package rt room.
func TestSupertypeLimit(t *testing.T) {
	chain := func(n int) []byte {
		types := [][]byte{{0x50, 0, 0x60, 0, 0}}
		for i := range n {
			types = append(types, []byte{0x50, 1, byte(i), 0x60, 0, 0})
		}
		return Module(Vec(Type, types...))
	}
	require.NoError(t, accepts(chain(63)))
	require.EqualError(t, accepts(chain(64)), "0x18b: type 64 has more than 63 supertypes")
}

// Neither long chains of blocks nor wide types make the validator slow or hungry.
func TestBombs(t *testing.T) {
	deep := slices.Repeat([]byte{0x02, 0x40}, 1_000_000)
	require.NoError(t, accepts(named(slices.Concat(deep, slices.Repeat([]byte{0x0b}, 1_000_000), []byte{0x41, 0})...)))

	wide := append([]byte{0x60, 0, 0xe8, 0x07}, slices.Repeat([]byte{0x7f}, 1000)...)
	calls := slices.Repeat([]byte{0x10, 0}, 1_000_000)
	err := accepts(OneFunc(wide, Body(calls...)))
	require.ErrorContains(t, err, "more than 1048576 operands on the stack")

	taker := append(append([]byte{0x60, 0xe8, 0x07}, slices.Repeat([]byte{0x7f}, 1000)...), 0)
	require.NoError(t, accepts(OneFunc(taker, Body(slices.Concat([]byte{0x00}, calls)...))))
}

func FuzzValidate(f *testing.F) {
	f.Add(named(0x20, 0))
	f.Add(named(0x02, 0x40, 0x03, 0x40, 0x20, 0, 0x0d, 1, 0x20, 0, 0x0e, 1, 0, 1, 0x0b, 0x0b, 0x41, 1))
	f.Add(named(0x20, 0, 0x04, 0x7f, 0x41, 7, 0x05, 0x00, 0x0b))
	f.Add(named(0x20, 0, 0x28, 2, 0, 0x20, 0, 0x36, 2, 4, 0x41, 0, 0x41, 1, 0x41, 2, 0xfc, 0x0b, 0))
	f.Add(named(0x06, 0x7f, 0x41, 1, 0x19, 0x41, 2, 0x0b))
	f.Add(named(0x1f, 0x7f, 1, 2, 0, 0x41, 1, 0x0b))
	f.Add(named0(Sized([]byte{1, 1, 0x64, 0, 0x00, 0x21, 1, 0x20, 1, 0xd4, 0x14, 0, 0x0b})))
	f.Add(Module(Vec(Type, []byte{0x5e, 0x78, 1}, []byte{0x60, 0, 1, 0x64, 0}), Vec(Func, []byte{1}),
		Vec(Code, Body(0x41, 1, 0xfb, 7, 0, 0xfb, 0x16, 0, 0xfb, 0x18, 0, 0, 0x6e, 0))))
	f.Add(OneFunc([]byte{0x60, 0, 1, 0x7b}, Body(0xfd, 0x0c, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))
	f.Fuzz(func(t *testing.T, file []byte) {
		m, err := decode.Decode(file)
		if err != nil || validate.Module(m) != nil {
			return
		}
		validate.Proposals(m)
		for i := range m.Codes {
			b, err := validate.Func(m, i)
			if err != nil {
				var e *wasm.Error
				require.True(t, errors.As(err, &e))
				require.Equal(t, m.ImportedFuncs+i, e.Func)
				continue
			}
			checkBody(t, b)
		}
	})
}

// checkBody checks what holds for every wasm.Body: blocks are started and ended in order, indices lead somewhere.
func checkBody(t *testing.T, b *wasm.Body) {
	open := []uint32{0}
	started := uint32(0)
	for _, in := range b.Instrs {
		switch in.Op {
		case op.Block, op.Loop, op.If, op.Try, op.TryTable:
			started++
			require.Equal(t, started, in.A)
			open = append(open, in.A)
		case op.Else, op.Catch, op.CatchAll:
			require.Equal(t, open[len(open)-1], in.A)
		case op.End, op.Delegate:
			require.Equal(t, open[len(open)-1], in.A)
			open = open[:len(open)-1]
		case op.Br, op.BrIf, op.BrOnNull, op.BrOnNonNull, op.BrOnCast, op.BrOnCastFail, op.Rethrow:
			require.Contains(t, open, in.A)
		case op.BrTable:
			for _, target := range b.Targets[in.A : uint64(in.A)+in.B+1] {
				require.Contains(t, open, target)
			}
		case op.LocalGet, op.LocalSet, op.LocalTee:
			require.Equal(t, b.Locals[in.A], in.Type)
		case op.Drop, op.Select:
			require.NotEqual(t, wasm.Bot, in.Type)
		}
	}
	require.Empty(t, open)
	require.Len(t, b.Blocks, int(started)+1)
}
