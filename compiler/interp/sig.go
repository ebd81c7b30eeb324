package interp

import (
	"reflect"

	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
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
		if !hasRefs(t.Func) {
			sig.Slots = callSlots
		}
		m.sigs[i] = sig
	}
}

func hasRefs(t wasm.FuncType) bool {
	for _, list := range [][]wasm.ValType{t.Params, t.Results} {
		for _, v := range list {
			if v.IsRef() {
				return true
			}
		}
	}
	return false
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
	in := append([]reflect.Type{reflect.TypeFor[int]()}, goTypes(t.Params)...)
	out := goTypes(t.Results)
	call := func(args []reflect.Value) []reflect.Value { return i.callValues(fn, int(args[0].Int()), args[1:], out) }
	return reflect.MakeFunc(reflect.FuncOf(in, out, false), call).Interface()
}

// callValues calls a function with Go values.
func (i *Instance) callValues(fn *function, d int, args []reflect.Value, out []reflect.Type) []reflect.Value {
	slots := make([]uint64, max(len(args), len(out)))
	refs := make([]any, max(len(args), len(out)))
	num, ref := 0, 0
	for _, v := range args {
		if isRef(v.Type()) {
			refs[ref] = reference(v)
			ref++
		} else {
			slots[num] = abi.ToSlot(v)
			num++
		}
	}
	i.invoke(fn, d, slots, refs)
	results := make([]reflect.Value, len(out))
	num, ref = 0, 0
	for k, t := range out {
		if isRef(t) {
			results[k] = refValue(refs[ref], t)
			ref++
		} else {
			results[k] = abi.FromSlot(slots[num], t)
			num++
		}
	}
	return results
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
