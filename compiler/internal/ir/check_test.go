package ir

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// What is built here is wrong in one way each, but for the first one.
func TestCheck(t *testing.T) {
	i32 := []wasm.ValType{wasm.I32}
	m := &wasm.Module{
		Types:    []wasm.Type{{Func: wasm.FuncType{Params: i32, Results: i32}}},
		Funcs:    []wasm.Func{{}},
		Memories: []wasm.Memory{{}},
	}
	read := func(v Var) *Expr { return &Expr{Kind: Read, Var: v, Type: wasm.I32, Size: 1} }
	num := func(t wasm.ValType) *Expr { return &Expr{Kind: Const, Type: t, Size: 1} }
	apply := func(o op.Op, t wasm.ValType, args ...*Expr) *Expr {
		x := &Expr{Kind: Apply, Op: o, Type: t, Args: args, Size: 1, Cond: o == op.I32Eqz}
		for _, a := range args {
			x.Effects |= a.Effects
		}
		if op.Table[o].Effect == op.Read {
			x.Effects |= ReadsMemory
		}
		return x
	}
	call := func(args ...*Expr) *Expr {
		x := apply(op.Nop, wasm.I32, args...)
		x.Kind = Call
		return x
	}
	set := func(xs ...*Expr) []Stmt { return []Stmt{{Kind: Assign, Dst: []Var{0}, X: xs}} }
	twice := read(0)
	around, elsewhere := &Label{ID: 1, Uses: 1}, &Label{ID: 2, Uses: 1}
	for _, test := range []struct {
		body []Stmt
		want string
	}{
		{append(set(call(apply(op.I32Load, wasm.I32, read(0)))), Stmt{Kind: Block, Label: around, Then: []Stmt{{Kind: Br, Label: around}}}), ""},
		{set(read(9)), "no variable in v9"},
		{set(num(wasm.I64)), "i64, not i32, in v0 = 0"},
		{set(apply(op.I32Add, wasm.I32, read(0))), "1 values, not 2, in v0"},
		{set(apply(op.I32Add, wasm.I32, read(0), num(wasm.F32))), "f32, not i32, in v0 + 0"},
		{set(apply(op.I32Add, wasm.I64, read(0), read(0))), "i64, not i32, in v0 + v0"},
		{set(apply(op.I32Eqz, wasm.I32, read(0))), "operand 0 is a condition in v0 = i32.eqz(v0)"},
		{set(apply(op.I32Add, wasm.I32, read(0), apply(op.MemoryGrow, wasm.I32, read(0)))), "operand 1 changes something in v0 + memory.grow(v0)"},
		{set(apply(op.I32Add, wasm.I32, twice, twice)), "a tree with two parents in v0"},
		{set(call()), "0 values, not 1, in f0()"},
		{set(call(call(read(0)))), "operand 0 changes something in f0(f0(v0))"},
		{set(&Expr{Kind: Apply, Op: op.I32Load, Type: wasm.I32, Args: []*Expr{read(0)}, Size: 1}), "effects 0, not 1, in i32.load(v0)"},
		{set(), "0 values, not 1, in v0 = "},
		{[]Stmt{{Kind: Return}}, "0 values, not 1, in return"},
		{[]Stmt{{Kind: Return, X: []*Expr{call(read(0))}}}, "operand 0 changes something in return f0(v0)"},
		{[]Stmt{{Kind: If, X: []*Expr{read(0)}}}, "no condition in if v0 {}"},
		{[]Stmt{{Kind: Switch, X: []*Expr{read(0)}, Cases: []Case{{Values: []uint32{1}}}}}, "case 0 has 1 values in switch v0 {[1]: }"},
		{[]Stmt{{Kind: Effect, Op: op.I32Load, X: []*Expr{read(0)}}}, "an instruction without effect in i32.load v0"},
		{[]Stmt{{Kind: Effect, Op: op.I32Store, X: []*Expr{read(0)}}}, "1 values, not 2, in i32.store v0"},
		{[]Stmt{{Kind: Br, Label: elsewhere}}, "label 2 is not around in goto L2"},
		{[]Stmt{{Kind: Block, Label: around}, {Kind: Br, Label: around}}, "label 1 has 0 uses, not 1, in L1{}"},
		{[]Stmt{{Kind: Block, Label: &Label{ID: 3, Loop: true}}}, "label 3 is another statement's in L3{}"},
		{[]Stmt{{Kind: TailCall, X: []*Expr{read(0)}}}, "no call in tail v0"},
	} {
		f := &Func{Type: m.Types[0].Func, Params: 1, Locals: 1, Vars: []Variable{{Type: wasm.I32}}, Body: test.body}
		if err := Check(m, f); test.want == "" {
			require.NoError(t, err)
		} else {
			require.EqualError(t, err, "func 0: "+test.want)
		}
	}
	f := &Func{Type: m.Types[0].Func, Params: 1, Locals: 1}
	require.EqualError(t, Check(m, f), "func 0: 1 parameters, 1 locals and 0 variables in func 0 (i32) i32 {\n}\n")
}
