package interp

import (
	"reflect"

	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// makeSigs makes the signatures of the module's function types, by which others call its functions.
func (m *Module) makeSigs() {
	m.sigs, m.rooms = make([]*rt.Sig, len(m.wasm.Types)), make([]code.Room, len(m.wasm.Types))
	for i := range m.wasm.Types {
		t := &m.wasm.Types[i]
		if t.Kind != wasm.KindFunc || m.wasm.Canon(uint32(i)) != uint32(i) {
			continue
		}
		m.rooms[i] = code.RoomOf(t.Func)
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
	return rt.BindSlots(f, goTypes(t.Params), goTypes(t.Results))
}

// goTypes are the Go types that stand for value types.
func goTypes(types []wasm.ValType) []reflect.Type {
	list := make([]reflect.Type, len(types))
	for k, t := range types {
		list[k] = goType(t)
	}
	return list
}

func goType(t wasm.ValType) reflect.Type {
	switch {
	case t == wasm.I32:
		return reflect.TypeFor[int32]()
	case t == wasm.I64:
		return reflect.TypeFor[int64]()
	case t == wasm.F32:
		return reflect.TypeFor[float32]()
	case t == wasm.F64:
		return reflect.TypeFor[float64]()
	case isFuncType(t):
		return reflect.TypeFor[*rt.Func]()
	}
	return reflect.TypeFor[any]()
}
