package interp

import (
	"reflect"

	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// makeSigs makes the signatures of the module's function types, by which others call its functions.
func (m *Module) makeSigs() {
	m.sigs = make([]*rt.Sig, len(m.wasm.Types))
	for i := range m.wasm.Types {
		t := &m.wasm.Types[i]
		if t.Kind != wasm.KindFunc || m.wasm.Canon(uint32(i)) != uint32(i) {
			continue
		}
		sig := &rt.Sig{Type: m.wasm.SigText(uint32(i))}
		sig.Bind = func(f *rt.Func) any { return bind(f, t.Func) }
		if !t.Func.HasRefs() {
			sig.Slots = callSlots
		}
		m.sigs[i] = sig
	}
}

// callSlots is the rt.Sig.Slots of all functions of the interpreter.
func callSlots(f *rt.Func, d int, s []uint64) {
	f.Env.(*Instance).invoke(f.Code.(*function), d, s, nil)
}

// bind makes the form of a function that takes and returns Go values.
func bind(f *rt.Func, t wasm.FuncType) any {
	i, fn := f.Env.(*Instance), f.Code.(*function)
	if b := bindCommon(f.Sig.Type, i, fn); b != nil {
		return b
	}
	in := append([]reflect.Type{reflect.TypeFor[int]()}, i.mod.goTypes(t.Params)...)
	out := i.mod.goTypes(t.Results)
	call := func(args []reflect.Value) []reflect.Value {
		return i.callValues(fn, int(args[0].Int()), args[1:], t, out)
	}
	return reflect.MakeFunc(reflect.FuncOf(in, out, false), call).Interface()
}

// callValues calls a function of type t with Go values; out are the Go types of its results.
func (i *Instance) callValues(fn *function, d int, args []reflect.Value, t wasm.FuncType, out []reflect.Type) []reflect.Value {
	room := t.CallSlots()
	slots, refs := make([]uint64, room.Words), make([]any, room.Refs)
	var at wasm.Slots
	for k, v := range args {
		if to := at.Take(t.Params[k]); t.Params[k].IsRef() {
			refs[to] = reference(v)
		} else {
			slots[to] = rt.ToSlot(v)
		}
	}
	i.invoke(fn, d, slots, refs)
	results := make([]reflect.Value, len(out))
	at = wasm.Slots{}
	for k := range results {
		if from := at.Take(t.Results[k]); t.Results[k].IsRef() {
			results[k] = refValue(refs[from], out[k])
		} else {
			results[k] = rt.FromSlot(slots[from], out[k])
		}
	}
	return results
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
