package code

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A direct instruction has a case of its own in the run loop. A result goes to A; the immediate is in the constant, of two
// the first one in its high half.
type direct struct {
	op       Op
	byClass  *[wasm.NumClasses]Op // in place of op: by the class of the global that it names
	operands string               // the fields of its operands, in their order
	two      bool                 // it has two immediates
}

// directs has the direct instructions. Those that are made from their rows are in Table.
var directs = [len(op.Table)]direct{
	op.GlobalGet: {byClass: &getGlobal},
	op.GlobalSet: {byClass: &setGlobal, operands: "A"},

	op.MemorySize: {op: MemorySize},
	op.MemoryGrow: {op: MemoryGrow, operands: "B"},
	op.MemoryFill: {op: MemoryFill, operands: "ABC"},
	op.MemoryCopy: {op: MemoryCopy, operands: "ABC", two: true},
	op.MemoryInit: {op: MemoryInit, operands: "ABC", two: true},
	op.DataDrop:   {op: DataDrop},

	op.AtomicFence:    {op: AtomicFence},
	op.AtomicAligned:  {op: AtomicAligned, operands: "B"},
	op.AtomicUnshared: {op: AtomicUnshared},

	op.TableSize: {op: TableSize},
	op.TableGrow: {op: TableGrow, operands: "CB"},
	op.TableGet:  {op: TableGet, operands: "B"},
	op.TableSet:  {op: TableSet, operands: "AB"},
	op.TableFill: {op: TableFill, operands: "ABC"},
	op.TableCopy: {op: TableCopy, operands: "ABC", two: true},
	op.TableInit: {op: TableInit, operands: "ABC", two: true},
	op.ElemDrop:  {op: ElemDrop},

	op.RefNull:   {op: RefNull},
	op.RefFunc:   {op: RefFunc},
	op.RefIsNull: {op: RefIsNull, operands: "B"},

	op.RefAsNonNull:     {op: RefAsNonNull, operands: "B"},
	op.RefEq:            {op: RefEq, operands: "BC"},
	op.RefI31:           {op: RefI31, operands: "B"},
	op.I31GetS:          {op: I31GetS, operands: "B"},
	op.I31GetU:          {op: I31GetU, operands: "B"},
	op.AnyConvertExtern: {op: AnyConvertExtern, operands: "B"},
	op.ExternConvertAny: {op: ExternConvertAny, operands: "B"},

	op.ArrayLen: {op: ArrayLen, operands: "B"},

	op.ExnTake: {op: ExnTake},
	op.ExnIs:   {op: ExnIs, operands: "B"},
}

var (
	getGlobal = [wasm.NumClasses]Op{
		wasm.ClassI32: GlobalI32, wasm.ClassI64: GlobalI64, wasm.ClassF32: GlobalF32, wasm.ClassF64: GlobalF64, wasm.ClassV128: GlobalV128,
		wasm.ClassFunc: GlobalRef, wasm.ClassExtern: GlobalRef,
		wasm.ClassAny: GlobalRef, wasm.ClassObject: GlobalRef, wasm.ClassExn: GlobalRef,
	}
	setGlobal = [wasm.NumClasses]Op{
		wasm.ClassI32: SetGlobalI32, wasm.ClassI64: SetGlobalI64, wasm.ClassF32: SetGlobalF32, wasm.ClassF64: SetGlobalF64, wasm.ClassV128: SetGlobalV128,
		wasm.ClassFunc: SetGlobalRef, wasm.ClassExtern: SetGlobalRef,
		wasm.ClassAny: SetGlobalRef, wasm.ClassObject: SetGlobalRef, wasm.ClassExn: SetGlobalRef,
	}
)

// direct emits the direct instruction o with immediates a and b.
func (l *lowerer) direct(o op.Op, a uint32, b uint64, operands []*ir.Expr, to reg) {
	d := &directs[o]
	if op.Table[o].Imm == op.ImmAtomic {
		l.atomic(o, a, b, operands, to)
		return
	}
	if build := builderOf(o); build != nil {
		build(l, a, b, operands, to)
		return
	}
	in := Instr{Op: d.op, A: to, Imm: uint64(a)}
	operand := l.operand
	if d.byClass != nil {
		in.Op = d.byClass[l.m.Class(l.m.GlobalType(int(a)).Type)]
		operand = l.loose
	}
	if in.Op == None {
		panic("interp: no code for " + o.String())
	}
	if d.two {
		in.Imm = uint64(a)<<32 | b
	}
	if o == op.MemoryGrow && l.m.MemType(int(a)).Is64 {
		in.C = 1
	}
	for k, x := range operands {
		from := reg(0)
		if x.Type.IsRef() {
			from = l.refOperand(x)
		} else {
			from = operand(x)
		}
		switch d.operands[k] {
		case 'A':
			in.A = from
		case 'B':
			in.B = from
		case 'C':
			in.C = from
		}
	}
	l.emit(in)
}
