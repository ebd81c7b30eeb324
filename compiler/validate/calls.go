package validate

import (
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Calls: spec 3.4.1.

func (v *validator) callee(i uint32) wasm.FuncType {
	if uint64(i) >= uint64(len(v.m.Funcs)) {
		v.fail("unknown function %d", i)
	}
	return v.m.FuncType(int(i))
}

func (v *validator) call() { v.callType(v.callee(v.in.A)) }

func (v *validator) returnCall() { v.tailCallType(v.callee(v.in.A)) }

func (v *validator) callIndirect() { v.callType(v.indirect()) }

func (v *validator) returnCallIndirect() { v.tailCallType(v.indirect()) }

// indirect pops the table index of an indirect call and returns the signature.
func (v *validator) indirect() wasm.FuncType {
	table := v.table(uint32(v.in.B))
	if !matches(v.m, table.Elem, wasm.FuncRef) {
		v.fail("type mismatch: %s wants a table of funcref, table %d has %s", v.in.Op, v.in.B, table.Elem)
	}
	t := v.typeOf(v.in.A, wasm.KindFunc)
	v.pop(table.Addr())
	return t.Func
}

func (v *validator) callRef() { v.callType(v.byRef()) }

func (v *validator) returnCallRef() { v.tailCallType(v.byRef()) }

// byRef pops the function reference of a call and returns the signature.
func (v *validator) byRef() wasm.FuncType {
	t := v.typeOf(v.in.A, wasm.KindFunc)
	v.pop(wasm.Ref(wasm.HeapType(v.in.A), true))
	return t.Func
}

func (v *validator) callType(t wasm.FuncType) {
	v.popAll(t.Params)
	v.emit()
	v.pushAll(t.Results)
}

func (v *validator) tailCallType(t wasm.FuncType) {
	if !allMatch(v.m, t.Results, v.funcType.Results) {
		v.fail("type mismatch: %s of a function with results (%s) in one with (%s)", v.in.Op, wasm.Join(t.Results), wasm.Join(v.funcType.Results))
	}
	v.popAll(t.Params)
	v.emit()
	v.cut()
}

// typeOf returns type i, which must exist and be of the given kind.
func (v *validator) typeOf(i uint32, kind wasm.Kind) *wasm.Type {
	if uint64(i) >= uint64(len(v.m.Types)) {
		v.fail("unknown type %d", i)
	}
	t := &v.m.Types[i]
	if t.Kind != kind {
		v.fail("type mismatch: %s wants a %s type, type %d is a %s", v.in.Op, kind, i, t.Kind)
	}
	return t
}
