package validate

import (
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Aggregate instructions: spec 3.4.2.

// maxFixed bounds the operands of array.new_fixed; the JavaScript API's limit.
const maxFixed = 10_000

// self returns the type of references to the type that the instruction names.
func (v *validator) self(nullable bool) wasm.ValType {
	return wasm.Ref(wasm.HeapType(v.in.A), nullable)
}

// create ends an instruction that makes an object.
func (v *validator) create() {
	v.push(v.self(false))
	v.emit()
}

func defaultable(f wasm.Field) bool { return f.Packed != 0 || f.Type.Defaultable() }

func (v *validator) structNew() {
	fields := v.typeOf(v.in.A, wasm.KindStruct).Fields
	for i := len(fields) - 1; i >= 0; i-- {
		v.pop(fields[i].Type)
	}
	v.create()
}

func (v *validator) structNewDefault() {
	for i, f := range v.typeOf(v.in.A, wasm.KindStruct).Fields {
		if !defaultable(f) {
			v.fail("field type is not defaultable: field %d of type %d is %s", i, v.in.A, f.Type)
		}
	}
	v.create()
}

// field returns the struct's field that the instruction names.
func (v *validator) field() wasm.Field {
	t := v.typeOf(v.in.A, wasm.KindStruct)
	if v.in.B >= uint64(len(t.Fields)) {
		v.fail("unknown field %d of type %d, which has %d", v.in.B, v.in.A, len(t.Fields))
	}
	return t.Fields[v.in.B]
}

// checkPacked checks that get_s and get_u are used on packed fields and get on others.
func (v *validator) checkPacked(f wasm.Field) {
	plain := v.in.Op == op.StructGet || v.in.Op == op.ArrayGet
	if plain != (f.Packed == 0) {
		v.fail("type mismatch: %s of a field of %d packed bits", v.in.Op, f.Packed)
	}
}

func (v *validator) checkMutable(f wasm.Field) {
	if !f.Mutable {
		v.fail("immutable field: %s of type %d", v.in.Op, v.in.A)
	}
}

func (v *validator) structGet() {
	f := v.field()
	v.checkPacked(f)
	v.pop(v.self(true))
	v.in.Type = f.Type
	v.push(f.Type)
	v.emit()
}

func (v *validator) structSet() {
	f := v.field()
	v.checkMutable(f)
	v.pop(f.Type)
	v.pop(v.self(true))
	v.in.Type = f.Type
	v.emit()
}

// element returns what the elements of array type i are.
func (v *validator) element(i uint32) wasm.Field {
	return v.typeOf(i, wasm.KindArray).Fields[0]
}

// numeric returns the element type of the array, which must be one that a data segment can fill.
func (v *validator) numeric() wasm.Field {
	f := v.element(v.in.A)
	if f.Type.IsRef() {
		v.fail("array type is not numeric or vector: %s of type %d", v.in.Op, v.in.A)
	}
	return f
}

// fromElem returns the element type of the array, which must be one that the element segment can fill.
func (v *validator) fromElem() wasm.Field {
	f := v.element(v.in.A)
	if t := v.elem(uint32(v.in.B)); !matches(v.m, t, f.Type) {
		v.fail("type mismatch: %s from a segment of %s to an array of %s", v.in.Op, t, f.Type)
	}
	return f
}

func (v *validator) pop2(a, b wasm.ValType) {
	v.pop(b)
	v.pop(a)
}

func (v *validator) arrayNew() {
	v.pop2(v.element(v.in.A).Type, wasm.I32)
	v.create()
}

func (v *validator) arrayNewDefault() {
	if f := v.element(v.in.A); !defaultable(f) {
		v.fail("array type is not defaultable: type %d of %s", v.in.A, f.Type)
	}
	v.pop(wasm.I32)
	v.create()
}

func (v *validator) arrayNewFixed() {
	f := v.element(v.in.A)
	if v.in.B > maxFixed {
		v.fail("array.new_fixed of %d operands, the limit is %d", v.in.B, maxFixed)
	}
	for range v.in.B {
		if v.pop(f.Type) == wasm.Bot && len(v.stack) == v.top.height {
			break // as in popAll
		}
	}
	v.create()
}

func (v *validator) arrayNewData() {
	v.numeric()
	v.data(uint32(v.in.B))
	v.pop2(wasm.I32, wasm.I32)
	v.create()
}

func (v *validator) arrayNewElem() {
	v.fromElem()
	v.pop2(wasm.I32, wasm.I32)
	v.create()
}

func (v *validator) arrayGet() {
	f := v.element(v.in.A)
	v.checkPacked(f)
	v.pop2(v.self(true), wasm.I32)
	v.in.Type = f.Type
	v.push(f.Type)
	v.emit()
}

func (v *validator) arraySet() {
	f := v.element(v.in.A)
	v.checkMutable(f)
	v.pop(f.Type)
	v.pop2(v.self(true), wasm.I32)
	v.in.Type = f.Type
	v.emit()
}

func (v *validator) arrayLen() {
	v.pop(wasm.ArrayRef)
	v.push(wasm.I32)
	v.emit()
}

func (v *validator) arrayFill() {
	f := v.element(v.in.A)
	v.checkMutable(f)
	v.pop2(f.Type, wasm.I32)
	v.pop2(v.self(true), wasm.I32)
	v.in.Type = f.Type
	v.emit()
}

func (v *validator) arrayCopy() {
	dst, src := v.element(v.in.A), v.element(uint32(v.in.B))
	v.checkMutable(dst)
	if dst.Packed != src.Packed || !matches(v.m, src.Type, dst.Type) {
		v.fail("array types do not match: array.copy from type %d to type %d", v.in.B, v.in.A)
	}
	v.pop2(wasm.I32, wasm.I32)
	v.pop(wasm.Ref(wasm.HeapType(v.in.B), true))
	v.pop2(v.self(true), wasm.I32)
	v.emit()
}

func (v *validator) arrayInitData() {
	v.checkMutable(v.numeric())
	v.data(uint32(v.in.B))
	v.arrayInit()
}

func (v *validator) arrayInitElem() {
	v.checkMutable(v.fromElem())
	v.arrayInit()
}

func (v *validator) arrayInit() {
	v.pop2(wasm.I32, wasm.I32)
	v.pop2(v.self(true), wasm.I32)
	v.emit()
}

// convert types any.convert_extern and extern.convert_any, which keep whether a reference may be null.
func (v *validator) convert(from, to wasm.ValType) {
	t := v.pop(from)
	if t != wasm.Bot && !t.Nullable() {
		to = to.NonNull()
	}
	v.in.Type = to
	v.push(to)
	v.emit()
}

func (v *validator) anyConvertExtern() { v.convert(wasm.ExternRef, wasm.AnyRef) }

func (v *validator) externConvertAny() { v.convert(wasm.AnyRef, wasm.ExternRef) }

func (v *validator) refI31() {
	v.pop(wasm.I32)
	v.in.Type = wasm.I31Ref.NonNull()
	v.push(v.in.Type)
	v.emit()
}

func (v *validator) i31Get() {
	v.pop(wasm.I31Ref)
	v.push(wasm.I32)
	v.emit()
}
