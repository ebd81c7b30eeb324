package rt

import (
	"fmt"
	"reflect"
)

// NewFunc makes a function reference from a Go function of the host. Its parameters and results are int32, int64, float32,
// float64, V128, *Func and any (externref); a last result of type error is no Wasm result: when it is not nil, the call into
// the module ends and returns that error.
func NewFunc(name string, fn any) (*Func, error) {
	v := reflect.ValueOf(fn)
	if v.Kind() != reflect.Func || v.IsNil() {
		return nil, fmt.Errorf("%q: %T is not a function", name, fn)
	}
	t := v.Type()
	if t.IsVariadic() {
		return nil, fmt.Errorf("%q: %s is variadic", name, t)
	}
	params := make([]reflect.Type, t.NumIn())
	for i := range params {
		params[i] = t.In(i)
	}
	results := make([]reflect.Type, t.NumOut())
	for i := range results {
		results[i] = t.Out(i)
	}
	fails := len(results) > 0 && results[len(results)-1] == reflect.TypeFor[error]()
	if fails {
		results = results[:len(results)-1]
	}
	typ, err := funcTypeOf(params, results)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", name, err)
	}
	sig := &Sig{Types: typesOf(typ), Slots: hostSlots(fn, typ, fails)}
	sig.Bind = func(f *Func) any { return bindHost(f, v, params, results, fails) }
	return &Func{Name: name, Sig: sig, host: true}, nil
}

// MustFunc is NewFunc for functions that are known to be right, for use in composite literals. It panics on an error.
func MustFunc(name string, fn any) *Func {
	f, err := NewFunc(name, fn)
	if err != nil {
		panic(err)
	}
	return f
}

// bindHost puts the stack budget in front of the parameters and turns an error into a panic that the exported call recovers. It returns nil
// where there are too many parameters and results.
func bindHost(f *Func, v reflect.Value, params, results []reflect.Type, fails bool) any {
	in := append([]reflect.Type{reflect.TypeFor[int]()}, params...)
	if len(in)+len(results) > mostBound {
		return nil
	}
	call := func(args []reflect.Value) []reflect.Value {
		out := v.Call(args[1:])
		if fails {
			last := len(out) - 1
			if err, _ := out[last].Interface().(error); err != nil {
				f.throw(err)
			}
			out = out[:last]
		}
		return out
	}
	return reflect.MakeFunc(reflect.FuncOf(in, results, false), call).Interface()
}

// throw ends the running call because f, a function of the host, returned err.
func (f *Func) throw(err error) { (&HostError{Import: f.Name, Err: err}).Throw() }

// runHost calls f, which calls a function of the host. That belongs to no instance, which could recover what it throws.
func runHost(f func(d int)) (err error) {
	defer func() {
		switch v := recover().(type) {
		case nil:
		case TrapKind:
			err = &Trap{Kind: v}
		case *Trap:
			err = v
		case *HostError:
			err = v
		default:
			panic(v)
		}
	}()
	f(0) // functions of the host have no stack budget
	return nil
}

// funcTypeOf is the type of host functions with these parameters and results.
func funcTypeOf(params, results []reflect.Type) (*Type, error) {
	in, err := valTypesOf(params, "parameter")
	if err != nil {
		return nil, err
	}
	out, err := valTypesOf(results, "result")
	if err != nil {
		return nil, err
	}
	return FuncType(in, out), nil
}

// valTypesOf are the value types that Go types stand for; what says what they are.
func valTypesOf(types []reflect.Type, what string) ([]ValType, error) {
	list := make([]ValType, len(types))
	for i, t := range types {
		var ok bool
		if list[i], ok = valTypeOf(t); !ok {
			return nil, fmt.Errorf("%s %d: no Wasm type is passed as %s", what, i, t)
		}
	}
	return list, nil
}
