package lower

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// lowered is the body that lower makes, in a compact notation.
func lowered(t *testing.T, sig wasm.FuncType, locals []wasm.ValType, instrs ...wasm.Instr) []string {
	t.Helper()
	return text(lower(sig, locals, instrs...))
}

func text(f *ir.Func) []string {
	var lines []string
	for i := range f.Body {
		lines = append(lines, statement(&f.Body[i]))
	}
	return lines
}

// lower lowers a body without blocks.
func lower(sig wasm.FuncType, locals []wasm.ValType, instrs ...wasm.Instr) *ir.Func {
	return lowerWith(wasm.Memory{}, sig, locals, instrs...)
}

func lowerWith(memory wasm.Memory, sig wasm.FuncType, locals []wasm.ValType, instrs ...wasm.Instr) *ir.Func {
	instrs = append(instrs, wasm.Instr{Op: op.End})
	body := &wasm.Body{
		Type: sig, Locals: append(append([]wasm.ValType{}, sig.Params...), locals...),
		Instrs: instrs, Blocks: []wasm.Block{{Op: op.Block, Results: sig.Results}},
		V128: [][16]byte{{1}, {2}, {0, 16}, [16]byte(bytes.Repeat([]byte{17}, 16))},
	}
	m := &wasm.Module{
		Memories: []wasm.Memory{memory},
		Globals:  []wasm.Global{{GlobalType: wasm.GlobalType{Type: wasm.I32, Mutable: true}}},
	}
	return Func(m, 0, body, ir.Metering{})
}

func statement(s *ir.Stmt) string {
	text := ""
	switch s.Kind {
	case ir.Assign:
		for i, v := range s.Dst {
			if i > 0 {
				text += ","
			}
			text += fmt.Sprint("v", v)
		}
		text += " ="
	case ir.Effect:
		text = s.Op.String()
	case ir.Eval:
		text = "eval"
	case ir.Return:
		text = "return"
	default:
		text = fmt.Sprint("kind ", s.Kind)
	}
	for _, x := range s.X {
		text += " " + tree(x)
	}
	return text
}

func tree(x *ir.Expr) string {
	switch x.Kind {
	case ir.Const:
		return fmt.Sprint(int64(x.B))
	case ir.Read:
		return fmt.Sprint("v", x.Var)
	}
	text := "(" + map[ir.ExprKind]string{ir.Apply: x.Op.String(), ir.FromBool: "number", ir.Select: "select"}[x.Kind]
	for _, a := range x.Args {
		text += " " + tree(a)
	}
	return text + ")"
}

var (
	i32   = []wasm.ValType{wasm.I32}
	unary = wasm.FuncType{Params: i32, Results: i32}
)

func get(i uint32) wasm.Instr { return wasm.Instr{Op: op.LocalGet, Type: wasm.I32, A: i} }
func set(i uint32) wasm.Instr { return wasm.Instr{Op: op.LocalSet, Type: wasm.I32, A: i} }
func num(v uint64) wasm.Instr { return wasm.Instr{Op: op.I32Const, B: v} }
func do(o op.Op) wasm.Instr   { return wasm.Instr{Op: o} }

func TestFoldsIntegerConstants(t *testing.T) {
	for _, c := range []struct {
		op   op.Op
		x, y uint64
		want int64
	}{
		{op.I32Add, 0xffffffff, 2, 1},
		{op.I32Sub, 1, 2, 0xffffffff},
		{op.I32Mul, 0x10000, 0x10000, 0},
		{op.I32And, 12, 15, 12},
		{op.I32Or, 12, 3, 15},
		{op.I32Xor, 12, 10, 6},
		{op.I32Shl, 1, 33, 2},
		{op.I32ShrU, 0x80000000, 31, 1},
		{op.I32ShrS, 0x80000000, 31, 0xffffffff},
		{op.I32Rotl, 0x80000001, 1, 3},
		{op.I32Rotr, 3, 1, 0x80000001},
	} {
		got := lowered(t, unary, nil, num(c.x), num(c.y), do(c.op))
		require.Equal(t, []string{fmt.Sprint("return ", c.want)}, got, c.op.String())
	}
}

