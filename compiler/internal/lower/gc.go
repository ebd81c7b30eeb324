package lower

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Aggregate instructions (spec 3.4.2): they stay what they are, with operands of the classes that fields and elements have.

// self is the type of references to the type that an instruction names.
func self(in *wasm.Instr) wasm.ValType { return wasm.Ref(wasm.HeapType(in.A), true) }

func (l *lowerer) structNew(in *wasm.Instr) {
	fields := l.m.Types[in.A].Fields
	types := make([]wasm.ValType, len(fields))
	for i, f := range fields {
		types[i] = f.Type
	}
	l.applied(in, self(in).NonNull(), l.popAll(types...)...)
}

func (l *lowerer) structNewDefault(in *wasm.Instr) { l.applied(in, self(in).NonNull()) }

func (l *lowerer) structGet(in *wasm.Instr) {
	l.applied(in, in.Type, l.popAs(self(in)))
}

func (l *lowerer) structSet(in *wasm.Instr) { l.change(in, l.popAll(self(in), in.Type), nil) }

// element is the type of an array's elements.
func (l *lowerer) element(array uint32) wasm.ValType { return l.m.Types[array].Fields[0].Type }

// made pushes a new array, in its place: it may trap, and what it is made of may change.
func (l *lowerer) made(in *wasm.Instr, args ...*ir.Expr) {
	l.settle()
	x := l.tree(ir.Apply, self(in).NonNull(), args)
	x.Op, x.A, x.B = in.Op, in.A, in.B
	x.Effects |= ir.EffectsOf(in.Op)
	l.assignNew(x, []wasm.ValType{x.Type})
}

func (l *lowerer) arrayNew(in *wasm.Instr) {
	l.made(in, l.popAll(l.element(in.A), wasm.I32)...)
}

func (l *lowerer) arrayNewDefault(in *wasm.Instr) { l.made(in, l.pop()) }

func (l *lowerer) arrayNewFixed(in *wasm.Instr) {
	l.applied(in, self(in).NonNull(), l.popAll(slices.Repeat([]wasm.ValType{l.element(in.A)}, int(in.B))...)...)
}

// arrayNewFrom lowers array.new_data and array.new_elem.
func (l *lowerer) arrayNewFrom(in *wasm.Instr) { l.made(in, l.popN(2)...) }

func (l *lowerer) arrayGet(in *wasm.Instr) {
	l.applied(in, in.Type, l.popAll(self(in), wasm.I32)...)
}

func (l *lowerer) arraySet(in *wasm.Instr) {
	l.change(in, l.popAll(self(in), wasm.I32, l.element(in.A)), nil)
}

func (l *lowerer) arrayLen(in *wasm.Instr) {
	l.applied(in, wasm.I32, l.popAs(wasm.ArrayRef))
}

func (l *lowerer) arrayFill(in *wasm.Instr) {
	l.change(in, l.popAll(self(in), wasm.I32, l.element(in.A), wasm.I32), nil)
}

func (l *lowerer) arrayCopy(in *wasm.Instr) {
	source := wasm.Ref(wasm.HeapType(in.B), true)
	l.change(in, l.popAll(self(in), wasm.I32, source, wasm.I32, wasm.I32), nil)
}

// arrayInit lowers array.init_data and array.init_elem.
func (l *lowerer) arrayInit(in *wasm.Instr) {
	l.change(in, l.popAll(self(in), wasm.I32, wasm.I32, wasm.I32), nil)
}

func (l *lowerer) anyConvertExtern(in *wasm.Instr) { l.applied(in, in.Type, l.popAs(wasm.ExternRef)) }

func (l *lowerer) externConvertAny(in *wasm.Instr) { l.applied(in, in.Type, l.popAs(wasm.AnyRef)) }

func (l *lowerer) refI31(in *wasm.Instr) {
	args := l.popN(1)
	l.unconst(args)
	l.applied(in, in.Type, args...)
}

func (l *lowerer) i31Get(in *wasm.Instr) {
	l.applied(in, wasm.I32, l.popAs(wasm.I31Ref))
}
