package interp

import (
	"context"
	"fmt"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// A Function is an exported function, ready to be called by the host.
type Function struct {
	inst *Instance
	fn   *function // nil for an imported one that is exported again
	ref  *rt.Func
	typ  wasm.FuncType
	room wasm.Slots
	refs []rt.ValType // the types of the references among the parameters
}

func newFunction(i *Instance, n uint32) *Function {
	f := &Function{inst: i, ref: i.ref(n), typ: i.mod.wasm.FuncType(int(n))}
	f.room = f.typ.CallSlots()
	for _, t := range f.ref.Sig.Type().Params() {
		if t.IsRef() {
			f.refs = append(f.refs, t)
		}
	}
	if !i.mod.isOther(n) {
		f.fn = &i.mod.funcs[n]
	}
	return f
}

// Call calls the function with arguments checked at run time: int32, int64, float32, float64, vec.V128, *rt.Func, and any other
// value for an externref.
func (f *Function) Call(ctx context.Context, args ...any) (results []any, err error) {
	s, refs := make([]uint64, f.room.Words), make([]rt.Ref, f.room.Refs)
	if err := f.arguments(args, s, refs); err != nil {
		return nil, err
	}
	if err := f.CallRefs(ctx, s, refs); err != nil {
		return nil, err
	}
	return f.results(s, refs), nil
}

// arguments checks args and makes slots of them.
func (f *Function) arguments(args []any, s []uint64, refs []rt.Ref) error {
	if len(args) != len(f.typ.Params) {
		return fmt.Errorf("%q: %d arguments for a function of type %v", f.ref.Name, len(args), f.ref.Sig.Type())
	}
	types := f.ref.Sig.Type().Params()
	var at wasm.Slots
	for k, t := range f.typ.Params {
		n := at.Take(t)
		if t.IsRef() {
			var err error
			if refs[n], err = types[k].Accept(args[k]); err != nil {
				return fmt.Errorf("%q: argument %d for a function of type %v: %w", f.ref.Name, k, f.ref.Sig.Type(), err)
			}
			continue
		}
		if !toSlots(s[n:], args[k], t) {
			return fmt.Errorf("%q: argument %d is %T for a function of type %v", f.ref.Name, k, args[k], f.ref.Sig.Type())
		}
	}
	return nil
}

// toSlots puts a number or a vector of type t where registers have it. It returns false if v is none.
func toSlots(s []uint64, v any, t wasm.ValType) bool {
	switch v := v.(type) {
	case int32:
		s[0] = slotOf(v)
		return t == wasm.I32
	case int64:
		s[0] = slotOf(v)
		return t == wasm.I64
	case float32:
		s[0] = slotOf(v)
		return t == wasm.F32
	case float64:
		s[0] = slotOf(v)
		return t == wasm.F64
	case vec.V128:
		if t == wasm.V128 {
			s[0], s[1] = v.Lo(), v.Hi()
			return true
		}
	}
	return false
}

// results makes Go values of slots.
func (f *Function) results(s []uint64, refs []rt.Ref) (results []any) {
	var at wasm.Slots
	for _, t := range f.typ.Results {
		n := at.Take(t)
		if t.IsRef() {
			results = append(results, hostValue(f.inst.mod.wasm.Class(t), refs[n]))
		} else {
			results = append(results, anyOfSlots(s[n:], t))
		}
	}
	return results
}

// hostValue is a reference of a class as hosts see it.
func hostValue(c wasm.Class, v rt.Ref) any {
	switch c {
	case wasm.ClassFunc:
		return v.Func()
	case wasm.ClassExtern:
		return v.Extern()
	case wasm.ClassExn:
		return v.Exception()
	case wasm.ClassAny, wasm.ClassObject:
		return v.Any()
	}
	panic("interp: no reference is a " + c.String())
}

// anyOfSlots undoes toSlots.
func anyOfSlots(s []uint64, t wasm.ValType) any {
	switch t {
	case wasm.I32:
		return numberOf[int32](s[0])
	case wasm.I64:
		return numberOf[int64](s[0])
	case wasm.F32:
		return numberOf[float32](s[0])
	case wasm.F64:
		return numberOf[float64](s[0])
	case wasm.V128:
		return vec.Of(s[0], s[1])
	}
	panic("interp: no number is a " + t.String())
}

// CallSlots calls a function without references: s holds the arguments, an i32 zero-extended, floats as bits and of a vector the lower half
// first, and afterwards from s[0] on the results. It must have room for both. Nothing is allocated.
func (f *Function) CallSlots(ctx context.Context, s []uint64) error { return f.CallRefs(ctx, s, nil) }

// CallRefs is CallSlots for any function: references are in refs, which must have room for those among arguments and results, too.
func (f *Function) CallRefs(ctx context.Context, s []uint64, refs []rt.Ref) (err error) {
	if len(s) < f.room.Words || len(refs) < f.room.Refs {
		return f.refuse(len(s), len(refs))
	}
	for k, t := range f.refs {
		if !t.Holds(refs[k]) {
			return fmt.Errorf("%q: reference %d for a function of type %v is no %v", f.ref.Name, k, f.ref.Sig.Type(), t)
		}
	}
	return f.inst.core.Run(func(d int) {
		defer f.inst.watch(ctx)()
		if f.fn != nil {
			f.inst.invoke(f.fn, d, s, refs)
			return
		}
		copied, copiedRefs := slices.Clone(s), slices.Clone(refs) // what is called through a pointer may keep them: this way they need not be on the heap otherwise
		f.ref.CallSlots(d, copied, copiedRefs)
		copy(s, copied)
		copy(refs, copiedRefs)
	})
}

func (f *Function) refuse(slots, refs int) error {
	if slots < f.room.Words {
		return fmt.Errorf("%q: %d slots for a function of type %v", f.ref.Name, slots, f.ref.Sig.Type())
	}
	return fmt.Errorf("%q: %d references for a function of type %v", f.ref.Name, refs, f.ref.Sig.Type())
}