// Go computes constant expressions exactly: an operator must not see two.
func TestNoConstantExpressions(t *testing.T) {
	got := lowered(t, wasm.FuncType{Results: i32}, nil, num(7), num(0), do(op.I32DivS))
	require.Equal(t, []string{"v0 = 7", "return (i32.div_s v0 0)"}, got)
}

// A rotation by a negative constant must not print two signs, nor a count
// that a 32-bit int cannot hold.
func TestRotationCountsAreReduced(t *testing.T) {
	got := lowered(t, unary, nil, get(0), num(0xffffffe1), do(op.I32Rotr))
	require.Equal(t, []string{"return (i32.rotr v0 1)"}, got)
}

func TestWaitingReadsSurviveAssignment(t *testing.T) {
	got := lowered(t, unary, nil, get(0), num(1), set(0), get(0), do(op.I32Add))
	require.Equal(t, []string{"v1 = v0", "v0 = 1", "return (i32.add v1 v0)"}, got)
}

func TestLoadsStayBeforeStores(t *testing.T) {
	load := wasm.Instr{Op: op.I32Load}
	got := lowered(t, unary, nil, get(0), load, get(0), num(5), do(op.I32Store))
	require.Equal(t, []string{"v1 = (i32.load v0)", "i32.store v0 5", "return v1"}, got)
}

func TestGlobalReadsStayBeforeWrites(t *testing.T) {
	read := wasm.Instr{Op: op.GlobalGet, Type: wasm.I32}
	got := lowered(t, unary, nil, read, get(0), do(op.GlobalSet))
	require.Equal(t, []string{"v1 = (global.get)", "global.set v0", "return v1"}, got)
}

// A division by zero and a load out of bounds are different traps: the first
// of them has to be the one that happens.
func TestTrapsKeepTheirOrder(t *testing.T) {
	load := wasm.Instr{Op: op.I32Load}
	got := lowered(t, unary, i32, num(1), get(0), do(op.I32DivU), get(0), load, set(1))
	require.Equal(t, []string{"v2 = (i32.div_u 1 v0)", "v1 = (i32.load v0)", "return v2"}, got)
}

// An instruction with two results is a statement: what waits and may trap goes before it.
func TestTrapsBeforeWideArithmetic(t *testing.T) {
	load := wasm.Instr{Op: op.I64Load}
	got := lowered(t, unary, []wasm.ValType{wasm.I64}, num(1), get(0), do(op.I32DivU), get(0), load, get(1), do(op.I64MulWideU), do(op.Drop), do(op.Drop))
	require.Equal(t, []string{"v2 = (i32.div_u 1 v0)", "v3,v4 = (i64.mul_wide_u (i64.load v0) v1)", "return v2"}, got)
}

func TestDropKeepsTraps(t *testing.T) {
	load := wasm.Instr{Op: op.I32Load}
	got := lowered(t, unary, nil, get(0), load, do(op.Drop), get(0), do(op.I32Eqz), do(op.Drop), get(0))
	require.Equal(t, []string{"eval (i32.load v0)", "return v0"}, got)
}

// Every instruction of a proposal that is translated has a handler, or a row that says all.
func TestEveryInstructionIsLowered(t *testing.T) {
	for o := range op.Invalid {
		if info := &op.Table[o]; info.Proposal.Translated() && info.Proposal != op.Internal && handlers[o] == nil {
			require.NotEqual(t, "*", info.Sig, info.Name)
			if waits(info) {
				require.NotEqual(t, byte(':'), info.Sig[len(info.Sig)-1], "%s has no effect and no result", info.Name)
				require.NotPanics(t, func() { ir.EffectsOf(o) }, info.Name)
			}
		}
	}
}

// What changes something is a statement in its place, whether or not it has a result.
func TestEffectColumnDecides(t *testing.T) {
	for o, want := range map[op.Op]bool{
		op.I32Add: true, op.I32DivS: true, op.I32Load: true, op.MemorySize: true, op.V128Load8Lane: true,
		op.I32Store: false, op.MemoryGrow: false, op.I32AtomicRmwAdd: false, op.MemoryAtomicNotify: false, op.V128Store8Lane: false,
		op.Call: false,
	} {
		require.Equal(t, want, waits(&op.Table[o]), o.String())
	}
	require.PanicsWithValue(t, "lower: no handler for br", func() { waits(&op.Table[op.Br]) })
	require.Panics(t, func() { lowered(t, unary, nil, get(0), do(op.StructGet)) }, "a signature by hand, and no handler")
}

