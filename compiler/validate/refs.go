package validate

import "github.com/wasm2go/wasm2go/compiler/wasm"

// Reference instructions: spec 3.4.2, and the branches on references: spec 3.4.1.

func (v *validator) refNull() {
	v.checkType(v.in.Offset, v.in.Type)
	v.push(v.in.Type)
	v.emit()
}

func (v *validator) refFunc() {
	if uint64(v.in.A) >= uint64(len(v.m.Funcs)) {
		v.fail("unknown function %d", v.in.A)
	}
	if !v.m.Declared[v.in.A] {
		v.fail("undeclared function reference: no export, segment or global mentions function %d", v.in.A)
	}
	v.in.Type = wasm.Ref(wasm.HeapType(v.m.Funcs[v.in.A].Type), false)
	v.push(v.in.Type)
	v.emit()
}

func (v *validator) refIsNull() {
	v.in.Type = v.popRef()
	v.push(wasm.I32)
	v.emit()
}

func (v *validator) refAsNonNull() {
	v.in.Type = v.popRef().NonNull()
	v.push(v.in.Type)
	v.emit()
}

func (v *validator) refEq() {
	v.pop(wasm.EqRef)
	v.pop(wasm.EqRef)
	v.push(wasm.I32)
	v.emit()
}

func (v *validator) brOnNull() {
	t := v.popRef()
	f := v.label(v.in.A)
	v.popAll(f.label())
	v.pushAll(f.label())
	v.push(t.NonNull())
	v.in.Type, v.in.A = t, v.target(f)
	v.emit()
}

func (v *validator) brOnNonNull() {
	t := v.popRef()
	f := v.label(v.in.A)
	rest := v.branchWith(f, t.NonNull())
	v.popAll(rest)
	v.pushAll(rest)
	v.in.Type, v.in.A = t, v.target(f)
	v.emit()
}

// branchWith checks that the label of f takes a t as its last operand, and returns the types of the others.
func (v *validator) branchWith(f *frame, t wasm.ValType) []wasm.ValType {
	label := f.label()
	last := len(label) - 1
	if last < 0 || !matches(v.m, t, label[last]) {
		v.fail("type mismatch: %s hands on %s, its label wants (%s)", v.in.Op, t, wasm.Join(label))
	}
	return label[:last]
}

func (v *validator) refTest() {
	v.popTop()
	v.push(wasm.I32)
	v.emit()
}

func (v *validator) refCast() {
	v.popTop()
	v.push(v.in.Type)
	v.emit()
}

// popTop pops a reference that may be cast to v.in.Type.
func (v *validator) popTop() {
	v.checkType(v.in.Offset, v.in.Type)
	v.pop(wasm.Ref(top(v.m, v.in.Type.HeapType()), true))
}

func (v *validator) brOnCast() {
	from, to := v.castTypes()
	f := v.label(v.in.A)
	rest := v.branchWith(f, to)
	v.branchOnCast(f, rest, from, difference(from, to))
}

func (v *validator) brOnCastFail() {
	from, to := v.castTypes()
	f := v.label(v.in.A)
	rest := v.branchWith(f, difference(from, to))
	v.branchOnCast(f, rest, from, to)
}

// castTypes reads the immediates of br_on_cast and br_on_cast_fail.
func (v *validator) castTypes() (from, to wasm.ValType) {
	flags := v.Byte("flags of a cast")
	if flags > 3 {
		v.fail("malformed br_on_cast flags %#x", flags)
	}
	v.in.A = v.U32("label")
	from = wasm.Ref(v.HeapType(v.m), flags&1 != 0)
	to = wasm.Ref(v.HeapType(v.m), flags&2 != 0)
	v.checkType(v.in.Offset, from)
	v.checkType(v.in.Offset, to)
	if !matches(v.m, to, from) {
		v.fail("type mismatch: %s from %s to %s, which is no subtype", v.in.Op, from, to)
	}
	v.in.Type, v.in.B = to, uint64(from)
	return from, to
}

// branchOnCast types a cast whose label takes rest below the reference, which is a stay where the branch is not taken.
func (v *validator) branchOnCast(f *frame, rest []wasm.ValType, from, stay wasm.ValType) {
	v.pop(from)
	v.popAll(rest)
	v.pushAll(rest)
	v.push(stay)
	v.in.A = v.target(f)
	v.emit()
}

// difference is the type of those values of type from that are none of type to: spec 3.4.1.
func difference(from, to wasm.ValType) wasm.ValType {
	if to.Nullable() {
		return from.NonNull()
	}
	return from
}
