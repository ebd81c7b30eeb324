// Package lower turns validated stack code into statements over expression
// trees.
//
// The operand stack exists only here: an operand is a tree that waits to be
// used. A tree that could notice a statement about to be written (because it
// reads what the statement changes, or would trap after it) is first moved
// into a temporary, so that the order the specification asks for is kept.
package lower

import (
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Func lowers the body of the function with the given index in the module's
// function index space.
func Func(m *wasm.Module, index uint32, body *wasm.Body) *ir.Func {
	l := &lowerer{
		m:    m,
		body: body,
		f: &ir.Func{
			Index:  index,
			Type:   body.Type,
			Vars:   make([]ir.Variable, len(body.Locals), len(body.Locals)+16),
			Params: len(body.Type.Params),
			Locals: len(body.Locals),
		},
		open: make([]int, len(body.Blocks)),
		uses: make([]int32, len(body.Locals), len(body.Locals)+16),
	}
	for i, t := range body.Locals {
		l.f.Vars[i].Type = t
	}
	l.enter(&body.Blocks[0], 0)
	for i := range body.Instrs {
		l.instr(&body.Instrs[i])
	}
	l.f.Body = l.out
	return l.f
}

type lowerer struct {
	m      *wasm.Module
	body   *wasm.Body
	f      *ir.Func
	stack  []*ir.Expr // operands that wait to be used
	frames []frame    // the open blocks; frames[0] is the function
	open   []int      // by block: its index in frames
	out    []ir.Stmt  // statements of the innermost open block
	offset uint32     // of the current instruction

	uses    []int32 // by variable: how many waiting reads it has
	free    []ir.Var
	effects int // how many waiting operands have effects
	slab    []ir.Expr
}

// instr lowers one instruction: by hand where handlers has an entry, else
// by the signature of its row in the op table.
func (l *lowerer) instr(in *wasm.Instr) {
	l.offset = in.Offset
	if h := handlers[in.Op]; h != nil {
		h(l, in)
		return
	}
	params, results, _ := strings.Cut(op.Table[in.Op].Sig, ":")
	args := l.popN(len(params))
	if results == "" {
		l.effect(in, args)
		return
	}
	x := l.apply(in.Op, l.kindType(results[0], in), args)
	if x.Kind == ir.Apply { // not folded
		x.A, x.B = in.A, in.B
	}
	if len(results) == 1 {
		l.push(x)
		return
	}
	types := make([]wasm.ValType, len(results))
	for i := range types {
		types[i] = l.kindType(results[i], in)
	}
	l.settleBefore(x)
	l.assignNew(x, types)
}

// Handled tells whether the lowering knows the instruction o.
func Handled(o op.Op) bool {
	info := &op.Table[o]
	return handlers[o] != nil || info.Go != "" && info.Sig != "*"
}

// effect writes a statement that changes memory, a table or a global.
func (l *lowerer) effect(in *wasm.Instr, args []*ir.Expr) {
	l.settle()
	l.consume(args)
	l.out = append(l.out, ir.Stmt{Kind: ir.Effect, Op: in.Op, Offset: in.Offset, A: in.A, B: in.B, X: args})
}

// kindType is the type that a letter of a signature in the op table stands for.
func (l *lowerer) kindType(kind byte, in *wasm.Instr) wasm.ValType {
	switch kind {
	case 'i':
		return wasm.I32
	case 'j':
		return wasm.I64
	case 'f':
		return wasm.F32
	case 'd':
		return wasm.F64
	case 'v':
		return wasm.V128
	case 'a':
		return l.addrType(in.A)
	}
	panic("lower: unknown letter in a signature")
}

// addrType is the type of addresses and sizes of a memory.
func (l *lowerer) addrType(memory uint32) wasm.ValType {
	if l.m.MemType(int(memory)).Is64 {
		return wasm.I64
	}
	return wasm.I32
}
