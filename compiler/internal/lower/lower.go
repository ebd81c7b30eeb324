// Package lower turns validated stack code into statements over expression
// trees.
//
// The operand stack exists only here: an operand is a tree that waits to be
// used. A tree that could notice a statement about to be written (because it
// reads what the statement changes, or would trap after it) is first moved
// into a temporary, so that the order the specification asks for is kept.
package lower

import (
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Func lowers the body of the function with the given index in the module's
// function index space. It has an ir.Charge wherever it is to end from outside.
func Func(m *wasm.Module, index uint32, body *wasm.Body, by ir.Metering) *ir.Func {
	l := newLowerer(m, index, body)
	l.meter(by)
	l.enter(&l.body.Blocks[0], 0)
	l.charge(0)
	for i := range l.body.Instrs {
		l.instr(&l.body.Instrs[i])
	}
	l.f.Body = l.out
	return l.f
}

func newLowerer(m *wasm.Module, index uint32, body *wasm.Body) *lowerer {
	l := &lowerer{
		m:    m,
		body: body,
		f: &ir.Func{
			Index:  index,
			Type:   body.Type,
			Vars:   make([]ir.Variable, len(body.Locals), len(body.Locals)+16),
			Params: len(body.Type.Params),
			Locals: len(body.Locals),
			V128:   slices.Clip(body.V128),
		},
		open: make([]int, len(body.Blocks)),
		uses: make([]int32, len(body.Locals), len(body.Locals)+16),
		free: map[wasm.ValType][]ir.Var{},
		tail: tails(body),
	}
	for i, t := range body.Locals {
		l.f.Vars[i].Type = t
	}
	return l
}

type lowerer struct {
	m      *wasm.Module
	body   *wasm.Body
	f      *ir.Func
	stack  []*ir.Expr // operands that wait to be used
	fixed  int        // how many of them, from the bottom on, notice nothing: see immune
	frames []frame    // the open blocks; frames[0] is the function
	open   []int      // by block: its index in frames
	tail   []bool     // by block: nothing is between its end and that of the block or arm around it
	out    []ir.Stmt  // the statements so far, those of a block behind those around it
	first  int        // where in out the list begins that is being written
	offset uint32     // of the current instruction
	units  []uint64   // by block: what its turns cost; nil where nothing is charged
	fuel   bool       // the function itself costs something, too

	uses         []int32                   // by variable: how many waiting reads it has
	free         map[wasm.ValType][]ir.Var // temporaries without uses
	effects      int                       // how many waiting operands have effects
	dereferences int                       // how many of these follow a reference
	slab         []ir.Expr
}

// instr lowers one instruction: by hand where handlers has an entry, else by its row in the op table.
func (l *lowerer) instr(in *wasm.Instr) {
	l.offset = in.Offset
	if l.fuel && in.Op.IsBulk() {
		l.settle() // what its operands do comes before the charge
	}
	if h := handlers[in.Op]; h != nil {
		h(l, in)
		return
	}
	info := &op.Table[in.Op]
	if info.Imm == op.ImmAtomic {
		l.atomic(in)
		return
	}
	params, results, fixed := strings.Cut(info.Sig, ":")
	if !fixed {
		panic("lower: no handler for " + info.Name)
	}
	args := l.popN(len(params))
	if waits(info) {
		l.operand(in, args, results)
	} else {
		l.change(in, args, l.kindTypes(results, in))
	}
}

// waits tells whether an instruction becomes a tree that waits to be used, and may never be. Otherwise it is a statement,
// in the place where it stands.
func waits(info *op.Info) bool {
	switch info.Effect {
	case op.Pure, op.MayTrap, op.Read:
		return true
	case op.Write, op.CallsOthers:
		return false
	}
	panic("lower: no handler for " + info.Name)
}

// operand pushes an instruction that changes nothing.
func (l *lowerer) operand(in *wasm.Instr, args []*ir.Expr, results string) {
	x := l.apply(in.Op, l.kindType(results[0], in), args)
	if x.Kind == ir.Apply { // not folded
		x.A, x.B, x.Lane = in.A, in.B, in.Lane
	}
	if len(results) == 1 {
		l.push(x)
		return
	}
	l.settleBefore(x)
	l.assignNew(x, l.kindTypes(results, in))
}

// change writes the statement of an instruction that changes something.
func (l *lowerer) change(in *wasm.Instr, args []*ir.Expr, results []wasm.ValType) {
	l.settle()
	if len(results) == 0 {
		l.consume(args)
		l.out = append(l.out, ir.Stmt{Kind: ir.Effect, Op: in.Op, Offset: in.Offset, A: in.A, B: in.B, Lane: in.Lane, X: args})
		return
	}
	x := l.tree(ir.Apply, results[0], args)
	x.Op, x.A, x.B, x.Lane = in.Op, in.A, in.B, in.Lane
	x.Size = 1 // operands do not count here: how far functions are unrolled or divided depends on it
	l.assignNew(x, results)
}

// kindTypes are the types that the letters of a signature in the op table stand for.
func (l *lowerer) kindTypes(kinds string, in *wasm.Instr) []wasm.ValType {
	types := make([]wasm.ValType, len(kinds))
	for i := range types {
		types[i] = l.kindType(kinds[i], in)
	}
	return types
}

// kindType is the type that a letter stands for: a is that of addresses of the memory which the instruction names.
func (l *lowerer) kindType(kind byte, in *wasm.Instr) wasm.ValType {
	if kind == 'a' {
		return l.m.MemType(int(in.A)).Addr()
	}
	return wasm.ClassOfLetter(kind).Type()
}
