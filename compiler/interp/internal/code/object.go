package code

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// A builder emits an instruction on objects or exceptions with immediates a and b. A result goes to the register or reference to.
type builder func(l *lowerer, a uint32, b uint64, xs []*ir.Expr, to reg)

// builderOf returns the builder of an instruction, nil if it has none. It is no table, since builders lower operands, for which they come here again:
// Go would refuse that as an initialization cycle.
func builderOf(o op.Op) builder {
	switch o {
	case op.RefTest, op.RefTestNull:
		return refIsType
	case op.RefCast, op.RefCastNull:
		return refCast
	case op.StructNew, op.StructNewDefault:
		return structNew
	case op.StructGet, op.StructGetU:
		return structGet
	case op.StructGetS:
		return structGetS
	case op.StructSet:
		return structSet
	case op.ArrayNew:
		return arrayNew
	case op.ArrayNewDefault:
		return arrayNewDefault
	case op.ArrayNewFixed:
		return arrayNewFixed
	case op.ArrayNewData:
		return arrayNewFrom(ArrayNewData)
	case op.ArrayNewElem:
		return arrayNewFrom(ArrayNewElem)
	case op.ArrayGet, op.ArrayGetU:
		return arrayGet
	case op.ArrayGetS:
		return arrayGetS
	case op.ArraySet:
		return arraySet
	case op.ArrayFill:
		return arrayFill
	case op.ArrayCopy:
		return arrayCopy
	case op.ArrayInitData:
		return arrayInit(ArrayInitData)
	case op.ArrayInitElem:
		return arrayInit(ArrayInitElem)
	case op.ExnValue:
		return exnValue
	}
	return nil
}

// place is where a field of a struct type is, or in which storage the elements of an array type are.
func (l *lowerer) place(t uint32, field uint64) rt.Place {
	return l.opts.Layout(l.m.Canon(t)).Places[field]
}

// object is the number of a type whose objects are made or tested.
func (l *lowerer) object(t uint32) uint64 {
	t = l.m.Canon(t)
	l.opts.Layout(t)
	return uint64(t)
}

// any returns the register or the reference that holds x.
func (l *lowerer) any(x *ir.Expr) reg {
	if x.Type.IsRef() {
		return l.refOperand(x)
	}
	return l.loose(x)
}

func structGet(l *lowerer, a uint32, b uint64, xs []*ir.Expr, to reg) {
	p := l.place(a, b)
	l.emit(Instr{Op: Stored[p.Storage].Get, A: to, B: l.refOperand(xs[0]), Imm: uint64(p.Offset)})
}

func structGetS(l *lowerer, a uint32, b uint64, xs []*ir.Expr, to reg) {
	p := l.place(a, b)
	l.emit(Instr{Op: Stored[p.Storage].GetS, A: to, B: l.refOperand(xs[0]), Imm: uint64(p.Offset)})
}

func structSet(l *lowerer, a uint32, b uint64, xs []*ir.Expr, _ reg) {
	p := l.place(a, b)
	l.emit(Instr{Op: Stored[p.Storage].Set, A: l.refOperand(xs[0]), B: l.any(xs[1]), Imm: uint64(p.Offset)})
}

// made runs make with the reference in which a new object is to be, before its fields and elements get their values xs: to itself, if none of them
// reads it.
func (l *lowerer) made(xs []*ir.Expr, to reg, make func(to reg)) {
	if !l.readsRef(xs, to) {
		make(to)
		return
	}
	t := l.tempRef()
	make(t)
	l.emit(Instr{Op: RefMove, A: to, B: t})
}

// readsRef tells whether any of xs reads the variable whose home is a reference.
func (l *lowerer) readsRef(xs []*ir.Expr, home reg) bool {
	found := false
	for _, x := range xs {
		x.Walk(func(x *ir.Expr) {
			found = found || x.Kind == ir.Read && x.Type.IsRef() && l.farRefs == 0 && l.home[x.Var] == int(home)
		})
	}
	return found
}

