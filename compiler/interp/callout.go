package interp

import (
	"reflect"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// callOut calls a function of the host, of another instance or of translated code. The arguments are in n registers from a on,
// and then the results. The stack may have moved: callOut returns r, or where it is now.
func (i *Instance) callOut(s *stack, f *rt.Func, r window, a uint16, n, d int) window {
	d += s.reserve
	i.core.Out(d)
	if f.Owner != nil {
		if d -= abi.HostFrame; d < 0 {
			abi.Throw(rt.StackExhausted)
		}
	}
	at := s.offset(r)
	first := at + int(a)
	s.top = first + n
	args := s.vals[first:s.top:s.top]
	if f.Sig.Slots != nil {
		f.Sig.Slots(f, d, args)
	} else {
		i.callByReflection(s, f, args, d)
	}
	if n > 0 && &args[0] != &s.vals[first] {
		copy(s.vals[first:], args)
	}
	return s.at(at)
}

// callByReflection calls a function that has no form with slots, because its signature has references. Those are at the
// start of the window of references, and then the ones of the results.
func (i *Instance) callByReflection(s *stack, f *rt.Func, args []uint64, d int) {
	fn := reflect.ValueOf(f.Go())
	t := fn.Type()
	in := make([]reflect.Value, t.NumIn())
	in[0] = reflect.ValueOf(d)
	num, ref := 0, 0
	for k := 1; k < len(in); k++ {
		if isRef(t.In(k)) {
			in[k] = refValue(s.refs[s.ref+ref], t.In(k))
			ref++
			continue
		}
		in[k] = abi.FromSlot(args[num], t.In(k))
		num++
	}
	at := s.ref
	s.ref += ref
	out := fn.Call(in)
	s.ref = at
	num, ref = 0, 0
	for _, v := range out {
		if !isRef(v.Type()) {
			args[num] = abi.ToSlot(v)
			num++
			continue
		}
		if at+ref == len(s.refs) {
			s.refs = append(s.refs, nil)
		}
		s.refs[at+ref] = reference(v)
		ref++
	}
}

// isRef tells whether a Go type stands for a reference type.
func isRef(t reflect.Type) bool {
	return t.Kind() == reflect.Interface || t.Kind() == reflect.Pointer
}

// refValue is a reference as a value of type t.
func refValue(v any, t reflect.Type) reflect.Value {
	if v == nil {
		return reflect.Zero(t)
	}
	return reflect.ValueOf(v).Convert(t)
}

// reference is a reference as the interpreter has it: null is nil.
func reference(v reflect.Value) any {
	if v.IsNil() {
		return nil
	}
	return v.Interface()
}