// A row with an effect and a result keeps its place between others, and stays when nobody wants the result.
func TestChangesStayInPlace(t *testing.T) {
	add, load := wasm.Instr{Op: op.I32AtomicRmwAdd, B: 8}, wasm.Instr{Op: op.I32Load}
	got := shared(unary, get(0), load, get(0), num(1), add, get(0), num(5), do(op.I32Store), do(op.I32Add))
	require.Equal(t, []string{
		"v1 = (i32.load v0)", "v2 = (i32.atomic.rmw.add v0 1)", "i32.store v0 5", "return (i32.add v1 v2)",
	}, got)
	got = shared(unary, get(0), num(1), add, do(op.Drop), num(3), do(op.MemoryGrow), do(op.Drop), get(0))
	require.Equal(t, []string{"v1 = (i32.atomic.rmw.add v0 1)", "v1 = (memory.grow 3)", "return v0"}, got)
}

func TestImmediates(t *testing.T) {
	f := lower(wasm.FuncType{Params: i32, Results: i32}, nil,
		get(0), wasm.Instr{Op: op.I32Load, B: 16}, wasm.Instr{Op: op.V128Const, A: 1}, wasm.Instr{Op: op.I8x16ExtractLaneU, Lane: 7}, do(op.I32Add))
	args := f.Body[0].X[0].Args
	require.Equal(t, []any{op.I32Load, uint64(16)}, []any{args[0].Op, args[0].B})
	require.Equal(t, ir.ReadsMemory, args[0].Effects)
	require.Equal(t, []any{op.I8x16ExtractLaneU, uint8(7)}, []any{args[1].Op, args[1].Lane})
	require.Equal(t, [16]byte{2}, f.V128[args[1].Args[0].A])
	zero := f.Zero(wasm.V128)
	require.Equal(t, [16]byte{}, f.V128[zero.A])
	require.Equal(t, zero.A, f.Zero(wasm.V128).A)
}

// Constants of 128 bits differ in what they refer to.
func TestSelectOfVectors(t *testing.T) {
	got := lowered(t, unary, nil, wasm.Instr{Op: op.V128Const, A: 0}, wasm.Instr{Op: op.V128Const, A: 1}, get(0), do(op.Select), do(op.V128AnyTrue))
	require.Len(t, got, 1)
	require.Contains(t, got[0], "select")
}

// A choice between 0 and a power of two needs none; otherwise the condition must stay as it was.
func TestSelectOfPowersOfTwo(t *testing.T) {
	for want, values := range map[string][2]uint64{
		"return (i32.shl (number (i32.eq v0 9)) 2)":  {4, 0},
		"return (i32.shl (number (i32.ne v0 9)) 31)": {0, 1 << 31},
		"return (number (i32.ne v0 9))":              {0, 1},
		"return (select 4 1 (i32.eq v0 9))":          {4, 1},
		"return (select 0 3 (i32.eq v0 9))":          {0, 3},
	} {
		got := lowered(t, unary, nil, num(values[0]), num(values[1]), get(0), num(9), do(op.I32Eq), do(op.Select))
		require.Equal(t, []string{want}, got)
	}
}

// Go knows no type for nil alone. Between equal operands there is no choice, but the condition may trap.
func TestConstantReferences(t *testing.T) {
	null, load := wasm.Instr{Op: op.RefNull, Type: wasm.FuncRef}, wasm.Instr{Op: op.I32Load}
	got := lowered(t, unary, nil, null, do(op.RefIsNull))
	require.Equal(t, []string{"return 1"}, got)
	got = lowered(t, unary, nil, null, null, get(0), load, wasm.Instr{Op: op.SelectT, Type: wasm.FuncRef}, do(op.RefIsNull))
	require.Equal(t, []string{"eval (i32.ne (i32.load v0) 0)", "return 1"}, got)
	got = lowered(t, unary, nil, num(7), num(7), get(0), load, do(op.Select))
	require.Equal(t, []string{"eval (i32.ne (i32.load v0) 0)", "return 7"}, got)
}
