package interp

import (
	"reflect"

	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// makeSigs makes the signatures of the module's function types, by which others call its functions.
func (m *Module) makeSigs() {
	m.sigs, m.rooms = make([]*rt.Sig, len(m.wasm.Types)), make([]wasm.Slots, len(m.wasm.Types))
	for i := range m.wasm.Types {
		t := &m.wasm.Types[i]
		if t.Kind != wasm.KindFunc || m.wasm.Canon(uint32(i)) != uint32(i) {
			continue
		}
		m.rooms[i] = t.Func.CallSlots()
		m.sigs[i] = &rt.Sig{
			Type:  m.wasm.SigText(uint32(i)),
			Bind:  func(f *rt.Func) any { return bind(f, t.Func) },
			Slots: callSlots,
		}
	}
}

// callSlots is the rt.Sig.Slots of all functions of the interpreter.
func callSlots(f *rt.Func, d int, s []uint64, refs []rt.Ref) {
	f.Env.(*Instance).invoke(f.Code.(*function), d, s, refs)
}

// bind makes the form of a function that takes and returns Go values.
func bind(f *rt.Func, t wasm.FuncType) any {
	if b := bindCommon(f.Sig.Type, f.Env.(*Instance), f.Code.(*function)); b != nil {
		return b
	}
	m := f.Env.(*Instance).mod
	return rt.BindSlots(f, m.goTypes(t.Params), m.goTypes(t.Results))
}

// goTypes are the Go types that stand for value types.
func (m *Module) goTypes(types []wasm.ValType) []reflect.Type {
	list := make([]reflect.Type, len(types))
	for k, t := range types {
		list[k] = goType(m.wasm.Class(t))
	}
	return list
}

func goType(c wasm.Class) reflect.Type {
	switch c {
	case wasm.ClassI32:
		return reflect.TypeFor[int32]()
	case wasm.ClassI64:
		return reflect.TypeFor[int64]()
	case wasm.ClassF32:
		return reflect.TypeFor[float32]()
	case wasm.ClassF64:
		return reflect.TypeFor[float64]()
	case wasm.ClassFunc:
		return reflect.TypeFor[*rt.Func]()
	case wasm.ClassExtern:
		return reflect.TypeFor[any]()
	}
	panic("interp: no Go type for " + c.String())
}