// isZero tells whether x is what new objects are full of.
func (l *lowerer) isZero(x *ir.Expr) bool {
	switch {
	case x.Kind == ir.Const && x.Type == wasm.V128:
		return l.f.V128[x.A] == [16]byte{}
	case x.Kind == ir.Const:
		return x.B == 0
	}
	return x.Kind == ir.Apply && x.Op == op.RefNull
}

// structNew makes the struct first: nobody sees it before its fields have their values.
func structNew(l *lowerer, a uint32, _ uint64, xs []*ir.Expr, to reg) {
	layout := l.opts.Layout(l.m.Canon(a))
	l.made(xs, to, func(o reg) {
		l.emit(Instr{Op: StructNew, A: o, Imm: l.object(a)})
		next, nextRef := l.next, l.nextRef
		for k, x := range xs {
			if l.isZero(x) {
				continue
			}
			p := layout.Places[k]
			l.emit(Instr{Op: Stored[p.Storage].Set, A: o, B: l.any(x), Imm: uint64(p.Offset)})
			l.release(next, nextRef)
		}
	})
}

func arrayNewFixed(l *lowerer, a uint32, b uint64, xs []*ir.Expr, to reg) {
	set := Stored[l.place(a, 0).Storage].SetElemK
	l.made(xs, to, func(o reg) {
		l.emit(Instr{Op: ArrayNewFixed, A: o, Imm: l.object(a)<<32 | b})
		next, nextRef := l.next, l.nextRef
		for k, x := range xs {
			if l.isZero(x) {
				continue
			}
			l.emit(Instr{Op: set, A: o, B: l.any(x), Imm: uint64(k)})
			l.release(next, nextRef)
		}
	})
}

func arrayNew(l *lowerer, a uint32, _ uint64, xs []*ir.Expr, to reg) {
	in := Instr{Op: ArrayNewFilled, A: to, B: l.any(xs[0]), C: l.loose(xs[1]), Imm: l.object(a)}
	switch {
	case l.isZero(xs[0]):
		in.Op, in.B = ArrayNew, in.C
	case xs[0].Type.IsRef():
		in.Op = ArrayNewRefs
	}
	l.emit(in)
}

func arrayNewDefault(l *lowerer, a uint32, _ uint64, xs []*ir.Expr, to reg) {
	l.emit(Instr{Op: ArrayNew, A: to, B: l.loose(xs[0]), Imm: l.object(a)})
}

func arrayNewFrom(o Op) builder {
	return func(l *lowerer, a uint32, b uint64, xs []*ir.Expr, to reg) {
		l.emit(Instr{Op: o, A: to, B: l.loose(xs[0]), C: l.loose(xs[1]), Imm: l.object(a)<<32 | b})
	}
}

func arrayGet(l *lowerer, a uint32, _ uint64, xs []*ir.Expr, to reg) {
	s := &Stored[l.place(a, 0).Storage]
	l.element(s.Elem, s.ElemK, xs, to)
}

func arrayGetS(l *lowerer, a uint32, _ uint64, xs []*ir.Expr, to reg) {
	s := &Stored[l.place(a, 0).Storage]
	l.element(s.ElemS, s.ElemKS, xs, to)
}

// element reads an element by o, or by k where the index is constant.
func (l *lowerer) element(o, k Op, xs []*ir.Expr, to reg) {
	if isConst(xs[1]) {
		l.emit(Instr{Op: k, A: to, B: l.refOperand(xs[0]), Imm: xs[1].B})
		return
	}
	l.emit(Instr{Op: o, A: to, B: l.refOperand(xs[0]), C: l.loose(xs[1])})
}

func arraySet(l *lowerer, a uint32, _ uint64, xs []*ir.Expr, _ reg) {
	s := &Stored[l.place(a, 0).Storage]
	if isConst(xs[1]) {
		l.emit(Instr{Op: s.SetElemK, A: l.refOperand(xs[0]), B: l.any(xs[2]), Imm: xs[1].B})
		return
	}
	l.emit(Instr{Op: s.SetElem, A: l.refOperand(xs[0]), B: l.loose(xs[1]), C: l.any(xs[2])})
}

