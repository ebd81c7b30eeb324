package lower

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// lowered lowers a body without blocks and returns it in a compact notation.
func lowered(t *testing.T, sig wasm.FuncType, locals []wasm.ValType, instrs ...wasm.Instr) []string {
	t.Helper()
	instrs = append(instrs, wasm.Instr{Op: op.End})
	body := &wasm.Body{
		Type: sig, Locals: append(append([]wasm.ValType{}, sig.Params...), locals...),
		Instrs: instrs, Blocks: []wasm.Block{{Op: op.Block, Results: sig.Results}},
	}
	m := &wasm.Module{
		Memories: []wasm.Memory{{}},
		Globals:  []wasm.Global{{GlobalType: wasm.GlobalType{Type: wasm.I32, Mutable: true}}},
	}
	f := Func(m, 0, body)
	var lines []string
	for i := range f.Body {
		lines = append(lines, statement(&f.Body[i]))
	}
	return lines
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

// Every instruction that the op table gives Go text for, and every one with a
// handler, can be lowered; the rest is refused before.
func TestHandledCoversTheTable(t *testing.T) {
	for o := range op.Op(len(op.Table)) {
		info := &op.Table[o]
		if info.Go != "" && info.Sig != "*" {
			require.True(t, Handled(o), info.Name)
		}
		if info.Proposal == op.MVP && o != op.Invalid {
			require.True(t, Handled(o), info.Name)
		}
	}
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
