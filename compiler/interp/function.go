package interp

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// A Function is an exported function, ready to be called by the host.
type Function struct {
	inst  *Instance
	fn    *function // nil for an imported one that is exported again
	ref   *rt.Func
	typ   wasm.FuncType
	slots int
}

func newFunction(i *Instance, n uint32) *Function {
	f := &Function{inst: i, ref: i.ref(n), typ: i.mod.wasm.FuncType(int(n))}
	f.slots = code.Slots(f.typ)
	if !i.mod.isOther(n) {
		f.fn = &i.mod.funcs[n]
	}
	return f
}

// Call calls the function with arguments checked at run time: int32, int64, float32, float64, *rt.Func, and any other
// value for an externref.
func (f *Function) Call(ctx context.Context, args ...any) (results []any, err error) {
	in, err := f.arguments(args)
	if err != nil {
		return nil, err
	}
	err = f.enter(ctx, func(d int) {
		for _, v := range f.callValues(d, in) {
			results = append(results, v.Interface())
		}
	})
	if err != nil {
		return nil, err
	}
	return results, nil
}

// callValues calls the function with Go values.
func (f *Function) callValues(d int, in []reflect.Value) []reflect.Value {
	if f.fn != nil {
		return f.inst.callValues(f.fn, d, in, goTypes(f.typ.Results))
	}
	return reflect.ValueOf(f.ref.Go()).Call(append([]reflect.Value{reflect.ValueOf(d)}, in...))
}

// arguments checks args.
func (f *Function) arguments(args []any) ([]reflect.Value, error) {
	if len(args) != len(f.typ.Params) {
		return nil, fmt.Errorf("%s: %d arguments for a function of type %s", f.ref.Name, len(args), f.ref.Sig.Type)
	}
	in := make([]reflect.Value, len(args))
	for k, want := range goTypes(f.typ.Params) {
		switch arg := args[k]; {
		case arg == nil && isRef(want):
			in[k] = reflect.Zero(want)
		case arg != nil && reflect.TypeOf(arg).AssignableTo(want):
			in[k] = reflect.ValueOf(arg).Convert(want)
		default:
			return nil, fmt.Errorf("%s: argument %d is %T for a function of type %s", f.ref.Name, k, arg, f.ref.Sig.Type)
		}
	}
	return in, nil
}

// enter runs a call that came from the host.
func (f *Function) enter(ctx context.Context, run func(d int)) (err error) {
	end := f.inst.watch(ctx)
	defer end()
	return f.inst.core.Run(run)
}

// CallSlots calls a function without references: s holds the arguments, an i32 zero-extended and floats as bits, and
// afterwards from s[0] on the results. It must have room for both. Nothing is allocated.
func (f *Function) CallSlots(ctx context.Context, s []uint64) (err error) {
	if len(s) < f.slots || f.ref.Sig.Slots == nil {
		return f.refuse(len(s))
	}
	if f.inst.mod.opts.Meter {
		defer f.inst.watch(ctx)()
	}
	var call abi.Call
	defer call.Leave(&err)
	d := f.inst.core.Enter(&call)
	if f.fn != nil {
		f.inst.invoke(f.fn, d, s, nil)
	} else {
		copied := slices.Clone(s) // what is called through a pointer may keep s: this way it need not be on the heap otherwise
		f.ref.Sig.Slots(f.ref, d, copied)
		copy(s, copied)
	}
	return nil
}

func (f *Function) refuse(slots int) error {
	if slots < f.slots {
		return fmt.Errorf("%s: %d slots for a function of type %s", f.ref.Name, slots, f.ref.Sig.Type)
	}
	return fmt.Errorf("%s: a function of type %s cannot be called with slots", f.ref.Name, f.ref.Sig.Type)
}