func arrayFill(l *lowerer, a uint32, _ uint64, xs []*ir.Expr, _ reg) {
	in := Instr{Op: ArrayFill, A: l.refOperand(xs[0]), B: l.loose(xs[1]), C: l.any(xs[2])}
	if xs[2].Type.IsRef() {
		in.Op = ArrayFillRef
	}
	in.Imm = uint64(l.place(a, 0).Storage)<<32 | uint64(l.loose(xs[3]))
	l.emit(in)
}

func arrayCopy(l *lowerer, a uint32, b uint64, xs []*ir.Expr, _ reg) {
	in := Instr{Op: ArrayCopy, A: l.refOperand(xs[0]), B: l.loose(xs[1]), C: l.refOperand(xs[2])}
	in.Imm = uint64(l.loose(xs[3])) << 16
	in.Imm |= uint64(l.loose(xs[4]))
	in.Imm |= uint64(l.place(a, 0).Storage)<<40 | uint64(l.place(uint32(b), 0).Storage)<<32
	l.emit(in)
}

func arrayInit(o Op) builder {
	return func(l *lowerer, a uint32, b uint64, xs []*ir.Expr, _ reg) {
		in := Instr{Op: o, A: l.refOperand(xs[0]), B: l.loose(xs[1]), C: l.loose(xs[2])}
		in.Imm = uint64(l.place(a, 0).Storage)<<48 | uint64(l.loose(xs[3]))<<32 | b
		l.emit(in)
	}
}

// A refTest has the forms of a ref.test and of a ref.cast for a kind of types.
type refTest struct{ value, jump, jumpNot, cast Op }

// test returns the forms that look for type t, and what these have in C and in the high half of the constant.
func (l *lowerer) test(t wasm.ValType) (forms refTest, in Instr) {
	h := t.HeapType()
	if t.Nullable() {
		in.C = Nullable
	}
	switch {
	case h == wasm.HeapI31:
		return refTest{RefTestI31, RefTestI31J, RefTestI31JN, RefCastI31}, in
	case !h.IsAbstract() && l.m.Types[h.Index()].Kind != wasm.KindFunc:
		in.Imm = l.object(h.Index()) << 32
		for range l.m.Supers(h.Index()) {
			in.C++
		}
		in.C-- // the first is the type itself
		return refTest{RefTest, RefTestJ, RefTestJN, RefCast}, in
	}
	return refTest{value: RefTestHeap, cast: RefCastHeap}, Instr{Imm: uint64(t)}
}

func refIsType(l *lowerer, _ uint32, b uint64, xs []*ir.Expr, to reg) {
	forms, in := l.test(wasm.ValType(b))
	in.Op, in.A, in.B = forms.value, to, l.refOperand(xs[0])
	l.emit(in)
}

func refCast(l *lowerer, _ uint32, b uint64, xs []*ir.Expr, to reg) {
	forms, in := l.test(wasm.ValType(b))
	in.Op, in.A, in.B = forms.cast, to, l.refOperand(xs[0])
	l.emit(in)
}

// branchOnRef jumps by a test of references, if there are jumps for it.
func (l *lowerer) branchOnRef(x *ir.Expr, want bool, t *target) bool {
	var forms refTest
	var in Instr
	switch x.Op {
	case op.RefIsNull:
		forms = refTest{jump: RefIsNullJ, jumpNot: RefIsNullJN}
	case op.RefEq:
		forms = refTest{jump: RefEqJ, jumpNot: RefEqJN}
	case op.RefTest, op.RefTestNull:
		forms, in = l.test(wasm.ValType(x.B))
	}
	if in.Op = forms.jump; !want {
		in.Op = forms.jumpNot
	}
	if in.Op == None {
		return false
	}
	in.B = l.refOperand(x.Args[0])
	if len(x.Args) > 1 {
		in.C = l.refOperand(x.Args[1])
	}
	l.jump(in, t)
	return true
}
